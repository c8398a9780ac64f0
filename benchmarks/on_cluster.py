"""searchkit on a cluster beside plain OpenSearch: what its own client and English analyzer do.

Both write the same articles to the same nodes, with as many shards and copies, and are asked the
same queries in turn. Ours ranks by the first stage alone, since the other has no more.
"""

from __future__ import annotations

import gc
import os
import time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import searchkit
from benchmarks import corpus as corpora
from benchmarks.measures import percentile
from benchmarks.memory import Peak
from benchmarks.queries import SAMPLE, Kind, Query, Sampler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from benchmarks.corpus import Article, Corpus
    from searchkit.index import Index

CLUSTER_SAID = (
    "searchkit beside plain OpenSearch by `opensearch-py`, with its English analyzer, on the same "
    "nodes. Times of queries are milliseconds by the clock, each query the fastest of its rounds, "
    "both asked in turn: the exact total and the ten best, with one snippet of each or without. "
    "Ours are with `--ranking first`. Disk is that of one copy, merged."
)
"""What the tables tell."""

KINDS = (Kind.OR, Kind.AND, Kind.PHRASE, Kind.FILTERED)
_MEASURED_EVERY = 11  # seconds; a cluster looks every ten how large its indices are
_LOOKS = 12
_SETTLED = 4  # looks that see the same: every half minute something may be let go of
_AT_ONCE = 500  # articles of a bulk, as the client has it
_FIELDS = ["title", "text"]
_HEAD = (
    "| | articles a second | on disk, of the text | memory of the process, MB | with its workers |"
    "\n|---|---|---|---|---|"
)


class Written(NamedTuple):
    """What it took to write an index.

    Attributes:
        seconds: How long it took, until all could be searched.
        memory: What the process held at most, and what it did with those that it started, in
            bytes; None: untold.
        disk: What it takes on the disks, merged, each article once, in bytes.
    """

    seconds: float
    memory: tuple[int | None, int | None]
    disk: int


class Plain:
    """An index of plain OpenSearch.

    Args:
        hosts: Hosts and ports, with commas between.
        name: The name of the index.
    """

    def __init__(self, hosts: str, name: str) -> None:
        self._library: Any = import_module("opensearchpy")
        found = [{"host": host, "port": int(port)} for host, port in _pairs(hosts)]
        self.client = self._library.OpenSearch(found, timeout=120)
        self.name = name

    def write(self, articles: Sequence[Article], *, shards: int, replicas: int) -> Written:
        """Write articles."""
        text = {"type": "text", "analyzer": "english"}
        fields = {"title": text, "text": text, "date": {"type": "date"}}
        body = {
            "settings": {"number_of_shards": shards, "number_of_replicas": replicas},
            "mappings": {"properties": {**fields, "source": {"type": "keyword"}}},
        }
        began = time.perf_counter()
        with Peak(os.getpid()) as peak:
            self.client.indices.create(index=self.name, body=body)
            actions = (
                {"_index": self.name, "_id": one.id, "_source": _as_document(one)}
                for one in articles
            )
            self._library.helpers.bulk(self.client, actions, chunk_size=_AT_ONCE)
            self.client.indices.refresh(index=self.name)
        seconds = time.perf_counter() - began
        return Written(seconds, (peak.alone, peak.size), self.disk([self.name]))

    def disk(self, names: Sequence[str]) -> int:
        """Return what indices take, merged, each article once."""
        for name in names:
            self.client.indices.forcemerge(index=name, max_num_segments=1)
            # What was merged is kept until nothing reads it, nor the last commit names it.
            self.client.indices.refresh(index=name)
            self.client.indices.flush(index=name, force=True)
        return self._settled_size(names)

    def _settled_size(self, names: Sequence[str]) -> int:
        """Return what indices take once that no longer changes."""
        sizes: list[int] = []
        for _ in range(_LOOKS):
            time.sleep(_MEASURED_EVERY)
            stats = self.client.indices.stats(index=",".join(names), metric="store")
            sizes.append(int(stats["_all"]["primaries"]["store"]["size_in_bytes"]))
            if sizes[-_SETTLED:] == sizes[-1:] * _SETTLED:
                break
        return sizes[-1]

    def ask(self, query: Query, *, snippets: bool) -> int:
        """Ask for the ten best, and return how many there are."""
        found = self.client.search(index=self.name, body=plain_body(query, snippets=snippets))
        return int(found["hits"]["total"]["value"])

    def remove(self, names: Sequence[str]) -> None:
        """Remove indices."""
        self.client.indices.delete(index=",".join(names))


def plain_body(query: Query, *, snippets: bool) -> dict[str, object]:
    """Return what plain OpenSearch is asked, as its guides have it."""
    words: dict[str, object] = {"query": " ".join(query.words), "fields": _FIELDS}
    match query.kind:
        case Kind.AND:
            words |= {"operator": "and", "type": "cross_fields"}
        case Kind.PHRASE:
            words |= {"type": "phrase"}
    asked: dict[str, object] = {
        "bool": {"must": [{"multi_match": words}], "filter": _filters(query)}
    }
    body = {
        "query": asked,
        "size": 10,
        "track_total_hits": True,
        "_source": ["title", "source", "date"],
    }
    if snippets:
        body["highlight"] = {"fields": {"text": {"number_of_fragments": 1}}}
    return body


