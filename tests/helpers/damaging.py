"""Damage done to the files of an index."""

from __future__ import annotations

from pathlib import Path

from searchkit.local.segment.array_file import ArrayFile


def larger(index: Path) -> Path:
    """The larger segment of an index."""
    return max(index.glob("MAIN_*.arrays"), key=lambda path: path.stat().st_size)


def change_array(index: Path, name: str, *, at: int = 0, length: int = 1) -> Path:
    """Change bytes of an array in the larger segment, whose checksums no longer fit."""
    path = larger(index)
    data = bytearray(path.read_bytes())
    file = ArrayFile(bytes(data), name=path.name, directory=index)
    offset = file._entries[name][2] + at
    data[offset : offset + length] = bytes(byte ^ 0x55 for byte in data[offset : offset + length])
    path.write_bytes(data)
    return path
