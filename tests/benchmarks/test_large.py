"""The table of a large archive, measured on a small one."""

import json
import os
from pathlib import Path

import pytest

from benchmarks import large
from benchmarks.large import large_lines
from benchmarks.memory import held

WORDS = (
    "tide moon harbour ferry pier gull wave rope sail mast keel reef dune marsh creek quay".split()
)


def test_one_table_tells_how_an_index_is_built_opened_searched_and_updated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "_OPENED", 2)
    corpus = tmp_path / "news.jsonl"
    texts = [f"{one}er {two} {one}ing." for one in WORDS for two in WORDS]
    corpus.write_text("\n".join(json.dumps({"id": text, "text": text}) for text in texts))
    work = tmp_path / "work"

    lines = large_lines(corpus, work, articles=200, of_each=2, updates=1, rounds=1, seed=1)
    head, rule, *rows = lines
    found = {name: value for name, value, _ in (row[2:].split(" | ") for row in rows)}

    assert (head, rule) == ("| measure | value | at most |", "|---|---:|---:|")
    assert list(found)[:5] == [
        "indexing, seconds by the clock",
        "indexing, seconds of the processor",
        "memory while indexing, MB",
        "the same of 50 articles, MB",
        "growth of it, bytes an article",
    ]
    assert (found["memory while indexing, MB"] != "0") == (held(os.getpid()) is not None)
    assert found["articles"] == "200"
    assert "open, p50" in found
    assert "memory while searching, MB" in found
    assert "one durable update, p50" in found
    assert len(list((work / "articles").iterdir())) == 1  # what was added is gone
