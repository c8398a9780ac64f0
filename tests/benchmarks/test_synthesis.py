from __future__ import annotations

from statistics import mean, median
from typing import TYPE_CHECKING

from benchmarks.synthesis import enlarge, fit

if TYPE_CHECKING:
    from benchmarks.corpus import Article


def test_the_real_articles_come_first_as_they_are(articles: list[Article]) -> None:
    assert list(enlarge(iter(articles), to=250))[:200] == articles
    assert list(enlarge(iter(articles), to=30)) == articles[:30]


def test_the_same_seed_gives_the_same_articles_and_another_gives_others(
    articles: list[Article],
) -> None:
    first = list(enlarge(articles, to=300, seed=1))

    assert first == list(enlarge(articles, to=300, seed=1))
    assert first != list(enlarge(articles, to=300, seed=2))


def test_synthetic_articles_have_ids_of_their_own_and_hardly_a_text_twice(
    articles: list[Article],
) -> None:
    made = list(enlarge(articles, to=1000))

    assert len({article.id for article in made}) == 1000
    assert len({article.text for article in made[200:]}) > 790


def test_lengths_and_sources_are_distributed_as_in_the_corpus(articles: list[Article]) -> None:
    made = list(enlarge(articles, to=2200))[200:]
    lengths = [len(article.text) for article in articles]
    others = [len(article.text) for article in made]
    sources = dict.fromkeys((None, "Tide", "The Marram Post"), 0)
    for article in made:
        sources[article.source] += 1

    assert 0.9 < median(others) / median(lengths) < 1.25
    assert 0.9 < mean(others) / mean(lengths) < 1.25
    for source, count in sources.items():
        share = sum(article.source == source for article in articles) / 200
        assert abs(count / 2000 - share) < 0.05


def test_the_vocabulary_keeps_growing_about_as_the_law_fitted_to_the_corpus_says(
    articles: list[Article],
) -> None:
    law, tokens = fit(articles)
    made = list(enlarge(articles, to=2000))
    words = [word for article in made for word in article.text.lower().split()]
    grown = len(set(words)) - law.words(tokens)

    assert law.words(len(words)) > 1.1 * law.words(tokens)
    assert 0.7 < grown / (law.words(len(words)) - law.words(tokens)) < 1.6


def test_articles_without_text_are_enlarged_all_the_same(articles: list[Article]) -> None:
    empty = [type(article)(article.id, "", "", None, None) for article in articles[:3]]

    assert [article.text for article in enlarge(empty, to=5)] == [""] * 5
