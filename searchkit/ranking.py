"""The formulas that order results.

Pure: numbers and arrays in, numbers and arrays out. A score is a sum over the
words of the query of ::

    s(word) = idf * x / (x + K1),
    x = sum over fields of  weight * tf / (1 - b + b * length / mean length)

which is BM25F: the occurrences in title and text are added *before* they stop
counting, so that a word in both is not rewarded twice.

A word has relatives, words that have its stem and mean something else (`social` and `socialism`),
if it is no exact one. Then it counts by its inflections, and a second time, together with its
relatives, by its stem::

    INFLECTIONS_SHARE * s(inflections) + STEM_SHARE * s(stem)

Without relatives both are the same.

Source: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25
and Beyond", 2009, doi:10.1561/1500000019; idf as Lucene has it, never negative.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from searchkit.records import Record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BEST = 300
"""How many of the best articles the later stages look at."""

PAIRS = 0.25
"""How much a pair of neighbouring words counts, against a word. From .15 to .4 is level."""

GAP = 1
"""How many other words there may be between the words of a pair."""

LIKE = 100
"""How many of the best articles are compared with each other, by their signatures."""

FEEDBACK, FEEDBACK_ARTICLES = 0.25, 10
"""How much it counts to be like the best articles, against the best score, and how many."""

SMOOTHING, NEAREST = 0.25, 4
"""How much the scores of articles like it count in the score of an article, and the power of
likeness that makes them the nearest ones: with 4, few are."""

FULL_SIGNATURE = 16
"""From how many terms on a signature tells what an article is about."""

LEAST_NEWNESS = 0.5
"""What a score is multiplied by at least where newness counts, however old the article."""

K1 = 1.5
"""How slowly repeats stop counting, above 0. Usual values lie from 1.2 to 2."""

INFLECTIONS_SHARE, STEM_SHARE = 0.4, 0.6
"""What the inflections of a word count, and what all words of its stem do. Measured: for the
inflections anything from .25 to .5 is level; with .4 and more rare words are found before the
frequent words of their stem, `animation` before `animals`."""


class FieldWeight(Record):
    """How a field counts.

    Attributes:
        weight: What one occurrence counts, against 1 in the text.
        b: How much long fields are marked down, from 0 (not) to 1 (fully).
    """

    weight: float
    b: float


FIELD_WEIGHTS = {"text": FieldWeight(1.0, 0.6), "title": FieldWeight(2.5, 0.3)}
"""Measured: with these, three words of a headline find their article with an
nDCG@10 of .948, where one field for both gives .792."""


def idf(df: int, articles: int) -> float:
    """Return the rarity of a word that ``df`` of ``articles`` articles have, above 0.

    >>> round(idf(1, 10), 4)
    1.9924
    >>> idf(10, 10) < idf(9, 10)
    True
    """
    return math.log1p((articles - df + 0.5) / (df + 0.5))


def occurrence_weights(
    lengths: NDArray[np.integer], *, mean_length: float, field: FieldWeight
) -> NDArray[np.float64]:
    """Return what one occurrence counts in a field of each of these lengths.

    Args:
        lengths: Lengths of the field, in tokens, (n,).
        mean_length: Mean of that length over the index; 0 where the field is always empty.
        field: How the field counts.
    """
    relative = lengths / (mean_length or 1.0)
    weights: NDArray[np.float64] = field.weight / (1 - field.b + field.b * relative)
    return weights


def halfway(weights: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Return how many occurrences, each of some weight, count half as much as very many.

    Args:
        weights: What one occurrence counts, above 0, (n,).
    """
    return K1 / weights


def plain_halfway(
    lengths: NDArray[np.integer], *, mean_length: float, k1: float, b: float
) -> NDArray[np.float64]:
    """Return how many occurrences count half in one field: BM25 and nothing else.

    A word scores ``idf * tf / (tf + k1 * (1 - b + b * length / mean length))``, where title and
    text are one field, and by its stem: its relatives count as it does.

    Source: as for BM25F above.

    Args:
        lengths: Lengths of the field, in tokens, (n,).
        mean_length: Mean of that length over the index.
        k1: How slowly repeats stop counting, above 0.
        b: How much long fields are marked down, from 0 (not) to 1 (fully).
    """
    counts: NDArray[np.float64] = k1 * (1 - b + b * (lengths / (mean_length or 1.0)))
    return counts


