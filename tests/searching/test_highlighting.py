from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.searching.highlighting import Wanted, find_matches
from searchkit.snippets import Match


def wanted(*phrases: str) -> list[Wanted]:
    """Phrases of words, each by its forms: ``tide|tides rise|rising``."""
    return [
        Wanted(number, tuple(frozenset(word.split("|")) for word in phrase.split()))
        for number, phrase in enumerate(phrases)
    ]


def marked(text: str, *phrases: str) -> list[tuple[str, int]]:
    found = find_matches(text, wanted(*phrases))
    return [(text[match.start : match.end], match.term) for match in found]


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
            "spring-tide, spring. Tide",
            ["spring tide"],
            [("spring", 0), ("tide", 0), ("spring", 0), ("Tide", 0)],
        ),
        ("spring high tide", ["spring tide"], []),
        ("tide tide", ["tide", "tide tide"], [("tide", 0), ("tide", 1), ("tide", 0), ("tide", 1)]),
        ("", ["tide"], []),
    ],
)
def test_words_are_marked(text: str, phrases: list[str], expected: list[tuple[str, int]]) -> None:
    assert marked(text, *phrases) == expected


def slow(text: str, forms: frozenset[str]) -> list[Match]:
    """What parting the whole text into words finds."""
    return [
        Match(token.start, token.end, 0)
        for token in analysis.tokenise(text)
        if analysis.fold(token.word) in forms
    ]


alphabet = st.sampled_from(list("tidesTÏéßﬁ 'é’.,-–/(&+01 \n\u00ad\u0301東й"))


@given(text=st.text(alphabet, max_size=60), words=st.lists(st.text(alphabet, max_size=5)))
def test_what_is_found_is_what_parting_the_whole_text_into_words_finds(
    text: str, words: list[str]
) -> None:
    texts = [text, *words]
    forms = frozenset(
        analysis.fold(word) for part in texts[1:] for word in analysis.words(part)
    ) | {analysis.fold(word) for word in analysis.words(text)[:2]}

    assert list(find_matches(text, [Wanted(0, (forms,))])) == slow(text, forms)


def test_a_text_without_white_space_takes_no_longer_than_one_with() -> None:
    text = "tide+" * 10_000

    assert len(find_matches(text, wanted("tide"))) == 10_000
