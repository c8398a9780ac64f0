from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article, Span
from searchkit.exploring.telling_terms import boosts, shares, text_terms

positive = st.floats(0.01, 20)


def article(title: str, text: str, furniture: tuple[Span, ...] = ()) -> Article:
    return Article(key="a", title=title, text=text, path="a", furniture=furniture)


def test_a_term_is_an_inflection_class_shown_as_the_word_that_it_mostly_is() -> None:
    terms = text_terms(article("Otters", "Two men saw otters: an otter had recovered."), "en")

    assert {name: term.word for name, term in terms.items()} == {
        "otter": "otters",
        "two": "two",
        "man": "men",
        "saw": "saw",
        "recover": "recovered",
    }


def test_a_word_weighs_by_how_often_it_occurs_and_twice_as_much_in_the_title() -> None:
    terms = text_terms(article("Otters", "An otter, a trout, a brown trout."), "en")

    weights = {name: term.weight for name, term in terms.items()}
    assert weights["otter"] == pytest.approx(1 + math.log(3))
    assert weights["trout"] == pytest.approx(1 + math.log(2))
    assert weights["brown"] == 1


def test_very_common_words_and_furniture_are_left_out_but_acronyms_are_not() -> None:
    text = "Read more. The US and us."

    terms = text_terms(article("", text, (Span(0, 10),)), "en")

    assert {name: term.word for name, term in terms.items()} == {"US": "US"}


def test_words_are_those_of_the_language_and_of_none_where_it_is_not_known() -> None:
    assert set(text_terms(article("", "les marées"), "fr")) == {"mar"}
    assert set(text_terms(article("", "the tides"), "unknown")) == {"tide"}


def test_one_odd_word_does_not_decide_alone() -> None:
    by = boosts([1, 1, 1, 1], [9.0, 1.0, 1.0, 1.0])

    assert shares(by, [9.0, 1.0, 1.0, 1.0]) == pytest.approx([0.25] * 4)
    assert boosts([2, 1], [3.0, 1.0]) == pytest.approx([1 / 3, 1])
    assert boosts([], []) == shares([], []) == []


@given(st.lists(st.tuples(positive, positive), min_size=4, max_size=40))
def test_no_term_has_more_than_a_quarter_and_nothing_is_changed_but_the_largest(
    terms: list[tuple[float, float]],
) -> None:
    weights, idfs = [w for w, _ in terms], [idf for _, idf in terms]

    by = boosts(weights, idfs)

    assert max(shares(by, idfs)) <= 0.25 + 1e-9
    assert sum(shares(by, idfs)) == pytest.approx(1)
    most, cut = [w * idf for w, idf in terms], [b * idf for b, idf in zip(by, idfs, strict=True)]
    assert cut == pytest.approx([min(each, max(cut)) for each in most])
