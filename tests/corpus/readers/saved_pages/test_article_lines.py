"""Which lines are the article's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.readers.saved_pages.article_lines import confirmed, has_all, without_title

lines = st.lists(st.text("ab .", max_size=12))


def test_the_title_goes_with_the_short_lines_above_it() -> None:
    assert without_title(["NEWS", "", "Low tide", "It went."], ["low tide!"]) == ["It went."]


def test_a_title_below_a_paragraph_or_far_down_is_no_title() -> None:
    long = "It went. " * 20
    head = [long, "Low tide", "It went."]

    assert without_title(head, ["Low tide"]) == head
    assert without_title([*"abcdefgh", "Low tide"], ["Low tide"]) == [*"abcdefgh", "Low tide"]
    assert without_title(["Low tide"], ["", "High tide"]) == ["Low tide"]


def test_a_line_is_kept_if_the_witness_has_its_words_or_most_of_them() -> None:
    first = "The tide came in at noon, as it does on every day of the week."
    second = "Nobody in the town had seen the water so high before, said the keeper."
    witness = f"{first} Nobody in the town had seen the water so high before."

    assert confirmed([first, "", second, "Share this"], witness) == [first, "", second]


def test_a_witness_that_knows_hardly_anything_is_not_heard() -> None:
    assert confirmed(["The tide came in.", "It went."], "It went.") == [
        "The tide came in.",
        "It went.",
    ]
    assert confirmed(["The tide came in."], "") == ["The tide came in."]


@given(lines, st.text("ab .", max_size=40))
def test_lines_that_are_confirmed_are_some_of_them_in_order(found: list[str], witness: str) -> None:
    rest = iter(found)

    assert all(line in rest for line in confirmed(found, witness))


def test_nearly_all_of_a_text_may_be_in_another() -> None:
    text = "one two three four five six"

    assert has_all(f"zero {text}", text)
    assert not has_all("one two three four", text)
    assert not has_all(text, "one")
