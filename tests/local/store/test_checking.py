from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

import searchkit
from searchkit.cli import main
from searchkit.errors import IndexDamagedError, IndexNotFoundError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.store.manifests import seal, unseal
from tests.conftest import KEYS, MEMORABLE, MakeCorpus

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
    told = json.loads(CliRunner().invoke(main, [*arguments, "--deep", "--format=json"]).output)
    assert (told["deep"], told["faults"]) == (True, [first])


# -- repair


ALL = {*KEYS.values(), "bulk.txt"}


@pytest.fixture
def corpus(make_corpus: MakeCorpus) -> Path:
    # So large that what comes later stays a segment of its own.
    bulk = " ".join(f"kw{number}" for number in range(40_000))
    return make_corpus({**MEMORABLE, "bulk.txt": bulk})


@pytest.fixture
def own(corpus: Path, tmp_path: Path) -> Path:
    """The index of the memorable corpus, by two commits in two segments."""
    path = tmp_path / "own"
    moved = tmp_path / "moon.md"
    shutil.move(corpus / "moon.md", moved)
    with searchkit.open(path, create=True) as index:
        index.update(corpus)
        shutil.move(moved, corpus / "moon.md")
        index.update(corpus)
    return path


def keys_of(path: Path) -> set[str]:
    with searchkit.open(path) as index:
        assert index.notes == ()
        return {hit.article.key for hit in index.search("", limit=99)}


def larger(index: Path) -> Path:
    return max(index.glob("MAIN_*.arrays"), key=lambda path: path.stat().st_size)


def change_array(index: Path, name: str, *, at: int = 0, length: int = 1) -> Path:
    """Change bytes of an array in the larger segment, whose checksums no longer fit."""
    path = larger(index)
    data = bytearray(path.read_bytes())
    file = ArrayFile(bytes(data), name=path.name, directory=index)
    offset = file._entries[name][2] + at
    data[offset : offset + length] = bytes(byte ^ 0x55 for byte in data[offset : offset + length])
    path.write_bytes(data)
    return path


def test_nothing_is_done_to_an_index_that_is_well(own: Path) -> None:
    before = {path.name: path.read_bytes() for path in own.iterdir()}

    report = searchkit.repair(own)

    assert (report.kept, report.indexed, report.lost, report.faults) == (7, 0, (), ())
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before


def test_damaged_postings_cost_no_article(own: Path) -> None:
    spoilt = change_array(own, "fields/text/positions")
    with searchkit.open(own) as index, pytest.raises(IndexDamagedError):
        index.search('"fish market"')

    report = searchkit.repair(own)

    assert (report.kept, report.indexed, report.lost) == (7, 6, ())
    assert report.aside == (f"damaged/{spoilt.name}",)
    assert (own / report.aside[0]).exists()
    assert keys_of(own) == ALL
    assert searchkit.open(own).search('"fish market"').total == 1
    assert searchkit.check(own, deep=True).faults == ()


def test_an_article_that_cannot_be_read_is_named_and_comes_back_from_the_corpus(
    own: Path, corpus: Path
) -> None:
    change_array(own, "stored/frames", at=20, length=9)

    report = searchkit.repair(own)

    (lost,) = report.lost
    assert report.kept == 6
    assert keys_of(own) == ALL - {lost}
    assert searchkit.check(own, deep=True).faults == ()
    with searchkit.open(own) as index:
        index.update(corpus)
    assert keys_of(own) == ALL


def test_articles_of_a_lost_segment_are_named_by_their_file(own: Path) -> None:
    gone = larger(own)
    gone.unlink()
    for manifest in sorted(own.glob("manifest-*.json"))[:-1]:
        manifest.unlink()

    report = searchkit.repair(own)

    assert (report.kept, report.lost) == (1, (f"every article of {gone.name}",))
    assert keys_of(own) == {KEYS["moon"]}


def test_what_only_a_lost_manifest_named_is_found_again(own: Path) -> None:
    newest = max(own.glob("manifest-*.json"))
    newest.write_bytes(newest.read_bytes()[:-3])

    report = searchkit.repair(own)

    assert (report.kept, report.lost) == (7, ())
    assert keys_of(own) == ALL
    assert searchkit.check(own, deep=True).faults == ()


def test_articles_are_kept_where_every_manifest_is_lost(own: Path) -> None:
    for manifest in own.glob("manifest-*.json"):
        manifest.write_bytes(b"")

    assert searchkit.repair(own).kept == 7
    assert keys_of(own) == ALL


def test_articles_are_kept_where_every_manifest_is_gone(own: Path) -> None:
    for manifest in own.glob("manifest-*.json"):
        manifest.unlink()

    report = searchkit.repair(own)

    assert (report.kept, report.lost, report.faults) == (7, (), ("there is no manifest",))
    assert keys_of(own) == ALL


def test_where_there_is_nothing_there_is_nothing_to_repair(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError):
        searchkit.repair(tmp_path)


def test_where_no_article_can_be_read_the_index_stays_as_it_is(own: Path) -> None:
    for path in own.glob("MAIN_*.arrays"):
        path.write_bytes(b"tide")
    before = {path.name: path.read_bytes() for path in own.iterdir()}

    with pytest.raises(IndexDamagedError):
        searchkit.repair(own)
    assert {path.name: path.read_bytes() for path in own.iterdir()} == before


def test_a_table_of_contents_of_another_program_is_set_aside(own: Path, corpus: Path) -> None:
    (own / "_MAIN_77.toc").touch()

    result = CliRunner().invoke(main, ["repair", "--index", str(own)])

    assert result.exit_code == 0
    assert result.output.splitlines()[:2] == [
        "_MAIN_77.toc belongs to a commit whose manifest is missing",
        "Set aside: damaged/_MAIN_77.toc",
    ]
    assert searchkit.open(own).update(corpus).unchanged == 7
    assert not (own / "_MAIN_77.toc").exists()
