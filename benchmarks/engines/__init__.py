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
    from benchmarks.queries import Kind, Mode, Query

OURS = ("searchkit", "searchkit-bm25", "searchkit-typed")
"""The engines of searchkit, on one index, the one that builds it first."""

ENGINES = {
    "searchkit": "searchkit_engine:FIRST",
    "tantivy": "tantivy_engine:ENGINE",
    "searchkit-bm25": "searchkit_engine:BM25",
    "searchkit-typed": "searchkit_engine:TYPED",
    "fts5": "fts5_engine:ENGINE",
    "bm25s": "bm25s_engine:ENGINE",
    "whoosh": "whoosh_engine:ENGINE",
}
"""Where each engine is, by its name: its module here, and its name there."""

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
        hits: The best of them: the engine's own handles, or, as the mode asks, the title,
            source, date and id of each, and a snippet.
    """

    total: int | None
    hits: Sequence[object]


class Searcher(Protocol):
    """An open index of some engine."""

    def search(self, query: Query, mode: Mode) -> Answer:
        """Return the :data:`LIMIT` best articles, as the mode asks, and how many there are."""

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
        modes: What it can be asked for.
        updates: How many articles are added one by one, each for good; 0: it cannot.
        version: The version of its library.
        shares: The engine whose index it asks; None if it builds one.
    """

    remarks: Sequence[str]
    kinds: frozenset[Kind]
    modes: frozenset[Mode]
    updates: int
    version: str
    shares: str | None

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
    module, _, constant = ENGINES[name].partition(":")
    engine: Engine = getattr(importlib.import_module(f"benchmarks.engines.{module}"), constant)
    return engine
