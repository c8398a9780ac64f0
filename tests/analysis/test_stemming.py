"""What articles are found by."""

from __future__ import annotations

import subprocess
import sys
from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nltk.stem.snowball import SnowballStemmer

from searchkit.analysis import LANGUAGES, fold, inflections, stem, stemming, words
from searchkit.analysis.accents import as_seen
from searchkit.analysis.english import english_stem
from searchkit.analysis.irregular import BASES


def test_every_snowball_language_has_its_code() -> None:
    assert sorted(LANGUAGES.values()) == sorted(set(SnowballStemmer.languages) - {"porter"})


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("recovered", "en", "recov"),
        ("recovery", "en", "recov"),
        ("news", "en", "news"),
        ("cafés", "en", "cafe"),
        ("o'brien", "en", "o'brien"),
        ("häuser", "de", "haus"),
        ("straße", "de", "strass"),
        ("mangées", "fr", "mang"),
        ("canciones", "es", "cancion"),
        ("flickorna", "sv", "flick"),
        ("чайный", "ru", "чайн"),
        ("чай", "ru", "ча"),
        ("i\u0307stanbul", "en", "istanbul"),
        ("tides", None, "tides"),
        ("café", "pl", "cafe"),
        ("東", "en", "東"),
    ],
)
def test_a_word_has_this_term(word: str, language: str | None, expected: str) -> None:
    assert stem(word, language) == expected


@pytest.mark.parametrize(
    ("elided", "plain", "language"),
    [
        ("l'eau", "eau", "fr"),
        ("d'été", "été", "fr"),
        ("qu'il", "il", "fr"),
        ("lorsqu'elle", "elle", "fr"),
        ("dell'acqua", "acqua", "it"),
        ("un'idea", "idea", "it"),
        ("моём", "моем", "ru"),
        ("за\u0301мок", "замок", "ru"),
    ],
)
def test_spellings_of_one_word_share_a_term(elided: str, plain: str, language: str) -> None:
    assert stem(elided, language) == stem(plain, language)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("word", ["u.s", "at&t", "c++", "c#", "1990s", "3.14", "b2b"])
def test_what_is_no_plain_word_is_not_stemmed(word: str, language: str) -> None:
    assert stem(word, language) == word


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        ("résumé résumés resume resumes", "en"),
        ("rôle rôles role roles", "en"),
        ("soufflé soufflés souffle souffles", "en"),
        ("cliché cliche", "nl"),
        ("café cafés cafe cafes", "de"),
        ("häuser hauser", "de"),
        ("idéer ideer", "sv"),
        ("ёлка елка елки", "ru"),
        ("kävelyssä kavelyssa", "fi"),
        ("öröm orom", "en"),
    ],
)
def test_where_a_stemmer_hardly_needs_accents_all_spellings_share_a_term(
    texts: str, language: str
) -> None:
    assert len({stem(word, language) for word in texts.split()}) == 1


@pytest.mark.parametrize(
    ("newer", "older", "language"),
    [("erdőből", "erdõbõl", "hu"), ("națiunile", "naţiunile", "ro"), ("orașe", "oraşe", "ro")],
)
def test_letters_that_a_stemmer_names_otherwise_are_those(
    newer: str, older: str, language: str
) -> None:
    assert stem(newer, language) == stem(older, language)


@pytest.mark.parametrize(
    ("in_a_text", "language"),
    [
        ("mangées après particulièrement résumés", "fr"),
        ("canciones canción francés deberíamos también", "es"),
        ("população informações pão públicos", "pt"),
        ("città perché responsabilità", "it"),
        ("hotărăște națiunile bucureștiului condițiile", "ro"),
        ("gyerekeknél lehetővé törvény", "hu"),
        ("أكثر الغذائية مسؤولين", "ar"),
    ],
)
def test_the_term_of_a_word_is_found_by_its_plain_spelling(in_a_text: str, language: str) -> None:
    missed = [
        word
        for word in in_a_text.split()
        if stem(word, language) not in inflections(fold(word), [language])
    ]

    assert missed == []


def test_a_function_word_has_no_other_forms() -> None:
    assert inflections("vous", ["fr"]) == {"vous", "VOUS"}
    assert inflections("apres", ["fr"]) == {stem("après", "fr"), "APRES"}


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_a_term_is_never_empty_and_is_folded(text: str, language: str) -> None:
    for word in words(text):
        term = stem(word, language)

        assert term
        assert term == fold(term)


