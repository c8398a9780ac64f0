"""The parts of a text that would be furniture if they recurred, by their shape alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import utf8
from searchkit.recurring import Shape, recurring_parts


def rows(text: str) -> list[tuple[int, ...]]:
    """The parts of a text, one after another."""
    shapes, patterns, starts, ends, texts, *_ = recurring_parts([text])
    columns = (column.tolist() for column in (shapes, patterns, starts, ends, texts))
    return list(zip(*columns, strict=True))


def parts(text: str, *shapes: Shape) -> list[str]:
    """The words of the parts of some shapes."""
    return [text[start:end] for shape, _, start, end, _ in rows(text) if shape in shapes]


def patterns(text: str, shape: Shape) -> set[int]:
    return {pattern for found, pattern, *_ in rows(text) if found == shape}


@pytest.mark.parametrize(
    ("one", "other", "shape"),
    [
        ("Hide caption 1 of 32", "Hide caption 17 of 132", Shape.PHRASE),
        ("Support our journalism from now on", "SUPPORT OUR JOURNALISM, from now on", Shape.LINE),
        (
            "Ada Marsh contributed to this report.",
            "Hugo Wend and Pilar Strand contributed to this report.",
            Shape.TEMPLATE,
        ),
        ("JUST WATCHED The tide", "JUST WATCHED Otters at dawn", Shape.LOUD_LABEL),
        ("( Also on QUAY: The tide turns)", "(Also on QUAY: Otters)", Shape.LOUD_LABEL),
        ("Story highlights Tide turns", "Story highlights Otters seen again", Shape.OPENING),
        ("x (RELATED: The tide turns)", "Seen. (RELATED: Otters)", Shape.INSERTION),
        (
            "JUST WATCHED The tide Replay MUST WATCH The tide 01:27",
            "JUST WATCHED Otters Replay MUST WATCH Otters 11:02 In their letter, they said.",
            Shape.DOUBLE,
        ),
        (
            "said Ada Marsh Ada MarshTide turns Boats sail MORE today",
            "and Hugo Wend Hugo Ole WendOtters return to the river MORE’s boat",
            Shape.POPUP,
        ),
    ],
)
def test_a_pattern_is_what_parts_have_in_common(one: str, other: str, shape: Shape) -> None:
    texts = [f"The moon.\n{line}" for line in (one, other)]

    assert len(set.union(*(patterns(text, shape) for text in texts))) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ask Ada Marsh Ada Mary MarshTide turns Boats sail MORE (D)", [" Ada Mary MarshTide"]),
        ("He told YouTube and McMarsh of MORE", []),
        ("Tide turns as TideWatch says MORE", [" turns as TideWatch"]),
    ],
)
def test_a_popup_begins_where_the_words_of_its_link_come_again(text: str, found: list[str]) -> None:
    assert [popup.partition(" Boats")[0][:19] for popup in parts(text, Shape.POPUP)] == found


def test_numbers_that_tell_something_do_not_vary() -> None:
    assert patterns("Approval of the mayor: 42.1 percent", Shape.LINE) != patterns(
        "Approval of the mayor: 57.8 percent", Shape.LINE
    )


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2003 ", "\v"])
def test_a_line_of_spaces_is_no_part(space: str) -> None:
    assert rows(f"The tide\n{space}\nturns") == rows(f"The tide\n{len(space) * ' '}\nturns")


def test_a_question_is_no_part() -> None:
    assert parts("What happens next?", *Shape) == []


def test_of_the_first_line_no_more_than_a_label_is_a_part() -> None:
    line = "SEE ALSO: The tide turns"

    assert parts(line, Shape.LOUD_LABEL) == ["SEE ALSO", "SEE ALSO:"]
    assert parts(f"The moon.\n\n{line}", Shape.LOUD_LABEL) == ["SEE ALSO", line]


@pytest.mark.parametrize("line", ["President Trump speaks here", "Kyle Smith, Tidewire Weekly"])
def test_names_are_no_labels(line: str) -> None:
    assert parts(line, Shape.OPENING, Shape.LOUD_LABEL, Shape.LABEL) == []


texts = st.text(max_size=99) | st.lists(
    st.sampled_from(
        [
            "MORE",
            "Ada",
            "MarshTide",
            "Marsh",
            "SEE ALSO:",
            "(RELATED: x",
            "abc)",
            "\n",
            "é",
            ".",
        ]
    ),
    max_size=20,
).map(" ".join)


@given(texts)
def test_every_part_is_within_one_line_of_its_text(text: str) -> None:
    for _, pattern, start, end, words in rows(text):
        assert 0 <= start <= end <= len(text)
        assert "\n" not in text[start:end]
        assert 0 <= pattern < 1 << 64
        assert 0 <= words < 1 << 32


@given(st.lists(texts, max_size=5))
def test_many_texts_have_the_parts_that_each_has_by_itself(several: list[str]) -> None:
    together = recurring_parts(several)
    begins = np.cumsum([0, *together.counts])

    for text, begin, end in zip(several, begins, begins[1:], strict=False):
        alone = recurring_parts([text])
        assert [column[begin:end].tolist() for column in together[:-1]] == [
            column.tolist() for column in alone[:-1]
        ]


@given(texts)
def test_places_are_bytes_of_a_text(text: str) -> None:
    found = recurring_parts([text])
    encoded = utf8.encode(text)

    assert [
        (len(utf8.encode(text[:start])), len(utf8.encode(text[:end])))
        for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    ] == list(map(tuple, found.places.tolist()))
    assert (found.places <= len(encoded)).all()
