"""Who wrote it: names parted at what joins authors, and not at what is in a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.facts.authors import names_in_byline, names_in_list


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe",
        "JANE DOE",
        "Associated Press",
        "Santiago Ramón y Cajal",
        "José Ortega y Gasset",
        "João Costa e Silva",
        "Maria Mercè i Marçal",
        "Doe, Jane",
        "DOE, JANE",
        "Doe, Jane Mary",
        "Doe, J. R.",
        "García Márquez, Gabriel",
        "van der Berg, Jan Willem",
        "von Trapp, Maria",
        "Martin Luther King, Jr.",
        "King Jr., Martin Luther",
        "Davis, Jr., Sammy",
        "Jane Doe, M.D., Ph.D.",
        "Von Miller",
        "Bysshe Shelley",
        "Anderson Sands",
        "Editorial Staff",
        "jane@gazette.example",
    ],
)
def test_one_author_is_one(name: str) -> None:
    assert names_in_byline(name) == (name,)
    assert names_in_list([name]) == (name,)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe and John Roe", ("Jane Doe", "John Roe")),
        ("BY JANE DOE AND JOHN ROE", ("JANE DOE", "JOHN ROE")),
        ("Jane Doe, John Roe & Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Jane Doe, John Roe, and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Jane Doe; John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe | John Roe", ("Jane Doe", "John Roe")),
        ("Doe, Jane; Roe, Richard", ("Doe, Jane", "Roe, Richard")),
        ("Doe, Jane and Roe, Richard", ("Doe, Jane", "Roe, Richard")),
        ("Doe, Jane, and John Roe", ("Doe, Jane", "John Roe")),
        ("Doe, J., Roe, R., & Poe, A.", ("Doe, J.", "Roe, R.", "Poe, A.")),
        ("Smith, Jones and Brown", ("Smith", "Jones", "Brown")),
        ("Martin Luther King, Jr. and Jane Doe", ("Martin Luther King, Jr.", "Jane Doe")),
        ("Jane Doe, PhD, John Roe", ("Jane Doe, PhD", "John Roe")),
        ("Ana Pérez y Santiago Ramón y Cajal", ("Ana Pérez", "Santiago Ramón y Cajal")),
        ("von Wiebke Harmsen und Jan Ott", ("Wiebke Harmsen", "Jan Ott")),
        ("Par Marie Doucet et Pierre Caron", ("Marie Doucet", "Pierre Caron")),
        ("Written by Jane Doe", ("Jane Doe",)),
        ("Jane Doe, Associated Press", ("Jane Doe", "Associated Press")),
        ("Jane Doe, CNN", ("Jane Doe", "CNN")),
        ("Jane Doe, Reuters", ("Jane Doe", "Reuters")),
        ("Jane Doe, Staff Writer", ("Jane Doe",)),
        ("Jane Doe in Saltby and John Roe in Port Wenlow", ("Jane Doe", "John Roe")),
        ("jane@gazette.example (Jane Doe)", ("Jane Doe",)),
        ("Jane Doe <jane@gazette.example>", ("Jane Doe",)),
        ("https://gazette.example/jane", ()),
        ("Jane Doe/John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe with John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe, in Saltby", ("Jane Doe",)),
        ("張三、李四", ("張三", "李四")),
        ("AC/DC", ("AC/DC",)),
        ("Jane Doe et al.", ("Jane Doe",)),
        ("['Jane Doe', \"Hugo O'Brien\"]", ("Jane Doe", "Hugo O'Brien")),
        ("By", ()),
        ("x" * 5000, ()),
    ],
)
def test_a_byline_names_its_authors_in_order(byline: str, names: tuple[str, ...]) -> None:
    assert names_in_byline(byline) == names


@pytest.mark.parametrize(
    ("items", "names"),
    [
        (["Doe, Jane", "Roe, Richard"], ("Doe, Jane", "Roe, Richard")),
        (["García Márquez, Gabriel José", "Doe, Jane"],) * 2,
        (["Ada Marsh", "Hugo O'Brien & Ada Marsh"], ("Ada Marsh", "Hugo O'Brien")),
        (["Jane Doe, John Roe"], ("Jane Doe", "John Roe")),
        (["By Jane Doe", "Staff Writer"], ("Jane Doe",)),
        (["Martin Luther King", "Jr.", "Jane Doe"], ("Martin Luther King, Jr.", "Jane Doe")),
        ([], ()),
        (["By Jane Doe", "and John Roe"], ("Jane Doe", "John Roe")),
        (["Jane Doe", "& Ann Poe"], ("Jane Doe", "Ann Poe")),
        (["[]"], ()),
        (["[ ]"], ()),
    ],
)
def test_an_item_of_a_list_is_an_author(items: list[str], names: tuple[str, ...]) -> None:
    assert names_in_list(items) == tuple(names)


@given(st.text(max_size=300) | st.from_regex(r"[A-Za-z ,.;&']{0,100}", fullmatch=True))
def test_whatever_a_byline_holds_its_names_are_trimmed_and_different(byline: str) -> None:
    names = names_in_byline(byline)

    assert all(name == name.strip(" ,;") != "" for name in names)
    assert len(set(names)) == len(names)
