"""Segments, read as they were written, and refused where they are damaged."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.errors import IndexDamagedError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.segment_reader import ArraySegment, open_segment
from searchkit.local.segment.segment_writer import (
    SegmentArrays,
    save_segment,
    write_segment,
)
from tests.helpers.inverting import opened
from tests.local.segment.random_segments import (
    Text,
    Token,
    content,
    postings_of,
    read_postings,
    segment_of,
    texts,
)


@given(articles=st.lists(texts, min_size=1, max_size=8), part_size=st.integers(1, 4))
def test_a_field_reads_as_it_was_written_in_any_parts(articles: list[Text], part_size: int) -> None:
    segment = opened(segment_of(articles, part_size=part_size))
    found = postings_of(articles)

    segment_content = content(segment)

    assert segment_content["postings"] == found
    assert segment_content["stored"] == [{"text": repr(t)} if t else {} for t in articles]
    assert segment_content["lengths"] == [len(text) for text in articles]


def test_what_another_program_keeps_in_a_segment_is_read_as_it_was_written() -> None:
    marks = np.array([3, 1, 2], np.uint32)

    segment = opened(SegmentArrays(n_articles=2, extras={"their/marks": marks}))

    found = segment.extra_array("their/marks")
    assert segment.extra_names == ["their/marks"]
    assert found is not None
    assert found[:].tolist() == marks.tolist()
    assert segment.extra_array("marks") is None


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


@settings(max_examples=40)
@given(data=st.data())
def test_damaged_arrays_raise_an_error_or_read_as_something(data: st.DataObject) -> None:
    stream = BytesIO()
    write_segment(stream, segment_of([[Token(b"tid", b"tide", 1)] * 3, [Token(b"s", b"s", 0)]]))
    whole = bytearray(stream.getvalue())
    for _ in range(3):
        at = data.draw(st.integers(64, whole.index(b'{"description"') - 1))
        whole[at] = data.draw(st.integers(0, 255))
    segment = ArraySegment(ArrayFile(bytes(whole), name="s.arrays", directory=Path("index")))

    try:
        read = content(segment)
    except IndexDamagedError:
        return

    assert len(read["stored"]) == 2
