"""What an index is to become: which settings hold, and what it costs when they change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit import corpus as corpora
from searchkit.corpus.formats import EXTRAS, FORMATS, Format
from searchkit.errors import ArgumentError, CorpusEmptyError, CorpusSettingsError
from searchkit.index import Index
from searchkit.notes import Remark
from searchkit.results import CorpusFolder, UpdateReport
from searchkit.syncing import target
from tests.syncing.test_folders import counts, make, notes, numbered

AGAIN = "because the settings for reading changed."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "a", numbered(4) | {"letters/a.txt": "A letter.", "b.md": "Harbours."})


@pytest.fixture
def index(tmp_path: Path, folder: Path) -> Iterator[Index]:
    with searchkit.open(tmp_path / "index", create=True) as opened:
        opened.update(folder)
        yield opened


def sources(index: Index) -> dict[str | None, int]:
    return {count.source: count.articles for count in index.sources()}


def test_only_the_files_that_a_setting_touches_are_read_again(index: Index, folder: Path) -> None:
    make(folder, {"searchkit.toml": '["letters"]\nsource = "Letters"'})
    report = index.update()

    assert (counts(report), notes(report)) == ((0, 1, 0, 5), [f"1 file is read again, {AGAIN}"])
    assert sources(index) == {None: 5, "Letters": 1}
    assert notes(index.update()) == []
    make(folder, {"searchkit.toml": '["letters"]\nsource = "Letters"\n\n# as before\n'})
    assert notes(index.update()) == []
    (folder / "searchkit.toml").unlink()
    assert counts(index.update()) == (0, 1, 0, 5)
    assert sources(index) == {None: 6}


def test_what_is_given_is_remembered_until_it_is_taken_back(index: Index, folder: Path) -> None:
    report = index.update(folder, source="The Pier Post", encoding="latin-1")

    assert counts(report) == (0, 6, 0, 0)
    assert notes(report) == [f"6 files are read again, {AGAIN}"]
    assert counts(index.update(folder)) == (0, 0, 0, 6)
    assert index.stats().corpus == (
        CorpusFolder(folder, source="The Pier Post", encoding="latin-1"),
    )
    assert counts(index.update(source="")) == (0, 6, 0, 0)
    assert sources(index) == {None: 6}
    assert index.stats().corpus == (CorpusFolder(folder, encoding="latin-1"),)


def test_what_is_given_counts_more_than_settings(index: Index, folder: Path) -> None:
    make(folder, {"searchkit.toml": 'source = "Letters"\nlanguage = "fr"'})
    index.update(source="The Pier Post")

    article = index.article("letters/a.txt")
    assert (article.source, article.language) == ("The Pier Post", "fr")


def test_what_is_given_of_a_folder_is_not_said_of_another(
    index: Index, folder: Path, tmp_path: Path
) -> None:
    other = make(tmp_path / "other", {"x.txt": "Another."})
    index.update(folder, source="The Pier Post")

    report = index.update([folder, other])

    assert counts(report) == (1, 0, 0, 6)
    assert sources(index) == {"The Pier Post": 6, None: 1}
    index.update(other, replace_corpus=True)
    assert sources(index) == {None: 1}


def test_each_folder_has_settings_of_its_own(index: Index, folder: Path, tmp_path: Path) -> None:
    settings = {"searchkit.toml": '["*.txt"]\nsource = "The Log"\n["x.txt"]\nskip = true'}
    other = make(tmp_path / "other", {"x.txt": "One.", "y.txt": "Two."} | settings)

    report = index.update([folder, other])

    assert (counts(report), dict(report.skipped)) == ((1, 0, 0, 6), {"searchkit.toml": 1})
    assert sources(index) == {None: 6, "The Log": 1}


def test_files_that_are_to_be_skipped_are_gone(index: Index, folder: Path) -> None:
    make(folder, {"searchkit.toml": '["letters"]\nskip = true'})

    report = index.update()

    assert (counts(report), dict(report.skipped)) == ((0, 0, 1, 5), {"searchkit.toml": 1})
    make(folder, {"searchkit.toml": "skip = true"})
    with pytest.raises(CorpusEmptyError):
        index.update()


def test_words_are_stemmed_in_the_language_that_is_set(index: Index, folder: Path) -> None:
    make(folder, {"b.md": "Chevaux: ports, tides."})
    make(folder, {"searchkit.toml": '["b.md"]\nlanguage = "fr"'})
    index.update()

    assert [hit.article.key for hit in index.search("cheval")] == ["b.md"]


def test_settings_that_cannot_be_understood_change_nothing(index: Index, folder: Path) -> None:
    make(folder, {"new.txt": "New.", "searchkit.toml": "skip = 1"})

    with pytest.raises(CorpusSettingsError):
        index.update()
    (folder / "searchkit.toml").unlink()
    with pytest.raises(ArgumentError):
        index.update(encoding="utf-9")
    assert index.search("").total == 6


def test_another_version_of_reading_reads_all_files_once(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(target, "READING_VERSION", corpora.READING_VERSION + 1)
    steps: list[int] = []

    report = index.update(folder, progress=lambda step: steps.append(step.articles))

    assert (counts(report), steps[-1]) == ((0, 0, 0, 6), 6)
    assert notes(report) == [
        "This version of searchkit reads files differently, so all of them are read again."
    ]
    assert notes(index.update()) == []


def test_settings_hold_within_a_file_of_many_articles(index: Index, folder: Path) -> None:
    lines = "\n".join(f'{{"text": "Tide {n}.", "source": "pierpost.example"}}' for n in range(9))
    make(folder, {"wire.jsonl": lines, "searchkit.toml": '[aliases]\n"P" = ["pierpost.example"]'})

    index.update()

    assert sources(index) == {"P": 9, None: 6}


def test_only_files_of_the_outlets_whose_spellings_change_are_read_again(
    index: Index, folder: Path
) -> None:
    def aliases(names: str) -> UpdateReport:
        make(folder, {"searchkit.toml": f"[aliases]\n{names}\n"})
        return index.update()

    records = {"p.json": "quay.example", "q.json": "Pier Post", "r.json": "Gazette"}
    make(folder, {k: f'{{"text": "Tide.", "source": "{v}"}}' for k, v in records.items()})
    index.update()

    first = aliases('"The Pier Post" = ["QUAY.example"]')
    second = aliases('"The Pier Post" = ["QUAY.example", "pier post"]')
    third = aliases('"Pier Post" = ["quay.example"]')

    assert (counts(first), notes(first)) == ((0, 1, 0, 8), [f"1 file is read again, {AGAIN}"])
    assert (counts(second), notes(second)) == ((0, 1, 0, 8), [f"1 file is read again, {AGAIN}"])
    assert (counts(third), notes(third)) == ((0, 2, 0, 7), [f"2 files are read again, {AGAIN}"])
    assert notes(index.update()) == []
    assert sources(index) == {None: 6, "Pier Post": 2, "Gazette": 1}
    assert counts(aliases("")) == (0, 1, 0, 8)
    assert sources(index) == {None: 6, "Pier Post": 1, "quay.example": 1, "Gazette": 1}


def read_with(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """Have text files read by an extra that has one library."""
    monkeypatch.setitem(FORMATS, ".txt", Format("text_files", extra="rst"))
    monkeypatch.setitem(EXTRAS, "rst", (library,))


def test_files_whose_extra_is_not_installed_are_counted_and_read_once_it_is(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_with(monkeypatch, "no_such_library")
    with searchkit.open(tmp_path / "index", create=True) as index:
        before = [index.update(folder) for _ in range(2)]
        read_with(monkeypatch, "json")
        after = index.update()

    assert [counts(report) for report in (*before, after)] == [
        (1, 0, 0, 0),
        (0, 0, 0, 1),
        (5, 0, 0, 1),
    ]
    assert [report.missing for report in (*before, after)] == [
        {"rst": {".txt": 5}},
        {"rst": {".txt": 5}},
        {},
    ]
    assert Remark("001.txt", "needs: pip install 'searchkit[rst]'") in before[0].passed_over


def test_articles_stay_when_what_read_them_is_no_longer_installed(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.md").unlink()
    read_with(monkeypatch, "no_such_library")
    without = index.update()
    make(folder, {"001.txt": "Another tide came."})
    read_with(monkeypatch, "json")

    assert (counts(without), without.missing) == ((0, 0, 1, 5), {"rst": {".txt": 5}})
    assert counts(index.update()) == (0, 1, 0, 4)


def test_a_folder_of_which_nothing_can_be_read_says_what_to_install(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "b.md").unlink()
    read_with(monkeypatch, "no_such_library")

    with (
        searchkit.open(tmp_path / "index", create=True) as index,
        pytest.raises(CorpusEmptyError) as caught,
    ):
        index.update(folder)

    assert str(caught.value) == (
        f"No articles in {folder}. Nothing was indexed. "
        "5 .txt files need: pip install 'searchkit[rst]'"
    )
