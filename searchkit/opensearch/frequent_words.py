"""Beginnings and misspellings of words -> words of the articles on a cluster, most frequent first.

Each word has a rough count, from when it was first written. It chooses which words are counted: the
counts that are shown are exact.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.opensearch.cluster_queries import TITLE, any_of_tokens
from searchkit.records import NamedTuple
from searchkit.results import Completion, Suggestion
from searchkit.schema import NO_SOURCE, TEXT_FIELDS, source_term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchkit.opensearch.cluster_view import ClusterView

_LONGEST = 40  # letters: a longer word has more wrong than letters
_LONG = 6  # letters of a word of which two may be wrong
_LOOKED_AT = 4  # times as many words as are asked for are counted
_MEANINGS = 4  # of a word, at most, but for rare ones
_SUM = f"long n = Math.round(_score.doubleValue()); return n % {TITLE}L + n / {TITLE}L;"


class FrequentWords(NamedTuple):
    """Finds frequent words; see :class:`searchkit.query.completing.Begun`.

    Attributes:
        view: The index.
    """

    view: ClusterView

    def words(self, prefix: str, limit: int) -> Sequence[Completion]:
        """Return at most so many words that begin so, case and accents ignored."""
        query = {"prefix": {"form": {"value": analysis.fold(prefix)}}}
        counts = self.counts(self._likely(query, limit))
        return [Completion(form, "word", count) for form, count in _most_frequent(counts, limit)]

    def sources(self, prefix: str, limit: int) -> Sequence[Completion]:
        """Return at most so many outlets whose names begin so."""
        begun = source_term(prefix)
        counts = {
            term: count
            for term, count in self.view.outlets().items()
            if term.startswith(begun) and term != NO_SOURCE
        }
        return [
            Completion(self.view.outlet_name(term), "source", count)
            for term, count in _most_frequent(counts, limit)
        ]

    def languages(self, prefix: str, limit: int) -> Sequence[Completion]:
        """Return at most so many languages whose codes begin so."""
        begun = prefix.lower()
        counts = {c: n for c, n in self.view.languages.items() if c.startswith(begun)}
        return [Completion(c, "language", n) for c, n in _most_frequent(counts, limit)]

    def alike(self, word: str, limit: int) -> tuple[Suggestion, ...]:
        """Return at most so many words that are spelt nearly like a word, the likeliest first."""
        folded = analysis.fold(word)
        if not 2 <= len(folded) <= _LONGEST:
            return ()
        found: list[Suggestion] = []
        near: set[str] = {folded}
        for distance in range(1, 3 if len(folded) >= _LONG else 2):
            wanted = limit - len(found)
            if wanted < 1:
                break
            rule = {
                "value": folded,
                "fuzziness": distance,
                "prefix_length": 0 if distance == 1 else 1,
                "transpositions": True,
                "rewrite": "constant_score",
            }
            query = {"fuzzy": {"form": rule}}
            likely = [form for form in self._likely(query, wanted) if form not in near]
            near.update(likely)
            counts = self.counts(likely)
            found += [Suggestion(f, distance, n) for f, n in _most_frequent(counts, wanted)]
        return tuple(found)

    def counts(self, forms: Sequence[str]) -> Mapping[str, int]:
        """Return how often words occur in titles and texts; those that do not are left out."""
        bodies: list[object] = [
            {
                "size": 0,
                "query": any_of_tokens([form], TEXT_FIELDS),
                "aggs": {"times": {"sum": {"script": {"source": _SUM}}}},
            }
            for form in forms
        ]
        answers = self.view.searches(bodies)
        counts = [int(one["aggregations"]["times"]["value"]) for one in answers]
        return {form: n for form, n in zip(forms, counts, strict=True) if n}

    def _likely(self, query: object, limit: int) -> list[str]:
        """Return the words that a query finds which are likely to be the most frequent."""
        body = {
            "size": min(max(limit, 1) * _LOOKED_AT * _MEANINGS, 1000),
            "query": query,
            "sort": [{"count": "desc"}, "form"],
            "_source": ["form"],
        }
        hits = self.view.words_found(body)
        forms = dict.fromkeys(hit["_source"]["form"] for hit in hits)
        return list(forms)[: max(limit, 1) * _LOOKED_AT]


def _most_frequent(counts: Mapping[str, int], limit: int) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:limit]
