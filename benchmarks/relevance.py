"""How early each system has the right articles, over sets of queries that were judged.

A *row* is one way to rank: searchkit with certain options, or a peer. To measure another one, add
it to :data:`ROWS`: what it needs is the options of a search, or the name of an engine.
"""

from __future__ import annotations

import re
import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median
from typing import TYPE_CHECKING, Any

import searchkit
from benchmarks import corpus as corpora
from benchmarks.engines import LIMIT, TITLE_WEIGHT, Ranks, load
from benchmarks.running import say
from searchkit.evaluation import Evaluation
from searchkit.evaluation.evaluating import LIMIT as DEPTH
from searchkit.evaluation.evaluating import judged_query
from searchkit.query import Ranking
from searchkit.query.bare_words import plain_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from benchmarks.judged_sets import JudgedSet
    from searchkit.index import Index

    Rank = Callable[[str, int], Sequence[str]]
    """From a query and a limit to the ids of the best articles."""

ROUNDS = 3
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """One way to rank.

    Attributes:
        name: What tables call it.
        engine: The engine that does it.
        as_typed: Whether searchkit reads queries by its language; otherwise as plain words.
        options: Further options of its search.
        as_is: Whether searchkit reads the texts of articles as they are stored.
        title_weight: How much more a word of the title weighs, for a peer.
    """

    name: str
    engine: str = "searchkit"
    as_typed: bool = False
    options: dict[str, Any] = field(default_factory=dict)
    as_is: bool = False
    title_weight: float = 1.0


ROWS = (
    Row("searchkit, as typed", as_typed=True),
    Row("searchkit, plain words"),
    Row("searchkit, first stage alone, as typed", as_typed=True, options={"ranking": "first"}),
    Row("searchkit, first stage alone", options={"ranking": "first"}),
    Row("searchkit, without pairs", options={"ranking": Ranking(pairs=False)}),
    Row("searchkit, without likeness", options={"ranking": Ranking(likeness=False)}),
    Row("searchkit, one plain BM25", options={"ranking": "bm25"}),
    Row("searchkit, one plain BM25, texts as they are", options={"ranking": "bm25"}, as_is=True),
    Row("tantivy", "tantivy"),
    Row("tantivy, title x 2.5", "tantivy", title_weight=TITLE_WEIGHT),
    Row("SQLite FTS5", "fts5"),
    Row("SQLite FTS5, title x 2.5", "fts5", title_weight=TITLE_WEIGHT),
    Row("bm25s", "bm25s"),
)
"""What is measured; each is compared with the first."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How well one row did on one set.

    Attributes:
        row: The row.
        judged: The set.
        evaluation: Its measures.
        median: The median time of a query, in seconds, ten articles with their ids; 0 for
            known items, for which it is not measured.
    """

    row: Row
    judged: JudgedSet
    evaluation: Evaluation
    median: float


@dataclass(frozen=True, slots=True)
class Built:
    """The articles of some sets, indexed.

    Attributes:
        articles: How many articles there are.
        seconds: How long searchkit took to index them.
    """

    articles: int
    seconds: float


def judge(
    sets: Sequence[JudgedSet], rows: Sequence[Row], work: Path
) -> Iterator[tuple[Built, list[Measured]]]:
    """Yield how well each row does on sets of the same articles, for one file after another.

    Args:
        sets: The sets, those with the same articles together.
        rows: What to measure.
        work: Where indexes go. Those of peers are kept there for the next time; that of
            searchkit is built by the program as it is now.
    """
    for path, group in groupby(sets, key=lambda judged: judged.articles):
        together = list(group)
        folder = work / together[0].name
        articles = _corpus(path, folder / "corpus")
        began = time.perf_counter()
        with _index(folder) as index:
            built = Built(articles, time.perf_counter() - began)
            say(f"{together[0].name}: {articles:,} articles in {built.seconds:.1f} s")
            found = []
            for row in rows:
                with _ranking(row, folder, index) as rank:
                    for judged in together:
                        found.append(_asked(row, judged, rank))
                        say(f"  {judged.name}, {row.name}: {found[-1].evaluation.mean.ndcg:.4f}")
        yield built, found


def _index(folder: Path, *, as_is: bool = False) -> Index:
    """Return an index of the articles in a folder, built now."""
    address = folder / ("as-is" if as_is else "searchkit")
    searchkit.rebuild(address, folder / "corpus", replace_corpus=True, as_is=as_is)
    return searchkit.open(address)


@contextmanager
def _ranking(row: Row, folder: Path, index: Index) -> Iterator[Rank]:
    """Give how a row ranks.

    Args:
        row: The row.
        folder: Where the articles and their indexes are.
        index: The index of searchkit, of texts as they are usually read.
    """
    if row.engine != "searchkit":
        yield _peer(row, folder)
    elif row.as_is:
        with _index(folder, as_is=True) as another:
            yield _own(another, row)
    else:
        yield _own(index, row)


def _corpus(path: Path, folder: Path) -> int:
    """Write the articles of a file as every engine reads them, once, and return their number."""
    count = folder / "count"
    if not count.exists():
        written = corpora.write(corpora.read(path), folder)
        count.write_text(str(written.articles))
    return int(count.read_text())


def _own(index: Index, row: Row) -> Rank:
    def rank(text: str, limit: int) -> list[str]:
        query = text if row.as_typed else plain_query(text, language="en")
        found = index.search(query, limit=limit, snippets=0, **row.options)
        return [hit.key.partition("#")[2] for hit in found]

    return rank


def _peer(row: Row, folder: Path) -> Rank:
    """Return how a peer ranks, its index built where there is none."""
    engine = load(row.engine)
    index = folder / row.engine
    if not (index / "whole").exists():
        shutil.rmtree(index, ignore_errors=True)
        index.mkdir(parents=True)
        engine.build(folder / "corpus", index)
        (index / "whole").touch()
    searcher = engine.open(index, folder / "corpus")
    assert isinstance(searcher, Ranks)

    def rank(text: str, limit: int) -> list[str]:
        words = _WORD.findall(text.lower())
        return searcher.ids(words, limit=limit, title_weight=row.title_weight)

    return rank


def _asked(row: Row, judged: JudgedSet, rank: Rank) -> Measured:
    """Return how well a set is answered, and how fast."""
    texts = judged.queries.values()
    queries = tuple(
        judged_query(name, text, rank(text, DEPTH), judged.judgments[name])
        for name, text in judged.queries.items()
    )
    times = [] if judged.is_known_item else [min(_times(rank, text)) for text in texts]
    return Measured(row, judged, Evaluation(queries=queries), median(times or [0.0]))


def _times(rank: Rank, text: str) -> Iterator[float]:
    for _ in range(ROUNDS):
        began = time.perf_counter()
        rank(text, LIMIT)
        yield time.perf_counter() - began
