"""No file of a corpus is anywhere else than in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.corpus import read, walk
from searchkit.corpus.safe_opening import opened_folder

PROSE = "The tide came in at noon, and the harbour master shut the gates."
SECRET = "The gates are opened by three knocks and a whistle."

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")


def become_link(path: Path, outside: Path) -> None:
    path.unlink()
    path.symlink_to(outside / path.name)


def lie_behind_link(path: Path, outside: Path) -> None:
    path.parent.rename(path.parent.with_name("before"))
    path.parent.symlink_to(outside)


def become_pipe(path: Path, outside: Path) -> None:
    del outside
    path.unlink()
    os.mkfifo(path)


def become_folder(path: Path, outside: Path) -> None:
    del outside
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", ["a.txt", "a.json", "a.jsonl", "a.md"])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (become_link, "it has become a symbolic link"),
        (lie_behind_link, "it has become a symbolic link"),
        (become_pipe, "it is no longer an ordinary file"),
        (become_folder, "it is no longer an ordinary file"),
    ],
)
def test_a_file_exchanged_after_it_was_listed_is_not_read(
    tmp_path: Path, change: Callable[[Path, Path], None], reason: str, name: str
) -> None:
    corpus, outside = tmp_path / "corpus", tmp_path / "outside"
    for folder, text in ((corpus / "inside", PROSE), (outside, SECRET)):
        folder.mkdir(parents=True)
        (folder / name).write_text(text)
    (listed,) = walk(corpus).files
    change(corpus / "inside" / name, outside)

    assert [str(found) for found in read(corpus, listed)] == [
        f"inside/{name}: cannot be read: {reason}"
    ]


def test_a_folder_that_became_a_link_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "inside").symlink_to(tmp_path / "outside")

    with (
        pytest.raises(OSError, match="it has become a symbolic link"),
        opened_folder(tmp_path / "corpus", "inside"),
    ):
        pass


def test_the_corpus_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text(PROSE)
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "corpus")
    (listed,) = walk(link).files

    assert [getattr(found, "text", str(found)) for found in read(link, listed)] == [PROSE]
