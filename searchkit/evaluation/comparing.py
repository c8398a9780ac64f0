"""Two evaluations, side by side: which is better, and could that be chance?"""

from __future__ import annotations

from statistics import fmean

from searchkit.errors import ArgumentError
from searchkit.evaluation.evaluations import MEASURES, Comparison, Difference, Evaluation
from searchkit.evaluation.significance import randomisation_test


def compare(before: Evaluation, after: Evaluation, *, seed: int = 0) -> Comparison:
    """Compare two evaluations over the queries that both have.

    Args:
        before: The one to compare with.
        after: The other one.
        seed: For the randomisation test: the same one gives the same p-values.

    Raises:
        ArgumentError: They have no query in common.
    """
    first = {query.id: query.scores for query in before.queries}
    second = {query.id: query.scores for query in after.queries}
    shared = [name for name in second if name in first]
    if not shared:
        message = "The two evaluations have no query in common, by its id. Ask both the same."
        raise ArgumentError(message, name="before", value=before)
    differences = []
    for measure in MEASURES:
        old = [getattr(first[name], measure) for name in shared]
        new = [getattr(second[name], measure) for name in shared]
        gains = [b - a for a, b in zip(old, new, strict=True)]
        differences.append(
            Difference(
                measure=measure,
                before=fmean(old),
                after=fmean(new),
                better=sum(gain > 0 for gain in gains),
                worse=sum(gain < 0 for gain in gains),
                p_value=randomisation_test(gains, seed=seed),
            )
        )
    return Comparison(queries=len(shared), differences=tuple(differences))
