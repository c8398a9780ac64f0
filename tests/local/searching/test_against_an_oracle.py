"""However a corpus was committed, the index finds what looking at every word does."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchkit
from tests.helpers.oracle import PlainArticle, search

WORDS = ["tide", "tides", "moon", "moons", "sea", "quay", "herring", "ropes", "lantern"]

words = st.sampled_from(WORDS)
titles = st.lists(words, min_size=1, max_size=4).map(" ".join)
texts = st.lists(words, min_size=1, max_size=30).map(" ".join)
articles = st.tuples(titles, texts)
leaves = st.lists(words, min_size=1, max_size=3)
queries = st.lists(leaves, min_size=1, max_size=3, unique_by=tuple)


def as_file(title: str, text: str) -> str:
    return f"---\ntitle: {title}\nlang: en\n---\n{text}\n"


@settings(max_examples=40)
@given(
    committed=st.lists(st.lists(articles, max_size=4), min_size=1, max_size=3),
    removed=st.sets(st.integers(0, 11), max_size=4),
    query=queries,
)
def test_articles_and_scores_are_those_of_an_oracle(
    committed: list[list[tuple[str, str]]], removed: set[int], query: list[list[str]]
) -> None:
    plain: dict[str, PlainArticle] = {}
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name, "corpus")
        corpus.mkdir()
        (corpus / "keep.md").write_text(as_file("lantern", "ropes"))
        plain["keep.md"] = PlainArticle.of("keep.md", "lantern", "ropes", "en")
        with searchkit.open(Path(name, "index"), create=True) as index:
            for batch in committed:
                for title, text in batch:
                    key = f"{len(plain):02}.md"
                    (corpus / key).write_text(as_file(title, text))
                    plain[key] = PlainArticle.of(key, title, text, "en")
                index.update(corpus)
            for key in [f"{number:02}.md" for number in removed]:
                if plain.pop(key, None):
                    (corpus / key).unlink()
            index.update(corpus)
            results = index.search(" ".join(f'"{" ".join(leaf)}"' for leaf in query), limit=100)

    phrases = [PlainArticle.of("", "", " ".join(leaf), "en").text for leaf in query]
    distinct = [phrase for at, phrase in enumerate(phrases) if query[at] not in query[:at]]
    expected = search(list(plain.values()), distinct)

    assert results.total == len(expected)
    assert {hit.article.key: hit.score for hit in results} == pytest.approx(expected, rel=1e-5)
    assert [hit.score for hit in results] == sorted(expected.values(), reverse=True) or [
        hit.score for hit in results
    ] == pytest.approx(sorted(expected.values(), reverse=True), rel=1e-5)
