"""What `evaluate` measures and prints."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest

from tests.cli.conftest import Run, outcome
from tests.conftest import KEYS, MEMORABLE, MakeCorpus

QUERIES = "1\tspring tide\n2\tbread NOT dough\n3\tnever judged\n"
JUDGMENTS = f"1\t{KEYS['moon']}\t2\n1\t{KEYS['flood']}\t1\n2\t{KEYS['bread']}\t1\n"
NOTE = "Note: Left out as never judged: 1 of 3 queries.\n"


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """The options that name the queries and the judgments."""
    (tmp_path / "queries.tsv").write_text(QUERIES)
    (tmp_path / "judgments.tsv").write_text(JUDGMENTS)
    return [f"--queries={tmp_path}/queries.tsv", f"--judgments={tmp_path}/judgments.tsv"]


def test_a_corpus_is_indexed_for_the_evaluation_alone(
    run: Run,
    make_corpus: MakeCorpus,
    files: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    corpus = make_corpus(MEMORABLE)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))

    result = run("evaluate", corpus, *files, "--format=json")

    found = json.loads(result.stdout)
    assert (result.exit_code, result.stderr) == (0, NOTE)
    assert [(query["id"], query["found"], query["relevant"]) for query in found["queries"]] == [
        ("1", 2, 2),
        ("2", 1, 1),
    ]
    assert found["mean"]["recall"] == 1
    assert [*(tmp_path / "temporary").iterdir()] == []


def test_an_index_that_is_named_is_asked_as_it_is(
    run: Run, memorable: Path, files: list[str]
) -> None:
    plain = run("evaluate", "--index", memorable, *files, "-q")
    typed = run("evaluate", "--index", memorable, *files, "-q", "--as-typed")

    assert (plain.exit_code, plain.stderr) == (0, "")
    assert [line[-18:] for line in plain.stdout.splitlines()[2:3]] == ["2: bread NOT dough"]
    assert plain.stdout.splitlines()[2].startswith(" 1.0000  1.0000  1.0000  1.0000  0%")
    assert typed.stdout.splitlines()[2].startswith(" 0.0000  0.0000  0.0000  0.0000  0%")


def test_texts_are_read_as_they_are_where_that_is_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    record = {"id": 1, "title": "Low water", "text": "Low water\n\nMud.\n\nAdvertisement"}
    (tmp_path / "corpus" / "a.jsonl").write_text(json.dumps(record))
    (tmp_path / "q.tsv").write_text("1\tadvertisement\n")
    (tmp_path / "j.tsv").write_text("1\t1\t1\n")
    asked = ["evaluate", tmp_path / "corpus", f"--queries={tmp_path}/q.tsv"]
    asked += [f"--judgments={tmp_path}/j.tsv", "--format=json"]

    found = [json.loads(run(*asked, *more).stdout)["mean"]["ndcg"] for more in ((), ("--as-is",))]

    assert found == [0, 1]


def test_how_a_corpus_is_read_cannot_be_said_without_one(
    run: Run, memorable: Path, files: list[str]
) -> None:
    assert outcome(run("evaluate", "--index", memorable, *files, "--as-is")) == (
        2,
        "",
        (
            "Error: --as-is says how CORPUS is read. Name CORPUS, too. "
            "See: searchkit help evaluate\n"
        ),
    )


def test_with_a_corpus_the_index_that_is_named_is_kept(
    run: Run, make_corpus: MakeCorpus, files: list[str], tmp_path: Path
) -> None:
    corpus = make_corpus(MEMORABLE)

    run("evaluate", corpus, "--index", tmp_path / "kept", *files)

    assert run("search", "bread", "-c", "--index", tmp_path / "kept").stdout == "1\n"


def test_an_evaluation_is_compared_with_another(
    run: Run, memorable: Path, files: list[str], tmp_path: Path
) -> None:
    asked = ("evaluate", "--index", memorable, *files, "-q")
    before = tmp_path / "before.json"
    before.write_text(run(*asked, "--as-typed", "--format", "json").stdout)

    text = run(*asked, "--compare", before).stdout
    data = json.loads(run(*asked, "--compare", before, "--format=json").stdout)

    assert "   R@100  0.5000  1.0000  +0.5000  1.000  1       0\n" in text
    assert data["comparison"]["queries"] == 2


def test_what_cannot_be_read_is_one_line_and_status_2(
    run: Run, memorable: Path, files: list[str], tmp_path: Path
) -> None:
    queries = tmp_path / "queries.tsv"
    queries.write_text("tide")

    assert outcome(run("evaluate", "--index", memorable, *files)) == (
        2,
        "",
        f"Error: {queries}, line 1: a query is written as its id, a tab, and its text.\n",
    )


def test_without_a_corpus_or_an_index_it_is_said_which_to_name(run: Run, files: list[str]) -> None:
    assert outcome(run("evaluate", *files)) == (
        2,
        "",
        (
            "Error: Name CORPUS, the folder of articles, or an index with --index. "
            "See: searchkit help evaluate\n"
        ),
    )
