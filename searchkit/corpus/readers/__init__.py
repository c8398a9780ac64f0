"""One reader for each format: what a file holds -> texts, and what is declared of them.

:mod:`searchkit.corpus.reading` knows which format is read by which. A library that only
one format needs is imported by its reader, when a file of it is read.
"""
