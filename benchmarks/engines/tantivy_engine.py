"""tantivy, through tantivy-py."""

from __future__ import annotations

import importlib.metadata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import tantivy

from benchmarks.corpus import FILE, Article, read
from benchmarks.engines import LIMIT, TITLE_WEIGHT, UPDATES, Answer
from benchmarks.queries import Kind, Mode, Query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEAP = 400_000_000  # bytes, over all threads
UPDATE_HEAP = 50_000_000
FIELDS = ["title", "text"]


def schema() -> tantivy.Schema:
    """Return the fields of an article."""
    return (
        tantivy.SchemaBuilder()
        .add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        .add_text_field("title", stored=True, tokenizer_name="english")
        .add_text_field("text", stored=True, tokenizer_name="english")
        .add_text_field("source", stored=True, tokenizer_name="raw", index_option="basic")
        .add_date_field("date", stored=True, indexed=True, fast=True)
        .build()
    )


def prepare(index: tantivy.Index) -> tantivy.Index:
    """Make the index's analyzer known: words, folded, with Snowball stems."""
    analyzer = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(64))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.stemmer("english"))
        .build()
    )
    index.register_tokenizer("english", analyzer)
    return index


def as_document(article: Article) -> tantivy.Document:
    """Return an article as tantivy takes it."""
    document = tantivy.Document()
    document.add_text("id", article.id)
    document.add_text("title", article.title)
    document.add_text("text", article.text)
    if article.source:
        document.add_text("source", article.source)
    if article.date:
        document.add_date("date", moment(article.date))
    return document


def moment(day: str) -> datetime:
    """Return the first moment of a day."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


class TantivySearcher:
    """An open index of tantivy."""

    def __init__(self, index: Path) -> None:
        self._schema = schema()
        self._index = prepare(tantivy.Index(self._schema, path=str(index)))
        self._searcher = self._index.searcher()
        self._writer: tantivy.IndexWriter | None = None

    def search(self, query: Query, mode: Mode) -> Answer:
        asked = self._query(query)
        found = self._searcher.search(asked, 1 if mode is Mode.COUNT else LIMIT)
        hits: list[object] = [address for _, address in found.hits]
        if mode is Mode.LIST:
            documents = [self._searcher.doc(address) for _, address in found.hits]
            hits = [(d["title"], d["source"], d["date"], d["id"]) for d in documents]
        elif mode is Mode.SNIPPETS:
            generator = tantivy.SnippetGenerator.create(self._searcher, asked, self._schema, "text")
            hits = [self._quote(generator, address) for _, address in found.hits]
        return Answer(found.count, hits)  # type: ignore[attr-defined]  # missing from its stub

    def ids(self, words: Sequence[str], *, limit: int, title_weight: float) -> list[str]:
        if not words:
            return []
        query = self._words(" ".join(words), title_weight=title_weight)
        found = self._searcher.search(query, limit)
        return [self._searcher.doc(address)["id"][0] for _, address in found.hits]

    def replace(self, article: Article) -> None:
        if self._writer is None:
            self._writer = self._index.writer(UPDATE_HEAP)
        self._writer.delete_documents_by_term("id", article.id)
        self._writer.add_document(as_document(article))
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def segments(self) -> int:
        return self._searcher.num_segments

    def close(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()

    def _quote(self, generator: tantivy.SnippetGenerator, address: tantivy.DocAddress) -> object:
        document = self._searcher.doc(address)
        snippet = generator.snippet_from_doc(document).to_html()
        return document["title"], document["source"], document["date"], document["id"], snippet

    def _words(
        self, text: str, *, every: bool = False, title_weight: float = TITLE_WEIGHT
    ) -> tantivy.Query:
        return self._index.parse_query(
            text,
            FIELDS,
            field_boosts={"title": title_weight},
            conjunction_by_default=every,
        )

    def _query(self, query: Query) -> tantivy.Query:
        if query.kind is Kind.PREFIX:
            pattern = query.words[0] + ".*"
            return tantivy.Query.boolean_query(
                [
                    (tantivy.Occur.Should, tantivy.Query.regex_query(self._schema, field, pattern))
                    for field in FIELDS
                ]
            )
        text = " ".join(query.words)
        words = self._words(
            f'"{text}"' if query.kind is Kind.PHRASE else text, every=query.kind is Kind.AND
        )
        if query.kind is not Kind.FILTERED:
            return words
        assert query.since
        assert query.until
        source = tantivy.Query.term_query(self._schema, "source", query.source, "basic")
        dates = tantivy.Query.range_query(
            self._schema,
            "date",
            tantivy.FieldType.Date,
            moment(query.since),
            moment(query.until),
        )
        parts = [words, *(tantivy.Query.const_score_query(part, 0.0) for part in (source, dates))]
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


class TantivyEngine:
    """tantivy, with its own threads and no segment left to merge."""

    remarks = (
        f"tantivy: threads as it chooses, heap {HEAP // 10**6} MB, merges waited for.",
        "tantivy: a prefix is matched against stems, for it keeps no other words.",
        "tantivy: counts with the best article alone, as its Python interface asks for one.",
    )
    kinds = frozenset(Kind)
    modes = frozenset(Mode)
    updates = UPDATES
    version = importlib.metadata.version("tantivy")
    shares = None

    def build(self, corpus: Path, index: Path) -> None:
        writer = prepare(tantivy.Index(schema(), path=str(index))).writer(HEAP)
        for article in read(corpus / FILE):
            writer.add_document(as_document(article))
        writer.commit()
        writer.wait_merging_threads()

    def open(self, index: Path, corpus: Path) -> TantivySearcher:  # noqa: ARG002
        return TantivySearcher(index)


ENGINE = TantivyEngine()
