"""Text from strangers, made safe to print.

An article, its path and its source can carry escape sequences that move the
cursor, colour the terminal or set its title, and characters that turn the
direction of the text around. None of them reaches a terminal or a spreadsheet;
in JSON they are escaped, so that nothing is lost there.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

_TURNING = "\u202a-\u202e\u2066-\u2069"  # characters that turn the direction of the text

_UNSAFE = late_pattern(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # a control sequence: colours, the cursor
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # a control string: a title, a link
    r"|\x1b[ -/]*[0-~]"  # any other escape sequence
    rf"|[\x00-\x09\x0b-\x1f\x7f-\x9f{_TURNING}]"
)
"""What is taken out; source: ECMA-48, sections 5.3, 5.4 and 5.6. Line feeds stay."""

_ESCAPED = late_pattern(rf"[\x7f-\x9f\u2028\u2029{_TURNING}\ud800-\udfff]")
_LONE = late_pattern("[\ud800-\udfff]")  # halves of characters: bytes of a name that are not UTF-8

_SPACES = {ord(char): " " for char in "\t\v\f\r\x85"}
_LINE_ENDS = {0x2028: "\n", 0x2029: "\n"}  # line and paragraph separators
_ONE_LINE = {**_LINE_ENDS, ord("\n"): " ", 0x2028: " ", 0x2029: " "}


def clean(text: str, spans: Sequence[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    """Return a text without control characters and escape sequences, and its spans moved along.

    Line feeds are kept, tabs become spaces, and what cannot be encoded becomes U+FFFD.

    Args:
        text: Any text.
        spans: Spans of it; one that holds nothing printable is left out.
    """
    if text.isprintable():  # so are most texts, and there is nothing to do
        return text, tuple(spans)
    text = _LONE.sub("\ufffd", text.translate(_SPACES | _LINE_ENDS))
    cuts = [Span(*found.span()) for found in _UNSAFE.finditer(text)]
    if not cuts:
        return text, tuple(spans)
    starts = [cut.start for cut in cuts]
    removed = [0, *accumulate(cut.end - cut.start for cut in cuts)]

    def moved(offset: int) -> int:
        before = bisect_right(starts, offset)
        overshoot = max(0, cuts[before - 1].end - offset) if before else 0
        return offset - removed[before] + overshoot

    moves = (Span(moved(span.start), moved(span.end)) for span in spans)
    return _UNSAFE.sub("", text), tuple(span for span in moves if span.start < span.end)


def clean_line(text: str, spans: Sequence[Span] = ()) -> tuple[str, tuple[Span, ...]]:
    """Return a text as :func:`clean` does, on one line."""
    return clean(text.translate(_ONE_LINE), spans)


def line(text: str) -> str:
    """Return a text without spans as :func:`clean_line` does."""
    return clean_line(text)[0]


def escape(json: str) -> str:
    r"""Return JSON with control characters and those that turn text around as ``\uXXXX``.

    Line separators are escaped too, so that one line stays one line wherever it is
    read, and halves of characters, so that all of it can be encoded.
    """
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
