"""A text that nobody typed as a query -> what finds any of its words.

Questions that were judged, headlines and pasted paragraphs are full of signs that mean something
in a query and nothing here: no word in capitals is an operator, no sign leaves a word out.
"""

from __future__ import annotations

from searchkit import analysis
from searchkit.article import Span
from searchkit.query.capitals import read_stretch
from searchkit.query.clues import Clues, acronyms_of
from searchkit.query.joining import is_common
from searchkit.query.nodes import Or, Word
from searchkit.query.pairs import neighbours, united
from searchkit.query.parsing import ParsedQuery


def telling_words(text: str, *, language: str | None = None) -> list[Word]:
    """Return the words of a text, in order, each as often as the text has it.

    Args:
        text: The text.
        language: The language whose very common words are left out, unless there are no others;
            None for none.

    >>> [word.text for word in telling_words("The tide, NOT the moon!", language="en")]
    ['tide', 'moon']
    """
    return _parted(_words(text, language), language)[0]


def plain_query(text: str, *, language: str | None = None) -> ParsedQuery:
    """Return a text read as words of which any will do; one that it has twice counts twice.

    Args:
        text: The text.
        language: As for :func:`telling_words`.
    """
    words = _words(text, language)
    telling, left_out = _parted(words, language)
    clues = Clues(united(neighbours(words)), acronyms_of(left_out, language), tuple(left_out))
    return ParsedQuery(text, Or(tuple(telling)), clues=clues)


def _parted(words: list[Word], language: str | None) -> tuple[list[Word], list[Word]]:
    """Return the words that are looked for, and those that are left out as very common."""
    common = analysis.stop_words(language)
    telling = [word for word in words if not is_common(word, common)]
    left_out = [word for word in words if is_common(word, common)]
    return (telling, left_out) if telling else (words, [])


def _words(text: str, language: str | None) -> list[Word]:
    return [Word(word, Span(start, end)) for start, end, word in read_stretch(text, language)]
