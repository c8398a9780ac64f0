"""Captions that are given twice, and lines that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.corpus.facts.conftest import LONG, PROSE, furniture, prose


def test_the_heading_of_a_gallery_is_no_furniture_however_often_it_comes_again() -> None:
    heading = "The winter quays of the northern islands"
    pictures = [f"{LONG[:-1]} {number}." for number in "123"]
    shown = [f"{heading}\n\nPhotos: {heading}\n\n{each}\n\n{each}" for each in pictures]

    assert heading not in furniture("\n\n".join((LONG, *shown)))


def test_a_caption_given_twice_among_paragraphs_is_furniture_in_both_copies() -> None:
    caption = "Children at a standpipe in Devon"

    assert furniture(f"{caption}\n{caption}\n\n{LONG}") == [caption, caption]
    assert furniture(f"{LONG}\n\n{caption}\n{caption}\n\nRead more") == [
        caption,
        caption,
        "Read more",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Home again to Scarrow Head, home again at last",
        "Did you, or did you not, open the gate?",
        "Two otters have been seen below the weir since Easter.",
        "“Nobody opened the gate that night”",
    ],
)
def test_of_a_line_given_twice_that_is_no_caption_one_copy_stays(line: str) -> None:
    verse = f"The bell was rung at seven\n{line}\n{line}\nThe end of it was sorrow"

    assert furniture(verse) == [line]
    assert line in prose(verse)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Poe, Quay, Harbour Nights, Netflix", "Ann Poe Quay"),
        ("Ann Poe Harbour Nights", "Harbour Nights, Ann Poe, Season Two"),
        ("ANN POE, DOV STRAND, HARBOUR NIGHTS", "Ann Poe, Dov Strand"),
        (
            "Ann Poe guts a herring in Harbour Nights",
            "Ann Poe guts a herring in Harbour Nights Netflix",
        ),
        ("Dov Strand and Ann Poe on the old quay, Netflix", "Ann Poe Dov Strand on the old quay"),
        ("Photo: Ann Poe on the old quay | Halyard", "Ann Poe on the old quay"),
        ("Ann Poe (left) in Harbour Nights.", "Ann Poe (left) in Harbour Nights. Halyard Studios"),
    ],
)
def test_a_caption_given_twice_in_other_words_is_furniture(one: str, other: str) -> None:
    assert furniture(f"{LONG}\n\n{one}\n{other}\n\n{LONG}  ") == [one, other]


@pytest.mark.parametrize(
    "lines",
    [
        ["Ann Poe, a pilot", "Ann Poe"],
        ["Home again to Scarrow Head", "Home again to Scarrow Head with Mary"],
        ["She rowed all night to Marram.", "She rowed all night to Marram. Alone."],
        ["Ada, Nell, Tom and the dog", "Tom and Nell"],
        ["Never, never, never", "Never, never, never"],
    ],
)
def test_lines_that_only_resemble_each_other_lose_no_word(lines: list[str]) -> None:
    text = "\n".join(["The bell tolls.", *lines, "So it ends."])

    assert set(" ".join(lines).split()) <= set(prose(text).split())


def test_a_refrain_a_question_and_a_page_extracted_twice_are_the_articles_own() -> None:
    refrain = "And the sea came in again to the door\n" + PROSE
    speakers = "Ada Marsh\nYes.\nHugo Sandiford\nNo.\nAda Marsh\nYes, I say.\nHugo Sandiford\nNo."
    question = "Did you, or did you not, open the gate that night?"

    assert furniture(f"{refrain}\n{refrain} So.\n{refrain} No.") == []
    assert furniture(speakers) == []
    assert furniture(f"{question}\nSilence.\n{question}\nSilence again.") == []
    assert furniture(f"{PROSE}\n\n{LONG}\n\n{PROSE}\n\n{LONG}") == []


@given(st.lists(st.text(st.characters(categories=["L", "Zs"]), min_size=1), max_size=9), st.data())
def test_no_word_is_lost_by_giving_lines_twice(parts: list[str], data: st.DataObject) -> None:
    twice = [line for part in parts for line in [part] * data.draw(st.integers(1, 3))]
    lost = set("\n".join(twice).split()) - set(prose("\n".join(twice)).split())

    assert lost <= set(" ".join(furniture("\n".join(parts))).split())
