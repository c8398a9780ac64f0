"""Words with parts that a zero-width non-joiner joins are found whole and by each part."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import more_words, with_more_words, words


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("قایق\u200cها رفتند، قایق\u200cهای ما", "قایق ها قایق های"),
        ("خانه\u200cی می\u200cروند", "خانه ی می روند"),
        ("بندر\u200cگاه\u200cها", "بندر گاه ها"),
        ("موج\u200c\u200cها", "موج ها"),
        ("Schilf\u200cinsel, 12\u200cها", "schilf insel"),
        # how letters are drawn, or nothing between two letters
        ("क्\u200cष, ক্\u200cষ, ర్\u200cక, র\u200c্য", ""),
        ("\u200c قایق\u200c \u200cها.\u200c", ""),
        ("قایقها Insel", ""),
    ],
)
def test_a_text_has_these_parts(text: str, parts: str) -> None:
    assert [token.word for token in more_words(text)] == words(parts)


def test_the_whole_word_is_the_one_that_is_typed_without_the_sign() -> None:
    text = "قایق\u200cها رفتند"

    assert words(text) == words("قایقها رفتند")
    assert words(with_more_words(text)) == words("قایقها رفتند قایق ها")


def test_a_part_stands_where_its_letters_do() -> None:
    text = "(Schilf\u200cinsel\u2019s)"

    assert [text[token.start : token.end] for token in more_words(text)] == ["Schilf", "insel’s"]


letters = st.text("abzéقایهमक\u093f\u064e", min_size=1, max_size=5).filter(str.isalpha)


@given(st.lists(letters, min_size=2, max_size=4))
def test_what_is_joined_is_found_by_each_part_and_whole(parts: list[str]) -> None:
    found = words(with_more_words("\u200c".join(parts)))

    assert {word for part in parts for word in words(part)} <= set(found)
    assert found[: len(words("".join(parts)))] == words("".join(parts))


pieces = st.text("aß1'.&-क\u094d\u093f که\u200c\u200d\u00ad\u0301\n東")


@given(pieces)
def test_more_words_take_no_place_of_others_and_are_what_their_spans_have(text: str) -> None:
    more = more_words(text)

    assert words(with_more_words(text)) == [*words(text), *(token.word for token in more)]
    for start, end, word in more:
        assert "\u200c" not in (text[start], text[end - 1])
        assert words(word) == [word]


@pytest.mark.parametrize("repeated", ["\u200c", "a\u200c", "a", "क्\u200c", "ه\u200c "])
def test_hostile_text_is_looked_at_once(repeated: str) -> None:
    assert len(more_words(repeated * 100_000)) <= 100_000
