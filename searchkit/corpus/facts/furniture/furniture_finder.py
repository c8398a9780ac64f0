"""The parts of a text that are furniture of its page.

Finds lines by their wording (`marks`), captions that are given twice (`captions`), headlines beside
labels (`other_pieces`), what goes with an invitation, and an invitation at the end of the last
line. `Read: …` is no pointer where speakers are named before lines, and a text that would be all
furniture has none.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.corpus.facts.furniture.captions import find_captions
from searchkit.corpus.facts.furniture.credits import is_credit_at_the_head
from searchkit.corpus.facts.furniture.invitations import is_question_to_readers
from searchkit.corpus.facts.furniture.marks import Mark, mark_of, marks_of
from searchkit.corpus.facts.furniture.other_pieces import Labels
from searchkit.corpus.facts.furniture.rules import narrates

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
    return _spans(lines, dict.fromkeys(found, 0) | _closing(lines, filled, found))


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


def _spans(lines: Sequence[str], begins: Mapping[int, int]) -> tuple[Span, ...]:
    """Return the spans of lines by their numbers, from some character in each to its end."""
    if not begins:
        return ()  # by far the commonest
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    return tuple(
        Span(starts[number] + begins[number], starts[number] + len(lines[number]))
        for number in sorted(begins)
    )


def _closing(lines: Sequence[str], filled: Sequence[int], found: set[int]) -> dict[int, int]:
    """Return where an invitation begins in the last line of the article, by its number."""
    number = next(number for number in reversed(filled) if number not in found)
    line = lines[number].rstrip()
    ends = [match.end() for match in _SENTENCE_END.finditer(line)]
    invitations = (end for end in ends[-_MOST_CLOSING:] if mark_of(line[end:]) is Mark.INVITATION)
    begin = next(invitations, None)
    return {} if begin is None else {number: begin}


def _with_invitations(
    lines: Sequence[str], filled: Sequence[int], marks: Mapping[int, Mark]
) -> set[int]:
    """Return the numbers of the lines that go with an invitation: what it asks first, and adds."""
    found: set[int] = set()
    for before, number in pairwise(filled) if Mark.INVITATION in marks.values() else ():
        pair = (marks.get(before), marks.get(number))
        if pair == (None, Mark.INVITATION) and is_question_to_readers(lines[before]):
            found.add(before)
        if pair == (Mark.INVITATION, None) and _is_said_to_readers(lines[number].strip()):
            found.add(number)
    return found


def _is_said_to_readers(line: str) -> bool:
    """Whether a line is one short sentence that speaks to the reader."""
    return (
        len(line) <= _MOST_SAID
        and not _SENTENCE_END.search(line)
        and _TO_READERS.match(line.replace("’", "'")) is not None
        and not narrates(line)
    )
