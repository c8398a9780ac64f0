"""Query tree + segments -> the best articles, by arrays.

`segments` says what is searched; `vocabulary` and `expanding` tell which words
of the index a query's words stand for, `matching` where they occur, `weighing`
and `evaluation` what that scores, `selection` which page is shown, and
`searcher` puts these together. `highlighting` finds the matches again in the
text of one article, and `snapshot` answers over one commit of an index.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from searchkit.local.searching import explaining
    from searchkit.local.searching import path_names as pathnames
    from searchkit.local.searching.meanings import completion as completing
    from searchkit.local.searching.meanings import spelling

__all__ = ["completing", "explaining", "pathnames", "spelling"]


def __getattr__(name: str) -> ModuleType:
    # No search needs these; they are imported when they are first used.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
