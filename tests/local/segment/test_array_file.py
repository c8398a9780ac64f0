from __future__ import annotations

from contextlib import nullcontext
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as stn

from searchkit.errors import IndexDamagedError, IndexOutdatedError
from searchkit.local.segment.array_file import DTYPES, ArrayFile
from searchkit.local.segment.array_file_writer import ArrayFileWriter

arrays = stn.arrays(
    dtype=st.sampled_from(sorted(DTYPES)),
    shape=stn.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=9),
)


def written(named: dict[str, Any], *, pieces: dict[str, list[Any]] | None = None) -> bytes:
    stream = BytesIO()
    with ArrayFileWriter(stream) as writer:
        for name, array in named.items():
            writer.add(name, array)
        for name, parts in (pieces or {}).items():
            for part in parts:
                writer.append(name, part)
        writer.finish({"about": "naïve"})
    return stream.getvalue()


def opened(data: bytes) -> ArrayFile:
    return ArrayFile(data, name="a.arrays", directory=Path("index"))


@given(named=st.dictionaries(st.text(max_size=9), arrays, max_size=5))
def test_arrays_come_back_as_they_were_written(named: dict[str, Any]) -> None:
    file = opened(written(named))

    assert list(file.faults()) == []
    assert file.description == {"about": "naïve"}
    assert list(file) == list(named)
    for name, array in named.items():
        assert file.array(name).dtype == array.dtype
        np.testing.assert_array_equal(file.array(name), array)


@given(numbers=st.lists(st.lists(st.integers(0, 99), max_size=5), min_size=1, max_size=5))
def test_an_array_may_grow_by_pieces(numbers: list[list[int]]) -> None:
    pieces = [np.array(piece, np.uint16) for piece in numbers]

    file = opened(written({"first": np.zeros(3)}, pieces={"grown": pieces}))

    assert file.array("grown").tolist() == list(chain(*numbers))


def test_big_endian_arrays_are_written_little_endian() -> None:
    file = opened(written({"n": np.array([1, 2], ">u4")}))

    assert file.array("n").dtype == np.dtype("<u4")
    assert file.array("n").tolist() == [1, 2]


def test_every_array_is_aligned_for_any_cache() -> None:
    data = written({"a": np.ones(3, np.uint8), "b": np.full(2, 7, np.uint64)})

    assert data.index(np.full(2, 7, np.uint64).tobytes()) % 64 == 0


def test_objects_are_no_arrays() -> None:
    with pytest.raises(TypeError, match="things cannot be written: object"):
        written({"things": np.array([None])})


def test_a_changed_byte_before_or_behind_the_arrays_is_an_error() -> None:
    whole = written({"a": np.arange(5), "b": np.zeros((2, 2), np.uint8)})
    header = whole.index(b'{"description"')

    for at in [*range(64), *range(header, len(whole))]:
        broken = bytearray(whole)
        broken[at] ^= 0x41

        with pytest.raises((IndexDamagedError, IndexOutdatedError)):
            opened(bytes(broken))


def test_a_file_cut_off_anywhere_is_an_error() -> None:
    whole = written({"a": np.arange(5)})

    for length in range(len(whole)):
        with pytest.raises(IndexDamagedError):
            opened(whole[:length])


def test_a_changed_byte_of_an_array_is_an_error_for_who_uses_it() -> None:
    long = np.zeros(100_000, np.uint8)
    data = bytearray(written({"a": np.arange(5), "long": long}))
    data[64] ^= 1
    file = opened(bytes(data))

    with pytest.raises(IndexDamagedError) as caught:
        file.array("a")

    assert caught.value.reason == "a.arrays: the checksum of a or long differs"
    assert file.lazy("long")[50_000:].tolist() == [0] * 50_000
    with pytest.raises(IndexDamagedError):
        file.lazy("long")[:50_000]
    assert list(file.faults()) == ["the checksum of a or long differs"]


