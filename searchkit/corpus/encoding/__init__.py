"""Bytes -> text: which encoding they are in, and the text without traces of how it was stored.

:mod:`~searchkit.corpus.encoding.decoding` is the door. `recognising` asks what tells most
first; the other modules each know one kind of encoding, `detection` what is likeliest where
nothing tells.
"""
