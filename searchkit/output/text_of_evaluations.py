"""Evaluations as tables for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.phrasing import counted, duration
from searchkit.output.safe_text import line
from searchkit.output.style import Ink, Style, draw
from searchkit.output.tables import table_lines, table_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.evaluation import Comparison, Evaluation, Scores

_HEADS = {
    "ndcg": "nDCG@10",
    "average_precision": "MAP",
    "reciprocal_rank": "MRR",
    "recall": "R@100",
}
"""What the measures are called."""

_LEAST = 0.001  # a p-value below it is no more exact
_SHOWN = 72  # characters of a query


def evaluation_as_text(evaluation: Evaluation, style: Style) -> str:
    """Return a line for each query, the means, and how these compare with others."""
    rows = [
        (*_cells(query.scores), _shortened(line(f"{query.id}: {query.text}")))
        for query in evaluation.queries
    ]
    asked = counted(len(evaluation.queries), "query", "queries")
    rows.append((*_cells(evaluation.mean), f"mean of {asked} ({duration(evaluation.took)})"))
    heads = (*_HEADS.values(), "Unjudged", "Query")
    *table, mean = table_lines(heads, rows, style)
    text = table_text([*table, [""], mean])
    if evaluation.comparison:
        text += "\n" + "".join(f"{row}\n" for row in _compared(evaluation.comparison, style))
    return text


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def _cells(scores: Scores) -> Sequence[str]:
    measured = (getattr(scores, name) for name in _HEADS)
    return (*(f"{value:.4f}" for value in measured), f"{scores.unjudged:.0%}")


def _compared(comparison: Comparison, style: Style) -> Iterator[str]:
    """Yield a line for each measure, and what the p-values are."""
    rows = [
        (
            _HEADS[one.measure],
            f"{one.before:.4f}",
            f"{one.after:.4f}",
            f"{one.after - one.before:+.4f}",
            f"{one.p_value:.3f}" if one.p_value >= _LEAST else f"< {_LEAST}",
            str(one.better),
            str(one.worse),
        )
        for one in comparison.differences
    ]
    heads = ("Compared", "Before", "After", "Change", "p", "Better", "Worse")
    yield from table_text(table_lines(heads, rows, style)).splitlines()
    asked = counted(comparison.queries, "query", "queries")
    note = f"Over {asked} in both; p is from a paired randomisation test, two-sided."
    yield ""
    yield from draw(note, style, kind=Ink.DIM)
