"""Quotations that are parted by who says them."""

import pytest

from searchkit.exploring.attributions import joined
from searchkit.exploring.quotation_marks import marked


def quoted(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in spans] for spans in joined(text, marked(text))]


@pytest.mark.parametrize(
    "between",
    [
        "We stay,” she said, “as we are",
        "We stay,” the pilot told Mr. Lee on Monday. “as we are",
        "Do we stay?” she asked. “as we are",
        "We stay …” he added: “as we are",
        "We stay”, she said, “as we are",
        "We stay—” Ms. Ebb told The Marram Post, “as we are",
    ],
)
def test_what_is_parted_by_a_verb_of_saying_is_one(between: str) -> None:
    first, second = quoted(f"“{between}.”")[0]

    assert (first.rstrip(",?—… "), second) in {
        ("We stay", "as we are."),
        ("Do we stay", "as we are."),
    }


def test_german_and_french_verbs_of_saying_join_too() -> None:
    assert quoted("„Wir bleiben“, sagte sie, „wie wir sind.“") == [["Wir bleiben", "wie wir sind."]]
    assert quoted("«Nous restons», a déclaré la pilote, «comme avant.»") == [
        ["Nous restons", "comme avant."]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“We stay.” she said. “As we are.”",  # the first has ended
        "“We stay,” she said. The pilot left. “As we are.”",  # a second sentence
        "“We stay,” and then “as we are.”",  # nobody says it
        f"“We stay,” she said, and went {'down ' * 20}to the harbour, “as we are.”",
        "“We stay,” she said.\n\n“As we are.”",  # another paragraph
        "“We stay” she said “as we are.”",  # it does not show that it goes on
    ],
)
def test_what_may_be_two_is_two(text: str) -> None:
    assert [len(spans) for spans in quoted(text)] == [1, 1]


def test_several_attributions_part_one_quotation() -> None:
    text = "“We,” she said, “stay,” she added, “as we are.”"

    assert quoted(text) == [["We,", "stay,", "as we are."]]
