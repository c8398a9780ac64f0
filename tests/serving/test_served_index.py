"""An index that is served answers from later commits."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchkit
from searchkit.serving import served_index
from searchkit.serving.served_index import ServedIndex
from tests.conftest import write_files


def test_a_later_commit_is_looked_for_at_most_once_in_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path / "corpus", {"a.txt": "Tide\n\nThe tide rose.\n"})
    searchkit.update(tmp_path / "index", tmp_path / "corpus")
    now = [100.0]
    monkeypatch.setattr("searchkit.serving.served_index.time.monotonic", lambda: now[0])
    with searchkit.open(tmp_path / "index") as index:
        served = ServedIndex(index)
        write_files(tmp_path / "corpus", {"b.txt": "Tide\n\nThe tide fell.\n"})
        searchkit.update(tmp_path / "index")
        served.refresh()
        assert len(served.index) == 1
        now[0] += 1.5
        assert served.is_due
        served.refresh()
        assert len(served.index) == 2
        assert not served.is_due


def test_where_the_index_is_gone_what_is_open_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files(tmp_path / "corpus", {"a.txt": "Tide\n\nThe tide rose.\n"})
    searchkit.update(tmp_path / "index", tmp_path / "corpus")
    monkeypatch.setattr(served_index, "_EVERY", 0)
    with searchkit.open(tmp_path / "index") as index:
        (tmp_path / "index").rename(tmp_path / "elsewhere")
        served = ServedIndex(index)
        served.refresh()
        assert served.index.search("tide").total == 1
