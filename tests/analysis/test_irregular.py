"""Irregular forms are to analysis what their base is, and the table says nothing needless."""

from __future__ import annotations

import pytest

from searchkit.analysis import inflection, stem
from searchkit.analysis.english import english_parts, english_stem
from searchkit.analysis.irregular import BASES, irregular_stem


@pytest.mark.parametrize(
    "forms",
    ["man men", "child children", "shoot shooting shot shots", "go goes going went gone"],
)
def test_irregular_forms_have_the_class_of_their_base(forms: str) -> None:
    assert len({inflection(form, "en") for form in forms.split()}) == 1


def test_a_form_has_the_class_and_the_stem_of_its_base_in_english_alone() -> None:
    for form, base in BASES.items():
        assert inflection(form, "en") == inflection(base, "en")
        assert stem(form, "en") == stem(base, "en")
        assert (inflection(form, "fi"), inflection(form, None)) == (stem(form, "fi"), form)


def test_a_base_is_no_form_and_no_form_is_led_back_by_a_rule() -> None:
    assert not BASES.keys() & set(BASES.values())
    assert not [f for f, base in BASES.items() if english_parts(f).base == english_parts(base).base]


def test_by_rules_alone_a_form_has_another_stem_than_its_base_and_other_words_have_none() -> None:
    assert not [form for form, base in BASES.items() if irregular_stem(form) == english_stem(base)]
    assert not any(irregular_stem(base) for base in BASES.values())


def test_no_form_takes_the_other_words_of_a_class_with_it() -> None:
    classes = {english_parts(base).base for base in BASES.values()}

    assert not [form for form in BASES if english_stem(form) in classes]


@pytest.mark.parametrize("word", "left found saw led thought leaves people put criteria".split())
def test_a_form_that_is_as_often_another_word_has_a_class_of_its_own(word: str) -> None:
    assert word not in BASES
