from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import with_acronyms, words_with_acronyms

pieces = st.sampled_from(
    [
        "us",
        "US",
        "U.S.",
        "AND",
        "WHO,",
        "Who",
        "NATO",
        "the",
        "1990",
        "\u2028",
        "\x1c",
        "社",
        "AT&T",
    ]
)


@given(
    st.lists(pieces | st.text(max_size=4), max_size=12).map(" ".join),
    st.sampled_from(["en", "de", None]),
)
def test_words_alone_are_those_of_the_tokens(text: str, language: str | None) -> None:
    assert words_with_acronyms(text, language) == [t.word for t in with_acronyms(text, language)]
