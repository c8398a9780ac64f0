"""What may stand behind the `?` of an address, and what is refused by name."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import ArgumentError
from searchkit.serving.api import ROUTES
from searchkit.serving.page_address import PARAMETERS, Asked
from searchkit.serving.parameters import QUERY, Parameter, read

TABLE = (
    QUERY,
    Parameter("limit", "Hits.", "number", default=10, most=100),
    Parameter("source", "Outlets.", "texts", default=()),
    Parameter("sort", "Order.", default="best", choices=("best", "newest")),
    Parameter("strict", "Strict.", "flag", default=False),
)


def read_all(*pairs: tuple[str, str]) -> dict[str, object]:
    return read(TABLE, pairs, ignores_others=False)


def test_what_is_not_given_is_what_goes_without_saying() -> None:
    assert read_all() == {"q": "", "limit": 10, "source": (), "sort": "best", "strict": False}


def test_what_is_given_is_read_by_its_kind() -> None:
    pairs = [("q", "a b"), ("limit", "5"), ("source", "A"), ("source", "B"), ("strict", "true")]

    assert read_all(*pairs, ("sort", "newest")) == {
        "q": "a b",
        "limit": 5,
        "source": ("A", "B"),
        "sort": "newest",
        "strict": True,
    }


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([("limt", "5")], "There is no parameter limt. Did you mean limit?"),
        ([("xyz", "5")], "There is no parameter xyz. There are: q, limit, source, sort, strict."),
        ([("limit", "-1")], "limit is a whole number from 0 to 100."),
        ([("limit", "101")], "limit is a whole number from 0 to 100."),
        ([("limit", "٣")], "limit is a whole number from 0 to 100."),
        ([("limit", "1" * 5000)], "limit is a whole number from 0 to 100."),
        ([("limit", "1"), ("limit", "2")], "limit is given more than once."),
        ([("sort", "worst")], "sort is one of: best, newest."),
        ([("strict", "maybe")], "strict is 1 or 0."),
        ([("q", "x" * 2001)], "q has 2,001 characters, 2,000 at most."),
        ([("source", "a")] * 51, "source is given 51 times, 50 at most."),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(pairs: list[tuple[str, str]], message: str) -> None:
    with pytest.raises(ArgumentError) as raised:
        read_all(*pairs)

    assert str(raised.value) == message
    assert raised.value.name == pairs[0][0]


def test_what_has_to_be_given_is_named() -> None:
    with pytest.raises(ArgumentError, match=r"^key is missing\.$"):
        read([Parameter("key", "A key.", is_required=True)], [], ignores_others=True)


def test_a_page_ignores_what_it_does_not_know() -> None:
    assert read(TABLE, [("utm_source", "x")], ignores_others=True) == read_all()


@given(pairs=st.lists(st.tuples(st.sampled_from([p.name for p in TABLE]), st.text(max_size=20))))
def test_no_values_are_anything_but_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    found = {}
    with suppress(ArgumentError):
        found = read(TABLE, pairs, ignores_others=False)

    assert found.keys() in (set(), {parameter.name for parameter in TABLE})


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_example_of_the_api_is_read(route: object) -> None:
    parameters = route.parameters  # type: ignore[attr-defined]
    pairs = [(one.name, str(one.example).lower() if one.kind == "flag" else str(one.example))
             for one in parameters if one.example is not None]  # fmt: skip

    found = read(parameters, pairs, ignores_others=False)

    assert found.keys() == {one.name for one in parameters}


def test_the_parameters_of_a_page_are_what_can_be_asked() -> None:
    assert [one.name for one in PARAMETERS] == list(Asked().as_dict())
    assert Asked.of(read(PARAMETERS, [], ignores_others=True)) == Asked()
