"""Where sentences begin and end. A bar stands between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import is_never_wrapped, sentences
from searchkit.article import Span

WRAPPED = """\
The harbour was closed for the whole of the week, and nobody
could say when it would open again. The mayor was told by Mr.
Anderson on Monday that the wreck would not be raised before
winter."""


@pytest.mark.parametrize(
    "marked",
    [
        # titles and abbreviations
        "He met Mr. Lee and Dr. A. Smith.|They left.",
        "The U.S. Senate voted.|So did the U.S.|The bill passed.",
        "Born in Washington, D.C.|She moved to the U.K. at ten.",
        "It closed at 5 p.m. Monday.|It opened at 9 a.m.|The crowd came in.",
        "J. R. R. Tolkien wrote it.|Plan B.|The end.",
        "Acme Inc. Chairman Bo Li left Acme Inc.|He was 50.",
        "She lives in St. Louis, on Main St.|Her son is at Bell Ave. School.",
        "On Jan. 5 and Sept. 12 it rained.|It ended in Dec.|Then snow.",
        "Ships, e.g. Ferries, i.e. Boats, etc.|We took one.",
        "The No. 5 seed won.|He said no.|They left.",
        "See Fig. 3 and pp. 4.|It is the fig. Eat it.".replace("fig. Eat", "fig.|Eat"),
        "Posted at 6:55 p.m. ET on Monday.|He didn't.|Never would.|It doesn’t.|Never has.",
        # other languages
        "Am 3. Mai kam er an.|Im 19. Jahrhundert war es z.B. Sitte.|Er war 32.|Mai kam.",
        "M. Dupont et Mme. Roy sont là.|« Oui ! »|Il part.",
        "El Sr. García y la Dra. Ruiz vinieron.|¿Qué?|¡Hola!|Sí.",
        "彼は来た。|「行く。」と言った。|「そう！」|本当？|はい",
        "وصل أحمد.|هل جاء؟|نعم.",
        "वह आया।|वह गया।",
        # quotes and brackets
        "“Why?” she asked.|“I won’t,” he said, “go.”|“Stop!”",
        '"Really?" he said.|"No." "Yes."|Done.'.replace('" "', '"|"'),
        "(It was late.)|(He left.)|Then [it] rained.",
        "It ended.[3]|Next one.[12][13]|Last.",
        "“It is over,” she said.|‘Good.’|He nodded.",
        # other stops
        "Well... maybe.|But… no.|Wait…|What?!|Yes!!!|End",
        "It is 3.14 or v2.0. of it.|See example.com/a.html now.|3 ships came.",
        "1. First thing.|Then more.",
        "A. Smith left.|B) next",
        # lines
        "Headline\n|The story began.|It went on\n|and on.",
        "One line\n\n|another line\r\n\r\n|and the\u2028|last",
        "Read article\n|Photo: Somebody at the harbour\n|More from TV",
        WRAPPED.replace("again. ", "again.|"),
        "x " * 60 + "\n|" + "y " * 60,
    ],
)
def test_a_text_has_these_sentences(marked: str) -> None:
    text = marked.replace("|", " " if "。" not in marked else "")

    found = [text[start:end] for start, end in sentences(text)]

    assert found == [part.strip() for part in marked.split("|")]


def test_spans_leave_out_the_white_space_around() -> None:
    assert list(sentences("  One.  Two. \n\n Three \t\n")) == [
        Span(2, 6),
        Span(8, 12),
        Span(16, 21),
    ]


@pytest.mark.parametrize("text", ["", " \n\t", "\u2029"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert list(sentences(text)) == []


@pytest.mark.parametrize(
    "repeated",
    [
        "A. ",
        ".",
        ".x",
        '."',
        '. "',
        "(",
        "。",
        "\n",
        " \n",
        "1. ",
        "a.b ",
        ".\u00a0»",
        "[1]",
        "x\n",
    ],
)
def test_hostile_text_is_read_in_one_pass(repeated: str) -> None:
    text = repeated * 50_000 + "x"

    assert list(sentences(text))[-1].end == len(text)


LETTERS = st.text(st.sampled_from('aB1. .!?…"“”()。」と\n\n\r\t\u00a0é中Mr.U.S.'), max_size=60)


@given(LETTERS | st.text())
def test_sentences_cover_all_that_is_not_white_space_in_order(text: str) -> None:
    found = list(sentences(text))

    assert "".join("".join(text[start:end].split()) for start, end in found) == "".join(
        text.split()
    )
    assert all(before.end <= after.start for before, after in pairwise(found))


@given(LETTERS | st.text())
def test_a_sentence_has_no_white_space_around_it_and_is_not_empty(text: str) -> None:
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in sentences(text))


@given(LETTERS, LETTERS)
def test_a_blank_line_parts_sentences(before: str, after: str) -> None:
    shift = len(before) + 2
    later = [Span(start + shift, end + shift) for start, end in sentences(after)]

    assert list(sentences(f"{before}\n\n{after}")) == [*sentences(before), *later]


@given(
    before=LETTERS | st.just(WRAPPED),
    line=st.text(st.sampled_from("abAM.?…  \n"), min_size=101, max_size=150),
    after=LETTERS | st.just(WRAPPED),
)
def test_a_line_too_long_to_be_wrapped_has_its_own_sentences(
    before: str, line: str, after: str
) -> None:
    text = f"{before}\n{line}\n{after}"
    start = len(before) + 1
    own = [Span(start + one.start, start + one.end) for one in sentences(text[start:])]

    assert not is_never_wrapped(text, start, len(text)) or list(sentences(text))[-len(own) :] == own


@given(LETTERS, st.integers(0, 59))
def test_sentences_from_a_place_on_are_the_last_ones_of_all(text: str, at: int) -> None:
    at = min(at, max(len(text) - 1, 0))
    every, some = list(sentences(text)), list(sentences(text, at=at))
    left_out = every[: len(every) - len(some)]

    assert [*left_out, *some] == every
    assert not left_out or left_out[-1].end <= at >= some[0].start
