"""The suffixes by which formats are known.

This is the list alone, apart from the readers, so that listing a folder need
not import them. `formats` has a reader for each format named here.
"""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How the bytes of a file are to be understood."""

    PLAIN_TEXT = "plain text"
    MARKDOWN = "Markdown"
    JSON = "JSON"
    JSON_LINES = "JSON lines"


FORMATS = {
    ".txt": Format.PLAIN_TEXT,
    ".text": Format.PLAIN_TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
}
PACKED = ".gz"  # may follow any of them

_ENDINGS = tuple(suffix + packed for suffix in FORMATS for packed in ("", PACKED))


def suffix_of(name: str) -> str:
    """Return the last suffix of a name in lower case, or nothing.

    >>> suffix_of("2021/Tides.TXT")
    '.txt'
    >>> suffix_of("2021.03/tides")
    ''
    """
    base = name.rpartition("/")[2]
    dot = base.rfind(".")
    return base[dot:].lower() if 0 < dot < len(base) - 1 else ""


def is_packed(name: str) -> bool:
    """Tell whether a file of that name is compressed."""
    return suffix_of(name) == PACKED


def unpacked(name: str) -> str:
    """Return the name that a file has once it is unpacked."""
    return name[: -len(PACKED)] if is_packed(name) else name


def is_known(name: str) -> bool:
    """Tell whether a file of that name is of a known format.

    >>> is_known("tides.txt.gz")
    True
    >>> is_known("tides.pdf")
    False
    """
    # What `suffix_of` and `unpacked` say, in a third of the time: an update asks for every file.
    base = name.rpartition("/")[2].lower()
    return base.endswith(_ENDINGS) and base not in _ENDINGS
