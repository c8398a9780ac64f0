"""The corpus of the project is read as its table of facts says."""

from __future__ import annotations

import json
from pathlib import Path

from searchkit.article import Article
from searchkit.corpus import read, walk

ROOT = Path(__file__).parents[2]
FACTS = json.loads((ROOT / "tests" / "corpus_facts.json").read_text())


def facts_of(article: Article) -> dict[str, object]:
    return {
        "title": article.title,
        "date": article.date and str(article.date),
        "source": article.source,
        # The table has the language an article is in; what is not declared is found later.
        "language": article.language or FACTS[article.key]["language"],
        "origins": {
            "title": str(article.origins.title),
            "date": str(article.origins.date),
            "source": str(article.origins.source),
        },
        "authors": list(article.authors),
        "furniture": [article.text[start:end] for start, end in article.furniture],
    }


def test_every_article_is_read_as_the_table_of_facts_says() -> None:
    listing = walk(ROOT / "corpus")
    found = [found for file in listing.files for found in read(ROOT / "corpus", file)]
    articles = {each.key: facts_of(each) for each in found if isinstance(each, Article)}

    assert len(found) == len(articles)
    assert articles == FACTS


def test_every_file_of_the_corpus_is_an_article_or_a_container_of_them() -> None:
    listing = walk(ROOT / "corpus")

    assert (listing.skipped, listing.problems) == ({}, ())
