"""An index says when a rebuild would take other lines for furniture."""

from __future__ import annotations

from pathlib import Path

import searchkit
from tests.helpers.recurring import story
from tests.syncing.test_evidence import SIGN_UP, write

OTHER = "Listen to the podcast of the Pier Post on all platforms"


def drift(path: Path) -> float:
    with searchkit.open(path) as index:
        return index.stats().drift


def test_lines_that_came_to_recur_later_would_change(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", [story(n, SIGN_UP) for n in range(10)])
    searchkit.update(tmp_path / "index", corpus)
    assert drift(tmp_path / "index") == 0

    write(corpus, [story(n, SIGN_UP, OTHER) for n in range(10, 20)], "more.jsonl")
    searchkit.update(tmp_path / "index", corpus)
    assert drift(tmp_path / "index") == 10 / 70  # lines

    searchkit.rebuild(tmp_path / "index")
    assert drift(tmp_path / "index") == 0


def test_more_of_the_same_changes_nothing(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", [story(n, SIGN_UP) for n in range(10)])
    searchkit.update(tmp_path / "index", corpus)
    write(corpus, [story(n, SIGN_UP) for n in range(10, 20)], "more.jsonl")
    searchkit.update(tmp_path / "index", corpus)

    assert drift(tmp_path / "index") == 0


def test_a_few_articles_without_an_outlet_have_no_furniture(tmp_path: Path) -> None:
    corpus = write(tmp_path / "corpus", [story(n, SIGN_UP, outlet=None) for n in range(9)])
    searchkit.update(tmp_path / "index", corpus)
    write(corpus, [story(n, SIGN_UP, outlet=None) for n in range(10, 20)], "more.jsonl")
    searchkit.update(tmp_path / "index", corpus)

    assert drift(tmp_path / "index") == 0
