"""Archives held open while one member after another is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit.corpus import CorpusFile, OpenArchives, list_archive, read, walk
from searchkit.errors import UnreadableFileError
from searchkit.limits import DEFAULT_READING_LIMITS
from tests.corpus.containers.test_archive_listing import tarred, zipped

FILES = {f"{number}.txt": f"Tide number {number}.".encode() for number in range(9)}
NESTED = {"in.zip": zipped(FILES), "in.tgz": tarred(FILES, packing="gz"), **FILES}


def members(folder: Path, name: str, content: bytes) -> list[CorpusFile]:
    (folder / name).write_bytes(content)
    (archive,) = walk(folder).archives
    listing = list_archive(folder, archive, DEFAULT_READING_LIMITS)
    return [file.in_corpus(archive) for file in listing.files]


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar", tarred)])
@pytest.mark.parametrize("step", [1, -1, 4])
def test_members_are_read_in_any_order(tmp_path: Path, name: str, pack: object, step: int) -> None:
    files = members(tmp_path, name, (zipped if pack is zipped else tarred)(NESTED))
    ordered = [files[(number * step) % len(files)] for number in range(len(files))]

    with OpenArchives(DEFAULT_READING_LIMITS) as archives:
        found = [next(read(tmp_path, file, archives=archives)) for file in ordered]

    assert len({file.path for file in ordered}) == 27
    assert [getattr(one, "text", one) for one in found] == [
        f"Tide number {file.path[-5]}." for file in ordered
    ]


def test_an_archive_that_has_changed_since_it_was_listed_is_an_error_of_its_files(
    tmp_path: Path,
) -> None:
    file = members(tmp_path, "a.zip", zipped(FILES))[3]
    (tmp_path / "a.zip").write_bytes(zipped({"3.txt": b"Another tide."}))

    (found,) = read(tmp_path, file)

    assert isinstance(found, UnreadableFileError)
    assert str(found) == "a.zip/3.txt: its archive has changed since it was listed"
