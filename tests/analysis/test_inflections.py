"""Words of one inflection class are forms of one word, and have one stem."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchkit.analysis import (
    LANGUAGES,
    fold,
    inflection,
    inflections,
    is_acronym,
    stem,
    stemming,
    with_stem,
    words,
)
from searchkit.analysis.english import english_parts, english_rest

_ARTICLES = Path(__file__).parents[2] / "corpus"
_PARTED = ("da", "de", "en", "nl", "no", "ru", "sv")  # languages whose classes are not stems


@pytest.mark.parametrize(
    ("forms", "language"),
    [
        ("tide tides tide's tides'", "en"),
        ("release releases released releasing", "en"),
        ("agree agrees agreed agreeing", "en"),
        ("stop stops stopped stopping", "en"),
        ("add adds added adding", "en"),
        ("hope hopes hoped hoping", "en"),
        ("carry carries carried carrying", "en"),
        ("recovery recoveries recovery's", "en"),
        ("socialist socialists", "en"),
        ("die dies died dying", "en"),
        ("committee committees committee's", "en"),
        ("résumé resumes", "en"),
        ("zeitung zeitungen", "de"),
        ("haus häuser hauses hausern", "de"),
        ("vrijheid vrijheden", "nl"),
        ("regering regeringen", "nl"),
        ("flicka flickor flickorna", "sv"),
        ("regering regeringer regeringens", "da"),
        ("regjering regjeringen regjeringens", "no"),
        ("независимость независимости независимостью", "ru"),
        ("город города городов городами", "ru"),
    ],
)
def test_forms_of_one_word_have_one_class(forms: str, language: str) -> None:
    assert len({inflection(form, language) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("relatives", "language"),
    [
        ("social socialism socialist", "en"),
        ("execution executive", "en"),
        ("universal university universe", "en"),
        ("organ organization", "en"),
        ("intern international", "en"),
        ("liberation liberal", "en"),
        ("conservation conservative", "en"),
        ("recover recovery", "en"),
        ("zeit zeitung", "de"),
        ("frei freiheit", "de"),
        ("vrij vrijheid", "nl"),
        ("независимый независимость", "ru"),
    ],
)
def test_relatives_have_a_class_each(relatives: str, language: str) -> None:
    words_ = relatives.split()

    assert len({inflection(word, language) for word in words_}) == len(words_)


@pytest.mark.parametrize("word", ["u.s", "at&t", "c++", "1990s", "news", "ski", "東"])
def test_a_word_without_other_forms_is_its_own_class(word: str) -> None:
    assert inflection(word, "en") == word


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - set(_PARTED)))
def test_where_derivations_are_not_taken_off_last_the_class_is_the_stem(language: str) -> None:
    for word in ["national", "nationale", "nazionali", "kalastajat", "الكتب"]:
        assert inflection(word, language) == stem(word, language)


def test_a_language_without_a_stemmer_has_no_inflections() -> None:
    assert inflection("Tides", "pl") == inflection("tides", None) == "tides"
    assert inflection("istanbul'da", "tr") == "istanbul"


def test_words_of_one_class_have_one_stem() -> None:
    """Over all words of the sample articles, as English and as each other language."""
    texts = [path.read_text("utf-8", "replace") for path in sorted(_ARTICLES.rglob("*.*"))]
    met = sorted({word for text in texts for word in words(text)})

    for language in _PARTED:
        stems_of = defaultdict(set)
        for word in met:
            stems_of[inflection(word, language)].add(stem(word, language))
        assert {name: found for name, found in stems_of.items() if len(found) > 1} == {}


_ENDINGS = {
    "da": "er erne ede ende et s igst elig løst lig els ig gt heder iske",
    "de": "e em en ern er es s est st niss nissen end ung heit lich keit isch ig ik",
    "en": "s 's s' ies ied sses ed eed ing edly ingly ly e y ery ation ism er ness ive ize ee al",
    "nl": "en ene s se e heid heden ing end ig lijk baar bar aat ee",
    "no": "er ene et ede s ert leg lig els lov dt vt slov",
    "ru": "ов ами ы и ь ый ого ать ал ость ости ейш нный ивши ся",
    "sv": "ar arna en ade s els lig ig löst fullt dd gt heten",
}


@given(st.data(), st.sampled_from(_PARTED))
@settings(max_examples=300)
def test_words_that_differ_in_their_endings_have_one_stem_if_they_have_one_class(
    data: st.DataObject, language: str
) -> None:
    letters = "аеиоуйвнстр" if language == "ru" else "abdegilnorstuyz'åöé"
    beginning = data.draw(st.text(letters, min_size=1, max_size=6))
    endings = st.lists(st.sampled_from(_ENDINGS[language].split()), max_size=3).map("".join)
    some = [beginning + ending for ending in data.draw(st.lists(endings, min_size=2, max_size=9))]

    stems_of = defaultdict(set)
    for word in some:
        stems_of[inflection(word, language)].add(stem(word, language))

    assert {name: found for name, found in stems_of.items() if len(found) > 1} == {}


@given(st.text("abceghiklmnorstuéåöñαώйё'", min_size=1), st.sampled_from([*LANGUAGES, "tr", None]))
def test_a_word_of_a_query_may_mean_its_own_class_with_its_accents_or_without(
    text: str, language: str | None
) -> None:
    for word in words(text):
        meant = inflections(word, [language])

        assert meant == inflections(fold(word), [language])
        if language in (*_PARTED, None):
            assert {term for term in meant if not is_acronym(term)} == {inflection(word, language)}


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_the_name_of_a_class_is_never_empty_and_is_folded(text: str, language: str) -> None:
    for word in words(text):
        name = inflection(word, language)

        assert name
        assert name == fold(name)


@given(st.text(min_size=1) | st.text("acdeghimnorstuvwy'"), st.sampled_from([*_PARTED, "fr", "tr"]))
@example("men shot recovered", "en")
@example("openbare", "nl")
def test_class_and_stem_asked_for_together_are_those_asked_for_one_by_one(
    text: str, language: str
) -> None:
    for word in words(text):
        assert with_stem(word, language) == (inflection(word, language), stem(word, language))


@given(st.text("abceghiklmnorstuy'", min_size=1), st.sampled_from(["en", "de"]))
def test_a_word_has_the_term_that_it_has_if_its_class_was_never_asked_for(
    text: str, language: str
) -> None:
    for word in words(text):
        inflection(word, language)

        assert stem(word, language) == stemming.Stems(language)[word]


def test_a_base_is_what_the_later_steps_make_the_stem_of() -> None:
    parts = english_parts("organizations")

    assert parts == ("organization", "organ", "organ")
    assert english_rest("relate") == english_rest("relation") == "relat"
