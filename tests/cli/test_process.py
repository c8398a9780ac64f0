"""The command as a real process, with real pipes and a real terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

from tests.cli.terminal import COMMAND, environment, needs_a_terminal, on_a_terminal
from tests.conftest import KEYS, MEMORABLE, MakeCorpus


def run(*arguments: object, **extra: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(os.fsencode, map(str, arguments))],
        capture_output=True,
        env=environment(**extra),
        check=False,
        timeout=60,
    )


def test_a_first_index_a_search_and_a_look_from_the_shell(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(MEMORABLE)
    index = tmp_path / "index"

    built = run("index", corpus, "--index", index)
    found = run("search", "spring tide", "--format", "jsonl", "--index", index)
    key = json.loads(found.stdout.splitlines()[0])["key"]
    shown = run("show", key, "--index", index)

    assert (built.returncode, built.stderr) == (0, b"")
    assert built.stdout.startswith(b"Articles: 6 added")
    assert key == KEYS["flood"]
    assert b"herring" in shown.stdout


@needs_a_terminal
def test_a_terminal_gets_colour_and_a_pipe_gets_stars(memorable: Path) -> None:
    status, screen = on_a_terminal("search", "dough", "--index", memorable)
    piped = run("search", "dough", "--index", memorable).stdout.decode()

    assert status == 0
    assert "\x1b[1;31mdough\x1b[0m" in screen
    assert "**dough**" in piped
    assert "\x1b" not in piped


@needs_a_terminal
def test_no_color_and_force_color_are_obeyed(memorable: Path) -> None:
    _, screen = on_a_terminal("search", "dough", "--index", memorable, NO_COLOR="1")
    piped = run("search", "dough", "--index", memorable, FORCE_COLOR="1").stdout.decode()

    assert "\x1b" not in screen
    assert "**dough**" in screen
    assert "\x1b[1;31mdough\x1b[0m" in piped


def test_a_reader_that_closes_the_pipe_is_no_error(memorable: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "search", "--format", "json", "--index", str(memorable)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()

    assert process.wait(60) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_arguments_that_are_not_utf_8_are_searched_for_all_the_same(memorable: Path) -> None:
    process = subprocess.run(
        [*map(os.fsencode, COMMAND), b"search", b"\xff dough", b"--index", os.fsencode(memorable)],
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )

    assert process.returncode == 0
    assert b"**dough**" in process.stdout


def test_a_terminal_that_lacks_a_character_gets_its_code(memorable: Path) -> None:
    found = run("search", "O'Brien", "--index", memorable, PYTHONIOENCODING="latin-1")

    assert found.returncode == 0
    assert b"**O\\u2019Brien**" in found.stdout


def test_a_usage_error_is_status_2(memorable: Path) -> None:
    wrong = run("search", "tide", "--sort", "best", "--index", memorable)

    assert wrong.returncode == 2
    assert wrong.stdout == b""
    assert wrong.stderr.decode() == (
        "Error: Invalid value for '--sort': 'best' is not one of 'relevance', 'newest', 'oldest'. "
        "See: searchkit help search\n"
    )


def test_another_folder_is_refused_with_the_ways_out(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(MEMORABLE)
    other = tmp_path / "other"
    shutil.copytree(corpus, other)
    (other / "moon.md").write_text("An entirely different moon.")
    index = tmp_path / "index"
    run("index", corpus, "--index", index)

    refused = run("index", other, "--index", index)
    beside = run("index", corpus, other, "--index", index)
    left_out = run("index", corpus, "--index", index)
    replaced = run("index", other, "--index", index, "--replace-corpus")

    assert (refused.returncode, refused.stdout, refused.stderr.decode()) == (
        2,
        b"",
        (
            f"Error: The index in {index} holds 6 articles from {corpus}. "
            f"Indexing {other} would remove them all. "
            "Use another index with: --index DIR, or replace this one with: --replace-corpus\n"
        ),
    )
    assert beside.stdout.startswith(b"Articles: 6 added, 6 unchanged")
    assert (left_out.returncode, left_out.stderr.decode()) == (
        2,
        (
            f"Error: The index in {index} holds 12 articles from {corpus} and {other}. "
            f"Indexing only {corpus} would remove the 6 from {other}. "
            "Name all the folders to keep them, or remove the others with: --replace-corpus\n"
        ),
    )
    assert replaced.stdout.startswith(b"Articles: 6 removed, 6 unchanged")


def test_most_articles_are_removed_only_when_that_is_allowed(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({f"{n}.txt": f"Article {n} of the tide." for n in range(20)})
    index = tmp_path / "index"
    run("index", corpus, "--index", index)
    for n in range(11):
        (corpus / f"{n}.txt").unlink()

    refused = run("index", "--index", index)
    removed = run("index", "--index", index, "--allow-removals")

    assert (refused.returncode, refused.stdout, refused.stderr.decode()) == (
        2,
        b"",
        (
            f"Error: 11 of the 20 articles in the index in {index} are no longer in {corpus}. "
            "Nothing was changed. If that is right, remove them with: --allow-removals\n"
        ),
    )
    assert removed.stdout.startswith(b"Articles: 11 removed, 9 unchanged")


def test_a_folder_that_was_moved_is_followed_and_told(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(MEMORABLE)
    index = tmp_path / "index"
    run("index", corpus, "--index", index)
    moved = corpus.rename(tmp_path / "moved")

    missing = run("index", "--index", index)
    followed = run("index", moved, "--index", index, COLUMNS="1000")
    stats = run("stats", "--index", index)

    assert (missing.returncode, missing.stderr.decode()) == (
        2,
        (
            f'Error: There is no folder "{corpus}", and the index in {index} was made from it. '
            "If it was moved, name the folder where it is now.\n"
        ),
    )
    assert followed.stdout.startswith(b"Articles: 6 unchanged")
    assert followed.stderr.decode() == f"Note: The corpus was moved from {corpus} to {moved}.\n"
    assert f"Corpus     {moved}" in stats.stdout.decode().splitlines()


def test_settings_that_cannot_be_understood_are_told_with_their_line(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(MEMORABLE | {"searchkit.toml": '["*.txt"]\ntimezone = "London"\n'})

    refused = run("index", corpus, "--index", tmp_path / "index")

    assert (refused.returncode, refused.stdout, refused.stderr.decode()) == (
        2,
        b"",
        (
            f'Error: {corpus}/searchkit.toml, line 2: there is no time zone "London"; '
            'write one such as "Europe/Berlin" or "UTC".\n'
        ),
    )
    assert not (tmp_path / "index").exists()
