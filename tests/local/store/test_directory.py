from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh.index

import searchkit
from searchkit.errors import (
    IndexDamagedError,
    IndexNotFoundError,
    IndexOutdatedError,
    NotAnIndexError,
    UpdateStoppedError,
)
from searchkit.index import Index
from searchkit.local.store.manifests import seal, unseal
from searchkit.local.whoosh.fields import article_schema
from searchkit.notes import Note
from searchkit.progress import Progress
from tests.conftest import KEYS, MEMORABLE, MakeCorpus


def says(message: str) -> str:
    return f"^{re.escape(message)}$"


@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir], ids=["no directory", "empty"])
def test_where_there_is_no_index_the_error_says_how_to_build_one(
    tmp_path: Path, make: object
) -> None:
    path = tmp_path / "index"
    make(path)  # type: ignore[operator]
    expected = f"No index in {path}. Build one."

    with pytest.raises(IndexNotFoundError, match=says(expected)):
        searchkit.open(path)


def test_a_directory_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos"
    path.mkdir()
    for name in ("boat.jpg", "quay.jpg", "sea.jpg"):
        (path / name).write_text(name)
    expected = (
        f"{path} is not an index: it holds boat.jpg and 2 more. "
        "Name an empty directory or a new one."
    )

    attempts: list[Callable[[], Index]] = [
        lambda: searchkit.open(path),
        lambda: searchkit.open(path, create=True),
        lambda: searchkit.create(path),
    ]

    for attempt in attempts:
        with pytest.raises(NotAnIndexError, match=says(expected)):
            attempt()
    assert sorted(entry.name for entry in path.iterdir()) == ["boat.jpg", "quay.jpg", "sea.jpg"]


def test_a_file_is_not_an_index(tmp_path: Path) -> None:
    path = tmp_path / "index"
    path.write_text("tide")
    expected = f"{path} is not an index: it is a file. Name an empty directory or a new one."

    with pytest.raises(NotAnIndexError, match=says(expected)):
        searchkit.open(path, create=True)
    assert path.read_text() == "tide"


def test_an_index_that_another_program_made_is_left_alone(tmp_path: Path) -> None:
    whoosh.index.create_in(str(tmp_path), article_schema())
    expected = (
        f"{tmp_path} is not an index: it holds a Whoosh index made by another program. "
        "Name an empty directory or a new one."
    )

    with pytest.raises(NotAnIndexError, match=says(expected)):
        searchkit.create(tmp_path)


