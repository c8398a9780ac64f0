"""SQLite's FTS5, through Python's own sqlite3."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from benchmarks.corpus import FILE, Article, read
from benchmarks.engines import LIMIT, TITLE_WEIGHT, UPDATES, Answer
from benchmarks.queries import Kind, Mode, Query

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

NAME = "articles.db"

TABLES = """
CREATE TABLE articles (
    rowid INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, text TEXT, date TEXT, source TEXT
);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content='articles', detail=full, prefix='3',
    tokenize="porter unicode61 remove_diacritics 2"
);
"""
ADD = "INSERT INTO articles (id, title, text, date, source) VALUES (?, ?, ?, ?, ?)"
MATCHING = "FROM words WHERE words MATCH ?"
# The plus keeps SQLite from asking for each article of the source whether it matches, which
# takes five times as long as going through what matches.
FILTERED = (
    f"{MATCHING} AND +rowid IN "
    "(SELECT rowid FROM articles WHERE source = ? AND date BETWEEN ? AND ?)"
)
# Measured: sorting by this takes a third less than by the `rank` of FTS5.
BEST = f"ORDER BY bm25(words, {TITLE_WEIGHT}, 1.0) LIMIT {LIMIT}"
IDS = (
    "SELECT id FROM words JOIN articles ON articles.rowid = words.rowid "
    "WHERE words MATCH ? ORDER BY bm25(words, ?, 1.0) LIMIT ?"
)
FACTS = "SELECT title, source, date, id FROM articles WHERE rowid = ?"
QUOTE = (
    "SELECT articles.title, source, date, id, snippet(words, 1, '<b>', '</b>', '…', 40) "
    "FROM words JOIN articles ON articles.rowid = words.rowid "
    "WHERE words MATCH ? AND words.rowid = ?"
)


def rows(corpus: Path) -> Iterator[tuple[str | None, ...]]:
    """Yield the articles of a corpus as rows."""
    for article in read(corpus / FILE):
        yield article.id, article.title, article.text, article.date, article.source


class Fts5Searcher:
    """An open database."""

    def __init__(self, index: Path) -> None:
        self._database = sqlite3.connect(index / NAME, isolation_level=None)
        self._database.execute("PRAGMA mmap_size = 17179869184")

    def search(self, query: Query, mode: Mode) -> Answer:
        match, run = expression(query), self._database.execute
        if query.kind is Kind.FILTERED:
            values = [match, query.source, query.since, query.until]
            found = FILTERED
        else:
            values, found = [match], MATCHING
        total = run(f"SELECT count(*) {found}", values).fetchone()[0]
        if mode is Mode.COUNT:
            return Answer(total, ())
        hits: list[object]
        hits = [row[0] for row in run(f"SELECT rowid {found} {BEST}", values)]
        if mode is Mode.LIST:
            hits = [run(FACTS, (rowid,)).fetchone() for rowid in hits]
        elif mode is Mode.SNIPPETS:
            hits = [run(QUOTE, (match, rowid)).fetchone() for rowid in hits]
        return Answer(total, hits)

    def ids(self, words: Sequence[str], *, limit: int, title_weight: float) -> list[str]:
        if not words:
            return []
        values = (expression(Query(Kind.OR, tuple(words))), title_weight, limit)
        return [row[0] for row in self._database.execute(IDS, values)]

    def replace(self, article: Article) -> None:
        base = self._database
        base.execute("PRAGMA synchronous = FULL")
        base.execute("BEGIN IMMEDIATE")
        old = base.execute(
            "SELECT rowid, title, text FROM articles WHERE id = ?", (article.id,)
        ).fetchone()
        if old:
            base.execute(
                "INSERT INTO words (words, rowid, title, text) VALUES ('delete',?,?,?)", old
            )
            base.execute("DELETE FROM articles WHERE rowid = ?", old[:1])
        row = (article.id, article.title, article.text, article.date, article.source)
        rowid = base.execute(ADD, row).lastrowid
        added = (rowid, article.title, article.text)
        base.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", added)
        base.execute("COMMIT")

    def segments(self) -> None:
        return None

    def close(self) -> None:
        self._database.close()


def expression(query: Query) -> str:
    """Return a query in the language of FTS5; words in quotes are never operators."""
    if query.kind is Kind.PHRASE:
        return '"' + " ".join(query.words) + '"'
    if query.kind is Kind.PREFIX:
        return f'"{query.words[0]}"*'
    operator = " AND " if query.kind is Kind.AND else " OR "
    return operator.join(f'"{word}"' for word in query.words)


class Fts5Engine:
    """FTS5 over a table of articles, in one transaction."""

    remarks = (
        "fts5: built in one transaction with no journal, and merged to one tree at the end.",
        "fts5: has an index of prefixes of 3 letters, and is searched through a memory map.",
        "fts5: stems the beginning that a prefix query gives, too, and so finds more or less.",
        "fts5: stems by Porter's first algorithm; the others have Snowball's English one.",
    )
    kinds = frozenset(Kind)
    modes = frozenset(Mode)
    updates = UPDATES
    version = sqlite3.sqlite_version
    shares = None

    def build(self, corpus: Path, index: Path) -> None:
        database = sqlite3.connect(index / NAME, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
            database.execute(f"PRAGMA {setting}")
        database.executescript(TABLES)
        database.execute("BEGIN")
        database.executemany(ADD, rows(corpus))
        database.execute("INSERT INTO words (words) VALUES ('rebuild')")
        database.execute("INSERT INTO words (words) VALUES ('optimize')")
        database.execute("CREATE INDEX by_source ON articles (source, date)")
        database.execute("COMMIT")
        database.execute("PRAGMA journal_mode = DELETE")
        database.close()

    def open(self, index: Path, corpus: Path) -> Fts5Searcher:  # noqa: ARG002
        return Fts5Searcher(index)


ENGINE = Fts5Engine()
