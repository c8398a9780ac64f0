from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import whoosh.index
from whoosh import query

import searchkit
from searchkit.errors import (
    IndexDamagedError,
    IndexLockedError,
    IndexNotFoundError,
    IndexOutdatedError,
    NotAnIndexError,
)
from searchkit.index import Index
from searchkit.schema.whoosh_fields import article_schema
from tests.conftest import KEYS, MakeCorpus


def says(message: str) -> str:
    return f"^{re.escape(message)}$"


@pytest.fixture
def copy(memorable: Path, tmp_path: Path) -> Path:
    """A copy of the memorable index that a test may spoil."""
    return Path(shutil.copytree(memorable, tmp_path / "index"))


@pytest.mark.parametrize("make", [lambda _: None, Path.mkdir], ids=["no directory", "empty"])
def test_where_there_is_no_index_the_error_says_how_to_build_one(
    tmp_path: Path, make: object
) -> None:
    path = tmp_path / "index"
    make(path)  # type: ignore[operator]
    expected = f"No index in {path}. Build it with: searchkit index CORPUS --index {path}"

    with pytest.raises(IndexNotFoundError, match=says(expected)):
        searchkit.open(path)


def test_a_directory_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos"
    path.mkdir()
    for name in ("boat.jpg", "quay.jpg", "sea.jpg"):
        (path / name).write_text(name)
    expected = (
        f"{path} is not an index: it holds boat.jpg and 2 more. "
        "Name an empty or a new directory with --index."
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
    expected = (
        f"{path} is not an index: it is a file. Name an empty or a new directory with --index."
    )

    with pytest.raises(NotAnIndexError, match=says(expected)):
        searchkit.open(path, create=True)
    assert path.read_text() == "tide"


def test_an_index_that_another_program_made_is_left_alone(tmp_path: Path) -> None:
    whoosh.index.create_in(str(tmp_path), article_schema())
    expected = (
        f"{tmp_path} is not an index: it holds an index that another program made with Whoosh. "
        "Name an empty or a new directory with --index."
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


@pytest.mark.parametrize("name", ["format", "schema", "analysis"])
def test_an_index_of_another_version_is_not_searched(copy: Path, name: str) -> None:
    manifest = manifest_of(copy)
    content = json.loads(manifest.read_text())
    version = content["versions"][name]
    content["versions"][name] = 99
    manifest.write_text(json.dumps(content))
    expected = (
        f"The index in {copy} was made by another version of searchkit: its {name} has version "
        f"99, this one has {version}. "
        f"Build it anew with: searchkit index CORPUS --index {copy} --rebuild"
    )

    with pytest.raises(IndexOutdatedError, match=says(expected)):
        searchkit.open(copy)


def manifest_with(updated: str = "2021-03-14", **segment: object) -> str:
    """A manifest of one segment, as it stands in its file."""
    versions = {"format": 1, "schema": 1, "analysis": 1}
    entry = {"file": "MAIN_1.arrays", "articles": 1, "size": 1, "deleted": []} | segment
    return json.dumps({"versions": versions, "updated": updated, "segments": [entry]})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        manifest_with(updated="soon"),
        manifest_with(file="../MAIN_1.arrays"),
        manifest_with(deleted=[7]),
        manifest_with(size="large"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_damage(copy: Path, content: str) -> None:
    manifest = manifest_of(copy)
    manifest.write_text(content)
    expected = (
        f"The index in {copy} is damaged: {manifest.name} cannot be read. "
        f"Build it anew with: searchkit index CORPUS --index {copy} --rebuild"
    )

    with pytest.raises(IndexDamagedError, match=says(expected)):
        searchkit.open(copy)


def test_a_segment_cut_off_or_missing_is_noticed_on_opening(copy: Path) -> None:
    (segment,) = copy.glob("MAIN_*.arrays")
    size = segment.stat().st_size
    way_out = f"Build it anew with: searchkit index CORPUS --index {copy} --rebuild"
    with segment.open("r+b") as file:
        file.truncate(size // 2)
    cut = f"The index in {copy} is damaged: {segment.name} has {size // 2:,} bytes instead of "

    with pytest.raises(IndexDamagedError, match=says(f"{cut}{size:,}. {way_out}")):
        searchkit.open(copy)
    segment.unlink()
    missing = f"The index in {copy} is damaged: {segment.name} is missing. {way_out}"
    with pytest.raises(IndexDamagedError, match=says(missing)):
        searchkit.open(copy)


def test_searching_and_updating_read_no_table_of_contents_of_whoosh(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    for toc in copy.glob("_MAIN_*.toc"):
        toc.write_bytes(b"not a pickle")

    with searchkit.open(copy) as index:
        assert index.search("recovery").total == 1
        index.update(make_corpus({"a.txt": "The tide rises over the old stones."}))
        assert index.search("").total == 1


def test_the_commit_before_the_newest_stays_whole(copy: Path, make_corpus: MakeCorpus) -> None:
    before = {manifest_of(copy).name, *(path.name for path in copy.glob("MAIN_*.arrays"))}
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})

    with searchkit.open(copy) as index:
        index.update(corpus)
        assert before <= {path.name for path in copy.iterdir()}
        make_corpus({"b.txt": "The tide falls away from the old stones."})
        index.update(corpus)

    assert not before & {path.name for path in copy.iterdir()}


def test_what_a_writer_left_that_died_is_removed_by_the_next(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    names = ("MAIN_dead.arrays", "MAIN_dead.arrays.tmp", "manifest-000099.json.new")
    left = [copy / name for name in names]
    for path in left:
        path.touch()
    other = copy / ".keep"
    other.touch()

    with searchkit.open(copy) as index:
        index.update(make_corpus({"a.txt": "The tide rises over the old stones."}))

    assert [path for path in left if path.exists()] == []
    assert other.exists()


def test_a_damaged_index_can_be_made_anew(copy: Path, make_corpus: MakeCorpus) -> None:
    manifest_of(copy).write_text("{")
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})

    with searchkit.create(copy) as index:
        index.update(corpus)

    assert searchkit.open(copy).search("tide").total == 1


def test_an_index_that_is_being_written_is_locked_for_others(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})
    writer = whoosh.index.open_dir(str(copy)).writer()
    expected = (
        f"The index in {copy} is being written by another process. Try again when it has finished."
    )

    with searchkit.open(copy) as index:
        with pytest.raises(IndexLockedError, match=says(expected)):
            index.update(corpus)
        with pytest.raises(IndexLockedError, match=says(expected)):
            searchkit.create(copy)
        writer.cancel()
        index.update(corpus)

        assert index.search("").total == 1


def test_whoosh_opens_the_index_and_finds_the_same(copy: Path) -> None:
    index = whoosh.index.open_dir(str(copy))

    with index.searcher() as searcher:
        found = searcher.search(query.Term("text", "recov"))

        assert [hit["key"] for hit in found] == [KEYS["otters"]]
        assert found[0]["title"] == "Otters recovered on the Wend"


def test_whoosh_parses_queries_as_the_index_was_analysed(copy: Path) -> None:
    from whoosh.qparser import QueryParser

    index = whoosh.index.open_dir(str(copy))
    parsed = QueryParser("text", index.schema).parse("Recovery")

    with index.searcher() as searcher:
        assert [hit["key"] for hit in searcher.search(parsed)] == [KEYS["otters"]]
