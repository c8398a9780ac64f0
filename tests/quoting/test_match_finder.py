from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.quoting.match_finder import MOST_OCCURRENCES, MatchFinder, Sought
from searchkit.quoting.matches import Match


def wanted(*phrases: str) -> list[Sought]:
    """Phrases of words, each by its forms: ``tide|tides rise|rising``."""
    return [
        Sought(number, tuple(frozenset(word.split("|")) for word in phrase.split()))
        for number, phrase in enumerate(phrases)
    ]


def marked(text: str, *phrases: str) -> list[tuple[str, int]]:
    found = MatchFinder(wanted(*phrases)).in_text(text)
    return [(text[match.start : match.end], match.leaf) for match in found]


@pytest.mark.parametrize(
    ("text", "phrases", "expected"),
    [
        ("The tide, the tides; tidal.", ["tide|tides"], [("tide", 0), ("tides", 0)]),
        ("TIDE and Tïde", ["tide"], [("TIDE", 0), ("Tïde", 0)]),
        ("O’Brien's and O'Brien", ["o'brien"], [("O’Brien's", 0), ("O'Brien", 0)]),
        ("1,000 of 1000", ["1000"], [("1,000", 0), ("1000", 0)]),
        ("AT&T in the U.S.", ["at&t", "u.s"], [("AT&T", 0), ("U.S.", 1)]),
        ("Straße und Strasse", ["strasse"], [("Straße", 0), ("Strasse", 0)]),
        ("東京の東", ["東"], [("東", 0), ("東", 0)]),
        ("undertide", ["tide"], []),
        (
            "ti\u00adde, fußball, ﬂut",
            ["tide", "fussball", "flut"],
            [("ti\u00adde", 0), ("fußball", 1), ("ﬂut", 2)],
        ),
        ("Прилив и приливы", ["прилив|приливы"], [("Прилив", 0), ("приливы", 0)]),
        ("\u1112\u1161", ["하"], [("\u1112\u1161", 0)]),
        ("1 of 1,000", ["1"], [("1", 0)]),
        ("O‘Brien", ["brien"], []),
        (
            "spring-tide, spring. Tide",
            ["spring tide"],
            [("spring", 0), ("tide", 0), ("spring", 0), ("Tide", 0)],
        ),
        ("spring high tide", ["spring tide"], []),
        ("tide tide", ["tide", "tide tide"], [("tide", 0), ("tide", 1), ("tide", 0), ("tide", 1)]),
        ("", ["tide"], []),
        # acronyms
        ("The WHO told us who", ["WHO"], [("WHO", 0)]),
        ("The WHO told us who", ["who|WHO"], [("WHO", 0), ("who", 0)]),
        ("The WHO told us who", ["WHO", "who|WHO"], [("WHO", 0), ("WHO", 1), ("who", 1)]),
        ("in the US’s, the U.S. and us", ["US|U.S"], [("US’s", 0), ("U.S.", 0)]),
        ("IT IS THE end of IT", ["IT"], [("IT", 0)]),
        ("the WHO, the who", ["the WHO"], [("the", 0), ("WHO", 0)]),
        (
            "told US, told us",
            ["told us|US", "US"],
            [("told", 0), ("US", 0), ("US", 1), ("told", 0), ("us", 0)],
        ),
    ],
)
def test_words_are_marked(text: str, phrases: list[str], expected: list[tuple[str, int]]) -> None:
    assert marked(text, *phrases) == expected


@given(st.text("USus .’1", max_size=30))
def test_an_acronym_is_marked_where_analysis_finds_it(text: str) -> None:
    acronyms = [
        Match(token.start, token.end, 0)
        for token in analysis.with_acronyms(text)
        if token.word in {"US", "U.S"}
    ]

    assert MatchFinder(wanted("US|U.S")).in_text(text) == tuple(acronyms)


def slow(text: str, forms: frozenset[str]) -> list[Match]:
    """What parting the whole text into words finds."""
    return [
        Match(token.start, token.end, 0)
        for token in analysis.tokenise(text)
        if analysis.fold(token.word) in forms
    ]


characters = "tidesTÏéßﬁ 'é’‘`.,-–/(&+#012² \n\u00ad\u0301東йσΣ\u1112\u1161किABCD"
texts = st.lists(st.sampled_from([*characters, "1,000", "s.", "tide"]), max_size=60).map("".join)


@given(text=texts, words=st.lists(texts, max_size=3))
def test_what_is_found_is_what_parting_the_whole_text_into_words_finds(
    text: str, words: list[str]
) -> None:
    parts = [*words, *analysis.words(text)[:2]]
    forms = frozenset(analysis.fold(word) for part in parts for word in analysis.words(part))

    assert list(MatchFinder([Sought(0, (forms,))]).in_text(text)) == slow(text, forms)


@given(text=texts, more=st.integers(0, 30))
def test_many_forms_are_found_as_each_would_be(text: str, more: int) -> None:
    forms = frozenset(map(analysis.fold, analysis.words(text))) | {
        f"{number}{letter}" for number in range(more) for letter in "té"
    }

    assert list(MatchFinder([Sought(0, (forms,))]).in_text(text)) == slow(text, forms)


def test_a_text_without_white_space_takes_no_longer_than_one_with() -> None:
    text = "tide+" * 10_000

    assert len(MatchFinder(wanted("tide")).in_text(text)) == 10_000


def test_of_a_word_no_more_than_the_first_occurrences_are_found() -> None:
    finder = MatchFinder([Sought(0, (frozenset({"tide"}),))])
    matches = finder.in_text("tide " * (MOST_OCCURRENCES + 5))

    assert len(matches) == MOST_OCCURRENCES
    assert matches[-1] == Match(5 * (MOST_OCCURRENCES - 1), 5 * MOST_OCCURRENCES - 1, 0)
