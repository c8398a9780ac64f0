"""Articles that are about to be written to a cluster -> of which others they are copies.

Edges are found before an article is sent, and are a part of it. So an article that is there has
its edges, whatever became of the update that wrote it. What this update has written does not show
before it is committed, so its sketches are held here, and its texts are read from the runs.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.exploring.copy_candidates import COMMON, days_of
from searchkit.exploring.copy_finder import (
    ArticlesThere,
    ComparedFacts,
    found_edges,
    having,
    sketches_of,
)
from searchkit.exploring.sketches import Sketches
from searchkit.local.writing.copy_finding import NewArticles, compared
from searchkit.local.writing.runs import stored_records
from searchkit.local.writing.sketching import run_sketches
from searchkit.opensearch.article_documents import RunCopies, document_names
from searchkit.opensearch.edge_names import as_numbers, edge_names
from searchkit.opensearch.kept_records import article_of, asked_for
from searchkit.records import NamedTuple
from searchkit.schema import UNDATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.local.writing.runs import Run
    from searchkit.opensearch.cluster_state import ClusterStore

    Array = npt.NDArray[Any]

_HASHES = 1 << 14  # hashes in one question
_PAGE = 5000  # articles of one answer
_TEXTS = 100  # articles that are fetched with their texts at a time
_MOST_HELD = 100_000  # articles that were written and do not show: 30 MB, and their runs on disk


class _Held(NamedTuple):
    """Articles that were written, and may not show yet.

    Attributes:
        there: The articles.
        sketches: Their sketches.
        names: What their documents are called.
    """

    there: ArticlesThere
    sketches: Sketches
    names: Sequence[str]

    def without(self, names: frozenset[str]) -> ArticlesThere:
        """Return those whose documents are not called so, which are being replaced."""
        if names.isdisjoint(self.names):
            return self.there
        left, _ = _parted(self.sketches, np.array([name not in names for name in self.names]))
        return self.there._replace(having=partial(having, left))


class CopiesWritten:
    """Finds the edges of the articles of an update.

    Args:
        store: The cluster.
        generation: The generation that is written to.
    """

    def __init__(self, store: ClusterStore, generation: int) -> None:
        self._store = store
        self._generation = generation
        self._index = store.articles(generation)
        self._held: list[_Held] = []

    def of_run(self, run: Run, again: Sequence[bool] | None = None) -> RunCopies:
        """Return what is to be written of the copies of a run, after the runs before it.

        Args:
            run: The run, without what is furniture by evidence.
            again: Which of its articles are written, where the others are there already; None:
                all. Nothing is to be written of the others.
        """
        names = document_names(run)
        own = frozenset(names)
        sketches = run_sketches([run])
        records = stored_records([run])
        new = NewArticles(run.n_articles, sketches, compared(run.columns), records)
        run_itself = new.as_there()
        is_written = np.ones(run.n_articles, np.bool_) if again is None else np.array(again)
        written, rest = _parted(sketches, is_written)
        others = [
            *(held.without(own) for held in self._held),
            run_itself._replace(having=partial(having, rest)),
            self._shown_with(np.unique(written.hashes), own.union(*(h.names for h in self._held))),
        ]
        edges = found_edges(run_itself, written, others)
        known = run_itself.facts(np.arange(run.n_articles))
        self._held.append(_Held(run_itself, sketches, names))
        hashes = sketches.hashes.view(np.int32).tolist()
        return RunCopies(
            list(_each(sketches.articles, hashes, run.n_articles)),
            edge_names(known.fingerprints, known.furniture),
            _edges_of_each(edges.articles, edge_names(*edges[1:]), run.n_articles),
        )

    @property
    def holds_too_many(self) -> bool:
        """Whether so much was written that the cluster had better find it, when it is there."""
        return sum(held.there.n_articles for held in self._held) > _MOST_HELD

    def let_go(self) -> None:
        """Have the cluster find what was written, all of which it has acknowledged."""
        self._store.refresh(self._generation)
        self._held.clear()

    def _shown_with(self, hashes: Array, hidden: frozenset[str]) -> ArticlesThere:
        """Return the articles of the cluster that have some hashes, without those of some names."""
        rows: dict[str, Mapping[str, Any]] = {}
        for at in range(0, len(hashes), _HASHES):
            for hit in self._with_hashes(hashes[at : at + _HASHES]):
                if hit["_id"] not in hidden:
                    rows[hit["_id"]] = hit["fields"]
        names = list(rows)
        found = [sorted(int(h) % (1 << 32) for h in row["sketch"]) for row in rows.values()]
        articles = np.repeat(np.arange(len(names)), list(map(len, found)))
        values = np.array([one for each in found for one in each], np.uint32)
        prints, furniture = as_numbers(row["content"][0] for row in rows.values()).T
        known = ComparedFacts(
            prints,
            furniture.astype(np.uint32),
            *(
                days_of(np.array([row.get(name, [UNDATED])[0] for row in rows.values()], np.int64))
                for name in ("date_from", "date_to")
            ),
        )
        found_sketches = Sketches(articles, values)
        texts = _Texts(self._store, self._index, names)
        return ArticlesThere(
            len(names),
            partial(having, found_sketches),
            partial(sketches_of, found_sketches),
            lambda some: ComparedFacts(*(column[some] for column in known)),
            texts.article,
            texts.fetch,
        )

    def _with_hashes(self, hashes: Array) -> Iterator[Any]:
        """Yield the articles that have some hashes, but for hashes that very many have."""
        asked = hashes.view(np.int32)
        counts = dict.fromkeys(asked.tolist(), 0)
        body: dict[str, object] = {
            "size": _PAGE,
            "_source": False,
            "docvalue_fields": ["sketch", "content", "date_from", "date_to"],
            "sort": ["key"],
        }
        while counts:
            body["query"] = {"bool": {"filter": [{"terms": {"sketch": list(counts)}}]}}
            hits = self._store.search(self._index, body)["hits"]["hits"]
            yield from hits
            if len(hits) < _PAGE:
                return
            for hit in hits:
                for one in hit["fields"]["sketch"]:
                    if one in counts:
                        counts[one] += 1
            # They propose nothing, so it need not be known who else has them.
            counts = {one: n for one, n in counts.items() if n <= COMMON}
            body["search_after"] = hits[-1]["sort"]


class _Texts:
    """Reads articles of a cluster, some at a time.

    Args:
        store: The cluster.
        index: The index of articles.
        names: What their documents are called.
    """

    def __init__(self, store: ClusterStore, index: str, names: Sequence[str]) -> None:
        self._store = store
        self._index = index
        self._names = names
        self._fetched: dict[int, Article] = {}

    def fetch(self, articles: Array) -> None:
        """Fetch articles that will be asked for, in place of those that were before."""
        self._fetched.clear()
        for at in range(0, len(articles), _TEXTS):
            some = articles[at : at + _TEXTS].tolist()
            self._fetched.update(zip(some, self._read(some), strict=True))

    def article(self, number: int) -> Article:
        """Return an article."""
        return self._fetched[number] if number in self._fetched else self._read([number])[0]

    def _read(self, articles: Sequence[int]) -> list[Article]:
        names = [self._names[number] for number in articles]
        body = {
            "size": len(names),
            "query": {"ids": {"values": names}},
            **asked_for(has_texts=True),
        }
        hits = self._store.search(self._index, body)["hits"]["hits"]
        try:
            found = {hit["_id"]: article_of(hit) for hit in hits}
            return [found[name] for name in names]
        except (LookupError, TypeError, ValueError) as error:
            raise self._store.not_understood() from error


def _parted(sketches: Sketches, is_one: Array) -> tuple[Sketches, Sketches]:
    """Return the sketches of some articles, and those of the others."""
    chosen = is_one[sketches.articles]
    ones, others = (
        Sketches(sketches.articles[some], sketches.hashes[some]) for some in (chosen, ~chosen)
    )
    return ones, others


def _each(articles: Array, values: Sequence[Any], n_articles: int) -> Iterator[Sequence[Any]]:
    """Yield the values of each article, which are given one article after another."""
    for start, end in pairwise(np.searchsorted(articles, np.arange(n_articles + 1)).tolist()):
        yield values[start:end]


def _edges_of_each(articles: Array, names: Sequence[str], n_articles: int) -> list[list[str]]:
    """Return what the edges of each article call the others, each once."""
    found: list[set[str]] = [set() for _ in range(n_articles)]
    for article, name in zip(articles.tolist(), names, strict=True):
        found[article].add(name)
    return list(map(sorted, found))
