"""Which words in capitals are acronyms, and what terms they have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import (
    LANGUAGES,
    acronym,
    fold,
    inflection,
    inflections,
    is_acronym,
    stem,
    stop_words,
    tokenise,
    with_acronyms,
    with_stem,
)
from searchkit.analysis.stop_words import FUNCTION_WORDS


def acronyms(text: str) -> list[str]:
    return [token.word for token in with_acronyms(text) if is_acronym(token.word)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the US told us", ["US"]),
        ("The Who and the WHO", ["WHO"]),
        ("NATO, a word that is not very common", []),
        ("I saw Plan A", []),
        ("THE moon OF Paris IN May OR not", []),
        # titles, and what is typed
        ("WHO", ["WHO"]),
        ("US UK", ["US"]),
        ("US China trade", ["US"]),
        ("HEROES Act", []),
        ("How the US Lost It", ["US"]),
        # three words in capitals in a row
        ("US CHINA TRADE WAR", []),
        ("IT AM WHO", []),
        ("US, EU, UN: who is who", []),
        ("WHY IT MATTERS: the US", ["US"]),
        ("BREAKING NEWS: WHO warns", []),
        ("LIVE: WHO warns", ["WHO"]),
        ("WHO AM I", []),
        ("WHAT IS it about IT and US?", ["WHAT", "IS", "IT", "US"]),
        # numbers neither count nor part
        ("10,000 US troops since 2001", ["US"]),
        ("US 2 IT 3 WHO", []),
        ("US IT 2020", ["US", "IT"]),
        # what stands beside them
        ("US-led, (US) a “US” a US's a US’s a US., a /US/ a", ["US"] * 7),
        ("non-US, anti-WHO", ["US", "WHO"]),
        ("US-UK talks", ["US"]),
        # dots
        ("the U.S. and U.S.A., the U.N.", ["U.S", "U.S.A", "U.N"]),
        ("IN THE U.S. AND AT HOME", ["U.S"]),
        ("9 a.m. or p.m., e.g. at 9 A.M.", ["A.M"]),
        # other languages and scripts
        ("das UN und die EU in DE", ["UN", "EU", "DE"]),
        ("новое ПО по почте", ["ПО"]),
        ("ÉTÉ", ["ÉTÉ"]),
        ("US 中 IT 文 WHO", ["US", "IT", "WHO"]),
    ],
)
def test_what_is_an_acronym(text: str, expected: list[str]) -> None:
    assert acronyms(text) == expected


@given(st.text() | st.text("USus .'’1éÉßИи"))
def test_acronyms_change_no_token_but_for_its_capitals(text: str) -> None:
    tokens = with_acronyms(text)

    assert [token._replace(word=token.word.lower()) for token in tokens] == tokenise(text)


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("US", "en", "US"),
        ("us", "en", "us"),
        ("U.S", "en", "US"),
        ("u.s", "en", "u.s"),
        ("US", "de", "us"),
        ("US", None, "us"),
        ("US", "tr", "us"),
        ("U.N", "en", "un"),
        ("U.N", "fr", "UN"),
        ("A.I.D.S", "en", "aid"),
        ("A.M", "en", "AM"),
        ("ÉTÉ", "fr", "ETE"),
        ("DAS", "de", "DAS"),
        ("BÜR", "de", "bur"),
        ("ПО", "ru", "ПО"),
    ],
)
def test_the_term_of_an_acronym(word: str, language: str | None, expected: str) -> None:
    assert stem(word, language) == expected
    assert inflection(word, language) == stem(word, language)
    assert with_stem(word, language) == (expected, expected)


def test_a_word_in_small_letters_may_be_an_acronym_and_not_the_other_way_round() -> None:
    assert inflections("us", ["en"]) == {"us", "US"}
    assert inflections("US", ["en"]) == {"US"}
    assert inflections("u.s", ["en"]) == {"u.s", "US"}
    assert inflections("U.N", ["en"]) == {"un"}
    assert inflections("us", ["de"]) == {"us"}


def test_the_form_of_an_acronym_is_the_very_common_word() -> None:
    names = {word: acronym(word) for listed in FUNCTION_WORDS.values() for word in listed}

    assert all(name is None or fold(name) == fold(word) for word, name in names.items())


def test_every_very_common_word_may_be_an_acronym_but_for_single_letters_and_what_joins() -> None:
    names = {word: acronym(word) for word in FUNCTION_WORDS["en"]}
    none = " ".join(word for word, name in names.items() if name is None)

    assert none == "a an and as at but by for from i if in not of on or the to with"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_other_word_has_the_term_of_an_acronym(language: str) -> None:
    terms = {stem(word, language) for word in stop_words(language)}

    assert all(term == term.lower() for term in terms)
