"""How an index of very many articles is built, opened, searched and updated.

The articles are drawn (:mod:`benchmarks.many_articles`), so that as few of them are alike as among
real ones. How memory grows with their number is measured on a quarter of them. An index is made
where there is none; one that is there is only asked, and given a few articles, which are removed
again. Times of questions are those of the processor, in milliseconds; of an update they are by the
clock, since most of it is waiting for the disk.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import searchkit
from benchmarks import corpus as corpora
from benchmarks.corpus import Article, line
from benchmarks.driving import commands
from benchmarks.engines.searchkit_engine import ADDED, tree
from benchmarks.many_articles import draw
from benchmarks.measures import percentile
from benchmarks.memory import Peak, held
from benchmarks.queries import SAMPLE, Kind, Sampler
from benchmarks.timing import took

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    corpus: Path,
    work: Path,
    *,
    articles: int,
    of_each: int,
    updates: int,
    rounds: int,
    seed: int,
) -> Iterator[str]:
    """Yield a table in Markdown.

    Args:
        corpus: A file of articles in JSON lines, whose words are drawn.
        work: A folder for the articles and their index, which are used again if they are there.
        articles: How many.
        of_each: Queries of each kind.
        updates: How often one article is added.
        rounds: How often a whole process is run, and a query repeated.
        seed: The same seed gives the same articles and queries.
    """
    yield "| measure | value | at most |"
    yield "|---|---:|---:|"
    folder, index = work / "articles", work / "index"
    if not folder.exists():
        draw(corpus, folder, articles=articles, seed=seed)
    sampler = Sampler(list(islice(corpora.read(folder / corpora.FILE), SAMPLE)), seed=seed)
    queries = [query for kind in _KINDS for query in sampler.sample(kind, of_each)]
    rows = [] if index.exists() else _grown(corpus, folder, index, articles, seed)
    rows += _opened(index)
    # In a process of its own, which holds no more than a search needs.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        rows += other.submit(_asked, index, queries, rounds).result()
    rows += _commanded(index, queries, rounds)
    rows += _updated(folder, index, updates)
    yield from (f"| {name} | {value} | {_TARGETS.get(name, '')} |" for name, value in rows)


def _grown(
    corpus: Path, folder: Path, index: Path, articles: int, seed: int
) -> list[tuple[str, str]]:
    """Make the index, and before that one of a quarter; return what that took, and the growth."""
    quarter = articles // 4
    with TemporaryDirectory(dir=folder.parent) as name:
        draw(corpus, Path(name) / "articles", articles=quarter, seed=seed)
        few = _built(Path(name) / "articles", Path(name) / "index")
    all_ = _built(folder, index)
    growth = (all_.memory - few.memory) / (articles - quarter)
    return [
        ("indexing, seconds by the clock", f"{all_.seconds:,.0f}"),
        ("indexing, seconds of the processor", f"{all_.spent:,.0f}"),
        ("memory while indexing, MB", f"{all_.memory / 1e6:.0f}"),
        (f"the same of {quarter:,} articles, MB", f"{few.memory / 1e6:.0f}"),
        ("growth of it, bytes an article", f"{growth:.0f}"),
    ]


class _Build(NamedTuple):
    """What it took to make an index.

    Attributes:
        seconds: By the clock.
        spent: Of the processor.
        memory: The most that was held, in bytes; 0 where that is not told.
    """

    seconds: float
    spent: float
    memory: int


def _built(corpus: Path, index: Path) -> _Build:
    """Make an index with the command, and return what that took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    command = [sys.executable, "-m", "searchkit", "index", str(corpus), "--index", str(index)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process, Peak(process.pid) as peak:
        process.wait()
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return _Build(seconds, spent, peak.size or 0)


def _opened(index: Path) -> list[tuple[str, str]]:
    """Return how long it takes to open the index, once libraries are loaded."""
    times = []
    for _ in range(_OPENED):
        began = time.process_time()
        opened = searchkit.open(index)
        times.append(1000 * (time.process_time() - began))
        opened.close()
    return [("open, p50", f"{median(times[1:]):.2f}")]


def _asked(address: Path, queries: Sequence[Query], rounds: int) -> list[tuple[str, str]]:
    """Open the index and return what :func:`_searched` does."""
    with searchkit.open(address) as index:
        return _searched(index, queries, rounds)


def _searched(index: Index, queries: Sequence[Query], rounds: int) -> list[tuple[str, str]]:
    """Return how long questions take, and how much memory is held after them."""
    stats = index.stats()
    rows = [("articles", f"{stats.articles:,}"), ("segments", f"{stats.segments}")]
    rows.append(("index, GB", f"{stats.size / 1e9:.2f}"))
    rows.append(("index, bytes an article", f"{stats.size / stats.articles:,.0f}"))
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
