"""Results, articles and reports, drawn for people and for programs.

Pure functions from records to text; nothing here prints. Each table below maps
the name of a format to the function that draws it, and the command offers what is
in the table: to add a format, add a line. What a function returns ends with a line end,
or is empty. A module is loaded when one of its functions draws, since a command draws
one format of many.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from searchkit.output import as_csv
from searchkit.output.bars import BLOCKS
from searchkit.output.style import Style, wants_colour
from searchkit.output.text_of_results import (
    new_hits_as_text,
    notes_as_text,
    query_fault,
    results_as_text,
    similar_as_text,
)
from searchkit.results.plain import HIT_FIELDS, SIMILAR_FIELDS, USUAL_FIELDS

if TYPE_CHECKING:
    from searchkit.evaluation import Evaluation
    from searchkit.results import (
        CheckReport,
        Completion,
        CorpusReport,
        FileReading,
        MarkedArticle,
        RepairReport,
        Results,
        SourceCount,
        Stats,
        Suggestion,
        TransferReport,
        UpdateReport,
    )
    from searchkit.results.explanations import Explanation
    from searchkit.results.found_copies import Copies
    from searchkit.results.printings import Quotations
    from searchkit.results.saved_searches import NewHits, SavedSearch
    from searchkit.results.similar_articles import SimilarArticles

_Record = TypeVar("_Record")

Formats: TypeAlias = Mapping[str, Callable[[_Record, Style], str]]
"""Names of formats, the usual one first, and the functions that draw them."""


def _by(function: str) -> Callable[[Any, Style], str]:
    """Return what draws in a style by a function of a module, such as ``as_csv.stats_as_csv``."""

    def draw(record: Any, style: Style) -> str:
        return _function(function)(record, style)

    return draw


def _unstyled(function: str) -> Callable[[Any, Style], str]:
    """Return the same for a format that needs no style."""
    return lambda record, _style: _function(function)(record)


def _function(name: str) -> Callable[..., str]:
    module, _, function = name.partition(".")
    found: Callable[..., str] = getattr(import_module(f"searchkit.output.{module}"), function)
    return found


RESULTS_FORMATS: Final[Formats[Results]] = {
    "text": results_as_text,
    "json": _by("as_json.results_as_json"),
    "jsonl": _by("as_json.results_as_json_lines"),
    "csv": _by("as_csv.results_as_csv"),
}
SIMILAR_FORMATS: Final[Formats[SimilarArticles]] = {
    "text": similar_as_text,
    "json": _by("as_json.similar_as_json"),
    "jsonl": _by("as_json.similar_as_json_lines"),
    "csv": _by("as_csv.similar_as_csv"),
}
QUOTATIONS_FORMATS: Final[Formats[Quotations]] = {
    "text": _by("text_of_quotations.quotations_as_text"),
    "json": _unstyled("as_json.quotations_as_json"),
    "jsonl": _unstyled("as_json.quotations_as_json_lines"),
    "csv": _unstyled("as_csv.quotations_as_csv"),
}
COPIES_FORMATS: Final[Formats[Copies]] = {
    "text": _by("text_of_copies.copies_as_text"),
    "json": _unstyled("as_json.copies_as_json"),
    "jsonl": _unstyled("as_json.copies_as_json_lines"),
    "csv": _unstyled("as_csv.copies_as_csv"),
}
ARTICLE_FORMATS: Final[Formats[MarkedArticle]] = {
    "text": _by("text_of_articles.article_as_text"),
    "json": _unstyled("as_json.article_as_json"),
}
SOURCES_FORMATS: Final[Formats[Sequence[SourceCount]]] = {
    "text": _by("text_of_counts.sources_as_text"),
    "json": _unstyled("as_json.sources_as_json"),
    "csv": _unstyled("as_csv.sources_as_csv"),
}
STATS_FORMATS: Final[Formats[Stats]] = {
    "text": _by("text_of_counts.stats_as_text"),
    "json": _unstyled("as_json.stats_as_json"),
    "csv": _unstyled("as_csv.stats_as_csv"),
}
EXPLANATION_FORMATS: Final[Formats[Explanation]] = {
    "text": _by("text_of_explanations.explanation_as_text"),
    "json": _unstyled("as_json.explanation_as_json"),
}
COMPLETIONS_FORMATS: Final[Formats[Sequence[Completion]]] = {
    "text": _by("text_of_counts.completions_as_text"),
    "json": _unstyled("as_json.completions_as_json"),
    "csv": _unstyled("as_csv.completions_as_csv"),
}
SUGGESTIONS_FORMATS: Final[Formats[Sequence[Suggestion]]] = {
    "text": _by("text_of_counts.suggestions_as_text"),
    "json": _unstyled("as_json.suggestions_as_json"),
    "csv": _unstyled("as_csv.suggestions_as_csv"),
}
SEARCHES_FORMATS: Final[Formats[Sequence[SavedSearch]]] = {
    "text": _by("text_of_saved.searches_as_text"),
    "json": _unstyled("as_json.searches_as_json"),
}
NEW_FORMATS: Final[Formats[Sequence[NewHits]]] = {
    "text": new_hits_as_text,
    "jsonl": _unstyled("as_json.new_hits_as_json_lines"),
    "rss": _unstyled("as_feed.new_hits_as_rss"),
    "atom": _unstyled("as_feed.new_hits_as_atom"),
}
READING_FORMATS: Final[Formats[FileReading]] = {
    "text": _by("text_of_readings.reading_as_text"),
    "json": _unstyled("as_json.reading_as_json"),
}
REPORT_FORMATS: Final[Formats[UpdateReport]] = {
    "text": _by("text_of_reports.report_as_text"),
    "json": _unstyled("as_json.report_as_json"),
}
CORPUS_REPORT_FORMATS: Final[Formats[CorpusReport]] = {
    "text": _by("text_of_gaps.corpus_report_as_text"),
    "json": _unstyled("as_json.corpus_report_as_json"),
}
CORPUS_REPORT_FILES: Final[Formats[CorpusReport]] = {
    "text": _unstyled("text_of_gaps.corpus_report_as_file"),
    "json": _unstyled("as_json.corpus_report_as_json"),
}
CHECK_FORMATS: Final[Formats[CheckReport]] = {
    "text": _by("text_of_reports.check_as_text"),
    "json": _unstyled("as_json.check_as_json"),
}
REPAIR_FORMATS: Final[Formats[RepairReport]] = {
    "text": _by("text_of_reports.repair_as_text"),
    "json": _unstyled("as_json.repair_as_json"),
}
TRANSFER_FORMATS: Final[Formats[TransferReport]] = {
    "text": _by("text_of_reports.transfer_as_text"),
    "json": _unstyled("as_json.transfer_as_json"),
}
EVALUATION_FORMATS: Final[Formats[Evaluation]] = {
    "text": _by("text_of_evaluations.evaluation_as_text"),
    "json": _unstyled("as_json.evaluation_as_json"),
}

_OF_SIMILAR = {"shared"}  # what the hits of a search do not have
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "json": tuple(field for field in HIT_FIELDS if field not in _OF_SIMILAR),
    "jsonl": tuple(field for field in HIT_FIELDS if field not in _OF_SIMILAR),
    "csv": tuple(column for column in as_csv.HIT_COLUMNS if column not in _OF_SIMILAR),
}
"""The fields that a hit can have in each format for programs."""

USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    "json": USUAL_FIELDS,
    "jsonl": USUAL_FIELDS,
    "csv": as_csv.USUAL_COLUMNS,
}
"""The fields that it has where no others are asked for."""

FIELDS_OF_SIMILAR: Final[Mapping[str, tuple[str, ...]]] = {
    "json": (*SIMILAR_FIELDS, "text", "furniture"),
    "jsonl": (*SIMILAR_FIELDS, "text", "furniture"),
    "csv": (*as_csv.SIMILAR_COLUMNS, "text"),
}
"""The fields that an article that is like another can have in each format for programs."""

USUAL_OF_SIMILAR: Final[Mapping[str, tuple[str, ...]]] = {
    "json": SIMILAR_FIELDS,
    "jsonl": SIMILAR_FIELDS,
    "csv": as_csv.SIMILAR_COLUMNS,
}
"""The fields that it has where no others are asked for."""

__all__ = [
    "ARTICLE_FORMATS",
    "BLOCKS",
    "CHECK_FORMATS",
    "COMPLETIONS_FORMATS",
    "COPIES_FORMATS",
    "CORPUS_REPORT_FILES",
    "CORPUS_REPORT_FORMATS",
    "EVALUATION_FORMATS",
    "EXPLANATION_FORMATS",
    "FIELDS",
    "FIELDS_OF_SIMILAR",
    "NEW_FORMATS",
    "QUOTATIONS_FORMATS",
    "READING_FORMATS",
    "REPAIR_FORMATS",
    "REPORT_FORMATS",
    "RESULTS_FORMATS",
    "SEARCHES_FORMATS",
    "SIMILAR_FORMATS",
    "SOURCES_FORMATS",
    "STATS_FORMATS",
    "SUGGESTIONS_FORMATS",
    "TRANSFER_FORMATS",
    "USUAL",
    "USUAL_OF_SIMILAR",
    "Formats",
    "Style",
    "notes_as_text",
    "query_fault",
    "wants_colour",
]
