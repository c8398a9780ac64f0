"""One corpus, several engines: build, ask, update, and write down what that took."""

from __future__ import annotations

import shutil
import sys
from contextlib import ExitStack
from dataclasses import asdict, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from benchmarks import corpus as corpora
from benchmarks.driving import EngineError, Process, Timings, commands, interleave
from benchmarks.engines import OURS
from benchmarks.measures import agrees, latency, ratio
from benchmarks.queries import Kind, Mode
from benchmarks.results import Agreement, Compared, CorpusRun, EngineRun, Timed, Worn
from benchmarks.worker import sync

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from benchmarks.corpus import Article, Corpus
    from benchmarks.measures import Ratio
    from benchmarks.queries import Query

WORST = 3  # queries shown for each class and engine whose counts differ
COLD_ROUNDS = 7


def say(message: str) -> None:
    """Tell on standard error how far the benchmark has come."""
    print(message, file=sys.stderr, flush=True)


class Bench:
    """Measures engines on one corpus.

    Args:
        title: What the corpus is called.
        corpus: What to index.
        names: The engines; those of searchkit are compared with each of the others.
        folder: Where the indexes go.
    """

    def __init__(self, title: str, corpus: Corpus, names: Sequence[str], folder: Path) -> None:
        self._title = title
        self._corpus = corpus
        self._names = names
        self._folder = folder
        self._able: dict[str, dict[str, Any]] = {}
        self.remarks: list[str] = []

    def run(
        self,
        queries: Sequence[Query],
        *,
        rounds: int,
        builds: int,
        added: Sequence[Article],
        synthetic: int,
        cold_rounds: int = COLD_ROUNDS,
        keep: Callable[[CorpusRun], None] = lambda _: None,
    ) -> CorpusRun:
        """Measure everything.

        Args:
            queries: What to ask.
            rounds: How often each query is asked and counted.
            builds: How often each engine builds its index.
            added: Articles that are added one by one, the first of them uncounted; an engine
                may be given fewer.
            synthetic: How many articles of the corpus are not real.
            cold_rounds: How often a whole process is run to ask one query.
            keep: Given what is measured, from the builds on whenever there is more of it.
        """
        found = CorpusRun(self._title, self._corpus.articles, self._corpus.size, synthetic)
        found.engines = [self._introduce(name) for name in self._names]
        for _ in range(builds):
            for run in found.engines:
                if not self._able[run.engine]["shares"]:
                    self._build(run)
        keep(found)
        self._ask(found, queries, rounds=rounds, keep=keep)
        for run in found.engines:
            if most := self._able[run.engine]["updates"]:
                self._update(run, added[: most + 1], queries, rounds=rounds)
                keep(found)
        self._cold(found, queries, rounds=cold_rounds)
        keep(found)
        return found

    def _index(self, name: str) -> Path:
        shares = self._able[name]["shares"] if name in self._able else None
        return self._folder / (shares or name)

    def _process(self, name: str) -> Process:
        return Process(name, self._corpus.folder, self._index(name))

    def _introduce(self, name: str) -> EngineRun:
        with self._process(name) as process:
            able = process.ask("load")
        self._able[name] = able
        self.remarks += able["remarks"]
        return EngineRun(name, able["version"])

    def _build(self, run: EngineRun) -> None:
        index = self._index(run.engine)
        shutil.rmtree(index, ignore_errors=True)
        index.mkdir(parents=True)
        with self._process(run.engine) as process:
            seconds, memory = process.build()
        run.build.append(seconds)
        run.build_memory = max((m for m in (run.build_memory, memory) if m), default=None)
        run.size = sum(path.stat().st_size for path in index.rglob("*") if path.is_file())
        say(f"{run.engine}: {self._corpus.articles:,} articles in {seconds:.1f} s")

    def _ask(
        self,
        found: CorpusRun,
        queries: Sequence[Query],
        *,
        rounds: int,
        keep: Callable[[CorpusRun], None],
    ) -> None:
        with ExitStack() as stack:
            opened: dict[str, Process] = {}
            for run in found.engines:
                process = opened[run.engine] = stack.enter_context(self._process(run.engine))
                run.open = process.seconds("open")
            for mode in (Mode.BARE, Mode.COUNT, Mode.LIST, Mode.SNIPPETS):
                for kind in Kind:
                    asked = [query for query in queries if query.kind is kind]
                    able = [opened[name] for name in self._names if self._can(name, kind, mode)]
                    if asked and able:
                        say(f"{len(asked)} queries, {kind}, {mode}")
                        timings = interleave(able, asked, mode, rounds=rounds)
                        times = {name: timing.times for name, timing in timings.items()}
                        self._record(found, kind, mode, times)
                        if mode is Mode.BARE:
                            first = {name: timing.first for name, timing in timings.items()}
                            self._record(found, kind, Mode.FIRST, first)
                            self._count(found, kind, timings)
                        for run in found.engines:
                            _fail(run, timings.get(run.engine, Timings()))
                        keep(found)
            for run in found.engines:
                run.search_memory = opened[run.engine].held()

    def _can(self, name: str, kind: Kind, mode: Mode) -> bool:
        able = self._able[name]
        return kind in able["kinds"] and mode in able["modes"]

    def _record(
        self,
        found: CorpusRun,
        kind: Kind,
        mode: Mode,
        times: Mapping[str, Mapping[Query, list[float]]],
    ) -> None:
        for run in found.engines:
            if mine := times.get(run.engine):
                run.timed.append(Timed(kind, mode, latency(list(mine.values()))))
        ours = [name for name in times if name in OURS]
        for name, peer in product(ours, [name for name in times if name not in OURS]):
            if both := _shared(times[name], times[peer]):
                compared = ratio(*[[times[one][q] for q in both] for one in (name, peer)])
                found.compared.append(Compared(name, peer, kind, mode, len(both), compared))

    def _count(self, found: CorpusRun, kind: Kind, timings: Mapping[str, Timings]) -> None:
        first = timings.get(self._names[0])
        for name, mine in timings.items():
            if first and name not in OURS:
                counted = agreement(name, self._names[0], kind, mine.totals, first.totals)
                if counted:
                    found.agreements.append(counted)

    def _update(
        self,
        run: EngineRun,
        added: Sequence[Article],
        queries: Sequence[Query],
        *,
        rounds: int,
    ) -> None:
        """Add articles one by one, and ask the index as it was and as it is then, in turn."""
        fresh = self._index(f"{run.engine}-fresh")
        shutil.copytree(self._index(run.engine), fresh)
        sync(fresh)  # or the first updates would wait for it
        try:
            with self._process(run.engine) as process:
                run.segments = _segments(process)
                for number, article in enumerate(added):
                    named = replace(article, id=f"benchmark-update-{number}")
                    seconds = process.seconds("replace", article=corpora.line(named))
                    # The first one opens the writer; it is not counted.
                    run.update += [seconds] if number else []
                run.segments += _segments(process)
                process.ask("close")
            with (  # processes that have done nothing else: it is the index that may have worn
                Process(run.engine, self._corpus.folder, fresh, label="before") as before,
                self._process(run.engine) as after,
            ):
                run.worn = self._worn(run.engine, (before, after), queries, rounds=rounds)
        except EngineError as error:
            run.failures.append(f"update: {error}")
        shutil.rmtree(fresh)
        say(f"{run.engine}: {len(run.update)} updates")

    def _worn(
        self, name: str, both: tuple[Process, Process], queries: Sequence[Query], *, rounds: int
    ) -> list[Worn]:
        found = []
        for kind in Kind:
            asked = [query for query in queries if query.kind is kind]
            if asked and self._can(name, kind, Mode.BARE):
                timings = interleave(both, asked, Mode.BARE, rounds=rounds)
                before, after = (timings[process.name] for process in both)
                bare = _grown(before.times, after.times)
                found.append(Worn(kind, bare, first=_grown(before.first, after.first)))
        return found

    def _cold(self, found: CorpusRun, queries: Sequence[Query], *, rounds: int) -> None:
        query = next((query for query in queries if query.kind is Kind.OR), None)
        if not query:
            return
        named = {
            "python -c 'import numpy, click'": ["-c", "import numpy, click"],
            "python -c 'import benchmarks.worker'": ["-c", "import benchmarks.worker"],
        }
        baselines = list(named)
        for name in self._names:
            with self._process(name) as process:
                named[name] = process.ask("command", query=asdict(query))["arguments"]
        seconds = commands(named, rounds=rounds)
        found.baselines = {name: seconds[name] for name in baselines}
        for run in found.engines:
            run.cold = seconds[run.engine]


