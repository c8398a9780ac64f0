"""Every row of the tables of `docs/query-language.md` runs, and is as it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import query as query_package
from searchkit.index import Index
from searchkit.query import DEFAULT_LIMITS, Limits, to_text
from tests.conftest import in_memory

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "query-language.md").read_text(encoding="utf-8")


def rows(head: str) -> Iterator[list[str]]:
    """The cells of all rows of the tables with a head."""
    for table in re.findall(rf"^\| {head} \|\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE):
        for row in table.splitlines():
            yield [cell.replace("\\|", "|") for cell in re.split(r" (?<!\\)\| ", row[2:-2])]


def written(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


FINDS = [
    (write, int(count))
    for cells in rows(r"write \| finds \| of 53")
    for write, count in zip(written(cells[0]), cells[2].split(", "), strict=True)
]
READINGS = list(rows(r"write \| is read as \| and the note says"))


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("sample") / "index"
    searchkit.update(directory, ROOT / "corpus")
    return directory


@pytest.fixture(scope="module", params=["directory", "memory"])
def sample(request: pytest.FixtureRequest, directory: Path) -> Iterator[Index]:
    address = directory if request.param == "directory" else in_memory(directory)
    with searchkit.open(address) as index:
        yield index


@pytest.mark.parametrize(("write", "count"), FINDS)
def test_a_query_finds_as_many_articles_as_its_row_says(
    sample: Index, write: str, count: int
) -> None:
    assert sample.search(write, strict=True, limit=0, timezone="UTC").total == count


@pytest.mark.parametrize(("write", "read_as", "message"), READINGS)
def test_a_query_is_read_as_its_row_says(write: str, read_as: str, message: str) -> None:
    parsed = query_package.parse(written(write)[0], language="en")

    assert f"`{to_text(parsed.node)}`" == read_as
    assert [note.message for note in parsed.notes] == [message]


def test_the_limits_of_the_page_are_those_of_the_code() -> None:
    limits = {
        written(name)[0]: float(re.sub(r"(?<=\d),|\s.*", "", value))
        for name, value in rows(r"limit \| is")
    }

    assert limits == {name: getattr(DEFAULT_LIMITS, name) for name in Limits.__match_args__}


def test_the_page_names_the_version_of_the_language() -> None:
    assert PAGE.startswith(f"# Query language {query_package.QUERY_LANGUAGE}\n")


def test_the_tables_are_found() -> None:
    assert len(FINDS) > 50
    assert len(READINGS) > 15
