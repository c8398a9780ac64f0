"""Files whose checksums are right and whose content is not: errors of ours, no others."""

from __future__ import annotations

import copy
import json
import math
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

import searchkit
from searchkit.errors import IndexStateError
from searchkit.local.segment.array_file import BLOCK, PREAMBLE
from searchkit.local.segment.array_file_writer import _checksums_of
from searchkit.local.store.manifests import seal, unseal
from tests.endurance.flipping import answers, build

_BEGIN = PREAMBLE.size + 4  # where the first block begins

_ODD: list[Any] = [
    None, True, False, 0, 1, -1, 2**31, 2**64, -(2**70), 1.5, float("nan"), "", "text", "../x",
    "\x00", "<u4", "|O", [], {}, [1], [[]], {"a": 1}, [None, None], "9" * 5000,
]  # fmt: skip


def fuzz(folder: Path, *, cases: int, seed: int = 1) -> Counter[str]:
    """Change what headers, arrays and manifests say, and ask the index everything.

    Args:
        folder: An empty folder.
        cases: How many times.
        seed: What is changed follows from it.

    Returns:
        How often each outcome was met.

    Raises:
        Exception: Any that is not ours.
    """
    index = build(folder, seed=seed)
    random = Random(seed)
    manifests = sorted(index.glob("manifest-*.json"))
    newest = manifests[-1].read_text()
    segments = [path for path in index.glob("MAIN_*.arrays") if path.name in newest]
    segment = max(segments, key=lambda path: path.stat().st_size)
    whole = {path: path.read_bytes() for path in (segment, *manifests)}
    seen: Counter[str] = Counter()
    for number in range(cases):
        match number % 4:
            case 0:
                what, content = other(unseal(whole[manifests[-1]]), random)
                manifests[-1].write_bytes(seal(content))
            case 1:
                what, data = _other_items(whole[segment], random)
                segment.write_bytes(data)
            case _:
                what, data = _other_header(whole[segment], random)
                segment.write_bytes(data)
        try:
            seen[_outcome(index)] += 1
        except Exception as error:
            raise AssertionError(what) from error
        for path, data in whole.items():
            path.write_bytes(data)
    return seen


def _outcome(index: Path) -> str:
    try:
        searchkit.check(index, deep=True)
        with searchkit.open(index) as opened:
            errors = sum(isinstance(answer, IndexStateError) for answer in answers(opened))
            return (
                "errors of ours" if errors else "the commit before" if opened.notes else "answers"
            )
    except IndexStateError:
        return "an error on opening"


def _other_header(data: bytes, random: Random) -> tuple[str, bytes]:
    """A segment with something else in its header, which has the right checksums."""
    offset, length = PREAMBLE.unpack_from(data)[3:5]
    what, content = other(json.loads(data[offset : offset + length]), random)
    header = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return what, _sealed(data[:offset] + header)


def _other_items(data: bytes, random: Random) -> tuple[str, bytes]:
    """A segment with other numbers somewhere in an array, which have the right checksums."""
    offset = PREAMBLE.unpack_from(data)[3]
    arrays = json.loads(data[offset:])["arrays"]
    name, dtype, shape, begin = random.choice([its for its in arrays if math.prod(its[2])])
    size = np.dtype(dtype).itemsize
    changed = bytearray(data)
    what = []
    for _ in range(random.choice((1, 1, 3))):
        item = random.randrange(math.prod(shape))
        at = begin + item * size
        number = int.from_bytes(data[at : at + size], "little")
        most = (1 << 8 * size) - 1
        number = random.choice(
            (0, most, number + 1, number - 1, number ^ 1 << random.randrange(8 * size), most // 2)
        ) % (most + 1)
        changed[at : at + size] = number.to_bytes(size, "little")
        what.append(f"{number} for item {item} of {name}")
    return ", ".join(what), _sealed(bytes(changed))


def _sealed(data: bytes) -> bytes:
    """A segment with the checksums of what it holds."""
    magic, number, _, offset, _, _, checksums, _ = PREAMBLE.unpack_from(data)
    blocks = range(_BEGIN, checksums, BLOCK)
    sums = [zlib.crc32(data[at : min(at + BLOCK, checksums)]) for at in blocks]
    table, header = struct.pack(f"<{len(sums)}I", *sums), data[offset:]
    of_table = _checksums_of(table).tobytes()
    preamble = PREAMBLE.pack(
        magic, number, zlib.crc32(header), offset, len(header), len(data),
        checksums, zlib.crc32(of_table),
    )  # fmt: skip
    begin = preamble + struct.pack("<I", zlib.crc32(preamble))
    return begin + data[len(begin) : checksums] + table + of_table + header


def other(content: Any, random: Random) -> tuple[str, Any]:
    """Some JSON with one value of it changed, removed, or put in the place of another."""
    content = copy.deepcopy(content)
    places = list(_places(content))
    within, key = random.choice(places)
    match random.randrange(4):
        case 0:
            del within[key]
            return f"without {key}", content
        case 1:
            elsewhere, other = random.choice(places)
            value = copy.deepcopy(elsewhere[other])
        case 2 if type(within[key]) is int:
            value = within[key] + random.choice((-64, -1, 1, 64, 1 << 20))
        case _:
            value = random.choice(_ODD)
    what = f"{value!r:.100} for {key} {within[key]!r:.100}"
    within[key] = value
    return what, content


def _places(content: Any) -> Iterator[tuple[Any, Any]]:
    items = (
        list(content.items())
        if isinstance(content, dict)
        else list(enumerate(content))
        if isinstance(content, list)
        else []
    )
    for key, value in items:
        yield content, key
        yield from _places(value)
