"""Words and phrases -> which articles of a segment have them, and how often.

A word stands for a term in each language that the index holds, and that term
counts only in articles of that language: the French stem of `news` is `new`,
and must not find every English article that has `new`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from searchkit import analysis
from searchkit.query import Phrase, Word
from searchkit.schema import DEFAULT_LANGUAGE, TEXT_FIELDS, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from searchkit.query import Leaf
    from searchkit.searching.segments import Flags, Integers, Segment


@dataclass(frozen=True, slots=True)
class FieldPostings:
    """Where a word or a phrase occurs in one field of one segment.

    Attributes:
        articles: Article numbers, ascending, int64, (n,).
        frequencies: How often in each, 1 or more, int64, (n,).
    """

    articles: Integers
    frequencies: Integers


def find(leaf: Leaf, segment: Segment, languages: tuple[str, ...]) -> dict[str, FieldPostings]:
    """Return where a word or a phrase occurs, by field; deleted articles are left out.

    Args:
        leaf: The word or phrase.
        segment: Where to look.
        languages: The languages that the index holds.
    """
    return {
        field: _live(_find_in_field(leaf, field, segment, languages), segment)
        for field in TEXT_FIELDS
    }


def terms_of(word: Word, languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the terms a word stands for, each with the languages it counts in."""
    found: dict[str, list[str]] = {}
    for language in languages:
        stemmed_in = DEFAULT_LANGUAGE if language == UNKNOWN_LANGUAGE else language
        for term in analysis.stems(word.text, (stemmed_in,)):
            found.setdefault(term, []).append(language)
    return {term: tuple(of) for term, of in found.items()}


def _find_in_field(
    leaf: Leaf, field: str, segment: Segment, languages: tuple[str, ...]
) -> FieldPostings:
    if isinstance(leaf, Word):
        articles, frequencies = _of_word(leaf, segment, languages, segment.postings, field)
        numbers, where = np.unique(articles, return_inverse=True)
        # Two terms of one word in one article are two occurrences of that word.
        return FieldPostings(
            numbers, np.bincount(where, frequencies, len(numbers)).astype(np.int64)
        )
    return _of_phrase(leaf, field, segment, languages)


def _of_phrase(
    phrase: Phrase, field: str, segment: Segment, languages: tuple[str, ...]
) -> FieldPostings:
    """Find where the words stand side by side, by comparing where each would begin the phrase."""

    def begins(distance: int, word: Word) -> Integers:
        articles, positions = _of_word(word, segment, languages, segment.occurrences, field)
        # One number for article and position: positions stay far below 2**32.
        return np.unique((articles << 32) + positions - distance)

    starts = reduce(
        lambda a, b: np.intersect1d(a, b, assume_unique=True),
        (begins(distance, word) for distance, word in enumerate(phrase.words)),
    )
    numbers, counts = np.unique(starts >> 32, return_counts=True)
    return FieldPostings(numbers, counts.astype(np.int64))


def _of_word(
    word: Word,
    segment: Segment,
    languages: tuple[str, ...],
    read: Callable[[str, str], tuple[Integers, Integers]],
    field: str,
) -> tuple[Integers, Integers]:
    """Read the postings or occurrences of all terms of a word, one after another."""
    parts = []
    for term, of in terms_of(word, languages).items():
        articles, values = read(field, term)
        if len(of) < len(languages) and len(articles):
            in_language = _in_languages(segment, of)[articles]
            articles, values = articles[in_language], values[in_language]
        parts.append((articles, values))
    return np.concatenate([a for a, _ in parts]), np.concatenate([v for _, v in parts])


def _in_languages(segment: Segment, languages: Iterable[str]) -> Flags:
    mask = np.zeros(segment.articles, dtype=np.bool_)
    for language in languages:
        mask[segment.postings("language", language)[0]] = True
    return mask


def _live(postings: FieldPostings, segment: Segment) -> FieldPostings:
    if segment.live is None:
        return postings
    kept = segment.live[postings.articles]
    return FieldPostings(postings.articles[kept], postings.frequencies[kept])
