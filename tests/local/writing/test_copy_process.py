"""A process beside the one that writes finds the copies that this one finds."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from searchkit.article import Article
from searchkit.local.segment.segment_reader import open_segment
from searchkit.local.writing import copy_process, inverting, runs
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.runs import Batch, SavedRun
from searchkit.spawning import spawn
from searchkit.syncing.evidence import NO_EVIDENCE
from searchkit.syncing.fingerprints import fingerprint

TEXT = " ".join(f"The {a}{b} came over the quay of {b}{a}." for a in "tidewrck" for b in "aeiouy")
TITLES = ("High water", "Ebb", "Flood", "The quay")
ARTICLES = [
    Article(key=f"{number}", path="a", title=TITLES[number], text=text)
    for number, text in enumerate([TEXT, f"{TEXT} The end.", "Ships sail.", f"So. {TEXT}"])
]


@pytest.fixture(autouse=True)
def _small_is_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverting, "_MANY", 1)
    monkeypatch.setattr(runs, "_BLOCK", 1)


def run_of(path: Path) -> SavedRun:
    batch = Batch(Vocabulary(), lambda: path)
    for article in ARTICLES:
        batch.add(article, fingerprint=fingerprint(article))
    run = batch.finish()
    assert run
    assert run.has_file
    return run


def edges(path: Path, *, is_shared: bool) -> list[list[int]]:
    run = run_of(path.with_suffix(".run"))
    inverting.write_segment(
        [run], path, evidence=NO_EVIDENCE, index=partial(tuple), is_shared=is_shared
    )
    copies = open_segment(path).copies
    assert copies is not None
    return [column.tolist() for column in copies]


def test_a_process_finds_the_copies_that_are_found_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = edges(tmp_path / "MAIN_a.arrays", is_shared=False)
    monkeypatch.setattr(copy_process._Task, "edges", None)  # in this process, that is

    beside = edges(tmp_path / "MAIN_b.arrays", is_shared=True)

    assert beside == alone
    assert len(alone[0]) > 1


def test_where_the_process_fails_copies_are_found_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spawn_other(module: str, _: str, **options: Any) -> object:
        return spawn(module, "no_such_function", **options)

    alone = edges(tmp_path / "MAIN_a.arrays", is_shared=False)
    monkeypatch.setattr(copy_process, "spawn", spawn_other)

    assert edges(tmp_path / "MAIN_b.arrays", is_shared=True) == alone
