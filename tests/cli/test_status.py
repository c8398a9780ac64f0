"""What a command leaves behind: one line on standard error, and an exit status."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import whoosh.index

from tests.cli.conftest import Run, outcome
from tests.conftest import MEMORABLE, MakeCorpus


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
            "Articles are files of text, Markdown, JSON or CSV, pages, feeds, mail, PDF and the "
            "like, or archives of these.\n"
        ),
    )
