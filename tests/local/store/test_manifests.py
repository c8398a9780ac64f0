from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import IndexDamagedError, IndexOutdatedError
from searchkit.local.store.manifests import (
    Manifest,
    SegmentEntry,
    as_file,
    read,
    read_of_any_version,
    seal,
    unseal,
)
from searchkit.results import CorpusFolder
from searchkit.syncing.evidence import Evidence
from searchkit.syncing.outlet_patterns import OutletPatterns
from searchkit.syncing.remembered import Corpus

MANIFEST = Manifest(
    17,
    datetime(2021, 3, 14, 9, 30, tzinfo=UTC),
    (
        SegmentEntry("MAIN_S0123456789ABCDEF.arrays", 12, 4096, (0, 7, 11)),
        SegmentEntry("MAIN_SFEDCBA9876543210.arrays", 1, 512),
    ),
    is_finished=True,
    corpus=Corpus(
        (
            CorpusFolder(Path("/home/me/a")),
            CorpusFolder(Path("/b \udcff"), "b/", "The Pier Post", "cp1252"),
        ),
        reading=1,
        aliases=((), (("pier post", "The Pier Post"),)),
    ),
    evidence=Evidence(
        OutletPatterns.of({"pierpost": {0, 17, (1 << 64) - 1}}), {"pier": "pierpost"}
    ),
)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)


def written(folder: Path, data: bytes) -> Path:
    (folder / "manifest-000017.json").write_bytes(data)
    return folder


def test_a_manifest_comes_back_as_it_was_written(tmp_path: Path) -> None:
    assert read(written(tmp_path, as_file(MANIFEST)), 17) == MANIFEST


def test_no_byte_of_a_manifest_can_be_changed_or_cut_off_unnoticed(tmp_path: Path) -> None:
    data = as_file(MANIFEST)
    changed = [data[:at] + bytes([data[at] ^ 0x15]) + data[at + 1 :] for at in range(len(data))]
    cut = [data[:length] for length in range(len(data))]
    expected = (
        f"The index in {tmp_path} is damaged: manifest-000017.json has changed "
        "since it was written. "
        "Check it, then repair or rebuild it."
    )

    for other in (*changed, *cut, data + b"\n", b"\n" + data):
        with pytest.raises(IndexDamagedError, match=f"^{re.escape(expected)}$"):
            read(written(tmp_path, other), 17)


def other(path: tuple[Any, ...], value: Any) -> bytes:
    """The manifest with another value in one place, sealed."""
    content = unseal(as_file(MANIFEST))
    within = content
    for step in path[:-1]:
        within = within[step]
    within[path[-1]] = value
    return seal(content)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("updated",), "soon"),
        (("updated",), "2021-03-14T09:30:00"),
        (("updated",), 7),
        (("segments",), {}),
        (("segments",), None),
        (("segments", 0), "MAIN_S0123456789ABCDEF.arrays"),
        (("segments", 0, "file"), "../MAIN_S0123456789ABCDEF.arrays"),
        (("segments", 0, "file"), "/etc/passwd"),
        (("segments", 0, "file"), "MAIN_SFEDCBA9876543210.arrays"),
        (("segments", 0, "file"), None),
        (("segments", 0, "articles"), True),
        (("segments", 0, "articles"), -1),
        (("segments", 0, "size"), "4096"),
        (("segments", 0, "deleted"), [12]),
        (("segments", 0, "deleted"), [3, 3]),
        (("segments", 0, "deleted"), [3, 1]),
        (("segments", 0, "deleted"), [-1]),
        (("segments", 0, "deleted"), 3),
        (("corpus",), []),
        (("corpus", "folders"), []),
        (("corpus", "folders"), None),
        (("corpus", "folders", 0, "path"), "a"),
        (("corpus", "folders", 0, "path"), None),
        (("corpus", "folders", 0, "prefix"), "b/"),
        (("corpus", "folders", 1, "source"), 5),
        (("corpus", "folders", 1, "encoding"), []),
        (("corpus", "reading"), "1"),
        (("corpus", "reading"), True),
        (("corpus", "aliases"), [[]]),
        (("corpus", "aliases"), [[], [["a"]]]),
        (("corpus", "aliases"), [[], ["ab", 3]]),
    ],
)
def test_a_manifest_that_lies_is_damage(
    tmp_path: Path, path: tuple[Any, ...], value: object
) -> None:
    with pytest.raises(IndexDamagedError):
        read(written(tmp_path, other(path, value)), 17)


@given(content=values)
def test_any_other_sealed_content_is_damage_or_outdated(content: object) -> None:
    with TemporaryDirectory() as folder, pytest.raises((IndexDamagedError, IndexOutdatedError)):
        read(written(Path(folder), seal(content)), 17)


@given(
    path=st.sampled_from(
        [
            ("versions",),
            ("versions", "format"),
            ("updated",),
            ("segments",),
            ("segments", 0),
            ("segments", 1, "file"),
            ("segments", 1, "articles"),
            ("segments", 1, "size"),
            ("segments", 1, "deleted"),
            ("corpus",),
            ("corpus", "folders", 0),
            ("corpus", "folders", 1, "prefix"),
            ("corpus", "aliases", 1, 0),
        ]
    ),
    value=values,
)
def test_a_manifest_with_any_other_value_is_read_or_damage_or_outdated(
    path: tuple[Any, ...], value: object
) -> None:
    with TemporaryDirectory() as folder:
        try:
            manifest = read(written(Path(folder), other(path, value)), 17)
        except (IndexDamagedError, IndexOutdatedError):
            return

        assert all(isinstance(entry, SegmentEntry) for entry in manifest.segments)


def test_a_file_nested_too_deep_is_damage() -> None:
    body = b"[" * 100_000 + b"\n"
    seal_of_body = blake2b(body, digest_size=16).hexdigest()
    sealed = body + b'{"blake2b":"%s"}\n' % seal_of_body.encode()

    with pytest.raises(ValueError, match="it is nested too deep"):
        unseal(sealed)


def test_a_manifest_of_another_version_still_tells_what_the_index_is_made_of(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path, other(("versions", "analysis"), 999))

    with pytest.raises(IndexOutdatedError):
        read(folder, 17)
    outdated = read_of_any_version(folder, 17)
    assert outdated is not None
    assert (outdated.corpus, outdated.articles) == (MANIFEST.corpus, MANIFEST.articles)
    assert read_of_any_version(written(tmp_path, seal({"versions": {}})), 17) is None
    assert read_of_any_version(tmp_path, 18) is None
