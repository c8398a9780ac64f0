"""The dates of articles -> what their scores are multiplied by where newness counts.

The age of an article is that against the newest one of the index, so that an archive
has new articles, too, and that the same index gives the same answer tomorrow. Dates that
are yet to come count as today. An article without a date counts as the median of those with one.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit import ranking
from searchkit.local.searching.scoring.tree_scoring import Sparse
from searchkit.schema import UNDATED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchkit.local.searching.scoring.tree_scoring import Found
    from searchkit.local.searching.segments import Articles

_DAY = 24 * 60 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def times(found: Found, newness: NDArray[np.float32] | None) -> Found:
    """Return what was found, scores multiplied by how new the articles are; None: as they were."""
    if newness is None or found.scores is None:
        return found
    if isinstance(found, Sparse):
        return found._replace(scores=found.scores * newness.take(found.articles))
    return found._replace(scores=found.scores * newness)


class Newness:
    """How new the articles of an index are.

    Args:
        articles: The articles of the index.
    """

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
        self._last: tuple[float, NDArray[np.float32]] | None = None

    def factors(self, half_life: float) -> NDArray[np.float32]:
        """Return what the score of each article is multiplied by, float32, (n_numbers,).

        Args:
            half_life: In how many days what newness adds halves.
        """
        last = self._last
        if last is None or last[0] != half_life:
            factors = ranking.newness(self.ages, half_life=half_life).astype(np.float32)
            self._last = last = half_life, factors
        return last[1]

    @cached_property
    def ages(self) -> NDArray[np.float64]:
        """The age of each article in days, 0 or more, (n_numbers,)."""
        dates = self._articles.first_dates
        is_dated = dates != UNDATED
        live = dates[self._articles.without_deleted(is_dated)]
        if not len(live):
            return np.zeros(len(dates))
        now = min(int(live.max()), int((datetime.now(UTC) - _EPOCH).total_seconds()))
        ages = np.maximum(now - dates.astype(np.float64), 0) / _DAY
        ages[~is_dated] = float(np.median(np.maximum(now - live, 0))) / _DAY
        return ages
