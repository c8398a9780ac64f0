"""How a line of the page may be worded, and what tells that it is prose after all.

Prose may begin with the words of any label or request, so a form of words is never enough
by itself: a credit holds names and no clause, an invitation tells of nobody.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

END = r"[\s:…»>→!]{0,4}(?:\.\.\.)?$"
"""What a label may end in; nothing comes after it."""

REST = r"\s?:(?P<rest>.{0,200})$"
"""What a label may point to, after a colon."""


def any_of(*patterns: str) -> str:
    """Return the pattern that any of some patterns matches, the first that does."""
    return f"(?:{'|'.join(patterns)})"


class Mark(Enum):
    """What a line of the page is."""

    LABEL = "label"  # other pieces may be named beside it
    SHORT_POINTER = "short pointer"  # `Read: …`, which could be a person who speaks
    INVITATION = "invitation"
    OTHER = "other"


class Form(NamedTuple):
    """How a line with a mark may be worded."""

    words: str  # lower case; the line begins with one of them
    form: str  # of the whole line; every repetition in it has a bound
    mark: Mark = Mark.OTHER
    holds: Callable[[re.Match[str]], bool] = bool  # what the form cannot say


_REPORTS = re.compile(r"\b(?:said|says|told|asked|wrote|sagte|disait|dijo)\b", re.IGNORECASE)
_NARRATES = re.compile(
    r"\b(?:said|says|told|tells|asked|wrote|thought|knew|was|were|had|went|came|did|been"
    r"|he|she|they|sagte|sagt|war|dit|disait|était|dijo|dice|era)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(
    "of the for and by via in at on with a an to from as de la le les du des et von van der den"
    " und del el los y da do dos e di as & + / | - – — x".split()
)
_IN_BRACKETS = re.compile(r"\([^()]{1,30}\)")  # (left)


def is_names(words: str) -> bool:
    """Tell whether words are names and what joins names: a credit and no clause.

    >>> is_names("Ada Marsh for The Marram Post/Tidewire")
    True
    >>> is_names("Ada Marsh looks at the sea")
    False
    """
    parts = (_IN_BRACKETS.sub(" ", words) if "(" in words else words).split()
    return 0 < len(parts) <= 20 and all(
        not part[:1].islower() or part in _SMALL or "." in part[:-1] or "@" in part
        for part in (part.strip("()[],;:*") for part in parts)
    )


def narrates(line: str) -> bool:
    """Tell whether a line has the words of a story, which tells of others and of the past."""
    return bool(_NARRATES.search(line))


def reports(line: str) -> bool:
    """Tell whether a line tells what somebody said."""
    return bool(_REPORTS.search(line))
