"""What can still be read of a damaged index is kept, and what is lost is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import searchkit
from searchkit.cli import main
from searchkit.errors import IndexDamagedError, IndexNotFoundError
from tests.conftest import KEYS, MEMORABLE, MakeCorpus
from tests.helpers.damaging import change_array, larger

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
