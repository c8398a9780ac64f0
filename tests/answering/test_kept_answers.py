"""What is kept of the answers of the last searches, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from searchkit import deadlines
from searchkit.answering.finding import Counts
from searchkit.answering.kept_answers import KeptAnswer, KeptAnswers
from searchkit.engine import Page
from searchkit.index import Index
from searchkit.results import Results
from tests.conftest import KEYS

ANSWER = KeptAnswer(
    Page(1, [(0, 1.0)], []),
    Counts(1, 0, have_all=True),
    quoted=(),
    is_scored=True,
    notes=(),
    understood="tide",
    corrected=None,
    timed_out=False,
)


def shown(results: Results) -> dict[str, Any]:
    return {**results.to_dict(), "took_ms": None}


@pytest.mark.parametrize("query", ["spring tide", "tide", "tidal springg", "date:2018 moon", "t*"])
@pytest.mark.parametrize("options", [{}, {"snippets": 0}, {"limit": 0}, {"sort": "newest"}])
def test_a_search_is_answered_again_as_it_was_before(
    index: Index, query: str, options: Mapping[str, Any]
) -> None:
    first, again = index.search(query, **options), index.search(query, **options)

    assert shown(again) == shown(first)
    assert list(again) == list(first)


def test_another_question_gets_another_answer(index: Index) -> None:
    every = [
        index.search("spring tide", **options)
        for options in ({}, {"limit": 1}, {"offset": 1}, {"snippets": 1}, {"sort": "oldest"})
    ]

    assert [[hit.rank for hit in results] for results in every] == [
        [1, 2, 3],
        [1],
        [2, 3],
        [1, 2, 3],
        [1, 2],
    ]
    assert [len(hit.snippets) for hit in every[3]] == [1, 1, 1]
    assert index.search("otters").total != every[0].total


def test_a_hit_that_is_shown_again_reads_its_article(index: Index) -> None:
    first, again = index.search("otters"), index.search("otters")

    assert again[0].key == KEYS["otters"]
    assert again[0].article == first[0].article


def test_what_ran_out_of_time_is_not_kept() -> None:
    kept = KeptAnswers(is_at_hand=True)
    kept.keep("tide", ANSWER)
    kept.keep("moon", ANSWER._replace(timed_out=True))

    assert kept.find("tide") is ANSWER
    assert kept.find("moon") is None


def test_nothing_is_kept_of_what_is_asked_over_a_network() -> None:
    kept = KeptAnswers(is_at_hand=False)
    kept.keep("tide", ANSWER)

    assert kept.find("tide") is None


def test_a_question_that_has_no_time_is_not_answered_from_what_is_kept() -> None:
    kept = KeptAnswers(is_at_hand=True)
    kept.keep("tide", ANSWER)

    with deadlines.within(0):
        assert kept.find("tide") is None
