"""What the page on reading says of names and dates is what is done."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from searchkit.corpus.facts import field_names
from searchkit.corpus.facts.publication_dates import parse_date

PAGE = (Path(__file__).parents[2] / "docs" / "reading.md").read_text()


def rows(header: str) -> list[tuple[str, ...]]:
    """The rows of the table with a header, their cells."""
    table = PAGE.split(f"{header}\n", 1)[1].split("\n\n", 1)[0].split("\n")[1:]
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table]


def code(cell: str) -> list[str]:
    return re.findall("`([^`]+)`", cell)


def test_the_names_of_fields_are_those_that_are_looked_for_in_their_order() -> None:
    assert {what: tuple(code(names)) for what, names in rows("| what | names |")} == {
        "text": field_names.TEXT_NAMES,
        "in place of a text": field_names.SUMMARY_NAMES,
        "title": field_names.TITLE_NAMES,
        "date": (*field_names.DATE_NAMES, *field_names.YEAR_NAMES),
        "source": field_names.SOURCE_NAMES,
        "authors": field_names.AUTHOR_NAMES,
        "address": field_names.URL_NAMES,
        "language": field_names.LANGUAGE_NAMES,
        "id": field_names.ID_NAMES,
    }


@pytest.mark.parametrize(("written", "read_as"), rows("| written | is |"))
def test_each_date_of_the_page_is_read_as_it_says(written: str, read_as: str) -> None:
    expected = code(read_as) or ["None"]
    found = [str(parse_date(text)) for text in code(written)]

    assert found == (expected if len(expected) > 1 else expected * len(found))


def test_the_page_counts_the_names_as_the_message_does() -> None:
    assert re.findall(r"(\d+) other names", PAGE) == [str(len(field_names.TEXT_NAMES) - 3)]
