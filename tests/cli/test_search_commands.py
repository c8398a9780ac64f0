"""What `search` and `explain` print, by their options."""

from __future__ import annotations

import csv
import io
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
        (["spring tide", "-l"], f"{KEYS['flood']}\n{KEYS['moon']}\n{KEYS['otters']}\n", 0),
        (["-l", "--sort", "newest", "-n", "1", "--offset=1"], f"{KEYS['otters']}\n", 0),
        (["spring tide", "-c", "--some-words"], "3\n", 0),
        (["spring tide", "-l", "--sort=oldest"], f"{KEYS['flood']}\n{KEYS['moon']}\n", 0),
        (
            ["spring tide", "-l", "--sort=oldest", "--some-words"],
            f"{KEYS['flood']}\n{KEYS['otters']}\n{KEYS['moon']}\n",
            0,
        ),
        (
            ["spring tide", "-0", "--all-words"],
            f"{KEYS['flood']}\0{KEYS['moon']}\0",
            0,
        ),
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
                "date_precision, path, url, authors, language, language_origin, score, lacks, "
                "copies, snippets, text."
            ),
        ),
        (
            ["--format=jsonl", "--fields=", "tide"],
            (
                "There is no field '' in jsonl. Choose from: rank, key, title, title_spans, "
                "source, date, date_precision, path, url, authors, language, score, lacks, "
                "copies, origins, snippets, text, furniture."
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
    printed = run("search", "ostrich", "--format=json", "--index", address)
    quiet = run("search", "ostrich", "--quiet", "--index", address)

    assert (text.stdout.startswith(NOTE), text.stderr, printed.stderr) == (True, "", "")
    assert [note["message"] for note in json.loads(printed.stdout)["notes"]] == [
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
    printed = json.loads(run("search", *options, "--format=json", "--index", address).stdout)
    rows = run("search", *options, "--format=csv", "--fields=score", "--index", address).stdout

    assert re.findall(r"· \d+\.\d\d ·", text) == []
    assert {hit["score"] for hit in printed["hits"]} == {None}
    assert set(rows.splitlines()[1:]) == {'""'}


def test_a_limit_of_0_counts_whatever_is_passed_over(run: Run, address: str) -> None:
    counted = run("search", "-n0", "--index", address).stdout
    beyond = run("search", "--offset", "9", "--index", address).stdout

    assert re.sub(r"\(.*\)", "(N)", counted) == "6 articles (N)\n"
    assert re.sub(r"\(.*\)", "(N)", beyond) == "0 of 6 articles (N)\n"


def test_hits_are_printed_with_their_facts_and_matches_marked(run: Run, memorable: Path) -> None:
    result = run("search", "recovers", "--index", memorable)

    assert (result.exit_code, result.stderr) == (0, "")
    assert re.sub(r"\d\.\d\d|\d+(\.\d)? (ms|µs)", "N", result.stdout) == (
        "1. Otters **recovered** on the Wend\n"
        "   Harbour Gazette · 2020-11-02 · N · Harbour Gazette/2020-11-02-otters.txt\n"
        "   - Otters have **recovered** on every mile of the Wend, a survey has found.\n"
        "\n"
        "1 of 1 article (N)\n"
    )


def test_the_words_of_a_query_need_no_quotes_of_the_shell(run: Run, memorable: Path) -> None:
    one = json.loads(run("search", "spring tide", "--format=json", "--index", memorable).stdout)
    two = json.loads(run("search", "spring", "tide", "--format=json", "--index", memorable).stdout)

    assert one["hits"] == two["hits"]


def test_json_has_the_spans_of_matches(run: Run, memorable: Path) -> None:
    result = run("search", "dough", "--format", "json", "--index", memorable)

    printed = json.loads(result.stdout)
    (hit,) = printed["hits"]
    (snippet,) = hit["snippets"]
    assert (printed["version"], printed["query"], printed["total"]) == (2, "dough", 1)
    assert (hit["key"], hit["source"], hit["date"]) == (KEYS["bread"], None, None)
    assert [snippet["text"][start:end] for start, end in snippet["spans"]] == ["dough"]


def test_json_lines_are_a_hit_a_line(run: Run, memorable: Path) -> None:
    result = run("search", "--format", "jsonl", "--limit", "4", "--index", memorable)

    assert [json.loads(line)["rank"] for line in result.stdout.splitlines()] == [1, 2, 3, 4]


def test_csv_has_a_header_and_a_hit_a_row(run: Run, memorable: Path) -> None:
    result = run("search", "spring tide", "--format", "csv", "--index", memorable)

    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert [(row["key"], row["lacks"]) for row in rows] == [
        (KEYS["flood"], ""),
        (KEYS["moon"], ""),
        (KEYS["otters"], "tide"),
    ]


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (["--source", "harbour gazette"], ["otters", "flood"]),
        (
            ["--source", "harbour gazette", "--source", "QUAYSIDE weekly"],
            ["moon", "otters", "flood"],
        ),
        (["--source", "none"], ["bread"]),
        (["--since", "2020"], ["moon", "otters"]),
        (["--until", "2018-05"], ["budget"]),
        (["--since", "2018", "--until", "2019", "--sort", "oldest"], ["budget", "marée", "flood"]),
        (["--undated"], ["bread"]),
        (["--limit", "1", "--offset", "2"], ["flood"]),
        (["--sort", "newest", "--limit", "1"], ["moon"]),
    ],
)
def test_options_pick_and_order_articles(
    run: Run, memorable: Path, options: list[str], names: list[str]
) -> None:
    result = run("search", *options, "--format", "jsonl", "--index", memorable)

    found = [json.loads(line)["key"] for line in result.stdout.splitlines()]
    assert found == [KEYS[name] for name in names]


def test_nothing_found_is_status_1(run: Run, memorable: Path) -> None:
    result = run("search", "ostrich", "--index", memorable)

    assert result.exit_code == 1
    assert re.sub(r"\(.*\)", "(N)", result.stdout) == (
        "Note: No article has the word ostrich.\n"
        "      ostrich\n"
        "      ^^^^^^^\n"
        "\n"
        "No articles found (N)\n"
    )
    assert result.stderr == ""


def test_a_query_that_is_refused_is_shown_with_its_fault(run: Run, memorable: Path) -> None:
    result = run("search", "--strict", "tide AND (moon", "--index", memorable)

    assert outcome(result) == (
        2,
        "",
        "Error: A bracket is not closed.\ntide AND (moon\n         ^\n",
    )


def test_a_limit_of_0_counts(run: Run, memorable: Path) -> None:
    result = run("search", "spring tide", "--limit", "0", "--index", memorable)

    assert result.exit_code == 0
    assert re.sub(r"\(.*\)", "(N)", result.stdout) == (
        "2 articles, and 1 with some of the words (N)\n"
    )


def test_no_snippets_are_shown_where_none_are_asked_for(run: Run, memorable: Path) -> None:
    arguments = ("search", "spring tide", "--index", memorable, "--format", "jsonl")
    counts = [
        [len(json.loads(line)["snippets"]) for line in run(*arguments, *more).stdout.splitlines()]
        for more in (("--snippets", "0"), ("--snippets", "1"))
    ]

    assert counts == [[0, 0, 0], [1, 1, 1]]


def test_a_query_of_stop_words_alone_searches_for_them(run: Run, memorable: Path) -> None:
    result = run("search", "there were", "--all-words", "--format", "json", "--index", memorable)

    printed = json.loads(result.stdout)
    assert (result.exit_code, printed["notes"]) == (0, [])
    assert [hit["key"] for hit in printed["hits"]] == [KEYS["otters"]]


def test_an_article_is_explained_with_what_its_score_is_made_of(run: Run, memorable: Path) -> None:
    result = run("explain", "bread", "--article", KEYS["bread"], "--index", memorable)

    assert outcome(result) == (
        0,
        (
            "Understood: bread\n"
            "Finds:      1 article\n"
            "\n"
            "bread\n"
            "  in text and title of 1 article, idf 1.5404\n"
            "  covers bread 1\n"
            "\n"
            "Bread wants time\n"
            "undated.txt\n"
            "1.0081  bread: the product of these\n"
            "1.5404    idf: ln(1 + (6 - 1 + 0.5) / (1 + 0.5))\n"
            "0.6545    occurrences: 2.8409 / (2.8409 + 1.5)\n"
            "2.8409      title: 1 x 2.5 / (0.7 + 0.3 x 3 / 5.0)\n"
        ),
        "",
    )


def test_an_article_that_is_not_found_is_told_why(run: Run, memorable: Path) -> None:
    result = run(
        "explain", "tide", "--article", KEYS["bread"], "--since=2018", "--timezone=UTC",
        "--index", memorable,
    )  # fmt: skip

    assert result.exit_code == 1
    assert result.stdout.endswith(
        "Bread wants time\n"
        "undated.txt\n"
        "Not found:\n"
        "- tide: Not in its text and title: tide.\n"
        "- date:2018-01-01..: It has no date.\n"
    )


def test_an_explanation_may_insist_on_the_letter(run: Run, memorable: Path) -> None:
    result = run("explain", "--strict", '"tide', "--index", memorable)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Error: ")


def test_an_explanation_is_told_as_json(run: Run, memorable: Path) -> None:
    result = run(
        "explain", "moon", "--article", KEYS["moon"], "--format=json", "--index", memorable
    )

    printed = json.loads(result.stdout)
    score = printed["article"].pop("score")
    assert (printed["understood"], printed["total"], printed["article"]["is_found"]) == (
        "moon",
        1,
        True,
    )
    assert printed["leaves"][0]["terms"] == [
        {
            "text": "moon",
            "classes": [{"text": "moon", "languages": []}],
            "forms": [{"word": "moon", "count": 2}],
            "n_forms": 1,
            "left_out": 0,
            "related": [],
            "n_related": 0,
        }
    ]
    assert [part["name"] for part in score["parts"]] == ["idf", "occurrences"]


def test_a_survey_of_all_that_was_found_is_added_to_text(run: Run, address: str) -> None:
    result = run("search", "tide", "-n1", "--snippets=0", "--survey", "--index", address)

    assert result.stdout.splitlines()[-5:] == [
        "tide: 2 articles by quarter, 2019-03-20 to 2021-03",
        f"2019-Q1  {'█' * 69} 1",
        "… none from 2019-Q2 to 2020-Q4",
        f"2021-Q1  {'█' * 69} 1",
        "Outlets: Harbour Gazette 1 · Quayside Weekly 1",
    ]


def test_a_survey_of_all_that_was_found_is_added_to_json(run: Run, address: str) -> None:
    result = run("search", "tide", "-n1", "--survey", "--format=json", "--index", address)

    found = json.loads(result.stdout)
    assert (found["total"], len(found["hits"])) == (2, 1)
    assert (found["survey"]["total"], found["survey"]["unit"]) == (2, "month")
    assert {"version", "query", "notes"}.isdisjoint(found["survey"])


@pytest.mark.parametrize("options", [["-c"], ["-l"], ["-0"], ["--format=csv"], ["--format=jsonl"]])
def test_a_survey_is_added_to_nothing_else(run: Run, address: str, options: list[str]) -> None:
    result = run("search", "tide", "--survey", *options, "--index", address)

    assert outcome(result) == (2, "", f"Error: --survey is for text and JSON. {SEE}")


def test_a_survey_is_not_added_to_what_another_ranking_finds(run: Run, address: str) -> None:
    result = run("search", "tide", "--survey", "--ranking=bm25", "--index", address)

    message = "--survey cannot be used with --ranking bm25, which finds more."
    assert outcome(result) == (2, "", f"Error: {message} {SEE}")


@pytest.mark.parametrize(
    "question",
    [
        ["search", "ti*"],
        ["explain", "ti*"],
        ["timeline", "ti*"],
        ["copies", "ti*"],
        ["quotes", "--about", "ti*"],
        ["similar", KEYS["flood"]],
        ["similar", KEYS["flood"], "--timeline"],
    ],
)
def test_a_question_that_takes_too_long_names_the_option(
    run: Run, memorable: Path, question: list[str]
) -> None:
    result = run(*question, "--time-limit", "1e-9", "--index", memorable)
    said = (
        "Error: The search did not end within 1e-09 s (--time-limit). Ask for less: whole words, "
        "a longer beginning before *, fewer words.\n"
    )

    assert outcome(result) == (2, "", said)
