"""What `timeline` prints, in text, as data and as pictures."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run, outcome
from tests.cli.terminal import COMMAND, environment, needs_a_terminal, on_a_terminal

SEE = "See: searchkit help timeline\n"


def test_a_timeline_has_a_bar_for_each_period(run: Run, address: str) -> None:
    assert outcome(run("timeline", "spring tide", "--by", "year", "--index", address)) == (
        0,
        (
            "spring tide: 2 articles by year, 2019-03-20 to 2021-03\n"
            f"2019  {'█' * 72} 1\n"
            "2020  0\n"
            f"2021  {'█' * 72} 1\n"
        ),
        "",
    )


def test_columns_of_shares_are_there_whatever_is_found(run: Run, address: str) -> None:
    nothing, undated = (
        run("timeline", *query, "--share", "--format=csv", "-q", "--index", address)
        for query in (["zyzzyva"], ["--undated"])
    )

    columns = "query,period,first,last,articles,all_articles,share"
    assert nothing.stdout.splitlines() == [columns]
    assert undated.stdout.splitlines() == [columns, ",undated,,,1,,"]


def test_queries_are_compared(run: Run, address: str) -> None:
    result = run("timeline", "tide", "otters", "--by=year", "--ascii", "--index", address)

    assert result.stdout == (
        "      tide                                  otters\n"
        "      2 articles                            1 article\n"
        f"2019  {'#' * 34} 1  0\n"
        f"2020  0                                     {'#' * 34} 1\n"
        f"2021  {'#' * 34} 1  0\n"
    )


def test_without_a_query_every_article_counts(run: Run, address: str) -> None:
    result = run("timeline", "--by", "month", "--since", "2019", "--index", address)

    assert result.stdout.splitlines()[2:5] == [
        "3 articles by month, 2019-03-20 to 2021-03",
        f"2019-03  {'█' * 69} 1",
        "… none from 2019-04 to 2020-10",
    ]


def test_notes_are_in_text_and_beside_data(run: Run, address: str) -> None:
    note = "Note: No article has the word zyzzyva.\n      zyzzyva\n      ^^^^^^^\n"
    text, quiet, data = (
        run("timeline", "zyzzyva", *options, "--index", address)
        for options in ([], ["-q"], ["--format", "csv"])
    )

    assert outcome(text) == (1, f"{note}\nzyzzyva: 0 articles\n", "")
    assert outcome(quiet) == (1, "zyzzyva: 0 articles\n", "")
    assert outcome(data) == (1, "query,period,first,last,articles\n", note)


def test_rows_of_data_tell_each_period_of_each_query_and_what_is_in_none(
    run: Run, address: str
) -> None:
    result = run("timeline", "", "tide", "--by=month", "--format=csv", "--index", address)

    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    told = [tuple(row.values()) for row in rows if row["articles"] != "0"]
    assert told == [
        ("", "2018-06", "2018-06-01", "2018-06-30", "1"),
        ("", "2019-03", "2019-03-01", "2019-03-31", "1"),
        ("", "2020-11", "2020-11-01", "2020-11-30", "1"),
        ("", "2021-03", "2021-03-01", "2021-03-31", "1"),
        ("", "known to the year", "", "", "1"),
        ("", "undated", "", "", "1"),
        ("tide", "2019-03", "2019-03-01", "2019-03-31", "1"),
        ("tide", "2021-03", "2021-03-01", "2021-03-31", "1"),
    ]
    assert sum(int(row["articles"]) for row in rows if row["query"] == "") == 6


def test_shares_are_told_with_what_they_are_of(run: Run, address: str) -> None:
    result = run("timeline", "tide OR budget", "--share", "--format=csv", "--index", address)

    assert result.stdout.splitlines() == [
        "query,period,first,last,articles,all_articles,share",
        "tide OR budget,2018,2018-01-01,2018-12-31,1,2,0.5",
        "tide OR budget,2019,2019-01-01,2019-12-31,1,1,1.0",
        "tide OR budget,2020,2020-01-01,2020-12-31,0,1,0.0",
        "tide OR budget,2021,2021-01-01,2021-12-31,1,1,1.0",
    ]


def test_json_is_an_object_for_each_query(run: Run, address: str) -> None:
    result = run("timeline", "tide", "moon AND", "--by=year", "--format=json", "--index", address)

    tide, moon = map(json.loads, result.stdout.splitlines())
    assert (tide["version"], tide["query"], tide["total"], tide["unit"]) == (2, "tide", 2, "year")
    assert tide["periods"][0] == {
        "label": "2019",
        "first": "2019-01-01",
        "last": "2019-12-31",
        "articles": 1,
    }
    assert [note["message"] for note in moon["notes"]] == [
        "Nothing follows AND, so it was ignored."
    ]
    assert result.stderr == ""


@pytest.mark.parametrize("name", ["tide.svg", "tide.csv", "tide.json", "tide.txt", "TIDE.SVG"])
def test_a_file_is_of_the_format_that_its_name_ends_in(
    run: Run, address: str, tmp_path: Path, name: str
) -> None:
    form = {"txt": "text"}.get(name[-3:].lower(), name.rpartition(".")[2].lower())
    printed = run("timeline", "tide", "--format", form, "--index", address)

    result = run("timeline", "tide", "--output", tmp_path / name, "--index", address)

    assert outcome(result) == (0, "", "")
    written = (tmp_path / name).read_bytes().decode()
    if form == "json":
        assert json.loads(written)["total"] == json.loads(printed.stdout)["total"]
    else:
        assert written == printed.stdout_bytes.decode()


def test_a_format_that_is_asked_for_is_that_of_the_file(
    run: Run, address: str, tmp_path: Path
) -> None:
    run("timeline", "--format=svg", "--output", tmp_path / "tide.xml", "--index", address)

    assert (tmp_path / "tide.xml").read_text().startswith("<svg ")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            ["--output=tide.pdf"],
            (
                "tide.pdf ends in none of .txt, .csv, .json, .svg, .png. Rename it, or say what it "
                "is with --format."
            ),
        ),
        (["--output=none/tide.svg"], "none/tide.svg cannot be written: No such file or directory."),
        (["--format=svg", *"abcdefghi"], "A picture shows at most 8 queries."),
    ],
)
def test_what_cannot_be_drawn_or_written_is_one_line(
    run: Run, address: str, options: list[str], message: str
) -> None:
    result = run("timeline", *options, "--index", address)

    assert outcome(result) == (2, "", f"Error: {message} {SEE}")


def test_a_png_goes_to_a_file_or_a_pipe(run: Run, address: str, tmp_path: Path) -> None:
    pytest.importorskip("resvg_py")

    piped = run("timeline", "tide", "--format", "png", "--index", address)
    run("timeline", "tide", "--output", tmp_path / "tide.png", "--index", address)

    if piped.exit_code:
        assert piped.stderr.startswith("Error: No font was found")
        pytest.skip("the system has no fonts")
    assert piped.stdout_bytes == (tmp_path / "tide.png").read_bytes()
    assert piped.stdout_bytes.startswith(b"\x89PNG")


@needs_a_terminal
def test_a_png_does_not_go_to_a_terminal(memorable: Path) -> None:
    status, screen = on_a_terminal("timeline", "--format", "png", "--index", memorable)

    assert (status, " ".join(screen.split())) == (
        2,
        (
            "Error: A PNG is no text for a terminal. Name a file with --output. "
            "See: searchkit help timeline"
        ),
    )


@needs_a_terminal
@pytest.mark.parametrize("columns", [40, 80, 120])
def test_bars_are_as_wide_as_the_terminal(memorable: Path, columns: int) -> None:
    _, screen = on_a_terminal(
        "timeline", "tide", "--by=year", "--index", memorable, COLUMNS=str(columns)
    )

    assert f"2019  {'█' * (columns - 8)} 1" in screen.splitlines()


def test_bars_are_in_ascii_where_the_encoding_lacks_blocks(memorable: Path) -> None:
    run = subprocess.run(
        [*COMMAND, "timeline", "tide", "--by=year", "--index", str(memorable)],
        capture_output=True,
        check=True,
        env=environment(PYTHONIOENCODING="latin-1", COLUMNS="40"),
    )

    assert run.stdout.decode("latin-1").splitlines()[2] == f"2019  {'#' * 32} 1"
