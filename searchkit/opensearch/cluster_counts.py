"""What a cluster holds of an index: outlets, sizes, shards, and whether all is well."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from searchkit.local.segment.date_columns import date_of
from searchkit.opensearch.client import NotFoundError
from searchkit.opensearch.kept_records import asked_for, fields_of
from searchkit.results import CheckReport, SourceCount, Stats
from searchkit.schema import NO_SOURCE, source_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from searchkit.article import ArticleDate
    from searchkit.opensearch.cluster_state import ClusterStore, Commit
    from searchkit.progress import Progress

_PAGE = 500
_EXACTLY = 40_000  # terms that are counted exactly


def source_counts(
    store: ClusterStore, index: str, identify: Callable[[str], str]
) -> tuple[SourceCount, ...]:
    """Return the outlets of an index with most articles first, those without one among them.

    Args:
        store: The cluster.
        index: The index of articles.
        identify: Tells what the terms of one outlet have in common.
    """
    by_outlet: dict[str, list[SourceCount]] = {}
    for term, count in _spellings(store, index):
        outlet = term if term == NO_SOURCE else identify(term)
        by_outlet.setdefault(outlet, []).append(count)
    counts = map(together, by_outlet.values())
    return tuple(
        sorted(counts, key=lambda c: (-c.articles, c.source is None, source_term(c.source)))
    )


def _spellings(store: ClusterStore, index: str) -> Iterator[tuple[str, SourceCount]]:
    """Yield the terms of outlets, and what is known of the articles of each."""
    named = {"size": 1, "sort": ["key"], **asked_for(has_texts=False)}
    aggregations = {
        "named": {"top_hits": named},
        "first": {"min": {"field": "date_code"}},
        "last": {"max": {"field": "date_code"}},
    }
    for bucket in buckets_of(store, index, {"match_all": {}}, "source", aggregations):
        term = bucket["key"]["source"]
        (hit,) = bucket["named"]["hits"]["hits"]
        name = None if term == NO_SOURCE else field_of(store, index, hit, "source") or ""
        dates = [coded_date(bucket[end]["value"]) for end in ("first", "last")]
        yield term, SourceCount(name, bucket["doc_count"], *dates)


def field_of(store: ClusterStore, index: str, hit: Mapping[str, Any], name: str) -> Any:
    """Return a field of the record of an article, of which the head was asked for."""
    found = fields_of(hit, [name])
    if found is None:
        by_name = {"query": {"ids": {"values": [hit["_id"]]}}, **asked_for(has_texts=True)}
        (whole,) = store.search(index, by_name)["hits"]["hits"]
        found = fields_of(whole, [name]) or {}
    return found[name]


def buckets_of(
    store: ClusterStore,
    index: str,
    query: object,
    name: str,
    aggregations: Mapping[str, object],
) -> Iterator[Any]:
    """Yield the values of a column among the articles that a query finds, each with its counts."""
    composite: dict[str, Any] = {"size": _PAGE, "sources": [{name: {"terms": {"field": name}}}]}
    while True:
        of_value = {"composite": composite, "aggs": dict(aggregations)}
        found = store.search(index, {"size": 0, "query": query, "aggs": {"of": of_value}})
        buckets = found["aggregations"]["of"]["buckets"]
        yield from buckets
        if len(buckets) < _PAGE:
            return
        composite["after"] = found["aggregations"]["of"]["after_key"]


def coded_date(code: float | None) -> ArticleDate | None:
    """Return the date that has a code, as a cluster tells it; None: there is none."""
    return None if code is None else date_of(int(code))


def together(spellings: Sequence[SourceCount]) -> SourceCount:
    """Return the spellings of an outlet as one, under the name that most of its articles have."""
    commonest = max(spellings, key=lambda count: count.articles)
    return SourceCount(
        commonest.source,
        sum(count.articles for count in spellings),
        min((count.first for count in spellings if count.first), default=None),
        max((count.last for count in spellings if count.last), default=None),
    )


def stats_of(store: ClusterStore, commit: Commit, sources: Sequence[SourceCount]) -> Stats:
    """Return counts over the whole index."""
    articles, words = store.articles(commit.generation), store.words(commit.generation)
    dated = {"dated": {"filter": {"exists": {"field": "date_from"}}}}
    counted = store.search(articles, {"size": 0, "aggs": dated})
    terms = {"n": {"cardinality": {"field": "term", "precision_threshold": _EXACTLY}}}
    n_terms = store.search(words, {"size": 0, "aggs": terms})
    names = f"{articles},{words},{store.state}"
    sizes = store.client.get(f"/{names}/_stats/store")
    health = store.health(names).get("status")
    settings = store.client.get(f"/{articles}/_settings")[articles]["settings"]["index"]
    return Stats(
        articles=commit.statistics.articles,
        dated=int(counted["aggregations"]["dated"]["doc_count"]),
        sources=sum(count.source is not None for count in sources),
        languages=commit.statistics.languages,
        terms=int(n_terms["aggregations"]["n"]["value"]),
        size=int(sizes["_all"]["total"]["store"]["size_in_bytes"]),
        first=min((count.first for count in sources if count.first), default=None),
        last=max((count.last for count in sources if count.last), default=None),
        updated=commit.manifest.updated,
        corpus=commit.manifest.corpus.folders if commit.manifest.corpus else (),
        shards=int(settings["number_of_shards"]),
        replicas=int(settings["number_of_replicas"]),
        health=health,
    )


def check(
    store: ClusterStore,
    *,
    deep: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> CheckReport:
    """Look for what is wrong with an index on a cluster.

    Args:
        store: The cluster.
        deep: Whether every article is fetched.
        progress: Called repeatedly with how far it has come.
    """
    began = time.perf_counter()
    commit = store.opened()
    faults = list(_faults(store, commit))
    if deep and not faults:
        faults += _faults_of_articles(store, commit, progress or (lambda _: None))
    return CheckReport(
        articles=commit.statistics.articles,
        faults=tuple(faults),
        deep=deep,
        took=time.perf_counter() - began,
    )


def _faults(store: ClusterStore, commit: Commit) -> Iterator[str]:
    """Yield what is wrong, as far as the cluster tells without reading."""
    for name in (store.articles(commit.generation), store.words(commit.generation), store.state):
        try:
            health = store.client.get(f"/_cluster/health/{name}", level="indices")
        except NotFoundError:
            yield f"{name} is not there"
            continue
        status = health["indices"].get(name, {}).get("status")
        if status is None:
            yield f"{name} is not there"
        elif status == "red":
            yield f"a part of {name} is on no node"
        elif status == "yellow":
            yield f"a copy of a part of {name} has no place: its replicas need more nodes"
    index = store.articles(commit.generation)
    from searchkit.opensearch.compared_articles import count_of

    try:
        n = count_of(store, index)
    except NotFoundError:
        return
    if n != commit.statistics.articles:
        yield f"it has {n:,} articles instead of {commit.statistics.articles:,}"


def _faults_of_articles(
    store: ClusterStore, commit: Commit, progress: Callable[[Progress], None]
) -> Iterator[str]:
    """Yield what is wrong with the articles, each of which is fetched."""
    from searchkit.opensearch.stored_on_cluster import stored_articles
    from searchkit.progress import Phase, Progress
    from searchkit.syncing.fingerprints import fingerprint

    index, total = store.articles(commit.generation), commit.statistics.articles
    for done, stored in enumerate(stored_articles(store, index), start=1):
        if fingerprint(stored.article) != stored.fingerprint:
            yield f"the article {stored.article.key} has changed since it was written"
        if not done % 200 or done == total:
            progress(Progress(phase=Phase.CHECKING, articles=done, done=done, total=total))
