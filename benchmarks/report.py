"""A run of the benchmark as a page of Markdown. Pure."""

from __future__ import annotations

from statistics import fmean, median
from typing import TYPE_CHECKING

from benchmarks.engines import OURS
from benchmarks.history import beside_earlier
from benchmarks.queries import Kind, Mode
from benchmarks.targets import MB, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.history import Row
    from benchmarks.results import CorpusRun, EngineRun, Results


LEGEND = """\
Times of a query are medians of its rounds, taken with all engines in turn, ten queries at a time;
p50 and p95 are over the queries. *bare* is the exact total and the ten best; *count* is the total
alone; *list* is the total with title, source, date and id of the ten best, and *snippets* the same
with a snippet of each; *first* is bare, once, when nobody has asked the query before: searchkit
remembers the words of the last queries, within bounds. *open* is in a
process that has opened the index before, so that no library is loaded. Memory is what the
processes hold above the bare interpreter, mapped files left out. MB are 1,000,000 bytes; throughput
is of titles and texts, end to end, from a file of JSON lines to a synced disk."""


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a table: the first column to the left, the others to the right.

    >>> print(table(["engine", "s"], [["a", "1"]]))
    | engine | s |
    | --- | ---: |
    | a | 1 |
    """
    rules = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rules, *rows])


def number(value: float | None) -> str:
    """Return a number with three figures that tell, or a dash for none.

    >>> number(0.012345), number(1234.5), number(31.415), number(None)
    ('0.0123', '1,234', '31.4', '–')
    """
    if value is None:
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    figures = f"{value:.3g}"
    return f"{value:.6f}".rstrip("0").rstrip(".") if "e" in figures else figures


def markdown(results: Results, earlier: Sequence[Row] = ()) -> str:
    """Return the whole page.

    Args:
        results: What was measured.
        earlier: What earlier runs measured, the first run first.
    """
    asked = ", ".join(f"{count} {kind}" for kind, count in results.queries.items())
    parts = [
        "# Results",
        "Written by the command below; nothing here was typed by hand.",
        f"    {results.command}",
        "\n".join(f"- {name}: {fact}" for name, fact in results.machine.items()),
        f"Queries of each class: {asked}.",
        LEGEND,
        "\n".join(f"- {remark}" for remark in results.remarks),
    ]
    for run in results.runs:
        parts += _corpus(run)
    parts += _verdicts(results.runs)
    parts += _history(results, earlier)
    return "\n\n".join(part for part in parts if part) + "\n"


def _corpus(run: CorpusRun) -> Iterator[str]:
    synthetic = f", {run.synthetic:,} of them synthetic" if run.synthetic else ""
    yield f"## {run.corpus}: {run.articles:,} articles, {run.size / MB:,.1f} MB of text{synthetic}"
    yield _building(run)
    for mode in Mode:
        if any(timed.mode is mode for engine in run.engines for timed in engine.timed):
            yield f"### Queries, {mode}: p50 / p95, ms"
            yield _latencies(run, mode)
    if run.compared:
        yield f"### {OURS[0]} over its peers: median of ratios (ratio of sums)"
        yield _ratios(run)
    if any(engine.worn for engine in run.engines):
        yield "### After adding articles one by one"
        yield _wear(run)
    if run.agreements:
        yield "### Counts of results"
        yield _counts(run)
    failures = [
        f"- {engine.engine}, {engine.failed} queries failed: {'; '.join(engine.failures)}"
        for engine in run.engines
        if engine.failures
    ]
    yield "\n".join(failures)


def _building(run: CorpusRun) -> str:
    head = ["engine", "MB/s", "articles/s", "index / text", "memory indexing, MB"]
    head += ["open, ms", "memory searching, MB", "update, ms", "cold process, ms"]
    rows = [_built(run, engine) for engine in run.engines]
    cold = [
        [f"`{name}`", *["–"] * 7, number(1000 * median(seconds))]
        for name, seconds in run.baselines.items()
    ]
    return table(head, rows + cold)


def _built(run: CorpusRun, engine: EngineRun) -> list[str]:
    seconds = median(engine.build) if engine.build else None
    memory, searching = engine.build_memory, engine.search_memory
    numbers = [
        run.size / MB / seconds if seconds else None,
        run.articles / seconds if seconds else None,
        engine.size / run.size if engine.size else None,
        memory / MB if memory is not None else None,
        1000 * engine.open,
        searching / MB if searching is not None else None,
        1000 * median(engine.update) if engine.update else None,
        1000 * median(engine.cold) if engine.cold else None,
    ]
    return [f"{engine.engine} {engine.version}", *map(number, numbers)]


def _latencies(run: CorpusRun, mode: Mode) -> str:
    rows = []
    for engine in run.engines:
        mine = {timed.kind: timed.latency for timed in engine.timed if timed.mode is mode}
        cells = [
            f"{number(1000 * mine[kind].p50)} / {number(1000 * mine[kind].p95)}"
            if kind in mine
            else "–"
            for kind in Kind
        ]
        rows.append([engine.engine, *cells])
    return table(["engine", *Kind], rows)


def _ratios(run: CorpusRun) -> str:
    found = {(c.engine, c.peer, c.mode, c.kind): c.ratio for c in run.compared}
    rows = []
    for engine, peer in dict.fromkeys((c.engine, c.peer) for c in run.compared):
        for mode in Mode:
            cells = [
                f"{number(ratio.typical)} ({number(ratio.overall)})"
                if (ratio := found.get((engine, peer, mode, kind)))
                else "–"
                for kind in Kind
            ]
            if any(cell != "–" for cell in cells):
                rows.append([f"{engine} over {peer}, {mode}", *cells])
    return table(["times", *Kind], rows)


def _wear(run: CorpusRun) -> str:
    rows = []
    for engine in run.engines:
        worn = {found.kind: found for found in engine.worn}
        cells = [
            f"{number(worn[kind].ratio.typical)} ({number(worn[kind].first.typical)})"
            if kind in worn
            else "–"
            for kind in Kind
        ]
        if worn:
            segments = " → ".join(map(str, engine.segments)) or "–"
            times = [number(1000 * f(engine.update)) for f in (median, fmean)]
            rows.append([engine.engine, str(len(engine.update)), *times, segments, *cells])
    return (
        "What each took, and times of queries after them over times before, bare (first).\n\n"
        + table(["engine", "updates", "median, ms", "mean, ms", "segments", *Kind], rows)
    )


def _counts(run: CorpusRun) -> str:
    head = [
        "engine",
        "class",
        "queries",
        "agree",
        f"differ most (its count, {run.agreements[0].reference}'s)",
    ]
    rows = [
        [
            found.engine,
            found.kind,
            str(found.queries),
            str(found.agreeing),
            "; ".join(f"`{query}` {a:,}, {b:,}" for query, a, b in found.worst) or "–",
        ]
        for found in run.agreements
    ]
    return (
        f"Beside {run.agreements[0].reference}; counts agree within 5 % or 2 articles, which is "
        "what other ways to cut and stem words explain.\n\n" + table(head, rows)
    )


def _verdicts(runs: Sequence[CorpusRun]) -> Iterator[str]:
    found = verdicts(runs)
    if not found:
        return
    yield "## Targets"
    rows = [
        [
            verdict.target,
            verdict.corpus,
            f"{verdict.articles:,}",
            f"{'at least' if verdict.at_least else 'at most'} {number(verdict.bound)}",
            number(verdict.reached),
            "yes" if verdict.met else "**no**",
        ]
        for verdict in found
    ]
    yield table(["target", "corpus", "articles", "aim", "reached", "met"], rows)
    if not all(verdict.met for verdict in found):
        yield "What was tried where one is missed, and what it would take: [TRIED.md](TRIED.md)."
    yield "## Where searchkit loses"
    yield "\n".join(_losses(runs)) or "Nowhere in this run."


def _history(results: Results, earlier: Sequence[Row]) -> Iterator[str]:
    rows = beside_earlier(results, earlier)
    if rows:
        yield "## Beside the run before"
        yield (
            "Measures that are a tenth more or less than when they were last taken, as ratios to "
            "tantivy of the same run where there is one; below 1 is better. All rows of all runs "
            "are in `history.jsonl`."
        )
        cells = [
            [row.measure, row.corpus, f"{row.articles:,}", number(before), number(row.value)]
            for before, row in rows
        ]
        yield table(["measure", "corpus", "articles", "before", "now"], cells)


def _losses(runs: Sequence[CorpusRun]) -> Iterator[str]:
    """Yield a line for each measure in which a peer was better, whatever the target."""
    for run in runs:
        ours = run.engine(OURS[0])
        for theirs in run.engines:
            if ours and theirs.engine not in OURS:
                for name, mine, other in _measures(ours, theirs):
                    if mine is not None and other is not None and mine > other > 0:
                        yield _loss(run, name, theirs.engine, mine / other)
        for compared in run.compared:
            if compared.ratio.typical > 1 and compared.engine == OURS[0]:
                name = f"query, {compared.kind}, {compared.mode}"
                yield _loss(run, name, compared.peer, compared.ratio.typical)


def _measures(
    ours: EngineRun, theirs: EngineRun
) -> Iterator[tuple[str, float | None, float | None]]:
    yield "time to index", median(ours.build), median(theirs.build)
    yield "size of the index", ours.size, theirs.size
    yield "memory at indexing", ours.build_memory, theirs.build_memory
    yield "memory at searching", ours.search_memory, theirs.search_memory
    yield "time to open", ours.open, theirs.open
    if ours.update and theirs.update:
        yield "time to update", median(ours.update), median(theirs.update)
    if ours.cold and theirs.cold:
        yield "whole process", median(ours.cold), median(theirs.cold)


def _loss(run: CorpusRun, name: str, peer: str, ratio: float) -> str:
    return f"- {run.corpus}, {run.articles:,} articles, {name}: {number(ratio)} times {peer}'s."
