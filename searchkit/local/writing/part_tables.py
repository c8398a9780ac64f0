"""The parts of many articles that may be furniture, as arrays.

Which of them are is known once all articles were read (:mod:`searchkit.local.writing.settling`),
and their tokens are long in a run by then. So a table says where among the tokens of its
article each part begins and ends.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit import utf8
from searchkit.corpus import recurring_parts
from searchkit.syncing.evidence import outlet_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.article import Article

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


class FoundParts(NamedTuple):
    """The parts of some articles, before their tokens are known.

    Attributes:
        columns: Shapes, patterns, starts, ends and texts, as in a table.
        counts: How many parts each article has.
        places: Of each article where its parts start, then where they end, in bytes of
            its text in UTF-8, int64.
    """

    columns: tuple[Array, ...]
    counts: Array
    places: list[Array]

    @classmethod
    def of(cls, articles: Sequence[Article]) -> FoundParts:
        """Return the parts of some articles; one without an outlet has none."""
        texts = [article.prose if outlet_of(article) else "" for article in articles]
        found = [recurring_parts(text) for text in texts]
        counts = np.array([len(parts.shapes) for parts in found], np.uint32)
        total = int(counts.sum())
        columns = tuple(
            np.fromiter(chain.from_iterable(column), kind, total)
            for column, kind in zip(
                zip(recurring_parts(""), *found, strict=True), TYPES.values(), strict=False
            )
        )
        begins = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        places = []
        for text, begin, end in zip(texts, begins[:-1].tolist(), begins[1:].tolist(), strict=True):
            chars = np.concatenate((columns[2][begin:end], columns[3][begin:end]))
            places.append(_bytes_of(text, chars.astype(np.int64)))
        return cls(columns, counts, places)

    def table(self, tokens: Array) -> PartTable:
        """Return the table.

        Args:
            tokens: The number of the token in its text at each of the places, int64.
        """
        lasts = np.repeat(np.tile([False, True], len(self.counts)), np.repeat(self.counts, 2))
        firsts, ends = tokens[~lasts].astype(np.uint32), tokens[lasts].astype(np.uint32)
        shapes, patterns, starts, last, texts = self.columns
        return PartTable(shapes, patterns, starts, last, texts, firsts, ends, self.counts)


def _bytes_of(text: str, chars: Array) -> Array:
    """Return where characters of a text are in its bytes, int64."""
    if text.isascii():
        return chars
    encoded = np.frombuffer(utf8.encode(text), np.uint8)
    begins = np.flatnonzero((encoded & 0xC0) != 0x80)
    return np.append(begins, len(encoded))[chars]
