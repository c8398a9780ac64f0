"""The head of the package is enough to read a segment file with."""

from __future__ import annotations

import json
import re
import struct
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

import searchkit.local.segment
from searchkit.local.segment.columns import FixedColumn, NumberColumn, ReferenceColumn
from searchkit.local.segment.postings import FormArrays, PostingArrays, StemArrays
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays, write_segment
from tests.local.segment.test_stored_fields import frames_of

N = 70_000  # articles: more than one block of 65,536


def everything() -> bytes:
    """A segment that has every array there is."""
    part = PostingArrays(
        terms=[b"sea", b"tid"],
        starts=np.array([0, 2, 5]),
        articles=np.array([3, 69_999, 3, 4, 66_000]),
        frequencies=np.array([1, 300, 2, 1, 2]),
        positions=np.concatenate(([7], np.arange(300), [2, 5, 0, 1, 900])),
        forms=FormArrays(
            names=[b"tide", b"sea", b"tidal", b"tides", b"Sea"],
            terms=np.array([1, 0, 1, 1, 0]),
            numbers=np.concatenate((np.full(300, 1), [4], [0, 3, 2, 3, 3])),
        ),
        stems=StemArrays(names=[b"tide\0en", b"tide\0de", b"tide\0en"], terms=np.array([1, 0, 0])),
    )
    segment = SegmentArrays(
        n_articles=N,
        fields={
            "text": FieldArrays(
                parts=[part], lengths=np.arange(N), position_limits=np.full(N, 1000)
            )
        },
        columns={
            "date": NumberColumn(np.arange(N)),
            "mark": FixedColumn(np.zeros((N, 2), np.uint8), b"\0\0"),
            "source": ReferenceColumn(np.zeros(N, np.int64), [b"Tern"]),
        },
        stored=frames_of({"n": n} if n < 3 else {} for n in range(N)),
        extras={"marks": np.zeros(3, np.uint8)},
    )
    stream = BytesIO()
    write_segment(stream, segment)
    return stream.getvalue()


def arrays_in(data: bytes) -> dict[str, Any]:
    """The arrays of a file, found as the head of ``layout`` says."""
    magic, number, _, offset, length, total = struct.unpack_from("<8sIIQQQ", data)
    assert (magic, number, total) == (b"SKARRAY\x1a", 1, len(data))
    header = json.loads(data[offset : offset + length])
    return {
        name: np.frombuffer(data, dtype, int(np.prod(shape)), offset).reshape(shape)
        for name, dtype, shape, offset in header["arrays"]
    }


def test_a_module_imports_only_from_those_above_it_on_the_page() -> None:
    page = searchkit.local.segment.__doc__
    assert page is not None
    table = page[: page.index("The file\n")]
    modules = re.findall(r"^``(\w+)``", table, re.MULTILINE)
    folder = Path(searchkit.local.segment.__file__).parent
    imported = {
        module: set(
            re.findall(
                r"^ *from searchkit\.local\.segment\.(\w+) import",
                (folder / f"{module}.py").read_text(encoding="utf-8"),
                re.MULTILINE,
            )
        )
        for module in modules
    }

    assert sorted(modules) == sorted(p.stem for p in folder.glob("*.py") if p.stem != "__init__")
    for number, module in enumerate(modules):
        assert imported[module] <= set(modules[:number])


def test_every_array_of_a_segment_is_specified() -> None:
    page = searchkit.local.segment.__doc__
    assert page is not None
    names = {
        name.removeprefix("fields/text/").replace("text", "f") for name in arrays_in(everything())
    }
    unnamed = {name for name in names if f"``{name}``" not in page}

    assert unnamed == {
        *(
            f"{d}/{part}"
            for d in ("terms", "forms", "stems")
            for part in ("data", "offsets", "heads")
        ),
        *(f"columns/source/values/{part}" for part in ("data", "offsets", "heads")),
        *(f"columns/{name}" for name in ("date", "mark", "source")),
        "extras/marks",
    }
    for pattern in ("terms/…", "forms/…", "stems/…", "D/data", "columns/c", "extras/…"):
        assert f"``{pattern}``" in page


def test_positions_and_forms_are_read_bit_by_bit_as_specified() -> None:
    found = {
        name.removeprefix("fields/text/"): array
        for name, array in arrays_in(everything()).items()
        if name.startswith("fields/text/")
    }
    bits = int.from_bytes(found["positions"].tobytes(), "little")
    large = iter(found["large_frequencies"].tolist())
    every = [n for byte in found["frequencies"].tolist() for n in (byte & 15, byte >> 4)]
    frequencies = [next(large) if n == 15 else n for n in every]
    names = [
        found["forms/data"].tobytes()[a:b]
        for a, b in zip(found["forms/offsets"], found["forms/offsets"][1:], strict=False)
    ]
    read = []
    for term in range(2):
        first_form, last_form = found["form_starts"][term : term + 2].tolist()
        b = (last_form - first_form - 1).bit_length()
        offset = 8 * int(found["position_starts"][term])
        runs = range(*found["run_starts"][term : term + 2].tolist())
        for posting in range(*found["posting_starts"][term : term + 2].tolist()):
            run = max(r for r in runs if found["run_postings"][r] <= posting)
            article = int(found["articles"][posting]) + 65_536 * int(found["run_blocks"][run])
            w = int(found["position_widths"][article])
            for _ in range(frequencies[posting]):
                code = bits >> offset & ((1 << (w + b)) - 1)
                offset += w + b
                rank = code & ((1 << b) - 1)
                read.append((article, code >> b, names[found["term_forms"][first_form + rank]]))

    assert read == [
        (3, 7, b"sea"),
        *((69_999, position, b"sea") for position in range(299)),
        (69_999, 299, b"Sea"),
        (3, 2, b"tide"),
        (3, 5, b"tides"),
        (4, 0, b"tidal"),
        (66_000, 1, b"tides"),
        (66_000, 900, b"tides"),
    ]
    assert found["large_frequency_starts"].tolist() == [0]


def test_the_stems_of_terms_are_read_as_specified() -> None:
    found = {
        name.removeprefix("fields/text/"): array
        for name, array in arrays_in(everything()).items()
        if name.startswith("fields/text/")
    }
    stems = [
        found["stems/data"].tobytes()[a:b]
        for a, b in zip(found["stems/offsets"], found["stems/offsets"][1:], strict=False)
    ]
    by_stem = [
        (stem, found["stem_terms"][a:b].tolist())
        for stem, a, b in zip(stems, found["stem_starts"], found["stem_starts"][1:], strict=False)
    ]
    by_term = [
        (term, stems[stem])
        for term, stem in zip(found["linked_terms"], found["linked_stems"], strict=True)
    ]

    assert by_stem == [(b"tide\0de", [0]), (b"tide\0en", [0, 1])]
    assert by_term == [(0, b"tide\0de"), (0, b"tide\0en"), (1, b"tide\0en")]
