"""What was measured of relevance, as a page of Markdown. Pure."""

from __future__ import annotations

from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING

from benchmarks.report import number, table
from searchkit.evaluation import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.judged_sets import JudgedSet
    from benchmarks.relevance import Built, Measured

LEGEND = """\
searchkit reads a query as plain words, of which an article may have any, very common ones left out;
but for "as typed", where its query language reads it. The others get every word. searchkit weighs a
word of the title 2.5 times, bm25s has title and text in one field. Plain BM25 has k1 1.5 and b .6;
"texts as they are" are read as published baselines read them, titles that they repeat and all.
[docs/evaluation.md](../docs/evaluation.md) says what the measures are. An article that nobody
judged counts as one of no use. The mean is over the sets that bring their own articles. *p* is from
a paired randomisation test, two-sided. A time is the median over the queries of the fastest of
three, for ten articles with their ids."""

LEAST = 0.001  # a p-value below it is no more exact

MEASURES = {
    "nDCG@10": "ndcg",
    "MAP": "average_precision",
    "MRR": "reciprocal_rank",
    "recall@100": "recall",
    "unjudged of the first ten": "unjudged",
}


def relevance_page(
    command: str,
    machine: Mapping[str, str],
    built: Mapping[Path, Built],
    measured: Sequence[Measured],
) -> str:
    """Return the whole page.

    Args:
        command: What was typed.
        machine: Facts about the machine.
        built: What was indexed, by the file with the articles.
        measured: How each row did on each set.
    """
    judged = [one for one in measured if not one.judged.is_known_item]
    items = [one for one in measured if one.judged.is_known_item]
    parts = [
        "# Relevance",
        "Written by the command below; nothing here was typed by hand.",
        f"    {command}",
        "\n".join(f"- {name}: {fact}" for name, fact in machine.items()),
        LEGEND,
        _sets(built, measured),
    ]
    for name, field in MEASURES.items():
        parts += [f"## {name}", _by_set(judged, partial(_mean, field), partial(_overall, field))]
    parts += ["## nDCG@10 beside the first row", _differences(judged)]
    if items:
        known = (
            "One article is right, that whose headline it is; others may be as good. "
            "Each cell is nDCG@10 / MRR."
        )
        parts += ["## Known items", known, _by_set(items, _known)]
    parts += ["## Time of a query, ms", _by_set(judged, lambda one: number(1000 * one.median))]
    return "\n\n".join(parts) + "\n"


def _sets(built: Mapping[Path, Built], measured: Sequence[Measured]) -> str:
    rows = []
    for judged in _sets_of(measured):
        grades = [grade for one in judged.judgments.values() for grade in one.values()]
        made = built[judged.articles]
        rows.append(
            [
                judged.name,
                f"{made.articles:,}",
                f"{made.seconds:.1f}",
                f"{len(judged.queries):,}",
                f"{len(grades):,}",
                f"{sum(grade > 0 for grade in grades):,}",
            ]
        )
    head = ["set", "articles", "indexed in, s", "queries", "judgments", "relevant"]
    return table(head, rows)


def _by_set(
    measured: Sequence[Measured],
    cell: Callable[[Measured], str],
    overall: Callable[[Sequence[Measured]], str] | None = None,
) -> str:
    """Return a table of rows and sets, with the mean of the collections where it is wanted."""
    sets = _sets_of(measured)
    head = ["", *(judged.name for judged in sets), *(["mean"] if overall else [])]
    rows = []
    for name, group in _rows_of(measured).items():
        cells = [cell(one) for one in group]
        rows.append([name, *cells, *([overall(group)] if overall else [])])
    return table(head, rows)


def _mean(field: str, one: Measured) -> str:
    return f"{getattr(one.evaluation.mean, field):.4f}"


def _overall(field: str, measured: Sequence[Measured]) -> str:
    """Return the mean over the sets that bring their own articles."""
    values = [
        getattr(one.evaluation.mean, field) for one in measured if one.judged.has_own_articles
    ]
    return f"{fmean(values):.4f}" if values else "–"


def _known(one: Measured) -> str:
    mean = one.evaluation.mean
    return f"{mean.ndcg:.4f} / {mean.reciprocal_rank:.4f}"


def _differences(measured: Sequence[Measured]) -> str:
    """Return how much better or worse each row is than the first, and if that may be chance."""
    first, *others = _rows_of(measured).values()

    def cell(before: Measured, after: Measured) -> str:
        found = compare(before.evaluation, after.evaluation).differences[0]
        p = f"{found.p_value:.3f}" if found.p_value >= LEAST else f"< {LEAST}"
        return f"{found.after - found.before:+.4f} (p {p}, {found.better}↑ {found.worse}↓)"

    rows = [
        [group[0].row.name, *(cell(*pair) for pair in zip(first, group, strict=True))]
        for group in others
    ]
    return table(["", *(one.judged.name for one in first)], rows)


def _sets_of(measured: Sequence[Measured]) -> list[JudgedSet]:
    return list({one.judged.name: one.judged for one in measured}.values())


def _rows_of(measured: Sequence[Measured]) -> dict[str, list[Measured]]:
    """Return what was measured by row, in the order of the sets."""
    found: dict[str, list[Measured]] = {}
    for one in measured:
        found.setdefault(one.row.name, []).append(one)
    return found
