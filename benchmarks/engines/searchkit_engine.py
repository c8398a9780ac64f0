"""searchkit, as its users have it: the library and the command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import searchkit
from benchmarks.corpus import line
from benchmarks.engines import LIMIT, UPDATES, Answer
from benchmarks.queries import Kind, Mode, Query
from searchkit import analysis
from searchkit.query.nodes import And, Or, Phrase, Prefix, Word

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.corpus import Article
    from searchkit.query import Node

ADDED = "added-{}.json"
"""The file in the corpus that holds an article added later; the large file is left alone."""


def typed(query: Query) -> str:
    """Return a query as a user types it."""
    words = " ".join(query.words)
    return {
        Kind.AND: " ".join(f"+{word}" for word in query.words),
        Kind.PHRASE: f'"{words}"',
        Kind.PREFIX: f"{words}*",
    }.get(query.kind, words)


def tree(query: Query) -> Node:
    """Return a query as a program gives it, its words parted as those of articles are."""
    if query.kind is Kind.PREFIX:
        return Prefix(query.words[0])
    words = tuple(Word(word) for text in query.words for word in analysis.words(text))
    if len(words) == 1:
        return words[0]
    if query.kind is Kind.PHRASE:
        return Phrase(words)
    return And(words) if query.kind is Kind.AND else Or(words)


class SearchkitSearcher:
    """An open index of searchkit."""

    def __init__(self, index: Path, corpus: Path, engine: SearchkitEngine) -> None:
        self._corpus = corpus
        self._index = searchkit.open(index)
        self._engine = engine

    def search(self, query: Query, mode: Mode) -> Answer:
        found = self._index.search(
            typed(query) if self._engine.is_typed else tree(query),
            limit=0 if mode is Mode.COUNT else LIMIT,
            source=query.source,
            since=query.since,
            until=query.until,
            **self._engine.options,
            **self._snippets(mode),
        )
        hits: list[Any] = list(found)
        if mode is Mode.LIST:
            hits = [(h.title, h.source, h.date, h.key) for h in found]
        elif mode is Mode.SNIPPETS:
            hits = [(h.title, h.source, h.date, h.key, h.snippets) for h in found]
        return Answer(found.total, hits)

    def _snippets(self, mode: Mode) -> dict[str, int]:
        if mode is not Mode.SNIPPETS:
            return {"snippets": 0}
        return {} if self._engine.is_typed else {"snippets": 1}

    def replace(self, article: Article) -> None:
        (self._corpus / ADDED.format(article.id)).write_text(line(article), encoding="ascii")
        self._index.update(self._corpus)

    def segments(self) -> int:
        return self._index.stats().segments

    def close(self) -> None:
        for path in self._corpus.glob(ADDED.format("*")):
            path.unlink()
        self._index.close()


@dataclass(frozen=True, slots=True)
class SearchkitEngine:
    """searchkit, with one way to ask it.

    Attributes:
        remarks: What is other than with the rest.
        options: How its index is searched.
        is_typed: Whether it is asked as people type, and answers as it does by itself.
        shares: The engine whose index it asks.
    """

    remarks: tuple[str, ...]
    options: dict[str, str]
    is_typed: bool = False
    shares: str | None = "searchkit"
    kinds: frozenset[Kind] = frozenset(Kind)
    modes: frozenset[Mode] = frozenset(Mode)
    updates: int = 0
    version: str = searchkit.__version__

    def build(self, corpus: Path, index: Path) -> None:
        with searchkit.open(index, create=True) as opened:
            opened.update(corpus)

    def open(self, index: Path, corpus: Path) -> SearchkitSearcher:
        return SearchkitSearcher(index, corpus, self)

    def command(self, index: Path, query: Query) -> list[str]:
        filters = [("source", query.source), ("since", query.since), ("until", query.until)]
        options = [
            f"--{name}={value}" for name, value in (*filters, *self.options.items()) if value
        ]
        limit = f"--limit={LIMIT}"
        return ["-m", "searchkit", "search", typed(query), f"--index={index}", limit, *options]


FIRST = SearchkitEngine(
    remarks=(
        "searchkit: its first stage, which weighs titles and texts apart, as its peers do.",
        "searchkit: asked for one snippet of a hit, as the others give.",
    ),
    options={"ranking": "first"},
    shares=None,
    updates=UPDATES,
)

BM25 = SearchkitEngine(
    remarks=("searchkit-bm25: one field of title and text, plain BM25.",),
    options={"ranking": "bm25"},
)

TYPED = SearchkitEngine(
    remarks=(
        "searchkit-typed: as people use it: a text as the query, all stages, three snippets.",
        "searchkit-typed: words side by side may be lacking, and are counted; `+word` is `and`.",
    ),
    options={},
    is_typed=True,
)
