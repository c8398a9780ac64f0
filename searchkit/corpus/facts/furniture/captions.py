"""Captions: lines that say again what the line beside them says.

Pages give the caption of a picture twice, once to read and once for who cannot see it, and not
always in the same words: one may end in the name of a studio. A caption is no sentence and
stands among long paragraphs of prose: then both lines go. A gallery, where caption follows
caption, is no prose, and elsewhere two lines may say the same in a refrain, or ask twice; one of
the two stays, so that no word is lost. A credit in two forms, as `Ann Poe, Quay, Harbour
Nights, Netflix` and `Ann Poe Quay`, goes wherever it stands.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress, count, islice
from operator import and_, eq
from typing import TYPE_CHECKING, NamedTuple

from searchkit.corpus.facts.furniture.rules import is_names
from searchkit.corpus.facts.titles import ends_sentence

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

_LONGEST = 300  # characters of a caption
_LONGEST_CREDIT = 160
_FEWEST = 4  # words of a line that may be one too many; with fewer, it may be a speaker
_MOST_ADDED = 6  # words of a credit at the end of a caption
_PROSE = 100  # characters of a paragraph

_ENDS = (".", "!", "?")  # of sentences
_QUOTATION = frozenset("\"'“‘«„")

_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Captions(NamedTuple):
    """The lines of captions that are given twice, by their numbers."""

    superfluous: set[int]
    kept: set[int]


def find_captions(lines: Sequence[str], filled: Sequence[int], marked: Container[int]) -> Captions:
    """Return the lines that say the same as the line beside them.

    Args:
        lines: All lines of a text.
        filled: The numbers of those that are not blank, in order.
        marked: The numbers of those that are furniture by their wording.
    """
    captions = Captions(set(), set())
    written = [lines[number] for number in filled]

    def is_among_prose(index: int) -> bool:
        around = (*filled[max(index - 1, 0) : index], *filled[index + 2 : index + 3])
        own = [lines[place] for place in around if place not in marked]
        return bool(own) and all(map(_is_prose, own)) and not is_in_gallery(index)

    def is_in_gallery(index: int) -> bool:
        """Whether what stands before or behind two lines is a caption that is given twice."""
        before, behind = written[max(index - 2, 0) : index], written[index + 2 : index + 4]
        return any(len(pair) > 1 and pair[0] == pair[1] for pair in (before, behind))

    begins = [line[:3] for line in written]
    for index in compress(count(), map(eq, begins, begins[1:])):
        one, other = written[index : index + 2]
        if len(one) <= _LONGEST >= len(other) and _begin_alike(one, other):
            superfluous = _superfluous(one, other, is_among_prose(index))
            _sort(captions, filled[index], filled[index + 1], *superfluous)
    for index in _before_and_at_lists(written):
        if are_one_credit(*written[index : index + 2]):
            captions.superfluous.update(filled[index : index + 2])
    names = [len(line) <= _LONGEST_CREDIT and not line.endswith(_ENDS) for line in written]
    for index in compress(count(), map(and_, names, names[1:])):
        if is_among_prose(index) and are_one_caption(*written[index : index + 2]):
            captions.superfluous.update(filled[index : index + 2])
    return captions


def _begin_alike(one: str, other: str) -> bool:
    """Whether two lines begin with the same words, without looking at the rest of them."""
    words = zip(_WORDS.finditer(one), _WORDS.finditer(other), strict=False)
    return all(word[0] == another[0] for word, another in islice(words, _FEWEST))


def _before_and_at_lists(lines: Sequence[str]) -> set[int]:
    """Return the places of lines of which they or the next may be the longer form of a credit."""
    lists = [
        place
        for place, line in enumerate(lines)
        if len(line) <= _LONGEST_CREDIT and line.count(",") > 1 and is_names(line)
    ]
    return {before for place in lists for before in (place - 1, place)} - {-1, len(lines) - 1}


def are_one_credit(one: str, other: str) -> bool:
    """Whether two lines are the credit of one picture in other words.

    >>> are_one_credit("Ann Poe, Quay, Harbour Nights, Netflix", "Ann Poe Quay")
    True
    >>> are_one_credit("Ann Poe, Dov Quay and Pilar Strand", "Ann Poe")
    False
    """
    shorter, longer = sorted((one, other), key=len)
    if len(longer) > _LONGEST_CREDIT or longer.count(",") < 2:
        return False
    if not (is_names(longer) and is_names(shorter)):
        return False
    words, others = _WORDS.findall(shorter.casefold()), _WORDS.findall(longer.casefold())
    return 2 < len(words) < len(others) and set(words) <= set(others)


def are_one_caption(one: str, other: str) -> bool:
    """Whether two lines are one caption in another order, or after another beginning.

    The longer has all words of the shorter, and besides only whose picture it is, or what
    joins names.

    >>> are_one_caption("Ada Marsh and Hugo Wend on deck, Netflix", "Hugo Wend Ada Marsh on deck")
    True
    >>> are_one_caption("Ada Marsh on the old quay in May", "Hugo Wend on the old quay in May")
    False
    """
    if _begin_alike(one, other) or _is_sentence(one) or _is_sentence(other):
        return False
    said = [Counter(_WORDS.findall(line.casefold())) for line in (one, other)]
    fewer, more = sorted(said, key=Counter.total)
    if fewer.total() < _FEWEST or fewer - more or (more - fewer).total() > _MOST_ADDED:
        return False
    longer = one if more is said[0] else other
    added = more - fewer
    return _is_credit([word for word in _WORDS.findall(longer) if word.casefold() in added])


def _is_credit(added: Sequence[str]) -> bool:
    """Whether what one caption has and the other has not, if any, is whose picture it is."""
    return not added or (is_names(" ".join(added)) and not any(word.isdigit() for word in added))


def _is_sentence(line: str) -> bool:
    """Whether a line tells, asks or quotes something, and does not only name it."""
    line = line.strip()
    if line[:1] in _QUOTATION or line.endswith(("?", "!")):
        return True
    return ends_sentence(line) and not is_names(line)


def _is_prose(line: str) -> bool:
    return len(line) >= _PROSE and ends_sentence(line.rstrip())


def _sort(captions: Captions, before: int, number: int, first: bool, second: bool) -> None:
    """Note two lines of which the first, the second, or both are superfluous."""
    for place, is_superfluous in ((before, first), (number, second)):
        if first or second:
            (captions.superfluous if is_superfluous else captions.kept).add(place)


def _superfluous(one: str, other: str, is_among_prose: bool) -> tuple[bool, bool]:
    """Tell of two lines that begin alike which are superfluous."""
    first, second = (_WORDS.findall(line) for line in (one, other))
    if min(len(first), len(second)) < _FEWEST:
        return False, False
    shorter, longer = sorted((first, second), key=len)
    if longer[: len(shorter)] != shorter:
        return False, False
    added = longer[len(shorter) :]
    is_sentence = any(map(_is_sentence, (one, other)))
    if is_among_prose and not is_sentence and len(added) <= _MOST_ADDED and _is_credit(added):
        return True, True
    if not added:
        return False, True
    return (False, False) if is_sentence else (first is shorter, second is shorter)
