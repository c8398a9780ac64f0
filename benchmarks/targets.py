"""What searchkit sets out to reach, and what a run says of it.

A target is a ratio to a peer measured in the same run, or a bound of its own.
The numbers of targets stand here alone; what was measured comes from `results`.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.engines import OURS
from benchmarks.measures import growth
from benchmarks.queries import Kind, Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.results import CorpusRun, EngineRun

SLOW = "whoosh"
"""The engine that may get a slice of the corpus alone."""

START = "python -c 'import numpy, click'"
MB = 1_000_000

LARGE = 100_000
"""From how many articles on more is asked of queries than to be level."""

SHORT = 2_000
"""Articles are short whose titles and texts have fewer bytes than this in the mean."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target, and what was reached.

    Attributes:
        target: What is aimed at, as a sentence.
        corpus: What was measured on.
        articles: The size of the corpus that was measured on.
        bound: The number aimed at.
        reached: The number measured.
        at_least: Whether the target is to reach at least the bound; otherwise at most.
    """

    target: str
    corpus: str
    articles: int
    bound: float
    reached: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the target was reached."""
        return self.reached >= self.bound if self.at_least else self.reached <= self.bound


def verdicts(runs: Sequence[CorpusRun]) -> list[Verdict]:
    """Return what the runs say of each target that they could measure."""
    found: list[Verdict] = []
    for run in runs:
        ours = run.engine(OURS[0])
        if ours:
            found += [*_beside(run, ours), *_queries(run), *_alone(run, ours)]
    return [*found, *_growth(runs)]


def _beside(run: CorpusRun, ours: EngineRun) -> Iterator[Verdict]:
    for peer, bound in (("tantivy", 0.9), (SLOW, 25)):
        theirs = run.engine(peer)
        if theirs and ours.build and theirs.build:
            times = median(theirs.build) / median(ours.build)
            target = f"indexing throughput, times {peer}'s"
            yield _verdict(run, target, bound, times, at_least=True)
    tantivy = run.engine("tantivy")
    if tantivy:
        yield _verdict(run, "size of the index over tantivy's", 0.9, ours.size / tantivy.size)
    if tantivy and ours.update and tantivy.update:
        times = median(ours.update) / median(tantivy.update)
        yield _verdict(run, "durable update of one article over tantivy's", 1.2, times)


def _verdict(
    run: CorpusRun, target: str, bound: float, reached: float, *, at_least: bool = False
) -> Verdict:
    return Verdict(target, run.corpus, run.articles, bound, reached, at_least)


def _queries(run: CorpusRun) -> Iterator[Verdict]:
    is_short = run.size < SHORT * run.articles
    bounds = {
        ("tantivy", Mode.FIRST): 3.0,
        ("tantivy", Mode.BARE): 0.7 if run.articles >= LARGE else 1.0,
        ("tantivy", Mode.COUNT): 1.0,
        ("tantivy", Mode.LIST): 1.0,
        ("tantivy", Mode.SNIPPETS): 0.9 if is_short else 0.7,
        (SLOW, Mode.BARE): 1 / 50,
    }
    for compared in run.compared:
        bound = bounds.get((compared.peer, compared.mode))
        if bound and compared.engine == OURS[0] and compared.kind is not Kind.PREFIX:
            target = f"query, {compared.kind}, {compared.mode}, over {compared.peer}'s"
            yield _verdict(run, target, bound, compared.ratio.typical)


def _alone(run: CorpusRun, ours: EngineRun) -> Iterator[Verdict]:
    yield _verdict(run, "opening an index, ms", 2, 1000 * ours.open)
    if ours.update:
        yield _verdict(run, "durable update, ms", 150, 1000 * median(ours.update))
    for worn in ours.worn:
        target = f"query, {worn.kind}, {{}}, after {len(ours.update)} updates, over before"
        yield _verdict(run, target.format(Mode.BARE), 1.3, worn.ratio.typical)
        yield _verdict(run, target.format(Mode.FIRST), 1.3, worn.first.typical)
    for name, size, bound in (
        ("indexing", ours.build_memory, 600),
        ("searching", ours.search_memory, 300),
    ):
        if size is not None:
            target = f"memory at {name} above the interpreter, MB"
            yield _verdict(run, target, bound, size / MB)
    start = run.baselines.get(START)
    if ours.cold and start:
        times = median(ours.cold) / median(start)
        most = 1.5 if run.articles > LARGE else 1.3
        yield _verdict(run, f"whole process over {START}", most, times)


def _growth(runs: Sequence[CorpusRun]) -> Iterator[Verdict]:
    """Yield how measures grow from the smallest corpus of a name to the largest.

    A slice that was measured for the sake of the slow peer alone is left out.
    """
    for name in dict.fromkeys(run.corpus for run in runs):
        named = [run for run in runs if run.corpus == name and run.engine(OURS[0])]
        shared = [run for run in named if _fast(run) >= _fast(named[-1])]
        if len(shared) > 1 and shared[-1].size > shared[0].size:
            yield from _grown(shared[0], shared[-1])


def _grown(small: CorpusRun, large: CorpusRun) -> Iterator[Verdict]:
    first, last = (run.engine(OURS[0]) for run in (small, large))
    assert first
    assert last
    factor = large.size / small.size
    power = growth(median(first.build), median(last.build), factor=factor)
    yield _verdict(large, "indexing time grows with this power of the text", 1.05, power)
    for timed in first.timed:
        other = next((t for t in last.timed if (t.kind, t.mode) == (timed.kind, timed.mode)), None)
        if other:
            power = growth(timed.latency.mean, other.latency.mean, factor=factor)
            target = f"query, {timed.kind}, {timed.mode}: mean grows with this power of the text"
            yield _verdict(large, target, 0.95, power)


def _fast(run: CorpusRun) -> set[str]:
    return {engine.engine for engine in run.engines} - {SLOW}
