"""What `sources`, `stats`, `complete` and `suggest` print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, outcome


def test_sources_are_listed(run: Run, memorable: Path) -> None:
    assert outcome(run("sources", "--index", memorable)) == (
        0,
        (
            "Articles  First       Last                       Source\n"
            "       2  2019-03-20  2020-11-02                 Harbour Gazette\n"
            "       2  2018        2018-06-01T09:30:00+02:00  Le Courrier de l’Été\n"
            "       1  2021-03     2021-03                    Quayside Weekly\n"
            "       1                                         (no source)\n"
            "\n"
            "3 sources\n"
        ),
        "",
    )


def test_stats_are_printed(run: Run, memorable: Path) -> None:
    printed = json.loads(run("stats", "--format", "json", "--index", memorable).stdout)

    assert (printed["articles"], printed["dated"], printed["sources"]) == (6, 5, 3)


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (
            ["sources"],
            [
                "source,articles,first,last",
                "Harbour Gazette,2,2019-03-20,2020-11-02",
                "Le Courrier de l’Été,2,2018,2018-06-01T09:30:00+02:00",
                "Quayside Weekly,1,2021-03,2021-03",
                ",1,,",
            ],
        ),
        (["complete", "tit"], ["text,kind,count", "title:,field,"]),
        (["complete", "Har"], ["text,kind,count", "Harbour Gazette,source,2"]),
        (["suggest", "tdie"], ["word,distance,count", "tide,1,4"]),
        (["suggest", "zzzzzz"], ["word,distance,count"]),
    ],
)
def test_counts_and_words_are_told_as_csv(
    run: Run, memorable: Path, arguments: list[str], rows: list[str]
) -> None:
    result = run(*arguments, "--format", "csv", "--index", memorable)

    assert result.stdout.splitlines() == rows


def test_stats_as_csv_tell_what_json_tells(run: Run, memorable: Path) -> None:
    printed = json.loads(run("stats", "--format", "json", "--index", memorable).stdout)
    rows = run("stats", "--format", "csv", "--index", memorable).stdout.splitlines()
    languages = {f"language {code}": count for code, count in printed.pop("languages").items()}
    (folder,) = printed.pop("corpus")
    corpus = {"corpus": folder["path"]}

    assert rows[0] == "name,value"
    assert dict(row.split(",") for row in rows[1:]) == {
        name: str(value)
        for name, value in (printed | languages | corpus).items()
        if name != "version"
    }


def test_completions_are_a_table_of_counts_kinds_and_texts(run: Run, memorable: Path) -> None:
    result = run("complete", "t", "--limit", 2, "--index", memorable)

    assert outcome(result) == (
        0,
        (
            "Count  Kind   Text\n"
            "       field  text:\n"
            "       field  title:\n"
            "   22  word   the\n"
            "    4  word   tide\n"
        ),
        "",
    )


def test_completions_are_told_as_json(run: Run, memorable: Path) -> None:
    result = run("complete", "har", "--format", "json", "--index", memorable)

    assert json.loads(result.stdout) == {
        "version": 2,
        "completions": [{"text": "Harbour Gazette", "kind": "source", "count": 2}],
    }


def test_suggestions_are_a_table_of_counts_edits_and_words(run: Run, memorable: Path) -> None:
    result = run("suggest", "tdie", "--index", memorable)

    assert outcome(result) == (0, "Count  Edits  Word\n    4  1      tide\n", "")


def test_suggestions_are_told_as_json(run: Run, memorable: Path) -> None:
    result = run("suggest", "tdie", "--format", "json", "--index", memorable)

    assert json.loads(result.stdout) == {
        "version": 2,
        "suggestions": [{"word": "tide", "distance": 1, "count": 4}],
    }


@pytest.mark.parametrize("command", ["complete", "suggest"])
def test_where_nothing_is_like_what_was_typed_nothing_is_printed(
    run: Run, memorable: Path, command: str
) -> None:
    assert outcome(run(command, "zzzzzz", "--index", memorable)) == (1, "", "")


def test_the_outlets_of_a_query_are_those_of_its_articles(run: Run, address: str) -> None:
    result = run("sources", "spring", "tide", "--since", "2019", "--index", address)

    assert outcome(result) == (
        0,
        (
            "Articles  First       Last        Source\n"
            "       1  2019-03-20  2019-03-20  Harbour Gazette\n"
            "       1  2021-03     2021-03     Quayside Weekly\n"
            "\n"
            "2 sources\n"
        ),
        "",
    )


def test_the_outlets_of_a_query_that_finds_nothing_are_none(run: Run, address: str) -> None:
    result = run("sources", "zyzzyva", "--format=json", "--index", address)

    assert outcome(result) == (
        1,
        '{"version": 2, "sources": []}\n',
        "Note: No article has the word zyzzyva.\n      zyzzyva\n      ^^^^^^^\n",
    )
