"""The quotations of a text, and whether two of them are the same.

:func:`quotations` finds them, each with its *shingles*: the hashes of all four words that follow
one another in it, without a gap. :mod:`searchkit.exploring.winnowing` says which of these an
index keeps so that those alike are found; what is found is decided by :func:`is_same` on the
quotations themselves.

Two quotations with ``c`` shingles in common, which are a share ``k`` of those of the shorter
one, are the same if

- ``c >= 5`` and ``k >= .6``, or ``c >= 8`` and ``k >= .3``;
- or in articles of two days or less apart, ``c >= 5``, or ``c >= 3`` and ``k >= .4``.

A long run of common words alone deceives: "I think we have a very good chance of" is nobody's.
So the share counts too, and less so when both are news of the same days.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.exploring.attributions import joined
from searchkit.exploring.quotation_marks import marked
from searchkit.exploring.quoted_words import LEAST_CHARACTERS, LEAST_WORDS, stretches, words_of
from searchkit.exploring.shingles import word_hashes
from searchkit.exploring.winnowing import SHINGLE, shingles_of, winnowed
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from searchkit.article import Span

    Array = npt.NDArray[Any]

NEAR_DAYS = 2
"""How many days are between articles at most of which common words tell more."""


class Quotation(NamedTuple):
    """A quotation as it is compared.

    Attributes:
        spans: Where it stands in its text, its marks excluded: a span for each paragraph, and for
            each part that is parted from the one before by who says it.
        words: Its words, by the stretches between its gaps.
        shingles: The hashes of its shingles, of 32 bits.
    """

    spans: tuple[Span, ...]
    words: list[list[str]]
    shingles: frozenset[int]

    @property
    def length(self) -> int:
        """How many words it has."""
        return sum(map(len, self.words))

    def kept(self) -> list[int]:
        """Return those of its shingles that an index keeps, ascending."""
        lengths = np.array(list(map(len, self.words)), np.int64)
        found = winnowed(_hashes(chain.from_iterable(self.words)), lengths)
        return sorted(set(found.hashes.tolist()))


def spans_of_quotations(text: str) -> Iterator[tuple[Span, ...]]:
    """Yield where the quotations of a text stand that may be long enough to be compared."""
    for spans in joined(text, marked(text)):
        if spans[-1].end - spans[0].start >= LEAST_CHARACTERS:
            yield spans


def quotations(text: str) -> list[Quotation]:
    """Return the quotations of a text that are long enough to be compared, in order."""
    every = list(spans_of_quotations(text))
    found = _compared(every, [words_of(stretches(text, spans)) for spans in every])
    return [one for one in found if one.length >= LEAST_WORDS]


def as_quotation(text: str) -> Quotation:
    """Return a text that is a quotation as a whole, with marks around it or without."""
    spans = ((0, len(text)),)
    return next(_compared([()], [words_of(stretches(text, spans))]))


def _compared(
    every: Sequence[tuple[Span, ...]], words: Sequence[list[list[str]]]
) -> Iterator[Quotation]:
    """Yield quotations, given by their spans and their words, the shingles of all made at once."""
    runs = list(chain.from_iterable(words))
    shingles = shingles_of(_hashes(chain.from_iterable(runs))).tolist()
    starts = accumulate(map(len, runs), initial=0)
    # Without those that go on into the next stretch.
    of_runs = iter(
        [
            shingles[at : at + max(len(run) - SHINGLE + 1, 0)]
            for at, run in zip(starts, runs, strict=False)
        ]
    )
    for spans, some in zip(every, words, strict=True):
        own = chain.from_iterable(islice(of_runs, len(some)))
        yield Quotation(spans, some, frozenset(own))


def _hashes(words: Iterable[str]) -> Array:
    return np.array([_hash(word) for word in words], np.uint64)


@lru_cache(1 << 16)
def _hash(word: str) -> int:
    return int(word_hashes([utf8.encode(word)])[0])


def is_same(first: Quotation, second: Quotation, days: int | None) -> bool:
    """Whether two quotations are the same, slightly cut or reworded.

    Args:
        first: One.
        second: The other.
        days: How many days their articles are apart, 0 or more; None: not known.
    """
    common = in_common(first, second)
    share = common / max(min(len(first.shingles), len(second.shingles)), 1)
    if (common >= 5 and share >= 0.6) or (common >= 8 and share >= 0.3):
        return True
    is_near = days is not None and days <= NEAR_DAYS
    return is_near and (common >= 5 or (common >= 3 and share >= 0.4))


def in_common(first: Quotation, second: Quotation) -> int:
    """Return how many shingles two quotations have in common."""
    return len(first.shingles & second.shingles)