def saturate(
    frequencies: NDArray[np.floating[Any]], halfway: NDArray[np.floating[Any]]
) -> NDArray[np.floating[Any]]:
    """Return how much occurrences count, from 0 to 1: ``x / (x + K1)`` of the formula above.

    Args:
        frequencies: How many occurrences there are, 0 or more, (n,).
        halfway: How many would count half, from :func:`halfway`, (n,).

    >>> import numpy as np
    >>> saturate(np.array([0.0, 2.0, 6.0]), np.array([2.0, 2.0, 2.0])).tolist()
    [0.0, 0.5, 0.75]
    """
    return frequencies / (frequencies + halfway)


def nearness(distances: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return how many occurrences of a pair one counts: 1 side by side, 1/2 with a word between.

    A pair scores as a word does: ``PAIRS * idf * x / (x + K1)``, with these added up in each field.
    Its idf is that among the articles that are looked at: what all of them have tells none apart.

    Source: ordered windows of Metzler and Croft, "A Markov Random Field Model for Term
    Dependencies", 2005, doi:10.1145/1076034.1076115.

    Args:
        distances: How many words after the first the second one comes, 1 or more, (n,).

    >>> import numpy as np
    >>> nearness(np.array([1, 2, 3])).tolist()
    [1.0, 0.5, 0.0]
    """
    near: NDArray[np.float64] = (distances <= GAP + 1) / distances
    return near


def likeness(
    frequencies: NDArray[np.floating[Any]], dfs: NDArray[np.integer], *, articles: int
) -> NDArray[np.floating[Any]]:
    """Return the weights of terms by which signatures are compared, as vectors.

    That is ``(1 + ln tf) * ln(1 + n / df)`` of the n articles that are compared. The cosine of
    two such vectors tells how alike two articles are. To an article of n or more
    terms, `FULL_SIGNATURE`, two things are done, to one of fewer as much less:

    - *feedback*: ``score + FEEDBACK * best score * cosine``, of the article and the sum of the
      first `FEEDBACK_ARTICLES`, each divided by the rank. Source: Rocchio, "Relevance Feedback in
      Information Retrieval", 1971.
    - *smoothing*: ``(1 - SMOOTHING) * score + SMOOTHING * mean score of the others``, each as
      often as cosine to the power of `NEAREST`. Source: Diaz, "Regularizing Ad Hoc Retrieval
      Scores", 2005, doi:10.1145/1099554.1099722.

    Args:
        frequencies: How often the terms occur, 1 or more, (n,).
        dfs: How many of the articles have each, 1 or more, (n,).
        articles: How many articles are compared.
    """
    import numpy as np  # late: formulas of one number do without

    weights: NDArray[np.floating[Any]] = (1 + np.log(frequencies)) * np.log1p(articles / dfs)
    return weights


def newness(ages: NDArray[np.floating[Any]], *, half_life: float) -> NDArray[np.floating[Any]]:
    """Return what scores are multiplied by where newness counts, from `LEAST_NEWNESS` to 1.

    That is ``1/2 + 1/2 * 2 ** (-age / half-life)``.

    Source: the exponential prior of Li and Croft, "Time-Based Language Models", 2003,
    doi:10.1145/956863.956951; bounded, so that no article is lost for being old.

    Args:
        ages: Ages of articles, 0 or more, (n,).
        half_life: The age at which half of what newness adds is left, above 0, in the same unit.

    >>> import numpy as np
    >>> newness(np.array([0.0, 30.0, 60.0]), half_life=30).tolist()
    [1.0, 0.75, 0.625]
    """
    return LEAST_NEWNESS + (1 - LEAST_NEWNESS) * 0.5 ** (ages / half_life)
