from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.corpus import Article, write
from benchmarks.serving import Answered, serving_lines


def test_a_row_has_what_was_measured() -> None:
    waits = [n / 1000 for n in range(1, 101)]

    row = Answered(100, 2.0, 0.5, waits, 3).row("pages")

    assert row == "| pages | 100 | 5.0 | 50 | 95 | 50 | 3 |"


def test_a_server_is_measured_with_many_clients_and_beside_patterns(
    articles: list[Article], tmp_path: Path
) -> None:
    pytest.importorskip("starlette")
    corpus = write(articles, tmp_path / "made").folder / "articles.jsonl"
    words = [article.text.split()[0] for article in articles[:8]]

    lines = list(
        serving_lines(
            corpus, words, tmp_path / "work", index=None, clients=2, requests=100, datasette=None
        )
    )
    rows = [line.split(" | ") for line in lines if line.startswith("| ")]

    assert [row[1] for row in rows if "page" in row[0]] == ["8", "16", "16"]
    assert [row[0] for row in rows][-1] == "| 100"