def _filters(query: Query) -> list[dict[str, object]]:
    if not query.source:
        return []
    days = {"gte": query.since, "lte": query.until}
    return [{"term": {"source": query.source}}, {"range": {"date": days}}]


def _as_document(article: Article) -> dict[str, str | None]:
    return {
        "title": article.title,
        "text": article.text,
        "date": article.date,
        "source": article.source,
    }


def _pairs(hosts: str) -> Iterator[tuple[str, str]]:
    for one in hosts.split(","):
        host, _, port = one.rpartition(":")
        yield host, port


def our_text(query: Query) -> str:
    """Return a query as searchkit reads it; what is filtered is said by options."""
    if query.kind is Kind.PHRASE:
        return '"' + " ".join(query.words) + '"'
    return (" AND " if query.kind is Kind.AND else " OR ").join(query.words)


def _ask_ours(index: Index, query: Query, *, snippets: bool) -> int:
    found = index.search(
        our_text(query),
        ranking="first",
        snippets=int(snippets),
        fold=False,
        source=query.source or (),
        since=query.since,
        until=query.until,
    )
    return found.total + found.more


def cluster_lines(
    corpus: Path,
    hosts: str,
    work: Path,
    *,
    articles: int,
    of_each: int,
    rounds: int,
    shards: int,
    replicas: int,
) -> Iterator[str]:
    """Yield the lines of a page in Markdown.

    Args:
        corpus: A file of JSON lines.
        hosts: Hosts and ports of the nodes, with commas between.
        work: Where the corpus is written out.
        articles: How many articles at most.
        of_each: How many queries of each kind.
        rounds: How often each is asked; the fastest counts.
        shards: In how many shards each index is.
        replicas: How many copies of each there are.
    """
    made = corpora.write(corpora.read(corpus), work / "corpus", limit=articles)
    corpora.settle(made)
    name = f"bench-{os.getpid()}"
    address = f"opensearch://{hosts}/{name}"
    began = time.perf_counter()
    gc.collect()
    with Peak(os.getpid()) as peak:
        searchkit.update(address, made.folder, shards=shards, replicas=replicas)
    seconds = time.perf_counter() - began
    searchkit.update(address, optimize=True)
    every = list(corpora.read(made.folder / corpora.FILE))
    plain = Plain(hosts, f"{name}-plain")
    ours_names = [f"{name}.articles-1", f"{name}.words-1"]
    try:
        written = {
            "searchkit": Written(seconds, (peak.alone, peak.size), plain.disk(ours_names)),
            "opensearch-py, English analyzer": plain.write(every, shards=shards, replicas=replicas),
        }
        yield from _as_table(made, written)
        with searchkit.open(address) as index:
            yield from _searches(index, plain, Sampler(every[:SAMPLE]), of_each, rounds)
    finally:
        plain.remove([*ours_names, f"{name}.state", plain.name])


def _as_table(made: Corpus, written: Mapping[str, Written]) -> Iterator[str]:
    yield f"{made.articles:,} articles, {made.size / 1e6:.1f} MB of text."
    yield ""
    yield _HEAD
    for engine, one in written.items():
        memory = " | ".join("" if size is None else f"{size / 1e6:.0f}" for size in one.memory)
        pace, share = made.articles / one.seconds, one.disk / made.size
        yield f"| {engine} | {pace:.0f} | {share:.2f} | {memory} |"
    yield ""


def _searches(
    index: Index, plain: Plain, sampler: Sampler, of_each: int, rounds: int
) -> Iterator[str]:
    yield "| queries | | ours p50 | p95 | plain p50 | p95 | p50 of ours to plain |"
    yield "|---|---|---|---|---|---|---|"
    for kind in KINDS:
        queries = sampler.sample(kind, of_each)
        for snippets in (False, True):
            ours = partial(_ask_ours, index, snippets=snippets)
            theirs = partial(plain.ask, snippets=snippets)
            times = [_fastest(ours, theirs, query, rounds) for query in queries]
            yield as_row(kind, times, snippets=snippets)
    yield ""


def as_row(kind: Kind, times: Sequence[tuple[float, float]], *, snippets: bool) -> str:
    """Return a row of the table of queries, in milliseconds.

    >>> as_row(Kind.OR, [(0.03, 0.02), (0.06, 0.04)], snippets=True)
    '| or | snippets | 30 | 60 | 20 | 40 | 1.50 |'
    """
    cells = [
        percentile([pair[engine] for pair in times], share)
        for engine in (0, 1)
        for share in (0.5, 0.95)
    ]
    shown = " | ".join(f"{1000 * seconds:.0f}" for seconds in cells)
    said = "snippets" if snippets else ""
    return f"| {kind} | {said} | {shown} | {cells[0] / cells[2]:.2f} |"


def _fastest(
    ours: Callable[[Query], int], theirs: Callable[[Query], int], query: Query, rounds: int
) -> tuple[float, float]:
    """Return the fastest of some rounds of both, asked in turn, in seconds."""
    times: tuple[list[float], list[float]] = [], []
    for _ in range(rounds):
        for ask, taken in zip((ours, theirs), times, strict=True):
            began = time.perf_counter()
            ask(query)
            taken.append(time.perf_counter() - began)
    return min(times[0]), min(times[1])
