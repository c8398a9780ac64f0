"""Archives of a corpus: opened when they look different, and then only what differs is read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import searchkit
from searchkit.corpus.formats import EXTRAS, FORMATS, Format
from searchkit.errors import UpdateStoppedError
from searchkit.index import Index
from searchkit.results import UpdateReport
from tests.corpus.containers.test_archive_listing import tarred, zipped
from tests.syncing.test_folders import counts, notes

FILES = {f"{number}.txt": f"Tide number {number}.".encode() for number in range(25)}
LONG_AGO = 1_600_000_000_123_456_789


def put(folder: Path, name: str, files: Mapping[str, bytes], changed: int = 0) -> None:
    folder.mkdir(exist_ok=True)
    content = zipped(files) if name.endswith(".zip") else tarred(files, packing="gz")
    (folder / name).write_bytes(content)
    os.utime(folder / name, ns=(LONG_AGO + changed, LONG_AGO + changed))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / "a", "b.zip", FILES)
    put(tmp_path / "a", "c.tgz", FILES)
    return tmp_path / "a"


@pytest.fixture
def index(tmp_path: Path, folder: Path) -> Iterator[Index]:
    with searchkit.open(tmp_path / "index", create=True) as opened:
        opened.update(folder)
        yield opened


def paths_read(report: UpdateReport) -> list[str]:
    return [problem.path for problem in report.problems]


def test_an_article_in_an_archive_has_the_path_of_the_archive_before_its_own(index: Index) -> None:
    assert index.search("tide").total == 50
    assert index.article("b.zip/3.txt").text == "Tide number 3."
    assert index.article("c.tgz/3.txt").path == "c.tgz/3.txt"


def test_an_archive_that_looks_as_it_did_is_not_opened(index: Index, folder: Path) -> None:
    for name in ("b.zip", "c.tgz"):
        size = (folder / name).stat().st_size
        (folder / name).write_bytes(bytes(size))
        os.utime(folder / name, ns=(LONG_AGO, LONG_AGO))

    report = index.update()

    assert (counts(report), report.problems, report.files) == ((0, 0, 0, 50), (), 50)


@pytest.mark.parametrize("name", ["b.zip", "c.tgz"])
def test_of_an_archive_that_changed_only_what_differs_is_read(
    index: Index, folder: Path, name: str
) -> None:
    changed = {**FILES, "3.txt": b"Tide number X.", "new.txt": b"A new tide."}
    del changed["7.txt"]
    put(folder, name, changed, changed=1)
    progress: list[int] = []

    report = index.update(progress=lambda one: progress.append(one.total or 0))

    assert counts(report) == (1, 1, 1, 48)
    assert max(progress) == len(b"Tide number X." + b"A new tide.")
    assert counts(index.update()) == (0, 0, 0, 50)
    assert index.article(f"{name}/3.txt").text == "Tide number X."


def test_articles_of_an_archive_that_is_damaged_stay(index: Index, folder: Path) -> None:
    (folder / "b.zip").write_bytes(b"no archive any more")

    report = index.update()

    assert (counts(report), paths_read(report)) == ((0, 0, 0, 50), ["b.zip"])
    (folder / "b.zip").unlink()
    assert counts(index.update(allow_removals=True)) == (0, 0, 25, 25)


def test_a_corpus_of_archives_that_was_moved_is_known(index: Index, folder: Path) -> None:
    moved = folder.rename(folder.with_name("moved"))

    report = index.update(moved)

    assert counts(report) == (0, 0, 0, 50)
    assert notes(report) == [f"The corpus was moved from {folder} to {moved}."]


def test_settings_reach_into_archives(index: Index, folder: Path) -> None:
    (folder / "searchkit.toml").write_text('["b.zip/1*"]\nskip = true\n["c.tgz"]\nsource = "Post"')

    first, second = index.update(allow_removals=True), index.update()

    assert (counts(first), counts(second)) == ((0, 25, 11, 14), (0, 0, 0, 39))
    assert {one.source: one.articles for one in index.sources()} == {None: 14, "Post": 25}


def test_files_in_archives_whose_extra_is_not_installed_are_read_once_it_is(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, ".txt", Format("text_files", extra="rst"))
    monkeypatch.setitem(EXTRAS, "rst", ("no_such_library",))
    put(folder, "b.zip", {**FILES, "a.md": b"Another tide."})
    with searchkit.open(tmp_path / "index", create=True) as index:
        before = index.update(folder)
        monkeypatch.setitem(EXTRAS, "rst", ("json",))
        after = index.update()

    assert (before.missing, counts(before)) == ({"rst": {".txt": 50}}, (1, 0, 0, 0))
    assert (after.missing, counts(after)) == ({}, (50, 0, 0, 1))


def test_several_processes_read_an_archive(tmp_path: Path, folder: Path) -> None:
    for name in ("b.zip", "c.tgz"):
        put(folder, name, {f"{number}.txt": b"A tide. " * 90_000 for number in range(12)})
    with searchkit.open(tmp_path / "index", create=True) as index:
        report = index.update(folder, jobs=2)

    assert (counts(report), report.problems) == ((24, 0, 0, 0), ())


def test_an_update_can_be_stopped_while_archives_are_opened(index: Index, folder: Path) -> None:
    put(folder, "c.tgz", {"a.txt": b"A new tide."}, changed=1)

    with pytest.raises(UpdateStoppedError, match=r"^Stopped; the index was not changed\.$"):
        index.update(stop=lambda: True)

    assert len(index) == 50
