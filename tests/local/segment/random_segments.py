"""Segments of random texts, and of long lists, with all that is read from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from searchkit.local.segment.columns import FixedColumn, NumberColumn, ReferenceColumn
from searchkit.local.segment.postings import (
    FormArrays,
    PostingArrays,
    StemArrays,
    position_limits,
)
from searchkit.local.segment.segment_reader import ArraySegment
from searchkit.local.segment.segment_writer import (
    FieldArrays,
    SegmentArrays,
)
from tests.local.segment.test_stored_fields import frames_of


class Token(NamedTuple):
    term: bytes
    form: bytes
    gap: int  # tokens left out before it


# A form may belong to several terms, as words of two languages do.
tokens = st.builds(
    Token,
    term=st.sampled_from([b"tid", b"sea", b"s", b"\0", b"moon"]),
    form=st.sampled_from([b"tide", b"tides", b"tidal", b"Sea", b"s"]),
    gap=st.sampled_from([0, 0, 0, 1, 300]),
)
texts = st.lists(tokens, max_size=12)
Text = list[Token]


STEMS = {b"tid": [b"s\0en", b"sea\0nl"], b"sea": [b"s\0en"], b"\0": [b"sea\0en", b"x\0da"]}
"""The stems of terms that are not the terms, each with its language."""


class Posting(NamedTuple):
    article: int
    frequency: int
    positions: tuple[int, ...]
    forms: tuple[bytes, ...]


def postings_of(articles: list[Text]) -> dict[bytes, list[Posting]]:
    """The postings of some texts, the slow way."""
    found: dict[bytes, dict[int, list[tuple[int, bytes]]]] = {}
    for number, text in enumerate(articles):
        position = -1
        for token in text:
            position += 1 + token.gap
            found.setdefault(token.term, {}).setdefault(number, []).append((position, token.form))
    return {
        term: [
            Posting(article, len(stood), tuple(p for p, _ in stood), tuple(f for _, f in stood))
            for article, stood in sorted(by_article.items())
        ]
        for term, by_article in sorted(found.items())
    }


def arrays_of(found: dict[bytes, list[Posting]], *, with_forms: bool = True) -> PostingArrays:
    """Postings as arrays."""
    terms = list(found)
    flat = [posting for postings in found.values() for posting in postings]
    pairs = sorted(
        {(form, n) for n, ps in enumerate(found.values()) for p in ps for form in p.forms},
        reverse=True,  # in any order
    )
    numbers = [
        pairs.index((form, n))
        for n, postings in enumerate(found.values())
        for posting in postings
        for form in posting.forms
    ]
    return PostingArrays(
        terms=terms,
        starts=np.cumsum([0, *map(len, found.values())]),
        articles=np.array([p.article for p in flat], np.int64),
        frequencies=np.array([p.frequency for p in flat], np.int64),
        positions=np.array([x for p in flat for x in p.positions], np.int64),
        forms=FormArrays(
            names=[name for name, _ in pairs],
            terms=np.array([n for _, n in pairs], np.int64),
            numbers=np.array(numbers, np.int64),
        )
        if with_forms
        else None,
        stems=stems_of(terms),
    )


def stems_of(terms: list[bytes]) -> StemArrays:
    """The stems of some terms, in any order."""
    links = [(name, n) for n, term in enumerate(terms) for name in STEMS.get(term, ())][::-1]
    return StemArrays(names=[name for name, _ in links], terms=np.array([n for _, n in links]))


def in_parts(found: dict[bytes, list[Posting]], size: int) -> Iterator[PostingArrays]:
    items = list(found.items())
    for first in range(0, len(items), size):
        yield arrays_of(dict(items[first : first + size]))


def segment_of(articles: list[Text], *, part_size: int = 99) -> SegmentArrays:
    found = postings_of(articles)
    n = len(articles)
    words = sorted({text[0].term for text in articles if text} | {b"none"})
    return SegmentArrays(
        n_articles=n,
        fields={
            "text": FieldArrays(
                parts=in_parts(found, part_size),
                lengths=np.array([len(text) for text in articles], np.int64),
                position_limits=position_limits(arrays_of(found), n_articles=n),
            )
        },
        columns={
            "date": NumberColumn(np.array([len(t) * 10**12 for t in articles], np.int64), -1),
            "first": ReferenceColumn(
                np.array([words.index(t[0].term if t else b"none") for t in articles], np.int64),
                words,
                b"none",
            ),
            "mark": FixedColumn(np.full((n, 3), 7, np.uint8), b"\0\0\0"),
        },
        stored=frames_of({"text": repr(text)} if text else {} for text in articles),
    )


def read_postings(segment: ArraySegment, name: str = "text") -> dict[bytes, list[Posting]]:
    """All postings of a field, term by term."""
    field = segment.field(name)
    assert field is not None
    assert field.forms is not None
    result = {}
    for number, term in enumerate(field.terms):
        postings = field.postings(number)
        occurrences = postings.occurrences()
        assert occurrences.forms is not None
        forms = field.forms.take(occurrences.forms)
        ends = np.cumsum(occurrences.counts)
        result[term] = [
            Posting(
                article,
                frequency,
                tuple(occurrences.positions[end - frequency : end].tolist()),
                tuple(forms[end - frequency : end]),
            )
            for article, frequency, end in zip(
                postings.articles.tolist(), postings.frequencies.tolist(), ends, strict=True
            )
        ]
    return result


def content(segment: ArraySegment) -> dict[str, Any]:
    """Everything a segment knows, as plain values."""
    lengths = segment.lengths("text")
    columns = [segment.column(name) for name in ("date", "first", "mark")]
    date, first, mark = columns
    assert isinstance(date, NumberColumn)
    assert isinstance(first, ReferenceColumn)
    assert isinstance(mark, FixedColumn)
    field = segment.field("text")
    assert field is not None
    forms = [] if field.forms is None else list(field.forms)
    return {
        "postings": read_postings(segment) if len(field.terms) else {},
        "forms": [
            (form, field.terms[int(field.form_terms[n])], int(field.form_counts[n]))
            for n, form in enumerate(forms)
        ],
        "forms of terms": [
            [forms[int(f)] for f in field.forms_of(n)] for n in range(len(field.terms))
        ],
        "stems": [(term, field.stems_of_terms(n, n + 1)[0]) for n, term in enumerate(field.terms)],
        "lengths": None if lengths is None else lengths.tolist(),
        "length statistics": segment.length_statistics("text"),
        "date": date.numbers.tolist(),
        "first": [first.values[n] for n in first.numbers.tolist()],
        "mark": mark.rows.tolist(),
        "stored": [segment.record(article) for article in range(segment.n_articles)],
    }


def long_list(count: int, *, n_articles: int, seed: int = 0) -> SegmentArrays:
    """One term in many articles, and a term before it and one behind."""
    random = np.random.default_rng(seed)
    articles = np.sort(random.choice(n_articles, count, replace=False))
    frequencies = random.choice([1, 1, 2, 3, 400], count, p=[0.4, 0.3, 0.2, 0.0999, 0.0001])
    starts = np.array([0, 2, 2 + count, 3 + count])
    articles = np.concatenate(([0, n_articles - 1], articles, [n_articles // 2]))
    frequencies = np.concatenate(([1, 1], frequencies, [1]))
    positions = np.concatenate(
        [np.sort(random.choice(1000, f, replace=False)) for f in frequencies]
    )
    forms = random.integers(0, 3, len(positions))
    forms[:2], forms[-1] = 3, 4
    part = PostingArrays(
        terms=[b"a", b"b", b"c"],
        starts=starts,
        articles=articles,
        frequencies=frequencies,
        positions=positions,
        forms=FormArrays(
            names=[b"b1", b"b2", b"b3", b"a1", b"c1"],
            terms=np.array([1, 1, 1, 0, 2]),
            numbers=forms,
        ),
    )
    limits = random.choice([1000, 1 << 14], n_articles)
    return SegmentArrays(
        n_articles=n_articles, fields={"text": FieldArrays(parts=[part], position_limits=limits)}
    )


def part_of_a_term(part: PostingArrays, first: int, last: int) -> PostingArrays:
    """The postings of the second term of a long list from ``first`` to ``last``, excluded."""
    assert part.frequencies is not None
    assert part.positions is not None
    assert part.forms is not None
    some = slice(2 + first, 2 + last)
    ends = np.cumsum(part.frequencies)
    occurrences = slice(int(ends[1 + first]), int(ends[1 + last]))
    return PostingArrays(
        terms=[b"b"],
        starts=np.array([0, last - first]),
        articles=part.articles[some],
        frequencies=part.frequencies[some],
        positions=part.positions[occurrences],
        forms=FormArrays(
            names=part.forms.names[:3],
            terms=np.zeros(3, np.int64),
            numbers=part.forms.numbers[occurrences],
            counts=np.bincount(part.forms.numbers)[:3],
        ),
        continues=first > 0,
    )
