"""Headlines of other pieces beside the labels that point to them."""

from __future__ import annotations

import pytest

from searchkit.corpus.facts.furniture import find_furniture
from tests.corpus.facts.conftest import LONG, PROSE, furniture


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


def test_a_headline_beside_a_label_is_left_where_it_could_be_a_heading() -> None:
    heading = f"{PROSE}\n\nThe first winter\n\n{LONG}"

    assert furniture(f"{heading}\n\nRead more\n\nThe second winter\n\n{LONG}") == ["Read more"]
    assert furniture(f"{heading}\n\nRead more\n\nWhat was it like?\n\n{LONG}") == ["Read more"]


def test_topics_and_headlines_below_a_label_at_the_end_are_of_other_pieces() -> None:
    assert furniture(f"{LONG}\nRead More About:\nAnn Poe\nNetflix") == [
        "Read More About:",
        "Ann Poe",
        "Netflix",
    ]


def test_a_person_named_read_speaks_in_a_conversation() -> None:
    talk = "Marsh: Who opened the gate?\nRead: Nobody knows\nMarsh: Who shut it?\nMore: I did"

    assert furniture(talk) == []
    assert furniture(f"{PROSE}\nRead: How the gates were built\n{LONG}") == [
        "Read: How the gates were built"
    ]


@pytest.mark.parametrize(
    "lines",
    ["Read more\nA fine long headline here\n", "More from TV\n", "Join our community\nYou can\n"],
)
def test_many_labels_take_no_longer_than_their_number(lines: str) -> None:
    assert len(find_furniture(LONG + "\n" + lines * 20_000 + LONG)) >= 20_000
