"""Words broken at the end of a line are found whole and in parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import with_more_words, words
from searchkit.analysis.line_ends import broken_words


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("It began to pontifi-\ncate.", "pontificate"),
        ("the Poli\u00ad\ntik, the Poli\u00ad tik", "politik politik"),
        ("re\u2010\nports, Zei\u2e17\ntung, sub¬\nmarine", "reports zeitung submarine"),
        ("The well-\nknown author", "wellknown"),
        ("inter-\n   natio- \nnal trade", "international"),
        ("a cafe\u0301-\nteria, l’inter-\nnational", "caféteria international"),
        ("BISHOP-\nRIC", "bishopric"),
        ("a mother-in-\nlaw", "inlaw"),
        # two words, or none
        ("Jean-\nPaul, COVID-\nvaccine", "covidvaccine"),
        ("pre- and post-war, a - \nb, 1990-\n95, x --\ny, end-\n\nnext", ""),
        ("well-known, break\u00adup, dash –\nafter", ""),
        ("", ""),
    ],
)
def test_a_text_has_these_broken_words(text: str, whole: str) -> None:
    assert " ".join(token.word for token in broken_words(text)) == whole


def test_the_parts_stay_where_they_are_and_the_whole_stands_behind_the_text() -> None:
    text = "It began to pontifi-\ncate."

    assert words(with_more_words(text)) == ["it", "began", "to", "pontifi", "cate", "pontificate"]
    assert with_more_words("It began.") == "It began."


pieces = st.lists(
    st.sampled_from([*"aéßXİ1-\n \t.'", "\u00ad", "\u2010", "¬", "\u0301", "ab", "東"])
)


@given(pieces.map("".join) | st.text())
def test_a_broken_word_is_what_its_span_has_of_letters(text: str) -> None:
    for start, end, word in broken_words(text):
        letters = "".join(c for c in text[start:end] if not c.isspace() and c not in "-\u2010¬")

        assert words(letters) == [word]
        assert words(word) == [word]


@given(pieces.map("".join))
def test_whole_words_take_no_place_of_others(text: str) -> None:
    whole = [token.word for token in broken_words(text)]

    assert words(with_more_words(text)) == [*words(text), *whole]


@pytest.mark.parametrize("repeated", ["a-\n", "a", "-\n", "a\u0301", "-   ", "a\u00ad ", "-\n   "])
def test_hostile_text_is_looked_at_once(repeated: str) -> None:
    assert len(broken_words(repeated * 100_000)) <= 100_000
