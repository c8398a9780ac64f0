"""Folders whose files come, go and change from one update to the next."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path


def write_files(folder: Path, texts: Mapping[str, str]) -> None:
    """Make a folder hold some files and no others; those that stay the same are not touched."""
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        if path.name not in texts:
            path.unlink()
    for name, text in texts.items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def write_records(folder: Path, records: Mapping[str, Mapping[str, object]]) -> None:
    """Make a folder hold some articles, each a file of JSON, and no others."""
    write_files(folder, {f"{name}.json": json.dumps(one) for name, one in records.items()})
