from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from benchmarks.queries import Kind, Query, Sampler, choose, parse_line

if TYPE_CHECKING:
    from benchmarks.corpus import Article


@pytest.mark.parametrize(
    "line",
    ["", "the", "+the +tide", '"low of the tide"', "Prime (Lending) Rate", "U.S. tides", "día"],
)
def test_a_line_that_engines_would_read_differently_is_left_out(line: str) -> None:
    assert parse_line(line) is None


def test_at_most_the_limit_of_each_kind_is_chosen() -> None:
    lines = [f"{word} tide" for word in ("low", "high", "neap")] + ["+low +tide", '"spring tide"']

    assert [query.kind for query in choose(lines, limit=2)] == [
        Kind.AND,
        Kind.OR,
        Kind.OR,
        Kind.PHRASE,
    ]


@pytest.mark.parametrize("kind", Kind)
def test_the_same_seed_draws_the_same_queries(articles: list[Article], kind: Kind) -> None:
    drawn = Sampler(articles, seed=3).sample(kind, 12)

    assert 1 <= len(drawn) <= 12
    assert drawn == Sampler(articles, seed=3).sample(kind, 12)
    assert {query.kind for query in drawn} == {kind}


@pytest.mark.parametrize("kind", [Kind.AND, Kind.PHRASE])
def test_an_article_has_all_words_or_the_phrase_that_was_drawn(
    articles: list[Article], kind: Kind
) -> None:
    texts = [article.text.lower() for article in articles]
    for query in Sampler(articles).sample(kind, 20):
        if kind is Kind.PHRASE:
            assert any(re.search(rf"\b{' '.join(query.words)}\b", text) for text in texts)
        else:
            assert any(set(query.words) <= set(re.findall(r"\w+", text)) for text in texts)


def test_a_query_comes_back_whole_from_json() -> None:
    query = Query(Kind.FILTERED, ("low", "tide"), "Tide", "2018-01-01", "2018-12-31")

    assert Query.from_record(json.loads(json.dumps(asdict(query)))) == query
    assert str(query) == "low OR tide [Tide, 2018-01-01 to 2018-12-31]"
