"""Lines of a letter that are around its text: `View in browser`, how to unsubscribe, addresses.

They are at the two ends, and only there. At the head each line is judged by itself, up to the
first paragraph. The foot begins with the first line that says how to get no more letters, if
hardly any prose follows it, and with the lines above it that only a foot has. A
sentence that tells of somebody who unsubscribes is in the middle, or gives what somebody said.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.corpus.facts.furniture.newsletter_words import closing, leaving, viewing
from searchkit.corpus.facts.furniture.rules import reports
from searchkit.corpus.facts.titles import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST = 600  # characters of a line of a foot that says how to unsubscribe
_LONGEST_AT_HEAD = 250
_SHORT = 80  # characters of a line that names a place or a person
_PARAGRAPH = 120  # characters of a line, from which on it is one of the letter
_SENTENCE = 60  # of one that ends as a sentence does
_MOST_AT_HEAD = 12  # lines before the first paragraph that are looked at
_MOST_NEUTRAL = 3  # lines in a row that may be in a foot, and say nothing of it
_SMALL = 1_500  # characters that a foot may have of any letter
_SHARE = 3  # of a long letter, a foot is at most one in so many characters
_PROSE_BEHIND = 400  # characters of prose that may follow in a foot: legal notices


def find_newsletter_furniture(text: str) -> tuple[Span, ...]:
    r"""Return the spans of the lines at both ends of a letter that are not its text.

    Args:
        text: The text; lines end in ``\n``.

    >>> find_newsletter_furniture("View in browser\n\nThe tide came.\n\nUnsubscribe")
    (Span(start=0, end=15), Span(start=33, end=44))
    """
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    written = [lines[number].strip() for number in filled]
    foot = _start_of_foot(written)
    found = [index for index in _at_the_head(written) if index < foot]
    found += range(foot, len(written))
    if len(found) == len(written):
        return ()  # a letter that is all furniture is about that
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    return tuple(
        Span(starts[filled[index]], starts[filled[index]] + len(lines[filled[index]]))
        for index in found
    )


def _at_the_head(written: Sequence[str]) -> list[int]:
    """Return the lines before the first paragraph that say where else to read a letter."""
    found = []
    for index, line in enumerate(written[:_MOST_AT_HEAD]):
        if len(line) <= _LONGEST_AT_HEAD and (viewing().search(line) or _leaves(line)):
            found.append(index)
        elif _is_prose(line):
            break
    return found


def _start_of_foot(written: Sequence[str]) -> int:
    """Return the first line of the foot of a letter; behind the last one, if it has none."""
    sizes = list(accumulate(map(len, reversed(written))))[::-1]  # from each line to the end
    total = sizes[0] if sizes else 0
    for index, line in enumerate(written):
        if sizes[index] <= max(_SMALL, total // _SHARE) and _leaves(line):
            behind = written[index + 1 :]
            prose = sum(len(one) for one in behind if _is_prose(one) and not _is_of_foot(one))
            if prose <= _PROSE_BEHIND:
                return _upwards(written, index)
    return len(written)


def _upwards(written: Sequence[str], foot: int) -> int:
    """Return where a foot begins, of which a line is known."""
    neutral = 0
    for index in range(foot - 1, -1, -1):
        line = written[index]
        if _is_of_foot(line) and len(line) <= _LONGEST:
            foot, neutral = index, 0
        elif len(line) > _SHORT or ends_sentence(line) or neutral == _MOST_NEUTRAL:
            break
        else:
            neutral += 1
    return foot


def _is_of_foot(line: str) -> bool:
    """Whether a line says what only the ends of letters say."""
    return bool(closing().search(line) or viewing().search(line) or _leaves(line))


def _leaves(line: str) -> bool:
    """Whether a line says how to get no more letters."""
    return len(line) <= _LONGEST and leaving().search(line) is not None and not reports(line)


def _is_prose(line: str) -> bool:
    """Whether a line is a paragraph."""
    return len(line) >= _PARAGRAPH or (len(line) >= _SENTENCE and ends_sentence(line))
