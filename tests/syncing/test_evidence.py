"""What is furniture of an outlet, settled once, holds for what is added later."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import searchkit
from searchkit.article import Article
from searchkit.errors import UpdateStoppedError
from searchkit.index import Index
from searchkit.local.store import Store
from searchkit.local.writing import committing
from searchkit.syncing.evidence import Evidence
from tests.helpers.damaging import change_array
from tests.helpers.recurring import name, settled, story

OLD = 1_500_000_000_000_000_000  # nanoseconds since 1970: long settled
SIGN_UP = "The best of the Pier Post on paper and in the inbox each morning"
POPUP = "Ada Mary MarshTide of {0} turns Boats sail MORE"
LINE = "It was the mayor, Ada Marsh {0} (D), who said so in {1}."

ARTICLES = [
    story(number, SIGN_UP, LINE.format(POPUP.format(name(number)), name(number)))
    for number in range(12)
]


def write(folder: Path, articles: list[Article], file: str = "posts.jsonl") -> Path:
    folder.mkdir(exist_ok=True)
    records = [
        {
            "id": article.key,
            "title": article.title,
            "text": article.text,
            "source": article.source,
            "date": str(article.date),
        }
        for article in articles
    ]
    (folder / file).write_text("".join(json.dumps(record) + "\n" for record in records))
    os.utime(folder / file, ns=(OLD, OLD))
    return folder


def shown(path: Path) -> dict[str, list[str]]:
    """What is furniture in each article of an index."""
    with searchkit.open(path) as index:
        hits = index.search("", limit=999).hits
        return {
            hit.article.key.partition("#")[2]: [
                hit.article.text[start:end].strip() for start, end in hit.article.furniture
            ]
            for hit in hits
        }


def evidence_of(path: Path) -> Evidence | None:
    return Store(path).manifest().evidence


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus", ARTICLES)


@pytest.fixture
def built(corpus: Path, tmp_path: Path) -> Path:
    searchkit.update(tmp_path / "index", corpus)
    return tmp_path / "index"


def test_furniture_is_neither_found_nor_quoted_and_is_shown(built: Path) -> None:
    with searchkit.open(built) as index:
        assert index.search("inbox morning").total == 0
        assert index.search("boats sail").total == 0
        assert index.search('"mayor, Ada Marsh (D)"').total == 12
        quoted = [snippet.text for hit in index.search("mayor").hits for snippet in hit.snippets]
        assert not any("Boats" in text or "inbox" in text for text in quoted)
        article = index.search("", limit=1).hits[0].article
        assert SIGN_UP in article.text
    assert shown(built) == {
        article.key: [SIGN_UP, POPUP.format(name(number))]
        for number, article in enumerate(ARTICLES)
    }
    assert searchkit.check(built, deep=True).faults == ()


def test_nothing_is_furniture_of_texts_that_are_read_as_they_are(tmp_path: Path) -> None:
    folder = write(tmp_path / "corpus", ARTICLES)
    searchkit.update(tmp_path / "index", folder, as_is=True)

    assert set(map(len, shown(tmp_path / "index").values())) == {0}

    searchkit.update(tmp_path / "index", folder, rebuild=True)  # it is not remembered
    assert set(map(len, shown(tmp_path / "index").values())) != {0}


def test_an_index_has_what_was_settled_from_its_articles(built: Path) -> None:
    assert evidence_of(built) == settled(ARTICLES)


def test_an_update_uses_what_is_stored_and_settles_nothing(built: Path, corpus: Path) -> None:
    before = evidence_of(built)
    other = "Listen to the podcast of the Pier Post on all platforms"
    write(corpus, [story(n, SIGN_UP, other) for n in range(20, 40)], "more.jsonl")
    searchkit.update(built, corpus)

    assert evidence_of(built) == before
    assert shown(built)["k25"] == [SIGN_UP]

    searchkit.rebuild(built)

    assert shown(built)["k25"] == [SIGN_UP, other]


def test_an_update_with_nothing_to_do_changes_nothing(built: Path, corpus: Path) -> None:
    before = {path.name: path.read_bytes() for path in built.iterdir()}
    report = searchkit.update(built, corpus)

    assert (report.added, report.replaced, report.unchanged) == (0, 0, 12)
    assert {path.name: path.read_bytes() for path in built.iterdir()} == before


def test_reading_the_same_again_replaces_nothing(built: Path, corpus: Path) -> None:
    os.utime(write(corpus, ARTICLES) / "posts.jsonl")
    report = searchkit.update(built, corpus)

    assert (report.added, report.replaced, report.unchanged) == (0, 0, 12)


def test_the_number_of_processes_does_not_matter(
    built: Path, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    searchkit.update(tmp_path / "other", corpus, jobs=3)
    assert evidence_of(tmp_path / "other") == evidence_of(built)
    monkeypatch.setattr(committing, "_TEXT", 1)  # a segment for each report
    searchkit.update(tmp_path / "pieces", corpus, jobs=3)

    assert evidence_of(tmp_path / "pieces") == evidence_of(built)
    assert shown(tmp_path / "pieces") == shown(built)


def test_a_first_update_that_was_stopped_settles_when_it_ends(
    built: Path, corpus: Path, tmp_path: Path
) -> None:
    for number in range(6):
        write(corpus, ARTICLES[2 * number : 2 * number + 2], f"{number}.jsonl")
    (corpus / "posts.jsonl").unlink()
    path = tmp_path / "stopped"
    asked = iter([False] * 5)
    with pytest.raises(UpdateStoppedError):
        searchkit.update(path, corpus, jobs=1, stop=lambda: next(asked, True))
    assert evidence_of(path) is None
    assert len(Store(path).manifest().segments) > 0

    searchkit.update(path, corpus)

    assert evidence_of(path) == evidence_of(built)
    assert shown(path) == shown(built)
    assert searchkit.check(path, deep=True).faults == ()


def test_repair_and_merging_keep_it(built: Path, corpus: Path) -> None:
    before = shown(built)
    change_array(built, "fields/text/positions")
    report = searchkit.repair(built)

    assert report.indexed == 12
    assert shown(built) == before
    with searchkit.open(built) as index:
        assert index.search("boats sail").total == 0
    write(corpus, [story(99, SIGN_UP)], "more.jsonl")
    searchkit.update(built, corpus, optimize=True)

    assert shown(built) == {**before, "k99": [SIGN_UP]}
    assert searchkit.update(built, corpus).replaced == 0


def test_an_article_added_to_an_open_index_is_read_with_it(built: Path, corpus: Path) -> None:
    index: Index
    with searchkit.open(built) as index:
        write(corpus, [story(50, SIGN_UP)], "more.jsonl")
        index.update(corpus)

        assert index.search("inbox").total == 0
        assert index.search("", limit=99).total == 13


def test_the_spellings_of_an_outlet_and_its_domain_are_one(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    address = "https://www.usmagazine.example/{}"
    records = [
        {"text": f"T {n}", "source": "Us Weekly", "url": address.format(n)} for n in range(3)
    ]
    records += [{"text": "A", "source": "US WEEKLY"}, {"text": "B", "url": address.format("b")}]
    records += [{"text": "C", "source": "Harbour Weekly"}]
    (folder / "a.json").write_text(json.dumps(records))
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(folder)
        for name in ("Us Weekly", "US WEEKLY", "us-weekly", "usmagazine.example"):
            assert index.search("", source=name).total == 5
        assert [(one.source, one.articles) for one in index.sources()] == [
            ("Us Weekly", 5),
            ("Harbour Weekly", 1),
        ]
