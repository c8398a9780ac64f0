"""The mark that the wording of a line is: that it belongs to the page.

A line has the mark of the first rule whose wording and evidence it meets; a line that is very
long has none. A name of an agency at the end is a credit, whatever comes before it.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from searchkit.corpus.facts.furniture.buttons import BUTTONS
from searchkit.corpus.facts.furniture.credits import AGENCIES, CREDITS, is_credit
from searchkit.corpus.facts.furniture.invitations import INVITATIONS
from searchkit.corpus.facts.furniture.labels import BARE_POINTERS, LABELS, SHORT_POINTERS
from searchkit.corpus.facts.furniture.notices import NOTICES
from searchkit.corpus.facts.furniture.rules import Rule, first_words

if TYPE_CHECKING:
    from collections.abc import Sequence


class Mark(Enum):
    """What a line of the page is."""

    LABEL = "label"  # other pieces may be named beside it
    SHORT_POINTER = "short pointer"  # `Read: …`, which could be a person who speaks
    INVITATION = "invitation"
    OTHER = "other"


_TABLES = (
    (Mark.OTHER, BARE_POINTERS),
    (Mark.SHORT_POINTER, SHORT_POINTERS),
    (Mark.LABEL, LABELS),
    (Mark.OTHER, (*BUTTONS, *CREDITS)),
    (Mark.INVITATION, INVITATIONS),
    (Mark.OTHER, NOTICES),
)  # in the order in which they are tried

_LONGEST = 600  # characters of a furniture line; help-line notices are the longest
_EDGES = " \t•–—-*[(>›»|"  # what may stand before the words of a furniture line
_FIRST_WORD = re.compile(rf"[{re.escape(_EDGES)}]{{0,20}}?(\([cC]\)|[^\W\d_]+(?:['’][tT])?|©)")

# How a line must begin or end to be looked at closer: few lines do, and this is quick to tell.
# An apostrophe may be a curly one, so nothing from there on is compared.
_RULES = [rule for _, rules in _TABLES for rule in rules]
_WORDS = {word.partition("'")[0] for rule in _RULES for word in first_words(rule)}
_STARTS = {word[:4] for word in _WORDS if len(word) > 3}
_SHORT_STARTS = {f"{word} "[:3] for word in _WORDS if len(word) < 4}
_FIRST_EDGES = frozenset(_EDGES + "©àÀ")
_ENDS = frozenset(agency[-2:] for agency in AGENCIES)


def marks_of(lines: Sequence[str], numbers: Sequence[int]) -> dict[int, Mark]:
    """Return the marks of the lines that have one, by their numbers.

    Args:
        lines: All lines of a text.
        numbers: Those that are looked at; the others may as well be blank.
    """
    return {
        number: mark
        for number in numbers
        if (
            (start := (line := lines[number])[:4].lower()) in _STARTS
            or start[:3] in _SHORT_STARTS
            or line[:1] in _FIRST_EDGES
            or line[-2:] in _ENDS
        )
        and (mark := _mark(line))
    }


def mark_of(line: str) -> Mark | None:
    """Return the mark that the wording of a line is, or None.

    >>> mark_of("READ MORE: The storm, street by street")
    <Mark.LABEL: 'label'>
    >>> mark_of("Read more of it, he said, and you will sleep.") is None
    True
    """
    return marks_of([line], [0]).get(0)


def _mark(line: str) -> Mark | None:
    """Return the mark of a line that begins or ends as furniture may."""
    first = _FIRST_WORD.match(line) if len(line) <= _LONGEST else None
    if first is None:
        return None
    if rules := _rules_by_first_word().get(first[1].lower().replace("’", "'")):
        words = line[first.start(1) :].rstrip(" \t)]*_|").replace("’", "'")
        for pattern, rule, mark in rules:
            if (match := pattern.match(words)) and rule.holds(match):
                return mark
    return Mark.OTHER if line.endswith(AGENCIES) and is_credit(line) else None


@cache
def _rules_by_first_word() -> dict[str, list[tuple[re.Pattern[str], Rule, Mark]]]:
    """Return the rules that a line may meet, by its first word.

    To compile their patterns takes long; an update with nothing to read has no need of them.
    """
    by_word: dict[str, list[tuple[re.Pattern[str], Rule, Mark]]] = {}
    for mark, rules in _TABLES:
        for rule in rules:
            pattern = re.compile(f"(?:{rule.opening}){rule.rest}", re.IGNORECASE)
            for word in first_words(rule):
                by_word.setdefault(word, []).append((pattern, rule, mark))
    return by_word
