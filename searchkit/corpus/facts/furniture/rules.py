"""The shape of a rule: how a line of the page begins, how it goes on, and what it must not be.

Prose may begin with the words of any label or request, so a form of words is never enough
by itself. A rule abstains where its evidence is missing: a credit holds names and no clause, an
invitation tells of nobody. The rules themselves are tables in `labels`, `buttons`, `credits`,
`invitations` and `notices`; `marks` finds the one that a line meets.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

END = r"[\s:…»>→!]{0,4}(?:\.\.\.)?$"
"""What a label may end in; nothing comes after it."""

REST = r"\s?:(?P<rest>.{0,200})$"
"""What a label may point to, after a colon."""


class Rule(NamedTuple):
    """How a line of the page may be worded, and the evidence that it is no prose."""

    opening: str  # forms parted by `|`; each begins with a word, which may have an optional end
    rest: str  # the rest of the line; every repetition in it has a bound
    holds: Callable[[re.Match[str]], bool] = bool  # the evidence beyond the wording


_FORM = re.compile(r"\|(?![^(]*\))")  # what parts forms: a bar that is not within brackets
_FIRST_WORD = re.compile(r"(\\\(c\\\)|©|[^\W\d_]+(?:'t)?)(\?)?")

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


def first_words(rule: Rule) -> set[str]:
    """Return the words, in small letters, that a line may begin with to meet a rule.

    >>> sorted(first_words(Rule("photos?|don't (?:miss|forget)", "$")))
    ["don't", 'photo', 'photos']
    """
    words = set()
    for form in _FORM.split(rule.opening):
        if first := _FIRST_WORD.match(form):
            word = first[1].replace("\\", "")
            words |= {word, word[:-1]} if first[2] else {word}
    return words


def is_names(words: str) -> bool:
    """Whether words are names and what joins names: a credit and no clause.

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
    """Whether a line has the words of a story, which tells of others and of the past."""
    return bool(_NARRATES.search(line))


def reports(line: str) -> bool:
    """Whether a line gives what somebody said."""
    return bool(_REPORTS.search(line))


def rest_is_names(match: re.Match[str]) -> bool:
    """Whether nothing but names comes after the form of a rule."""
    return is_names(match["rest"])


def reports_nothing(match: re.Match[str]) -> bool:
    """Whether a line does not give what somebody said."""
    return not reports(match[0])
