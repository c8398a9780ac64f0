"""Make another codec Whoosh's default one, in every process that starts with this folder in reach.

Python imports ``sitecustomize`` before anything else, so whoever takes
``default_codec`` from ``whoosh.codec`` later gets ours, by whatever name, in
processes that the tests start as well. Without the variable ``WHOOSH_CODEC``
(``module:Class``) nothing happens.
"""

from __future__ import annotations

import importlib
import os


def use_codec(name: str) -> None:
    """Let ``whoosh.codec.default_codec`` make the codec called ``module:Class``."""
    codecs = importlib.import_module("whoosh.codec")
    module, _, class_name = name.partition(":")

    def default_codec(*args: object, **kwargs: object) -> object:
        # Imported when first needed: the codec itself imports Whoosh, and a process that
        # indexes nothing need not pay for it. Options are those of Whoosh's own codecs.
        make = getattr(importlib.import_module(module), class_name)
        return make(*args, **kwargs) if module.startswith("whoosh.") else make()

    codecs.default_codec = default_codec  # type: ignore[attr-defined]  # mypy sees a plain module


if "WHOOSH_CODEC" in os.environ:
    use_codec(os.environ["WHOOSH_CODEC"])
