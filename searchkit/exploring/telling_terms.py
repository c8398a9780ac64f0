"""An article -> the words that tell what it is about, and how much each of them counts.

To find articles that are like one, its weightiest terms are looked for. A term weighs ::

    (1 + ln tf) * idf

where tf is how often it occurs, in the title counted twice. Very common words are left out, and so
is furniture. Where such a term is found in another article, it adds that weight times what a
word of a query would add. No term adds more than `LARGEST_SHARE` of what all could add
together: one odd word must not decide alone.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from searchkit import analysis
from searchkit.records import NamedTuple
from searchkit.schema import DEFAULT_LANGUAGE, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.article import Article

MOST_TERMS: Final = 32
"""How many terms of an article are looked for. Measured: 10 find less, 64 no more."""

LEAST_SHARED: Final = 3
"""How many of these terms an article must have to be like the other one."""

LARGEST_SHARE: Final = 0.25
"""What one term may add to a score, against all together."""

_IN_TITLE = 2  # what an occurrence in the title counts


class TextTerm(NamedTuple):
    """A term of an article.

    Attributes:
        word: The word that it mostly is there, in lower case, an acronym in capitals.
        weight: ``1 + ln tf``, 1 or more.
    """

    word: str
    weight: float


def text_terms(article: Article, language: str) -> dict[str, TextTerm]:
    """Return the terms of an article by the names of their inflection classes.

    Args:
        article: The article.
        language: Its language, as an index names it.
    """
    spoken = DEFAULT_LANGUAGE if language == UNKNOWN_LANGUAGE else language
    words: Counter[str] = Counter()
    for text, worth in ((article.title, _IN_TITLE), (article.prose, 1)):
        for word, count in Counter(analysis.words_with_acronyms(text, spoken)).items():
            words[word] += worth * count
    counts: dict[str, int] = {}
    shown: dict[str, tuple[int, str]] = {}
    common = analysis.stop_words(spoken)
    for word, count in words.items():
        if not analysis.is_acronym(word) and analysis.fold(word) in common:
            continue
        term = analysis.inflection(word, spoken)
        counts[term] = counts.get(term, 0) + count
        shown[term] = min(shown.get(term, (0, "")), (-count, word))
    return {term: TextTerm(shown[term][1], 1 + math.log(counts[term])) for term in counts}


def boosts(weights: Sequence[float], idfs: Sequence[float]) -> list[float]:
    """Return what the scores of terms are multiplied by, so that none decides alone.

    Args:
        weights: What each term weighs in the article, above 0.
        idfs: How rare each is, which is what it scores at most, above 0.
    """
    most = [weight * idf for weight, idf in zip(weights, idfs, strict=True)]
    bound = _bound(most)
    return [min(each, bound) / idf for each, idf in zip(most, idfs, strict=True)]


def shares(boosted: Sequence[float], idfs: Sequence[float]) -> list[float]:
    """Return what each term adds at most, of what all add together, from 0 to 1."""
    most = [boost * idf for boost, idf in zip(boosted, idfs, strict=True)]
    total = sum(most)
    return [each / total for each in most]


def _bound(most: Sequence[float]) -> float:
    """Return what a term may add, so that none of four or more adds more than its share.

    If the k largest are cut down to x, x is a quarter of k * x and all others. Fewer
    than four cannot have so little; they all add the same.
    """
    descending = sorted(most, reverse=True)
    parts = round(1 / LARGEST_SHARE)
    for n_cut, largest in enumerate(descending[:parts]):
        bound = sum(descending[n_cut:]) / (parts - n_cut)
        if largest <= bound:
            return bound
    return min(most, default=0.0)
