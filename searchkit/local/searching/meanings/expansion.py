"""Patterns -> the real words of the index that fit them.

Prefixes, wildcards, regular expressions and fuzzy words are compared with forms,
the words of the articles, and never with stems: ``recover*`` finds
what a reader expects, and an article is found if one of its words fits. Of very
many words that fit, only the most frequent are searched, with their inflections;
they are counted in the articles that are not deleted, and a note says so.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import analysis, deadlines, utf8
from searchkit.errors import QueryError
from searchkit.late_patterns import late_pattern
from searchkit.local.searching.meanings.edit_distance import Neighbours
from searchkit.query.automata import RegexError, automaton
from searchkit.query.nodes import Fuzzy, Prefix, Regex, Wildcard
from searchkit.records import NamedTuple, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from searchkit.local.searching.dictionaries import Dictionaries
    from searchkit.local.searching.segments import SegmentField
    from searchkit.local.segment.terms import TermDictionary
    from searchkit.query.nodes import Pattern

    Array = NDArray[Any]
    _Fitting = Callable[[TermDictionary, int, int], Array]

MOST_TERMS = 1024
"""How many words, each with its inflections, are searched instead of one pattern."""

_MOST_IN_HASTE = 64  # forms of a field, where time was up before all were compared
_AT_ONCE = 512  # forms that are compared before looking at the clock

_LITERAL = late_pattern(r"[^*?]*")


class FieldForms(NamedTuple):
    """Some forms of a field.

    Attributes:
        field: The field.
        forms: The numbers of the forms there, ascending, 1 or more.
    """

    field: SegmentField
    forms: Array


class Expansion(Record):
    """The forms that a pattern means.

    Attributes:
        fields: The fields that have any, in order, each with those it has.
        left_out: How many other words fit and are not looked for.
        is_cut: Whether time was up before all words had been compared with the pattern.
    """

    fields: Sequence[FieldForms]
    left_out: int = 0
    is_cut: bool = False


def expand(
    pattern: Pattern,
    fields: Sequence[SegmentField],
    dictionaries: Dictionaries,
    *,
    most: int = MOST_TERMS,
) -> Expansion:
    """Return the forms of some fields that a pattern means.

    Args:
        pattern: The pattern.
        fields: Fields of all segments.
        dictionaries: The forms of those that have forms, by the numbers of these.
        most: How many different terms the forms may have.
    """
    beginning, fitting = _forms_that_fit(pattern)
    found = []
    for which, start, end in dictionaries.prefix_ranges(beginning):
        forms = fitting(fields[which].forms, start, end)
        if len(forms):
            found.append(FieldForms(fields[which], forms))
        if deadlines.is_near():
            return Expansion([_most_frequent_forms(one) for one in found], is_cut=True)
    if sum(len(forms) for _, forms in found) <= most:
        return Expansion(found)
    return _most_frequent(found, most)


def _most_frequent(found: Sequence[FieldForms], most: int) -> Expansion:
    """Keep the forms of the terms that occur most often in live articles; of equals, the first.

    A term is kept with all of its forms that fit or with none, since to find
    some of the forms of a term takes much longer than to find all.
    """
    counts: Counter[bytes] = Counter()
    live: set[bytes] = set()
    names: list[list[bytes]] = []
    for field, forms in found:
        terms = field.reader.terms.take(field.reader.form_terms[forms])
        live_counts = field.live_counts(forms)
        live.update(field.forms.take(forms[live_counts > 0]))
        for term, count in zip(terms, live_counts.tolist(), strict=True):
            counts[term] += count
        names.append(terms)
    by_count = sorted(+counts, key=lambda term: (-counts[term], term))
    if len(by_count) <= most:
        return Expansion(found)
    kept = set(by_count[:most])
    fields = [
        FieldForms(field, forms[is_kept])
        for (field, forms), terms in zip(found, names, strict=True)
        if any(is_kept := [term in kept for term in terms])
    ]
    looked_for = {form for field, forms in fields for form in field.forms.take(forms)}
    return Expansion(fields, left_out=len(live - looked_for))


def _most_frequent_forms(found: FieldForms) -> FieldForms:
    """Keep the forms of one field that occur most often in live articles, in little time."""
    field, forms = found
    if len(forms) <= _MOST_IN_HASTE:
        return found
    best = np.argpartition(field.live_counts(forms), -_MOST_IN_HASTE)[-_MOST_IN_HASTE:]
    return FieldForms(field, forms[np.sort(best)])


def _forms_that_fit(pattern: Pattern) -> tuple[bytes, _Fitting]:
    """Return how the forms begin that fit, and what finds them among those that begin so."""
    match pattern:
        case Prefix(text):
            return utf8.encode(analysis.fold(text)), lambda _, start, end: np.arange(start, end)
        case Wildcard(text):
            folded = analysis.fold(text)
            literal = _LITERAL.match(folded)
            assert literal is not None
            fits = re.compile(_expression(folded), re.DOTALL).fullmatch
            return utf8.encode(literal[0]), partial(_matching, fits)
        case Regex(text):
            return b"", partial(_matching, _fitting(text))
        case Fuzzy(text):
            word = analysis.fold(text)
            beginning = utf8.encode(word[: pattern.prefix_length])
            return beginning, partial(_alike, word, pattern.distance)


def _expression(wildcards: str) -> str:
    """Return the regular expression of a pattern.

    What follows a star is looked for where it comes first, and nowhere else: if the
    rest does not fit from there on, it fits nowhere. So the time taken does not grow
    with the number of stars.
    """
    first, *pieces = (
        "".join("." if c == "?" else re.escape(c) for c in piece) for piece in wildcards.split("*")
    )
    if not pieces:
        return first
    *inner, last = pieces
    # What was looked ahead at is taken as it was found first, and not tried again.
    found = "".join(rf"(?=(.*?{piece}))\{at}" for at, piece in enumerate(inner, 1))
    return f"{first}{found}.*{last}"


def _fitting(expression: str) -> Callable[[str], bool]:
    try:
        return automaton(expression).fits
    except RegexError as error:
        raise _refused(expression, error) from error


def _refused(expression: str, error: RegexError) -> QueryError:
    return QueryError(
        f"/{expression}/ is not a regular expression: {error.reason}.",
        query=expression,
        position=error.position,
    )


def _matching(fits: Callable[[str], object], forms: TermDictionary, start: int, end: int) -> Array:
    numbers: list[int] = []
    for first in range(start, end, _AT_ONCE):
        last = min(first + _AT_ONCE, end)
        numbers += [
            number
            for number, form in enumerate(map(utf8.decode, forms.iterate(first, last)), first)
            if fits(form)
        ]
        if deadlines.is_near():
            break
    return np.array(numbers, np.int64)


def _alike(word: str, distance: int, forms: TermDictionary, start: int, end: int) -> Array:
    """Return the numbers of the forms within some edits of a word."""
    ((numbers, _),) = Neighbours(word, [(forms, start, end)]).within(distance)
    return numbers
