"""Captions: lines that say again what the line beside them says.

Pages give the caption of a picture twice, once to read and once for readers who cannot see it, and
not always in the same words: one may end in the name of a studio. Evidence is the shape of a
caption, which is no sentence, and long paragraphs of prose around the two: then both lines go. A
gallery, where caption follows caption, is no prose. Elsewhere two lines may say the same in a
refrain, or ask twice; one of the two stays, so that no word is lost. A credit in two forms, as
`Ann Poe, Quay, Harbour Nights, Netflix` and `Ann Poe Quay`, goes wherever it is.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import compress, count, islice
from operator import eq
from typing import TYPE_CHECKING

from searchkit.corpus.facts.furniture.rules import is_names
from searchkit.corpus.facts.titles import ends_sentence
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

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
        """Whether long paragraphs are around a line and the next, and no other captions."""
        around = (*filled[max(index - 1, 0) : index], *filled[index + 2 : index + 3])
        own = [lines[number] for number in around if number not in marked]
        if not own or any(len(line) < _PROSE or not ends_sentence(line.rstrip()) for line in own):
            return False
        before, behind = written[max(index - 2, 0) : index], written[index + 2 : index + 4]
        return not any(len(pair) > 1 and pair[0] == pair[1] for pair in (before, behind))

    begins = [line[:3] for line in written]
    for index in compress(count(), map(eq, begins, begins[1:])):
        one, other = written[index : index + 2]
        if len(one) <= _LONGEST >= len(other) and _begin_alike(one, other):
            verdict = _superfluous(one, other, is_among_prose(index))
            for number, is_superfluous in zip(filled[index : index + 2], verdict, strict=True):
                if any(verdict):
                    (captions.superfluous if is_superfluous else captions.kept).add(number)
    for index in _in_other_words(written, is_among_prose):
        captions.superfluous.update(filled[index : index + 2])
    return captions


def _in_other_words(written: Sequence[str], is_among_prose: Callable[[int], bool]) -> Iterator[int]:
    """Yield where a line and the next are one credit, or one caption, in other words."""
    short = [index for index, line in enumerate(written) if len(line) <= _LONGEST_CREDIT]
    lists = [index for index in short if written[index].count(",") > 1 and is_names(written[index])]
    for index in {index for a_list in lists for index in (a_list - 1, a_list)}:
        if 0 <= index < len(written) - 1 and are_one_credit(*written[index : index + 2]):
            yield index
    if not any(len(line) >= _PROSE for line in written):
        return
    names = {index for index in short if not written[index].endswith(_ENDS)}
    for index in names:
        is_pair = index + 1 in names and is_among_prose(index)
        if is_pair and are_one_caption(*written[index : index + 2]):
            yield index


def _begin_alike(one: str, other: str) -> bool:
    """Whether two lines begin with the same words, without looking at the rest of them."""
    words = zip(_WORDS.finditer(one), _WORDS.finditer(other), strict=False)
    return all(word[0] == another[0] for word, another in islice(words, _FEWEST))


def are_one_credit(one: str, other: str) -> bool:
    """Whether two lines are the credit of one picture in other words.

    >>> are_one_credit("Ann Poe, Quay, Harbour Nights, Netflix", "Ann Poe Quay")
    True
    >>> are_one_credit("Ann Poe, Dov Quay and Pilar Strand", "Ann Poe")
    False
    """
    shorter, longer = (one, other) if len(one) < len(other) else (other, one)
    if longer.count(",") < 2 or not (is_names(longer) and is_names(shorter)):
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


def _superfluous(one: str, other: str, is_among_prose: bool) -> tuple[bool, bool]:
    """Return of two lines that begin alike whether the first and the second are superfluous."""
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
