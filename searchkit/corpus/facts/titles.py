"""The title of an article that declares none.

The first line of a text is a headline where it looks like one: it is short, does not end as a
sentence or a clause does, and something follows it that does not go on with it. Otherwise there is
no headline, and the first sentence, without lines that are furniture, is used as a title and
stays in the text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.article import Span

HEADLINE_LIMIT = 200  # characters; the longest headlines of real papers have about 150
_TITLE_LIMIT = 160  # characters of a first sentence that is used as a title
_FULL_LINE = 40  # characters; prose is not broken into shorter lines
_HEAD = 2000  # characters in which the first sentence is looked for
_ENDS = ":.!?…。！？"  # what goes on behind these is another sentence or clause
_CLOSERS = "\"'”’»)]"

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s|$)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Hon|St|Jr|Sr|vs|No"
    r"|Inc|Ltd|Co|Corp|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\.)$"
)  # of `e.g.` and `U.S.A.` the last letter is enough
_BYLINE = re.compile(r"(?:by|von|par|por|di|door|av|af)\b")
_LONGEST_ABBREVIATION = 6  # characters, the one before it included


def is_headline(line: str) -> bool:
    """Whether a line looks like a headline: short, and not a sentence's end.

    >>> is_headline("Why the tide came in twice")
    True
    >>> is_headline("The tide came in twice.")
    False
    """
    line = line.strip()
    if not line or len(line) > HEADLINE_LIMIT:
        return False
    bare = line.rstrip(_CLOSERS)
    return (
        any(character.isalpha() for character in line)
        and not bare.endswith((",", ";", ":", "-", "–", "—", "…"))
        and not ends_sentence(bare)
    )


def ends_sentence(line: str) -> bool:
    """Whether a line ends in the full stop of a sentence, and not in an abbreviation.

    >>> ends_sentence("The tide came in twice.”")
    True
    >>> ends_sentence("The tide comes in at 4 p.m.")
    False
    """
    bare = line.rstrip(_CLOSERS)
    return bare.endswith((".", "。", "।", "۔")) and not _is_abbreviated(bare)


def _is_abbreviated(line: str) -> bool:
    """Whether a line ends in an abbreviation."""
    return _ABBREVIATION.search(line[-_LONGEST_ABBREVIATION:]) is not None


def split_headline(text: str) -> tuple[str | None, str]:
    """Return the headline of a text, if its first line is one, and the rest.

    Args:
        text: Without blank lines at its head.
    """
    line, _, rest = text.partition("\n")
    if rest.strip() and is_headline(line) and not _goes_on(line, rest):
        return " ".join(line.split()), rest.strip()
    return None, text


def _goes_on(line: str, rest: str) -> bool:
    """Whether a line of prose goes on in the next one, which begins with a small letter.

    A byline may begin so, too, and any line of a text that has no capitals.
    """
    following = rest[:_FULL_LINE].lstrip(" \t")
    return (
        len(line) >= _FULL_LINE
        and line.rstrip(f"{_CLOSERS} ")[-1:] not in _ENDS
        and following[:1].islower()
        and not _BYLINE.match(following)
        and line.lower() != line
    )


def title_of(text: str, furniture: Sequence[Span]) -> str:
    """Return the first sentence of a text, cut to the length of a title.

    Args:
        text: Not blank.
        furniture: Spans of it that are not the article's own, in order.
    """
    start = _first_own(text, furniture)
    head = _joined(text[start : start + _HEAD].lstrip())
    sentence = " ".join(_first_sentence(head).split())
    if len(sentence) > _TITLE_LIMIT:
        cut = sentence[:_TITLE_LIMIT]
        sentence = (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:-–—") + "…"
    return sentence


def _joined(text: str) -> str:
    """Return the first line of a text with those in which it goes on."""
    line, _, rest = text.partition("\n")
    while len(line) <= _TITLE_LIMIT and _goes_on(line, rest):
        following, _, rest = rest.partition("\n")
        line = f"{line} {following}"
    return line


def _first_own(text: str, furniture: Sequence[Span]) -> int:
    """Return where the first line begins that is not furniture, or 0 if all are."""
    position = 0
    for span in furniture:
        if text[position : span.start].strip():
            break
        position = span.end
    return position if text[position:].strip() else 0


def _first_sentence(line: str) -> str:
    """Return a line up to the end of its first sentence."""
    for end in _SENTENCE_END.finditer(line):
        following = line[end.end() : end.end() + 2].strip()
        if following.islower() or _is_abbreviated(line[: end.start() + 1]):
            continue
        return line[: end.end()]
    return line
