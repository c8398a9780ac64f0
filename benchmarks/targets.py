"""What searchkit sets out to reach, and what a run says of it.

A target is a ratio to a peer measured in the same run, or a bound of its own.
The numbers of targets stand here alone; what was measured comes from `results`.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.measures import growth
from benchmarks.queries import Kind
from benchmarks.results import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.results import CorpusRun, EngineRun

OURS = "searchkit"
SLOW = "whoosh"
"""The engine that may get a slice of the corpus alone."""

START = "python -c 'import numpy, click'"
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """One target, and what was reached.

    Attributes:
        target: What is aimed at, as a sentence.
        articles: The size of the corpus that was measured on.
        bound: The number aimed at.
        reached: The number measured.
        at_least: Whether the target is to reach at least the bound; otherwise at most.
    """

    target: str
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
        ours = run.engine(OURS)
        if ours:
            found += [*_beside(run, ours), *_queries(run), *_alone(run, ours)]
    return [*found, *_growth(runs)]


def _beside(run: CorpusRun, ours: EngineRun) -> Iterator[Verdict]:
    for peer, bound in (("tantivy", 1.2), (SLOW, 25)):
        theirs = run.engine(peer)
        if theirs and ours.build and theirs.build:
            times = median(theirs.build) / median(ours.build)
            target = f"indexing throughput, times {peer}'s"
            yield Verdict(target, run.articles, bound, times, at_least=True)
    tantivy = run.engine("tantivy")
    if tantivy:
        size = ours.size / tantivy.size
        yield Verdict("size of the index over tantivy's", run.articles, 0.9, size)
    if tantivy and ours.update and tantivy.update:
        times = median(ours.update) / median(tantivy.update)
        yield Verdict("durable update of one article over tantivy's", run.articles, 1.0, times)


def _queries(run: CorpusRun) -> Iterator[Verdict]:
    bounds = {
        ("tantivy", Mode.BARE): 0.7,
        ("tantivy", Mode.SNIPPETS): 0.7,
        (SLOW, Mode.BARE): 1 / 50,
    }
    for compared in run.compared:
        bound = bounds.get((compared.peer, compared.mode))
        if bound and compared.kind is not Kind.PREFIX:
            target = f"query, {compared.kind}, {compared.mode}, over {compared.peer}'s"
            yield Verdict(target, run.articles, bound, compared.ratio.typical)


def _alone(run: CorpusRun, ours: EngineRun) -> Iterator[Verdict]:
    if ours.update:
        yield Verdict("durable update, ms", run.articles, 150, 1000 * median(ours.update))
    for worn in ours.worn:
        target = f"query, {worn.kind}, {{}}, after {len(ours.update)} updates, over before"
        yield Verdict(target.format(Mode.BARE), run.articles, 1.3, worn.ratio.typical)
        yield Verdict(target.format(Mode.FIRST), run.articles, 1.3, worn.first.typical)
    for name, size, bound in (
        ("indexing", ours.build_memory, 600),
        ("searching", ours.search_memory, 300),
    ):
        if size is not None:
            target = f"memory at {name} above the interpreter, MB"
            yield Verdict(target, run.articles, bound, size / MB)
    start = run.baselines.get(START)
    if ours.cold and start:
        times = median(ours.cold) / median(start)
        yield Verdict(f"whole process over {START}", run.articles, 1.6, times)


def _growth(runs: Sequence[CorpusRun]) -> Iterator[Verdict]:
    """Yield how measures grow from the smallest corpus to the largest.

    A slice that was measured for the sake of the slow peer alone is left out.
    """
    shared = [run for run in runs if run.engine(OURS) and _fast(run) >= _fast(runs[-1])]
    if len(shared) < 2 or shared[-1].size <= shared[0].size:
        return
    small, large = shared[0], shared[-1]
    ours = [run.engine(OURS) for run in (small, large)]
    first, last = ours
    assert first
    assert last
    factor = large.size / small.size
    power = growth(median(first.build), median(last.build), factor=factor)
    yield Verdict("indexing time grows with this power of the text", large.articles, 1.05, power)
    for timed in first.timed:
        other = next((t for t in last.timed if (t.kind, t.mode) == (timed.kind, timed.mode)), None)
        if other:
            power = growth(timed.latency.mean, other.latency.mean, factor=factor)
            target = f"query, {timed.kind}, {timed.mode}: mean grows with this power of the text"
            yield Verdict(target, large.articles, 0.95, power)


def _fast(run: CorpusRun) -> set[str]:
    return {engine.engine for engine in run.engines} - {SLOW}
