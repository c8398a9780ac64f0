"""The passage that shows a quotation with the words around it."""

from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Span
from searchkit.exploring.quotations import spans_of_quotations
from searchkit.quoting.quoted_passages import quoted_passage


def shown(text: str) -> tuple[str, list[str]]:
    (spans,) = spans_of_quotations(text)
    passage = quoted_passage(text, spans)
    return passage.text, [passage.text[start:end] for start, end in passage.spans]


def test_the_sentence_around_a_quotation_is_shown() -> None:
    text = "It rained.\n\nThe boats stayed. “The tide is  very late,” the pilot said. Nobody knew."

    assert shown(text) == (
        "“The tide is very late,” the pilot said.",
        ["The tide is very late,"],
    )


def test_who_says_it_is_shown_before_and_between_too() -> None:
    text = "The pilot said: “The tide,” and he looked up, said the pilot, “is late.” He left."

    assert shown(text) == (
        "The pilot said: “The tide,” and he looked up, said the pilot, “is late.”",
        ["The tide,", "is late."],
    )


def test_of_a_long_sentence_the_words_next_to_it_are_shown() -> None:
    text = f"{'well ' * 60}he said “the tide is so late” {'today ' * 60}."

    passage, quoted = shown(text)

    assert passage == f"…{'well ' * 30}he said “the tide is so late” {'today ' * 26}".rstrip() + "…"
    assert quoted == ["the tide is so late"]


def test_the_middle_of_a_long_quotation_is_left_out() -> None:
    text = f"He said: “So {'late ' * 200}at last.” We left."

    passage, (first, last) = shown(text)

    assert passage == f"He said: “{first} … {last}”"
    assert (first[:12], last[-15:]) == ("So late late", "late late at last."[-15:])
    assert len(passage) < 420


def test_paragraphs_of_one_quotation_are_one_line() -> None:
    text = "He said:\n\n“The tide is late.\n\n“It will be high.” So he left."

    assert shown(text)[0] == "“The tide is late. “It will be high.”"


@given(st.text("ab .\n“”,", max_size=60), st.data())
def test_marks_are_what_was_quoted(text: str, data: st.DataObject) -> None:
    bounds = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    passage = quoted_passage(text, [Span(*bounds)])

    said = [passage.text[start:end] for start, end in passage.spans]
    assert said == list(filter(None, [" ".join(text[slice(*bounds)].split())]))
