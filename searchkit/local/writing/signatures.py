"""The words of some articles -> the signature of each: the terms that it has most often.

A signature tells roughly what an article is about, in a few bytes, so that many articles can
be compared while a search waits. It depends on the article alone, so that an index has the
same signatures however its articles came into it. Very common words are left out; of terms that
occur equally often the longer ones come first, which tend to be rarer.

A term is three bytes: a hash of it, and how often it occurs, where one in the title counts
twice. A signature has as many terms as take a tenth of the text at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

from searchkit import analysis, utf8
from searchkit.local.segment.columns import VariableColumn
from searchkit.local.segment.packed_strings import JOINT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

MOST_TERMS = 32
BYTES_OF_A_TERM = 3
TEXT_OF_A_TERM = 10 * BYTES_OF_A_TERM
"""How many bytes the text has for each term, at least."""

_LONG = MOST_TERMS * TEXT_OF_A_TERM

_HASH_BITS, _LENGTH_BITS, _COUNT_BITS = 16, 4, 8
_CODE_BITS = _HASH_BITS + _LENGTH_BITS
_LONGEST = (1 << _LENGTH_BITS) - 1
_LENGTHS = 9  # that are told apart; longer terms count as equally long
_MOST = (1 << _COUNT_BITS) - 1
_FIELDS = ("text", "title", "title")  # what is in the title counts twice

COMMON = (1 << 32) - 1
"""What a very common word is called: as nothing that has a place in signatures."""


def size_of(text: str) -> int:
    """Return the size of a text in bytes of UTF-8; of a long one, no less than decides."""
    return len(utf8.encode(text[:_LONG]))


def codes_of(terms: Sequence[bytes]) -> Array:
    """Return what terms are called in signatures: the length of each, and a hash, uint32, (n,)."""
    n = len(terms)
    codes = _LONGEST - np.minimum(np.fromiter(map(len, terms), np.uint32, n), _LENGTHS)
    codes <<= np.uint32(_HASH_BITS)
    codes |= np.fromiter(map(crc32, terms), np.uint32, n) & np.uint32((1 << _HASH_BITS) - 1)
    return codes


def codes_in(meanings: Sequence[bytes], language: str) -> Array:
    """Return what signatures call meanings, `COMMON` a very common word, uint32, (n_meanings,).

    Args:
        meanings: As a vocabulary names them.
        language: The language of the articles that have them.
    """
    words = set(map(utf8.encode, analysis.stop_words(language)))
    parts = [name.split(JOINT, 2) for name in meanings]
    codes = codes_of([part[0] for part in parts])
    codes[[part[1] in words for part in parts]] = COMMON
    return codes


def signatures(
    codes: Mapping[str, Array], lengths: Mapping[str, Array], sizes: Sequence[int]
) -> VariableColumn:
    """Return the signatures of some articles.

    Args:
        codes: By field: what each of its tokens is called, article after article, uint32.
        lengths: By field: the tokens of each article, int64, (n_articles,).
        sizes: The bytes of the text of each article.
    """
    n = len(sizes)
    most = np.minimum(np.array(sizes, np.int64) // TEXT_OF_A_TERM, MOST_TERMS)
    return _chosen(*_counted(_keys(codes, lengths, n)), most)


def signed_terms(articles: Array, codes: Array) -> Array:
    """Return terms in articles as they can be looked for among those of signatures, int64.

    Args:
        articles: The number of the article of each, int64, (n,).
        codes: What each is called, uint32, (n,).
    """
    return (articles << _HASH_BITS) | (codes & np.uint32((1 << _HASH_BITS) - 1))


def terms_in(column: VariableColumn) -> Array:
    """Return the terms that are in signatures, of all articles, int64; a few may be others."""
    rows = np.asarray(column.data).reshape(-1, BYTES_OF_A_TERM).astype(np.int64)
    counts = np.diff(column.starts) // BYTES_OF_A_TERM
    articles = np.repeat(np.arange(len(counts)), counts)
    return (articles << _HASH_BITS) | rows[:, 0] | (rows[:, 1] << 8)


def _keys(codes: Mapping[str, Array], lengths: Mapping[str, Array], n: int) -> Array:
    """Return the article and the term of each token in one number, ascending, (n_tokens,)."""
    # Half as wide a number is sorted in half the time, and has room for all but very short texts.
    kind: Any = np.uint32 if n < 1 << (32 - _CODE_BITS) else np.uint64
    articles = np.tile(np.arange(n, dtype=kind) << kind(_CODE_BITS), len(_FIELDS))
    keys = np.repeat(articles, np.concatenate([lengths[name] for name in _FIELDS]))
    end = 0
    for called in (codes[name] for name in _FIELDS):
        begin, end = end, end + len(called)
        of_field = keys[begin:end]
        of_field |= called
        if kind is np.uint64:
            of_field[called == COMMON] = ~kind(0)
    keys.sort()  # very common words come last: sorting them takes less time than finding them
    return keys[: keys.searchsorted(kind(n << _CODE_BITS))]


def _counted(keys: Array) -> tuple[Array, Array]:
    """Return the articles with their terms, each once, and how often each occurs, int64."""
    begins = np.ones(len(keys), np.bool_)
    np.not_equal(keys[1:], keys[:-1], out=begins[1:])
    firsts = begins.nonzero()[0]
    return keys.take(firsts), np.minimum(np.diff(firsts, append=len(keys)), _MOST)


def _chosen(terms: Array, counts: Array, most: Array) -> VariableColumn:
    """Return the signatures of articles, each of so many terms at most."""
    kind: Any = terms.dtype.type
    order = terms >> kind(_CODE_BITS)
    order <<= kind(_COUNT_BITS)
    order |= (_MOST - counts).astype(kind)
    order = order.astype(np.uint64)
    order <<= np.uint64(_CODE_BITS)
    order |= terms & kind((1 << _CODE_BITS) - 1)
    order.sort()
    articles = np.arange(len(most) + 1, dtype=np.uint64) << np.uint64(_COUNT_BITS + _CODE_BITS)
    starts = order.searchsorted(articles)
    n_terms = np.minimum(np.diff(starts), most)
    ends = np.concatenate(([0], np.cumsum(n_terms)))
    kept = order.take(np.arange(ends[-1]) + np.repeat(starts[:-1] - ends[:-1], n_terms))
    rows = np.empty((len(kept), BYTES_OF_A_TERM), np.uint8)
    rows[:, 0] = kept & np.uint64(0xFF)
    rows[:, 1] = (kept >> np.uint64(8)) & np.uint64(0xFF)
    rows[:, 2] = _MOST - ((kept >> np.uint64(_CODE_BITS)) & np.uint64(_MOST)).astype(np.int64)
    return VariableColumn(BYTES_OF_A_TERM * ends, rows.reshape(-1))
