"""What of a text is furniture: by its wording, its place, or because it was said already."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.corpus.facts.furniture.captions import find_captions
from searchkit.corpus.facts.furniture.credits import is_credit_at_the_head
from searchkit.corpus.facts.furniture.invitations import is_question_to_readers
from searchkit.corpus.facts.furniture.marks import mark_of, marks_of
from searchkit.corpus.facts.furniture.other_pieces import Labels
from searchkit.corpus.facts.furniture.rules import Mark, narrates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MOST_SAID = 160  # characters of a sentence that goes with an invitation
_MOST_CLOSING = 3  # sentences at the end of a line that may be an invitation

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]{0,2}\s+")
# How a sentence begins that says more of an invitation.
_TO_READERS = re.compile(
    r"(?:you can|you'll|you will|it's free|it is free|we'll|we will|we'd|we would|tell us"
    r"|let us know|share your|create an|click|tap|enter your|sign|come|there you"
    r"|no spam|cancel any|members"
    r"|post your|leave a|be part|have your|add your|drop us|find out|see you|just)\b.{0,150}$",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"[ \t]{0,9}([^\W\d_][\w.'’-]{0,20}(?: [^\W\d_][\w.'’-]{0,20})?):\s")


def find_furniture(text: str, title: str = "") -> tuple[Span, ...]:
    r"""Return the spans of a text that are furniture of its page.

    Args:
        text: The text of an article; lines end in ``\n``.
        title: The article's own headline, which is no other piece's.

    Returns:
        Spans in order: lines without their line ends, and at the end of the text
        perhaps the last sentences of a line.
    """
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    marks = _marks(lines, filled)
    if filled and is_credit_at_the_head(lines[filled[0]].strip()):
        marks.setdefault(filled[0], Mark.OTHER)
    captions = find_captions(lines, filled, marks)
    found = set(marks) | captions.superfluous
    if marks:
        found |= Labels(lines, filled, found | captions.kept, title).others(marks)
        found |= _with_invitations(lines, filled, marks)
    if len(found) == len(filled):
        return ()  # a text that is all furniture is an article of its own
    return _spans(lines, found, _closing(lines, filled, found))


def _marks(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Mark]:
    """Return the marks of the lines that have one, by number."""
    marks = marks_of(lines, filled)
    if Mark.SHORT_POINTER in marks.values() and _is_a_talk(lines, marks):
        return {number: mark for number, mark in marks.items() if mark is not Mark.SHORT_POINTER}
    return marks


def _is_a_talk(lines: Sequence[str], marks: Mapping[int, Mark]) -> bool:
    """Whether speakers are named before lines, so that `Read: …` may be one of them."""
    speakers = Counter(
        match[1]
        for number, line in enumerate(lines)
        if number not in marks and (match := _SPEAKER.match(line))
    )
    return any(count > 1 for count in speakers.values())


def _spans(lines: Sequence[str], found: set[int], closing: tuple[int, int]) -> tuple[Span, ...]:
    """Return the spans of the lines found, and of the end of a line from a place on."""
    closing_line, begin = closing
    if not found and closing_line < 0:
        return ()  # by far the commonest
    spans = []
    position = 0
    for number, line in enumerate(lines):
        if number in found:
            spans.append(Span(position, position + len(line)))
        elif number == closing_line:
            spans.append(Span(position + begin, position + len(line)))
        position += len(line) + 1
    return tuple(spans)


def _closing(lines: Sequence[str], filled: Sequence[int], found: set[int]) -> tuple[int, int]:
    """Return the last line of the article and where an invitation begins in it, or (-1, 0)."""
    number = next((number for number in reversed(filled) if number not in found), -1)
    if number < 0:
        return -1, 0
    line = lines[number].rstrip()
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    for begin in ends[-_MOST_CLOSING:]:
        if mark_of(line[begin:]) is Mark.INVITATION:
            return number, begin
    return -1, 0


def _with_invitations(
    lines: Sequence[str], filled: Sequence[int], marks: Mapping[int, Mark]
) -> set[int]:
    """Return the numbers of the lines that go with an invitation: what it asks first, and adds."""
    found: set[int] = set()
    for before, number in pairwise(filled) if Mark.INVITATION in marks.values() else ():
        if marks.get(number) is Mark.INVITATION and before not in marks:
            found |= {before} if is_question_to_readers(lines[before]) else set()
        elif marks.get(before) is Mark.INVITATION and number not in marks:
            found |= {number} if _is_said_to_readers(lines[number].strip()) else set()
    return found


def _is_said_to_readers(line: str) -> bool:
    """Whether a line is one short sentence that speaks to the reader."""
    return (
        len(line) <= _MOST_SAID
        and not _SENTENCE_END.search(line)
        and _TO_READERS.match(line.replace("’", "'")) is not None
        and not narrates(line)
    )
