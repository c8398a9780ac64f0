import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Span
from searchkit.output.safe_text import clean, clean_line, escape

STRANGE = st.text("ab;01m[]\x1b\x07\x9b\x9c\x00\t\r\n\u202e\u2069\u2028\x85\udcff\\", max_size=60)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain\ntext", "plain\ntext"),
        ("a\tb\rc\vd\fe\x85f", "a b c d e f"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;never ended", "0;never ended"),
        ("\x1bPdevice\x1b\\text", "text"),
        ("\x1bcreset", "reset"),
        ("\x1b", ""),
        ("\x9b31mred", "31mred"),
        ("a\x00b\x7fc\x8fd", "abcd"),
        ("\u202aa\u202bb\u202cc\u202dd\u202ee\u2066f\u2067g\u2068h\u2069", "abcdefgh"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("caf\udce9", "caf\ufffd"),
        ("שלום\u200f", "שלום\u200f"),
    ],
)
def test_control_characters_and_escape_sequences_are_taken_out(text: str, expected: str) -> None:
    assert clean(text) == (expected, ())


def test_a_line_has_no_line_feeds() -> None:
    assert clean_line("a\nb\u2028c\r\nd") == ("a b c  d", ())


def test_spans_follow_what_is_taken_out() -> None:
    text = "\x1b[1mhigh\x1b[0m tide\x00s \x1b[2J end"
    spans = [Span(2, 8), Span(8, 12), Span(13, 19), Span(20, 23), Span(25, 28)]

    assert clean(text, spans) == (
        "high tides  end",
        (Span(0, 4), Span(5, 10), Span(12, 15)),
    )


@given(STRANGE, st.integers(0, 60), st.integers(0, 60))
def test_spans_stay_inside_the_cleaned_text(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    cleaned, spans = clean(text, [Span(start, end)])

    assert all(0 <= span.start <= span.end <= len(cleaned) for span in spans)
    assert clean(cleaned) == (cleaned, ())
    assert cleaned.encode().decode() == cleaned


@given(STRANGE)
def test_escaped_json_is_one_printable_line_that_reads_the_same(text: str) -> None:
    line = escape(json.dumps(text, ensure_ascii=False))

    assert json.loads(line) == text
    assert line.isprintable()
    assert line.encode().decode() == line
