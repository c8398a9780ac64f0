from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.settings.globs import Glob


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("tide.txt", "tide.txt", True),
        ("tide.txt", "2021/tide.txt", True),
        ("tide.txt", "2021/tide.txt.gz", False),
        ("letters", "letters/2021/tide.txt", True),
        ("letters", "2021/letters/tide.txt", True),
        ("letters/", "2021/letters/tide.txt", True),
        ("/letters", "2021/letters/tide.txt", False),
        ("letters/*.txt", "letters/tide.txt", True),
        ("letters/*.txt", "letters/2021/tide.txt", False),
        ("letters/*.txt", "old/letters/tide.txt", False),
        ("letters/**", "letters/2021/tide.txt", True),
        ("letters/**/tide.txt", "letters/tide.txt", True),
        ("letters/**/tide.txt", "letters/a/b/tide.txt", True),
        ("**/letters", "a/b/letters/tide.txt", True),
        ("*", "a/b/c.txt", True),
        ("20??", "2021/tide.txt", True),
        ("20??", "20211/tide.txt", False),
        ("*.json*", "wire.jsonl.gz", True),
        ("[a]", "[a]", True),
        ("Letters", "letters/tide.txt", False),
        ("caf\u00e9", "cafe\u0301/tide.txt", True),
    ],
)
def test_a_pattern_fits_files_and_what_lies_in_folders(
    pattern: str, path: str, *, fits: bool
) -> None:
    assert Glob.of(pattern).fits(path) is fits


@cache
def expression(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression, which may take its time."""
    names = [name for name in pattern.split("/") if name]
    inner = ""
    for name in names:
        if name == "**":
            inner += "(?:[^/]+/)*"
        else:
            inner += "".join({"*": "[^/]*", "?": "[^/]"}.get(c, re.escape(c)) for c in name) + "/"
    anywhere = "" if "/" in pattern.rstrip("/") else "(?:[^/]+/)*"
    return re.compile(f"{anywhere}{inner}(?:[^/]+/)*")


@given(
    pattern=st.text("ab*?/", min_size=1, max_size=9).filter(lambda text: text.strip("/")),
    path=st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=4).map("/".join),
)
def test_patterns_fit_what_the_same_regular_expression_fits(pattern: str, path: str) -> None:
    expected = expression(pattern).fullmatch(f"{path}/") is not None

    assert Glob.of(pattern).fits(path) is expected


def test_a_pattern_of_many_stars_takes_no_time_to_speak_of() -> None:
    assert not Glob.of("*a" * 100 + "b").fits("a" * 250)
    assert not Glob.of("**/a/" * 50 + "b").fits("a/" * 100 + "a")
