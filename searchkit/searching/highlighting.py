"""The matches of a query in the text of one article.

The index knows the forms that a query's words have in the corpus, so the text
is not analysed again: its letters are folded, each form is looked for as a
string, and only where one stands is the text parted into words, to see whether
it is a word there. A text with letters whose folding is not one for one is
parted into words as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.analysis import Token
from searchkit.article import Span
from searchkit.snippets import Match

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.article import Article


_PLACE = itemgetter(1)

_ASCII = bytes(range(0x80))

_BEFORE = frozenset(' \t\n"([“‘—–-/')
_AFTER = frozenset(' \t\n")],;:!?”—–-/')

_LONGEST_STRETCH = 400  # characters without white space, beyond which a text is no prose


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word or a phrase to be marked.

    Attributes:
        number: Which leaf of the query it is, from 0.
        words: The forms of each word, folded; of a phrase, the words in order.
    """

    number: int
    words: tuple[frozenset[str], ...]


def find_in(
    article: Article, wanted: Sequence[Wanted]
) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Return where words and phrases occur in the title and in the text of an article.

    Args:
        article: The article; its furniture has no matches.
        wanted: The words and phrases; a match names them by their number.
    """
    return find_matches(article.title, wanted), find_matches(article.prose, wanted)


def find_matches(text: str, wanted: Sequence[Wanted]) -> tuple[Match, ...]:
    """Return where words and phrases occur in a text, in the order of the text.

    The words of a phrase match only side by side.

    Args:
        text: The text.
        wanted: The words and phrases; a match names them by their number.
    """
    forms = {form for phrase in wanted for word in phrase.words for form in word}
    found = _found(text, forms)
    matches = set()
    for phrase in wanted:
        if len(phrase.words) == 1:
            (word,) = phrase.words
            matches |= {
                Match(token.start, token.end, phrase.number)
                for form, token in found
                if form in word
            }
        else:
            matches |= set(_phrase_matches(text, found, phrase))
    return tuple(sorted(matches))


def merged(matches: Sequence[Match]) -> tuple[Span, ...]:
    """Return the stretches that matches cover, ordered and disjoint.

    Args:
        matches: Matches in the order of the text; one stretch may answer several words.
    """
    return tuple(sorted({Span(match.start, match.end) for match in matches}))


def _phrase_matches(
    text: str, found: Sequence[tuple[str, Token]], phrase: Wanted
) -> Iterator[Match]:
    """Yield the words of a phrase wherever they stand side by side."""
    length = len(phrase.words)
    for at in range(len(found) - length + 1):
        run = found[at : at + length]
        if all(form in word for (form, _), word in zip(run, phrase.words, strict=True)) and all(
            not analysis.words(text[before.end : after.start])
            for (_, before), (_, after) in pairwise(run)
        ):
            yield from (Match(token.start, token.end, phrase.number) for _, token in run)


def _found(text: str, forms: set[str]) -> list[tuple[str, Token]]:
    """Return the words of a text that are among some forms, with their form, in order."""
    folded = _folded(text)
    if folded is None:
        return _words_among(text, forms)
    found = set()
    stretches = set()
    for form in forms:
        piece = _longest_piece(form)
        for at in _occurrences(folded, piece):
            end = at + len(piece)
            if piece == form and _stands_alone(text, at, end):
                found.add((form, Token(at, end, form)))
            else:
                stretches.add(_stretch(text, at))
    if any(end - start > _LONGEST_STRETCH for start, end in stretches):
        return _words_among(text, forms)  # white space is rare, and stretches long and many
    for start, end in stretches:
        found |= {
            (form, Token(start + token.start, start + token.end, form))
            for form, token in _words_among(text[start:end], forms)
        }
    return sorted(found, key=_PLACE)


def _words_among(text: str, forms: set[str]) -> list[tuple[str, Token]]:
    """Return the same as :func:`_found`, by parting the whole text into words."""
    return [
        (form, Token(token.start, token.end, form))
        for token in analysis.tokenise(text)
        if (form := analysis.fold(token.word)) in forms
    ]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a run of letters has signs on both sides that part words everywhere."""
    return (not start or text[start - 1] in _BEFORE) and (end == len(text) or text[end] in _AFTER)


def _folded(text: str) -> str | None:
    """Return a text of the same length, folded; None where its length would change."""
    lower = text.lower()
    if lower.isascii():
        return lower
    if len(lower) != len(text):
        return None
    # What is left of UTF-8 without its ASCII is UTF-8, and short.
    beyond = lower.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    for char in set(beyond.decode("utf-8", "surrogatepass")):
        folded = _fold_of(char)
        if len(folded) == 1:
            lower = lower.replace(char, folded)
        elif not folded or any(map(str.isalnum, folded)):
            return None  # it vanishes in a word, or is several letters of it
    return lower


@lru_cache(maxsize=4096)
def _fold_of(char: str) -> str:
    return analysis.fold(char)


def _longest_piece(form: str) -> str:
    """Return the longest run of letters and digits of a form, which any spelling of it has.

    The sign between may be another apostrophe in the text, or a comma between digits.
    """
    if form.isalpha():
        return form
    pieces = "".join(char if char.isalpha() else " " for char in form).split()
    return max(pieces, key=len, default=form[:1])


def _occurrences(text: str, piece: str) -> Iterator[int]:
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + len(piece))


def _stretch(text: str, at: int) -> tuple[int, int]:
    """Return the run of characters without white space around a place (start, end)."""
    start = end = at
    first, last = max(0, at - _LONGEST_STRETCH), min(len(text), at + _LONGEST_STRETCH)
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and not text[end].isspace():
        end += 1
    return start, end
