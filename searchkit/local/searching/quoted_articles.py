"""Which articles have the shingles of a quotation, and which shingles most outlets share.

Both are answered from the hashes that segments keep (:mod:`searchkit.local.segment.hash_lists`).
How the index is cut into segments shows nowhere: what is counted is counted over all of them,
without deleted articles, and what is level is in the order of keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.engine import COMMON, FEW, RARE, SharedShingles
from searchkit.local.segment.columns import FixedColumn, ReferenceColumn
from searchkit.local.segment.postings import BLOCK
from searchkit.schema import NO_SOURCE, QUOTATIONS
from searchkit.syncing.fingerprints import FINGERPRINT_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.searching.segments import Articles, Integers
    from searchkit.local.segment.hash_lists import HashLists

    Array = npt.NDArray[Any]

_BITS = 32  # of a shingle
NO_OUTLET = -1
_FIRSTS = 3  # articles by which it is told which shingles belong together


class QuotedArticles:
    """Looks articles up by the shingles of their quotations.

    Args:
        articles: The articles of the index.
        identify: Tells what the terms of one outlet have in common.
    """

    def __init__(self, articles: Articles, identify: Callable[[str], str]) -> None:
        self._articles = articles
        self._identify = identify
        self._outlets: Integers | None = None
        self._order: Integers | None = None

    @property
    def is_complete(self) -> bool:
        """Whether every segment has the hashes of its quotations."""
        return all(lists is not None for lists, _ in self._every())

    def _every(self) -> Iterator[tuple[HashLists | None, int]]:
        """Yield the hashes of each segment, and the number of its first article."""
        for segment, start in zip(self._articles.segments, self._articles.starts, strict=True):
            yield segment.arrays.hashes(QUOTATIONS), start

    def quoting(self, shingles: Sequence[int], *, limit: int, among: Integers | None) -> list[int]:
        """Return the articles that have most of some shingles.

        Args:
            shingles: The shingles, of 32 bits, ascending.
            limit: How many articles to return at most.
            among: The articles that may be returned, int64; None: all.
        """
        places, articles = self._found(np.array(shingles, np.uint32))
        n_articles = np.bincount(places, minlength=len(shingles))
        if (n_articles <= COMMON).any():
            is_telling = n_articles[places] <= COMMON
            places, articles = places[is_telling], articles[is_telling]
        if among is not None:
            is_asked = np.isin(articles, among)
            places, articles = places[is_asked], articles[is_asked]
        found, numbers, counts = np.unique(articles, return_inverse=True, return_counts=True)
        is_enough = counts >= (1 if len(shingles) <= FEW else 2)
        is_enough[numbers[n_articles[places] <= RARE]] = True
        return self._by_key(found[is_enough], -counts[is_enough], limit)

    def _found(self, shingles: Array) -> tuple[Integers, Integers]:
        """Return which of some shingles is in which article, deleted ones left out, int64."""
        places, articles = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for lists, start in self._every():
            if lists is not None:
                of, numbers = lists.find(shingles)
                places.append(of)
                articles.append(numbers + start)
        return self._alive(np.concatenate(places), np.concatenate(articles))

    def _alive(self, values: Array, articles: Integers) -> tuple[Array, Integers]:
        live = self._articles.live
        if live is None:
            return values, articles
        is_live = live[articles]
        return values[is_live], articles[is_live]

    def _by_key(self, articles: Integers, ranks: Integers, limit: int) -> list[int]:
        """Return the articles of the lowest ranks, those of one rank by their keys."""
        if len(articles) > limit:
            last = np.sort(ranks)[limit - 1] if limit else ranks.min(initial=0) - 1
            articles, ranks = articles[ranks <= last], ranks[ranks <= last]
        pairs = zip(
            ranks.tolist(), map(self._key, articles.tolist()), articles.tolist(), strict=True
        )
        return [article for _, _, article in sorted(pairs)[:limit]]

    def _key(self, article: int) -> str:
        segment, number = self._articles.locate(article)
        return self._articles.segments[segment].key(number)

    def shared(self, among: Integers, *, limit: int) -> list[SharedShingles]:
        """Return the shingles that most outlets have; see :meth:`.View.shared_shingles`.

        Args:
            among: The articles that count, int64.
            limit: How many groups of shingles to return at most.
        """
        shingles, articles = self._of(among)
        return shared_shingles(shingles, articles, self._outlet_numbers(), self._ranks(), limit)

    def _of(self, among: Integers) -> tuple[Integers, Integers]:
        """Return the shingles of some articles, ascending, and the article of each, int64."""
        is_asked = np.zeros(self._articles.n_numbers, np.bool_)
        is_asked[among] = True
        shingles, articles = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for lists, start in self._every():
            if lists is not None:
                for number in range(lists.n_blocks):
                    block = lists.block(number)
                    numbers = block.articles.astype(np.int64) + number * BLOCK + start
                    here = is_asked[numbers]
                    shingles.append(block.hashes[here].astype(np.int64))
                    articles.append(numbers[here])
        values, numbers = np.concatenate(shingles), np.concatenate(articles)
        order = np.argsort(values, kind="stable")
        return values[order], numbers[order]

    def _outlet_numbers(self) -> Integers:
        """Return a number for the outlet of each article, the same for all spellings of it."""
        if self._outlets is None:
            number_of = {NO_SOURCE: NO_OUTLET}

            def number(term: str) -> int:
                outlet = term if term == NO_SOURCE else self._identify(term)
                return number_of.setdefault(outlet, len(number_of))

            found = [np.zeros(0, np.int64)]
            for segment in self._articles.segments:
                column = segment.arrays.column("source")
                assert isinstance(column, ReferenceColumn)
                terms = [number(utf8.decode(term)) for term in column.values]
                found.append(np.array(terms, np.int64)[column.numbers])
            self._outlets = np.concatenate(found)
        return self._outlets

    def _ranks(self) -> Integers:
        """Return the place of each article in the order of fingerprints and keys, int64."""
        if self._order is None:
            found = [np.zeros((0, FINGERPRINT_LENGTH), np.uint8)]
            for segment in self._articles.segments:
                column = segment.arrays.column("fingerprint")
                assert isinstance(column, FixedColumn)
                found.append(column.rows)
            rows = np.concatenate(found).view(">u8").astype(np.uint64)
            order = np.lexsort((rows[:, 1], rows[:, 0]))
            is_level = np.all(rows[order[1:]] == rows[order[:-1]], axis=1)
            for first, end in _runs(is_level):
                order[first:end] = sorted(order[first:end].tolist(), key=self._key)
            self._order = np.empty(len(order), np.int64)
            self._order[order] = np.arange(len(order))
        return self._order


def shared_shingles(
    shingles: Integers, articles: Integers, outlet_of: Integers, rank_of: Integers, limit: int
) -> list[SharedShingles]:
    """Return the shingles that most outlets have; see :meth:`.View.shared_shingles`.

    Args:
        shingles: The shingles of the articles that count, ascending, int64, (n_pairs,).
        articles: Which article has each, int64, (n_pairs,).
        outlet_of: A number for the outlet of each article, :data:`NO_OUTLET` where it has none,
            int64, (n_articles,).
        rank_of: The place of each article in the order of fingerprints and keys, int64.
        limit: How many groups of shingles to return at most.
    """
    counts = np.diff(np.flatnonzero(np.diff(shingles, prepend=-1)), append=len(shingles))
    is_shared = (counts > 1) & (counts <= COMMON)
    is_kept = np.repeat(is_shared, counts)
    shingles, articles, counts = shingles[is_kept], articles[is_kept], counts[is_shared]
    of = np.repeat(np.arange(len(counts)), counts)  # which shingle each pair is of
    outlets = outlet_of[articles]
    pairs = np.unique((of << _BITS | outlets)[outlets != NO_OUTLET])
    n_outlets = np.bincount(pairs >> _BITS, minlength=len(counts))
    starts = np.cumsum(counts) - counts
    articles = articles[np.lexsort((rank_of[articles], of))]
    return _grouped(shingles[starts], n_outlets, _firsts(articles, starts, counts), limit)


def _runs(is_level: Array) -> Iterator[tuple[int, int]]:
    """Yield where things are level, each with the next one: first and last, last excluded."""
    edges = np.flatnonzero(np.diff(is_level, prepend=False, append=False)).tolist()
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        yield first, last + 1


def _firsts(articles: Integers, starts: Integers, counts: Integers) -> Integers:
    """Return the first three articles of each shingle, -1 for one that is not there, (n, 3)."""
    places = starts[:, None] + np.arange(_FIRSTS)
    is_there = np.arange(_FIRSTS) < counts[:, None]
    found: Integers = np.where(is_there, articles[np.where(is_there, places, 0)], -1)
    return found


def _grouped(
    shingles: Integers, n_outlets: Integers, firsts: Integers, limit: int
) -> list[SharedShingles]:
    """Return the groups of shingles that have the same first articles.

    Args:
        shingles: The shingles, ascending, int64, (n,).
        n_outlets: How many outlets have each, int64, (n,).
        firsts: The first articles of each, int64, (n, 3).
        limit: How many groups to return at most.
    """
    order = np.lexsort((-n_outlets, *firsts.T))
    is_new = np.ones(len(order), np.bool_)
    is_new[1:] = np.any(firsts[order[1:]] != firsts[order[:-1]], axis=1)
    starts = np.flatnonzero(is_new)
    sizes = np.diff(starts, append=len(order))
    least = np.minimum.reduceat(shingles[order], starts) if len(starts) else starts
    is_several = sizes > 1
    starts, sizes, least = starts[is_several], sizes[is_several], least[is_several]
    outlets = n_outlets[order[starts + 1]]  # those of the second
    groups = []
    for at in np.lexsort((least, -sizes, -outlets))[:limit].tolist():
        some = order[starts[at] : starts[at] + sizes[at]]
        values = tuple(sorted(shingles[some].tolist()))
        groups.append(SharedShingles(values, int(outlets[at]), int(firsts[some[0], 0])))
    return groups
