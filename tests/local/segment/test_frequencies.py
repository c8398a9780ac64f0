"""How often terms stand in articles, written in pieces and read in any range."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import IndexDamagedError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.segment.frequencies import FrequencyReader, FrequencyWriter

some_frequencies = st.lists(st.sampled_from([1, 1, 1, 2, 14, 15, 16, 300, 70_000]), max_size=700)


def file_of(pieces: list[list[int]], *, large: list[int] | None = None) -> ArrayFile:
    """A file of frequencies; ``large``: other large ones than it should have."""
    stream = BytesIO()
    with ArrayFileWriter(stream) as file:
        writer = FrequencyWriter(file, "f/")
        for piece in pieces:
            writer.append(np.array(piece, np.int64))
        writer.finish()
        if large is not None:
            file.drop("f/large_frequencies")
            file.append("f/large_frequencies", np.array(large, np.uint32))
        file.finish({})
    return ArrayFile(stream.getvalue(), name="f.arrays", directory=Path("index"))


@given(st.lists(some_frequencies, max_size=4), st.data())
def test_frequencies_are_read_as_they_were_written(
    pieces: list[list[int]], data: st.DataObject
) -> None:
    written = [frequency for piece in pieces for frequency in piece]
    start = data.draw(st.integers(0, len(written)))
    end = data.draw(st.integers(start, len(written)))

    reader = FrequencyReader(file_of(pieces), "f/", n_postings=len(written))

    assert reader.read(start, end).tolist() == written[start:end]


def test_nothing_is_written_of_terms_that_stand_but_once_in_each_article() -> None:
    assert list(file_of([[1, 1], [1]])) == []


@pytest.mark.parametrize("large", [[], [15], [20, 3]])
def test_large_frequencies_that_do_not_fit_are_damage(large: list[int]) -> None:
    reader = FrequencyReader(file_of([[1, 20, 30]], large=large), "f/", n_postings=3)

    with pytest.raises(IndexDamagedError, match=r"f/frequencies do not fit the postings\."):
        reader.read(0, 3)


def test_frequencies_of_too_few_postings_are_damage() -> None:
    with pytest.raises(IndexDamagedError, match=r"f/frequencies do not fit the postings\."):
        FrequencyReader(file_of([[1, 2, 3]]), "f/", n_postings=5)
