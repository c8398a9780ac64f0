"""Results, sources, counts and words as CSV, for spreadsheets.

Rows are those of RFC 4180: a header, cells in quotes where they need them, and
CR LF at the end of a row. Text is cleaned as for a terminal; JSON keeps it exact to the
last control character.

A cell of text that a spreadsheet would run as a formula, one that begins with
``=``, ``+``, ``-`` or ``@`` in ASCII or full width, spaces before it or not,
gets an apostrophe before it, which marks text in spreadsheets.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from searchkit.output.safe_text import clean
from searchkit.output.style import Style, starred

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from searchkit.results import Completion, Copy, Hit, Results, SourceCount, Stats, Suggestion
    from searchkit.results.found_copies import Copies
    from searchkit.results.printings import Printing, Quotations
    from searchkit.results.similar_articles import SimilarArticles
    from searchkit.results.surveys import NamedSurvey, Survey

BATCH_COLUMNS: Final = (
    "name",
    "query",
    "total",
    "more",
    "undated",
    "first",
    "last",
    "n_sources",
    "sources",
)
"""The columns of a list of queries."""

QUOTATION_COLUMNS: Final = (
    "number",
    "quotation",
    "outlets",
    "date",
    "date_precision",
    "source",
    "title",
    "key",
    "is_first",
    "is_furniture",
    "copy_of",
    "passage",
)
"""The columns of quotations."""

_FORMULA = frozenset("=+-@＝＋－＠")


def results_as_csv(results: Results, style: Style) -> str:
    """Return the hits of a search, a row each, under a row of the column names.

    Authors are joined by ``; ``, and so is what a hit lacks; snippets, their matches in ``**``,
    by `` | ``. What is not known is an empty cell.
    """
    columns = style.fields or USUAL_COLUMNS
    cells = [HIT_COLUMNS[column] for column in columns]
    return _rows(columns, ([cell(hit) for cell in cells] for hit in results))


def similar_as_csv(similar: SimilarArticles, style: Style) -> str:
    """Return the articles that are like one as hits are; what they share is joined by ``; ``."""
    return results_as_csv(similar, style.replace(fields=style.fields or SIMILAR_COLUMNS))


def sources_as_csv(sources: Sequence[SourceCount]) -> str:
    """Return a row for each source; that of the articles without one has no name."""
    return _rows(
        ("source", "articles", "first", "last"),
        ([_cell(row.source), row.articles, row.first, row.last] for row in sources),
    )


def quotations_as_csv(quotations: Quotations) -> str:
    """Return a row for each article that has a quotation; matches are in ``**``.

    An article with the same text as another names that one, and has no passage of its own.
    """
    return _rows(
        QUOTATION_COLUMNS,
        (
            [number, _cell(quotation.text), quotation.outlets, *row]
            for number, quotation in enumerate(quotations, 1)
            for printing in quotation.printings
            for row in _printing_rows(printing)
        ),
    )


def _printing_rows(printing: Printing) -> Iterator[list[object]]:
    """Yield the cells of an article that has a quotation, and those of its copies."""
    passage = starred(*clean(printing.passage.text, printing.passage.spans))
    every: tuple[Printing | Copy, ...] = (printing, *printing.copies)
    for article in every:
        is_copy = article is not printing
        yield [
            article.date,
            article.date and article.date.precision.value,
            _cell(article.source),
            _cell(article.title),
            _cell(article.key),
            printing.is_first if not is_copy else None,
            printing.is_furniture,
            _cell(printing.key) if is_copy else None,
            None if is_copy else _cell(passage),
        ]


def copies_as_csv(copies: Copies) -> str:
    """Return a row for each article of each cluster, which are numbered."""
    return _rows(
        ("cluster", "key", "source", "date", "title"),
        (
            [number, _cell(copy.key), _cell(copy.source), copy.date, _cell(copy.title)]
            for number, cluster in enumerate(copies, start=copies.offset + 1)
            for copy in cluster.articles
        ),
    )


def stats_as_csv(stats: Stats) -> str:
    """Return what an index holds, a row for each number, language and folder."""
    from searchkit.output.as_json import on_cluster  # late: hits do without

    counted: dict[str, object] = {
        "articles": stats.articles,
        "dated": stats.dated,
        "first": stats.first,
        "last": stats.last,
        "sources": stats.sources,
        "terms": stats.terms,
        "size": stats.size,
        "segments": stats.segments,
        **on_cluster(stats),
        "drift": stats.drift,
        "updated": None if stats.updated is None else stats.updated.isoformat(),
    }
    counted |= {f"language {code}": count for code, count in stats.languages.items()}
    counted |= {f"corpus {one.prefix}".strip(): _cell(str(one.path)) for one in stats.corpus}
    return _rows(("name", "value"), ([_cell(name), value] for name, value in counted.items()))


def completions_as_csv(completions: Sequence[Completion]) -> str:
    """Return a row for each completion."""
    rows = ([_cell(one.text), one.kind, one.count] for one in completions)
    return _rows(("text", "kind", "count"), rows)


def suggestions_as_csv(suggestions: Sequence[Suggestion]) -> str:
    """Return a row for each word that may have been meant."""
    rows = ([_cell(one.word), one.distance, one.count] for one in suggestions)
    return _rows(("word", "distance", "count"), rows)


def timeline_as_csv(surveys: Sequence[Survey]) -> str:
    """Return a row for each period of each query, and one for what is in none."""
    rows: list[list[object]] = []
    for survey in surveys:
        query = _cell(survey.query)
        rows += (
            [query, one.label, one.first, one.last, one.articles, one.all_articles, one.share]
            for one in survey.periods
        )
        rows += ([query, one.label, None, None, one.articles] for one in survey.apart)
        rows += [[query, "undated", None, None, survey.undated]] if survey.undated else []
    columns = ("query", "period", "first", "last", "articles", "all_articles", "share")
    n = len(columns) if any(survey.has_shares for survey in surveys) else len(columns) - 2
    return _rows(columns[:n], ([*row, None, None][:n] for row in rows))


def batch_head_as_csv() -> str:
    """Return the names of the columns of a list of queries."""
    return _written([BATCH_COLUMNS])


def batch_row_as_csv(named: NamedSurvey) -> str:
    """Return a row for a query of a list: how many articles it finds, and of when and whom.

    Sources are joined by ``; ``, each with its articles.
    """
    survey = named.survey
    sources = "; ".join(f"{one.source or 'none'} {one.articles}" for one in survey.sources)
    counts = survey.total, survey.more, survey.undated
    dates = survey.first, survey.last
    named_query = _cell(named.name), _cell(survey.query)
    return _written([(*named_query, *counts, *dates, survey.n_sources, _cell(sources))])


def _rows(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows of cells under the names of their columns; None is an empty cell."""
    return _written([columns, *rows])


