"""What `search` and `explain` print, by their options."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from searchkit import output
from tests.cli.conftest import Run, outcome
from tests.conftest import KEYS

SEE = "See: searchkit help search\n"


@pytest.mark.parametrize(
    ("options", "printed", "status"),
    [
        (["spring tide", "-c"], "2\n", 0),
        (["-c"], "6\n", 0),
        (["--count", "-n1", "--offset=2", "--sort=newest", "--snippets=2", "--undated"], "1\n", 0),
        (["spring tide", "-l"], f"{KEYS['flood']}\n{KEYS['moon']}\n", 0),
        (["-l", "--sort", "newest", "-n", "1", "--offset=1"], f"{KEYS['otters']}\n", 0),
        (["spring tide", "-0"], f"{KEYS['flood']}\0{KEYS['moon']}\0", 0),
        (["spring tide", "-l0n1"], f"{KEYS['flood']}\0", 0),
        (["-l", "-s", "none"], f"{KEYS['bread']}\n", 0),
        (["ostrich", "-cq"], "0\n", 1),
        (["ostrich", "-lq"], "", 1),
    ],
)
def test_a_number_or_keys_alone_are_printed_where_they_are_asked_for(
    run: Run, address: str, options: list[str], printed: str, status: int
) -> None:
    assert outcome(run("search", *options, "--index", address)) == (status, printed, "")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-c", "-l"], "--count cannot be used with --keys: it prints a number."),
        (["-c", "-0"], "--count cannot be used with --keys: it prints a number."),
        (["-c", "--format=csv"], "--count cannot be used with --format csv: it prints a number."),
        (["-l", "--format=json"], "--keys cannot be used with --format json: it prints only keys."),
        (["--fields=key"], "--fields is for CSV and JSON. Add --format json or jsonl or csv."),
        (
            ["-c", "--fields=key"],
            "--fields is for CSV and JSON. Add --format json or jsonl or csv.",
        ),
        (["-l", "--full"], "--full is for CSV and JSON. Add --format json or jsonl or csv."),
        (
            ["--format=csv", "--fields=key,tittle"],
            (
                "There is no field 'tittle' in csv. Choose from: rank, key, title, source, date, "
                "date_precision, path, url, authors, language, language_origin, score, snippets, "
                "text."
            ),
        ),
        (
            ["--format=jsonl", "--fields=", "tide"],
            (
                "There is no field '' in jsonl. Choose from: rank, key, title, title_spans, "
                "source, date, date_precision, path, url, authors, language, score, origins, "
                "snippets, text, furniture."
            ),
        ),
    ],
)
def test_options_that_ask_for_different_outputs_are_refused(
    run: Run, address: str, options: list[str], message: str
) -> None:
    result = run("search", *options, "--index", address)

    assert outcome(result) == (2, "", f"Error: {message} {SEE}")


def test_fields_are_told_in_the_order_in_which_they_were_asked_for(run: Run, address: str) -> None:
    asked = ("search", "dough", "--fields", "source, title,rank,title", "--index", address)
    whole = json.loads(run(*asked, "--format", "json").stdout)
    line = json.loads(run(*asked, "--format", "jsonl").stdout)
    rows = run(*asked, "--format", "csv").stdout

    assert list(line.items()) == [("source", None), ("title", "Bread wants time"), ("rank", 1)]
    assert whole["hits"] == [line]
    assert rows == "source,title,rank\n,Bread wants time,1\n"


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_every_field_can_be_asked_for_alone(run: Run, address: str, form: str) -> None:
    statuses = {
        field: run("search", "--format", form, "--fields", field, "--index", address).exit_code
        for field in output.FIELDS[form]
    }

    assert set(statuses.values()) == {0}


def test_full_adds_the_whole_text(run: Run, address: str) -> None:
    asked = ("search", "dough", "--index", address, "--full", "--format")
    hit = json.loads(run(*asked, "jsonl").stdout)
    row = run(*asked, "csv", "--fields", "rank").stdout

    assert list(hit) == [*output.USUAL["jsonl"], "text"]
    assert hit["text"].endswith("The baker sleeps; the dough does not.")
    assert row == f"rank,text\n1,{hit['text']}\n"


NOTE = "Note: No article has the word ostrich.\n      ostrich\n      ^^^^^^^\n"


@pytest.mark.parametrize("option", ["-l", "-c", "--format=csv", "--format=jsonl"])
def test_notes_are_told_on_standard_error_where_the_answer_is_data(
    run: Run, address: str, option: str
) -> None:
    assert run("search", "ostrich", option, "--index", address).stderr == NOTE
    assert run("search", "ostrich", option, "-q", "--index", address).stderr == ""


def test_notes_are_a_part_of_what_a_person_reads_and_of_json(run: Run, address: str) -> None:
    text = run("search", "ostrich", "--index", address)
    told = run("search", "ostrich", "--format=json", "--index", address)
    quiet = run("search", "ostrich", "--quiet", "--index", address)

    assert (text.stdout.startswith(NOTE), text.stderr, told.stderr) == (True, "", "")
    assert [note["message"] for note in json.loads(told.stdout)["notes"]] == [
        "No article has the word ostrich."
    ]
    assert "Note" not in quiet.stdout + quiet.stderr


@pytest.mark.parametrize("option", ["-l", "-0", "--format=csv", "--format=jsonl"])
def test_who_did_not_ask_for_a_number_of_keys_or_rows_is_told_that_there_are_more(
    run: Run, address: str, option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from searchkit.cli.search_commands import search

    (limit,) = (parameter for parameter in search.params if parameter.name == "limit")
    monkeypatch.setattr(limit, "default", 2)
    cut = run("search", option, "--index", address)
    meant = run("search", option, "-n2", "--index", address)
    last = run("search", option, "--offset", "5", "--index", address)

    assert cut.stderr == "Note: 2 of 6 articles; --limit 6 prints all.\n"
    assert (meant.stdout, meant.stderr, last.stderr) == (cut.stdout, "", "")


@pytest.mark.parametrize(
    "options", [["spring tide", "--sort=newest"], ["--source=none"], ["--since=2018"], ["-n3"]]
)
def test_where_no_score_decides_the_order_none_is_shown(
    run: Run, address: str, options: list[str]
) -> None:
    text = run("search", *options, "--index", address).stdout
    told = json.loads(run("search", *options, "--format=json", "--index", address).stdout)
    rows = run("search", *options, "--format=csv", "--fields=score", "--index", address).stdout

    assert re.findall(r"· \d+\.\d\d ·", text) == []
    assert {hit["score"] for hit in told["hits"]} == {None}
    assert set(rows.splitlines()[1:]) == {'""'}


def test_a_limit_of_0_counts_whatever_is_passed_over(run: Run, address: str) -> None:
    counted = run("search", "-n0", "--index", address).stdout
    beyond = run("search", "--offset", "9", "--index", address).stdout

    assert re.sub(r"\(.*\)", "(N)", counted) == "6 articles (N)\n"
    assert re.sub(r"\(.*\)", "(N)", beyond) == "0 of 6 articles (N)\n"


# -- words that begin with a minus


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (["shutdown", "-trump"], "search -- shutdown -trump"),
        (["-trump"], "search -- -trump"),
        (["tide", "-snow", "-n", "3", "moon"], "search -n 3 -- tide -snow moon"),
        (["-news", "--since", "2018", "--undated"], "search --since 2018 --undated -- -news"),
        (["tide", "-queen", "-lc", "-n5"], "search -lc -n5 -- tide -queen"),
        (["tide", "-b"], "search -- tide -b"),
        (["tide", '-"spring tide"'], "search -- tide '-\"spring tide\"'"),
        (["tide", "-source:none", "--", "-x"], "search -- tide -source:none -x"),
        (["vitamin", "-c3"], "search -- vitamin -c3"),
    ],
)
def test_a_word_to_leave_out_that_looks_like_an_option_is_told_how_to_write(
    run: Run, typed: list[str], written: str
) -> None:
    words = written.split(" -- ")[1]
    meant = next(word for word in typed if word[0] == "-" and word in words)
    told = "is not an option. To leave out a word, put -- before the query: searchkit"

    assert outcome(run("search", *typed)) == (2, "", f"Error: {meant} {told} {written}\n")


def test_what_is_told_to_write_leaves_the_word_out(run: Run, address: str) -> None:
    found = run("search", "-l", "--index", address, "--", "spring", "-stalls")
    explained = run("explain", "--index", address, "-stalls")

    assert found.stdout.split("\n") == [KEYS["moon"], KEYS["otters"], ""]
    assert explained.exit_code == 2
    assert f"searchkit explain --index {address} -- -stalls" in explained.stderr


@pytest.mark.parametrize(
    "typed", [["-n2"], ["-n", "2"], ["--limit=2"], ["-ln2"], ["-l", "-qn", "2"]]
)
def test_letters_of_options_may_stand_together(run: Run, address: str, typed: list[str]) -> None:
    listed = run("search", "--fields=key", "--format=csv", "-n2", "--index", address).stdout
    keys = run("search", *typed, "-l", "--index", address).stdout

    assert keys.splitlines() == listed.splitlines()[1:]


def test_the_value_of_an_option_may_begin_with_a_minus(run: Run, address: str) -> None:
    assert outcome(run("search", "-n", "-1", "--index", address)) == (
        2,
        "",
        "Error: limit is -1. It must be 0 or more.\n",
    )


# -- colour and width


def test_color_decides_over_the_environment(
    run: Run, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("search", "dough", "--index", address)
    coloured = "\x1b[1;31mdough\x1b[0m"

    assert coloured not in run(*asked).stdout
    assert coloured in run(*asked, "--color", "always").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert coloured in run(*asked, "--color", "always").stdout
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured in run(*asked, "--color", "auto").stdout
    assert coloured not in run(*asked, "--color", "never").stdout


def test_piped_text_is_not_wrapped_unless_columns_is_set(
    run: Run, memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("show", KEYS["flood"], "--index", memorable).stdout
    monkeypatch.setenv("COLUMNS", "40")
    wrapped = run("show", KEYS["flood"], "--index", memorable).stdout

    assert (
        "The spring tide came over the quay on Wednesday night and stood a foot deep among the "
        "stalls. Nobody was hurt.\n"
    ) in whole
    assert "The spring tide came over the quay on\n" in wrapped
    assert max(map(len, wrapped.splitlines())) <= 42  # a key is never broken
