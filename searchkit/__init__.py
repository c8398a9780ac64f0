"""Full-text search for a folder of articles: ranked, highlighted, dated, by source.

>>> import searchkit
>>> with searchkit.open("index") as index:  # doctest: +SKIP
...     for hit in index.search("spring tide", since="2019"):
...         print(hit.rank, hit.article.title)

`open` gives an :class:`Index`; what it returns are the records of
:mod:`searchkit.article` and :mod:`searchkit.results`; what it raises stands in
:mod:`searchkit.errors`.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""As in `typing`, which the command would wait for before it can heed Ctrl-C."""

if TYPE_CHECKING:
    from searchkit.article import Article, ArticleDate
    from searchkit.errors import SearchkitError
    from searchkit.index import Index
    from searchkit.index import check_index as check
    from searchkit.index import create_index as create
    from searchkit.index import open_index as open
    from searchkit.index import rebuild_index as rebuild
    from searchkit.index import repair_index as repair
    from searchkit.limits import ReadingLimits
    from searchkit.results import Hit, Results

__all__ = [
    "Article",
    "ArticleDate",
    "Hit",
    "Index",
    "ReadingLimits",
    "Results",
    "SearchkitError",
    "__version__",
    "check",
    "create",
    "open",
    "rebuild",
    "repair",
]

__version__ = "0.1.0"

# Where each name is defined. They are imported when they are first used, so that
# the command, which is a part of this package, does not wait for NumPy to say --help.
_HOMES = {
    "Article": ("searchkit.article", "Article"),
    "ArticleDate": ("searchkit.article", "ArticleDate"),
    "Hit": ("searchkit.results", "Hit"),
    "Index": ("searchkit.index", "Index"),
    "ReadingLimits": ("searchkit.limits", "ReadingLimits"),
    "Results": ("searchkit.results", "Results"),
    "SearchkitError": ("searchkit.errors", "SearchkitError"),
    "check": ("searchkit.index", "check_index"),
    "create": ("searchkit.index", "create_index"),
    "open": ("searchkit.index", "open_index"),
    "rebuild": ("searchkit.index", "rebuild_index"),
    "repair": ("searchkit.index", "repair_index"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'searchkit' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
