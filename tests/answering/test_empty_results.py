"""What a search says where it finds nothing, or leaves out what has no date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import searchkit
from searchkit.index import Index
from tests.conftest import write_files

ARTICLES = {
    "Pier Post/2018/03/14/a.txt": "Tide at the pier\n\nThe tide was high, and the moon was full.\n",
    "Pier Post/2019/a.txt": (
        "Another tide\n\nThe tide was low and an orchestra played to those who had come.\n"
    ),
    "Quay News/2018/05/02/b.txt": "The moon\n\nThe moon rose over the quay at nine.\n",
    "Quay Notes/c.txt": "Undated tide\n\nNobody knows when the tide came or where it went.\n",
    "Le Quai/2018/d.txt": (
        "La marée\n\nLa marée monte dans le port avec la lune, et les bateaux sont partis.\n"
    ),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("reasons")
    write_files(folder / "corpus", ARTICLES)
    with searchkit.create(folder / "index") as made:
        made.update(folder / "corpus")
        yield made


def notes(index: Index, query: str, **options: Any) -> list[str]:
    return [note.message for note in index.search(query, **options).notes]


@pytest.mark.parametrize(
    ("query", "options", "messages"),
    [
        ("orchestra", {"source": "quay news"}, ["Without the source filter there is 1 article."]),
        (
            "orchestra",
            {"until": "2017"},
            ["Without the date filter there is 1 article."],
        ),
        (
            "orchestra",
            {"source": "quay news", "until": "2017"},
            ["Without the source filter and the date filter there is 1 article."],
        ),
        ("moon", {"undated": True}, ["Without asking for undated articles there are 2 articles."]),
        (
            "tide source:quay-nows",
            {},
            ["No article has the source quay-nows. Did you mean Quay News?"],
        ),
        ("tide", {"source": "new"}, ["No article has the source new. Did you mean Quay News?"]),
        (
            "source:qua",
            {},
            ["No article has the source qua. Did you mean Le Quai, Quay News or Quay Notes?"],
        ),
        ('tide source:"quay news"', {}, ['Without source:"quay news" there are 3 articles.']),
        ("tide -tide", {}, ["Without -tide there are 3 articles."]),
        ("tide date:1950", {}, ["Without date:1950 there are 3 articles.", "1 has no date."]),
        (
            "orchestra AND quay",
            {},
            ["No article has all of: orchestra, quay. 2 have some of them."],
        ),
        ("lang:sv", {}, ["No article is in the language sv. The index has: en, fr."]),
        ("source:none", {}, []),
    ],
)
def test_a_search_that_finds_nothing_says_why(
    index: Index, query: str, options: dict[str, Any], messages: list[str]
) -> None:
    found = index.search(query, **options)

    assert found.total == 0
    assert [note.message for note in found.notes] == messages


def test_the_part_of_a_query_that_leaves_nothing_is_pointed_at(index: Index) -> None:
    (note,) = index.search("orchestra lang:en -played").notes

    assert note.message == "Without -played there is 1 article."
    assert note.span is not None
    assert "orchestra lang:en -played"[note.span.start : note.span.end] == "played"


def test_articles_without_a_date_are_counted_where_dates_are_asked_for(index: Index) -> None:
    (note,) = index.search("tide", since="2018").notes

    assert (note.message, note.argument) == ("1 more has no date.", "undated")
    assert index.search("tide", undated=True).total == 1
    assert notes(index, "moon", since="2018") == []


def test_an_outlet_is_meant_by_the_beginning_of_its_name_and_a_note_says_so(index: Index) -> None:
    found = index.search("", source="quay")

    assert [hit.article.source for hit in found] == ["Quay News", "Quay Notes"]
    assert [note.message for note in found.notes] == [
        "No source is called quay; searched Quay News and Quay Notes instead."
    ]
    assert notes(index, "source:quay*") == []
    assert index.search("source:quay*").total == 2
    assert index.search("-source:quay").total == 3
