"""Segments as arrays: what is written is read, and merging is adding anew."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.errors import IndexDamagedError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.columns import FixedColumn, NumberColumn, ReferenceColumn
from searchkit.local.segment.merging import Source, merged
from searchkit.local.segment.postings import FormArrays, PostingArrays, position_limits
from searchkit.local.segment.segment_reader import ArraySegment, open_segment
from searchkit.local.segment.segment_writer import (
    FieldArrays,
    SegmentArrays,
    save_segment,
    write_segment,
)
from tests.local.segment.test_stored_fields import frames_of

if TYPE_CHECKING:
    from collections.abc import Iterator


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
    """The same as arrays."""
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
    )


def split(found: dict[bytes, list[Posting]], size: int) -> Iterator[PostingArrays]:
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
                parts=split(found, part_size),
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


def in_memory(segment: SegmentArrays) -> ArraySegment:
    stream = BytesIO()
    write_segment(stream, segment)
    return ArraySegment(ArrayFile(stream.getvalue(), name="s.arrays", directory=Path("index")))


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
        "lengths": None if lengths is None else lengths.tolist(),
        "length statistics": segment.length_statistics("text"),
        "date": date.numbers.tolist(),
        "first": [first.values[n] for n in first.numbers.tolist()],
        "mark": mark.rows.tolist(),
        "stored": [segment.record(article) for article in range(segment.n_articles)],
    }


@given(articles=st.lists(texts, min_size=1, max_size=8), part_size=st.integers(1, 4))
def test_a_field_reads_as_it_was_written_in_any_parts(articles: list[Text], part_size: int) -> None:
    segment = in_memory(segment_of(articles, part_size=part_size))
    found = postings_of(articles)

    segment_content = content(segment)

    assert segment_content["postings"] == found
    assert segment_content["stored"] == [{"text": repr(t)} if t else {} for t in articles]
    assert segment_content["lengths"] == [len(text) for text in articles]


@given(articles=st.lists(texts, min_size=1, max_size=8))
def test_the_forms_of_a_term_come_commonest_first(articles: list[Text]) -> None:
    segment = in_memory(segment_of(articles))
    stood = [(token.form, token.term) for text in articles for token in text]

    segment_content = content(segment)

    assert segment_content["forms"] == [
        (form, term, stood.count((form, term))) for form, term in sorted(set(stood))
    ]
    assert segment_content["forms of terms"] == [
        sorted(
            {form for form, its_term in stood if its_term == term},
            key=lambda form, term=term: (-stood.count((form, term)), form),  # type: ignore[misc]
        )
        for term in postings_of(articles)
    ]


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


@settings(max_examples=20)
@given(cuts=st.sets(st.integers(1, 2_999), max_size=6), n_articles=st.sampled_from([3_000, 70_000]))
def test_a_term_that_is_written_in_parts_lies_in_the_file_as_one_written_whole(
    cuts: set[int], n_articles: int
) -> None:
    arrays = long_list(3_000, n_articles=n_articles)
    field = arrays.fields["text"]
    (whole,) = field.parts or ()
    others = [
        PostingArrays(
            terms=[name],
            starts=np.array([0, len(articles)]),
            articles=articles,
            positions=whole.positions[occurrences],
            forms=FormArrays(
                names=[form], terms=np.array([0]), numbers=np.zeros(len(articles), np.int64)
            ),
        )
        for name, form, articles, occurrences in [
            (b"a", b"a1", whole.articles[:2], slice(2)),
            (b"c", b"c1", whole.articles[-1:], slice(-1, None)),
        ]
        if whole.positions is not None
    ]
    files = []
    for borders in ([0, 3_000], [0, *sorted(cuts), 3_000]):
        middle = [part_of_a_term(whole, a, b) for a, b in pairwise(borders)]
        parts = [others[0], *middle, others[1]]
        files.append(BytesIO())
        write_segment(files[-1], replace(arrays, fields={"text": replace(field, parts=parts)}))

    assert files[0].getvalue() == files[1].getvalue()


@pytest.mark.parametrize("n_articles", [30_000, 200_000])
def test_long_lists_read_as_they_were_written(n_articles: int) -> None:
    arrays = long_list(20_000, n_articles=n_articles)
    (part,) = arrays.fields["text"].parts or ()
    assert part.positions is not None

    field = in_memory(arrays).field("text")

    assert field is not None
    assert field.articles_of_terms(0, 3).tolist() == part.articles.tolist()
    assert field.occurrences_of_terms(0, 3).positions.tolist() == part.positions.tolist()
    assert field.postings(1).articles.tolist() == part.articles[2:-1].tolist()
    assert field.postings(1).frequencies.tolist() == part.frequencies[2:-1].tolist()  # type: ignore[index]
    assert field.postings(2).articles.tolist() == [n_articles // 2]


@pytest.mark.parametrize("asked", [1, 7, 300, 3000])
def test_given_postings_are_reached_without_the_others(asked: int) -> None:
    field = in_memory(long_list(20_000, n_articles=60_000)).field("text")
    assert field is not None
    postings = field.postings(1)
    every = postings.occurrences()
    which = np.sort(np.random.default_rng(asked).choice(len(postings), asked, replace=False))
    mask = np.repeat(np.isin(np.arange(len(postings)), which), every.counts)
    assert every.forms is not None

    some = postings.occurrences(which)

    assert some.forms is not None
    assert some.positions.tolist() == every.positions[mask].tolist()
    assert some.forms.tolist() == every.forms[mask].tolist()
    assert some.counts.tolist() == every.counts[which].tolist()
    assert postings.occurrences(which, with_forms=False).forms is None


def test_what_somebody_else_keeps_in_a_segment_is_read_as_it_was_written() -> None:
    marks = np.array([3, 1, 2], np.uint32)

    segment = in_memory(SegmentArrays(n_articles=2, extras={"their/marks": marks}))

    found = segment.extra_array("their/marks")
    assert segment.extra_names == ["their/marks"]
    assert found is not None
    assert found[:].tolist() == marks.tolist()
    assert segment.extra_array("marks") is None


@settings(max_examples=100)
@given(
    data=st.data(),
    parts=st.lists(st.lists(texts, max_size=5), min_size=1, max_size=4),
    run=st.sampled_from([1, 8, 1 << 19]),
)
def test_merging_is_adding_the_survivors_anew(
    data: st.DataObject, parts: list[list[Text]], run: int
) -> None:
    deleted = [
        sorted(data.draw(st.sets(st.sampled_from(range(len(part)))))) if part else []
        for part in parts
    ]
    survivors = [
        text
        for part, gone in zip(parts, deleted, strict=True)
        for number, text in enumerate(part)
        if number not in gone
    ]
    sources = [
        Source(in_memory(segment_of(part)), np.array(gone, np.int64))
        for part, gone in zip(parts, deleted, strict=True)
    ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searchkit.local.segment.merging._OCCURRENCES", run)
        result = in_memory(merged(sources))

    assert content(result) == content(in_memory(segment_of(survivors)))


def test_merging_large_segments_takes_runs_of_terms() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searchkit.local.segment.merging._OCCURRENCES", 4000)
        first = in_memory(long_list(5_000, n_articles=70_000))
        second = in_memory(long_list(5_000, n_articles=9_000, seed=1))
        gone = np.arange(0, 70_000, 3)

        result = in_memory(merged([Source(first, gone), Source(second, np.zeros(0, np.int64))]))

    expected = read_postings(first)
    renumbered = np.cumsum(~np.isin(np.arange(70_000), gone)) - 1
    wanted = {
        term: [p._replace(article=int(renumbered[p.article])) for p in postings if p.article % 3]
        + [p._replace(article=p.article + 70_000 - len(gone)) for p in read_postings(second)[term]]
        for term, postings in expected.items()
    }
    assert read_postings(result) == wanted


def test_fields_that_differ_in_what_they_hold_are_not_merged() -> None:
    bare = PostingArrays(terms=[b"s"], starts=np.array([0, 1]), articles=np.array([0]))
    first = in_memory(SegmentArrays(n_articles=1, fields={"text": FieldArrays(parts=[bare])}))
    second = in_memory(segment_of([[Token(b"s", b"s", 0)]]))
    none = np.zeros(0, np.int64)

    with pytest.raises(ValueError, match="field text has positions in some segments only"):
        merged([Source(first, none), Source(second, none)])


def test_a_column_that_one_segment_lacks_has_its_default_there() -> None:
    with_column = in_memory(
        SegmentArrays(n_articles=1, columns={"n": NumberColumn(np.array([5], np.int8), 9)})
    )
    without = in_memory(SegmentArrays(n_articles=2))
    none = np.zeros(0, np.int64)

    result = in_memory(merged([Source(without, none), Source(with_column, none)])).column("n")

    assert isinstance(result, NumberColumn)
    assert result.numbers.tolist() == [9, 9, 5]


def test_what_somebody_else_keeps_in_a_segment_cannot_be_merged() -> None:
    segment = in_memory(SegmentArrays(n_articles=1, extras={"marks": np.zeros(3, np.uint8)}))

    with pytest.raises(ValueError, match="marks cannot be merged"):
        merged([Source(segment, np.zeros(0, np.int64))])


def test_a_segment_file_is_complete_or_absent(tmp_path: Path) -> None:
    def parts() -> Iterator[PostingArrays]:
        yield PostingArrays(terms=[b"a"], starts=np.array([0, 1]), articles=np.array([0]))
        raise RuntimeError("the disk is full")

    arrays = SegmentArrays(n_articles=1, fields={"text": FieldArrays(parts=parts())})

    with pytest.raises(RuntimeError, match="the disk is full"):
        save_segment(tmp_path / "a.arrays", arrays)

    assert list(tmp_path.iterdir()) == []


def test_a_segment_file_is_mapped_and_outlives_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.arrays"
    save_segment(path, segment_of([[Token(b"sea", b"Sea", 0)]]))
    segment = open_segment(path)
    path.unlink()

    assert list(segment.faults()) == []
    assert list(read_postings(segment)) == [b"sea"]


def test_an_empty_file_is_a_damaged_segment(tmp_path: Path) -> None:
    (tmp_path / "a.arrays").touch()

    with pytest.raises(IndexDamagedError, match=": it is empty"):
        open_segment(tmp_path / "a.arrays")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"articles": np.array([0, 5])}, "postings name articles beyond 2"),
        ({"starts": np.array([0, 2, 2])}, "every term must have a posting"),
        ({"terms": [b"b", b"a"]}, "terms must ascend"),
        (
            {"starts": np.array([0, 2]), "terms": [b"a"], "articles": np.array([1, 0])},
            "must ascend",
        ),
        ({"positions": np.array([1])}, "1 positions for 2 occurrences"),
        ({"positions": None}, "if and only if it has positions"),
        (
            {"forms": FormArrays(names=[b"x"], terms=np.array([0]), numbers=np.array([0]))},
            "1 forms for 2 occurrences",
        ),
        (
            {
                "forms": FormArrays(
                    names=[b"x", b"y"], terms=np.array([1, 1]), numbers=np.array([0, 1])
                )
            },
            "a position names a form of another term",
        ),
        ({"positions": np.array([1, 99])}, "a position lies beyond the limit of its article"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "terms": [b"a", b"b"],
        "starts": np.array([0, 1, 2]),
        "articles": np.array([0, 1]),
        "positions": np.array([3, 4]),
    }
    field = FieldArrays(parts=[PostingArrays(**(given | change))], position_limits=np.array([8, 8]))

    with pytest.raises(ValueError, match=message):
        in_memory(SegmentArrays(n_articles=2, fields={"text": field}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"terms": [b"a"]}, "only the last term goes on"),
        ({"articles": np.array([1])}, "the articles of a term must ascend"),
        (
            {"forms": FormArrays(names=[b"x"], terms=np.array([0]), numbers=np.array([0]))},
            "of a term that goes on the forms must be counted",
        ),
    ],
)
def test_a_term_that_does_not_go_on_is_refused(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "terms": [b"b"],
        "starts": np.array([0, 1]),
        "articles": np.array([1]),
        "positions": np.array([3]),
        "forms": FormArrays(
            names=[b"x"], terms=np.array([0]), numbers=np.array([0]), counts=np.array([2])
        ),
    }
    parts = [
        PostingArrays(**given),
        PostingArrays(**(given | {"articles": np.array([2]), "continues": True} | change)),
    ]
    field = FieldArrays(parts=parts, position_limits=np.full(3, 8))

    with pytest.raises(ValueError, match=message):
        in_memory(SegmentArrays(n_articles=3, fields={"text": field}))


@settings(max_examples=40)
@given(data=st.data())
def test_damaged_arrays_raise_an_error_or_read_as_something(data: st.DataObject) -> None:
    stream = BytesIO()
    write_segment(stream, segment_of([[Token(b"tid", b"tide", 1)] * 3, [Token(b"s", b"s", 0)]]))
    whole = bytearray(stream.getvalue())
    for _ in range(3):
        place = data.draw(st.integers(64, whole.index(b'{"description"') - 1))
        whole[place] = data.draw(st.integers(0, 255))
    segment = ArraySegment(ArrayFile(bytes(whole), name="s.arrays", directory=Path("index")))

    try:
        read = content(segment)
    except IndexDamagedError:
        return

    assert len(read["stored"]) == 2
