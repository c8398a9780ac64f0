"""Words typed side by side -> pairs of neighbours.

Neighbours in a query are often neighbours in the articles that it means: *climate change*, *to be
or not*. So pairs add to scores, those of very common words too, but decide nothing about what
is found. They are collected while a query is read, since a tree no longer has the words that are
too common to be looked for.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from searchkit.query.nodes import FieldName, Word
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchkit.query.nodes import Node


class Pair(NamedTuple):
    """Two words of a query of which one directly follows the other.

    Attributes:
        first: The word that comes first.
        second: The word that follows it.
        field: The one field in which they are meant; None: any.
        weight: How often the query has it, times the boost of the brackets that it is in.
    """

    first: Word
    second: Word
    field: FieldName | None = None
    weight: float = 1.0


def neighbours(nodes: Iterable[Node], field: FieldName | None = None) -> list[Pair]:
    """Return the pairs of words among nodes that stand side by side.

    Args:
        nodes: What stands side by side, in order; what is no single word parts its neighbours.
        field: The one field in which they are meant; None: any.
    """
    return [
        Pair(first, second, field)
        for first, second in pairwise(nodes)
        if isinstance(first, Word) and isinstance(second, Word)
    ]


def boosted_pairs(pairs: Iterable[Pair], factor: float) -> list[Pair]:
    """Return pairs with their weights multiplied."""
    return [pair._replace(weight=pair.weight * factor) for pair in pairs]


def united(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    """Return pairs without repeats, in order, the weights of the same ones added."""
    weights: Counter[Pair] = Counter()
    for pair in pairs:
        weights[pair._replace(weight=0.0)] += pair.weight  # type: ignore[assignment]
    return tuple(pair._replace(weight=weight) for pair, weight in weights.items())
