"""What a run of the benchmark measured, as plain records.

All times are in seconds and all sizes in bytes. ``dataclasses.asdict`` of a
:class:`Results` is what is written as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.measures import Latency, Ratio
    from benchmarks.queries import Kind, Mode


@dataclass(frozen=True, slots=True)
class Timed:
    """The latencies of one class of queries in one mode."""

    kind: Kind
    mode: Mode
    latency: Latency


@dataclass(frozen=True, slots=True)
class Worn:
    """What many small updates did to the queries of one class.

    Attributes:
        kind: The class.
        ratio: Times after the updates over times before them, bare.
        first: The same of queries asked for the first time.
    """

    kind: Kind
    ratio: Ratio
    first: Ratio


@dataclass(slots=True)
class EngineRun:
    """What was measured of one engine on one corpus.

    Attributes:
        engine: Its name.
        version: Its version.
        build: Seconds of each build, end to end from the file of articles to the disk; empty if
            it asks the index of another.
        build_memory: The most it held while building, above the interpreter; None if not told.
        size: Of the index.
        open: Seconds to open the index.
        search_memory: What it held after all queries, above the interpreter; None if not told.
        timed: Latencies, by class and mode.
        update: Seconds of each durable addition of one article; empty if it cannot.
        segments: How many segments it has after the build, and after the updates; empty if it
            does not tell.
        worn: What the updates did to its queries, by class.
        cold: Seconds of each whole process that asks one query.
        failures: What it said of queries that failed, each kind of failure once.
        failed: How many queries failed.
    """

    engine: str
    version: str
    build: list[float] = field(default_factory=list)
    build_memory: int | None = None
    size: int = 0
    open: float = 0.0
    search_memory: int | None = None
    timed: list[Timed] = field(default_factory=list)
    update: list[float] = field(default_factory=list)
    segments: list[int] = field(default_factory=list)
    worn: list[Worn] = field(default_factory=list)
    cold: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """How an engine of searchkit compares with a peer on one class of queries in one mode."""

    engine: str
    peer: str
    kind: Kind
    mode: Mode
    queries: int
    ratio: Ratio


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two engines agree on how many articles a class of queries finds.

    Attributes:
        engine: One engine.
        reference: The other.
        kind: The class.
        queries: How many queries both counted.
        agreeing: On how many of them they agree, but for how words are cut.
        worst: Queries on which they differ most: what was asked, and the two counts.
    """

    engine: str
    reference: str
    kind: Kind
    queries: int
    agreeing: int
    worst: list[tuple[str, int, int]]


@dataclass(slots=True)
class CorpusRun:
    """What was measured on one corpus.

    Attributes:
        corpus: What it is called.
        articles: How many it has.
        size: Of titles and texts.
        synthetic: How many of the articles were made for the benchmark.
        engines: What was measured of each engine, the one compared with the others first.
        compared: Each engine of searchkit beside each other one.
        agreements: Counts of results beside those of the first engine.
        baselines: Seconds of each round of the processes that cold ones are compared with.
    """

    corpus: str
    articles: int
    size: int
    synthetic: int
    engines: list[EngineRun] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    baselines: dict[str, list[float]] = field(default_factory=dict)

    def engine(self, name: str) -> EngineRun | None:
        """Return what was measured of an engine, or None if it took no part."""
        return next((run for run in self.engines if run.engine == name), None)


@dataclass(slots=True)
class Results:
    """A whole run of the benchmark.

    Attributes:
        command: What was typed.
        machine: Facts about the machine, by name.
        queries: How many queries of each class were asked, by class.
        remarks: What the engines do differently, for the reader.
        runs: What was measured, by corpus, the smallest first.
    """

    command: str
    machine: dict[str, str]
    queries: dict[str, int]
    remarks: list[str]
    runs: list[CorpusRun]
