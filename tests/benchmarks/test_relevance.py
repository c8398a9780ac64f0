from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks import __main__ as command
from benchmarks import corpus
from benchmarks.corpus import Article
from benchmarks.relevance import ROWS


@pytest.fixture
def judged(articles: list[Article], tmp_path: Path) -> Path:
    """A set of two queries, beside a file with its articles."""
    corpus.write(articles[:30], tmp_path)
    folder = tmp_path / "headlines-judged"
    folder.mkdir()
    first, second = articles[3], articles[7]
    (folder / "queries.tsv").write_text(f"1\t{first.title}\n2\t{second.title}\n")
    (folder / "qrels.tsv").write_text(f"1\t{first.id}\t1\n2\t{second.id}\t2\n2\t0\t0\n")
    return folder


def test_the_page_has_each_row_on_each_set(
    judged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = [row for row in ROWS if row.engine == "searchkit"]
    monkeypatch.setattr(command, "ROWS", own)  # the others need the extra `bench`
    arguments = ["relevance", judged, "--articles", tmp_path / corpus.FILE]
    arguments += ["--work", tmp_path / "work", "--out", tmp_path]

    result = CliRunner().invoke(command.main, [str(argument) for argument in arguments])

    page = (tmp_path / "RELEVANCE.md").read_text()
    assert result.output.endswith(page + "\n")
    assert re.search(r"^\| headlines-judged \| 30 \| [\d.]+ \| 2 \| 3 \| 2 \|$", page, re.MULTILINE)
    assert "| searchkit, plain words | 1.0000 | – |\n" in page
    assert "| searchkit, plain words | +0.0000 (p 1.000, 0↑ 0↓) |" in page
    assert "|  | headlines | 3 words of a headline |\n" in page
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == [
        "nDCG@10",
        "MAP",
        "MRR",
        "recall@100",
        "unjudged of the first ten",
        "nDCG@10 beside the first row",
        "Known items",
        "Time of a query, ms",
    ]
