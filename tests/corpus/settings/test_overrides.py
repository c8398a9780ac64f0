"""What is set for a file counts for its articles."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from searchkit.article import Article, ArticleDate, Origin
from searchkit.corpus import CorpusFile, read, read_settings, walk
from tests.conftest import MakeCorpus


def articles(folder: Path) -> dict[str, Article]:
    """The articles of a folder, each read with its settings."""
    found = read_settings(folder)
    files = [
        CorpusFile(file.path, file.name, file.size, file.mtime_ns, options=options)
        for file in walk(folder).files
        if (options := found.options(file.path)) is not None
    ]
    read_of = [article for file in files for article in read(folder, file)]
    return {one.key: one for one in read_of if isinstance(one, Article)}


def test_what_is_set_counts_more_than_what_an_article_says(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(
        {
            "Gazette/a.txt": "One tide.",
            "b.json": '{"text": "Two.", "source": "Wire", "lang": "en", "date": "2018"}',
            "searchkit.toml": 'source = "The Pier Post"\nlanguage = "de"\n',
        }
    )

    found = articles(folder)

    assert {key: (one.source, one.language) for key, one in found.items()} == {
        "Gazette/a.txt": ("The Pier Post", "de"),
        "b.json": ("The Pier Post", "de"),
    }
    assert {one.origins.source for one in found.values()} == {Origin.GIVEN}
    assert {one.origins.language for one in found.values()} == {Origin.GIVEN}
    assert found["b.json"].date == ArticleDate.of_year(2018)


def test_a_text_that_is_to_stay_as_it_is_keeps_a_title_that_it_repeats(
    make_corpus: MakeCorpus,
) -> None:
    text = "Low water\n\nMud.\n\nAdvertisement"
    record = json.dumps({"title": "Low water", "text": text, "source": "The Pier Post"})
    settings = '["kept.json"]\nas_is = true\n'
    folder = make_corpus({"kept.json": record, "read.json": record, "searchkit.toml": settings})

    found = articles(folder)

    assert {key: (one.text, len(one.furniture)) for key, one in found.items()} == {
        "kept.json": (text, 0),
        "read.json": ("Mud.\n\nAdvertisement", 1),
    }
    assert [found[key].is_as_is for key in ("kept.json", "read.json")] == [True, False]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2018-03-14T22:30:00", "2018-03-14T22:30:00-04:00"),
        ("2018-01-14T22:30:00", "2018-01-14T22:30:00-05:00"),
        ("2018-03-14T22:30:00+01:00", "2018-03-14T22:30:00+01:00"),
        ("2018-03-14", "2018-03-14"),
        ("2018-03", "2018-03"),
    ],
)
def test_a_time_without_a_zone_is_meant_in_the_one_that_is_set(
    make_corpus: MakeCorpus, date: str, expected: str
) -> None:
    pytest.importorskip("zoneinfo").ZoneInfo("America/New_York")
    folder = make_corpus(
        {
            "a.json": f'{{"text": "One tide.", "date": "{date}"}}',
            "searchkit.toml": 'timezone = "America/New_York"',
        }
    )

    assert str(articles(folder)["a.json"].date) == expected


def test_spellings_of_an_outlet_become_one(make_corpus: MakeCorpus) -> None:
    sources = [
        "pierpost.example",
        "PIER  POST",
        "The Pier Post",
        "the pier post",
        "Wire",
        "Pïer Post",
    ]
    records = "\n".join(f'{{"text": "Tide.", "source": "{source}"}}' for source in sources)
    folder = make_corpus(
        {
            "a.jsonl": records,
            "b.md": "---\nurl: https://www.pierpost.example/tide\n---\nTwo tides.",
            "searchkit.toml": '[aliases]\n"The Pier Post" = ["pierpost.example", "Pier Post"]\n',
        }
    )

    found = articles(folder)

    assert [one.source for one in found.values()] == [*["The Pier Post"] * 4, "Wire"] + [
        "The Pier Post"
    ] * 2
    assert found["b.md"].origins.source is Origin.URL


def test_an_encoding_that_is_set_decides(make_corpus: MakeCorpus) -> None:
    folder = make_corpus(
        {
            "a.txt": "Das Wetter am Meer wird schön, sagte die Wärterin.".encode("cp437"),
            "searchkit.toml": 'encoding = "cp437"',
        }
    )

    assert "schön" in articles(folder)["a.txt"].text
