"""Full-text search for a folder of articles: ranked, highlighted, dated, by source.

>>> import searchkit
>>> with searchkit.open("index") as index:  # doctest: +SKIP
...     for hit in index.search("spring tide", since="2019"):
...         print(hit.rank, hit.title)

`open` returns an :class:`Index`; its answers are the records of
:mod:`searchkit.article` and :mod:`searchkit.results`, and its errors are in
:mod:`searchkit.errors`.
"""

from __future__ import annotations

TYPE_CHECKING = False
"""As in `typing`, which the command would wait for before it can heed Ctrl-C."""

if TYPE_CHECKING:
    from searchkit.article import (
        Article,
        ArticleDate,
        Encoding,
        Facts,
        Known,
        Origin,
        Origins,
        Precision,
        Span,
    )
    from searchkit.errors import LockHolder, SearchkitError, UnreadableFileError
    from searchkit.file_reading import read_file as read
    from searchkit.index import Index
    from searchkit.index import check_index as check
    from searchkit.index import create_index as create
    from searchkit.index import open_index as open
    from searchkit.index import rebuild_index as rebuild
    from searchkit.index import repair_index as repair
    from searchkit.index import transfer_index as transfer
    from searchkit.index import update_index as update
    from searchkit.limits import Limits, ReadingLimits
    from searchkit.notes import Note, NoteKind
    from searchkit.progress import Phase, Progress
    from searchkit.query.clues import Clues
    from searchkit.query.filters import FilterOptions, Sort
    from searchkit.query.nodes import Node
    from searchkit.query.pairs import Pair
    from searchkit.query.parsing import ParsedQuery
    from searchkit.query.rankings import Ranking, RankingName
    from searchkit.results import (
        CheckReport,
        Completion,
        CompletionKind,
        Copy,
        CorpusFolder,
        CorpusReport,
        FileReading,
        Gaps,
        Hit,
        MarkedArticle,
        RepairReport,
        Results,
        Snippet,
        SourceCount,
        Stats,
        Suggestion,
        TransferReport,
        UpdateReport,
    )
    from searchkit.results.explanations import (
        ExplainedArticle,
        ExplainedLeaf,
        ExplainedTerm,
        Explanation,
        Failure,
        FormCount,
        InflectionClass,
        ScorePart,
    )
    from searchkit.results.found_copies import Copies, CopyCluster
    from searchkit.results.printings import PrintedQuotation, Printing, Quotations
    from searchkit.results.saved_searches import NewHits, SavedSearch
    from searchkit.results.similar_articles import SharedTerm, SimilarArticles, Story
    from searchkit.results.surveys import ApartCount, AuthorCount, PeriodCount, Survey, Unit
    from searchkit.syncing.update_options import UpdateKeywords, UpdateOptions
    from searchkit.watching import Batch
    from searchkit.watching import watch_folders as watch

__all__ = [
    "ApartCount",
    "Article",
    "ArticleDate",
    "AuthorCount",
    "Batch",
    "CheckReport",
    "Clues",
    "Completion",
    "CompletionKind",
    "Copies",
    "Copy",
    "CopyCluster",
    "CorpusFolder",
    "CorpusReport",
    "Encoding",
    "ExplainedArticle",
    "ExplainedLeaf",
    "ExplainedTerm",
    "Explanation",
    "Facts",
    "Failure",
    "FileReading",
    "FilterOptions",
    "FormCount",
    "Gaps",
    "Hit",
    "Index",
    "InflectionClass",
    "Known",
    "Limits",
    "LockHolder",
    "MarkedArticle",
    "NewHits",
    "Node",
    "Note",
    "NoteKind",
    "Origin",
    "Origins",
    "Pair",
    "ParsedQuery",
    "PeriodCount",
    "Phase",
    "Precision",
    "PrintedQuotation",
    "Printing",
    "Progress",
    "Quotations",
    "Ranking",
    "RankingName",
    "ReadingLimits",
    "Remark",
    "RepairReport",
    "Results",
    "SavedSearch",
    "ScorePart",
    "SearchkitError",
    "SharedTerm",
    "SimilarArticles",
    "Snippet",
    "Sort",
    "SourceCount",
    "Span",
    "Stats",
    "Story",
    "Suggestion",
    "Survey",
    "TransferReport",
    "Unit",
    "UnreadableFileError",
    "UpdateKeywords",
    "UpdateOptions",
    "UpdateReport",
    "__version__",
    "check",
    "create",
    "open",
    "read",
    "rebuild",
    "repair",
    "transfer",
    "update",
    "watch",
]

__version__ = "0.1.0"

# Where each name is defined. They are imported when they are first used, so that
# the command, which is a part of this package, does not wait for NumPy to say --help.
_MODULES = {
    "searchkit.article": "Article ArticleDate Encoding Facts Known Origin Origins Precision Span",
    "searchkit.errors": "LockHolder SearchkitError UnreadableFileError",
    "searchkit.results.explanations": "ExplainedArticle ExplainedLeaf ExplainedTerm Explanation "
    "Failure FormCount InflectionClass ScorePart",
    "searchkit.results.found_copies": "Copies CopyCluster",
    "searchkit.results.printings": "PrintedQuotation Printing Quotations",
    "searchkit.results.surveys": "ApartCount AuthorCount PeriodCount Survey Unit",
    "searchkit.index": "Index",
    "searchkit.limits": "Limits ReadingLimits",
    "searchkit.notes": "Note NoteKind Remark",
    "searchkit.progress": "Phase Progress",
    "searchkit.query.filters": "FilterOptions Sort",
    "searchkit.query.nodes": "Node",
    "searchkit.query.clues": "Clues",
    "searchkit.query.pairs": "Pair",
    "searchkit.query.parsing": "ParsedQuery",
    "searchkit.query.rankings": "Ranking RankingName",
    "searchkit.results": "CheckReport Completion CompletionKind Copy CorpusFolder CorpusReport "
    "FileReading Gaps Hit MarkedArticle RepairReport Results Snippet SourceCount Stats "
    "Suggestion TransferReport UpdateReport",
    "searchkit.results.similar_articles": "SharedTerm SimilarArticles Story",
    "searchkit.results.saved_searches": "NewHits SavedSearch",
    "searchkit.syncing.update_options": "UpdateKeywords UpdateOptions",
    "searchkit.watching": "Batch",
}
_HOMES = {name: (module, name) for module, names in _MODULES.items() for name in names.split()} | {
    "check": ("searchkit.index", "check_index"),
    "create": ("searchkit.index", "create_index"),
    "open": ("searchkit.index", "open_index"),
    "read": ("searchkit.file_reading", "read_file"),
    "rebuild": ("searchkit.index", "rebuild_index"),
    "repair": ("searchkit.index", "repair_index"),
    "transfer": ("searchkit.index", "transfer_index"),
    "update": ("searchkit.index", "update_index"),
    "watch": ("searchkit.watching", "watch_folders"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'searchkit' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
