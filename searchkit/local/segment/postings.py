"""The postings of a field, as arrays in memory, and what both ends of the file agree on.

A posting is one article of one term. Postings are numbered through the field, by term and
then by article, so that one number finds everything known of a posting. Words are known
here as terms and as *forms*, the words of the text that became a term; how they did is not.

The arrays are named and specified in :mod:`searchkit.local.segment`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

BLOCK = 1 << 16  # articles that share the high bits of their number

_PIECE = 1 << 17  # postings written at a time: what the caches hold


class FormArrays(Record, kw_only=True):
    """The surface forms of some consecutive terms.

    Attributes:
        names: The forms, in any order. The same form may belong to two terms,
            of two languages say, and is then named twice.
        terms: The term that each belongs to, counted from the first of these
            terms, any integers, (n_forms,).
        numbers: Which of ``names`` is at each position, (n_positions,).
        counts: How many positions each has in its field, (n_forms,); None: as
            often as in ``numbers``. A term that is written in parts needs them.
    """

    names: Sequence[bytes]
    terms: Array
    numbers: Array
    counts: Array | None = None


class StemArrays(Record, kw_only=True):
    """The stems of some consecutive terms, but those that are the term itself.

    Attributes:
        names: The stems, each with NUL and its language, as bytes. A term has one stem at
            most in a language, and several terms may have the same.
        terms: The term of each, counted from the first of these terms, any integers,
            (n_stems,).
    """

    names: Sequence[bytes]
    terms: Array


class PostingArrays(Record, kw_only=True):
    """The postings of some consecutive terms of a field, to be written.

    What one part of a field has, every part has, stems aside: positions, say, are
    None in all parts or in none.

    Attributes:
        terms: The terms, ascending, none twice, each with a posting or more.
        starts: Where the postings of each begin, and the end, (n_terms + 1,).
        articles: Article numbers, ascending within a term, (n_postings,).
        frequencies: Times the term occurs, (n_postings,); None: once each.
        positions: Where the term occurs, counted in tokens from 0 and ascending
            within a posting; ``frequencies`` of them each, (n_positions,).
        forms: Which forms are at the positions.
        stems: The stems that have another name than their term; None: there are none.
        continues: Whether there is one term, the last of the part before, whose
            postings go on here. So the commonest term of a large field need
            never be in memory whole.
    """

    terms: Sequence[bytes]
    starts: Array
    articles: Array
    frequencies: Array | None = None
    positions: Array | None = None
    forms: FormArrays | None = None
    stems: StemArrays | None = None
    continues: bool = False


class Piece(Record):
    """Some terms of a part, few enough for the caches; see :class:`PostingArrays`."""

    terms: slice  # of those of the part

    starts: Array  # int64, (n_terms + 1,), from 0
    articles: Array  # int64, (n_postings,)
    frequencies: Array  # int64, (n_postings,)
    positions: Array | None
    forms: Array | None
    continues: bool

    @classmethod
    def of(cls, part: PostingArrays, first: int, last: int, *, first_position: int) -> Piece:
        """Return the terms from ``first`` to ``last``, excluded."""
        starts = np.asarray(part.starts[first : last + 1], np.int64)
        postings = slice(int(starts[0]), int(starts[-1]))
        frequencies = (
            np.ones(postings.stop - postings.start, np.int64)
            if part.frequencies is None
            else part.frequencies[postings].astype(np.int64)
        )
        positions = slice(first_position, first_position + int(frequencies.sum()))
        return cls(
            terms=slice(first, last),
            starts=starts - starts[0],
            articles=part.articles[postings].astype(np.int64),
            frequencies=frequencies,
            positions=None if part.positions is None else part.positions[positions],
            forms=None if part.forms is None else part.forms.numbers[positions],
            continues=part.continues,
        )


def chunks(starts: Array, most: int) -> Iterator[tuple[int, int]]:
    """Yield consecutive things (first, last; last excluded) that hold few others together.

    Args:
        starts: Where the others of each begin, and the end, int64, (n + 1,).
        most: How many of them there may be, but for those of one thing.

    >>> list(chunks(np.array([0, 2, 3, 9, 10]), 3))
    [(0, 2), (2, 3), (3, 4)]
    """
    first = 0
    while first < len(starts) - 1:
        last = int(np.searchsorted(starts, starts[first] + most, "right")) - 1
        last = max(last, first + 1)
        yield first, last
        first = last


def pieces(part: PostingArrays) -> Iterator[Piece]:
    """Yield the terms of a part, some ``_PIECE`` postings at a time."""
    first_position = 0
    for first, last in chunks(part.starts, _PIECE):
        piece = Piece.of(part, first, last, first_position=first_position)
        yield piece
        first_position += int(piece.frequencies.sum())


def position_limits(postings: PostingArrays, *, n_articles: int) -> Array:
    """Return the largest position of each article plus one, int64, (n_articles,)."""
    limits = np.zeros(n_articles, np.int64)
    if postings.positions is not None and len(postings.positions):
        counts = 1 if postings.frequencies is None else postings.frequencies
        articles = np.repeat(postings.articles, counts)
        np.maximum.at(limits, articles, postings.positions.astype(np.int64) + 1)
    return limits
