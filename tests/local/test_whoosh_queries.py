from __future__ import annotations

from pathlib import Path

import pytest
from whoosh.index import open_dir

import searchkit
from searchkit.errors import QueryError
from searchkit.local.whoosh_queries import whoosh_query
from searchkit.query.nodes import Not, Regex, Word
from tests.conftest import MakeCorpus

ARTICLES = {
    "moon.txt": "The moon\n\nIt pulls at the tides of every sea.",
    "neap.md": "---\nlanguage: en\ndate: 2019-03\n---\nA neap tide is the smallest.",
    "mer.md": "---\nlanguage: fr\n---\nLa mer monte deux fois, et les nouvelles sont bonnes.",
    "gone.txt": "Gone\n\nThe sea and the tide.",
}


@pytest.mark.parametrize(
    "query",
    ["tide", "tide -moon", "sea tide", '"neap tide"', "ti*", "=tides", "mer", "news", "date:2019"],
)
def test_whoosh_finds_with_the_query_language_what_searchkit_finds(
    query: str, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(ARTICLES)
    path = tmp_path / "index"
    searchkit.update(path, corpus)
    (corpus / "gone.txt").unlink()
    searchkit.update(path, corpus)

    with open_dir(str(path)).searcher() as searcher, searchkit.open(path) as index:
        found = searcher.search(whoosh_query(query, searcher), limit=None)

        assert {hit["key"] for hit in found} == {hit.article.key for hit in index.search(query)}


def test_a_tree_is_a_query_of_whoosh_too_unless_it_cannot_be_understood(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    searchkit.update(tmp_path / "index", make_corpus(ARTICLES))

    with open_dir(str(tmp_path / "index")).searcher() as searcher:
        found = searcher.search(whoosh_query(Not(Word("tide")), searcher), limit=None)
        with pytest.raises(QueryError, match="is not a regular expression"):
            whoosh_query(Regex("("), searcher)

        assert [hit["key"] for hit in found] == ["mer.md"]
