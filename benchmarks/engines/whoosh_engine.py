"""Whoosh as it comes, with its own codec."""

# mypy: allow-untyped-calls, no-warn-return-any

from __future__ import annotations

import importlib.metadata
import os
from datetime import datetime
from typing import TYPE_CHECKING

from whoosh import fields, index
from whoosh.analysis.filters import LowercaseFilter
from whoosh.analysis.morph import PyStemmerFilter
from whoosh.analysis.tokenizers import RegexTokenizer
from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.ranges import DateRange
from whoosh.query.terms import Prefix, Term

from benchmarks.corpus import FILE, Article, read
from benchmarks.engines import LIMIT, TITLE_WEIGHT, Answer
from benchmarks.queries import Kind, Mode, Query

if TYPE_CHECKING:
    from pathlib import Path

    from whoosh.query.qcore import Query as QueryNode

MEMORY = 256  # MB, each process
UPDATES = 20  # each leaves a segment, which makes all queries after them slower

ANALYZER = (
    RegexTokenizer(r"\w+") | LowercaseFilter() | PyStemmerFilter("english", cachesize=200_000)
)
SCHEMA = fields.Schema(
    id=fields.ID(unique=True, stored=True),
    title=fields.TEXT(ANALYZER, phrase=True, stored=True),
    text=fields.TEXT(ANALYZER, phrase=True, stored=True),
    date=fields.DATETIME(stored=True),
    source=fields.ID(stored=True),
)


def as_fields(article: Article) -> dict[str, object]:
    """Return an article as Whoosh takes it."""
    found = {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "date": datetime.fromisoformat(article.date) if article.date else None,
        "source": article.source,
    }
    return {name: value for name, value in found.items() if value is not None}


class WhooshSearcher:
    """An open index of Whoosh."""

    def __init__(self, folder: Path) -> None:
        self._index = index.open_dir(str(folder))
        self._searcher = self._index.searcher()

    def search(self, query: Query, mode: Mode) -> Answer:
        found = self._searcher.search(_words(query), limit=LIMIT, filter=_filter(query))
        hits: list[object] = [hit.docnum for hit in found]
        if mode in {Mode.LIST, Mode.SNIPPETS}:
            hits = [(hit["title"], hit.get("source"), hit.get("date"), hit["id"]) for hit in found]
        if mode is Mode.SNIPPETS:
            hits = [(facts, hit.highlights("text")) for facts, hit in zip(hits, found, strict=True)]
        return Answer(len(found), hits)

    def replace(self, article: Article) -> None:
        with self._index.writer() as writer:
            writer.update_document(**as_fields(article))
        self._searcher = self._searcher.refresh()

    def segments(self) -> int:
        return len(self._searcher.reader().leaf_readers())

    def close(self) -> None:
        self._searcher.close()


def _words(query: Query) -> QueryNode:
    if query.kind is Kind.PREFIX:
        return Or([Prefix(field, query.words[0]) for field in ("title", "text")])
    stems = [token.text for token in ANALYZER(" ".join(query.words))]
    if query.kind is Kind.PHRASE:
        return Or([Phrase("title", stems, boost=TITLE_WEIGHT), Phrase("text", stems)])
    both = [Or([Term("title", stem, boost=TITLE_WEIGHT), Term("text", stem)]) for stem in stems]
    return (And if query.kind is Kind.AND else Or)(both).normalize()


def _filter(query: Query) -> QueryNode | None:
    if not (query.source and query.since and query.until):
        return None
    days = (datetime.fromisoformat(query.since), datetime.fromisoformat(query.until))
    return And([Term("source", query.source), DateRange("date", *days)])


class WhooshEngine:
    """Whoosh with PyStemmer, a process for each core, and one segment."""

    remarks = (
        f"whoosh: one writing process for each core, {MEMORY} MB each; stems by PyStemmer.",
        f"whoosh: {UPDATES} articles are added one by one, where others get more.",
        "whoosh: where no article passes a filter, it answers as if there were none.",
        "whoosh: does not fold accents, nor sync what it commits; quotes from 32,768 characters.",
    )
    kinds = frozenset(Kind)
    modes = frozenset(Mode) - {Mode.COUNT}
    updates = UPDATES
    version = importlib.metadata.version("whoosh3")
    shares = None

    def build(self, corpus: Path, folder: Path) -> None:
        writer = index.create_in(str(folder), SCHEMA).writer(limitmb=MEMORY, procs=os.cpu_count())
        for article in read(corpus / FILE):
            writer.add_document(**as_fields(article))
        writer.commit(optimize=True)

    def open(self, folder: Path, corpus: Path) -> WhooshSearcher:  # noqa: ARG002
        return WhooshSearcher(folder)


ENGINE = WhooshEngine()
