from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from pathlib import Path

import click
import pytest
import whoosh.index
from click.testing import CliRunner

from searchkit.cli import main
from searchkit.cli.manual import PAGES, Page
from searchkit.cli.status import MEANINGS
from tests.cli.conftest import Run, outcome
from tests.cli.terminal import needs_a_terminal, on_a_terminal
from tests.conftest import KEYS, MEMORABLE, MakeCorpus

ROOT = Path(__file__).parents[2]

# -- search


def test_hits_are_printed_with_their_facts_and_matches_marked(run: Run, memorable: Path) -> None:
    result = run("search", "recovery", "--index", memorable)

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

    told = json.loads(result.stdout)
    (hit,) = told["hits"]
    (snippet,) = hit["snippets"]
    assert (told["version"], told["query"], told["total"]) == (1, "dough", 1)
    assert (hit["key"], hit["source"], hit["date"]) == (KEYS["bread"], None, None)
    assert [snippet["text"][start:end] for start, end in snippet["spans"]] == ["dough"]


def test_json_lines_are_a_hit_a_line(run: Run, memorable: Path) -> None:
    result = run("search", "--format", "jsonl", "--limit", "4", "--index", memorable)

    assert [json.loads(line)["rank"] for line in result.stdout.splitlines()] == [1, 2, 3, 4]


def test_csv_has_a_header_and_a_hit_a_row(run: Run, memorable: Path) -> None:
    result = run("search", "spring tide", "--format", "csv", "--index", memorable)

    rows = list(csv.DictReader(io.StringIO(result.stdout, newline="")))
    assert [row["key"] for row in rows] == [KEYS["flood"], KEYS["moon"]]


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
    assert re.sub(r"\(.*\)", "(N)", result.stdout) == "2 articles (N)\n"


def test_no_snippets_are_shown_where_none_are_asked_for(run: Run, memorable: Path) -> None:
    arguments = ("search", "spring tide", "--index", memorable, "--format", "jsonl")
    counts = [
        [len(json.loads(line)["snippets"]) for line in run(*arguments, *more).stdout.splitlines()]
        for more in (("--snippets", "0"), ("--snippets", "1"))
    ]

    assert counts == [[0, 0], [1, 1]]


# -- what can go wrong


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (
            ["search", "tide", "--since", "03/04/2018"],
            2,
            (
                "since 03/04/2018: it could be 2018-04-03 or 2018-03-04. "
                "Write a date such as 2018, 2018-03-14, yesterday or past 3 days."
            ),
        ),
        (
            ["search", "tide", "--timezone", "Berlin"],
            2,
            "There is no time zone Berlin. Did you mean Europe/Berlin?",
        ),
        (["search", "tide", "--limit", "-1"], 2, "limit is -1. It must be 0 or more."),
        (["search", "tide", "--offset", "-1"], 2, "offset is -1. It must be 0 or more."),
        (
            ["show", "tide.txt"],
            1,
            "No article tide.txt in {index}. Search for it to see its key: searchkit search QUERY",
        ),
        (
            ["index", "nowhere"],
            2,
            'There is no folder "nowhere" here. Name the folder that holds the articles.',
        ),
    ],
)
def test_what_cannot_be_done_is_one_line_on_stderr_and_a_status(
    run: Run, memorable: Path, arguments: list[str], status: int, message: str
) -> None:
    result = run(*arguments, "--index", memorable)

    assert outcome(result) == (status, "", f"Error: {message.format(index=memorable)}\n")


def test_a_query_of_stop_words_alone_searches_for_them(run: Run, memorable: Path) -> None:
    result = run("search", "there were", "--format", "json", "--index", memorable)

    told = json.loads(result.stdout)
    assert (result.exit_code, told["notes"]) == (0, [])
    assert [hit["key"] for hit in told["hits"]] == [KEYS["otters"]]


