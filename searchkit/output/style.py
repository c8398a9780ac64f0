"""How text is drawn: the width, whether in colour, and what a match looks like.

Where there is colour, a match is bold and red, a heading bold, and what matters
less is dim. Where there is none, a match stands in ``**``, and the rest is plain.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from searchkit.output.display import wrap
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.article import Span

STARS = "**"
_RESET = "\x1b[0m"
_NARROWEST = 8  # columns that are left to text, however deep it is indented


class Ink(Enum):
    """What a stretch of text is, by the codes that draw it; source: ECMA-48, 8.3.117."""

    PLAIN = ""
    MATCH = "\x1b[1;31m"
    HEADING = "\x1b[1m"
    DIM = "\x1b[2m"


class Style(Record):
    """How to draw.

    Attributes:
        width: Columns of a line.
        colour: Whether the terminal understands escape sequences.
        fields: What data tells of each hit, in this order; None: what is usual.
    """

    width: int = 80
    colour: bool = False
    fields: tuple[str, ...] | None = None


def wants_colour(environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Return whether to write in colour.

    NO_COLOR says no and FORCE_COLOR says yes, each unless it is empty, the
    former before the latter; FORCE_COLOR=0 says nothing. Otherwise there is
    colour on a terminal that is not a dumb one.

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
    """Return a text as one kind of it is drawn."""
    if not (style.colour and text and kind.value):
        return text
    return f"{kind.value}{text}{_RESET}"


def starred(text: str, spans: Sequence[Span]) -> str:
    """Return a text with its spans, in order and apart, in ``**``."""
    pieces = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], STARS, text[start:end], STARS]
        done = end
    return "".join([*pieces, text[done:]])


def draw(
    text: str,
    spans: Sequence[Span],
    style: Style,
    *,
    kind: Ink = Ink.PLAIN,
    first: str = "",
    indent: str = "",
) -> Iterator[str]:
    """Yield the lines of a text without line feeds, its matches marked.

    Args:
        text: The text, cleaned.
        spans: The matches in it, in order and without overlap.
        style: How to draw.
        kind: What the text around the matches is.
        first: What stands before the first line; as wide as ``indent``.
        indent: What stands before the others.
    """
    width = max(_NARROWEST, style.width - len(indent))
    before = first or indent
    if not style.colour:
        text = starred(text, spans)
        spans = ()
    place = 0
    for line in wrap(text, width):
        pieces = []
        at = line.start
        while place < len(spans) and spans[place].end <= line.start:
            place += 1
        here = place
        while here < len(spans) and spans[here].start < line.end:
            start, end = max(at, spans[here].start), min(line.end, spans[here].end)
            pieces += [ink(text[at:start], kind, style), ink(text[start:end], Ink.MATCH, style)]
            at = end
            here += 1
        pieces.append(ink(text[at : line.end], kind, style))
        yield (before + "".join(pieces)).rstrip(" ")
        before = indent
