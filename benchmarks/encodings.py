"""In how many files of known encodings the right characters are read, and how long it takes.

The files lie in folders named after their encodings, ``windows-1250`` or, with the
language behind it, ``windows-1250-polish``. Characters are compared and not names: of a
text that is the same in two encodings either is right. A folder whose name Python does
not know counts as misread.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from searchkit.article import Known
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.cleaning import clean
from searchkit.corpus.encoding.codec_names import wider_codec
from searchkit.corpus.encoding.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_TOLERATED = 0.005  # of the characters that differ: some files have a stray byte
_OTHER_NAMES = {"maccyrillic": "mac_cyrillic", "macroman": "mac_roman"}


@dataclass(frozen=True, slots=True)
class Reading:
    """How one file was read.

    Attributes:
        folder: The name of its folder.
        told: The encoding and how it is known, or why the file was refused.
        right: Whether its characters are right.
        doubtful: Whether the encoding was told to be in doubt, or the file refused.
        took: How long it took, in seconds.
    """

    folder: str
    told: str
    right: bool
    doubtful: bool
    took: float


def encodings(folder: Path) -> list[str]:
    """Return lines that tell how the files of known encodings in a folder were read."""
    found = list(readings(sorted(folder.glob("*/*"))))
    counts = Counter((one.right, one.doubtful) for one in found)
    mean = sum(one.took for one in found) / max(len(found), 1)
    slowest = max((one.took for one in found), default=0.0)
    return [
        f"{sum(one.right for one in found)} of {len(found)} files right",
        f"{counts[False, True]} wrong ones told to be in doubt, {counts[False, False]} not",
        f"{counts[True, True]} right ones told to be in doubt",
        f"{1000 * mean:.1f} ms a file, {1000 * slowest:.1f} ms at most",
        *(f"wrong: {one.folder} read as {one.told}" for one in found if not one.right),
    ]


def readings(files: Iterable[Path]) -> Iterator[Reading]:
    """Yield how each file was read; its folder is named after its encoding."""
    for file in files:
        content = file.read_bytes()
        codec = _codec(file.parent.name)
        right = codec and clean(content.decode(codec, "replace"))
        began = time.perf_counter()
        try:
            read = decode(content)
        except ContentError as error:
            took = time.perf_counter() - began
            yield Reading(file.parent.name, str(error), right=False, doubtful=True, took=took)
            continue
        took = time.perf_counter() - began
        yield Reading(
            file.parent.name,
            str(read.encoding),
            right=right is not None and _alike(read.text, right),
            doubtful=read.encoding.known is Known.DOUBTFUL,
            took=took,
        )


def _codec(folder: str) -> str | None:
    """Return the codec that a folder is named after, a language behind it aside.

    >>> _codec("iso-8859-2-polish"), _codec("MacRoman"), _codec("EUC-TW")
    ('iso8859-2', 'mac-roman', None)
    """
    name = _OTHER_NAMES.get(folder.lower(), folder)
    return wider_codec(name) or wider_codec(name.rpartition("-")[0])


def _alike(text: str, other: str) -> bool:
    differing: int = sum(a != b for a, b in zip_longest(text, other))
    return differing <= _TOLERATED * max(len(text), len(other))
