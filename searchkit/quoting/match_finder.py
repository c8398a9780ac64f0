"""The matches of a query in the text of one article.

The index knows the forms that a query's words have in the corpus, so the text
is not analysed again: its letters are folded, one for one, and what the forms
begin with is looked for as a string. Where that stands between signs that part
words everywhere, the letters and digits there are the word. Elsewhere, and
around characters whose folding is not one for one, what stands between white
space is parted into words as ever.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from searchkit import analysis, utf8
from searchkit.article import Span
from searchkit.quoting.snippets import Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from searchkit.article import Article


_ASCII = bytes(range(0x80))

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_PLAIN = re.compile("[a-z0-9]+")
_LETTER = re.compile("[A-Za-z0-9]")
_REST = re.compile("[a-z0-9]*+")
_LEADING_DIGITS = re.compile("^[0-9]{4,}")
_BETWEEN_THOUSANDS = re.compile("(?<=[0-9])(?=(?:[0-9]{3})+$)")

# Signs that part words, whatever stands on their other side; and the ends of a text.
_BEFORE = frozenset(["", *' \t\n"([“—–-/'])
_AFTER = frozenset(["", *' \t\n")]:;!?”—–-/'])
_AFTER_LETTER = _AFTER | {",", "."}  # after digits these may belong to the number

_LONGEST_CLEAR = 100  # characters; analysis may have cut a longer word
_LONGEST_STRETCH = 400  # characters without white space, beyond which a text is no prose

MOST_PLACES = 20_000
"""Of a word in a text, so many places are found at most, the first ones: nobody reads more."""

_SHORTEST_SHARED = 4  # letters that forms must share to be looked for as one
_MOST_BEGINNINGS = 40  # to look for one by one, 3 to 5 us each in an article; this way out, 160


class Wanted(NamedTuple):
    """A word or a phrase to be marked.

    Attributes:
        number: Which leaf of the query it is, from 0.
        words: The forms of each word, folded; of a phrase, the words in order.
    """

    number: int
    words: tuple[frozenset[str], ...]


_Found: TypeAlias = "tuple[int, int, str]"
"""A word of a text that is a form of some word that is wanted: its start, its end, the form."""


class Finder:
    """Finds the words and phrases of one query in texts.

    Args:
        wanted: The words and phrases; a match names them by their number.
    """

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self._phrases = [one for one in wanted if len(one.words) > 1]
        numbers: dict[str, set[int]] = defaultdict(set)
        for one in wanted:
            for form in one.words[0] if len(one.words) == 1 else ():
                numbers[form].add(one.number)
        # The leaves that a form answers by itself; none where it only stands in phrases.
        self._numbers: dict[str, Sequence[int]] = {f: sorted(of) for f, of in numbers.items()}
        for phrase in self._phrases:
            self._numbers |= {f: () for of in phrase.words for f in of if f not in numbers}
        self._beginnings = _beginnings(self._numbers)
        # Forms that every text spells the same, in letters with none beside them,
        # and the signs that part each from what comes after.
        self._plain = {
            form: _after(form)
            for form in self._numbers
            if _PLAIN.fullmatch(form) and form == _with_commas(form) and len(form) < _LONGEST_CLEAR
        }

    @property
    def n_forms(self) -> int:
        """How many forms it looks for."""
        return len(self._numbers)

    def in_article(self, article: Article) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
        """Return the matches in the title and in the text of an article, but for its furniture."""
        return self.in_text(article.title), self.in_text(article.prose)

    def in_text(self, text: str) -> tuple[Match, ...]:
        """Return where the words and phrases occur in a text, in the order of the text.

        The words of a phrase match only side by side. Of a word no more places are
        returned than the first :data:`MOST_PLACES`.
        """
        found = self._found(text)
        more = [
            (start, end, form)
            for start, end, word in analysis.more_words(text)
            if (form := analysis.fold(word)) in self._numbers
        ]
        matches = [
            Match(start, end, number)
            for start, end, form in (sorted(found + more) if more else found)
            for number in self._numbers[form]
        ]
        if not self._phrases:
            return tuple(matches)
        in_phrases = (m for phrase in self._phrases for m in _phrase_matches(text, found, phrase))
        return tuple(sorted({*matches, *in_phrases}))

    def _found(self, text: str) -> list[_Found]:
        """Return the words of a text that are among the forms, in order."""
        if not self._numbers:
            return []
        ready = _folded(text)
        if ready is None:
            return list(islice(self._words_of(text, Span(0, len(text))), MOST_PLACES))
        folded, odd = ready
        found: list[_Found] = []
        unclear = {_stretch(text, at) for char in odd for at, _ in _occurrences(text, char)}
        beginnings = self._beginnings_in(folded)
        plain = self._plain
        for beginning in beginnings:
            is_plain = beginning[0] in _LETTERS
            for at, end in islice(_occurrences(folded, beginning), MOST_PLACES):
                before = text[at - 1 : at]
                if is_plain and before not in _BEFORE and folded[at - 1] in _LETTERS:
                    continue  # the word begins earlier
                form = folded[at:end]
                after = text[end : end + 1]
                if form in plain and after in plain[form] and before in _BEFORE:
                    found.append((at, end, form))
                elif not _is_clear(form, before, after):
                    unclear.add(_stretch(text, at))
                elif form in self._numbers:
                    found.append((at, end, form))
        if any(end - start > _LONGEST_STRETCH for start, end in unclear):
            return list(islice(self._words_of(text, Span(0, len(text))), MOST_PLACES))
        if unclear:
            found = [*{*found, *(one for span in unclear for one in self._words_of(text, span))}]
        return sorted(found) if unclear or len(beginnings) > 1 else found

    def _beginnings_in(self, folded: str) -> Sequence[str]:
        """Return what to look for in a text: where that is much, only what is there."""
        if len(self._beginnings) <= _MOST_BEGINNINGS:
            return self._beginnings
        there = self._plain.keys() & _PLAIN.findall(folded)
        return _beginnings(there | (self._numbers.keys() - self._plain))

    def _words_of(self, text: str, span: Span) -> Iterator[_Found]:
        """Yield the words of a stretch that are among the forms, by parting it into words."""
        for token in analysis.tokenise(text[span.start : span.end]):
            form = analysis.fold(token.word)
            if form in self._numbers:
                yield span.start + token.start, span.start + token.end, form


def merged(matches: Sequence[Match]) -> tuple[Span, ...]:
    """Return the stretches that matches cover, ordered and disjoint.

    Args:
        matches: Matches in the order of the text; one stretch may answer several words.
    """
    found: list[Span] = []
    for start, end, _ in matches:
        if found and start < found[-1].end:  # a part of a word, or the same place again
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Span(start, end))
    return tuple(found)


def _phrase_matches(text: str, found: Sequence[_Found], phrase: Wanted) -> Iterator[Match]:
    """Yield the words of a phrase wherever they stand side by side."""
    leading, *others = phrase.words
    for first in [at for at, (*_, form) in enumerate(found) if form in leading]:
        run = found[first : first + len(phrase.words)]
        if (
            len(run) == len(phrase.words)
            and all(form in word for (*_, form), word in zip(run[1:], others, strict=True))
            and not any(_has_words(text, a, b) for (_, a, _), (b, *_) in pairwise(run))
        ):
            yield from (Match(start, end, phrase.number) for start, end, _ in run)


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text has words; most that are asked about are a space, or long."""
    between = text[start:end]
    return between != " " and bool(_LETTER.search(between) or analysis.words(between))


