"""The mark that the wording of a line is: that it belongs to the page."""

from __future__ import annotations

import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

from searchkit.corpus.facts.furniture.credits import AGENCIES, CREDIT, PAGE, is_credit
from searchkit.corpus.facts.furniture.invitations import INVITATION
from searchkit.corpus.facts.furniture.labels import READ
from searchkit.corpus.facts.furniture.notices import NOTICE
from searchkit.corpus.facts.furniture.rules import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchkit.corpus.facts.furniture.rules import Form

_LONGEST = 600  # characters of a furniture line; help-line notices are the longest
EDGES = " \t•–—-*[(>›»|"
"""What may stand before the words of a furniture line."""


_FORMS = (*READ, *PAGE, *CREDIT, *INVITATION, *NOTICE)


@cache
def _by_first_word() -> dict[str, tuple[tuple[re.Pattern[str], Form], ...]]:
    """Return the forms that a line may have, by its first word.

    To make the expressions takes long; an update with nothing to read has no need of them.
    """
    forms: dict[str, list[tuple[re.Pattern[str], Form]]] = {}
    for form in _FORMS:
        pattern = re.compile(form.form, re.IGNORECASE)
        for word in form.words.split():
            forms.setdefault(word, []).append((pattern, form))
    return {word: tuple(patterns) for word, patterns in forms.items()}


def _in_all_cases(starts: Iterable[str]) -> frozenset[str]:
    """Return words in every mixture of small letters and capitals."""
    return frozenset(
        "".join(letters)
        for start in starts
        for letters in product(*((letter, letter.upper()) for letter in start))
    )


# How a line must begin to be looked at closer: few lines do, and this is quick to tell.
_WORDS = {word for form in _FORMS for word in form.words.split()}
_LETTERS = {word.partition("'")[0] for word in _WORDS}  # an apostrophe may be a curly one
_STARTS = _in_all_cases({word[:4] for word in _LETTERS if len(word) > 3})
_SHORT_STARTS = _in_all_cases({f"{word} "[:3] for word in _LETTERS if len(word) <= 3})
_FIRST_EDGES = frozenset(EDGES + "©àÀ")  # words shorter than what is compared, too
_ENDS = frozenset(agency[-2:] for agency in AGENCIES)  # which few lines have, likewise
_FIRST_WORD = re.compile(rf"[{re.escape(EDGES)}]{{0,20}}?(\([cC]\)|[^\W\d_]+(?:['’][tT])?|©)")


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
            (line := lines[number])[:4] in _STARTS
            or line[:3] in _SHORT_STARTS
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
    """Return the mark of a line that begins as furniture may."""
    first = _FIRST_WORD.match(line) if len(line) <= _LONGEST else None
    if first is None:
        return None
    if forms := _by_first_word().get(first[1].lower().replace("’", "'")):
        words = line[first.start(1) :].rstrip(" \t)]*_|").replace("’", "'")
        for pattern, form in forms:
            if (match := pattern.match(words)) and form.holds(match):
                return form.mark
    return Mark.OTHER if line.endswith(AGENCIES) and is_credit(line) else None
