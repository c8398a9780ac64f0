"""Files that are packed: unpacked within limits, whatever they say of themselves."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.unpacking import unpacked
from searchkit.limits import ReadingLimits
from tests.corpus.conftest import PROSE, ReadFile, only

PACK: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    ".gz": ("gzip", lambda content: gzip.compress(content, mtime=0)),
    ".bz2": ("bzip2", bz2.compress),
    ".xz": ("xz", lzma.compress),
    ".zst": ("Zstandard", zstandard.compress),
}
packings = pytest.mark.parametrize("packing", PACK)


def read(packed: bytes, packing: str, **limits: int) -> bytes:
    stream = unpacked(io.BytesIO(packed), f"a{packing}", len(packed), ReadingLimits(**limits))
    content = b""
    while part := stream.read(1 << 16):
        content += part
    return content


@packings
def test_a_packed_file_is_read_as_what_is_in_it(read_file: ReadFile, packing: str) -> None:
    packed = PACK[packing][1](PROSE.encode())

    assert only(read_file(f"a.txt{packing}", packed)).text == PROSE


@packings
@given(parts=st.lists(st.binary(max_size=20_000), max_size=3))
def test_several_packed_parts_one_after_another_are_one_file(
    packing: str, parts: list[bytes]
) -> None:
    assert read(b"".join(map(PACK[packing][1], parts)), packing) == b"".join(parts)


@packings
@pytest.mark.parametrize("tail", [b"", b"no more of it"])
def test_what_follows_a_packed_file_and_is_not_packed_is_ignored(packing: str, tail: bytes) -> None:
    assert read(PACK[packing][1](b"tide") + b"\0" * 9 + tail, packing) == b"tide"


@packings
def test_a_packed_file_that_is_damaged_or_cut_off_says_so(packing: str) -> None:
    name, pack = PACK[packing]
    packed = pack(bytes(range(256)) * 20)

    with pytest.raises(ContentError, match=f"^is not a valid {name} file$"):
        read(b"tide" + packed, packing)
    with pytest.raises(ContentError, match=f"^is a truncated {name} file$"):
        read(packed[:-5], packing)


@packings
def test_a_packed_file_is_unpacked_no_further_than_the_limit(packing: str) -> None:
    packed = PACK[packing][1](bytes((1 << 24) + 1))

    with pytest.raises(ContentError) as caught:
        read(packed, packing, inflation=1)

    assert str(caught.value) == "unpacks to more than 1 times its size (limits.inflation)"
