"""Which lines belong to the page, and which only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.furniture import find_furniture

PROSE = "The tide came in at noon, and the harbour master shut the gates in good time."


def furniture(text: str, title: str = "Tides") -> list[str]:
    return [text[start:end] for start, end in find_furniture(text, title)]


@pytest.mark.parametrize(
    "line",
    [
        "Read article",
        "Read more",
        "READ MORE: The storm, street by street",
        "Continue reading below",
        "Related: Harbour dues to rise",
        "See also: Harbour dues to rise",
        "More from TV",
        "More On This...",
        "Story Continued Below",
        "You might also like",
        "Advertisement",
        "ADVERTISEMENT",
        "Advertisement Continue reading the main story",
        "Share this story on Facebook",
        "Share",
        "Facebook Twitter WhatsApp",
        "Copyright © 2019 The Marram Post",
        "CLICK HERE TO GET THE NEWS APP",
        "Photo: Courtesy of Halyard Studios",
        "Photo credit: Ada Marsh",
        "Photograph by Ada Marsh",
        "Courtesy of Ada Marsh",
        "Subscribe to our channel on YouTube",
        "Don’t forget to subscribe to our YouTube channel for more harbour films",
        "Liked this story? Watch more and subscribe on YouTube",
        "Sign up for our newsletter",
        "Get our best stories delivered to your inbox.",
        "Follow us on Instagram",
        "Follow @quayside",
        "Join our community to discuss this and other stories.",
        "Want to talk about films like this one? Join our community and get the weekly letter.",
        "If you or someone you know is struggling, call 1-800-555-0100.",
        "For confidential support, call the Open Door helpline at any hour.",
        "We use cookies to make this site work. By going on you accept them.",
        "À lire aussi : Les marées",
        "Abonnez-vous à notre chaîne",
        "Lesen Sie auch: Die Flut",
        "Anzeige",
        "Lea también: La marea",
        "  • Read more  ",
    ],
)
def test_a_line_of_the_page_is_furniture(line: str) -> None:
    assert furniture(f"{PROSE}\n\n{line}\n\n{PROSE} It held.") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Read the tables, said the harbour master, and you will not drown.",
        "More people have died of cold than of storms.",
        "Related species nest on the far bank.",
        "Share prices fell on Friday.",
        "Advertisements for the ferry hung in every bar.",
        "Join the ropes with a reef knot.",
        "Follow the river for two miles.",
        "For more than twenty years the community has met here.",
        "If you visit in March, call at the museum.",
        "Photographs of the flood are rare.",
        "Our community has come a long way since 1953.",
        "Sign up sheets filled quickly. The harbour was empty by noon.",
        "A subheading inside the article",
        "We do not eat cookies at sea",
    ],
)
def test_a_line_of_the_story_is_not_furniture(line: str) -> None:
    assert furniture(f"{PROSE}\n\n{line}\n\n{PROSE} It held.") == []


def test_the_headlines_that_a_label_points_to_are_of_other_pieces() -> None:
    others = "Read article\n\nHarbour dues to rise\n\nCrews welcome ice plant"
    text = f"{PROSE}\n\n{others}\n\n{PROSE} It held."

    assert furniture(text) == ["Read article", "Harbour dues to rise", "Crews welcome ice plant"]


def test_the_headline_before_a_label_is_of_another_piece_when_none_follows() -> None:
    assert furniture(f"{PROSE}\n\nHarbour dues to rise\n\nRead article\n\n{PROSE} It held.") == [
        "Harbour dues to rise",
        "Read article",
    ]


def test_a_label_that_names_its_piece_takes_no_subheading_with_it() -> None:
    assert furniture(f"{PROSE}\n\nRelated: Harbour dues\n\nWhat the gates cost\n\n{PROSE}  ") == [
        "Related: Harbour dues"
    ]


def test_a_caption_given_twice_is_furniture_in_both_copies() -> None:
    caption = "Children at a standpipe in Devon"

    assert furniture(f"{caption}\n{caption}\n\n{PROSE}") == [caption, caption]


def test_a_refrain_and_a_speaker_are_not_captions() -> None:
    refrain = "And the sea came in again to the door\n" + PROSE
    speakers = "Ada Marsh\nYes.\nHugo Sandiford\nNo.\nAda Marsh\nYes, I say.\nHugo Sandiford\nNo."

    assert furniture(f"{refrain}\n{refrain} So.\n{refrain} No.") == []
    assert furniture(speakers) == []


def test_a_shouted_headline_is_of_another_piece_unless_the_article_shouts_itself() -> None:
    text = f"{PROSE}\n\nHARBOUR DUES TO RISE IN APRIL\n\n{PROSE} It held."

    assert furniture(text) == ["HARBOUR DUES TO RISE IN APRIL"]
    assert furniture(text, title="TIDE STOPPED BY GATES") == []


def test_an_article_of_nothing_but_furniture_keeps_it() -> None:
    assert furniture("Read more\n\nSubscribe now") == []


lines = st.sampled_from(
    [
        "",
        " ",
        "Read article",
        "More from TV",
        "A Headline of Three Words",
        PROSE,
        "SHOUTED IN ALL OF CAPITALS",
    ]
)


@given(st.lists(lines | st.text(max_size=20)))
def test_furniture_is_whole_lines_in_order(parts: list[str]) -> None:
    text = "\n".join(parts)
    spans = find_furniture(text, "Tides")

    assert list(spans) == sorted(set(spans))
    for start, end in spans:
        assert text[start:end] == text[start:].split("\n")[0]
        assert start == 0 or text[start - 1] == "\n"
