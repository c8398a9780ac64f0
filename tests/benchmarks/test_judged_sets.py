from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import corpus
from benchmarks.corpus import Article
from benchmarks.judged_sets import known_items, read_set, telling


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A set without articles."""
    (tmp_path / "tides").mkdir()
    (tmp_path / "tides" / "queries.tsv").write_text("1\ttide\n2\tmoon\n")
    (tmp_path / "tides" / "qrels.tsv").write_text("1\ta\t1\n")
    return tmp_path / "tides"


def test_a_set_has_the_queries_that_were_judged(folder: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared.jsonl.gz"
    borrowed = read_set(folder, shared)
    (folder / "docs.jsonl.gz").touch()
    own = read_set(folder, shared)

    assert (own.name, own.queries, own.judgments) == ("tides", {"1": "tide"}, {"1": {"a": 1}})
    assert (borrowed.articles, borrowed.has_own_articles) == (shared, False)
    assert (own.articles, own.has_own_articles) == (folder / "docs.jsonl.gz", True)


def test_a_set_needs_articles(folder: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"docs\.jsonl\.gz is missing; --articles names"):
        read_set(folder, None)


def test_known_items_are_headlines_and_some_of_their_words(
    articles: list[Article], tmp_path: Path
) -> None:
    path = corpus.write(articles, tmp_path).folder / corpus.FILE
    titles = {article.id: article for article in articles}
    whole, some = known_items(path, seed=3)

    assert (whole.queries, some.queries) == tuple(one.queries for one in known_items(path, seed=3))
    assert whole.queries == {name: titles[name].title for name in whole.queries}
    assert whole.judgments == some.judgments == {name: {name: 1} for name in some.queries}
    for name, query in some.queries.items():
        words = query.split()
        known = telling(titles[name])
        assert len(set(words)) == min(len(known), 3)
        assert set(words) <= set(known)
