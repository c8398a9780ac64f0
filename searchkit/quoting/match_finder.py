"""Finds the matches of a query in the text of one article.

The index knows the forms that a query's words have in the corpus, so the text
is not analysed again. It is folded, one character for one, and searched for the strings
that the forms begin with. Where such a string is between signs that always part words,
the letters and digits there are the word. Elsewhere, and around characters
whose folding is not one for one, the stretch between white space is analysed.

A form in capitals is an acronym, which matches only where a text has it as one; the same in lower
case matches both. Only a query with an acronym has the whole text analysed for that.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice, pairwise
from typing import TYPE_CHECKING, TypeAlias

from searchkit import analysis
from searchkit.article import Span
from searchkit.late_patterns import late_pattern
from searchkit.quoting.aligned_folding import fold_aligned
from searchkit.quoting.matches import Match
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from searchkit.article import Article


_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_PLAIN = late_pattern("[a-z0-9]+")
_LETTER = late_pattern("[A-Za-z0-9]")
_REST = late_pattern("[a-z0-9]*+")
_LEADING_DIGITS = late_pattern("^[0-9]{4,}")
_BETWEEN_THOUSANDS = late_pattern("(?<=[0-9])(?=(?:[0-9]{3})+$)")

# Signs that part words, whatever is on their other side; "" is either end of a text.
_BEFORE = frozenset(["", *' \t\n"([“—–-/'])
_AFTER = frozenset(["", *' \t\n")]:;!?”—–-/'])
_AFTER_LETTER = _AFTER | {",", "."}  # after digits these may belong to the number

_LONGEST_CLEAR = 100  # characters; analysis may have cut a longer word
_LONGEST_STRETCH = 400  # characters without white space, beyond which a text is no prose

MOST_OCCURRENCES = 20_000
"""How many occurrences of a word are found in a text, the first ones: nobody reads more."""

_SHORTEST_SHARED = 4  # letters that forms must share to be looked for as one
_MOST_BEGINNINGS = 40  # to search one by one, 3 to 5 us each; finding which occur takes 160 us


class Sought(NamedTuple):
    """A word or a phrase to be found.

    Attributes:
        leaf: The number of the leaf of the query that it belongs to, from 0.
        words: The forms of each word, folded, and of an acronym in capitals; of a
            phrase, the words in order.
    """

    leaf: int
    words: tuple[frozenset[str], ...]


_Found: TypeAlias = "tuple[int, int, str]"
"""A word of a text that is a form of a word that is sought: start, end, form."""


class MatchFinder:
    """Finds the words and phrases of one query in texts.

    Args:
        sought: The words and phrases; a match names the leaf that they belong to.
    """

    def __init__(self, sought: Sequence[Sought]) -> None:
        forms = {form for one in sought for of_word in one.words for form in of_word}
        self._acronyms = {form.lower(): form for form in forms if form != form.lower()}
        if self._acronyms:
            sought = [one._replace(words=tuple(map(self._either, one.words))) for one in sought]
        self._phrases = [one for one in sought if len(one.words) > 1]
        alone: dict[str, set[int]] = defaultdict(set)
        for one in sought:
            for form in one.words[0] if len(one.words) == 1 else ():
                alone[form].add(one.leaf)
        # The leaves that a form answers by itself; none where it is only in phrases.
        self._leaves: dict[str, Sequence[int]] = {
            form: () for phrase in self._phrases for of_word in phrase.words for form in of_word
        } | {form: sorted(leaves) for form, leaves in alone.items()}
        self._leaves = dict.fromkeys(self._acronyms, ()) | self._leaves
        self._beginnings = _beginnings(self._leaves.keys() - self._acronyms.values())
        # Forms that every text spells the same, in letters with none beside them,
        # and the signs that part each from what comes after.
        self._plain = {
            form: _after(form)
            for form in self._leaves
            if _PLAIN.fullmatch(form) and form == _with_commas(form) and len(form) < _LONGEST_CLEAR
        }

    @property
    def n_forms(self) -> int:
        """How many forms it looks for."""
        return len(self._leaves)

    def in_article(self, article: Article) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
        """Return the matches in the title and in the text of an article, without its furniture."""
        return self.in_text(article.title), self.in_text(article.prose)

    def in_text(self, text: str) -> tuple[Match, ...]:
        """Return where the words and phrases occur in a text, in the order of the text.

        The words of a phrase match only side by side. Of each word no more matches are
        returned than the first :data:`MOST_OCCURRENCES`.
        """
        found = self._found(text)
        if self._acronyms:
            found = self._told_apart(text, found)
        more = [
            (start, end, form)
            for start, end, word in analysis.more_words(text)
            if (form := analysis.fold(word)) in self._leaves
        ]
        matches = [
            Match(start, end, leaf)
            for start, end, form in (sorted(found + more) if more else found)
            for leaf in self._leaves[form]
        ]
        if not self._phrases:
            return tuple(matches)
        in_phrases = (m for phrase in self._phrases for m in _phrase_matches(text, found, phrase))
        return tuple(sorted({*matches, *in_phrases}))

    def _either(self, forms: frozenset[str]) -> frozenset[str]:
        """Return forms with the acronyms that those in lower case may be."""
        return forms | {self._acronyms[form] for form in forms & self._acronyms.keys()}

    def _told_apart(self, text: str, found: list[_Found]) -> list[_Found]:
        """Return words that were found, acronyms in capitals."""
        if not any(form in self._acronyms and text[at].isupper() for at, _, form in found):
            return found
        tokens = analysis.with_acronyms(text)
        starts = {token.start for token in tokens if analysis.is_acronym(token.word)}
        return [
            (start, end, self._acronyms.get(form, form) if start in starts else form)
            for start, end, form in found
        ]

    def _found(self, text: str) -> list[_Found]:
        """Return the words of a text that are among the forms, in order."""
        if not self._leaves:
            return []
        aligned = fold_aligned(text)
        if aligned is None:
            return self._analysed(text)
        folded, odd = aligned
        found: list[_Found] = []
        unclear: set[Span] = set()
        for char in odd:
            unclear |= {_stretch(text, at) for at, _ in _occurrences(text, char)}
        beginnings = self._beginnings_in(folded)
        plain = self._plain
        for beginning in beginnings:
            is_plain = beginning[0] in _LETTERS
            for at, end in islice(_occurrences(folded, beginning), MOST_OCCURRENCES):
                before = text[at - 1 : at]
                if is_plain and before not in _BEFORE and folded[at - 1] in _LETTERS:
                    continue  # the word begins earlier
                form = folded[at:end]
                after = text[end : end + 1]
                if form in plain and after in plain[form] and before in _BEFORE:
                    found.append((at, end, form))
                elif not _is_clear(form, before, after):
                    unclear.add(_stretch(text, at))
                elif form in self._leaves:
                    found.append((at, end, form))
        if unclear:
            if any(end - start > _LONGEST_STRETCH for start, end in unclear):
                return self._analysed(text)
            found = [*{*found, *(one for span in unclear for one in self._words_of(text, span))}]
        return sorted(found) if unclear or len(beginnings) > 1 else found

    def _beginnings_in(self, folded: str) -> Sequence[str]:
        """Return the beginnings to look for in a text: those that occur in it."""
        if len(self._beginnings) <= _MOST_BEGINNINGS:
            return [beginning for beginning in self._beginnings if beginning in folded]
        occurring = self._plain.keys() & _PLAIN.findall(folded)
        return _beginnings(occurring | (self._leaves.keys() - self._plain))

    def _analysed(self, text: str) -> list[_Found]:
        """Return the words of a text that are among the forms, by analysing all of it."""
        return list(islice(self._words_of(text, Span(0, len(text))), MOST_OCCURRENCES))

    def _words_of(self, text: str, span: Span) -> Iterator[_Found]:
        """Yield the words of a stretch that are among the forms, by analysing it."""
        for token in analysis.tokenise(text[span.start : span.end]):
            form = analysis.fold(token.word)
            if form in self._leaves:
                yield span.start + token.start, span.start + token.end, form


def _phrase_matches(text: str, found: Sequence[_Found], phrase: Sought) -> Iterator[Match]:
    """Yield the words of a phrase wherever they are side by side."""
    leading, *others = phrase.words
    for first in [at for at, (*_, form) in enumerate(found) if form in leading]:
        words = found[first : first + len(phrase.words)]
        if (
            len(words) == len(phrase.words)
            and all(form in forms for (*_, form), forms in zip(words[1:], others, strict=True))
            and not any(_has_words(text, a, b) for (_, a, _), (b, *_) in pairwise(words))
        ):
            yield from (Match(start, end, phrase.leaf) for start, end, _ in words)


def _has_words(text: str, start: int, end: int) -> bool:
    """Whether a stretch of a text has words; most stretches are one space."""
    between = text[start:end]
    return between != " " and bool(_LETTER.search(between) or analysis.words(between))


def _beginnings(forms: Iterable[str]) -> list[str]:
    """Return few strings such that each form, as any text spells it, begins with one.

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
    """Return a form with commas between its thousands, if it begins with such a number."""
    return _LEADING_DIGITS.sub(lambda digits: _BETWEEN_THOUSANDS.sub(",", digits[0]), form)


