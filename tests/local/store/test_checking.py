from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import searchkit
from searchkit.cli import main
from searchkit.errors import IndexDamagedError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.store.manifests import seal, unseal
from tests.conftest import KEYS, MakeCorpus
from tests.helpers.damaging import change_array

Change = Callable[[dict[str, np.ndarray]], object]


def segment_of(index: Path) -> Path:
    (segment,) = index.glob("MAIN_*.arrays")
    return segment


def rewrite(index: Path, change: Change) -> None:
    """Change arrays of the segment of an index, with checksums that fit."""
    path = segment_of(index)
    file = ArrayFile(path.read_bytes(), name=path.name, directory=index)
    arrays = {name: file.array(name).copy() for name in file}
    change(arrays)
    with path.open("wb") as stream, ArrayFileWriter(stream) as writer:
        for name, array in arrays.items():
            writer.add(name, array)
        writer.finish(file.description)
    manifest = max(index.glob("manifest-*.json"))
    content = unseal(manifest.read_bytes())
    content["segments"][0]["size"] = path.stat().st_size
    manifest.write_bytes(seal(content))


def test_an_index_that_is_well_has_no_fault(copy: Path) -> None:
    shallow, deep = searchkit.check(copy), searchkit.check(copy, deep=True)

    for report in (shallow, deep):
        assert (report.faults, report.articles, report.segments) == ((), len(KEYS), 1)
    with searchkit.open(copy) as index:
        assert index.check(deep=True).faults == ()


def swap(name: str, a: int = 0, b: int = 1) -> Change:
    def change(arrays: dict[str, np.ndarray]) -> None:
        arrays[name][[a, b]] = arrays[name][[b, a]]

    return change


def clear(name: str) -> Change:
    return lambda arrays: arrays[name].fill(0)


def add(name: str, at: int, amount: int) -> Change:
    def change(arrays: dict[str, np.ndarray]) -> None:
        array = arrays[name]
        array[at] += array.dtype.type(amount)

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (add("fields/text/terms/data", 0, 100), "field text: its terms 0 to "),
        (add("fields/text/terms/heads", 1, 1), "field text: its terms 0 to "),
        (add("fields/text/articles", 0, 99), "field text: article 99 of 6"),
        (swap("fields/source/articles", 0, -1), "field source and column source differ"),
        (add("fields/text/frequencies", 0, 1), "fields/text/positions do not fit"),
        (clear("fields/text/positions"), "field text: the positions of terms 0 to "),
        (add("fields/text/form_counts", 0, 1), "field text: its forms do not occur in the text"),
        (add("lengths/text", 0, 1), "field text: article 0 has "),
        (add("columns/date_from", 0, 86_400), "article 0 is indexed under a date that its record"),
        (swap("columns/key"), "field key and column key differ"),
        (swap("columns/source", 0, -1), "field source and column source differ"),
        (add("columns/language", 0, 9), "column language names values that it does not have"),
        (add("stored/frames", 0, 1), "stored fields of article 0"),
        (add("stored/frames", 40, 1), "stored fields of article 0"),
        (add("stored/starts", 1, 1), "stored fields of article 0"),
    ],
)
def test_what_does_not_agree_is_found_though_every_checksum_fits(
    copy: Path, change: Change, fault: str
) -> None:
    rewrite(copy, change)

    faults = searchkit.check(copy, deep=True).faults

    assert any(fault in found for found in faults), faults


def test_a_changed_byte_is_found_by_a_deep_check_and_by_who_needs_it(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    words = " ".join(f"kw{number} tide" for number in range(40_000))
    path = tmp_path / "large"
    with searchkit.open(path, create=True) as index:
        index.update(make_corpus({"a.txt": words}))
    spoilt = change_array(path, "fields/text/positions", at=150_000)

    assert searchkit.check(path).faults == ()
    (fault,) = searchkit.check(path, deep=True).faults
    assert fault == f"{spoilt.name}: the checksum of fields/text/positions differs"
    with searchkit.open(path) as index:
        assert index.search("kw7").total == 1
        with pytest.raises(IndexDamagedError) as caught:
            index.search('"tide kw39000"')
    assert caught.value.reason == fault


def test_the_command_names_each_fault_in_a_line(copy: Path) -> None:
    newest = max(copy.glob("manifest-*.json"))
    newest.write_bytes(b"tide")
    arguments = ["check", "--index", str(copy)]

    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 3
    first, second = result.output.splitlines()
    assert first == f"{newest.name} has changed since it was written"
    assert second.startswith("1 fault in 0 segments, 0 articles (structure and sizes, ")
    printed = json.loads(CliRunner().invoke(main, [*arguments, "--deep", "--format=json"]).output)
    assert (printed["deep"], printed["faults"]) == (True, [first])
