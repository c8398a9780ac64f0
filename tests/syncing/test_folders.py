"""Which folders an index is made of: remembered, refused, moved, several."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.corpus import CorpusFile, CorpusListing
from searchkit.errors import (
    ArgumentError,
    CorpusEmptyError,
    CorpusNotFoundError,
    CorpusOverlapError,
    CorpusUnknownError,
    CorpusUnreadableError,
    IndexOutdatedError,
    ManyRemovalsError,
    OtherCorpusError,
)
from searchkit.index import Index
from searchkit.local.store.manifests import seal, unseal
from searchkit.progress import Progress
from searchkit.results import CorpusFolder, UpdateReport
from searchkit.syncing.folders import NamedFolder, joined, recognise
from searchkit.syncing.remembered import FileStamp, owner
from tests.conftest import write_files

OLD = 1_500_000_000_000_000_000  # nanoseconds since 1970: long settled


def make(folder: Path, files: Mapping[str, str], *, mtime: int = OLD) -> Path:
    """Write files that lie still since a time."""
    write_files(folder, files)
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, ns=(mtime, mtime))
    return folder


def counts(report: UpdateReport) -> tuple[int, int, int, int]:
    return report.added, report.replaced, report.removed, report.unchanged


def notes(report: UpdateReport) -> list[str]:
    return [note.message for note in report.notes]


def keys(index: Index) -> list[str]:
    return sorted(hit.article.key for hit in index.search("", limit=1000, snippets=0))


def files_of(path: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in path.iterdir() if one.name != "MAIN_WRITELOCK"}


def numbered(count: int, word: str = "tide") -> dict[str, str]:
    return {f"{n:03}.txt": f"Article {n} of the {word}." for n in range(count)}


@pytest.fixture
def a(tmp_path: Path) -> Path:
    return make(tmp_path / "a", {"one.txt": "One tide.", "b/two.txt": "Two tides."})


@pytest.fixture
def b(tmp_path: Path) -> Path:
    return make(tmp_path / "b", {"one.txt": "Another moon.", "three.txt": "Three moons."})


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with searchkit.open(tmp_path / "index", create=True) as opened:
        yield opened


# -- remembered


def test_an_index_made_from_nothing_has_no_corpus(index: Index) -> None:
    assert index.stats().corpus == ()
    with pytest.raises(
        CorpusUnknownError,
        match=f"^The index in {index.address} has no corpus yet. "
        "Name the folder that holds the articles.$",
    ):
        index.update()


def test_an_index_remembers_its_folder(index: Index, a: Path) -> None:
    index.update(a)

    assert index.stats().corpus == (CorpusFolder(a),)
    assert counts(index.update()) == (0, 0, 0, 2)


def test_a_folder_is_the_same_however_it_is_written(
    index: Index, a: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(a)
    (tmp_path / "link").symlink_to(a)
    index.update("../a")
    ways: list[str | Path] = [a, f"{a}/", ".", "../a", "~/a", tmp_path / "link"]
    ways += [f"{a}/b/..", "../link/"]

    assert [counts(index.update(way)) for way in ways] == [(0, 0, 0, 2)] * len(ways)
    assert index.stats().corpus == (CorpusFolder(a),)


# -- refused


def test_another_folder_is_refused_and_nothing_is_written(index: Index, a: Path, b: Path) -> None:
    index.update(a)
    before = files_of(Path(index.address))
    expected = (
        f"The index in {index.address} holds 2 articles from {a}. "
        f"Indexing {b} would remove them all."
    )

    for update in (
        index.update,
        partial(index.update, dry_run=True),
        partial(index.update, rebuild=True),
        partial(index.update, allow_removals=True),
    ):
        with pytest.raises(OtherCorpusError, match=f"^{re.escape(expected)}$") as caught:
            update(b)
        error = caught.value
        assert (error.articles, error.removed) == (2, 2)
        assert (error.corpus, error.left, error.named) == ((a,), (a,), (b,))
    assert files_of(Path(index.address)) == before


def test_a_folder_within_the_corpus_is_another_one(index: Index, a: Path) -> None:
    index.update(a)

    with pytest.raises(OtherCorpusError):
        index.update(a / "b")


def test_another_folder_takes_the_place_of_the_first_when_it_is_asked_to(
    index: Index, a: Path, b: Path
) -> None:
    index.update(a)

    report = index.update(b, replace_corpus=True)

    assert counts(report) == (1, 1, 1, 0)
    assert keys(index) == ["one.txt", "three.txt"]
    assert index.search("moon").total == 2
    assert index.stats().corpus == (CorpusFolder(b),)


def test_a_file_that_looks_like_one_of_the_folder_before_is_read_all_the_same(
    index: Index, tmp_path: Path
) -> None:
    first = make(tmp_path / "first", {"one.txt": "One tide."} | numbered(3))
    other = make(tmp_path / "other", {"one.txt": "One moon."})
    index.update(first)

    index.update(other, replace_corpus=True)

    assert [hit.article.text for hit in index.search("")] == ["One moon."]


def test_an_index_without_articles_takes_any_folder(
    index: Index, a: Path, b: Path, tmp_path: Path
) -> None:
    bad = make(tmp_path / "bad", {"a.json": "{"})
    index.update(bad)

    assert counts(index.update(a)) == (2, 0, 0, 0)
    with pytest.raises(OtherCorpusError):
        index.update(b)


@pytest.mark.parametrize(("dry_run", "rebuild"), [(False, False), (True, False), (False, True)])
def test_more_than_half_of_twenty_articles_are_not_removed_unasked(
    index: Index, tmp_path: Path, *, dry_run: bool, rebuild: bool
) -> None:
    folder = make(tmp_path / "a", numbered(20))
    index.update(folder)
    for n in range(10):
        (folder / f"{n:03}.txt").unlink()
    assert counts(index.update(dry_run=True)) == (0, 0, 10, 10)
    (folder / "010.txt").unlink()
    before = files_of(Path(index.address))
    expected = (
        f"11 of the 20 articles in the index in {index.address} are no longer in {folder}. "
        "Nothing was changed."
    )

    with pytest.raises(ManyRemovalsError, match=f"^{re.escape(expected)}$") as caught:
        index.update(dry_run=dry_run, rebuild=rebuild)

    assert (caught.value.articles, caught.value.removed) == (20, 11)
    assert files_of(Path(index.address)) == before
    assert index.update(allow_removals=True).removed == 11
    assert len(keys(index)) == 9


def test_records_that_vanish_from_a_file_count_as_removals(index: Index, tmp_path: Path) -> None:
    lines = [f'{{"id": "{n}", "text": "Tide number {n}."}}' for n in range(30)]
    folder = make(tmp_path / "a", {"wire.jsonl": "\n".join(lines), "a.txt": "One."})
    index.update(folder)
    make(folder, {"wire.jsonl": "\n".join(lines[:9])}, mtime=OLD + 1)
    before = files_of(Path(index.address))

    with pytest.raises(ManyRemovalsError) as caught:
        index.update()

    assert (caught.value.articles, caught.value.removed) == (31, 21)
    assert files_of(Path(index.address)) == before
    assert counts(index.update(replace_corpus=True)) == (0, 0, 21, 10)


def test_of_fewer_than_twenty_articles_all_but_one_may_go(index: Index, tmp_path: Path) -> None:
    folder = make(tmp_path / "a", numbered(19))
    index.update(folder)
    for n in range(18):
        (folder / f"{n:03}.txt").unlink()

    assert counts(index.update()) == (0, 0, 18, 1)


# -- nothing left behind


def test_a_folder_that_gives_nothing_leaves_no_directory_behind(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    bad = make(tmp_path / "bad", {"a.json": "{", "b.txt": ""})
    path = tmp_path / "some" / "where" / "index"

    with pytest.raises(CorpusNotFoundError):
        searchkit.update(path, tmp_path / "missing")
    with pytest.raises(CorpusEmptyError):
        searchkit.update(path, empty)
    with pytest.raises(CorpusUnknownError):
        searchkit.update(path)
    report = searchkit.update(path, bad)

    assert len(report.problems) == 2
    assert not (tmp_path / "some").exists()


def test_a_first_dry_run_makes_no_directory(tmp_path: Path, a: Path) -> None:
    report = searchkit.update(tmp_path / "index", a, dry_run=True)

    assert counts(report) == (2, 0, 0, 0)
    assert not (tmp_path / "index").exists()


def test_an_update_makes_the_index_where_there_is_none(tmp_path: Path, a: Path) -> None:
    assert counts(searchkit.update(tmp_path / "x" / "index", [a])) == (2, 0, 0, 0)
    assert counts(searchkit.update(tmp_path / "x" / "index")) == (0, 0, 0, 2)


def test_an_index_among_the_articles_is_passed_over_without_a_word(a: Path) -> None:
    inside = a / "index"
    searchkit.update(inside, a)
    shutil.copytree(inside, a / "b" / "copy")
    (inside / "damaged").mkdir()
    (inside / "damaged" / "manifest-000000.json").write_text("{}")

    report = searchkit.update(inside, a)

    assert counts(report) == (0, 0, 0, 2)
    assert (dict(report.skipped), report.problems) == ({}, ())
    with pytest.raises(CorpusEmptyError):
        searchkit.update(a.parent / "other", inside)


def test_a_file_that_is_called_like_one_of_an_index_is_an_article(index: Index, a: Path) -> None:
    make(a, {"b/manifest-000001.json": '{"text": "The manifest of a ship."}'})

    assert index.update(a).added == 3


def test_a_folder_that_nobody_may_list_is_an_error(index: Index, a: Path, b: Path) -> None:
    if os.getuid() == 0:
        pytest.skip("root may list every folder")
    index.update([a, b])
    b.chmod(0)

    try:
        with pytest.raises(
            CorpusUnreadableError,
            match=f"^Cannot read the folder {b}: Permission denied. Nothing was indexed.$",
        ):
            index.update()
    finally:
        b.chmod(0o700)
    assert counts(index.update()) == (0, 0, 0, 4)


@pytest.mark.parametrize("corpus", [[], 5, [5], None])
def test_folders_that_are_none_are_told_by_their_name(index: Index, corpus: Any) -> None:
    with pytest.raises((ArgumentError, CorpusUnknownError)) as caught:
        index.update(corpus)

    assert getattr(caught.value, "name", "corpus") == "corpus"


# -- moved


def test_a_folder_that_was_moved_is_known_and_not_read_again(
    index: Index, a: Path, tmp_path: Path
) -> None:
    index.update(a)
    new = a.rename(tmp_path / "new")
    steps: list[Progress] = []

    report = index.update(new, progress=steps.append)

    assert counts(report) == (0, 0, 0, 2)
    assert notes(report) == [f"The corpus was moved from {a} to {new}."]
    assert {step.total for step in steps} == {0}
    assert index.stats().corpus == (CorpusFolder(new),)
    assert notes(index.update(new)) == []


def test_a_folder_that_was_moved_as_soon_as_it_was_indexed_is_known(
    index: Index, tmp_path: Path
) -> None:
    write_files(tmp_path / "a", numbered(3))
    index.update(tmp_path / "a")

    report = index.update((tmp_path / "a").rename(tmp_path / "new"))

    assert counts(report) == (0, 0, 0, 3)
    assert len(report.notes) == 1


def test_files_of_the_same_names_are_no_moved_folder(index: Index, tmp_path: Path) -> None:
    first = make(tmp_path / "a", numbered(30))
    index.update(first)
    same_names = make(tmp_path / "names", numbered(30, "moons"))
    other_times = make(tmp_path / "times", numbered(30), mtime=OLD + 10**11)
    some = make(tmp_path / "some", dict(list(numbered(30).items())[:26]))

    for folder in (same_names, other_times, some):
        with pytest.raises(OtherCorpusError):
            index.update(folder)


def test_files_that_were_written_at_about_the_same_time_are_no_moved_folder(
    index: Index, tmp_path: Path
) -> None:
    first = make(tmp_path / "a", {"1.txt": "One tide."}, mtime=OLD + 5)
    other = make(tmp_path / "b", {"1.txt": "One moon."}, mtime=OLD + 6)
    index.update(first)

    with pytest.raises(OtherCorpusError):
        index.update(other)


def test_a_folder_is_known_where_times_are_kept_to_even_seconds(
    index: Index, tmp_path: Path
) -> None:
    first = make(tmp_path / "a", numbered(3), mtime=OLD + 1_234_567_891)
    coarse = make(tmp_path / "b", numbered(3), mtime=OLD)
    index.update(first)

    assert counts(index.update(coarse)) == (0, 0, 0, 3)


def test_a_moved_folder_may_have_changed_a_little(index: Index, tmp_path: Path) -> None:
    folder = make(tmp_path / "a", numbered(30))
    index.update(folder)
    new = folder.rename(tmp_path / "new")
    (new / "000.txt").unlink()
    make(new / "more", {"x.txt": "A new tide."})

    assert counts(index.update(new)) == (1, 0, 1, 29)


def test_a_moved_folder_that_lost_most_is_not_taken_for_it(index: Index, tmp_path: Path) -> None:
    folder = make(tmp_path / "a", numbered(30))
    index.update(folder)
    new = folder.rename(tmp_path / "new")
    for n in range(20):
        (new / f"{n:03}.txt").unlink()

    with pytest.raises(OtherCorpusError):
        index.update(new)


# -- several


def test_several_folders_make_one_index(index: Index, a: Path, b: Path) -> None:
    assert counts(index.update([a, b])) == (4, 0, 0, 0)
    assert keys(index) == ["b-2/one.txt", "b-2/three.txt", "b/two.txt", "one.txt"]
    assert index.stats().corpus == (CorpusFolder(a), CorpusFolder(b, "b-2/"))
    assert counts(index.update([b, a])) == (0, 0, 0, 4)
    assert counts(index.update()) == (0, 0, 0, 4)
    assert index.article("b-2/one.txt").path == "b-2/one.txt"


def test_a_second_folder_renames_none_of_the_first(index: Index, a: Path, b: Path) -> None:
    index.update(a)
    before = keys(index)

    assert counts(index.update([b, a])) == (2, 0, 0, 2)
    assert set(before) < set(keys(index))


def test_leaving_a_folder_out_is_refused(index: Index, a: Path, b: Path) -> None:
    index.update([a, b])
    before = files_of(Path(index.address))
    expected = (
        f"The index in {index.address} holds 4 articles from {a} and {b}. "
        f"Indexing only {a} would remove the 2 from {b}."
    )

    with pytest.raises(OtherCorpusError, match=f"^{re.escape(expected)}$"):
        index.update(a)
    assert files_of(Path(index.address)) == before
    assert counts(index.update(b, replace_corpus=True)) == (0, 0, 2, 2)
    assert keys(index) == ["b-2/one.txt", "b-2/three.txt"]
    assert counts(index.update(b)) == (0, 0, 0, 2)


def test_one_folder_of_several_may_be_moved(index: Index, a: Path, b: Path, tmp_path: Path) -> None:
    index.update([a, b])
    before = keys(index)
    new = b.rename(tmp_path / "new")

    report = index.update([a, new])

    assert (counts(report), notes(report)) == (
        (0, 0, 0, 4),
        [f"The corpus was moved from {b} to {new}."],
    )
    assert keys(index) == before


def test_one_folder_of_several_that_is_missing_or_empty_is_an_error(
    index: Index, a: Path, b: Path, tmp_path: Path
) -> None:
    index.update([a, b])
    away = b.rename(tmp_path / "away")

    with pytest.raises(CorpusNotFoundError):
        index.update()
    b.mkdir()
    with pytest.raises(CorpusEmptyError):
        index.update()
    assert len(keys(index)) == 4
    assert counts(index.update(allow_removals=True)) == (0, 0, 2, 2)
    shutil.copytree(away, b, dirs_exist_ok=True)
    assert counts(index.update()) == (2, 0, 0, 2)


def test_folders_that_are_nested_or_equal_are_an_error(index: Index, a: Path) -> None:
    inner = f"The folder {a}/b is inside {a}. Name only {a}."
    twice = f"The folder {a} is named twice. Name it once."

    for named, expected in (
        ([a, a / "b"], inner),
        ([a / "b", a], inner),
        ([a, a / "b" / ".."], twice),
    ):
        with pytest.raises(CorpusOverlapError, match=f"^{re.escape(expected)}$"):
            index.update(named)


def test_what_a_path_says_of_an_article_does_not_hang_on_other_folders(
    index: Index, tmp_path: Path
) -> None:
    first = make(tmp_path / "first", {"a.txt": "One tide."})
    second = make(
        tmp_path / "Pier Post 2021-03", {"x.txt": "Two.", "Gazette/2020-01-02.txt": "Three."}
    )
    index.update([first, second])

    plain = index.article("Pier Post 2021-03/x.txt")
    filed = index.article("Pier Post 2021-03/Gazette/2020-01-02.txt")
    assert (plain.source, plain.date) == (None, None)
    assert (filed.source, str(filed.date)) == ("Gazette", "2020-01-02")


def test_two_files_of_one_key_are_told_and_the_first_is_indexed(
    index: Index, tmp_path: Path
) -> None:
    first = make(tmp_path / "first", {"a.txt": "One tide."})
    second = make(tmp_path / "b", {"x.txt": "Two tides."})
    index.update([first, second])
    make(first, {"b/x.txt": "Three tides."})

    report = index.update()

    assert [str(problem) for problem in report.problems] == [
        f"b/x.txt: {first}/b/x.txt has this key; give one another name"
    ]


# -- laws


names = st.sampled_from(["a", "b", "b-2", "news", "x.txt", "y.txt"])
paths = st.lists(names, min_size=1, max_size=3).map("/".join)
folders_of_files = st.lists(st.sets(paths, max_size=6), min_size=1, max_size=4)


def named_folders(held: list[set[str]]) -> list[NamedFolder]:
    """Folders that are on no disk, all but the first of one name."""
    return [
        NamedFolder(
            Path(f"/nowhere/{number}/b"),
            CorpusListing(
                tuple(CorpusFile(path, path, 1, number) for path in sorted(held_by)), {}, ()
            ),
        )
        for number, held_by in enumerate(held)
    ]


@given(held=folders_of_files, adding=folders_of_files)
def test_folders_that_are_added_rename_nothing_and_share_no_key(
    held: list[set[str]], adding: list[set[str]]
) -> None:
    all_of_them = named_folders([*held, *adding])
    before = recognise(all_of_them[: len(held)], (), {})
    after = recognise(all_of_them, before.folders, {})
    listing = joined(all_of_them, after.folders)

    assert after.folders[: len(held)] == before.folders
    assert (after.left, after.moved) == ((), ())
    assert len({file.path for file in listing.files}) == sum(map(len, [*held, *adding]))
    assert not listing.problems
    assert all(
        owner(file.path, after.folders) == after.folders[file.folder] for file in listing.files
    )


@given(held=folders_of_files, data=st.data())
def test_a_folder_is_known_at_any_place_if_its_files_lie_there(
    held: list[set[str]], data: st.DataObject
) -> None:
    named = named_folders(held)
    before = recognise(named, (), {})
    listing = joined(named, before.folders)
    stamps = {file.path: FileStamp(file.size, file.mtime_ns) for file in listing.files}
    full = [number for number, held_by in enumerate(held) if held_by]
    if not full:
        return
    moved = data.draw(st.sampled_from(full))
    # Times of two seconds apart tell the files of one folder from those of another.
    named[moved] = NamedFolder(Path("/elsewhere"), named[moved].listing)

    after = recognise(named, before.folders, stamps)

    assert after.left == ()
    assert [now for _, now in after.moved] == [Path("/elsewhere")]
    assert [folder.prefix for folder in after.folders] == [
        folder.prefix for folder in before.folders
    ]


# -- an index of another version


def outdated(index: Path, *, is_first_format: bool) -> None:
    """Make the newest manifest one of another version."""
    manifest = max(index.glob("manifest-*.json"))
    content = unseal(manifest.read_bytes())
    if is_first_format:
        content["versions"]["format"] = 1
        del content["corpus"], content["finished"]
    else:
        content["versions"]["analysis"] += 1
    manifest.write_bytes(seal(content))


def test_an_index_of_the_first_format_is_refused_and_can_be_rebuilt(
    tmp_path: Path, a: Path, b: Path
) -> None:
    path = tmp_path / "index"
    searchkit.update(path, a)
    outdated(path, is_first_format=True)

    with pytest.raises(IndexOutdatedError, match=r"its format has version 1, this one has \d\. "):
        searchkit.update(path, a)
    with pytest.raises(CorpusUnknownError):
        searchkit.update(path, rebuild=True)
    assert counts(searchkit.update(path, b, rebuild=True)) == (2, 0, 0, 0)
    assert counts(searchkit.update(path)) == (0, 0, 0, 2)


def test_an_index_of_another_version_is_rebuilt_from_the_folders_that_it_remembers(
    tmp_path: Path, a: Path, b: Path
) -> None:
    path = tmp_path / "index"
    searchkit.update(path, [a, b], source="The Pier Post")
    outdated(path, is_first_format=False)
    every = f"The index in {path} holds 4 articles from {a} and {b}. Indexing {tmp_path / 'c'} "
    one = f"The index in {path} holds 4 articles from {a} and {b}. Indexing only {a} "
    make(tmp_path / "c", {"c.txt": "Other."})

    for folder, expected in (
        (tmp_path / "c", f"{every}would remove them all."),
        (a, f"{one}would remove those from {b}."),
    ):
        with pytest.raises(OtherCorpusError, match=f"^{re.escape(expected)}$"):
            searchkit.update(path, folder, rebuild=True)
    assert counts(searchkit.update(path, rebuild=True)) == (4, 0, 0, 0)
    with searchkit.open(path) as index:
        assert index.stats().corpus[1] == CorpusFolder(b, "b-2/", "The Pier Post")
        assert index.article("b-2/three.txt").source == "The Pier Post"


def test_a_repaired_index_remembers_its_corpus(tmp_path: Path, a: Path) -> None:
    path = tmp_path / "index"
    searchkit.update(path, a)
    make(a, {"new.txt": "A new tide."})
    searchkit.update(path)
    max(path.glob("manifest-*.json")).write_text("")

    searchkit.repair(path)

    with searchkit.open(path) as index:
        assert index.stats().corpus == (CorpusFolder(a),)
