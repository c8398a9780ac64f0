"""All that a search finds, as a table or as lines of JSON, a hundred hits at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchkit.output import Style, as_csv, as_json
from searchkit.serving.api import LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from searchkit.index import Index
    from searchkit.results import Results
    from searchkit.serving.page_address import Asked

STEP = 100
"""Hits that are written at a time."""

MOST = 10_000
"""Hits that an export has at most."""

_COLUMNS = ("rank", "key", "title", "source", "date", "date_precision", "url", "authors",
            "language", "score", "lacks", "snippets")  # fmt: skip


def _csv(results: Results) -> str:
    text = as_csv.results_as_csv(results, Style(fields=_COLUMNS))
    return text if not results.offset else text.split("\r\n", 1)[1]


def _json_lines(results: Results) -> str:
    return as_json.results_as_json_lines(results, Style())


FORMATS: Final[Mapping[str, tuple[str, Callable[[Results], str]]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "jsonl": ("application/jsonl; charset=utf-8", _json_lines),
}
"""What an export may be: its media type, and what writes it."""


def part(index: Index, asked: Asked, offset: int, *, limit: int = STEP) -> Results:
    """Return some hits of an export, from one on."""
    return index.search(
        asked.q,
        **asked.filters,
        sort=asked.sort,  # type: ignore[arg-type] # its table of parameters has no other
        limit=min(limit, MOST - offset),
        offset=offset,
        snippets=1,
        limits=LIMITS,
    )
