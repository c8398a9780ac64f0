"""What the trials of `python -m tests.cluster endure` have in common: nodes, articles, searches."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import searchkit
from searchkit.errors import SearchkitError
from searchkit.opensearch.client import Client
from searchkit.opensearch.engine import ClusterEngine
from tests.cluster import nodes

ARTICLES = 1500
"""How many articles an index has before a trial."""

_IN_A_FILE = 10
_WORDS = (
    "tide moon harbour boat quay survey otter ice bread baker ferry light net sail rope".split()
)


class Seen(NamedTuple):
    """What searches beside a failure saw.

    Attributes:
        answers: How many were answered.
        wrong: Those whose total was none that the index ever had.
        errors: What the errors said, each once.
        n_errors: How many there were.
        pause: The longest time from one answer to the next, in seconds.
    """

    answers: int
    wrong: list[int]
    errors: list[str]
    n_errors: int
    pause: float

    def __str__(self) -> str:
        """What is shown in the table."""
        text = f"{self.answers} right, {len(self.wrong)} wrong, {self.n_errors} errors"
        return f"{text}; longest pause {self.pause:.1f} s"


class Searches:
    """Searches in a thread, one after another until the end.

    Args:
        address: The index.
        allowed: The totals that are right.
    """

    def __init__(self, address: str, allowed: Container[int]) -> None:
        self._address = address
        self._allowed = allowed
        self._ended = threading.Event()
        self._errors: list[str] = []
        self._wrong: list[int] = []
        self._answered = [time.monotonic()]
        self._thread = threading.Thread(target=self._search)
        self._thread.start()

    def end(self) -> Seen:
        """Have them end, and return what they saw."""
        self._ended.set()
        self._thread.join()
        times = [*self._answered, time.monotonic()]
        pause = max(later - sooner for sooner, later in pairwise(times))
        errors = list(dict.fromkeys(self._errors))
        return Seen(len(times) - 2, self._wrong, errors, len(self._errors), pause)

    def _search(self) -> None:
        while not self._ended.is_set():
            try:
                total = total_at(self._address)
            except SearchkitError as error:
                self._errors.append(str(error))
                continue
            self._answered.append(time.monotonic())
            if total not in self._allowed:
                self._wrong.append(total)


def total_at(address: str) -> int:
    """Return how many articles a search finds that finds all."""
    with searchkit.open(address) as index:
        return index.search("every", snippets=0).total


def remove(address: str) -> None:
    """Remove all indices of an index."""
    store = ClusterEngine(address).store
    for generation in store.generations():
        for name in (store.articles(generation), store.words(generation)):
            store.remove_index(name)
    store.remove_index(store.state)


class Trial:
    """Three nodes, a corpus, and the same corpus in a directory to compare with."""

    def __init__(self, cluster: nodes.Cluster, folder: Path, seed: int) -> None:
        self.cluster = cluster
        self.random = random.Random(seed)
        self.corpus = folder / "corpus"
        self.local = folder / "index"
        self.articles = ARTICLES
        self.address = self.address_of("endure")
        self._n_changes = 0
        self.corpus.mkdir()
        self.change(ARTICLES)

    def address_of(self, name: str) -> str:
        """Return the address of an index with a name."""
        return f"opensearch://{','.join(self.cluster.addresses)}/{name}-{os.getpid()}"

    def change(self, count: int, *, first: int = 0) -> str:
        """Write files of ten articles each, and make the directory equal to them.

        Returns:
            A word that all of these articles have now, and no other.
        """
        self._n_changes += 1
        word = f"changed{self._n_changes}"
        for start in range(first, first + count, _IN_A_FILE):
            written = (self._article(n, word) for n in range(start, start + _IN_A_FILE))
            path = self.corpus / f"{start:05}.jsonl"
            path.write_text("\n".join(map(json.dumps, written)))
            os.utime(path, (1e9 + self._n_changes,) * 2)  # long enough ago to be taken for known
        self.articles = max(self.articles, first + count)
        searchkit.update(self.local, self.corpus)
        return word

    def _article(self, number: int, word: str) -> dict[str, str]:
        text = " ".join(random.Random(number).choices(_WORDS, k=80))
        return {"id": str(number), "title": f"No. {number}", "text": f"every {word} {text}."}

    def check(self, address: str = "", *, is_whole: bool = True) -> None:
        """Raise unless an index on the cluster has what the directory has.

        Args:
            address: The index; empty: that of the trial.
            is_whole: Whether all nodes are there, so that nothing may be wrong at all.
        """
        last = f"changed{self._n_changes}"
        with searchkit.open(self.local) as one, searchkit.open(address or self.address) as other:
            assert sorted(other.keys()) == sorted(one.keys()), "other articles"
            for query in ("every", "tide moon", '"ferry light"', last):
                found = [index.search(query, limit=20) for index in (one, other)]
                totals = [(each.total, each.more) for each in found]
                assert totals[0] == totals[1], f"{query}: {totals}"
        faults = searchkit.check(address or self.address, deep=True).faults if is_whole else ()
        assert not faults, faults

    def rebuild(self, address: str = "") -> None:
        """Have the index built again, in three shards with a copy of each."""
        place = address or self.address
        searchkit.update(place, self.corpus, rebuild=True, shards=3, replicas=1)

    def victim(self) -> int:
        """Return the number of a node, any of them."""
        return self.random.randrange(1, len(self.cluster.pids) + 1)

    def come_back(self, *victims: int) -> float:
        """Have nodes come back, and return how many seconds it took until all was green."""
        began = time.monotonic()
        for victim in victims:
            self.cluster.revive(victim)
        self.cluster.wait()
        return time.monotonic() - began

    @contextmanager
    def searched(self, *allowed: int) -> Iterator[list[Seen]]:
        """Search all the time; what that saw is there when it has ended."""
        found: list[Seen] = []
        searches = Searches(self.address, allowed or (self.articles,))
        try:
            yield found
        finally:
            found.append(searches.end())
        assert not found[0].wrong, found
        assert found[0].answers, found


@contextmanager
def timed(path_ends: str) -> Iterator[list[float]]:
    """Note how long each request to a path takes meanwhile, in seconds."""
    took: list[float] = []
    request: Callable[..., object] = Client.request

    def noted(self: Client, method: str, path: str, *rest: object, **others: object) -> object:
        began = time.monotonic()
        try:
            return request(self, method, path, *rest, **others)
        finally:
            if path.endswith(path_ends):
                took.append(time.monotonic() - began)

    Client.request = noted  # type: ignore[method-assign]
    try:
        yield took
    finally:
        Client.request = request  # type: ignore[method-assign]
