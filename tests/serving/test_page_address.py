"""All that is asked of a page stands in its address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Span
from searchkit.query.filters import SORTS
from searchkit.serving.page_address import PARAMETERS, SIZES, Asked
from searchkit.serving.parameters import read

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(
    asked=st.builds(
        Asked,
        q=texts,
        source=st.lists(texts.filter(bool), max_size=3).map(tuple),
        since=texts,
        until=texts,
        undated=st.booleans(),
        timezone=texts,
        sort=st.sampled_from(SORTS),
        page=st.integers(1, 1000),
        size=st.sampled_from(SIZES),
        share=st.booleans(),
        apart=st.booleans(),
    )
)
def test_the_address_of_a_page_says_all_that_is_asked(asked: Asked) -> None:
    parts = urlsplit(asked.at(page=asked.page))
    pairs = parse_qsl(parts.query, keep_blank_values=True)

    assert parts.path == "/search"
    assert Asked.of(read(PARAMETERS, pairs, ignores_others=False)) == asked


def test_what_goes_without_saying_is_not_in_the_address() -> None:
    assert Asked().at() == "/search"
    assert Asked(q="tide", source=("A", "B")).at() == "/search?q=tide&source=A&source=B"


def test_another_question_begins_with_the_first_page() -> None:
    asked = Asked(q="tide", page=7, source=("A",))

    assert asked.with_source("B") == "/search?q=tide&source=A&source=B"
    assert asked.without_source("A") == "/search?q=tide"
    assert asked.at(page=8) == "/search?q=tide&source=A&page=8"


def test_a_key_is_never_a_part_of_a_path() -> None:
    assert Asked().article("../a#b?c") == "/article?key=..%2Fa%23b%3Fc"


def test_the_address_of_an_article_says_from_which_results_it_was_opened() -> None:
    asked = Asked(q="tide", source=("A",), since="2018", sort="newest", page=2)

    assert asked.article("k", part=3) == (
        "/article?key=k&q=tide&source=A&since=2018&sort=newest&page=2&part=3"
    )
    assert asked.article("k", "/story", marks=[Span(3, 8), Span(9, 12)]) == (
        "/story?key=k&q=tide&source=A&since=2018&sort=newest&page=2&marks=3-8%2C9-12"
    )
