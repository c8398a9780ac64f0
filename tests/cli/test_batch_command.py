"""What `batch` prints of a list of queries."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from searchkit.cli import main
from tests.cli.conftest import Run, outcome


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.txt"
    path.write_bytes(
        b"\xef\xbb\xbfsprings\tspring tide\r\n\r\n=cmd\t=otters\r\n\tmoon OR bread\nzyzzyva\n"
    )
    return path


def test_each_query_is_a_row(run: Run, address: str, queries: Path) -> None:
    result = run("batch", queries, "--index", address)

    assert outcome(result) == (
        0,
        (
            "name,query,total,more,undated,first,last,n_sources,sources\r\n"
            "springs,spring tide,2,1,0,2019-03-20,2021-03,2,Harbour Gazette 1; Quayside Weekly 1"
            "\r\n"
            "'=cmd,'=otters,1,0,0,2020-11-02,2020-11-02,1,Harbour Gazette 1\r\n"
            ",moon OR bread,2,0,1,2021-03,2021-03,1,Quayside Weekly 1; none 1\r\n"
            ",zyzzyva,0,0,0,,,0,\r\n"
        ).replace("\r\n", "\n"),
        "Note: No article has the word zyzzyva.\n      zyzzyva\n      ^^^^^^^\n",
    )


def test_each_query_is_an_object_on_a_line(run: Run, address: str, queries: Path) -> None:
    result = run("batch", queries, "--format", "jsonl", "--index", address)

    rows = list(map(json.loads, result.stdout.splitlines()))
    assert [row["name"] for row in rows] == ["springs", "=cmd", None, None]
    assert rows[0] == {
        "version": 2,
        "name": "springs",
        "query": "spring tide",
        "total": 2,
        "more": 1,
        "dated": 2,
        "undated": 0,
        "first": "2019-03-20",
        "last": "2021-03",
        "n_sources": 2,
        "sources": [
            {
                "source": "Harbour Gazette",
                "articles": 1,
                "first": "2019-03-20",
                "last": "2019-03-20",
            },
            {"source": "Quayside Weekly", "articles": 1, "first": "2021-03", "last": "2021-03"},
        ],
        "notes": [],
    }
    assert (rows[3]["total"], len(rows[3]["notes"]), result.stderr) == (0, 1, "")


def test_filters_and_limits_hold_for_every_query(run: Run, address: str, queries: Path) -> None:
    result = run("batch", queries, "--since=2020", "-n1", "--some-words", "-q", "--index", address)

    assert result.stdout.splitlines()[1:3] == [
        "springs,spring tide,2,0,0,2020-11-02,2021-03,2,Harbour Gazette 1",
        "'=cmd,'=otters,1,0,0,2020-11-02,2020-11-02,1,Harbour Gazette 1",
    ]


def test_queries_are_read_from_standard_input(address: str) -> None:
    result = CliRunner().invoke(main, ["batch", "-", "-q", "--index", address], input="zyzzyva\n")

    assert (result.exit_code, result.stdout.splitlines()[1:]) == (1, [",zyzzyva,0,0,0,,,0,"])


def test_a_line_that_is_not_utf_8_is_named(run: Run, address: str, tmp_path: Path) -> None:
    path = tmp_path / "queries.txt"
    path.write_bytes(b"tide\nmar\xe9e\n")

    result = run("batch", path, "--index", address)

    assert result.exit_code == 2
    assert result.stderr == f"Error: {path}, line 2 is not in UTF-8. See: searchkit help batch\n"


def test_a_list_that_is_not_there_is_an_error(run: Run, address: str) -> None:
    result = run("batch", "none.txt", "--index", address)

    assert outcome(result) == (
        2,
        "",
        (
            "Error: Invalid value for 'FILE': 'none.txt': No such file or directory. "
            "See: searchkit help batch\n"
        ),
    )
