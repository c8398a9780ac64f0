"""The parts of many articles that may be furniture, as arrays.

Which of them are is known once all articles were read (:mod:`searchkit.local.writing.settling`),
and their tokens are long in a run by then. So a table says where among the tokens of its
article each part begins and ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.records import NamedTuple
from searchkit.recurring import recurring_parts
from searchkit.syncing.evidence import outlet_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.recurring import Parts

    Array = npt.NDArray[Any]

_AT_ONCE = 1 << 12  # articles

TYPES = {
    "shapes": np.uint8,
    "patterns": np.uint64,
    "starts": np.uint32,
    "ends": np.uint32,
    "texts": np.uint32,
    "first_tokens": np.uint32,
    "last_tokens": np.uint32,
    "counts": np.uint32,
}
"""The type of each array of a table."""


class PartTable(NamedTuple):
    """The parts of some articles, those of each together and in the order of the articles.

    Attributes:
        shapes: How they look, (n_parts,), as the next six.
        patterns: What is left of each without what varies.
        starts: Where each starts in its text, in characters.
        ends: Where it ends, excluded; where it starts, if it is only counted.
        texts: A number for the line of each, equal for equal lines.
        first_tokens: The number of its first token in its text.
        last_tokens: And behind its last one.
        counts: How many parts each article has, (n_articles,).
    """

    shapes: Array
    patterns: Array
    starts: Array
    ends: Array
    texts: Array
    first_tokens: Array
    last_tokens: Array
    counts: Array

    @classmethod
    def of(cls, parts: Parts, tokens: Array) -> PartTable:
        """Return the table of some parts.

        Args:
            parts: The parts.
            tokens: The number of the token in its text at each of their places, integers,
                (n_parts, 2).
        """
        shapes, patterns, starts, ends, texts, _, counts = parts
        columns = (shapes, patterns, starts, ends, texts, *tokens.T, counts)
        pairs = zip(columns, TYPES.values(), strict=True)
        return cls._make(column.astype(kind) for column, kind in pairs)

    @property
    def articles(self) -> Array:
        """The number of the article of each part, int64, (n_parts,)."""
        return np.repeat(np.arange(len(self.counts)), self.counts)

    def stretches(self) -> Iterator[tuple[int, int, PartTable]]:
        """Yield some articles at a time: the first, the one behind the last, and their parts."""
        ends = np.concatenate(([0], np.cumsum(self.counts, dtype=np.int64)))
        for first in range(0, len(self.counts), _AT_ONCE):
            last = min(first + _AT_ONCE, len(self.counts))
            some = slice(int(ends[first]), int(ends[last]))
            *columns, counts = self
            parts = [*(column[some] for column in columns), counts[first:last]]
            yield first, last, PartTable._make(parts)


NO_PARTS = PartTable(**{name: np.zeros(0, kind) for name, kind in TYPES.items()})
"""The parts of no articles."""


def parts_of(articles: Sequence[Article]) -> Parts:
    """Return the parts of some articles; one without an outlet has none."""
    return recurring_parts([article.prose if outlet_of(article) else "" for article in articles])
