"""Patterns -> the real words of the index that fit them.

Prefixes, wildcards, regular expressions and fuzzy words are compared with forms,
the words that stood in the articles, and never with stems: ``recover*`` finds
what a reader expects, and an article is found if one of its words fits. Of very
many words that fit, only the commonest are looked for, with their inflections;
they are counted in the articles that are there, and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit import analysis
from searchkit.errors import QueryError
from searchkit.query.automata import RegexError, automaton
from searchkit.query.nodes import Fuzzy, Prefix, Regex, Wildcard
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.codec.fieldreading import FieldReader
    from searchkit.codec.terms import TermDictionary
    from searchkit.query.nodes import Pattern
    from searchkit.searching.segments import Integers

    Array = NDArray[Any]

MOST_TERMS = 1024
"""How many words, each with its inflections, are looked for in the place of one pattern."""

_LITERAL = re.compile(r"[^*?]*")
_CHUNK = 4096  # forms compared at a time


class FormField(NamedTuple):
    """A field of a segment, as far as its forms go.

    Attributes:
        field: Its terms, forms and postings.
        deleted: The deleted articles of the segment, ascending, int64.
    """

    field: FieldReader
    deleted: Integers

    def live_counts(self, forms: Array) -> Integers:
        """Return how often forms, by their numbers, stand in articles that are there, int64."""
        counts: Integers = self.field.form_counts[forms].astype(np.int64)
        if len(self.deleted):
            terms = self.field.form_terms[forms]
            for term in set(terms.tolist()):
                its = np.flatnonzero(terms == term)
                counts[its] -= self._deleted_counts(term, forms[its])
        return counts

    def _deleted_counts(self, term: int, forms: Array) -> Integers:
        postings = self.field.postings(term)
        deleted = np.flatnonzero(_members(postings.articles, self.deleted))
        stood = postings.occurrences(deleted).forms
        if stood is None:
            return np.zeros(len(forms), np.int64)
        return np.array([np.count_nonzero(stood == form) for form in forms], np.int64)


class Expansion(Record):
    """The forms that a pattern stands for.

    Attributes:
        forms: Their numbers, ascending, by the identity of the field that numbers them.
        left_out: How many other words fit and are not looked for.
    """

    forms: Mapping[int, Array]
    left_out: int = 0


def expand(pattern: Pattern, fields: Sequence[FormField], *, most: int = MOST_TERMS) -> Expansion:
    """Return the forms of some fields that a pattern stands for.

    Args:
        pattern: The pattern.
        fields: All fields with forms, of all segments.
        most: How many different terms the forms may have.
    """
    fits = _forms_that_fit(pattern)
    found = {id(place.field): fits(place.field.forms) for place in fields if place.field.forms}
    if sum(map(len, found.values())) <= most:
        return Expansion(found)
    return _commonest(found, fields, most)


def as_bytes(word: str) -> bytes:
    """Return a term or a form as segments hold it."""
    return word.encode("utf-8", "surrogatepass")


def _commonest(found: Mapping[int, Array], fields: Sequence[FormField], most: int) -> Expansion:
    """Keep the forms of the terms that stand most often in live articles; of equals, the first.

    A term is kept with all of its forms that fit or with none, since to find
    some of the forms of a term takes much longer than to find all.
    """
    counts: Counter[bytes] = Counter()
    live: set[bytes] = set()
    names: dict[int, list[bytes]] = {}
    for place in fields:
        numbers = found[id(place.field)]
        assert place.field.forms is not None
        terms = names[id(place.field)] = place.field.terms.take(place.field.form_terms[numbers])
        its_counts = place.live_counts(numbers)
        live.update(place.field.forms.take(numbers[its_counts > 0]))
        for term, count in zip(terms, its_counts.tolist(), strict=True):
            counts[term] += count
    by_count = sorted(+counts, key=lambda term: (-counts[term], term))
    if len(by_count) <= most:
        return Expansion(found)
    kept = set(by_count[:most])
    forms = {
        field: numbers[[term in kept for term in names[field]]] for field, numbers in found.items()
    }
    looked_for = {
        form
        for place in fields
        if place.field.forms is not None
        for form in place.field.forms.take(forms[id(place.field)])
    }
    return Expansion(forms, left_out=len(live - looked_for))


def _forms_that_fit(pattern: Pattern) -> Callable[[TermDictionary], Array]:
    """Return what finds the numbers of the forms that fit, ascending."""
    match pattern:
        case Prefix(text):
            prefix = as_bytes(analysis.fold(text))
            return lambda forms: np.arange(*forms.prefix_range(prefix))
        case Wildcard(text):
            folded = analysis.fold(text)
            literal = _LITERAL.match(folded)
            assert literal is not None
            return _matching(re.compile(_expression(folded), re.DOTALL).fullmatch, literal[0])
        case Regex(text):
            return _matching(_fitting(text), "")
        case Fuzzy(text):
            word = analysis.fold(text)
            beginning = as_bytes(word[: pattern.prefix_length])
            return lambda forms: _alike(forms, word, beginning, pattern.distance)


def _expression(wildcards: str) -> str:
    """Return the regular expression of a pattern.

    What follows a star is looked for where it stands first, and nowhere else: if the
    rest does not fit from there on, it fits nowhere. So the time taken does not grow
    with the number of stars.
    """
    first, *pieces = (
        "".join("." if c == "?" else re.escape(c) for c in piece) for piece in wildcards.split("*")
    )
    if not pieces:
        return first
    *inner, last = pieces
    return first + "".join(f"(?>.*?{piece})" for piece in inner) + f".*{last}"


def _fitting(expression: str) -> Callable[[str], bool]:
    try:
        return automaton(expression).fits
    except RegexError as error:
        raise _refused(expression, error) from error


def _refused(expression: str, error: RegexError) -> QueryError:
    return QueryError(
        f"/{expression}/ is no regular expression: {error.reason}.",
        query=expression,
        position=error.position,
    )


def _matching(fits: Callable[[str], object], beginning: str) -> Callable[[TermDictionary], Array]:
    def fitting(forms: TermDictionary) -> Array:
        start, end = forms.prefix_range(as_bytes(beginning))
        return np.array(
            [
                number
                for number, form in enumerate(forms.iterate(start, end), start)
                if fits(form.decode("utf-8", "surrogatepass"))
            ],
            np.int64,
        )

    return fitting


def _alike(forms: TermDictionary, word: str, beginning: bytes, distance: int) -> Array:
    """Return the numbers of the forms within some edits of a word."""
    first, last = forms.prefix_range(beginning)
    found = []
    for start in range(first, last, _CHUNK):
        names = [
            name.decode("utf-8", "surrogatepass")
            for name in forms.slice(start, min(start + _CHUNK, last))
        ]
        near = [at for at, name in enumerate(names) if abs(len(name) - len(word)) <= distance]
        distances = edit_distances(word, [names[at] for at in near], most=distance)
        found += [start + near[at] for at in np.flatnonzero(distances <= distance).tolist()]
    return np.array(found, np.int64)


def _members(articles: Integers, among: Integers) -> NDArray[np.bool_]:
    """Return which of ``articles`` are in ``among``, both ascending."""
    if not len(among):
        return np.zeros(len(articles), np.bool_)
    members: NDArray[np.bool_] = among.take(among.searchsorted(articles), mode="clip") == articles
    return members


def edit_distances(word: str, others: Sequence[str], *, most: int) -> Array:
    """Return how many edits make a word of each of some others.

    An edit is a letter put in, left out or exchanged for another, or two
    neighbours that change places and are not edited again.

    Args:
        word: The word.
        others: The others.
        most: How many edits are of interest, from 0 to 100.

    Returns:
        The edits, ``most`` + 1 where there are more, int8, (len(others),).

    >>> edit_distances("tide", ["tide", "tied", "tides", "tid", "edit"], most=2).tolist()
    [0, 1, 1, 1, 3]
    """
    longest = max(map(len, others), default=0) or 1
    # NumPy keeps a string as its code points, 0 after the last.
    letters = np.array(others, f"U{longest}").view(np.uint32).reshape(len(others), longest).T
    # A row of the usual table at a time, for all other words at once: rows[i][j] are the
    # edits between the first i letters of the word and the first j of the other. What is
    # far from the diagonal takes too many.
    too_many = np.full(len(others), most + 1, np.int8)
    rows = [[np.full(len(others), min(j, most + 1), np.int8) for j in range(longest + 1)]]
    for i, letter in enumerate(map(ord, word), 1):
        above = rows[i - 1]
        edits = [np.full(len(others), min(i, most + 1), np.int8)]
        for j in range(1, longest + 1):
            if abs(i - j) > most:
                edits.append(too_many)
                continue
            best = np.minimum(above[j], edits[j - 1]) + 1
            np.minimum(best, above[j - 1] + (letters[j - 1] != letter), out=best)
            if i > 1 and j > 1:
                swapped = (letters[j - 2] == letter) & (letters[j - 1] == ord(word[i - 2]))
                best = np.where(swapped, np.minimum(best, rows[i - 2][j - 2] + 1), best)
            edits.append(np.minimum(best, too_many))
        rows.append(edits)
    lengths = np.fromiter(map(len, others), np.int64, len(others))
    table = np.stack(rows[-1])
    distances: Array = table[lengths, np.arange(len(others))]
    return distances
