"""Several dictionaries asked at once, against lists of their terms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.searching import dictionaries
from searchkit.local.searching.dictionaries import Dictionaries
from tests.local.segment.test_terms import dictionary_of, some_bytes, sorted_terms


@contextmanager
def dictionaries_of(
    lists: list[list[bytes]], *, small: int, is_often: bool, alike: int = 64
) -> Iterator[Dictionaries]:
    """Dictionaries, of which those with few terms are searched as one, if they often are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dictionaries, "_SMALL", small)
        patch.setattr(dictionaries, "_ALIKE", alike)
        patch.setattr(dictionaries, "_SELDOM", 0 if is_often else 2)
        yield Dictionaries(dict(enumerate(map(dictionary_of, lists))))


@given(
    lists=st.lists(sorted_terms, max_size=5),
    asked=some_bytes,
    small=st.integers(0, 120),
    is_often=st.booleans(),
    alike=st.integers(0, 9),
    data=st.data(),
)
def test_a_term_is_found_wherever_it_is(
    lists: list[list[bytes]],
    asked: bytes,
    small: int,
    is_often: bool,
    alike: int,
    data: st.DataObject,
) -> None:
    expected = [
        (n, at) for n, terms in enumerate(lists) for at, t in enumerate(terms) if t == asked
    ]
    known = dict(one for one in expected if lists[one[0]].count(asked) == 1)
    given_numbers = data.draw(st.sets(st.sampled_from(sorted(known)))) if known else set()

    with dictionaries_of(lists, small=small, is_often=is_often, alike=alike) as all_of_them:
        found = all_of_them.find(asked)
        found_again = all_of_them.find(asked, {which: known[which] for which in given_numbers})

    assert found == found_again == expected


@given(
    lists=st.lists(st.sets(some_bytes, max_size=60).map(sorted), max_size=4),
    asked=st.lists(some_bytes, max_size=9),
    small=st.integers(0, 120),
    is_often=st.booleans(),
)
def test_many_terms_are_found_wherever_they_are(
    lists: list[list[bytes]], asked: list[bytes], small: int, is_often: bool
) -> None:
    every = [*asked, *(terms[0] for terms in lists if terms)]

    with dictionaries_of(lists, small=small, is_often=is_often) as all_of_them:
        found = all_of_them.find_each(every)

    assert found == [
        [(n, terms.index(term)) for n, terms in enumerate(lists) if term in terms] for term in every
    ]


@given(
    lists=st.lists(sorted_terms, max_size=5),
    prefix=some_bytes,
    small=st.integers(0, 120),
    is_often=st.booleans(),
)
def test_the_terms_that_begin_so_are_found_wherever_they_are(
    lists: list[list[bytes]], prefix: bytes, small: int, is_often: bool
) -> None:
    with dictionaries_of(lists, small=small, is_often=is_often) as all_of_them:
        ranges = all_of_them.prefix_ranges(prefix)

    found = {which: lists[which][start:end] for which, start, end in ranges}

    begun = {n: [t for t in terms if t.startswith(prefix)] for n, terms in enumerate(lists)}
    assert found == {which: terms for which, terms in begun.items() if terms}
