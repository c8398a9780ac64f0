"""What the fields of records and front matter are taken to mean."""

from __future__ import annotations

import pytest

from searchkit.corpus.facts.declared_facts import Declared, declared_in, id_in, plain_names, text_in


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, John Roe & Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("von Wiebke Harmsen und Jan Ott", ("Wiebke Harmsen", "Jan Ott")),
        (["Jane Doe", {"name": "John Roe"}, 7, None], ("Jane Doe", "John Roe")),
        ("Bysshe Shelley", ("Bysshe Shelley",)),
        ("Anderson Sands", ("Anderson Sands",)),
        (["Jane Doe", "Jane Doe"], ("Jane Doe",)),
        ({"id": 7}, ()),
        ("x" * 5000, ()),
    ],
)
def test_authors_are_names_in_order_each_once(written: object, names: tuple[str, ...]) -> None:
    assert declared_in({"author": written}).authors == names


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"source": "https://www.a.example/feed"}, Declared(source="a.example")),
        ({"source": ["Us Weekly"]}, Declared(source="Us Weekly")),
        ({"source": ["Us Weekly", "Time"]}, Declared()),
        ({"source": "x" * 500}, Declared()),
        ({"source": "", "outlet": "Us Weekly"}, Declared(source="Us Weekly")),
        (
            {"url": "ftp://a.example", "link": "https://a.example"},
            Declared(url="https://a.example"),
        ),
        ({"url": "https://"}, Declared()),
        ({"title": {"rendered": "Tides"}}, Declared(title="Tides")),
        ({"title": 1984}, Declared(title="1984")),
        ({"title": True}, Declared()),
    ],
)
def test_a_field_is_passed_over_when_it_cannot_be_used(
    fields: dict[str, object], expected: Declared
) -> None:
    assert declared_in(plain_names(fields)) == expected


def test_a_word_for_a_missing_cell_is_a_word_where_there_are_no_cells() -> None:
    fields = {"title": "None", "author": ["nan", "Nan"], "source": "N/A"}

    assert declared_in(plain_names(fields)) == Declared(authors=("Nan",))
    assert declared_in(plain_names(fields, cells=False)).title == "None"


def test_text_may_be_paragraphs_or_nested() -> None:
    assert text_in({"text": " ", "body": ["One.", 2, "Three."]}) == "One.\n\nThree."
    assert text_in({"content": {"rendered": "One."}}) == "One."
    assert text_in({"content": 7}) is None


def test_an_id_is_text_or_a_number_or_a_database_key() -> None:
    assert id_in({"id": 0}) == "0"
    assert id_in({"id": True, "guid": " a "}) == "a"
    assert id_in({"_id": {"$oid": "5f"}}) == "5f"
    assert id_in({"id": ["a"]}) is None
