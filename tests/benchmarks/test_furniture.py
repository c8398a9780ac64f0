from __future__ import annotations

import json
from pathlib import Path

import pytest

import searchkit
from benchmarks.furniture import Judged, digest, furniture, quotes_furniture, read_judged
from tests.helpers.recurring import prose

LINE = "Listen to the podcast of the Pier Post on all platforms"


def test_judged_lines_are_compared_with_those_that_are_taken(tmp_path: Path) -> None:
    records = [
        {"id": f"a{n}", "text": f"{prose(n)}\n{LINE}\nAdvertisement", "source": "Pier"}
        for n in range(6)
    ]
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.json").write_text(json.dumps(records))
    judged = [
        Judged("a1", 2, digest(LINE), is_own=False),
        Judged("a2", 2, digest(LINE), is_own=True),
        Judged("a3", 1, digest(prose(3)), is_own=True),
    ]
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(tmp_path / "corpus")

        assert furniture(index, judged, ["street"]) == [
            "18 lines, 12 spans of furniture, 6 of them by their wording",
            "3 judged, 2 still taken, 1 the article's own, 1 in 6 lines of the corpus",
            "0 of 18 snippets and 0 of 6 hits quote furniture",
        ]


def test_the_judged_lines_are_of_known_verdicts() -> None:
    judged = read_judged(Path(__file__).parents[2] / "benchmarks" / "furniture.tsv")

    assert len(judged) == 300
    assert sum(one.is_own for one in judged) == 6


@pytest.mark.parametrize(
    "snippet", ["…MUST WATCH The tide", "Hide Caption 3 of 9 Photos", "Story highlights Tide"]
)
def test_signs_of_furniture_are_seen(snippet: str) -> None:
    assert quotes_furniture(snippet)
