"""What a folder is found to hold."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from searchkit.corpus import CorpusFile, CorpusListing, read, walk
from searchkit.errors import CorpusNotFoundError
from searchkit.notes import Remark


def paths(folder: Path) -> list[str]:
    return [file.path for file in walk(folder).files]


def write(folder: Path, *names: str) -> None:
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("The tide came in. It went out again.")


def test_files_of_known_formats_are_listed_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a/z.MD", "a/c.json.gz", "d.ndjson", "e.text", "f.markdown.GZ")

    assert paths(tmp_path) == [
        "a/c.json.gz",
        "a/z.MD",
        "b.txt",
        "d.ndjson",
        "e.text",
        "f.markdown.GZ",
    ]


def test_a_file_is_listed_with_its_size_and_the_time_of_its_last_change(tmp_path: Path) -> None:
    file = tmp_path / "tides.txt"
    file.write_text("Tide.")
    os.utime(file, ns=(1, 1_600_000_000_000_000_007))

    assert walk(tmp_path).files == (
        CorpusFile("tides.txt", "tides.txt", size=5, mtime_ns=1_600_000_000_000_000_007),
    )


def test_files_of_other_formats_are_counted_by_suffix(tmp_path: Path) -> None:
    write(tmp_path, "a.PNG", "b/c.png", "d.xy.gz", "LICENSE", "name.", "e.txt")

    assert walk(tmp_path).skipped == {".png": 2, ".xy.gz": 1, "no suffix": 2}


def test_hidden_files_and_the_readme_at_the_top_are_no_articles(tmp_path: Path) -> None:
    write(tmp_path, ".a.txt", ".git/b.txt", "README.md", "readme.txt", "c/README.md")

    listing = walk(tmp_path)

    assert [file.path for file in listing.files] == ["c/README.md"]
    assert listing.skipped == {}


def test_a_folder_that_a_browser_saved_beside_a_page_is_no_part_of_the_corpus(
    tmp_path: Path,
) -> None:
    write(tmp_path, "a/tide.html", "a/tide_files/frame.html", "a/b_files/c.html", "a/d_files")

    listing = walk(tmp_path)
    found = sorted(file.path for file in (*listing.files, *listing.unread))

    assert found == ["a/b_files/c.html", "a/tide.html"]
    assert Remark("a/tide_files", "it belongs to tide.html") in listing.passed_over
    assert listing.skipped == {"no suffix": 1}


def test_an_empty_folder_holds_nothing(tmp_path: Path) -> None:
    assert walk(tmp_path) == CorpusListing((), {}, ())


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusNotFoundError) as caught:
        walk(tmp_path / "gone")

    assert str(caught.value) == (
        f'There is no folder "{tmp_path}/gone". Name the folder that holds the articles.'
    )


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")

    with pytest.raises(CorpusNotFoundError) as caught:
        walk(tmp_path / "a.txt")

    assert str(caught.value) == (
        f"{tmp_path}/a.txt is not a folder. Name the folder that holds the articles."
    )


def test_symbolic_links_are_counted_and_not_followed_even_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt")
    (tmp_path / "a" / "round").symlink_to(tmp_path)
    (tmp_path / "c.txt").symlink_to(tmp_path / "a" / "b.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "gone")

    assert paths(tmp_path) == ["a/b.txt"]
    assert walk(tmp_path).skipped == {"symbolic link": 3}


def test_the_corpus_itself_may_be_a_symbolic_link(tmp_path: Path) -> None:
    write(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert paths(tmp_path / "link") == ["a.txt"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    os.mkfifo(tmp_path / "b")

    passed_over = tuple(Remark(name, "not a regular file") for name in ("a.txt", "b"))
    assert walk(tmp_path) == CorpusListing((), {"special file": 2}, (), passed_over)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes on Linux only")
def test_names_that_cannot_be_shown_get_paths_that_can_and_differ(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path)
    names = (
        b"low\ntide.txt",
        b"low\\x0atide.txt",
        b"caf\xe9.txt",
        "caf\xe9.txt".encode(),
        b"a b.txt",
    )
    for name in names:
        Path(os.fsdecode(folder + b"/" + name)).write_text("The tide came in.")

    listing = walk(tmp_path)

    assert [file.path for file in listing.files] == [
        "a b.txt",
        "caf\\xe9.txt",
        "café.txt",
        "low\\\\x0atide.txt",
        "low\\x0atide.txt",
    ]
    assert [article.key for file in listing.files for article in read(tmp_path, file)] == [  # type: ignore[union-attr]
        file.path for file in listing.files
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may list every folder")
def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path) -> None:
    write(tmp_path, "open/a.txt", "shut/b.txt")
    (tmp_path / "shut").chmod(0)
    try:
        listing = walk(tmp_path)
    finally:
        (tmp_path / "shut").chmod(0o755)

    assert [str(problem) for problem in listing.problems] == [
        "shut: the folder cannot be listed: Permission denied"
    ]
    assert [file.path for file in listing.files] == ["open/a.txt"]
