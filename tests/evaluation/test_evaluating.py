from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit.errors import ArgumentError
from searchkit.evaluation import Evaluation, Scores, evaluate
from searchkit.progress import Phase, Progress
from tests.conftest import KEYS

QUERIES = {"1": "spring tide", "2": "bread NOT dough", "3": "otters"}
JUDGMENTS = {
    "1": {KEYS["moon"]: 2, KEYS["flood"]: 1},
    "2": {KEYS["bread"]: 1},
    "8": {"rd": 1},
}


def test_each_judged_query_is_asked_and_measured(memorable: Path) -> None:
    with searchkit.open(memorable) as index:
        found = evaluate(index, QUERIES, JUDGMENTS)

    tide, bread = found.queries
    assert (tide.id, tide.text, tide.relevant, tide.found) == ("1", "spring tide", 2, 2)
    assert tide.unjudged == (KEYS["otters"],)
    assert tide.scores.reciprocal_rank == 1
    assert bread.scores == Scores(
        ndcg=1, average_precision=1, reciprocal_rank=1, recall=1, unjudged=0
    )
    assert found.mean.ndcg == (tide.scores.ndcg + bread.scores.ndcg) / 2
    assert [str(note.message) for note in found.notes] == [
        "Left out as never judged: 1 of 3 queries.",
        "Without a text: 1 of 3 queries with judgments.",
    ]


def test_queries_are_plain_words_unless_they_are_read_as_typed(memorable: Path) -> None:
    with searchkit.open(memorable) as index:
        plain, typed = (
            evaluate(index, QUERIES, {"2": {KEYS["bread"]: 1}}, as_typed=as_typed).mean.recall
            for as_typed in (False, True)
        )

    assert (plain, typed) == (1, 0)


def test_an_article_is_named_by_its_id_in_its_file(memorable: Path) -> None:
    with searchkit.open(memorable) as index:
        found = evaluate(index, {"8": "R&D"}, {"8": {"rd": 1, "gone": 1}})

    assert found.queries[0].scores.recall == 0.5
    assert [note.message for note in found.notes] == [
        "Not in the index: 1 of 2 judged articles; they count as not found."
    ]


def test_options_of_a_search_are_passed_on(memorable: Path) -> None:
    with searchkit.open(memorable) as index:
        found = evaluate(index, QUERIES, JUDGMENTS, source="Harbour Gazette")

    assert found.queries[0].found == 1


def test_no_more_articles_are_looked_at_than_asked_for(memorable: Path) -> None:
    with searchkit.open(memorable) as index:
        found = evaluate(index, QUERIES, JUDGMENTS, limit=1)

    assert found.queries[0].found == 1


def test_progress_is_how_many_queries_were_asked(memorable: Path) -> None:
    steps: list[Progress] = []
    with searchkit.open(memorable) as index:
        evaluate(index, QUERIES, JUDGMENTS, progress=steps.append)

    assert [(step.phase, step.done, step.total) for step in steps] == [
        (Phase.EVALUATING, 0, 2),
        (Phase.EVALUATING, 1, 2),
    ]


@pytest.mark.parametrize(
    ("judgments", "message"),
    [
        ({"9": {"rd": 1}}, "None of the 3 queries was judged"),
        ({"1": {"x": 1}}, "None of the 1 articles that were judged is in the index, such as x"),
    ],
)
def test_where_nothing_can_be_measured_an_error_says_why(
    memorable: Path, judgments: dict[str, dict[str, int]], message: str
) -> None:
    with searchkit.open(memorable) as index, pytest.raises(ArgumentError, match=message):
        evaluate(index, QUERIES, judgments)


def test_plain_values_are_enough_to_compare_with(memorable: Path) -> None:
    with searchkit.open(memorable) as index:
        found = evaluate(index, QUERIES, JUDGMENTS)

    assert Evaluation.from_dict(found.to_dict()).queries == found.queries
