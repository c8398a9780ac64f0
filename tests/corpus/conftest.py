"""Files of one content, read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.article import Article
from searchkit.corpus import read, walk
from searchkit.corpus.facts.field_names import TEXT_NAMES

ReadFile = Callable[[str, str | bytes], list[Article | str]]
PROSE = "The tide came in at noon, and the harbour master shut the gates."
LOOKED_FOR = f"looked for text, body, content and {len(TEXT_NAMES) - 3} other names, found only "


@pytest.fixture
def read_file(tmp_path: Path) -> ReadFile:
    """Write one file and read it; errors come as their whole messages."""

    def read_it(name: str, content: str | bytes) -> list[Article | str]:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [
            found if isinstance(found, Article) else str(found)
            for listed in walk(tmp_path).files
            for found in read(tmp_path, listed)
        ]

    return read_it


def facts(found: Article | str) -> tuple[str, str, str | None, str | None]:
    """The key, the title, the date and the source of what was read."""
    assert isinstance(found, Article), found
    return found.key, found.title, str(found.date) if found.date else None, found.source


def only(found: list[Article | str]) -> Article:
    """The one article that was read."""
    assert len(found) == 1
    assert isinstance(found[0], Article), found[0]
    return found[0]
