"""How many of the articles that are found to be like one are, as people judged them.

Articles to ask about come with the ids of those that somebody judged to be alike: of the same
story or close topic. A file of ids beside this module has more pairs, judged by title, date and
first lines, alike or not, so that what is found now is judged as well.

The signatures that each article has in the index are compared, too: they take no reading of
the article, and are what could be used in place of its words.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit.addresses import engine_at
from searchkit.local.searching.snapshot import Snapshot
from searchkit.local.segment.columns import VariableColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from searchkit import Index
    from searchkit.local.searching.segments import Segment

    Array = NDArray[Any]

DEPTH = 5
_TERM = 3  # bytes of a term in a signature: two of a hash, and how often it occurs


@dataclass(frozen=True, slots=True)
class Judged:
    """What people judged.

    Attributes:
        alike: By the id of an article, the ids of those that are like it.
        others: The same of those that are not.
    """

    alike: Mapping[str, frozenset[str]]
    others: Mapping[str, frozenset[str]]


def read_judged(labels: Path, more: Path | None) -> Judged:
    """Return what was judged of articles.

    Args:
        labels: An id, a tab and the ids of what is like it a line, under a header.
        more: An id, another and 1 or 0 a line, with tabs between, under a header; or None.
    """
    rows = [line.split("\t") for line in labels.read_text().splitlines()[1:]]
    alike = {name: set(ids.split()) for name, ids in rows}
    others: dict[str, set[str]] = {name: set() for name in alike}
    for line in more.read_text().splitlines()[1:] if more else ():
        name, other, verdict = line.split("\t")
        if name in alike:
            (alike if verdict == "1" else others)[name].add(other)
    return Judged(_frozen(alike), _frozen(others))


def _frozen(sets: Mapping[str, set[str]]) -> Mapping[str, frozenset[str]]:
    return {name: frozenset(found) for name, found in sets.items()}


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the first `DEPTH` articles are alike.

    Attributes:
        alike: The share, from 0 to 1; what nobody judged is not.
        judged: The share of those that were judged, from 0 to 1.
    """

    alike: float
    judged: float


def precision(judged: Judged, found: Callable[[str], Sequence[str]]) -> Precision:
    """Return how many of the first articles that are found for each one are alike."""
    places = DEPTH * len(judged.alike)
    firsts = {name: set(found(name)[:DEPTH]) for name in judged.alike}
    alike = sum(len(ids & judged.alike[name]) for name, ids in firsts.items())
    known = sum(len(ids & judged.others[name]) for name, ids in firsts.items())
    return Precision(alike / places, (alike + known) / places)


class Took(NamedTuple):
    """How long an answer took, in ms.

    Attributes:
        elapsed: By the clock.
        worked: Of the processor alone, which others that share the machine disturb less.
    """

    elapsed: float
    worked: float


class Found:
    """What is like articles of an index, by their ids, which their keys end in behind a ``#``.

    Args:
        index: The index.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._keys = {key.rpartition("#")[2]: key for key in index.keys()}  # noqa: SIM118

    def by_words(self, name: str) -> list[str]:
        """Return the ids of the first articles that share the words of one."""
        hits = self._index.similar(self._keys[name], limit=DEPTH)
        return [hit.key.rpartition("#")[2] for hit in hits]

    def by_signatures(self) -> Callable[[str], list[str]]:
        """Return what gives those whose signatures are most like that of one, by cosine."""
        view = engine_at(self._index.address).view()
        assert isinstance(view, Snapshot)
        keys = [view.key(reference) for reference in view.references()]
        rows, hashes, weights = _vectors(view.segments)
        norms = np.sqrt(np.bincount(rows, weights * weights, len(keys)))
        norms[norms == 0] = 1
        numbers = {key.rpartition("#")[2]: number for number, key in enumerate(keys)}

        def found(name: str) -> list[str]:
            own = rows == numbers[name]
            vector = np.zeros(1 << 16)
            vector[hashes[own]] = weights[own]
            cosines = np.bincount(rows, weights * vector[hashes], len(keys)) / norms
            cosines[numbers[name]] = 0
            best = np.argsort(-cosines, kind="stable")[:DEPTH].tolist()
            return [keys[number].rpartition("#")[2] for number in best]

        return found

    def times(self, *, articles: int, seed: int) -> tuple[list[Took], list[Took]]:
        """Return how long random articles take, asked for the first time and again."""
        keys = sorted(self._keys.values())
        chosen = random.Random(seed).sample(keys, min(articles, len(keys)))
        first = list(map(self._time, chosen))
        return first, list(map(self._time, chosen))

    def _time(self, key: str) -> Took:
        began, began_work = time.perf_counter(), time.process_time()
        self._index.similar(key, limit=10)
        worked, took = time.process_time() - began_work, time.perf_counter() - began
        return Took(took * 1000, worked * 1000)


def _vectors(segments: Iterable[Segment]) -> tuple[Array, Array, Array]:
    """Return the terms of all signatures: the article, the hash and the weight of each."""
    parts, counts = [], []
    for segment in segments:
        column = segment.arrays.column("signature")
        assert isinstance(column, VariableColumn)
        data, lengths = column.of_articles(np.arange(segment.n_articles))
        parts.append(data.reshape(-1, _TERM))
        counts.append(lengths // _TERM)
    terms = np.concatenate(parts).astype(np.int64)
    of_each = np.concatenate(counts)
    rows = np.repeat(np.arange(len(of_each)), of_each)
    hashes = terms[:, 0] | terms[:, 1] << 8
    dfs = np.bincount(hashes, minlength=1 << 16)
    weights = (1 + np.log(np.maximum(terms[:, 2], 1))) * np.log1p(len(of_each) / dfs[hashes])
    return rows, hashes, weights


def similar(
    index: Index, judged: Judged, labelled: Judged, *, articles: int, seed: int
) -> list[str]:
    """Return lines of Markdown that tell how good and how fast likeness is.

    Args:
        index: The index, of one segment for signatures.
        judged: All that was judged.
        labelled: What comes with the articles alone.
        articles: How many random articles the times are of.
        seed: For these.
    """
    found = Found(index)
    first, again = found.times(articles=articles, seed=seed)
    lines = [
        f"{len(judged.alike)} articles of {len(index):,}; the first {DEPTH} of each.",
        "",
        "| found by | alike | judged | alike by the labels alone |",
        "|---|---:|---:|---:|",
    ]
    for name, by in ("32 words, weighted", found.by_words), ("signatures", found.by_signatures()):
        all_of_them, alone = precision(judged, by), precision(labelled, by)
        lines.append(
            f"| {name} | {all_of_them.alike:.3f} | {all_of_them.judged:.3f} | {alone.alike:.3f} |"
        )
    return [
        *lines,
        "",
        f"Ten hits for each of {len(first)} articles drawn at random, p50 and p95, ms:",
        "",
        "| asked | by the clock | of the processor |",
        "|---|---:|---:|",
        *(
            f"| {name} | {_spread([one.elapsed for one in took])} "
            f"| {_spread([one.worked for one in took])} |"
            for name, took in (("first", first), ("again", again))
        ),
    ]


def _spread(times: Sequence[float]) -> str:
    """Return the median and the 95th percentile of some times."""
    at_95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return f"{statistics.median(times):.1f} / {at_95:.1f}"
