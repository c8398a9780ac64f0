"""`read`: what is made of a file."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run, outcome
from tests.conftest import MakeCorpus

FILES = {
    "tide.txt": (
        "High water\n\nThe tide came in at noon, and it went out again.\n\nAdvertisement\n\n"
        "Nobody saw it who was not at the harbour that day."
    ),
    "note.md": "---\ntitle: Low\ndate: 2019-02-30\n---\nThe tide went out, and it stayed away.",
    "bad.json": '[{"title": "Tide"}]',
}


def test_a_file_is_printed_with_origins_and_furniture(run: Run, make_corpus: MakeCorpus) -> None:
    folder = make_corpus(FILES)

    result = run("read", folder / "tide.txt", "--corpus", folder)

    heading, *lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (0, "")
    assert heading.startswith("tide.txt: 1 article (")
    assert lines == [
        "",
        "High water",
        "no source · undated",
        "tide.txt · en (detected) · headline (first line)",
        "",
        "The tide came in at noon, and it went out again.",
        "",
        "~ Advertisement",
        "",
        "Nobody saw it who was not at the harbour that day.",
    ]


def test_what_was_ignored_and_what_could_not_be_read_is_printed(
    run: Run, make_corpus: MakeCorpus
) -> None:
    folder = make_corpus(FILES)

    note = run("read", folder / "note.md", "--corpus", folder)
    bad = run("read", folder / "bad.json", "--corpus", folder)

    assert note.stdout.splitlines()[-3:] == [
        "",
        "Ignored",
        "  ignored line 3 of the front matter: “2019-02-30” is not a date",
    ]
    assert (bad.exit_code, bad.stdout.splitlines()[1:3]) == (1, ["", "Unreadable"])


def test_a_program_gets_whole_articles(run: Run, make_corpus: MakeCorpus) -> None:
    folder = make_corpus(FILES)

    result = run("read", folder / "tide.txt", "--corpus", folder, "--format", "json")

    read = json.loads(result.stdout)
    (article,) = read["articles"]
    assert (read["path"], read["problems"], read["remarks"]) == ("tide.txt", [], [])
    assert article["origins"]["title"] == "first line"
    assert [article["text"][a:b] for a, b in article["furniture"]] == ["Advertisement"]


@pytest.mark.parametrize("name", ["gone.txt", "."])
def test_what_is_no_file_is_one_line(run: Run, make_corpus: MakeCorpus, name: str) -> None:
    path = make_corpus(FILES) / name

    status, printed, told = outcome(run("read", path))

    assert (status, printed) == (2, "")
    assert told.startswith(f"Error: {path}: ")
