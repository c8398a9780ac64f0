"""Headers whose checksums are right and whose content is not: ours errors, no others."""

from __future__ import annotations

import copy
import json
import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import searchkit
from searchkit.errors import IndexStateError
from searchkit.store.manifests import seal, unseal
from tests.endurance.flipping import answers, build

_PREAMBLE = struct.Struct("<8sIIQQQQI8x")

_ODD: list[Any] = [
    None, True, False, 0, 1, -1, 2**31, 2**64, -(2**70), 1.5, float("nan"), "", "text", "../x",
    "\x00", "<u4", "|O", [], {}, [1], [[]], {"a": 1}, [None, None], "9" * 5000,
]  # fmt: skip


def fuzz(folder: Path, *, cases: int, seed: int = 1) -> Counter[str]:
    """Change what headers and manifests say, and ask the index everything.

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
    segment = max(index.glob("MAIN_*.arrays"), key=lambda path: path.stat().st_size)
    manifests = sorted(index.glob("manifest-*.json"))
    whole = {path: path.read_bytes() for path in (segment, *manifests)}
    seen: Counter[str] = Counter()
    for number in range(cases):
        if number % 3:
            what, data = _other_header(whole[segment], random)
            segment.write_bytes(data)
        else:
            what, content = other(unseal(whole[manifests[-1]]), random)
            manifests[-1].write_bytes(seal(content))
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
    magic, number, _, offset, length, _, checksums, of_checksums = _PREAMBLE.unpack_from(data)
    what, content = other(json.loads(data[offset : offset + length]), random)
    header = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")
    preamble = _PREAMBLE.pack(
        magic, number, zlib.crc32(header), offset, len(header), offset + len(header),
        checksums, of_checksums,
    )  # fmt: skip
    begin = preamble + struct.pack("<I", zlib.crc32(preamble))
    return what, begin + data[len(begin) : offset] + header


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
