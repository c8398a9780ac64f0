"""On random corpora Whoosh finds the same through our codec as through its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from whoosh import columns, fields, formats, query
from whoosh.analysis import RegexTokenizer
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.query import spans

from searchkit.local.whoosh.codec import ColumnarCodec

# Whoosh's own codec keeps lengths exactly up to 10 tokens: our scores must then be its scores.
words = st.sampled_from("tide tides tidal sea seal moon moo".split())
EPOCH = datetime.combine(date(1990, 1, 1), time())
moments = st.datetimes(EPOCH, EPOCH.replace(year=2030))
texts = st.lists(words, max_size=10).map(" ".join)


def schema() -> fields.Schema:
    plain: Any = RegexTokenizer()
    return fields.Schema(
        key=fields.ID(stored=True, unique=True),
        text=fields.TEXT(analyzer=plain, stored=True, vector=True),
        flat=fields.TEXT(analyzer=plain, phrase=False, sortable=True),
        tags=fields.KEYWORD(scorable=True, sortable=True),
        chars=fields.TEXT(analyzer=plain, chars=True, field_boost=1.5),
        number=fields.NUMERIC(int, stored=True, sortable=True, signed=True),
        price=fields.NUMERIC(float, sortable=True),
        date=fields.DATETIME(stored=True, sortable=True),
        draft=fields.BOOLEAN(stored=True),
        source=fields.COLUMN(columns.RefBytesColumn()),
        mark=fields.COLUMN(columns.FixedBytesColumn(2)),
        flag=fields.COLUMN(columns.BitColumn()),
        boosts=fields.FieldType(formats.PositionBoosts(), plain, scorable=True),
    )


articles = st.fixed_dictionaries(
    {},
    optional={
        "text": texts,
        "flat": texts,
        "tags": texts,
        "chars": texts,
        "boosts": texts,
        "number": st.integers(-(2**31), 2**31 - 1),
        "price": st.floats(-1e6, 1e6),
        "date": moments,
        "draft": st.booleans(),
        "source": st.sampled_from([b"Marram Post", b"Tern"]),
        "mark": st.binary(min_size=2, max_size=2),
        "flag": st.booleans(),
        "_text_boost": st.sampled_from([1.0, 2.5]),
        "_stored_text": st.just("something else"),
    },
)


@dataclass(frozen=True)
class Commit:
    """What one writer does: remove some articles, add some, perhaps merge all."""

    added: list[dict[str, Any]]
    removed: set[int] = field(default_factory=set)
    optimize: bool = False


commits = st.lists(
    st.builds(
        Commit,
        added=st.lists(articles, max_size=4),
        removed=st.sets(st.integers(0, 11), max_size=3),
        optimize=st.booleans(),
    ),
    min_size=1,
    max_size=4,
)


def index_of(history: list[Commit], codec: Any) -> Any:
    index = RamStorage().create_index(schema())
    number = 0
    for commit in history:
        writer = index.writer(codec=codec)
        for key in commit.removed:
            writer.delete_by_term("key", str(key))
        for article in commit.added:
            writer.add_document(key=str(number), **article)
            number += 1
        writer.commit(optimize=commit.optimize, merge=False)
    return index


def postings(reader: Any) -> list[Any]:
    """Every posting, with what its matcher says of it."""
    found = []
    for name, term in reader.all_terms():
        matcher = reader.postings(name, term)
        while matcher.is_active():
            values = [
                matcher.value_as(what)
                for what in ("frequency", "positions", "characters")
                if matcher.supports(what)
            ]
            found.append((name, term, matcher.id(), matcher.weight(), values))
            matcher.next()
    return found


def facts(reader: Any) -> dict[str, Any]:
    """What a reader tells of the index beside postings."""
    n = reader.doc_count_all()
    names = reader.schema.names() if n else []
    every = [article for article in range(n) if not reader.is_deleted(article)]
    scorable = [name for name in names if reader.schema[name].scorable]
    return {
        "counts": (n, reader.doc_count()),
        "terms": list(reader.all_terms()),
        "fields": sorted(reader.indexed_field_names()),
        "stored": [reader.stored_fields(article) for article in every],
        "lengths": [
            [reader.doc_field_length(article, name) or 0 for article in every] for name in scorable
        ],
        "totals": [reader.field_length(name) for name in scorable],
        "columns": [
            [repr(reader.column_reader(name, translate=False)[article]) for article in every]
            for name in names
            if reader.has_column(name) and all(r.has_column(name) for r, _ in reader.leaf_readers())
        ],
        "vectors": [
            list(reader.vector_as("frequency", article, "text"))
            for article in every
            if reader.has_vector(article, "text")
        ],
        "infos": [
            (
                info.weight(),
                info.doc_frequency(),
                info.min_length(),
                info.max_length(),
                info.max_weight(),
                info.min_id(),
                info.max_id(),
            )
            for info in (reader.term_info(*term) for term in reader.all_terms())
        ],
    }


@settings(max_examples=25, deadline=None)
@given(history=commits)
def test_readers_tell_the_same(history: list[Commit]) -> None:
    ours, theirs = index_of(history, ColumnarCodec()), index_of(history, W3Codec())

    with ours.reader() as our_reader, theirs.reader() as their_reader:
        assert facts(our_reader) == facts(their_reader)
        assert postings(our_reader) == postings(their_reader)


positional = st.sampled_from(["text", "chars"])
any_text = st.sampled_from(["text", "flat", "tags", "chars", "boosts"])
leaves = st.one_of(
    st.builds(query.Term, any_text, words),
    st.builds(query.Phrase, positional, st.lists(words, min_size=2, max_size=3), st.integers(1, 3)),
    st.builds(query.Prefix, any_text, st.sampled_from(["t", "ti", "se", "moo", "x"])),
    st.builds(query.Wildcard, any_text, st.sampled_from(["*", "t*s", "?ea", "m?o*"])),
    st.builds(query.Regex, any_text, st.just("^t.*l$")),
    st.builds(query.FuzzyTerm, any_text, words, maxdist=st.integers(1, 2)),
    st.builds(query.TermRange, any_text, words, words, st.booleans(), st.booleans()),
    st.builds(query.NumericRange, st.just("number"), st.integers(-99, 0), st.integers(1, 2**30)),
    st.builds(
        query.DateRange,
        st.just("date"),
        st.just(EPOCH),
        moments,
    ),
    st.builds(query.Every, st.sampled_from([None, "text", "number"])),
    st.builds(
        spans.SpanNear2,
        st.lists(st.builds(query.Term, st.just("text"), words), min_size=2, max_size=2),
        st.integers(1, 3),
        st.booleans(),
    ),
)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(query.And, st.lists(inner, min_size=1, max_size=3)),
        st.builds(query.Or, st.lists(inner, min_size=1, max_size=3)),
        st.builds(query.DisjunctionMax, st.lists(inner, min_size=1, max_size=3)),
        st.builds(query.AndNot, inner, inner),
        st.builds(query.AndMaybe, inner, inner),
        st.builds(lambda q: query.And([query.Every(), query.Not(q)]), inner),
        st.builds(query.ConstantScoreQuery, inner, st.just(2.0)),
    ),
    max_leaves=5,
)


def answers(index: Any, asked: Any) -> dict[str, Any]:
    """What a query finds, in several ways."""
    with index.searcher() as searcher:
        every = searcher.search(asked, limit=None)
        by_number = searcher.search(asked, sortedby=["number", "key"], limit=None)
        return {
            "articles": sorted(searcher.docs_for_query(asked)),
            "every hit": [(hit["key"], pytest.approx(hit.score)) for hit in every],
            "best two": [pytest.approx(hit.score) for hit in searcher.search(asked, limit=2)],
            "by number": [hit["key"] for hit in by_number],
            "grouped": searcher.search(asked, groupedby="tags", limit=None).groups(),
        }


@settings(max_examples=50, deadline=None)
@given(history=commits, asked=queries)
def test_queries_find_and_score_the_same(history: list[Commit], asked: Any) -> None:
    ours, theirs = index_of(history, ColumnarCodec()), index_of(history, W3Codec())

    assert answers(ours, asked) == answers(theirs, asked)


def test_best_hits_of_a_long_list_are_the_best_of_all() -> None:
    index = RamStorage().create_index(schema())
    writer = index.writer(codec=ColumnarCodec())
    for number in range(1000):
        rest = " ".join(f"w{n}" for n in range(number % 37))
        writer.add_document(key=str(number), text="sea " * (1 + number % 11) + rest)
    writer.commit()
    asked = QueryParser("text", index.schema).parse("sea OR w3 OR w30")

    with index.searcher() as searcher:
        best = [(hit["key"], hit.score) for hit in searcher.search(asked, limit=10)]
        every = [(hit["key"], hit.score) for hit in searcher.search(asked, limit=None)]

    assert best == every[:10]
