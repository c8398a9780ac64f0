"""The best articles of a cluster -> the same, scored by the later stages.

The stages are those of any engine, by the same formulas over the same 300 articles. What they
need of each comes with the answer to the first: how often pairs of words occur in it, by the
scores of queries with a name, its lengths, its date and its signature.
"""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import ranking as formulas
from searchkit.local.searching.rescoring.pair_scoring import ScoredPair
from searchkit.local.searching.rescoring.second_look import BYTES, look_at
from searchkit.local.searching.rescoring.stages import LookedAt
from searchkit.local.searching.scoring.top_k import Candidates
from searchkit.opensearch.cluster_queries import TITLE, boolean, named_query
from searchkit.ranking import LIKE
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.opensearch.cluster_queries import Queries, Query
    from searchkit.opensearch.cluster_state import Statistics
    from searchkit.query.pairs import Pair
    from searchkit.query.rankings import Ranking

_NEWNESS = """
double age = doc['date_from'].size() == 0 ? params.median : params.now - doc['date_from'].value;
double share = Math.pow(0.5, Math.max(age, 0) / params.half_life);
return (float) (_score * (params.least + (1 - params.least) * share));
"""
_DAY = 24 * 60 * 60

LOOKED_AT: Mapping[str, object] = {
    "_source": False,
    "docvalue_fields": ["text_length", "title_length", "signature", "date_from"],
}
"""What the later stages ask of each article."""


class Newness(NamedTuple):
    """What newness is measured by, in seconds since 1970.

    Attributes:
        now: The newest date, or now.
        median: The age that articles without a date count as.
    """

    now: float
    median: float


class Candidate(NamedTuple):
    """An article that may be on the page.

    Attributes:
        name: What its document is called.
        score: Its score.
        key: Its key.
        date: Its first second; None: it is undated.
        hit: What the cluster said of it.
    """

    name: str
    score: float
    key: str
    date: int | None
    hit: Mapping[str, Any]


class LaterStages:
    """Scores the best articles of a generation; threads may share it.

    Args:
        statistics: What is known of all articles.
    """

    def __init__(self, statistics: Statistics) -> None:
        self._statistics = statistics

    def looked_at(
        self,
        first: Sequence[Candidate],
        pairs: Sequence[Pair],
        ranking: Ranking,
        newness: Newness | None,
    ) -> LookedAt:
        """Return the best articles with their last scores; their numbers are their places."""
        numbers = np.arange(len(first))
        scores = np.array([one.score for one in first], np.float32)
        scored_pairs = list(self._scored_pairs(first, pairs))
        added = np.zeros(len(first))
        for pair in scored_pairs:
            added += pair.scores
        if newness is not None and ranking.half_life is not None:
            added *= factors(first, newness, ranking.half_life)
        last = (scores + added).astype(np.float32)
        likest = numbers[:0]
        if ranking.likeness:
            likest = np.array(order_of(first, last)[:LIKE], np.int64)
        second = look_at(*_signatures([first[at] for at in likest.tolist()]), last[likest])
        last[likest] += second.feedback
        last[likest] += second.smoothing
        total = len(first)
        return LookedAt(
            Candidates(total, numbers, scores),
            scored_pairs,
            likest,
            second,
            Candidates(total, numbers, last),
        )

    def _scored_pairs(
        self, articles: Sequence[Candidate], pairs: Sequence[Pair]
    ) -> Iterator[ScoredPair]:
        """Yield what pairs add to the scores of the best articles."""
        worth = {name: self._worth(name, articles) for name in TEXT_FIELDS}
        for at, pair in enumerate(pairs):
            x = np.zeros(len(articles))
            for name in TEXT_FIELDS if pair.field is None else (pair.field,):
                side_by_side, near, both = (
                    np.array([_times(one.hit, f"pair{at}.{name}.{kind}", name) for one in articles])
                    for kind in ("next", "near", "both")
                )
                x += (side_by_side + (near - both) / 2) * worth[name]
            df = int(np.count_nonzero(x))
            idf = formulas.idf(df, len(articles)) if df else 0.0
            share = formulas.PAIRS * pair.weight * idf
            yield ScoredPair(pair, df, idf, x, share * x / (x + formulas.K1))

    def _worth(
        self, name: str, articles: Sequence[Candidate]
    ) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return what one occurrence counts in a field of some articles, (n,)."""
        lengths = [one.hit["fields"][f"{name}_length"][0] for one in articles]
        n = max(self._statistics.articles, 1)
        return formulas.occurrence_weights(
            np.array(lengths, np.int64),
            mean_length=self._statistics.lengths[name] / n,
            field=formulas.FIELD_WEIGHTS[name],
        )


def with_pairs(queries: Queries, query: Query, pairs: Sequence[Pair]) -> Query:
    """Return what finds and scores the same, and counts pairs of words."""
    named = []
    for at, pair in enumerate(pairs):
        for name in TEXT_FIELDS if pair.field is None else (pair.field,):
            for kind, counting_one in queries.pair(pair.first, pair.second, name).items():
                named.append(named_query(counting_one, f"pair{at}.{name}.{kind}"))
    return boolean(query, named) if named else query


def in_order(articles: Sequence[Candidate], scores: Any) -> list[Candidate]:
    """Return articles with other scores, in their order."""
    changed = [
        one._replace(score=score) for one, score in zip(articles, scores.tolist(), strict=True)
    ]
    return [changed[at] for at in order_of(articles, scores)]


def order_of(articles: Sequence[Candidate], scores: Any) -> list[int]:
    """Return the order of articles by other scores."""
    found = scores.tolist()

    def place(at: int) -> tuple[float, bool, int, str]:
        one = articles[at]
        return -found[at], one.date is None, -(one.date or 0), one.key

    return sorted(range(len(articles)), key=place)


def _times(hit: Mapping[str, Any], name: str, field: str) -> float:
    """Return how often an article has what a query of a name counts in a field."""
    found = float(hit.get("matched_queries", {}).get(name, 0))
    return round(found / TITLE if field == "title" else found)


def _signatures(articles: Sequence[Candidate]) -> tuple[Any, Any]:
    """Return the signatures of articles: three bytes a term, and how many terms each has."""
    texts = [one.hit.get("fields", {}).get("signature", [""])[0] for one in articles]
    found = list(map(b64decode, texts))
    counts = np.array([len(one) // BYTES for one in found], np.int64)
    return np.frombuffer(b"".join(found), np.uint8).reshape(-1, BYTES), counts


def newer_first(query: Query, newness: Newness, half_life: float) -> Query:
    """Return what finds the same, its scores multiplied for the dates of articles."""
    parameters = {
        "now": newness.now,
        "median": newness.median,
        "half_life": half_life * _DAY,
        "least": formulas.LEAST_NEWNESS,
    }
    return {"script_score": {"query": query, "script": {"source": _NEWNESS, "params": parameters}}}


def factors(articles: Sequence[Candidate], newness: Newness, half_life: float) -> Any:
    """Return what scores are multiplied by for the dates of articles, (n,)."""
    ages = [
        newness.median if one.date is None else max(newness.now - one.date, 0) for one in articles
    ]
    return formulas.newness(np.array(ages) / _DAY, half_life=half_life)
