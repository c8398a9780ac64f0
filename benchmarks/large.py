"""How an index of very many articles is built, opened, searched and updated.

An index is made where there is none; one that is there is only asked, and given a few articles,
which are removed again. Times of questions are those of the processor, in milliseconds; of an
update they are by the clock, since most of it is waiting for the disk.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

import searchkit
from benchmarks.corpus import Article, line
from benchmarks.driving import commands
from benchmarks.engines.searchkit_engine import ADDED, tree
from benchmarks.measures import percentile
from benchmarks.memory import Peak, held
from benchmarks.queries import Kind, choose
from benchmarks.timing import took

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.queries import Query
    from searchkit.index import Index

SAID = (
    "Times are of the processor, in milliseconds, but for updates and commands, which are by the "
    "clock. *First* is a query that nobody has asked before. Memory is what processes hold, mapped "
    "files left out."
)
"""What the table tells."""

_KINDS = (Kind.OR, Kind.AND, Kind.PHRASE)
_SURVEYED = 100_000  # articles that the query of the survey finds, about
_OPENED = 25  # times
_LOOKED_UP = 200  # articles whose copies are looked up
_TARGETS = {
    "memory while indexing, MB": "600",
    "open, p50": "2",
    "memory while searching, MB": "300",
    "survey of some 100,000 articles": "3",
    "copies of an article, p95": "5",
    "`searchkit search` over `import numpy, click`": "1.5",
}
"""What is asked of some measures, at most."""


def large_lines(
    corpus: Path, index: Path, lines: Sequence[str], *, of_each: int, updates: int, rounds: int
) -> Iterator[str]:
    """Yield a table in Markdown.

    Args:
        corpus: A folder of articles; files are added to it for a while.
        index: Its index, or where that is made.
        lines: Queries, one a line.
        of_each: Queries of each kind.
        updates: How often one article is added.
        rounds: How often a whole process is run, and a query repeated.
    """
    yield "| measure | value | at most |"
    yield "|---|---:|---:|"
    queries = [query for query in choose(lines, limit=of_each) if query.kind in _KINDS]
    rows = [] if index.exists() else _built(corpus, index)
    rows += _opened(index)
    with searchkit.open(index) as opened:
        rows += _searched(opened, queries, rounds)
    rows += _commanded(index, queries, rounds)
    rows += _updated(corpus, index, updates)
    yield from (f"| {name} | {value} | {_TARGETS.get(name, '')} |" for name, value in rows)


def _built(corpus: Path, index: Path) -> list[tuple[str, str]]:
    """Make the index with the command, and return what that took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-m", "searchkit", "index", str(corpus), "--index", str(index)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process, Peak(process.pid) as peak:
        process.wait()
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return [
        ("indexing, seconds by the clock", f"{seconds:,.0f}"),
        ("indexing, seconds of the processor", f"{spent:,.0f}"),
        ("memory while indexing, MB", f"{(peak.size or 0) / 1e6:.0f}"),
    ]


def _opened(index: Path) -> list[tuple[str, str]]:
    """Return how long it takes to open the index, once libraries are loaded."""
    times = []
    for _ in range(_OPENED):
        began = time.process_time()
        opened = searchkit.open(index)
        times.append(1000 * (time.process_time() - began))
        opened.close()
    return [("open, p50", f"{median(times[1:]):.2f}")]


