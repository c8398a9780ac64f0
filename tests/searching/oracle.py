"""Search by looking at every word of every article: what the index must agree with.

Written from the description of the search and its formulas, with none of its code
but the analysis of words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from searchkit import analysis


@dataclass(frozen=True)
class Told:
    """An article as the oracle sees it: its words, analysed."""

    key: str
    title: list[str]
    text: list[str]

    @classmethod
    def of(cls, key: str, title: str, text: str, language: str | None) -> Told:
        def terms(words: str) -> list[str]:
            return [analysis.stem(word, language) for word in analysis.words(words)]

        return cls(key, terms(title), terms(text))


def occurrences(terms: list[str], phrase: list[str]) -> int:
    """How often terms follow one another as in the phrase."""
    return sum(terms[at : at + len(phrase)] == phrase for at in range(len(terms)))


def search(articles: list[Told], phrases: list[list[str]]) -> dict[str, float]:
    """The scores of the articles that have all phrases, or of those with some if none has all.

    A phrase of one term is a word.
    """
    mean_title = sum(len(a.title) for a in articles) / max(len(articles), 1) or 1
    mean_text = sum(len(a.text) for a in articles) / max(len(articles), 1) or 1
    parts: list[dict[str, float]] = []
    for phrase in phrases:
        counts = {
            a.key: (occurrences(a.title, phrase), occurrences(a.text, phrase), a) for a in articles
        }
        having = {key: c for key, c in counts.items() if c[0] or c[1]}
        df = len(having)
        idf = math.log(1 + (len(articles) - df + 0.5) / (df + 0.5)) * len(phrase)
        scores = {}
        for key, (in_title, in_text, article) in having.items():
            x = in_text / (1 - 0.6 + 0.6 * len(article.text) / mean_text)
            x += 2.5 * in_title / (1 - 0.3 + 0.3 * len(article.title) / mean_title)
            scores[key] = idf * x / (x + 1.5)
        parts.append(scores)
    every = set.intersection(*(set(part) for part in parts))
    found = every or set().union(*parts)
    return {key: sum(part.get(key, 0) for part in parts) for key in found}
