"""A cluster beside a directory, row by row of docs/query-language.md.

    python -m tests.cluster.parity HOSTS [--articles 5000] [--queries 200] [--corpus FILE]

Articles are recombined from the sample corpus, or read from a file of JSON lines. Of each query are
compared: all keys, and the first page with its totals, order, snippets, what hits lack, notes
and scores.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import searchkit
from searchkit.engine import PageRequest
from searchkit.index import Index
from searchkit.limits import DEFAULT_LIMITS
from searchkit.opensearch.cluster_pages import MOST_AT_ONCE
from searchkit.opensearch.cluster_view import ClusterView
from searchkit.query.dates.timezones import read_timezone
from searchkit.query.filters import Filters
from searchkit.query.nodes import Node
from searchkit.results import Results
from tests.cluster.drawn_queries import SAVED, Drawing, rows
from tests.cluster.recombined import write

SAMPLE = Path(__file__).parents[2] / "corpus"
NEARLY = 1e-5
"""How far scores may differ, as a share of them."""


class Difference(NamedTuple):
    """What differs between the answers to a query.

    Attributes:
        query: The query.
        has_keys: Whether all keys are the same.
        parts: What of the first page is not.
        worst: The largest difference of scores there, as a share.
    """

    query: str
    has_keys: bool
    parts: tuple[str, ...]
    worst: float

    @property
    def is_none(self) -> bool:
        """Whether all is the same."""
        return self.has_keys and not self.parts and self.worst <= NEARLY


HEAD = "| row | queries | same keys | same page | same scores | worst |\n|---|---|---|---|---|---|"


def as_row(written: str, found: Sequence[Difference]) -> str:
    """Return what was found for a row of the page, as a row of a table in Markdown."""
    keys = sum(one.has_keys for one in found)
    pages = sum(not one.parts for one in found)
    scores = sum(one.worst <= NEARLY for one in found)
    worst = max(one.worst for one in found)
    return f"| {written} | {len(found)} | {keys} | {pages} | {scores} | {worst:.0e} |"


class Pair:
    """The same articles in a directory and on a cluster, open."""

    def __init__(self, local: Index, distant: Index) -> None:
        self.local = local
        self.distant = distant

    def compare(self, query: str) -> Difference:
        """Ask both the same, and return what differs."""
        one, other = (index.search(query, fold=False) for index in (self.local, self.distant))
        parts = [name for name, of in _FACTS.items() if of(one) != of(other)]
        shares = [
            abs((b.score or 0) / a.score - 1)
            for a, b in zip(one, other, strict=False)
            if a.score and a.article.key == b.article.key
        ]
        has_keys = self._have_same_keys(query, one, other)
        return Difference(query, has_keys, tuple(parts), max(shares, default=0.0))

    def _have_same_keys(self, query: str, one: Results, other: Results) -> bool:
        if one.total + one.more <= len(one.hits) and other.total + other.more <= len(other.hits):
            return {hit.article.key for hit in one} == {hit.article.key for hit in other}
        return local_keys(self.local, query) == distant_keys(self.distant, query)


_FACTS: dict[str, Callable[[Results], object]] = {
    "totals": lambda found: (found.total, found.more),
    "order": lambda found: [hit.article.key for hit in found],
    "snippets": lambda found: {hit.article.key: (hit.snippets, hit.title_spans) for hit in found},
    "lacks": lambda found: {hit.article.key: hit.lacks for hit in found},
    "notes": lambda found: found.notes,
}


def local_keys(index: Index, query: str) -> set[str]:
    """Return the keys of all articles in a directory that a query finds."""
    answers, node = index._opened(), _read(index, query)
    page = answers.view.find(
        node, Filters(), PageRequest("newest", limit=len(index), some_words=True)
    )
    return {answers.view.key(reference) for reference, _ in page.hits}


def distant_keys(index: Index, query: str) -> set[str]:
    """Return the keys of all articles on a cluster that a query finds."""
    view = index._opened().view
    assert isinstance(view, ClusterView)
    found = view._finder.matching(_read(index, query), Filters())
    keys = {"query": {"bool": {"filter": [found]}}, "sort": ["_doc"], "stored_fields": "_none_"}
    body = {**keys, "size": MOST_AT_ONCE, "docvalue_fields": ["key"]}
    return {hit["fields"]["key"][0] for hit in view.searches([body])[0]["hits"]["hits"]}


def built(hosts: str, folder: Path, corpus: Path | None, articles: int) -> Pair:
    """Return an index in a directory and one on a cluster of the same articles."""
    with searchkit.open(folder / "sample", create=True) as sample:
        sample.update(SAMPLE)
        (folder / "corpus").mkdir()
        path = folder / "corpus" / "many.jsonl"
        if corpus is None:
            write(sample, path, articles, seed=17)
        else:
            with corpus.open(encoding="utf-8") as lines:
                path.write_text("".join(islice(lines, articles)), encoding="utf-8")
    shutil.copytree(SAMPLE, folder / "corpus" / "sample")
    addresses = folder / "index", f"opensearch://{hosts}/parity-{os.getpid()}"
    for address in addresses:
        searchkit.update(address, folder / "corpus")
    local, distant = addresses
    pair = Pair(searchkit.open(local), searchkit.open(distant))
    for index in (pair.local, pair.distant):
        for search, query in SAVED.items():
            index.save_search(search, query)
    return pair


def compared(
    pair: Pair, queries: int, *, seed: int, jobs: int = 1
) -> Iterator[tuple[str, list[Difference]]]:
    """Yield each row of the page, and what was found once so many queries of it were asked."""
    articles = list(pair.local)
    with ThreadPoolExecutor(jobs) as threads:
        for written, examples in rows():
            drawing = Drawing(articles, f"{seed} {written}")
            drawn = [drawing.query(example) for example in islice(cycle(examples), queries)]
            yield written, list(threads.map(pair.compare, drawn))


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, and print a row of a table for each row of the page."""
    parser = argparse.ArgumentParser("python -m tests.cluster.parity", description=__doc__)
    parser.add_argument("hosts", help="hosts and ports of nodes, with commas between")
    parser.add_argument("--articles", type=int, default=5000)
    parser.add_argument("--queries", type=int, default=200, help="of each row")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2, help="queries at a time")
    parser.add_argument("--corpus", type=Path, help="a file of JSON lines")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="searchkit-parity-") as folder:
        pair = built(asked.hosts, Path(folder), asked.corpus, asked.articles)
        sys.stdout.write(f"{len(pair.local)} articles, {len(pair.distant)} distant\n{HEAD}\n")
        different: list[str] = []
        for written, found in compared(pair, asked.queries, seed=asked.seed, jobs=asked.jobs):
            sys.stdout.write(f"{as_row(written, found)}\n")
            sys.stdout.flush()
            different += map(str, (one for one in found if not one.is_none))
        sys.stdout.write("\n".join(["", *different, ""]))


def _read(index: Index, query: str) -> Node:
    """Return a query as a tree."""
    zone = read_timezone(None)
    return (
        index._opened()
        .parse(query, strict=False, timezone=zone, limits=DEFAULT_LIMITS, all_words=False)
        .node
    )


if __name__ == "__main__":
    main()