def _searched(index: Index, queries: Sequence[Query], rounds: int) -> list[tuple[str, str]]:
    """Return how long questions take, and how much memory is held after them."""
    stats = index.stats()
    rows = [("articles", f"{stats.articles:,}"), ("segments", f"{stats.segments}")]
    rows.append(("index, GB", f"{stats.size / 1e9:.2f}"))
    for kind in _KINDS:
        some = [tree(query) for query in queries if query.kind is kind]
        if not some:
            continue
        asks = [partial(index.search, query, ranking="first", snippets=0) for query in some]
        first = [took(ask) for ask in asks]
        again = [min(took(ask) for _ in range(rounds)) for ask in asks]
        for how, times in ((" first", first), (" repeated", again)):
            shown = " / ".join(f"{percentile(times, share):.2f}" for share in (0.5, 0.95))
            rows.append((f"{kind},{how}, p50 / p95", shown))
    rows += _filtered(index, queries, rounds)
    rows += _explored(index, queries, rounds)
    rows.append(("memory while searching, MB", f"{(held(os.getpid()) or 0) / 1e6:.0f}"))
    return rows


def _filtered(index: Index, queries: Sequence[Query], rounds: int) -> list[tuple[str, str]]:
    """Return how long queries take within one year of one outlet."""
    source = next(one.source for one in index.sources() if one.source)
    asks = [
        partial(
            index.search, tree(query), source=source, since="2017", until="2017",
            ranking="first", snippets=0,
        )
        for query in queries
        if query.kind is Kind.OR
    ]  # fmt: skip
    first = [took(ask) for ask in asks]
    again = [min(took(ask) for _ in range(rounds)) for ask in asks]
    return [
        (f"filtered, {how}, p50 / p95", f"{percentile(t, 0.5):.2f} / {percentile(t, 0.95):.2f}")
        for how, t in (("first", first), ("repeated", again))
    ]


def _explored(index: Index, queries: Sequence[Query], rounds: int) -> list[tuple[str, str]]:
    """Return how long a survey takes, and looking copies up."""
    totals = {query: index.search(tree(query), limit=0).total for query in queries}
    near = min(totals, key=lambda query: abs(totals[query] - _SURVEYED))
    survey = partial(index.survey, " OR ".join(near.words), all_words=True)
    rows = [("articles of the survey", f"{survey().total:,}")]
    rows.append(("survey of some 100,000 articles", f"{min(map(took, [survey] * rounds)):.2f}"))
    keys = [hit.key for query in queries for hit in index.search(tree(query), snippets=0)]
    keys = list(dict.fromkeys(keys))[:_LOOKED_UP]
    rows.append(("clusters of copies, first", f"{took(partial(index.copies, limit=1)):.1f}"))
    times = [took(partial(index.copies, article=key)) for key in keys]
    rows.append(("copies of an article, p95", f"{percentile(times, 0.95):.2f}"))
    return rows


def _commanded(index: Path, queries: Sequence[Query], rounds: int) -> list[tuple[str, str]]:
    """Return how long the command takes beside loading what it stands on, by the clock."""
    query = next(query for query in queries if query.kind is Kind.OR)
    command = ["-m", "searchkit", "search", " ".join(query.words), f"--index={index}"]
    named = {"base": ["-c", "import numpy, click"], "search": command}
    seconds = commands(named, rounds=rounds)
    base, search = (median(seconds[name]) for name in named)
    return [
        ("`searchkit search`, ms", f"{1000 * search:.0f}"),
        ("`searchkit search` over `import numpy, click`", f"{search / base:.2f}"),
    ]


def _updated(corpus: Path, index: Path, updates: int) -> list[tuple[str, str]]:
    """Add articles one by one, and return how long each took, durable when it returns."""
    times = []
    with searchkit.open(index) as opened:
        opened.update(corpus)
        for number in range(updates):
            article = Article(f"large-{number}", f"Tide {number}", _TEXT.format(number), "", "")
            path = corpus / ADDED.format(article.id)
            path.write_text(line(article), encoding="ascii")
            began = time.perf_counter()
            opened.update(corpus)
            times.append(1000 * (time.perf_counter() - began))
        for path in corpus.glob(ADDED.format("large-*")):
            path.unlink()
        opened.update(corpus)
    return [("one durable update, p50", f"{median(times):.1f}")] if times else []


_TEXT = "The {}th tide came early. The pier was closed, and the ferry waited outside the harbour."
