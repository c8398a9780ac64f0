"""Results as CSV, for spreadsheets.

Rows are those of RFC 4180: a header, cells in quotes where they need them, and
CR LF at the end of a row. Text is cleaned as for a terminal; what must be exact
to the last control character is to be had as JSON.

A cell of text that a spreadsheet would run as a formula, one that begins with
``=``, ``+``, ``-`` or ``@`` in ASCII or full width, spaces before it or not,
gets an apostrophe before it, which spreadsheets take as the mark of text.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from searchkit.output.cleaning import clean
from searchkit.output.style import starred

if TYPE_CHECKING:
    from searchkit.results import Hit, Results

COLUMNS = (
    "rank",
    "key",
    "title",
    "source",
    "date",
    "date_precision",
    "path",
    "url",
    "authors",
    "language",
    "language_origin",
    "score",
    "snippets",
)

_FORMULA = frozenset("=+-@＝＋－＠")


def results_as_csv(results: Results) -> str:
    """Return the hits of a search, a row each, under a row of the column names.

    Authors are joined by ``; `` and snippets, their matches in ``**``, by `` | ``.
    What is not known is an empty cell.
    """
    import csv  # late: who asks for another format waits less

    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(COLUMNS)
    writer.writerows(map(_row, results))
    return rows.getvalue()


def _row(hit: Hit) -> list[object]:
    article = hit.article
    date = article.date
    snippets = (clean(snippet.text, snippet.spans) for snippet in hit.snippets)
    return [
        hit.rank,
        _cell(article.key),
        _cell(article.title),
        _cell(article.source or ""),
        "" if date is None else str(date),
        "" if date is None else date.precision.value,
        _cell(article.path),
        _cell(article.url or ""),
        _cell("; ".join(article.authors)),
        _cell(article.language or ""),
        article.origins.language.value if article.language else "",
        hit.score,
        _cell(" | ".join(starred(text, spans) for text, spans in snippets)),
    ]


def _cell(text: str) -> str:
    """Return a text as a cell that no spreadsheet runs."""
    text, _ = clean(text)
    return f"'{text}" if text.lstrip()[:1] in _FORMULA else text
