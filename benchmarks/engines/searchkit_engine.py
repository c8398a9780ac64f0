"""searchkit, as its users have it: the library and the command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import searchkit
from benchmarks.corpus import line
from benchmarks.engines import LIMIT, UPDATES, Answer
from benchmarks.queries import Kind, Query
from searchkit import analysis
from searchkit.query.nodes import And, Or, Phrase, Prefix, Word

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.corpus import Article
    from searchkit.query import Node

ADDED = "added-{}.json"
"""The file in the corpus that holds an article added later; the large file is left alone."""


def typed(query: Query) -> str:
    """Return a query as a user types it; the command has no operators."""
    words = " ".join(query.words)
    return f'"{words}"' if query.kind is Kind.PHRASE else words


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

    def __init__(self, index: Path, corpus: Path) -> None:
        self._corpus = corpus
        self._index = searchkit.open(index)

    def search(self, query: Query, *, snippets: bool) -> Answer:
        found = self._index.search(
            tree(query),
            limit=LIMIT,
            source=query.source,
            since=query.since,
            until=query.until,
            snippets=int(snippets),
        )
        if not snippets:
            return Answer(found.total, found)
        hits = [
            (hit.article.title, hit.article.source, hit.article.date, hit.snippets) for hit in found
        ]
        return Answer(found.total, hits)

    def replace(self, article: Article) -> None:
        (self._corpus / ADDED.format(article.id)).write_text(line(article), encoding="ascii")
        self._index.update(self._corpus)

    def segments(self) -> int:
        return self._index.stats().segments

    def close(self) -> None:
        for path in self._corpus.glob(ADDED.format("*")):
            path.unlink()
        self._index.close()


class SearchkitEngine:
    """searchkit with its defaults."""

    remarks = (
        "searchkit: asked for one snippet of a hit, as the others give; three are its usual.",
    )
    kinds = frozenset(Kind)
    quotes = True
    updates = UPDATES
    version = searchkit.__version__

    def build(self, corpus: Path, index: Path) -> None:
        with searchkit.open(index, create=True) as opened:
            opened.update(corpus)

    def open(self, index: Path, corpus: Path) -> SearchkitSearcher:
        return SearchkitSearcher(index, corpus)

    def command(self, index: Path, query: Query) -> list[str]:
        filters = [("source", query.source), ("since", query.since), ("until", query.until)]
        options = [f"--{name}={value}" for name, value in filters if value]
        limit = f"--limit={LIMIT}"
        return ["-m", "searchkit", "search", typed(query), f"--index={index}", limit, *options]


ENGINE = SearchkitEngine()