def test_a_trusted_file_is_read_without_its_checksums() -> None:
    data = bytearray(written({"a": np.arange(5)}))
    data[64] ^= 1
    file = ArrayFile(bytes(data), name="a.arrays", directory=Path("index"), trusted=True)

    assert file.array("a").tolist() == [1, 1, 2, 3, 4]


def test_a_changed_checksum_is_an_error_for_who_uses_what_lies_near() -> None:
    length = 2**12 * 1024 + 1  # one block more than has its checksum in the first part of them
    data = bytearray(written({"long": np.zeros(length, np.uint8)}))
    end = 64 + length + -(64 + length) % 64
    data[end + 4 * 1024] ^= 1  # the checksum of the last block
    file = opened(bytes(data))

    with pytest.raises(IndexDamagedError) as caught:
        file.lazy("long")[length - 1 :]

    assert caught.value.reason == "a.arrays: the checksum of its checksums differs"
    assert file.lazy("long")[: length - 1].sum() == 0
    with pytest.raises(IndexDamagedError):
        list(file.faults())


@given(
    size=st.sampled_from(sorted(DTYPES)),
    length=st.integers(1, 20_000),
    ranges=st.lists(st.tuples(st.integers(0, 19_999), st.integers(0, 9_000)), max_size=5),
    broken=st.integers(0, 160_000),
)
def test_parts_of_an_array_are_used_only_if_they_are_as_they_were_written(
    size: str, length: int, ranges: list[tuple[int, int]], broken: int
) -> None:
    array = (np.arange(length) % 100).astype(size)
    data = bytearray(written({"a": array}))
    broken = 64 + broken % array.nbytes
    data[broken] ^= 0x11
    fault = (broken - 64) // 2**12  # the number of its block
    firsts = np.array([first % length for first, _ in ranges], np.int64)
    lasts = np.array([min(first % length + n, length - 1) for first, n in ranges], np.int64)
    touches = (firsts * array.itemsize // 2**12 <= fault) & (
        fault <= lasts * array.itemsize // 2**12
    )

    for first, last, touched in zip(firsts, lasts, touches, strict=True):
        file = opened(bytes(data))
        with pytest.raises(IndexDamagedError) if touched else nullcontext():
            assert file.lazy("a")[first : last + 1].tolist() == array[first : last + 1].tolist()
    with pytest.raises(IndexDamagedError) if touches.any() else nullcontext():
        opened(bytes(data)).lazy("a").compare(firsts, lasts)


def test_another_format_asks_for_another_version() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("searchkit.local.segment.array_file_writer.FORMAT", 99)
        data = written({})

    with pytest.raises(IndexOutdatedError) as caught:
        opened(data)

    assert caught.value.reason == "a.arrays has format 99, not 1"


@pytest.mark.parametrize(
    "entry",
    [
        ["a", "|O", [1], 64],
        ["a", "<u4", [-1], 64],
        ["a", "<u4", [1, 1, 1], 64],
        ["a", "<u4", [1], 65],
        ["a", "<u4", [1], 0],
        ["a", "<u4", [1 << 40], 64],
        ["a", "<u4", [1.5], 64],
        ["a", "<u4", "1", 64],
        ["a", "<u4", [1], None],
        ["a", "<u4", [1]],
        ["b", "<u4", [17], 64],
    ],
)
def test_a_header_that_lies_is_not_believed(entry: list[Any]) -> None:
    stream = BytesIO()
    writer = ArrayFileWriter(stream)
    writer.add("a", np.zeros(16, np.uint32))
    writer.add("c", np.zeros(1, np.uint32))
    writer._entries[entry[0]] = entry[1:]
    writer.finish({})

    with pytest.raises(IndexDamagedError):
        opened(stream.getvalue())


@settings(max_examples=30)
@given(data=st.binary(max_size=200))
def test_other_bytes_are_not_a_file_of_arrays(data: bytes) -> None:
    with pytest.raises(IndexDamagedError):
        opened(data)
