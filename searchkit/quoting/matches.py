"""A match: a stretch of a text that answers a part of the query."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from searchkit.article import Span

if TYPE_CHECKING:
    from collections.abc import Sequence


class Match(NamedTuple):
    """A stretch of an article's text that answers a leaf of the query.

    It neither begins nor ends with white space.

    Attributes:
        start: Where it begins in the text, in characters.
        end: Where it ends, excluded; above ``start``.
        leaf: The number of the leaf that it answers, from 0.
    """

    start: int
    end: int
    leaf: int


def spans_of(matches: Sequence[Match]) -> tuple[Span, ...]:
    """Return the stretches that matches cover, in order and without overlap.

    Args:
        matches: Matches in the order of the text; one stretch may answer several leaves.
    """
    spans: list[Span] = []
    for start, end, _ in matches:
        if spans and start < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)
