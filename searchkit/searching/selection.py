"""Every article found -> the page of them that is shown, in order.

Order never depends on how the index was cut into segments: articles of equal
score come newest first, and those of one moment by their keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np

from searchkit.schema import UNDATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from searchkit.query import Sort
    from searchkit.searching.evaluation import Found
    from searchkit.searching.segments import Integers, Segment

Numbers: TypeAlias = "NDArray[np.float64]"


class Selected(NamedTuple):
    """One article of the page."""

    segment: int  # number of its segment
    article: int  # its number there
    score: float


def select(
    found: Sequence[Found], segments: Sequence[Segment], *, sort: Sort, offset: int, limit: int
) -> list[Selected]:
    """Return ``limit`` articles from the one at ``offset`` on, fewer where there are no more.

    Args:
        found: What was found, by segment.
        segments: Those segments.
        sort: ``relevance``: best first; ``newest`` and ``oldest``: by date,
            undated articles last.
        offset: How many to pass over, 0 or more.
        limit: How many to return at most, 0 or more.
    """
    sizes = [len(part.articles) for part in found]
    if limit == 0 or sum(sizes) <= offset:
        return []
    of_segment = np.repeat(np.arange(len(found)), sizes)
    articles = np.concatenate([part.articles for part in found])
    scores = np.concatenate([part.scores for part in found])
    dates = np.concatenate(
        [segment.dates[0][part.articles] for segment, part in zip(segments, found, strict=True)]
    )
    first, second = _order(sort, scores, dates)
    order = np.lexsort((second, first))
    wanted = order[: offset + limit]
    # Articles that tie with the last wanted one must be looked at too: their keys decide.
    last = order[min(offset + limit, len(order)) - 1]
    tied = order[len(wanted) :]
    ties = (first[tied] == first[last]) & (second[tied] == second[last])
    wanted = np.concatenate([wanted, tied[ties]])

    def place(at: int) -> tuple[float, float, str]:
        key = segments[of_segment[at]].key(int(articles[at]))
        return float(first[at]), float(second[at]), key

    page = sorted(wanted.tolist(), key=place)[offset : offset + limit]
    return [Selected(int(of_segment[at]), int(articles[at]), float(scores[at])) for at in page]


def _order(sort: Sort, scores: Numbers, dates: Integers) -> tuple[Numbers, Numbers]:
    """Return what to sort by, first and second, both ascending, (n,)."""
    newest = np.where(dates == UNDATED, np.inf, -dates.astype(np.float64))
    oldest = np.where(dates == UNDATED, np.inf, dates.astype(np.float64))
    if sort == "relevance":
        return -scores, newest
    return (newest if sort == "newest" else oldest), -scores