def agreement(
    engine: str,
    reference: str,
    kind: Kind,
    totals: Mapping[Query, int | None],
    others: Mapping[Query, int | None],
) -> Agreement | None:
    """Return how far the counts of two engines agree, or None where one does not count."""
    pairs = [
        (query, total, other)
        for query, total in totals.items()
        if total is not None and (other := others.get(query)) is not None
    ]
    if not pairs:
        return None
    unlike = [(str(query), a, b) for query, a, b in pairs if not agrees(a, b)]
    unlike.sort(key=lambda row: (-abs(row[1] - row[2]), row[0]))
    return Agreement(engine, reference, kind, len(pairs), len(pairs) - len(unlike), unlike[:WORST])


def _segments(process: Process) -> list[int]:
    count = process.ask("segments")["segments"]
    return [] if count is None else [count]


def _fail(run: EngineRun, timings: Timings) -> None:
    run.failed += len(timings.failures)
    run.failures = sorted({*run.failures, *timings.failures.values()})


def _grown(before: Mapping[Query, list[float]], after: Mapping[Query, list[float]]) -> Ratio:
    """Return the times of queries over those before."""
    shared = _shared(after, before)
    return ratio(*[[times[query] for query in shared] for times in (after, before)])


def _shared(one: Mapping[Query, object], other: Mapping[Query, object]) -> list[Query]:
    return [query for query in one if query in other]
