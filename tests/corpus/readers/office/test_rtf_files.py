"""RTF files become articles: the text that is shown, and what they state of themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Origin
from searchkit.corpus.readers.office.rtf_text import read_rtf
from searchkit.limits import ReadingLimits
from tests.corpus.readers.conftest import ReadAs, read_one

TIDE = "The tide came in at noon."
HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial Cyr;}"
    r"{\f2\fcharset128 MS Mincho;}}{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s15\qc Title;}{\*\cs10 Strong;}}"
    r"{\*\generator Riched20 10.0;}\viewkind4\uc1 "
)


def rtf(body: str) -> bytes:
    return f"{HEAD}{body}}}".encode("latin-1")


def test_the_title_and_the_author_are_those_that_a_file_states(read_as: ReadAs) -> None:
    info = (
        r"{\info{\title Caf\'e9 owners met}{\author Ada Marsh}{\operator Hugo}"
        r"{\creatim\yr2018\mo3\dy14}}"
    )

    assert read_as("a.rtf", rtf(info + rf"\pard {TIDE}\par It\line went.\par")) == [
        ("", "Café owners met", None, None, ("Ada Marsh",), f"{TIDE}\n\nIt\nwent.")
    ]


def test_a_paragraph_in_the_style_of_a_title_is_the_title(tmp_path: Path) -> None:
    body = rf"\pard\s15 High water\par\pard\s0 {TIDE}\par"
    article = read_one(tmp_path, "a.rtf", rtf(body))

    assert (article.title, article.text) == ("High water", TIDE)
    assert article.origins.title is Origin.HEADING


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9 \u8212?\u8220\'93x\u8221\'94 \emdash", "café —“x” —"),
        (r"\uc0\u233 \uc2\u8364 EU!", "é€!"),
        (r"\u-10179?\u-8704?", "😀"),
        (r"{\f1\'c4\'e0}{\f2\'83\'65\'83X} a", "Даテス a"),
        (r"a\~b\-c\_d \{e\} \\f", "a\u00a0bc-d {e} \\f"),
        ("one\r\ntwo\\\nthree", "onetwo\n\nthree"),
        (r"in{\v out}{\deleted out}\v out\v0 in\v out\plain in", "ininin"),
        (r"{\header out}{\footer out}{\*\unknown out}{\pict\bin4 {}}}}in", "in"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt in}}", "in"),
        (r"{\upr{out}{\*\ud{in}}}", "in"),
        (r"in{\footnote By the gauge.}\par Out.", "in\n\nOut.\n\nBy the gauge."),
        (r"in{\*\bkmkstart a}{\annotation out}{\xe out}", "in"),
        (
            r"\trowd\pard\intbl a\cell b\cell\row\trowd\pard\intbl c\cell d\cell\row\pard e",
            "a\tb\nc\td\n\ne",
        ),
        (
            r"\pard{\pntext\bullet\tab}Heron\par{\pntext\bullet\tab}Egret\par\pard end",
            "Heron\nEgret\n\nend",
        ),
        (r"{\shp{\*\shpinst{\sp{\sn x}}{\shptxt box\par}}}in", "in\n\nbox"),
    ],
)
def test_what_is_shown_is_read(body: str, text: str) -> None:
    assert read_rtf(rtf(rf"\pard {body}"), ReadingLimits()).text == text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"High water", "is not an RTF file"),
        (rtf(""), "has no text"),
        (b"{\\rtf1" + b"{" * 2000, "has more than 1,000 groups in each other (limits.nesting)"),
    ],
)
def test_what_is_no_article_is_one_line(read_as: ReadAs, content: bytes, reason: str) -> None:
    assert read_as("a.rtf", content) == [f"a.rtf: {reason}"]


WORDS = st.sampled_from(
    r"""\par \u8212 \u-10179 \'e9 { } \* \v \f1 \footnote \cell \row \intbl \pard \bin3 \upr \ud x
    """.split()
)


@given(st.lists(WORDS).map(" ".join))
def test_any_tokens_can_be_read(body: str) -> None:
    assert isinstance(read_rtf(rtf(body), ReadingLimits()).text, str)
