"""Merging segments gives what writing the survivors gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.local.segment.columns import NumberColumn
from searchkit.local.segment.merging import Source, merged
from searchkit.local.segment.postings import PostingArrays, StemArrays
from searchkit.local.segment.segment_writer import (
    FieldArrays,
    SegmentArrays,
)
from tests.helpers.inverting import opened
from tests.local.segment.random_segments import (
    Text,
    Token,
    content,
    long_list,
    read_postings,
    segment_of,
    texts,
)


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
        Source(opened(segment_of(part)), np.array(gone, np.int64))
        for part, gone in zip(parts, deleted, strict=True)
    ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searchkit.local.segment.merging._OCCURRENCES", run)
        result = opened(merged(sources))

    assert content(result) == content(opened(segment_of(survivors)))


def test_merging_large_segments_takes_runs_of_terms() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searchkit.local.segment.merging._OCCURRENCES", 4000)
        first = opened(long_list(5_000, n_articles=70_000))
        second = opened(long_list(5_000, n_articles=9_000, seed=1))
        gone = np.arange(0, 70_000, 3)

        result = opened(merged([Source(first, gone), Source(second, np.zeros(0, np.int64))]))

    expected = read_postings(first)
    renumbered = np.cumsum(~np.isin(np.arange(70_000), gone)) - 1
    wanted = {
        term: [p._replace(article=int(renumbered[p.article])) for p in postings if p.article % 3]
        + [p._replace(article=p.article + 70_000 - len(gone)) for p in read_postings(second)[term]]
        for term, postings in expected.items()
    }
    assert read_postings(result) == wanted


def test_stems_that_any_segment_knows_are_united_and_go_with_their_terms() -> None:
    def segment(stems: dict[bytes, bytes]) -> Source:
        part = PostingArrays(
            terms=[b"sea", b"tide"],
            starts=np.array([0, 1, 2]),
            articles=np.array([0, 1]),
            stems=StemArrays(
                names=list(stems.values()),
                terms=np.array([[b"sea", b"tide"].index(term) for term in stems]),
            ),
        )
        arrays = SegmentArrays(n_articles=2, fields={"text": FieldArrays(parts=[part])})
        return Source(opened(arrays), np.array([1]))

    sources = [segment({b"sea": b"s\0en", b"tide": b"t\0en"}), segment({b"sea": b"z\0de"})]
    field = opened(merged(sources)).field("text")

    assert field is not None
    assert list(field.terms) == [b"sea"]
    assert [field.stem_of_term(0, code) for code in ("en", "de", "fr")] == [b"s", b"z", b"sea"]
    assert field.terms_of_stem(b"t", "en") == []


def test_fields_that_differ_in_what_they_hold_are_not_merged() -> None:
    bare = PostingArrays(terms=[b"s"], starts=np.array([0, 1]), articles=np.array([0]))
    first = opened(SegmentArrays(n_articles=1, fields={"text": FieldArrays(parts=[bare])}))
    second = opened(segment_of([[Token(b"s", b"s", 0)]]))
    none = np.zeros(0, np.int64)

    with pytest.raises(ValueError, match="field text has positions in some segments only"):
        merged([Source(first, none), Source(second, none)])


def test_a_column_that_one_segment_lacks_has_its_default_there() -> None:
    with_column = opened(
        SegmentArrays(n_articles=1, columns={"n": NumberColumn(np.array([5], np.int8), 9)})
    )
    without = opened(SegmentArrays(n_articles=2))
    none = np.zeros(0, np.int64)

    result = opened(merged([Source(without, none), Source(with_column, none)])).column("n")

    assert isinstance(result, NumberColumn)
    assert result.numbers.tolist() == [9, 9, 5]


def test_what_another_program_keeps_in_a_segment_cannot_be_merged() -> None:
    segment = opened(SegmentArrays(n_articles=1, extras={"marks": np.zeros(3, np.uint8)}))

    with pytest.raises(ValueError, match="marks cannot be merged"):
        merged([Source(segment, np.zeros(0, np.int64))])