def test_hidden_files_do_not_make_a_directory_something_else(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").touch()

    searchkit.open(tmp_path, create=True).close()

    assert searchkit.open(tmp_path).stats().articles == 0


def manifest_of(index: Path) -> Path:
    """The newest manifest of an index."""
    return max(index.glob("manifest-*.json"))


WAY_OUT = "Check it, then repair or rebuild it."


@pytest.mark.parametrize("name", ["format", "schema", "analysis"])
def test_an_index_of_another_version_is_not_searched(copy: Path, name: str) -> None:
    manifest = manifest_of(copy)
    content = unseal(manifest.read_bytes())
    version = content["versions"][name]
    content["versions"][name] = 99
    manifest.write_bytes(seal(content))
    expected = (
        f"The index in {copy} was made by another version of searchkit: its {name} has version "
        f"99, this one has {version}. Rebuild it."
    )

    with pytest.raises(IndexOutdatedError, match=says(expected)):
        searchkit.open(copy)


def spoil(index: Path, *, older: bool = True) -> None:
    """Damage the newest manifest of an index, or all."""
    for manifest in index.glob("manifest-*.json") if older else [manifest_of(index)]:
        manifest.write_bytes(manifest.read_bytes().replace(b"2", b"3", 1))


def test_where_no_commit_is_whole_the_error_names_the_file_and_the_way_out(copy: Path) -> None:
    spoil(copy)
    expected = (
        f"The index in {copy} is damaged: {manifest_of(copy).name} has changed "
        "since it was written. "
        f"{WAY_OUT}"
    )

    with pytest.raises(IndexDamagedError, match=says(expected)):
        searchkit.open(copy)


def test_a_segment_cut_off_or_missing_is_noticed_on_opening(copy: Path) -> None:
    min(copy.glob("manifest-*.json")).unlink()
    (segment,) = copy.glob("MAIN_*.arrays")
    size = segment.stat().st_size
    with segment.open("r+b") as file:
        file.truncate(size // 2)
    cut = f"The index in {copy} is damaged: {segment.name} has {size // 2:,} bytes instead of "

    with pytest.raises(IndexDamagedError, match=says(f"{cut}{size:,}. {WAY_OUT}")):
        searchkit.open(copy)
    segment.unlink()
    missing = f"The index in {copy} is damaged: {segment.name} is missing. {WAY_OUT}"
    with pytest.raises(IndexDamagedError, match=says(missing)):
        searchkit.open(copy)


@pytest.fixture
def grown(copy: Path, make_corpus: MakeCorpus) -> Path:
    """An index of two commits: first an article of tides, then one of boats too."""
    with searchkit.create(copy) as index:
        corpus = make_corpus({"a.txt": "The tide rises over the old stones."})
        index.update(corpus)
        make_corpus({"b.txt": "A boat lies on the old stones."})
        index.update(corpus)
    return copy


def test_the_commit_before_a_damaged_one_is_answered_from_with_a_note(grown: Path) -> None:
    before = min(grown.glob("manifest-*.json"))
    updated = unseal(before.read_bytes())["updated"].replace("T", " ")
    spoil(grown, older=False)
    note = Note(
        f"The newest commit is damaged: {manifest_of(grown).name} has changed "
        "since it was written. "
        f"Answers come from the one before, of {updated}. Repair the index."
    )

    with searchkit.open(grown) as index:
        results = index.search("stones")

        assert (results.total, results.notes, index.notes) == (1, (note,), (note,))
        assert index.refresh() is False


def test_an_index_that_fell_back_is_not_updated_until_it_is_mended(
    grown: Path, tmp_path: Path
) -> None:
    corpus = tmp_path / "corpus"
    spoil(grown, older=False)
    expected = (
        f"The index in {grown} is damaged: {manifest_of(grown).name} has changed "
        "since it was written. "
        f"{WAY_OUT}"
    )

    with searchkit.open(grown) as index:
        with pytest.raises(IndexDamagedError, match=says(expected)):
            index.update(corpus)
        with pytest.raises(IndexDamagedError, match=says(expected)):
            index.update(corpus, dry_run=True)
        searchkit.repair(grown)
        index.update(corpus)

        assert index.notes == ()
        assert index.search("stones").total == 2
    spoil(grown, older=False)
    searchkit.rebuild(grown, corpus)
    assert searchkit.open(grown).search("stones").total == 2


def test_a_commit_of_which_a_segment_is_gone_is_passed_over(grown: Path) -> None:
    before = unseal(min(grown.glob("manifest-*.json")).read_bytes())
    kept = {entry["file"] for entry in before["segments"]}
    for segment in grown.glob("MAIN_*.arrays"):
        if segment.name not in kept:
            segment.unlink()

    assert searchkit.open(grown).search("stones").total == 1


def test_searching_and_updating_read_no_table_of_contents_of_whoosh(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    for toc in copy.glob("_MAIN_*.toc"):
        toc.write_bytes(b"not a pickle")

    with searchkit.open(copy) as index:
        assert index.search("recovers").total == 1
        corpus = make_corpus({"a.txt": "The tide rises over the old stones."})
        index.update(corpus, replace_corpus=True)
        assert index.search("").total == 1


def test_the_commit_before_the_newest_stays_whole(copy: Path, make_corpus: MakeCorpus) -> None:
    before = {manifest_of(copy).name, *(path.name for path in copy.glob("MAIN_*.arrays"))}
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})

    with searchkit.open(copy) as index:
        index.update(corpus, replace_corpus=True)
        assert before <= {path.name for path in copy.iterdir()}
        make_corpus({"b.txt": "The tide falls away from the old stones."})
        index.update(corpus, replace_corpus=True)

    assert not before & {path.name for path in copy.iterdir()}


def test_what_a_writer_left_that_died_is_removed_by_the_next(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    names = (
        "MAIN_S0123456789ABCDEF.arrays",
        "MAIN_S0123456789ABCDEF.arrays.tmp",
        "manifest-000099.json.tmp",
        "files.json.tmp",
    )
    left = [copy / name for name in names]
    others = [copy / name for name in (".keep", "MAIN_notes.txt", "manifest.json", "x.tmp")]
    for path in (*left, *others):
        path.touch()

    with searchkit.open(copy) as index:
        corpus = make_corpus({"a.txt": "The tide rises over the old stones."})
        index.update(corpus, replace_corpus=True)

    assert [path for path in left if path.exists()] == []
    assert [path for path in others if path.exists()] == others


def test_a_damaged_index_can_be_made_anew(copy: Path, make_corpus: MakeCorpus) -> None:
    spoil(copy)
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})

    report = searchkit.rebuild(copy, corpus, replace_corpus=True)

    assert report.added == 1
    assert searchkit.open(copy).search("tide").total == 1


def test_a_rebuild_that_is_stopped_leaves_the_index_as_it_was(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    corpus = make_corpus({f"{n}.txt": f"The tide rises over stone {n}." for n in range(9)})
    before = {path.name: path.read_bytes() for path in copy.iterdir()}

    def interrupt(progress: Progress) -> None:
        if progress.done > progress.total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        searchkit.rebuild(copy, corpus, replace_corpus=True, progress=interrupt)
    with pytest.raises(UpdateStoppedError, match=r"^Stopped; the index was not changed\.$"):
        searchkit.rebuild(copy, corpus, replace_corpus=True, stop=lambda: True)

    assert {path.name: path.read_bytes() for path in copy.iterdir()} == before


def test_a_rebuild_needs_nothing_of_a_segment_that_is_damaged(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    corpus = make_corpus(MEMORABLE)
    (segment,) = copy.glob("MAIN_*.arrays")
    data = bytearray(segment.read_bytes())
    data[100 : len(data) // 2] = bytes(len(data) // 2 - 100)
    segment.write_bytes(data)

    with searchkit.open(copy) as index:
        index.update(corpus, replace_corpus=True, rebuild=True)

        assert index.search("").total == len(KEYS)
        assert index.search("recovers").total == 1
