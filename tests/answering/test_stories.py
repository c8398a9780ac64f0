"""A story in time, the same for every engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import searchkit
from searchkit.errors import ArgumentError, ArticleNotFoundError
from tests.conftest import ENGINES, MakeCorpus, kept_in, keys

TEXT = "The ferry crews of Wend struck for wages on the quay."
DATES = {
    "a": "2019-03-20",
    "b": "2019-03-01",
    "c": "2019-04-15",
    "d": "2019-06-01",
    "e": "2019-04",
    "f": None,
    "g": "2019-03-01T10:00:00Z",
}


@pytest.fixture(params=ENGINES)
def address(request: pytest.FixtureRequest, make_corpus: MakeCorpus, tmp_path: Path) -> str:
    """The address of articles on one thing, of several times."""
    records = [
        {"id": name, "title": f"Strike {name}{name}", "text": f"{TEXT} {name * 3}", "date": day}
        for name, day in DATES.items()
    ]
    corpus = make_corpus({"s.jsonl": "\n".join(map(json.dumps, records))})
    directory = tmp_path / "index"
    searchkit.update(directory, corpus)
    return kept_in(request.param, directory)


def test_a_story_is_what_leads_to_the_article_by_days_oldest_first(address: str) -> None:
    with searchkit.open(address) as index:
        story = index.story("s.jsonl#a")

    assert sorted(keys(story)[:2]) == ["s.jsonl#b", "s.jsonl#g"]
    assert keys(story)[2:] == ["s.jsonl#c"]
    assert [(hit.rank, hit.score) for hit in story] == [(1, None), (2, None), (3, None)]
    assert all("strike" in hit.shared for hit in story)
    assert (story.total, story.article.key) == (3, "s.jsonl#a")
    assert [(one.label, one.articles) for one in story.periods if one.articles] == [
        ("2019-03-01", 2),
        ("2019-04-15", 1),
    ]
    assert (story.unit, len(story.periods)) == ("day", 46)
    assert [note.message for note in story.notes] == [
        "1 of the 6 articles that are most alike is of another time, more than 30 days apart.",
        "2 of the 6 articles that are most alike have no date that is known to the day.",
    ]


def test_the_story_of_an_article_without_a_day_is_that_of_what_is_most_like_it(
    address: str,
) -> None:
    with searchkit.open(address) as index:
        story = index.story("s.jsonl#f", since="2019-06", until="2019-06")

    assert keys(story) == ["s.jsonl#d"]


def test_the_story_of_an_article_of_a_month_is_of_that_time(address: str) -> None:
    with searchkit.open(address) as index:
        story = index.story("s.jsonl#e")
        nothing = index.story("s.jsonl#e", since="2019-06")

    assert {hit.key[-1] for hit in story} == {"a", "b", "c", "g"}
    assert nothing.total == 0


def test_only_some_are_looked_at_and_none_make_no_story(address: str) -> None:
    with searchkit.open(address) as index:
        none = index.story("s.jsonl#a", limit=0)
        undated = index.story("s.jsonl#a", undated=True)

    assert (none.total, none.hits, none.periods) == (0, (), ())
    assert (undated.total, undated.hits) == (0, ())
    assert [note.message for note in undated.notes] == [
        "1 article that is most alike has no date that is known to the day."
    ]


def test_the_article_must_be_there_and_the_limit_right(address: str) -> None:
    with searchkit.open(address) as index:
        with pytest.raises(ArticleNotFoundError, match="No article nothing"):
            index.story("nothing")
        with pytest.raises(ArgumentError, match="limit"):
            index.story("s.jsonl#a", limit=-1)
        assert repr(index.story("s.jsonl#a")) == "Story('s.jsonl#a', 3 by day)"
