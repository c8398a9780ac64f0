"""What lies in archives, and what is said of those that are damaged or made to harm."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus import ArchiveListing, OpenArchives, list_archive, read, walk
from searchkit.corpus.containers.archive_listing import DEEPEST
from searchkit.corpus.containers.members import path_of
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits

LINK = tarfile.TarInfo("link.txt")
LINK.type, LINK.linkname = tarfile.SYMTYPE, "/etc/passwd"
DEVICE = tarfile.TarInfo("device.txt")
DEVICE.type = tarfile.CHRTYPE
TIDE = b"The tide came in at noon."


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return packed.getvalue()


def tarred(files: Mapping[str, bytes], *others: tarfile.TarInfo, packing: str = "") -> bytes:
    packed = io.BytesIO()
    mode: Any = f"w:{packing}"
    with tarfile.open(fileobj=packed, mode=mode) as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in others:
            archive.addfile(info)
    return packed.getvalue()


def listed(
    folder: Path, name: str, content: bytes, limits: ReadingLimits = DEFAULT_READING_LIMITS
) -> ArchiveListing:
    (folder / name).write_bytes(content)
    (archive,) = walk(folder).archives
    return list_archive(folder, archive, limits)


def texts(folder: Path, name: str, content: bytes) -> dict[str, str]:
    """The text of each file of an archive, or what is said of it; problems, too."""
    listing = listed(folder, name, content)
    (archive,) = walk(folder).archives
    with OpenArchives(DEFAULT_READING_LIMITS) as archives:
        found = {
            file.path: getattr(one, "text", str(one))
            for member in listing.files
            for file in [member.in_corpus(archive)]
            for one in read(folder, file, archives=archives)
        }
    return found | {problem.path: problem.reason for problem in listing.problems}


FILES = {"2021/a.txt": TIDE, "b.md": b"# Low\n\nThe tide went out."}
READ = {"2021/a.txt": TIDE.decode(), "b.md": "The tide went out."}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", zipped(FILES)),
        ("a.ZIP", zipped(FILES, zipfile.ZIP_STORED)),
        ("a.zip", zipped(FILES, zipfile.ZIP_BZIP2)),
        ("a.zip", zipped(FILES, zipfile.ZIP_LZMA)),
        ("a.tar", tarred(FILES)),
        ("a.tgz", tarred(FILES, packing="gz")),
        ("a.tar.gz", tarred(FILES, packing="gz")),
        ("a.tar.bz2", tarred(FILES, packing="bz2")),
        ("a.txz", tarred(FILES, packing="xz")),
    ],
)
def test_the_files_in_an_archive_are_read_as_if_they_lay_in_a_folder(
    tmp_path: Path, name: str, content: bytes
) -> None:
    assert texts(tmp_path, name, content) == {f"{name}/{path}": READ[path] for path in READ}


def test_archives_within_archives_are_opened_to_a_depth(tmp_path: Path) -> None:
    content = zipped({"a.txt": TIDE})
    for depth in range(DEEPEST):
        content = tarred({"in.zip": content}) if depth % 2 else zipped({"in.tar": content})
        content = content if depth else zipped({"in.zip": zipped({"a.txt": TIDE}), "b.txt": TIDE})

    found = texts(tmp_path, "a.zip", content)

    assert found == {
        "a.zip/in.tar/in.zip/b.txt": TIDE.decode(),
        "a.zip/in.tar/in.zip/in.zip": (
            "lies in 3 archives within one another; deeper ones are not opened"
        ),
    }


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_no_name_of_a_file_leads_out_of_its_archive(tmp_path: Path, name: str) -> None:
    names = ["../../evil.txt", "/abs.txt", "C:\\x\\drive.txt", "./a/../evil.txt"]
    pack = zipped if name == "a.zip" else tarred

    listing = listed(tmp_path, name, pack(dict.fromkeys(names, TIDE)))

    assert [file.path for file in listing.files] == [
        "evil.txt",
        "abs.txt",
        "x/drive.txt",
        "a/evil.txt",
    ]


@given(st.text(max_size=40) | st.text(alphabet="./\\C:a\0", max_size=20))
def test_whatever_a_name_is_its_path_has_no_part_that_leads_elsewhere(name: str) -> None:
    path = path_of(name)

    assert not path.startswith("/")
    assert {"", ".", ".."}.isdisjoint(path.split("/")) or path == ""
    assert path_of(path) == path or ":" in path


def test_different_files_with_one_path_have_different_names_and_newer_versions_one(
    tmp_path: Path,
) -> None:
    other = tarred({"a.txt": TIDE, "./a.txt": b"Another tide.", "b.txt": b"Low tide."})
    two = io.BytesIO(other)
    with tarfile.open(fileobj=two, mode="a") as archive:
        newer = tarfile.TarInfo("b.txt")
        newer.size = len(b"High tide, at last.")
        archive.addfile(newer, io.BytesIO(b"High tide, at last."))

    assert texts(tmp_path, "a.tar", two.getvalue()) == {
        "a.tar/a.txt": TIDE.decode(),
        "a.tar/a~2.txt": "Another tide.",
        "a.tar/b.txt": "High tide, at last.",
    }


def test_what_is_no_file_that_can_be_read_is_counted_by_what_it_is(tmp_path: Path) -> None:
    content = tarred({"a.psd": b"", ".git/x.txt": TIDE, "notes": TIDE}, LINK, DEVICE)

    listing = listed(tmp_path, "a.tar", content)

    assert dict(listing.skipped) == {
        ".psd": 1,
        "no suffix": 1,
        "special file": 1,
        "symbolic link": 1,
    }
    assert [str(one) for one in listing.passed_over] == [
        "a.tar/a.psd: .psd files are not read",
        "a.tar/.git/x.txt: hidden",
        "a.tar/notes: its name has no suffix",
        "a.tar/link.txt: is no file that can be read: symbolic link",
        "a.tar/device.txt: is no file that can be read: special file",
    ]


def test_encrypted_files_are_counted(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": TIDE}))
    content[content.rindex(b"PK\x01\x02") + 8] |= 1

    assert dict(listed(tmp_path, "a.zip", bytes(content)).skipped) == {"encrypted file": 1}


GROWTH = "is part of an archive that unpacks to more than 1 times its size (limits.inflation)"
TORN = [
    "a.tar/b.md: is damaged in its archive",
    "a.tar: is not a valid tar file, or is damaged",
]
ONE = ReadingLimits(inflation=1)


@pytest.mark.parametrize(
    ("name", "content", "problems"),
    [
        ("a.zip", b"", ["a.zip: is empty"]),
        ("a.zip", b"no archive", ["a.zip: is not a valid zip file"]),
        ("a.zip", zipped(FILES)[:-30], ["a.zip: is not a valid zip file"]),
        ("a.tar", b"no archive" * 100, ["a.tar: is not a valid tar file, or is damaged"]),
        ("a.tgz", b"no archive" * 100, ["a.tgz: is not a valid gzip file"]),
        ("a.tgz", tarred(FILES, packing="gz")[:-20], ["a.tgz: is a truncated gzip file"]),
        ("a.tar", tarred(FILES)[:1550], TORN),
        ("a.zip", zipped({"a.txt": bytes((1 << 24) + 1)}), [f"a.zip/a.txt: {GROWTH}"]),
        (
            "a.tgz",
            tarred({"a.txt": bytes(1 << 25)}, packing="gz"),
            [
                f"a.tgz/a.txt: {GROWTH}",
                "a.tgz: unpacks to more than 1 times its size (limits.inflation)",
            ],
        ),
        (
            "a.zip",
            zipped({f"{n}.txt": bytes(1 << 23) for n in range(3)}),
            [f"a.zip/2.txt: {GROWTH}"],
        ),
        ("a.tar", tarred({"a" * (1 << 21): TIDE}), ["a.tar: has a member with a very long name"]),
    ],
)
def test_an_archive_that_is_damaged_or_grows_too_much_says_so(
    tmp_path: Path, name: str, content: bytes, problems: list[str]
) -> None:
    assert [str(one) for one in listed(tmp_path, name, content, ONE).problems] == problems


def test_an_archive_of_too_many_files_is_read_up_to_there(tmp_path: Path) -> None:
    content = zipped({f"{number}.txt": TIDE for number in range(5)})

    listing = listed(tmp_path, "a.zip", content, ReadingLimits(archive_files=3))

    assert len(listing.files) == 3
    assert [str(one) for one in listing.problems] == [
        "a.zip: has more than 3 files (limits.archive_files)"
    ]


def test_a_size_that_lies_is_found_out_when_the_file_is_read(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": TIDE * 2}))
    for at in (content.index(b"PK\x03\x04") + 22, content.rindex(b"PK\x01\x02") + 24):
        content[at] = len(TIDE)

    assert texts(tmp_path, "a.zip", bytes(content)) == {
        "a.zip/a.txt": "a.zip/a.txt: is damaged in its archive"
    }


def test_names_in_utf_8_are_read_whether_the_archive_says_so_or_not(tmp_path: Path) -> None:
    content = zipped({"encé.txt": TIDE}).replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")

    (file,) = listed(tmp_path, "a.zip", content).files

    assert file.path == "encé.txt"


WHOLE = {
    "a.zip": zipped(FILES | {"in.tgz": tarred(FILES, packing="gz")}),
    "a.tar": tarred(FILES | {"in.zip": zipped(FILES)}),
}


@given(name=st.sampled_from(sorted(WHOLE)), data=st.data())
def test_whatever_is_damaged_in_an_archive_files_and_problems_come_out(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    content = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(0, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(content)) | st.integers(0, len(content)))

    found = texts(tmp_path_factory.mktemp("corpus"), name, bytes(content[:end]))

    assert all(path.startswith(name) for path in found)
