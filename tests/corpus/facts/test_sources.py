"""Where an article is from, and what does not tell it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.facts.sources import source_in_text, source_of_url

THRICE = "He told Quayside Weekly that it was so, and told Quayside Weekly why. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Never again,” she told Us Weekly exclusively.", "Us Weekly"),
        ("“Never again,” she told Refinery29 during a recent junket.", "Refinery29"),
        ("She tells Quayside Weekly exclusively that it was cold.", "Quayside Weekly"),
        ("She exclusively told the Marram Post that it was cold.", "Marram Post"),
        ("“It’s cold,” she tells El Faro on a press tour.", "El Faro"),
        ("He told The Pier Post during a recent Harbour Nights junket.", "The Pier Post"),
        ("He told Brasslight, in an exclusive Quay press day, why.", "Brasslight"),
        ("She told Halyard at a Lord of the Locks set visit.", "Halyard"),
        ("They told Screen Harbour during our virtual Ebb & Flow roundtable.", "Screen Harbour"),
        ("He spoke to The Pier Post at an intimate, candle-lit screening.", "The Pier Post"),
        ("She sat down with Halyard during a new Harbour Nights press junket.", "Halyard"),
        ("He told the Pier Post during a recent Harbour Nights interview.", "Pier Post"),
        ("He told The Pier Post in a wide-ranging interview.", "The Pier Post"),
        ("She told Quay Weekly over a long telephone conversation.", "Quay Weekly"),
        ("She told Quay Weekly in a new, exclusive interview.", "Quay Weekly"),
        ("He told Halyard in a video call why, and told Halyard where.", "Halyard"),
        ("He told The New Pier Post during a recent Harbour Nights junket.", "The New Pier Post"),
        ("He told Le Courrier du Port at a Night at Sea press day.", "Le Courrier du Port"),
        ("She exclusively told La Gazette de la Côte why.", "La Gazette de la Côte"),
        ("He told Le Courrier de l’Ouest in a telephone interview.", "Le Courrier de l’Ouest"),
        ("Speaking to Der Bote von Hafen during a press tour, he wept.", "Der Bote von Hafen"),
        ("She told Harbour Zeitung in a wide-ranging interview.", "Harbour Zeitung"),
        (THRICE + "In an exclusive interview with Quayside Weekly, he wept.", "Quayside Weekly"),
        ("He left.\n\nBrasslight’s Ada Marsh contributed to this report.", "Brasslight"),
        (
            "He left.\n\nCopyright © 2019 The Marram Post, LLC. All rights reserved.",
            "The Marram Post",
        ),
    ],
)
def test_an_article_that_speaks_of_its_own_paper_is_from_it(text: str, expected: str) -> None:
    assert source_in_text(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The correction was on page eleven, as the Harbour Gazette reported.",
        "“It was cold,” he told the BBC.",
        "“It was cold,” he told The New York Times in 2015.",
        "“It was cold,” he told Reuters exclusively.",
        "“It was cold,” he told CNN in a recent interview.",
        "“It was cold,” he told The Pier Post in a recent May interview.",
        "“It was cold,” he told The Pier Post during a recent television interview.",
        "“It was cold,” he told The Pier Post in an interview.",
        "“It was cold,” he told Mary Sandiford in a phone call.",
        "“It was cold,” he told the FBI, in a lengthy interview.",
        "He told The Pier Post in phone interviews that others had given.",
        "He told The Pier Post in a phone interview; she told Quay Weekly in a phone interview.",
        "In an exclusive interview with ABC News, he wept.",
        "In an exclusive interview with the Marram Post’s Ada Marsh, he wept.",
        "She told Us Weekly exclusively; he told Quayside Weekly exclusively.",
        "She told Mary exclusively. “Why?” Mary asked. Mary said nothing more.",
        "The Associated Press contributed to this report.",
        "He left.\n\nCopyright 2019 The Associated Press. All rights reserved.",
        "He left.\n\n© 2020 King Features Syndicate",
        "They are exclusively for members, Congress told voters.",
        "",
    ],
)
def test_an_outlet_that_is_merely_quoted_is_not_the_source(text: str) -> None:
    assert source_in_text(text) is None


@given(st.text())
def test_any_text_can_be_asked_for_its_source(text: str) -> None:
    source = source_in_text(f"told {text} exclusively during a recent junket ©")

    assert source is None or source in text


def test_the_domain_of_an_address_has_no_www() -> None:
    assert source_of_url("https://www.Example.org:8080/tides?x=1") == "example.org"
    assert source_of_url("https://[broken") is None
