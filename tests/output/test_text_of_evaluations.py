from __future__ import annotations

import json

from searchkit.evaluation import Comparison, Difference, Evaluation, JudgedQuery, Scores
from searchkit.output import EVALUATION_FORMATS, Style


def scores(ndcg: float, unjudged: float = 0.0) -> Scores:
    return Scores(
        ndcg=ndcg, average_precision=0.25, reciprocal_rank=1, recall=0.5, unjudged=unjudged
    )


LONG = "what\tis a " + 30 * "very " + "high tide"
EVALUATION = Evaluation(
    queries=(
        JudgedQuery(id="1", text="tide", scores=scores(0.5), relevant=2, found=1),
        JudgedQuery(
            id="2", text=LONG, scores=scores(0.25, 0.1), relevant=2, found=1, unjudged=("a#1",)
        ),
    ),
    took=0.0042,
)
COMPARISON = Comparison(
    queries=2,
    differences=(
        Difference(measure="ndcg", before=0.4, after=0.375, better=0, worse=2, p_value=0.5),
        Difference(
            measure="recall", before=0.25, after=0.5, better=12, worse=0, p_value=1 / 10_001
        ),
    ),
)


def test_an_evaluation_is_a_line_for_each_query_and_the_means() -> None:
    assert (
        EVALUATION_FORMATS["text"](EVALUATION, Style(width=120))
        == """\
nDCG@10  MAP     MRR     R@100   Unjudged  Query
 0.5000  0.2500  1.0000  0.5000  0%        1: tide
 0.2500  0.2500  1.0000  0.5000  10%       2: what is a \
very very very very very very very very very very very ver…

 0.3750  0.2500  1.0000  0.5000  5%        mean of 2 queries (4 ms)
"""
    )


def test_a_comparison_is_a_line_for_each_measure() -> None:
    text = EVALUATION_FORMATS["text"](EVALUATION.replace(comparison=COMPARISON), Style(width=120))

    assert (
        text.partition("(4 ms)\n")[2]
        == """
Compared  Before  After   Change   p        Better  Worse
 nDCG@10  0.4000  0.3750  -0.0250  0.500    0       2
   R@100  0.2500  0.5000  +0.2500  < 0.001  12      0

Over 2 queries in both; p is from a paired randomisation test, two-sided.
"""
    )


def test_json_has_all_of_it() -> None:
    whole = EVALUATION.replace(comparison=COMPARISON)
    printed = json.loads(EVALUATION_FORMATS["json"](whole, Style()))

    assert printed == whole.to_dict() | {"comparison": printed["comparison"]}
    assert printed["mean"]["ndcg"] == 0.375
    assert printed["queries"][1]["unjudged"] == ["a#1"]
    assert printed["comparison"]["differences"][0]["worse"] == 2
    assert Evaluation.from_dict(printed).queries == EVALUATION.queries


def test_without_queries_there_is_only_a_mean_of_nothing() -> None:
    assert EVALUATION_FORMATS["text"](Evaluation(queries=()), Style()).endswith(
        " 0.0000  0.0000  0.0000  0.0000  0%        mean of 0 queries (0.0 ms)\n"
    )