@pytest.mark.parametrize("command", [["search", "tide"], ["show", "a"], ["sources"], ["stats"]])
def test_a_missing_index_is_one_line_on_stderr_and_status_3(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    path = tmp_path / "index"

    assert outcome(run(*command, "--index", path)) == (
        3,
        "",
        f"Error: No index in {path}. Build one with: searchkit index CORPUS --index {path}\n",
    )


@pytest.mark.parametrize("command", [["search", "tide"], ["index", "corpus"]])
def test_a_directory_of_something_else_is_status_3(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "boat.jpg").touch()

    assert outcome(run(*command, "--index", tmp_path)) == (
        3,
        "",
        (
            f"Error: {tmp_path} is not an index: it holds boat.jpg. "
            "Name an empty directory or a new one with: --index DIR\n"
        ),
    )


def test_a_damaged_index_is_status_3_and_a_rebuild_is_the_way_out(
    run: Run, memorable: Path, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    path = tmp_path / "index"
    shutil.copytree(memorable, path)
    newest = max(path.glob("manifest-*.json"))
    for manifest in path.glob("manifest-*.json"):
        manifest.write_text("")
    corpus = make_corpus(MEMORABLE)
    damaged = (
        3,
        "",
        (
            f"Error: The index in {path} is damaged: {newest.name} has changed "
            "since it was written. "
            "Check it, then repair or rebuild it. "
            f"See what is wrong with: searchkit check --index {path}; "
            f"keep what can be read with: searchkit repair --index {path}; "
            f"or start again with: searchkit index CORPUS --index {path} --rebuild\n"
        ),
    )

    assert outcome(run("search", "tide", "--index", path)) == damaged
    assert outcome(run("index", corpus, "--index", path)) == damaged
    assert run("index", corpus, "--index", path, "--rebuild").exit_code == 0
    assert run("search", "tide", "--index", path).exit_code == 0


@pytest.mark.parametrize("command", [["search", "tide"], ["stats"], ["sources"]])
def test_a_command_says_once_that_it_answers_from_the_commit_before(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path, command: list[str]
) -> None:
    corpus, path = make_corpus({"a.txt": "One tide."}), tmp_path / "index"
    run("index", corpus, "--index", path)
    make_corpus({"b.txt": "Two tides."})
    run("index", corpus, "--index", path)
    max(path.glob("manifest-*.json")).write_text("")

    result = run(*command, "--index", path)

    assert result.exit_code == 0
    said = " ".join((result.stdout + result.stderr).split())
    assert said.count("Note: The newest commit is damaged") == 1


def test_an_index_that_is_being_written_is_status_4(
    run: Run, memorable: Path, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    path = tmp_path / "index"
    shutil.copytree(memorable, path)
    corpus = make_corpus({"a.txt": "One tide."})
    lock = whoosh.index.open_dir(str(path)).lock("WRITELOCK")
    lock.acquire()

    result = run("index", corpus, "--index", path, "--replace-corpus")

    lock.release()
    assert outcome(result) == (
        4,
        "",
        (
            f"Error: The index in {path} is being written by another process. "
            "Try again when it has finished, or wait for that with: --wait SECONDS\n"
        ),
    )


def test_an_empty_folder_is_status_1_and_makes_no_article_vanish(run: Run, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()

    assert outcome(run("index", corpus, "--index", tmp_path / "index")) == (
        1,
        "",
        (
            f"Error: No articles in {corpus}. Nothing was indexed. "
            "Articles are text, Markdown, JSON or JSON lines files.\n"
        ),
    )


# -- index


def test_files_that_cannot_be_read_are_named_and_the_rest_goes_on(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(
        {
            "a.txt": "One tide came in.",
            "b.json": '{"text": "Two ti',
            "c.txt": b"",
            "d.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2,
            "two\nlines.txt": "Three tides came in.",
        }
    )

    result = run("index", corpus, "--index", tmp_path / "index", "--format", "json")
    found = run("search", "tide", "--format", "jsonl", "--index", tmp_path / "index")

    told = json.loads(result.stdout)
    assert (result.exit_code, told["added"]) == (0, 2)
    assert [problem["path"] for problem in told["problems"]] == ["b.json", "c.txt", "d.txt"]
    keys = {json.loads(line)["key"] for line in found.stdout.splitlines()}
    assert keys == {"a.txt", "two\\x0alines.txt"}


def test_verbose_names_each_line_that_is_ignored_in_files_that_are_read(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    head = "".join(f"title: Tide {number}\n" for number in range(25))
    corpus = make_corpus({"a.md": f"---\n{head}---\nOne tide came in.\n"})

    result = run("index", corpus, "--index", tmp_path / "index", "--verbose")

    told = result.stderr.splitlines()
    assert told == [
        f"Read in part: a.md: ignored line {number} of the front matter: title is given twice"
        for number in range(3, 27)
    ]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder"
)
def test_a_folder_that_may_not_be_read_is_told_of_as_elsewhere(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({"a.txt": "One tide came in."})
    index = tmp_path / "index"
    run("index", corpus, "--index", index)
    corpus.chmod(0)
    index.chmod(0)
    try:
        searched = run("search", "tide", "--index", index)
        indexed = run("index", corpus, "--index", tmp_path / "new")
    finally:
        corpus.chmod(0o755)
        index.chmod(0o755)

    assert searched.exit_code == 3
    assert searched.stderr == (
        f"Error: The index in {index} cannot be read: Permission denied ({index}). "
        "Run this as a user who can read it.\n"
    )
    assert (indexed.exit_code, indexed.stderr) == (
        2,
        f"Error: Cannot read the folder {corpus}: Permission denied. Nothing was indexed.\n",
    )


def test_verbose_names_each_file_that_is_passed_over_and_why(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    skipped: dict[str, str | bytes] = {
        ".git/config": "Tide.",
        "README.md": "About.",
        "Makefile": "tide:",
        "photos/ebb.jpg": b"",
        "drafts/a.txt": "Not yet a tide.",
        "searchkit.toml": '["drafts/**"]\nskip = true\n',
        "two\nlines.pdf": b"",
    }
    corpus = make_corpus(skipped | {"a.txt": "One tide came in.", "b/README.md": "Two tides."})
    (corpus / "linked.txt").symlink_to("a.txt")
    told = (
        "Skipped: .git: hidden\n"
        "Skipped: Makefile: its name has no suffix\n"
        "Skipped: README.md: it describes the folder\n"
        "Skipped: linked.txt: symbolic links are not followed\n"
        "Skipped: photos/ebb.jpg: .jpg files are not read\n"
        "Skipped: searchkit.toml: it describes the folder\n"
        "Skipped: two\\x0alines.pdf: .pdf files are not read\n"
        "Skipped: drafts/a.txt: skipped by searchkit.toml\n"
    )

    first = run("index", corpus, "--index", tmp_path / "index", "-v", "--format", "json")
    again = run("index", corpus, "--index", tmp_path / "index", "--verbose", "--quiet")
    without = run("index", corpus, "--index", tmp_path / "index")

    assert json.loads(first.stdout)["added"] == 2
    assert (first.stderr, again.stderr, without.stderr) == (told, told, "")
    assert (
        "Skipped: .jpg 1 · .pdf 1 · no suffix 1 · searchkit.toml 1 · symbolic link 1\n"
    ) in without.stdout


@pytest.mark.parametrize("jobs", [0, -1, 257])
def test_jobs_are_from_1_to_256(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path, jobs: int
) -> None:
    corpus = make_corpus({"a.txt": "One tide came in."})

    assert outcome(run("index", corpus, "--index", tmp_path / "index", "--jobs", jobs)) == (
        2,
        "",
        f"Error: jobs is {jobs}. It must be from 1 to 256.\n",
    )
    assert not (tmp_path / "index").exists()
    assert run("index", corpus, "--index", tmp_path / "index", "-j2").exit_code == 0


def test_a_dry_run_writes_nothing(run: Run, make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus(MEMORABLE)

    result = run("index", corpus, "--index", tmp_path / "index", "--dry-run", "--format=json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["added"] == 6
    assert not (tmp_path / "index").exists()


def test_the_index_can_be_named_in_the_environment(
    run: Run, memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", str(memorable))

    assert run("search", "otters").exit_code == 0


# -- show, sources, stats


def test_an_article_is_shown_with_its_matches_marked(run: Run, memorable: Path) -> None:
    result = run("show", KEYS["flood"], "--query", "stall", "--index", memorable)

    assert result.exit_code == 0
    assert "**stalls**" in result.stdout
    assert "Read article" in result.stdout


def test_an_article_can_be_had_as_json(run: Run, memorable: Path) -> None:
    result = run("show", KEYS["marée"], "--format", "json", "--index", memorable)

    told = json.loads(result.stdout)["article"]
    assert (told["title"], told["date"]) == ("La marée monte", "2018-06-01T07:30:00Z")


def test_sources_are_listed(run: Run, memorable: Path) -> None:
    assert outcome(run("sources", "--index", memorable)) == (
        0,
        (
            "Articles  First       Last                  Source\n"
            "       2  2019-03-20  2020-11-02            Harbour Gazette\n"
            "       2  2018        2018-06-01T07:30:00Z  Le Courrier de l’Été\n"
            "       1  2021-03     2021-03               Quayside Weekly\n"
            "       1                                    (no source)\n"
            "\n"
            "3 sources\n"
        ),
        "",
    )


def test_stats_are_printed(run: Run, memorable: Path) -> None:
    told = json.loads(run("stats", "--format", "json", "--index", memorable).stdout)

    assert (told["articles"], told["dated"], told["sources"]) == (6, 5, 3)


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (
            ["sources"],
            [
                "source,articles,first,last",
                "Harbour Gazette,2,2019-03-20,2020-11-02",
                "Le Courrier de l’Été,2,2018,2018-06-01T07:30:00Z",
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
    told = json.loads(run("stats", "--format", "json", "--index", memorable).stdout)
    rows = run("stats", "--format", "csv", "--index", memorable).stdout.splitlines()
    languages = {f"language {code}": count for code, count in told.pop("languages").items()}
    (folder,) = told.pop("corpus")
    corpus = {"corpus": folder["path"]}

    assert rows[0] == "name,value"
    assert dict(row.split(",") for row in rows[1:]) == {
        name: str(value) for name, value in (told | languages | corpus).items() if name != "version"
    }


# -- explain


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
            "  stem bread; covers bread 1\n"
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

    told = json.loads(result.stdout)
    score = told["article"].pop("score")
    assert (told["understood"], told["total"], told["article"]["is_found"]) == ("moon", 1, True)
    assert told["leaves"][0]["terms"] == [
        {
            "text": "moon",
            "stems": [{"text": "moon", "languages": []}],
            "forms": [{"word": "moon", "count": 2}],
            "n_forms": 1,
            "left_out": 0,
        }
    ]
    assert [part["name"] for part in score["parts"]] == ["idf", "occurrences"]


# -- complete and suggest


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
        "version": 1,
        "completions": [{"text": "Harbour Gazette", "kind": "source", "count": 2}],
    }


def test_suggestions_are_a_table_of_counts_edits_and_words(run: Run, memorable: Path) -> None:
    result = run("suggest", "tdie", "--index", memorable)

    assert outcome(result) == (0, "Count  Edits  Word\n    4  1      tide\n", "")


def test_suggestions_are_told_as_json(run: Run, memorable: Path) -> None:
    result = run("suggest", "tdie", "--format", "json", "--index", memorable)

    assert json.loads(result.stdout) == {
        "version": 1,
        "suggestions": [{"word": "tide", "distance": 1, "count": 4}],
    }


@pytest.mark.parametrize("command", ["complete", "suggest"])
def test_where_nothing_is_like_what_was_typed_nothing_is_printed(
    run: Run, memorable: Path, command: str
) -> None:
    assert outcome(run(command, "zzzzzz", "--index", memorable)) == (1, "", "")


# -- help and completion


def all_commands() -> list[tuple[str, click.Command]]:
    ctx = click.Context(main)
    return [(n, c) for n in main.list_commands(ctx) if (c := main.get_command(ctx, n))]


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    without = [
        option.name
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]

    assert command.help, name
    assert without == []


def test_the_bare_command_and_help_print_the_commands_and_what_a_status_means(run: Run) -> None:
    bare = run()

    assert bare.exit_code == 0
    assert outcome(run("help")) == outcome(bare) == outcome(run("--help"))
    assert [name for name, _ in all_commands() if f"\n  {name} " not in bare.stdout] == []
    assert [text for text in MEANINGS.values() if text not in bare.stdout] == []


def test_each_line_of_the_list_of_commands_fits_80_columns_and_is_whole(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = run().stdout.splitlines()
    lines = [line for name, _ in all_commands() for line in listed if line.startswith(f"  {name} ")]

    assert len(lines) == len(all_commands())
    assert [line for line in lines if len(line) > 80 or not line.endswith(".")] == []


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_help_tells_all_of_a_command_as_its_own_option_does(
    run: Run, name: str, command: click.Command
) -> None:
    told = run("help", name)

    assert outcome(told) == outcome(run(name, "--help"))
    assert told.stdout.startswith(f"Usage: searchkit {name} ")
    assert command.name == name


@pytest.mark.parametrize("name", [(), *((name,) for name, _ in all_commands())])
def test_help_fits_a_narrow_terminal_but_for_its_examples(
    run: Run, name: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    told = run("help", *name).stdout
    verbatim = {
        line for part in (main, *(c for _, c in all_commands())) for line in _verbatim(part)
    }

    assert [x for x in told.splitlines() if len(x) > 40 and x.strip() not in verbatim] == []


def _verbatim(command: click.Command) -> list[str]:
    """The lines of the help of a command that are not broken anew."""
    paragraphs = (command.help or "").split("\n\n")
    return [line.strip() for part in paragraphs if "\b" in part for line in part.splitlines()]


def test_help_has_the_options_of_a_command_in_sections(run: Run) -> None:
    def headings(name: str) -> list[str]:
        return re.findall(r"^(\w.*):$", run("help", name).stdout, re.MULTILINE)

    assert headings("search") == ["Options", "Which articles", "Which hits", "Output"]
    assert headings("index") == ["Options", "Limits on what is read", "Output"]
    assert headings("suggest") == ["Options", "Output"]


@pytest.mark.parametrize("command", ["search", "explain", "show", "index"])
def test_help_of_a_command_is_asked_for_by_a_letter_too(run: Run, command: str) -> None:
    result = run(command, "-h")

    assert result.exit_code == 0
    assert result.stdout == run(command, "--help").stdout


@pytest.mark.parametrize(("name", "command"), all_commands())
def test_help_names_each_option_once_with_its_default(
    run: Run, name: str, command: click.Command
) -> None:
    told = " ".join(run("help", name).stdout.split())
    options = [one for one in command.params if isinstance(one, click.Option)]
    numbers = [one for one in options if isinstance(one.default, int) and not one.is_flag]

    assert [one.opts for one in options if told.count(f"{one.opts[-1]} ") < 1] == []
    assert [one.opts for one in numbers if f"default: {one.default:,}" not in told] == []


@pytest.mark.parametrize("arguments", [["serch", "tide"], ["help", "serch"]])
def test_a_command_that_there_is_not_is_told_with_the_one_that_was_meant(
    run: Run, arguments: list[str]
) -> None:
    what, see = ("help on", " help") if arguments[0] == "help" else ("command", "")
    told = f"Error: There is no {what} 'serch'. Did you mean search? See: searchkit help{see}\n"

    assert outcome(run(*arguments)) == (2, "", told)


def test_a_name_like_no_other_is_told_with_those_that_there_are(run: Run) -> None:
    assert outcome(run("zzz")) == (
        2,
        "",
        (
            "Error: There is no command 'zzz'. There are: search, show, explain, sources, stats, "
            "index, check, repair, complete, suggest, completion, help. See: searchkit help\n"
        ),
    )


@pytest.mark.parametrize(("topic", "page"), PAGES.items())
def test_help_shows_every_page_of_the_documentation(run: Run, topic: str, page: Page) -> None:
    shown = run("help", topic)
    heading, _, _ = (ROOT / "docs" / page.file).read_text().partition("\n")

    assert (shown.exit_code, shown.stderr) == (0, "")
    assert f"# {shown.stdout.partition(chr(10))[0]}" == heading
    assert f"\n  {topic} " in run().stdout


def test_every_page_of_the_documentation_is_shown_by_help() -> None:
    assert {page.file for page in PAGES.values()} == {p.name for p in ROOT.glob("docs/*.md")}


@needs_a_terminal
def test_a_page_on_a_terminal_is_as_wide_as_that_and_paged() -> None:
    pager = f"{sys.executable} -c \"import sys; print('PAGED', sys.stdin.read()[:18])\""
    _, paged = on_a_terminal("help", "query", PAGER=pager, LINES="20")
    _, whole = on_a_terminal("help", "query", "--no-pager", LINES="20", NO_COLOR="1")

    assert paged.startswith("PAGED \x1b[1mQuery language")
    assert whole.startswith("Query language 1\r\n")
    assert max(map(len, whole.splitlines())) <= 80


@pytest.mark.parametrize(
    "arguments",
    [
        ["--\x1b[2J"],
        ["\x1b]0;title\x07"],
        ["search", "--\x1b[2J"],
        ["search", "--sort", "\x9b2J"],
        ["index", "--max-file-size", "\x1b[31m"],
        ["--index\u202e", "x"],
    ],
)
def test_what_was_typed_wrong_does_nothing_to_the_terminal(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, arguments, color=True)

    assert result.exit_code == 2
    assert not {*"\x1b\x07\x9b\u202e"} & {*result.output}
