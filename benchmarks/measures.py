"""The arithmetic of the benchmark: percentiles, ratios, agreement.

Pure. Times are in seconds throughout; only the report turns them into
milliseconds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Latency:
    """How long the queries of one class took, each the median of its rounds.

    Attributes:
        queries: How many queries there were.
        mean: Their mean, in seconds.
        p50: The time that half of them stay within.
        p95: The time that 95 in 100 of them stay within.
    """

    queries: int
    mean: float
    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class Ratio:
    """One engine's times over another's; below 1 the first is faster.

    Attributes:
        typical: The median over the queries, each the median of its rounds.
        overall: The sum of the times over the sum of the other's: slow queries weigh more.
    """

    typical: float
    overall: float


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that at least ``share`` of the values do not exceed.

    Args:
        values: One or more, in any order.
        share: Above 0, at most 1.

    >>> percentile([4.0, 1.0, 3.0, 2.0], 0.5)
    2.0
    """
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def latency(times: Sequence[Sequence[float]]) -> Latency:
    """Return the latencies of a class from the times of each query in each round."""
    each = [median(rounds) for rounds in times]
    return Latency(len(each), fmean(each), percentile(each, 0.5), percentile(each, 0.95))


def ratio(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> Ratio:
    """Return how the times of two engines compare, from rounds that were interleaved.

    A query's two times in one round were taken one right after the other, so
    that whatever else the machine did then weighs on both.

    Args:
        ours: Times by query and round, above 0.
        theirs: The same queries and rounds.
    """
    pairs = list(zip(ours, theirs, strict=True))
    each = [median(a / b for a, b in zip(*pair, strict=True)) for pair in pairs]
    return Ratio(
        typical=median(each),
        overall=sum(median(a) for a, _ in pairs) / sum(median(b) for _, b in pairs),
    )


def agrees(total: int, other: int, *, tolerance: float = 0.05, slack: int = 2) -> bool:
    """Return whether two engines found as many articles, but for how they cut words.

    >>> agrees(1000, 1040), agrees(1, 3), agrees(100, 120)
    (True, True, False)
    """
    return abs(total - other) <= max(slack, tolerance * max(total, other))


def growth(small: float, large: float, *, factor: float) -> float:
    """Return the power of the corpus's size that a measure grows with.

    Args:
        small: The measure on the small corpus, above 0.
        large: The measure on the large one, above 0.
        factor: How many times larger that is, above 1.

    Returns:
        0 where the measure does not grow, 1 where it grows as the corpus does.

    >>> growth(2.0, 4.0, factor=4)
    0.5
    """
    return math.log(large / small) / math.log(factor)
