"""What later stages make of the score of one article, as parts of it that have names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from searchkit import ranking
from searchkit.results.explanations import ScorePart

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from searchkit.local.searching.rescoring.pair_scoring import ScoredPair
    from searchkit.local.searching.rescoring.stages import LookedAt

    Newness: TypeAlias = NDArray[np.float32] | None


def with_newness(first: ScorePart, newness: Newness, number: int) -> ScorePart:
    """Return the score of the first stage multiplied by how new the article is.

    Args:
        first: The score of the first stage.
        newness: What the score of each article is multiplied by, (n_numbers,); None: nothing.
        number: The number of the article.
    """
    if newness is None:
        return first
    factor = float(newness[number])
    made = f"{factor:.4f} for its date, times this"
    return ScorePart("newness", first.value * factor, made, (first,))


def with_later_stages(
    first: ScorePart, looked_at: LookedAt, newness: Newness, number: int
) -> ScorePart:
    """Return the score after all stages.

    Args:
        first: The score of the first stage.
        looked_at: The best articles, looked at again.
        newness: As for :func:`with_newness`.
        number: The number of the article.
    """
    at = int(looked_at.first.articles.searchsorted(number))
    if at == len(looked_at.first.articles) or looked_at.first.articles[at] != number:
        made = f"only the best {ranking.BEST} articles are looked at again"
        return ScorePart(
            "score",
            first.value,
            "the sum of those found",
            (first, ScorePart("later stages", 0.0, made, is_found=False)),
        )
    later = (*_pairs(looked_at, newness, number, at), *_second(looked_at, number))
    if not later:
        return first
    return ScorePart("score", float(looked_at.last.scores[at]), "the sum of these", (first, *later))


def _pairs(looked_at: LookedAt, newness: Newness, number: int, at: int) -> tuple[ScorePart, ...]:
    """Return what pairs add to the score of an article, if the query has any."""
    if not looked_at.pairs:
        return ()
    parts = tuple(_pair(scored, at) for scored in looked_at.pairs)
    value = sum(part.value for part in parts)
    made = "the sum of those found"
    if newness is not None:
        factor = float(newness[number])
        value, made = value * factor, f"{factor:.4f} for its date, times {made}"
    return (ScorePart("pairs", value, made, parts, is_found=value > 0),)


def _second(looked_at: LookedAt, number: int) -> tuple[ScorePart, ...]:
    """Return what comparing the best articles with each other does to the score of one."""
    places = (looked_at.likest == number).nonzero()[0].tolist()
    if not places:
        made = f"only the best {ranking.LIKE} articles are compared with each other"
        return (ScorePart("likeness", 0.0, made, is_found=False),)
    (at,) = places
    feedback, smoothing = (float(part[at]) for part in looked_at.second)
    if not feedback and not smoothing:
        return ()
    like_best = f"how like the best {ranking.FEEDBACK_ARTICLES} it is"
    return (
        ScorePart("feedback", feedback, f"{ranking.FEEDBACK:g} x the best score x {like_best}"),
        ScorePart(
            "smoothing",
            smoothing,
            f"{ranking.SMOOTHING:g} of the way to the scores of articles like it",
        ),
    )


def _pair(scored: ScoredPair, at: int) -> ScorePart:
    """Return what a pair adds to the score of one of the articles."""
    pair = scored.pair
    name = f"{pair.first.text} {pair.second.text}"
    occurrences = float(scored.occurrences[at])
    if not occurrences:
        return ScorePart(name, 0.0, "not near each other in this order", is_found=False)
    n = len(scored.scores)
    share = f"{ranking.PAIRS * pair.weight:g}"
    parts = (
        ScorePart("idf", scored.idf, f"{scored.df} of the best {n} articles have it"),
        ScorePart(
            "occurrences",
            occurrences / (occurrences + ranking.K1),
            f"{occurrences:.4f} / ({occurrences:.4f} + {ranking.K1:g})",
        ),
    )
    return ScorePart(name, float(scored.scores[at]), f"{share} x the product of these", parts)
