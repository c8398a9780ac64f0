"""Do two systems differ, or could chance alone have made the difference?"""

from __future__ import annotations

import random
from itertools import compress, product
from math import fsum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ROUNDS = 10_000
"""How many times signs are drawn."""

_ROUNDING = 1e-9  # what sums of floats in another order may differ by, for each difference


def randomisation_test(
    differences: Sequence[float], *, rounds: int = ROUNDS, seed: int = 0
) -> float:
    """Return the two-sided p-value of a paired randomisation test.

    If two systems were equally good, each query could as well have given them each other's
    value: the sign of each difference would be chance. So signs are drawn again and again,
    and the p-value is the share of draws in which the mean is at least as far from 0 as it was:

        p = (1 + number of draws with |mean| >= |mean that was measured|) / (1 + number of draws)

    Where there are no more ways to choose the signs than draws, all of them are looked at
    once instead, and p is exact.

    Args:
        differences: What one system had more than the other, for each query.
        rounds: How many times to draw.
        seed: The same seed draws the same signs.

    Source: Smucker, Allan and Carterette, "A Comparison of Statistical Significance Tests for
    Information Retrieval Evaluation", 2007, doi:10.1145/1321440.1321528; one is added to both
    counts as by Phipson and Smyth, 2010, doi:10.2202/1544-6115.1585.

    >>> randomisation_test([0.25, 0.25, 0.25, 0.25])
    0.125
    """
    telling = [difference for difference in differences if difference]  # 0 has no sign
    measured = abs(fsum(telling)) - _ROUNDING * len(telling)
    if 2 ** len(telling) <= rounds:
        signs: Iterable[Sequence[bool]] = product((False, True), repeat=len(telling))
        return _share(telling, signs, measured, first=0)
    return _share(telling, _drawn(len(telling), rounds, seed), measured, first=1)


def _share(
    differences: Sequence[float], signs: Iterable[Sequence[bool]], measured: float, *, first: int
) -> float:
    """Return the share of choices of signs with a sum as far from 0 as the one measured.

    Args:
        differences: The differences.
        signs: For each choice, which of the differences are added; the others are subtracted.
        measured: The sum that was measured.
        first: How many choices are counted before those, and are as far from 0.
    """
    total = fsum(differences)
    far = count = first
    for chosen in signs:
        count += 1
        far += abs(2 * sum(compress(differences, chosen)) - total) >= measured
    return far / count


def _drawn(length: int, rounds: int, seed: int) -> Iterator[Sequence[bool]]:
    chance = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    for _ in range(rounds):
        bits = chance.getrandbits(length)
        yield [bits >> place & 1 == 1 for place in range(length)]