_SCRIPTS = (
    "abdeginorsté",
    "авеийлност",
    "\u0627\u062a\u0646\u064a\u0647\u0648",
    "αεινος",
    "가는의",
    "नेकीं",
)
_SCRIPT_OF = {"ru": _SCRIPTS[1], "ar": _SCRIPTS[2]}


@given(st.data(), st.sampled_from(sorted(LANGUAGES)))
def test_a_word_in_another_script_than_the_language_is_its_own_stem_as_snowball_has_it(
    data: st.DataObject, language: str
) -> None:
    others = [script for script in _SCRIPTS if script != _SCRIPT_OF.get(language, _SCRIPTS[0])]
    word = data.draw(st.sampled_from(others).flatmap(lambda script: st.text(script, min_size=1)))

    assert (
        stem(word, language)
        == fold(word)
        == fold(_snowball(language).stem(as_seen(word, language)))
    )


@cache
def _snowball(language: str) -> SnowballStemmer:
    return SnowballStemmer(LANGUAGES[language])


def test_nltk_is_not_imported_before_a_word_is_stemmed_that_needs_it() -> None:
    program = (
        "import sys, searchkit.analysis as a\n"
        "a.words('The tides'); a.detect('The tides'); list(a.sentences('x'))\n"
        "a.stem('tides', 'en'), a.stem('tides', 'ru'), a.stem('прилив', 'fr')\n"
        "print('nltk' in sys.modules, a.stem('marées', 'fr'), 'nltk' in sys.modules)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )

    assert (done.stdout, done.stderr) == ("False mar True\n", "")


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("recovery", "recovered"),
        ("recoveries", "recover"),
        ("delivery", "delivering"),
        ("discovery", "discovers"),
        ("machinery", "machine"),
    ],
)
def test_an_english_noun_in_ery_meets_its_verb(noun: str, verb: str) -> None:
    assert stem(noun, "en") == stem(verb, "en")


@pytest.mark.parametrize(
    ("noun", "other"), [("battery", "batter"), ("gallery", "gall"), ("every", "ever")]
)
def test_an_english_noun_in_ery_that_has_no_verb_stays_apart(noun: str, other: str) -> None:
    assert stem(noun, "en") != stem(other, "en")


@pytest.mark.parametrize("verb", ["add", "egg", "err", "ebb"])
def test_a_short_english_verb_with_two_consonants_meets_its_forms(verb: str) -> None:
    forms = (verb, f"{verb}s", f"{verb}ed", f"{verb}ing")

    assert {stem(form, "en") for form in forms} == {verb}


_ENDINGS = (
    *("", "er", "ion", "ful", "logi", "ism", "ant", "ator", "th", "en", "ed", "ing", "y", "ly"),
    *("'s", "s'", "ies", "ied", "sses", "eed", "eedly", "ingly", "ous", "ative", "ational", "e"),
    *("ization", "iveness", "fulness", "biliti", "ousli", "iciti", "alize", "ement", "ll", "bl"),
)
_NLTK = SnowballStemmer("english")


@given(
    st.text("abcdefghiklmnoprstuvwyzé'", min_size=1, max_size=8),
    st.lists(st.sampled_from(_ENDINGS), max_size=3).map("".join),
)
@settings(max_examples=500)
def test_the_stem_of_an_english_word_is_that_of_snowball(beginning: str, ending: str) -> None:
    word = beginning + ending

    assert english_stem(word) == _NLTK.stem(word)


@pytest.mark.parametrize(
    "words_",
    [
        "skis skies dying lying tying idly gently ugly early only singly sky news howe atlas",
        "cosmos bias andes inning innings outing cannings herring earrings proceed exceeds",
        "succeeded generate generously communal communism arsenal arsenic youth saying byyed toy",
        "hoping hopping ties cries gas gaps this kiwis feed agreed freed bleed sized fuel's boys'",
        "relational rational valenci digitizer probate roll controll rate cease be is it's ' ''s",
    ],
)
def test_the_exceptions_of_english_are_those_of_snowball(words_: str) -> None:
    assert [*map(english_stem, words_.split())] == [*map(_NLTK.stem, words_.split())]


@given(
    st.text("abcdefghiklmnoprstuvwyz", min_size=1, max_size=8),
    st.sampled_from(["", "er", "ion", "ful", "logi", "ism", "ant", "ator", "th", "en"]),
)
def test_english_words_of_other_endings_are_their_own_stems(beginning: str, ending: str) -> None:
    word = beginning + ending
    assume(not word.endswith(stemming.ENGLISH_ENDINGS) and word not in BASES)

    assert stem(word, "en") == english_stem(word) == word
