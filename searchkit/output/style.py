"""How text is drawn: the width, whether in colour, and what a match looks like.

In colour, a match is bold and red, a heading bold, and what matters less is dim.
Without colour, a match is put in ``**``, and the rest is plain.
"""

from __future__ import annotations

from bisect import bisect_right
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.output.display import display_width, wrap
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

DOT = " · "
"""What parts facts on one line."""

STARS = "**"
_RESET = "\x1b[0m"
_NARROWEST = 8  # columns that are left to text, however deep it is indented


class Ink(Enum):
    """A kind of text, by the codes that draw it; source: ECMA-48, 8.3.117."""

    PLAIN = ""
    MATCH = "\x1b[1;31m"
    HEADING = "\x1b[1m"
    DIM = "\x1b[2m"


class Style(Record):
    """How to draw.

    Attributes:
        width: Columns of a line.
        colour: Whether the terminal understands escape sequences.
        fields: The fields that data has of each hit, in this order; None: the usual ones.
        is_ascii: Whether bars are drawn in ASCII.
    """

    width: int = 80
    colour: bool = False
    fields: tuple[str, ...] | None = None
    is_ascii: bool = False


def wants_colour(environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to write in colour.

    NO_COLOR says no and FORCE_COLOR says yes, each unless it is empty; NO_COLOR
    wins, and FORCE_COLOR=0 counts as not set. Otherwise there is colour on a terminal
    that is not a dumb one.

    Args:
        environ: The environment.
        terminal: Whether the stream that is written to is a terminal.

    Source: https://no-color.org and https://force-color.org.
    """
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "") not in {"", "0"}:
        return True
    return terminal and environ.get("TERM") != "dumb"


def ink(text: str, kind: Ink, style: Style) -> str:
    """Return a text as its kind is drawn."""
    if not (style.colour and text and kind.value):
        return text
    return f"{kind.value}{text}{_RESET}"


def starred(text: str, spans: Sequence[Span]) -> str:
    """Return a text with its spans, in order and without overlap, in ``**``."""
    pieces = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], STARS, text[start:end], STARS]
        done = end
    return "".join([*pieces, text[done:]])


def draw(
    text: str,
    style: Style,
    spans: Sequence[Span] = (),
    *,
    kind: Ink = Ink.PLAIN,
    first: str | None = None,
    indent: str = "",
) -> Iterator[str]:
    """Yield the lines of a text without line feeds, its matches marked.

    Args:
        text: The text, cleaned.
        style: How to draw.
        spans: The matches in it, in order and without overlap.
        kind: What the text around the matches is.
        first: What comes before the first line, no wider than ``indent``; None: ``indent``.
        indent: What comes before the others.
    """
    width = max(_NARROWEST, style.width - len(indent))
    before = indent if first is None else first
    if not style.colour:
        text = starred(text, spans)
        spans = ()
    for line in wrap(text, width):
        pieces = []
        done = line.start
        for start, end in spans_within(spans, line) if spans else ():
            pieces += [ink(text[done:start], kind, style), ink(text[start:end], Ink.MATCH, style)]
            done = end
        pieces.append(ink(text[done : line.end], kind, style))
        yield (before + "".join(pieces)).rstrip(" ")
        before = indent


def draw_facts(
    facts: Sequence[str], style: Style, *, indent: str = "", whole: Collection[str] = ()
) -> Iterator[str]:
    """Yield dim lines that hold as many facts as fit.

    Args:
        facts: The facts, cleaned.
        style: How to draw.
        indent: What comes before each line.
        whole: Which of them are not broken where they are longer than a line, so that a
            key or an address can be copied.
    """
    room = style.width - len(indent)
    lines: list[str] = []
    for fact in filter(None, facts):
        if lines and display_width(longer := lines[-1] + DOT + fact) <= room:
            lines[-1] = longer
        else:
            lines.append(fact)
    for line in lines:
        if line in whole:
            yield indent + ink(line, Ink.DIM, style)
        else:
            yield from draw(line, style, kind=Ink.DIM, indent=indent)


def spans_within(spans: Sequence[Span], stretch: Span) -> Iterator[Span]:
    """Yield the parts of spans, in order and without overlap, that lie in a stretch."""
    for number in range(bisect_right(spans, stretch.start, key=attrgetter("end")), len(spans)):
        start, end = spans[number]
        if start >= stretch.end:
            break
        yield Span(max(start, stretch.start), min(end, stretch.end))
