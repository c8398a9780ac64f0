"""JSON lines: an article a line, whatever is wrong with others."""

from __future__ import annotations

import gzip
import json

import pytest

from searchkit.article import Article
from tests.corpus.conftest import LOOKED_FOR, PROSE, ReadFile, facts


def test_lines_of_json_are_read_past_those_that_are_not(read_file: ReadFile) -> None:
    lines = [
        '{"id": "a", "text": "One."}',
        "",
        '{"text": "Two',
        "[]",
        '{"title": "T"}',
        '{"text": "Three."}',
    ]

    found = read_file("c.jsonl.gz", gzip.compress("\r\n".join(lines).encode()))

    assert [part if isinstance(part, str) else facts(part)[:2] for part in found] == [
        ("c.jsonl.gz#a", "One."),
        "c.jsonl.gz: line 3: is not valid JSON: Unterminated string starting at column 10",
        "c.jsonl.gz: line 4: has no articles in it",
        f"c.jsonl.gz: line 5: has no text: {LOOKED_FOR}title",
        ("c.jsonl.gz#6", "Three."),
    ]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("packed", [False, True])
def test_json_lines_may_be_of_wide_units(read_file: ReadFile, codec: str, *, packed: bool) -> None:
    lines = "".join(
        json.dumps({"id": number, "text": f"Möwe {number}. {PROSE}"}, ensure_ascii=False) + "\r\n"
        for number in range(1, 3_000)
    )
    content = lines.encode(codec)

    found = (
        read_file("a.jsonl.gz", gzip.compress(content)) if packed else read_file("a.jsonl", content)
    )

    assert [article.text for article in found if isinstance(article, Article)] == [
        f"Möwe {number}. {PROSE}" for number in range(1, 3_000)
    ]


def test_a_line_of_json_may_hold_a_line_separator(read_file: ReadFile) -> None:
    line = json.dumps({"text": f"{PROSE}\u2028It fell.\x85"}, ensure_ascii=False)

    read_file("a.json", line)

    assert [
        article.text for article in read_file("a.jsonl", line) if isinstance(article, Article)
    ] == [f"{PROSE}\nIt fell."] * 2