def _occurrences(folded: str, beginning: str) -> Iterator[tuple[int, int]]:
    """Yield where a beginning occurs, and where the letters and digits after it end."""
    has_rest = beginning[-1] in _LETTERS
    at = folded.find(beginning)
    while at >= 0:
        end = at + len(beginning)
        if has_rest and folded[end : end + 1] in _LETTERS and (rest := _REST.match(folded, end)):
            end = rest.end()
        yield at, end
        at = folded.find(beginning, end)


def _is_clear(form: str, before: str, after: str) -> bool:
    """Whether letters are surely a whole word, by the signs beside them."""
    return (
        before in _BEFORE
        and after in _after(form)
        and form.isalnum()
        and len(form) < _LONGEST_CLEAR
    )


def _after(form: str) -> frozenset[str]:
    """Return the signs that part letters and digits from whatever follows."""
    return _AFTER_LETTER if len(form) > 1 and form[-1].isalpha() else _AFTER


def _stretch(text: str, at: int) -> Span:
    """Return the stretch without white space around a character."""
    start = end = at
    first, last = max(0, at - _LONGEST_STRETCH), min(len(text), at + _LONGEST_STRETCH)
    while start > first and not text[start - 1].isspace():
        start -= 1
    while end < last and not text[end].isspace():
        end += 1
    return Span(start, end)
