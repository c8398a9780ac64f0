"""The postings of a field, as arrays in memory, and what both ends of the file agree on.

A posting is one
article of one term. Postings are numbered through the field, term after term and
article after article, so that one number finds everything known of a posting.
Words are known here as terms and as *forms*, the words that stood in the text
for a term; what made a term of a form is not.

**Positions** are packed into as few bits as the article needs: the largest
position of the article in this field decides the width for all of them
(``position_widths``), and the lowest bits tell which form of the term stood
there, by its rank among the forms of the term. So any posting can be reached if
the bits of those before it in its term are summed, and ``position_samples`` has
that sum for every 32nd posting: the positions of a few given articles never
need the whole list. On news a position costs 9 bits and its form 1.2.

The arrays are named and specified in :mod:`searchkit.codec`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

BLOCK = 1 << 16  # articles that share the high bits of their number
SAMPLE_EVERY = 32  # postings
FREQUENCY_ESCAPE = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class FormArrays:
    """The surface forms of some consecutive terms.

    Attributes:
        names: The forms, in any order. The same form may stand for two terms,
            of two languages say, and is then named twice.
        terms: The term that each stands for, counted from the first of these
            terms, any integers, (n_forms,).
        numbers: Which of ``names`` stood at each position, (n_positions,).
    """

    names: Sequence[bytes]
    terms: Array
    numbers: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingArrays:
    """The postings of some consecutive terms of a field, to be written.

    What one part of a field has, every part has: positions, say, are None in all
    parts or in none.

    Attributes:
        terms: The terms, ascending, none twice, each with a posting or more.
        starts: Where the postings of each begin, and the end, (n_terms + 1,).
        articles: Article numbers, ascending within a term, (n_postings,).
        frequencies: Times the term occurs, (n_postings,); None: once each.
        weights: What a score counts instead, float32, (n_postings,); None: the
            frequencies.
        positions: Where the term occurs, counted in tokens from 0 and ascending
            within a posting; ``frequencies`` of them each, (n_positions,).
        forms: Which forms stood at the positions.
        values: What else a posting holds, as bytes: where they begin, and the
            end, (n_postings + 1,), and the bytes, uint8.
    """

    terms: Sequence[bytes]
    starts: Array
    articles: Array
    frequencies: Array | None = None
    weights: Array | None = None
    positions: Array | None = None
    forms: FormArrays | None = None
    values: tuple[Array, Array] | None = None


def position_limits(postings: PostingArrays, *, n_articles: int) -> Array:
    """Return the largest position of each article plus one, int64, (n_articles,)."""
    limits = np.zeros(n_articles, np.int64)
    if postings.positions is not None and len(postings.positions):
        counts = 1 if postings.frequencies is None else postings.frequencies
        articles = np.repeat(postings.articles, counts)
        np.maximum.at(limits, articles, postings.positions.astype(np.int64) + 1)
    return limits
