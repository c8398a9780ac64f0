from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import IndexDamagedError
from searchkit.local.segment import columns
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.columns import (
    Column,
    ReferenceColumn,
    VariableColumn,
    joined_columns,
    merged_columns,
)
from searchkit.local.segment.segment_reader import ArraySegment
from searchkit.local.segment.segment_writer import SegmentArrays, write_segment

values = st.lists(st.binary(max_size=9), min_size=1, max_size=9)


def column_of(strings: list[bytes]) -> VariableColumn:
    starts = np.cumsum([0, *map(len, strings)])
    return VariableColumn(starts, np.frombuffer(b"".join(strings), np.uint8))


def strings_of(column: VariableColumn) -> list[bytes]:
    bounds = zip(column.starts[:-1].tolist(), column.starts[1:].tolist(), strict=True)
    return [column.data[start:end].tobytes() for start, end in bounds]


def references_to(strings: list[bytes]) -> ReferenceColumn:
    known = sorted(set(strings))
    return ReferenceColumn(np.array(list(map(known.index, strings)), np.int64), known)


def segment_of(column: Column, n: int) -> ArraySegment:
    stream = BytesIO()
    write_segment(stream, SegmentArrays(n_articles=n, columns={"c": column}))
    return ArraySegment(ArrayFile(stream.getvalue(), name="s.arrays", directory=Path("index")))


@given(strings=values, data=st.data())
def test_references_are_read_by_the_numbers_of_what_they_refer_to(
    strings: list[bytes], data: st.DataObject
) -> None:
    written = references_to(strings)
    read = segment_of(written, len(strings)).column("c")
    assert isinstance(read, ReferenceColumn)
    some = data.draw(st.lists(st.integers(0, len(strings) - 1), max_size=9))

    for column in (written, read):
        assert column.numbered(column.numbers[some]) == [strings[at] for at in some]


@given(strings=values, data=st.data())
def test_byte_strings_of_any_length_are_read_as_written(
    strings: list[bytes], data: st.DataObject
) -> None:
    column = segment_of(column_of(strings), len(strings)).column("c")
    assert isinstance(column, VariableColumn)
    some = data.draw(st.lists(st.integers(0, len(strings) - 1), max_size=9))

    found, lengths = column.of_articles(np.array(some, np.int64))

    assert strings_of(column) == strings
    assert found.tobytes() == b"".join(strings[at] for at in some)
    assert lengths.tolist() == [len(strings[at]) for at in some]


@given(first=values, second=values, data=st.data())
def test_merged_they_are_those_of_the_articles_that_are_kept(
    first: list[bytes], second: list[bytes], data: st.DataObject
) -> None:
    kept = sorted(data.draw(st.sets(st.integers(0, len(first) - 1))))
    every = np.arange(len(second))

    merged = merged_columns(
        "c", [(column_of(first), np.array(kept, np.int64)), (column_of(second), every)]
    )
    without = merged_columns("c", [(None, np.arange(2)), (column_of(second), every)])

    assert isinstance(merged, VariableColumn)
    assert isinstance(without, VariableColumn)
    assert strings_of(merged) == [first[at] for at in kept] + second
    assert strings_of(without) == [b"", b"", *second]
    assert strings_of(joined_columns([column_of(first), column_of(second)])) == first + second


@given(first=values, second=values, stretch=st.integers(1, 4), data=st.data())
def test_merged_references_are_those_of_the_articles_that_are_kept(
    first: list[bytes], second: list[bytes], stretch: int, data: st.DataObject
) -> None:
    kept = sorted(data.draw(st.sets(st.integers(0, len(first) - 1))))
    read = segment_of(references_to(second), len(second)).column("c")
    pairs = [
        (references_to(first), np.array(kept, np.int64)),
        (None, np.arange(2)),
        (read, np.arange(len(second))),
    ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_STRETCH", stretch)
        merged = merged_columns("c", pairs)
        written = segment_of(merged, len(kept) + 2 + len(second)).column("c")

    expected = [*(first[at] for at in kept), b"", b"", *second]
    for column in (merged, written):
        assert isinstance(column, ReferenceColumn)
        assert column.of_articles() == expected
        assert list(column.values) == sorted(set(expected))


@pytest.mark.parametrize("starts", [[1, 3], [0, 2], [0, 4]])
def test_byte_strings_that_do_not_follow_each_other_are_damage(starts: list[int]) -> None:
    column = VariableColumn(np.array(starts), np.zeros(3, np.uint8))
    segment = segment_of(column, 1)

    with pytest.raises(IndexDamagedError, match="byte strings that do not follow each other"):
        segment.column("c")


def test_a_column_of_other_articles_is_refused() -> None:
    with pytest.raises(ValueError, match="column c has 1 values for 2 articles"):
        segment_of(column_of([b"a"]), 2)