def _written(rows: Iterable[Sequence[object]]) -> str:
    import csv  # late: other formats do not need it

    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue()


def _snippets(hit: Hit) -> str | None:
    cleaned = (clean(snippet.text, snippet.spans) for snippet in hit.snippets)
    return _cell(" | ".join(starred(text, spans) for text, spans in cleaned))


def _cell(text: str | None) -> str | None:
    """Return a text as a cell that no spreadsheet runs."""
    if text is None:
        return None
    text, _ = clean(text)
    return f"'{text}" if text.lstrip()[:1] in _FORMULA else text


HIT_COLUMNS: Final[Mapping[str, Callable[[Hit], object]]] = {
    "rank": lambda hit: hit.rank,
    "key": lambda hit: _cell(hit.key),
    "title": lambda hit: _cell(hit.title),
    "source": lambda hit: _cell(hit.source),
    "date": lambda hit: hit.date,
    "date_precision": lambda hit: hit.date and hit.date.precision.value,
    "path": lambda hit: _cell(hit.facts.path),
    "url": lambda hit: _cell(hit.url),
    "authors": lambda hit: _cell("; ".join(hit.authors)),
    "language": lambda hit: _cell(hit.facts.language),
    "language_origin": lambda hit: hit.facts.language and hit.facts.origins.language.value,
    "score": lambda hit: hit.score,
    "lacks": lambda hit: _cell("; ".join(hit.lacks)),
    "shared": lambda hit: _cell("; ".join(hit.shared)),
    "copies": lambda hit: _cell("; ".join([copy.key for copy in hit.copies])),
    "snippets": _snippets,
    "text": lambda hit: _cell(hit.article.text),
}
"""The columns that a row for a hit may have."""

USUAL_COLUMNS: Final = tuple(c for c in HIT_COLUMNS if c not in {"shared", "copies", "text"})
"""The columns that it has where no others are asked for."""

_KEPT = tuple(c for c in USUAL_COLUMNS if c not in {"lacks", "snippets"})
SIMILAR_COLUMNS: Final = (*_KEPT, "shared", "copies")
"""The columns of an article that is like another, where no others are asked for."""
