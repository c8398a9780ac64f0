"""The signatures of the best articles -> scores by what these articles are about.

What the best few have in common is likely to be what was meant, and articles that are
alike are likely to be as good. A signature is written with its article, and knows no
other: which of the terms tell articles apart is seen from those that are compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import ranking
from searchkit.local.segment.columns import VariableColumn
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchkit.local.searching.segments import Articles, Integers

    Floats = NDArray[np.float32]

_LEAST = 1e-9  # below, nothing is alike
_AT_ONCE = 26  # terms: a larger product would wait for threads, for longer than it takes
BYTES = 3  # of a term: two of its hash, and one of how often it occurs


class Likeness(NamedTuple):
    """How alike some articles are.

    Attributes:
        vectors: What each is about, of length 1 or 0, float32, (n, n_terms).
        shares: How much of its signature each has, from 0 to 1, float32, (n,).
    """

    vectors: Floats
    shares: Floats


class SecondLook(NamedTuple):
    """What comparing articles does to their scores.

    Attributes:
        feedback: What is added for being like the best, float32, (n,).
        smoothing: What is added, or taken away, for what articles like it score, (n,).
    """

    feedback: Floats
    smoothing: Floats


def second_look(articles: Articles, best: Integers, scores: Floats) -> SecondLook:
    """Return what comparing the best articles with each other does to their scores.

    Args:
        articles: The articles of the index.
        best: The articles, best first, int64, (n,).
        scores: Their scores, float32, (n,).
    """
    return look_at(*_signatures(articles, best), scores)


def look_at(terms: NDArray[np.uint8], counts: Integers, scores: Floats) -> SecondLook:
    """Return what comparing articles by their signatures does to their scores.

    Args:
        terms: The terms of the signatures, best article first, three bytes each, (n_terms, 3).
        counts: How many terms the signature of each has, int64, (n,).
        scores: The scores of the articles, float32, (n,).
    """
    if not len(scores):
        return SecondLook(scores, scores)
    vectors, shares = _likeness(terms, counts)
    ranks = np.arange(1, min(len(scores), ranking.FEEDBACK_ARTICLES) + 1, dtype=np.float32)
    meant = (1 / ranks) @ vectors[: len(ranks)]
    length = max(float(np.sqrt(meant @ meant)), _LEAST)
    likest = (vectors @ meant) / np.float32(length)
    feedback = (ranking.FEEDBACK * scores[:1] * shares * likest).astype(np.float32)
    raised = scores + feedback
    nearest = _cosines(vectors)
    np.fill_diagonal(nearest, 0)
    nearest **= ranking.NEAREST
    sums = nearest.sum(axis=1)
    means = np.where(sums > _LEAST, (nearest @ raised) / np.maximum(sums, _LEAST), raised)
    smoothing = ranking.SMOOTHING * shares * (means - raised)
    return SecondLook(feedback, smoothing.astype(np.float32))


def _cosines(vectors: Floats) -> Floats:
    """Return the cosine of each vector with each, float32, (n, n)."""
    n, n_terms = vectors.shape
    others = np.ascontiguousarray(vectors.T)
    cosines, part = np.zeros((n, n), np.float32), np.empty((n, n), np.float32)
    for first in range(0, n_terms, _AT_ONCE):
        some = slice(first, first + _AT_ONCE)
        cosines += np.matmul(vectors[:, some], others[some], out=part)
    return cosines


def _signatures(articles: Articles, best: Integers) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the signatures of articles: three bytes a term, and how many terms each has."""
    lengths = np.zeros(len(best), np.int64)
    parts: list[NDArray[np.uint8]] = []
    order: list[Integers] = []
    segments = np.searchsorted(articles.starts, best, "right") - 1
    for number in np.bincount(segments, minlength=1).nonzero()[0].tolist():
        column = articles.segments[number].arrays.column("signature")
        if isinstance(column, VariableColumn):
            here = (segments == number).nonzero()[0]
            data, of_each = column.of_articles(best[here] - articles.starts[number])
            lengths[here] = of_each
            parts.append(data.reshape(-1, BYTES))
            order.append(np.repeat(here, of_each // BYTES))
    if not parts:
        return np.zeros((0, BYTES), np.uint8), lengths
    terms, counts = np.concatenate(parts), lengths // BYTES
    if len(parts) > 1:
        terms = terms[np.concatenate(order).argsort(kind="stable")]
    return terms, counts


def _likeness(terms: NDArray[np.uint8], counts: Integers) -> Likeness:
    """Return how alike articles are, by their signatures."""
    n = len(counts)
    rows = np.repeat(np.arange(n), counts)
    hashes = terms[:, 0].astype(np.uint16)
    hashes |= terms[:, 1].astype(np.uint16) << 8
    order = hashes.argsort(kind="stable")  # of 16 bits: sorted by their digits
    hashes = hashes.take(order)
    begins = np.ones(len(hashes), np.bool_)
    np.not_equal(hashes[1:], hashes[:-1], out=begins[1:])
    firsts = begins.nonzero()[0]
    dfs = np.append(firsts[1:], len(hashes)) - firsts
    rows = rows.take(order)
    frequencies = np.maximum(terms[:, 2].take(order), 1).astype(np.float32)
    weights = ranking.likeness(frequencies, np.repeat(dfs, dfs), articles=n).astype(np.float32)
    norms = np.sqrt(np.bincount(rows, weights * weights, n)).astype(np.float32)
    weights /= norms.take(rows)
    # A term of one article alone makes it like no other, which its length tells already.
    is_shared = dfs > 1
    vectors = np.zeros((n, int(np.count_nonzero(is_shared))), np.float32)
    places = rows * vectors.shape[1]
    places += (is_shared.cumsum() - 1).repeat(dfs)
    shared = is_shared.repeat(dfs)
    vectors.reshape(-1)[places[shared]] = weights[shared]
    shares = np.minimum(counts / ranking.FULL_SIGNATURE, 1).astype(np.float32)
    return Likeness(vectors, shares)
