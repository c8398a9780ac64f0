"""The sample corpus, indexed and searched, against the table of its facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import searchkit
from searchkit.article import Article
from searchkit.corpus import OpenArchives, list_archive, read, walk
from searchkit.index import Index
from searchkit.limits import DEFAULT_READING_LIMITS

ROOT = Path(__file__).parents[1]
FACTS: dict[str, dict[str, Any]] = json.loads((ROOT / "tests" / "corpus_facts.json").read_text())


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with searchkit.open(tmp_path_factory.mktemp("sample") / "index", create=True) as index:
        index.update(ROOT / "corpus")
        yield index


def found(index: Index, query: str = "", **filters: Any) -> set[str]:
    return {hit.article.key for hit in index.search(query, limit=1000, **filters)}


def test_every_article_is_indexed_with_the_facts_that_its_file_declares(sample: Index) -> None:
    indexed = {
        key: {
            "title": article.title,
            "date": article.date and str(article.date),
            "source": article.source,
            "authors": list(article.authors),
            "origins": {
                "title": article.origins.title,
                "date": article.origins.date,
                "source": article.origins.source,
            },
        }
        for key in found(sample)
        for article in [sample.article(key)]
    }

    assert indexed == {
        key: {name: facts[name] for name in indexed[key]} for key, facts in FACTS.items()
    }


ONE_OUTLET = {
    "The Marram Post": "marrampost.example",
    "marrampost.example": "The Marram Post",
}


@pytest.mark.parametrize("source", sorted({facts["source"] or "none" for facts in FACTS.values()}))
def test_a_filter_by_source_gives_exactly_the_articles_of_that_source(
    sample: Index, source: str
) -> None:
    spellings = {source, ONE_OUTLET.get(source, source)}
    expected = {key for key, facts in FACTS.items() if (facts["source"] or "none") in spellings}

    assert found(sample, source=source) == expected
    assert found(sample, source=source.upper()) == expected


def overlaps(date: str, since: str, until: str) -> bool:
    """Whether a date, as precise as it is known, touches a range of days."""
    day = date[:10]
    return day + "-00-00"[: 10 - len(day)] <= until and day + "-99-99"[: 10 - len(day)] >= since


@pytest.mark.parametrize("month", ["2019-10", "2018-03", "2021-03", "2016-11", "2011-01"])
def test_a_filter_by_month_gives_exactly_the_articles_that_may_be_of_that_month(
    sample: Index, month: str
) -> None:
    # A date known to the month alone touches every day of it.
    assert found(sample, since=month, until=month) == {
        key
        for key, facts in FACTS.items()
        if facts["date"] and overlaps(facts["date"], f"{month}-01", f"{month}-31")
    }


@pytest.mark.parametrize("since", ["2011", "2017-02", "2019-03-21", "2024-03-12", "2024-03-13"])
def test_since_gives_exactly_the_articles_from_that_day_on(sample: Index, since: str) -> None:
    first = since + "-01-01"[len(since) - 4 :] if len(since) < 10 else since

    assert found(sample, since=since) == {
        key
        for key, facts in FACTS.items()
        if facts["date"] and overlaps(facts["date"], first, "9999-12-31")
    }


def test_undated_articles_are_exactly_those_without_a_date(sample: Index) -> None:
    assert found(sample, undated=True) == {k for k, facts in FACTS.items() if not facts["date"]}


def test_recovers_finds_recovered_and_marks_it(sample: Index) -> None:
    results = sample.search("recovers", source="The Marram Post")
    marked = {
        hit.article.key: {
            snippet.text[slice(*span)] for snippet in hit.snippets for span in snippet.spans
        }
        for hit in results
    }

    assert marked["The Marram Post/2019/10/28/otters.txt"] == {"recovered", "recovering"}
    assert len(marked) == 3


def test_no_furniture_is_quoted(sample: Index) -> None:
    for key, facts in FACTS.items():
        for furniture in facts["furniture"]:
            quoted = [
                snippet.text
                for hit in sample.search(furniture, limit=1000)
                if hit.article.key == key
                for snippet in hit.snippets
            ]

            assert not any(furniture in text for text in quoted)


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
    folder = ROOT / "corpus"
    listing = walk(folder)
    files = list(listing.files)
    for archive in listing.archives:
        inside = list_archive(folder, archive, DEFAULT_READING_LIMITS)
        files += [file.in_corpus(archive) for file in inside.files]
    with OpenArchives(DEFAULT_READING_LIMITS) as archives:
        found = [each for file in files for each in read(folder, file, archives=archives)]
    articles = {each.key: facts_of(each) for each in found if isinstance(each, Article)}

    assert len(found) == len(articles)
    assert articles == FACTS


def test_every_file_of_the_corpus_is_an_article_or_a_container_of_them() -> None:
    listing = walk(ROOT / "corpus")

    assert (listing.skipped, listing.problems) == ({}, ())
