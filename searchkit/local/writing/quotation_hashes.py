"""The quotations of articles -> the hashes by which an index finds those alike.

All is done for many articles at a time but finding the marks. The words of quotations are
numbered by themselves, and not taken from those of the text: what an editor changed in them
makes other words, such as *We* of ``[W]e``.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.quotations import spans_of_quotations
from searchkit.exploring.quoted_words import LEAST_WORDS, stretches
from searchkit.exploring.winnowing import winnowed
from searchkit.local.segment.hash_lists import block_of, pairs_of
from searchkit.local.segment.postings import BLOCK
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.hash_lists import HashBlock

    Array = npt.NDArray[Any]

_HALF = np.uint64(32)


class QuotationHashes(NamedTuple):
    """The hashes of the quotations of some articles.

    Attributes:
        hashes: The hashes, those of each article ascending, each once, uint32, (n_hashes,).
        counts: How many each article has, (n_articles,).
    """

    hashes: Array
    counts: Array


def quotation_hashes(
    texts: Sequence[str], numbered: Callable[[Sequence[str]], tuple[Array, Array]]
) -> QuotationHashes:
    """Return the hashes of the quotations of some articles.

    Args:
        texts: Their texts, without furniture.
        numbered: Returns the hashes of the words of some texts, as they are compared, uint64,
            and the length of each text in words, int64.
    """
    said: list[str] = []
    quotations: list[int] = []  # which quotation each of these stretches is of
    articles: list[int] = []  # which article each quotation is of
    for article, text in enumerate(texts):
        for spans in spans_of_quotations(text):
            parts = stretches(text, spans)
            said += parts
            quotations += [len(articles)] * len(parts)
            articles.append(article)
    words, lengths = numbered(said)
    owners = np.array(quotations, np.int64)
    is_long = (np.bincount(owners, lengths, len(articles)) >= LEAST_WORDS)[owners]
    kept = winnowed(words[np.repeat(is_long, lengths)], lengths[is_long])
    found = np.array(articles, np.uint64)[owners[is_long][kept.stretches]] << _HALF
    found |= kept.hashes
    found.sort()
    found = found[np.diff(found, prepend=~found[:1]).astype(np.bool_)]
    counts = np.bincount((found >> _HALF).astype(np.int64), minlength=len(texts))
    return QuotationHashes(found.astype(np.uint32), counts)


def quotation_blocks(parts: Sequence[QuotationHashes]) -> Iterator[HashBlock]:
    """Yield the hashes of the quotations of articles that go on from part to part."""
    ends = [np.concatenate(([0], np.cumsum(part.counts))) for part in parts]  # of each article
    *firsts, n_articles = accumulate((len(part.counts) for part in parts), initial=0)
    for begin in range(0, n_articles, BLOCK):
        pairs = [np.zeros(0, np.uint64)]
        for part, of_article, first in zip(parts, ends, firsts, strict=True):
            low = min(max(begin - first, 0), len(part.counts))
            high = min(max(begin + BLOCK - first, 0), len(part.counts))
            numbers = np.arange(first + low - begin, first + high - begin, dtype=np.uint64)
            hashes = part.hashes[of_article[low] : of_article[high]]
            pairs.append(pairs_of(np.repeat(numbers, part.counts[low:high]), hashes))
        yield block_of(np.concatenate(pairs))