def _beginnings(forms: Iterable[str]) -> list[str]:
    """Return few strings of which each form, as any text spells it, begins with one.

    None of them begins with another.
    """
    found: list[str] = []
    forms = set(forms)
    for form in sorted(forms | set(map(_with_commas, forms))):
        shared = _shared_beginning(found[-1], form) if found else ""
        if found and (shared == found[-1] or len(shared) >= _SHORTEST_SHARED):
            found[-1] = shared
        else:
            found.append(form)
    return found


def _shared_beginning(one: str, other: str) -> str:
    for length, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return one[:length]
    return min(one, other, key=len)


def _with_commas(form: str) -> str:
    """Return a form as it is spelled with commas between its thousands, if it has such."""
    return _LEADING_DIGITS.sub(lambda digits: _BETWEEN_THOUSANDS.sub(",", digits[0]), form)


def _occurrences(folded: str, beginning: str) -> Iterator[tuple[int, int]]:
    """Yield where a beginning stands, and where the letters and digits after it end."""
    has_rest = beginning[-1] in _LETTERS
    at = folded.find(beginning)
    while at >= 0:
        end = at + len(beginning)
        if has_rest and folded[end : end + 1] in _LETTERS and (rest := _REST.match(folded, end)):
            end = rest.end()
        yield at, end
        at = folded.find(beginning, end)


def _is_clear(form: str, before: str, after: str) -> bool:
    """Whether letters are surely a word as a whole, from the signs beside them."""
    return (
        before in _BEFORE
        and after in _after(form)
        and form.isalnum()
        and len(form) < _LONGEST_CLEAR
    )


def _after(form: str) -> frozenset[str]:
    """Return the signs that part letters and digits from whatever stands after them."""
    return _AFTER_LETTER if len(form) > 1 and form[-1].isalpha() else _AFTER


class _Folding(NamedTuple):
    """How to fold a text one for one, by the characters beyond ASCII that it has."""

    changed: tuple[tuple[str, str], ...]  # characters and what they become
    odd: tuple[str, ...]  # those that vanish in a word, or are several letters of it
    is_narrow: bool  # whether all other letters become ASCII


@lru_cache(maxsize=4096)
def _folding(beyond: frozenset[str]) -> _Folding:
    changed = []
    odd = []
    is_narrow = True
    for char in sorted(beyond):
        folded = analysis.fold(char)
        if len(folded) == 1:
            is_narrow &= folded.isascii() or not _is_of_words(folded)
            if folded != char:
                changed.append((char, folded))
        elif not folded or any(map(_is_of_words, folded)):
            odd.append(char)
    return _Folding(tuple(changed), tuple(odd), is_narrow)


def _is_of_words(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN" or bool(analysis.words(char))


def _folded(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Return a text folded one for one, and the characters in it for which that is not enough.

    Signs beyond ASCII may become any sign. None: the text must be composed first.
    """
    odd: tuple[str, ...] = ()
    folded = text
    if not text.isascii():
        # What is left of UTF-8 without its ASCII is UTF-8, and short.
        beyond = utf8.encode(text).translate(None, _ASCII)
        folding = _folding(frozenset(utf8.decode(beyond)))
        odd = folding.odd
        for char, plain in folding.changed:
            folded = folded.replace(char, plain)
        if folding.is_narrow:
            folded = folded.encode("ascii", "replace").decode("ascii")
        elif not unicodedata.is_normalized("NFC", text):
            return None
    folded = folded.lower().replace("`", "'")
    return (folded, odd) if len(folded) == len(text) else None


def _stretch(text: str, at: int) -> Span:
    """Return the run of characters without white space around a place."""
    start = end = at
    first, last = max(0, at - _LONGEST_STRETCH), min(len(text), at + _LONGEST_STRETCH)
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and not text[end].isspace():
        end += 1
    return Span(start, end)
