"""The engines, behind one small interface.

An engine builds an index from a corpus, and opens one to be asked. All of them
get the same fields (id, title, text, date, source), keep the texts to quote
from, stem English as well as they can, drop no words, and weigh a word of the
title 2.5 times. Where one cannot, its remarks say so, and they are printed.

Each engine is in a module of its own, imported only in the process that uses
it, so that its library weighs on nobody else.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.corpus import Article
    from benchmarks.queries import Kind, Query

ENGINES = {
    "searchkit": "benchmarks.engines.searchkit_engine",
    "tantivy": "benchmarks.engines.tantivy_engine",
    "fts5": "benchmarks.engines.fts5_engine",
    "bm25s": "benchmarks.engines.bm25s_engine",
    "whoosh": "benchmarks.engines.whoosh_engine",
}
"""The module of each engine, by its name."""

TITLE_WEIGHT = 2.5
"""How much more a word of the title weighs than one of the text."""

LIMIT = 10
"""How many hits are asked for."""

UPDATES = 200
"""How many articles are added one by one to an engine that does not take long for it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found.

    Attributes:
        total: How many articles, exactly; None if it does not know.
        hits: The best of them: the engine's own handles, or, where snippets
            were asked for, a text of each hit with its title, source and date.
    """

    total: int | None
    hits: Sequence[object]


class Searcher(Protocol):
    """An open index of some engine."""

    def search(self, query: Query, *, snippets: bool) -> Answer:
        """Return the :data:`LIMIT` best articles, and how many there are in all."""

    def replace(self, article: Article) -> None:
        """Add an article, in the place of one that has its id, and make that durable.

        When this returns, the next search finds it, and a power cut leaves it in the index.
        """

    def segments(self) -> int | None:
        """Return how many segments the index has, or None if the engine has no such thing."""

    def close(self) -> None:
        """Let go of the index."""


class Engine(Protocol):
    """A search engine.

    Attributes:
        remarks: What it does other than the rest, for the reader of the results.
        kinds: The classes of queries it can answer.
        quotes: Whether it has snippets.
        updates: How many articles are added one by one, each for good; 0: it cannot.
        version: The version of its library.
    """

    remarks: Sequence[str]
    kinds: frozenset[Kind]
    quotes: bool
    updates: int
    version: str

    def build(self, corpus: Path, index: Path) -> None:
        """Index the corpus in a folder into another folder, which is empty."""

    def open(self, index: Path, corpus: Path) -> Searcher:
        """Open an index of a corpus, to ask it."""


@runtime_checkable
class HasCommand(Protocol):
    """An engine that has a command of its own; others are asked through `worker`."""

    def command(self, index: Path, query: Query) -> list[str]:
        """Return the arguments for Python that run one query as a user would."""


@runtime_checkable
class Ranks(Protocol):
    """A searcher that can name more articles than a page of results has."""

    def ids(self, words: Sequence[str], *, limit: int, title_weight: float) -> list[str]:
        """Return the ids of the best articles that have any of some words.

        Args:
            words: The words, lower case.
            limit: How many articles, at most.
            title_weight: How much more a word of the title weighs, where the engine can.
        """


def load(name: str) -> Engine:
    """Return an engine by its name.

    Raises:
        KeyError: There is none of that name.
        ModuleNotFoundError: Its library is not installed.
    """
    engine: Engine = importlib.import_module(ENGINES[name]).ENGINE
    return engine
