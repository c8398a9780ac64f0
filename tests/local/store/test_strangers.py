"""An index from a stranger runs nothing, and files of others stay."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
import whoosh.index
import zstandard
from click.testing import CliRunner

import searchkit
from searchkit.cli import main
from searchkit.errors import IndexStateError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.store.manifests import seal, unseal
from tests.conftest import MEMORABLE, MakeCorpus


class Trap:
    """What creates a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def as_stored(data: bytes) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=True).compress(data)


def trapped_segment(path: Path, trap: bytes) -> None:
    """Put pickles where a segment has the stored fields of articles and the rest of its bytes."""
    file = ArrayFile(path.read_bytes(), name=path.name, directory=path.parent)
    arrays = {name: file.array(name).copy() for name in file}
    frame = as_stored(trap)
    starts = arrays["stored/starts"]
    starts[1:] = [len(frame) * (i + 1) for i in range(len(starts) - 1)]
    arrays["stored/frames"] = np.frombuffer(frame * (len(starts) - 1), np.uint8)
    with path.open("wb") as stream, ArrayFileWriter(stream) as writer:
        for name, array in arrays.items():
            writer.add(name, array)
        writer.add("pickle", np.frombuffer(trap, np.uint8))
        writer.finish({**file.description, "pickle": trap.decode("latin-1")})
    manifest = max(path.parent.glob("manifest-*.json"))
    content = unseal(manifest.read_bytes())
    content["segments"][0]["size"] = path.stat().st_size
    manifest.write_bytes(seal(content))


@pytest.mark.parametrize("whole", [True, False], ids=["trapped segment", "pickle for a segment"])
def test_pickles_in_an_index_are_never_run(
    copy: Path, make_corpus: MakeCorpus, tmp_path: Path, *, whole: bool
) -> None:
    sprung = tmp_path / "sprung"
    trap = pickle.dumps(Trap(sprung))
    corpus = make_corpus(MEMORABLE)
    (segment,) = copy.glob("MAIN_*.arrays")
    if whole:
        trapped_segment(segment, trap)
    else:
        segment.write_bytes(trap)
    for toc in copy.glob("*.toc"):
        toc.write_bytes(trap)
    for name in ("files.json", "MAIN_WRITELOCK", "manifest-000000.json", "MAIN_0.seg", "x.pickle"):
        (copy / name).write_bytes(trap)
    commands: list[list[str]] = [
        ["search", "tide"],
        ["search", ""],
        ["sources"],
        ["stats"],
        ["show", "moon.md"],
        ["check"],
        ["check", "--deep"],
        ["index", str(corpus), "--replace-corpus"],
        ["repair"],
        ["index", str(corpus), "--replace-corpus", "--rebuild"],
        ["search", "tide"],
    ]

    statuses = [
        CliRunner().invoke(main, [*command, "--index", str(copy)]).exit_code for command in commands
    ]

    assert not sprung.exists()
    assert set(statuses) <= {0, 1, 3}
    assert statuses[-2:] == [0, 0]
    assert (copy / "x.pickle").read_bytes() == trap


def test_the_trap_would_have_worked(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Trap(tmp_path / "sprung")))

    assert (tmp_path / "sprung").exists()


def test_a_manifest_cannot_name_a_file_elsewhere(copy: Path, tmp_path: Path) -> None:
    (segment,) = copy.glob("MAIN_*.arrays")
    elsewhere = tmp_path / segment.name
    shutil.move(segment, elsewhere)
    for manifest in copy.glob("manifest-*.json"):
        content = unseal(manifest.read_bytes())
        for entry in content["segments"]:
            entry["file"] = f"../{segment.name}"
        manifest.write_bytes(seal(content))
    (copy / "manifest-000000.json").unlink()

    with pytest.raises(IndexStateError):
        searchkit.open(copy)


def test_a_lock_that_says_odd_things_is_printed_without_control_characters(copy: Path) -> None:
    lock = whoosh.index.open_dir(str(copy)).lock("WRITELOCK")
    assert lock.acquire()
    odd = {"pid": 7, "host": "\x1b[31mhost\n", "since": "2021-03-14T09:30:00+00:00"}
    (copy / "MAIN_WRITELOCK").write_text(json.dumps(odd))

    result = CliRunner().invoke(main, ["repair", "--index", str(copy)])

    lock.release()
    assert result.exit_code == 4
    assert "process 7 on \\x1b[31mhost\\n since 2021-03-14 09:30:00 UTC" in result.stderr
