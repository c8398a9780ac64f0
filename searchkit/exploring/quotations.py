"""The quotations of a text, and whether two of them are the same.

:func:`quotations` finds them, each with the *shingles* by which it is compared: the hashes of all
four words that follow one another in it. ``searchkit.exploring.winnowing`` says which of these an
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

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit import utf8
from searchkit.exploring.attributions import joined
from searchkit.exploring.quotation_marks import marked
from searchkit.exploring.quoted_words import LEAST_CHARACTERS, LEAST_WORDS, stretches, words_of
from searchkit.exploring.shingles import word_hashes
from searchkit.exploring.winnowing import shingles_of, winnowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.article import Span

    Array = npt.NDArray[Any]

NEAR_DAYS = 2
"""How many days are between articles at most of which common words tell more."""


class Words(NamedTuple):
    """The words of a quotation as they are compared.

    Attributes:
        length: How many there are.
        shingles: The hashes of its shingles, each once, ascending, uint32, (n_shingles,).
        kept: Those that an index keeps, ascending, uint32, (n_kept,).
    """

    length: int
    shingles: Array
    kept: Array


class Quotation(NamedTuple):
    """A quotation in a text.

    Attributes:
        spans: Where it stands, its marks excluded: a span for each paragraph, and for each part
            that is parted from the one before by who says it.
        words: Its words.
    """

    spans: tuple[Span, ...]
    words: Words


def spans_of_quotations(text: str) -> Iterator[tuple[Span, ...]]:
    """Yield where the quotations of a text stand that may be long enough to be compared."""
    for spans in joined(text, marked(text)):
        if spans[-1].end - spans[0].start >= LEAST_CHARACTERS:
            yield spans


def quotations(text: str) -> Iterator[Quotation]:
    """Yield the quotations of a text that are long enough to be compared."""
    for spans in spans_of_quotations(text):
        words = compared_words(stretches(text, spans))
        if words.length >= LEAST_WORDS:
            yield Quotation(spans, words)


def compared_words(said: Sequence[str]) -> Words:
    """Return the words of a quotation, by the stretches between its gaps."""
    words = words_of(said)
    lengths = np.array([len(some) for some in words], np.int64)
    hashes = word_hashes(utf8.encode(word) for some in words for word in some)
    ends = np.cumsum(lengths)
    shingles = [shingles_of(hashes[end - n : end]) for end, n in zip(ends, lengths, strict=True)]
    return Words(
        int(lengths.sum()),
        np.unique(np.concatenate(shingles)),
        np.unique(winnowed(hashes, lengths).hashes),
    )


def is_same(first: Words, second: Words, days: int | None) -> bool:
    """Whether two quotations are the same, slightly cut or reworded.

    Args:
        first: The words of one.
        second: The words of the other.
        days: How many days their articles are apart, 0 or more; None: not known.
    """
    common = len(np.intersect1d(first.shingles, second.shingles, assume_unique=True))
    share = common / max(min(len(first.shingles), len(second.shingles)), 1)
    if (common >= 5 and share >= 0.6) or (common >= 8 and share >= 0.3):
        return True
    is_near = days is not None and days <= NEAR_DAYS
    return is_near and (common >= 5 or (common >= 3 and share >= 0.4))
