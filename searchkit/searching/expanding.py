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
from searchkit.searching.edits import Neighbours

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


class FormField(NamedTuple):
    """A field of a segment that has forms, as far as these go.

    Attributes:
        field: Its terms, forms and postings.
        deleted: The deleted articles of the segment, ascending, int64.
    """

    field: FieldReader
    deleted: Integers

    @property
    def forms(self) -> TermDictionary:
        """The forms, numbered in the order of their bytes."""
        assert self.field.forms is not None
        return self.field.forms

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
    found = {id(place.field): fits(place.forms) for place in fields}
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
        terms = names[id(place.field)] = place.field.terms.take(place.field.form_terms[numbers])
        its_counts = place.live_counts(numbers)
        live.update(place.forms.take(numbers[its_counts > 0]))
        for term, count in zip(terms, its_counts.tolist(), strict=True):
            counts[term] += count
    by_count = sorted(+counts, key=lambda term: (-counts[term], term))
    if len(by_count) <= most:
        return Expansion(found)
    kept = set(by_count[:most])
    forms = {
        field: numbers[[term in kept for term in names[field]]] for field, numbers in found.items()
    }
    looked_for = {form for place in fields for form in place.forms.take(forms[id(place.field)])}
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
    ((numbers, _),) = Neighbours(word, [(forms, *forms.prefix_range(beginning))]).within(distance)
    return numbers


def _members(articles: Integers, among: Integers) -> NDArray[np.bool_]:
    """Return which of ``articles`` are in ``among``, both ascending."""
    if not len(among):
        return np.zeros(len(articles), np.bool_)
    members: NDArray[np.bool_] = among.take(among.searchsorted(articles), mode="clip") == articles
    return members
