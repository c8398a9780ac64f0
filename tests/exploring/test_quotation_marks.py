"""Where quotations stand in a text, by its marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.exploring.quotation_marks import marked


def quoted(text: str) -> list[list[str]]:
    return [[text[start:end] for start, end in one.spans] for one in marked(text)]


@pytest.mark.parametrize(
    "text",
    [
        "He said “the tide is late” again.",
        'He said "the tide is late" again.',
        "He said ”the tide is late” again.",
        "He said ‟the tide is late” again.",
        "Er sagte „the tide is late“ wieder.",
        "Powiedział „the tide is late” znowu.",
        "Il a dit «the tide is late» encore.",
        "Er sagte »the tide is late« wieder.",
        "Hon sade »the tide is late» igen.",
        "Er sagte ‹the tide is late› wieder.",
        "He said ``the tide is late'' again.",
        "He said ‘‘the tide is late’’ again.",
        '("the tide is late")',
        'the tide—"the tide is late"—came',
        'He said,"the tide is late" again.',
        "He said “the tide is late“ again.",
        'He said “the tide is late" again.',
        'He said "the tide is late” again.',
    ],
)
def test_every_kind_of_mark_opens_and_closes(text: str) -> None:
    assert quoted(text) == [["the tide is late"]]


def test_french_marks_may_have_spaces_inside() -> None:
    assert quoted("Il dit « la mer monte » et « attend ».") == [
        [" la mer monte "],
        [" attend "],
    ]


def test_a_place_is_where_the_marks_are_and_the_spans_are_between() -> None:
    text = "So “it is”."

    (one,) = marked(text)

    assert (text[one.start : one.end], one.spans) == ("“it is”", ((4, 9),))


@pytest.mark.parametrize(
    "text",
    [
        "“He told me ‘never’ and it’s so”",
        "“The «Marram» sank”",
        '“The "Marram" sank”',
        '"The “Marram” sank"',
        "„Die ‚Marram‘ sank“",
    ],
)
def test_marks_inside_belong_to_the_quotation(text: str) -> None:
    assert quoted(text) == [[text[1:-1]]]


def test_what_is_measured_in_inches_opens_nothing() -> None:
    assert quoted('A 6" rope and a 9" rope, he said, "are enough."') == [["are enough."]]


def test_another_opening_of_the_same_kind_shows_that_the_first_was_stray() -> None:
    assert quoted("A “stray mark, and “the tide is late” again.") == [["the tide is late"]]
    assert quoted('A "stray mark, and "the tide is late" again.') == [["the tide is late"]]


def test_a_quotation_goes_on_in_paragraphs_that_begin_with_the_opening_mark() -> None:
    text = "“The tide is late.\n\n“It was early once.\n\n“It will be.” So he said."

    assert quoted(text) == [["The tide is late.", "It was early once.", "It will be."]]


def test_one_that_is_never_closed_is_its_first_sentence() -> None:
    text = "“The tide is late. So he said.\n\nThe harbour “waits” for it."

    assert quoted(text) == [["The tide is late."], ["waits"]]


def test_reading_goes_on_behind_the_sentence_of_a_quotation_that_is_never_closed() -> None:
    text = 'The "tide is late. Then “it came” at last.\n\nNobody saw it.'

    assert quoted(text) == [["tide is late."], ["it came"]]


def test_one_that_is_open_at_the_end_of_the_text_is_its_first_sentence() -> None:
    assert quoted("He said “the tide is late. We") == [["the tide is late."]]
    assert quoted("He said “") == []


def test_a_paragraph_of_a_quotation_that_is_left_open_stays_its_own() -> None:
    text = "“The tide is late.\n\n“It was early. Nobody\n\nsaw it."

    assert quoted(text) == [["The tide is late.", "It was early."]]


def test_wrapped_lines_are_one_paragraph() -> None:
    line = "The pilot said “the tide is late, and it will be later still before"
    text = f"{line}\nthe moon is full” and went home."

    assert quoted(text) == [[f"{line[16:]}\nthe moon is full"]]


def test_single_marks_are_marks_where_nothing_else_is_open_and_much_is_quoted() -> None:
    text = "She said: ‘It’s late, and the harbours’ water is low today.’ They ‘left’."

    assert quoted(text) == [["It’s late, and the harbours’ water is low today."]]


def test_single_marks_need_no_full_stop() -> None:
    text = "He called it ‘the worst tide that I have seen in my life’ and left."

    assert quoted(text) == [["the worst tide that I have seen in my life"]]


def test_single_marks_inside_others_are_no_quotations() -> None:
    text = "“She said: ‘It is late, and the harbour has no water today.’ So we left.”"

    assert quoted(text) == [[text[1:-1]]]


def test_quotations_in_single_marks_stand_in_order_among_others() -> None:
    text = "“One.” ‘Two is so long that it is one of them too.’ “Three.”"

    assert [one[0][:3] for one in quoted(text)] == ["One", "Two", "Thr"]


@given(st.text(alphabet="aB .,\n\"'“”„‟«»‹›‘’`[]…?", max_size=120))
def test_whatever_a_text_has_spans_are_in_order_and_without_overlap(text: str) -> None:
    bounds = [0]
    for one in marked(text):
        bounds.append(one.start)
        for span in one.spans:
            bounds += span
        bounds.append(one.end)

    assert bounds == sorted(bounds)
    assert bounds[-1] <= len(text)
