"""Spellings of one outlet are told from other outlets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.schema import source_term
from searchkit.schema.outlet_identity import outlet_identity


def identity(name: str) -> str:
    return outlet_identity(source_term(name))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("US WEEKLY", "Us Weekly"),
        ("The Western Journal", "Western Journal"),
        ("CNSNews.com", "CNS News"),
        ("www.theblaze.com", "The Blaze"),
        ("DesMoines Register", "Des Moines Register"),
        ("Newsmax - News", "Newsmax (News)"),
        ("R&D Weekly", "R and D Weekly"),
        ("Le Courrier de l’Été", "LE COURRIER DE L'ETE"),
        ("Правда", "ПРАВДА"),
        ("pier-post.co.uk", "Pier Post"),
    ],
)
def test_spellings_of_one_outlet_have_one_identity(one: str, other: str) -> None:
    assert identity(one) == identity(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CNN (Web News)", "CNN - Editorial"),
        ("Fox News", "Fox News Opinion"),
        ("The Hill", "Hilltop"),
        ("New York Times - News", "New York Times - Opinion"),
        ("The Week", "Week Ahead"),
        ("+++", "***"),
    ],
)
def test_outlets_of_other_names_do_not_meet(one: str, other: str) -> None:
    assert identity(one) != identity(other)


@given(st.text(min_size=1).map(source_term).filter(bool))
def test_every_outlet_has_an_identity(term: str) -> None:
    assert outlet_identity(term)
