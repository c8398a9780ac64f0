from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.history import Row, add_to_history, read_history, rows
from benchmarks.report import markdown
from benchmarks.results import Results
from tests.benchmarks.conftest import measured

if TYPE_CHECKING:
    from pathlib import Path


def test_a_run_is_shown_beside_the_one_before(tmp_path: Path) -> None:
    first, second = (
        Results("x", {"day": day, "commit": "abc"}, {"or": 3}, [], [measured(1000, **took)])
        for day, took in (
            ("2026-11-29", {"seconds": 5.0, "query": 0.0005}),
            ("2026-11-30", {"seconds": 5.2, "query": 0.0008}),
        )
    )
    add_to_history(tmp_path, first)
    earlier = read_history(tmp_path)
    add_to_history(tmp_path, second)

    assert earlier == rows(first)
    assert Row("2026-11-29", "abc", "tides", 1000, "indexing", 0.5) in earlier
    assert read_history(tmp_path) == rows(first) + rows(second)
    assert "## Beside the run before" not in markdown(first)
    assert markdown(second, earlier).endswith(
        "| measure | corpus | articles | before | now |\n"
        "| --- | ---: | ---: | ---: | ---: |\n"
        "| searchkit, or, bare | tides | 1,000 | 0.5 | 0.8 |\n"
    )


def test_without_a_run_before_there_is_no_history(tmp_path: Path) -> None:
    assert read_history(tmp_path) == []
