"""Files of one content, read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.article import Article
from searchkit.corpus import read, walk
from searchkit.errors import UnreadableFileError
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.notes import Remark

TIDE = "The tide came in at noon."
LOW = {"title": "Low", "text": TIDE}
HIGH = {"title": "High", "text": TIDE}

ReadText = Callable[[str], list[Article]]
ReadAs = Callable[[str, object], list[tuple[object, ...] | str]]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read a text file of that content."""

    def read_it(content: str) -> list[Article]:
        (tmp_path / "export.txt").write_text(content)
        listed = walk(tmp_path).files
        return [one for file in listed for one in read(tmp_path, file) if isinstance(one, Article)]

    return read_it


@pytest.fixture
def read_as(tmp_path: Path) -> ReadAs:
    """Write one file, and read the facts of its articles and what is said of the rest."""

    def read_it(name: str, value: object) -> list[tuple[object, ...] | str]:
        content = value if isinstance(value, bytes) else str(value).encode()
        if not isinstance(value, (str, bytes)):
            content = json.dumps(value).encode()
        (tmp_path / name).write_bytes(content)
        found = [each for file in walk(tmp_path).files for each in read(tmp_path, file)]
        return [facts(each) for each in found]

    return read_it


def read_file(
    folder: Path, name: str, content: bytes, *, limits: ReadingLimits = DEFAULT_READING_LIMITS
) -> list[Article | str]:
    """Write one file, and read its articles and what is said of the rest."""
    (folder / name).write_bytes(content)
    found = [each for file in walk(folder).files for each in read(folder, file, limits=limits)]
    return [each if isinstance(each, Article) else str(each) for each in found]


def read_one(folder: Path, name: str, content: bytes) -> Article:
    """Write one file, and read its one article."""
    (article,) = read_file(folder, name, content)
    assert isinstance(article, Article)
    return article


def facts(found: Article | UnreadableFileError | Remark) -> tuple[object, ...] | str:
    """The key behind the path, title, date, source, authors, text."""
    if not isinstance(found, Article):
        return str(found)
    key = found.key.removeprefix(found.path)
    date = found.date and str(found.date)
    return key, found.title, date, found.source, found.authors, found.text
