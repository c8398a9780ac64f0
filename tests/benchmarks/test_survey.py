from __future__ import annotations

from pathlib import Path

import searchkit
from benchmarks.corpus import Article, write
from benchmarks.survey import queries_of, repeated, survey_lines


def test_each_size_of_a_corpus_has_a_table(articles: list[Article], tmp_path: Path) -> None:
    corpus = write(articles, tmp_path / "made").folder / "articles.jsonl"

    lines = list(survey_lines(corpus, [200, 300], tmp_path, words=5, rounds=1, seed=0))

    assert [line for line in lines if line.startswith("###")] == [
        "### 200 articles",
        "### 300 articles",
    ]
    assert sum(line.startswith("| every article | ") for line in lines) == 2
    assert list(tmp_path.iterdir()) == [tmp_path / "made"]


def test_articles_are_whole_unless_they_are_repeated(
    articles: list[Article], tmp_path: Path
) -> None:
    corpus = write(articles, tmp_path).folder / "articles.jsonl"

    whole, more = list(repeated(corpus, 200, words=3)), list(repeated(corpus, 300, words=3))

    assert [one.text for one in whole] == [one.text for one in articles]
    assert [one.id for one in more] == [str(number) for number in range(300)]
    assert more[250].text == " ".join(articles[50].text.split()[:3])


def test_the_same_queries_are_drawn_for_the_same_seed(
    articles: list[Article], tmp_path: Path
) -> None:
    searchkit.update(tmp_path / "index", write(articles, tmp_path / "made").folder)

    with searchkit.open(tmp_path / "index") as index:
        assert queries_of(index, 3) == queries_of(index, 3)
        assert queries_of(index, 3)["every article"] == [""]
