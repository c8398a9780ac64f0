"""The hits of the last search, named by their numbers."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run, outcome, title
from tests.conftest import KEYS


@pytest.mark.parametrize(
    "form", [[], ["--format=json"], ["--format=csv", "--fields=title"], ["-l"], ["-0"]]
)
def test_the_number_of_a_hit_is_that_of_the_last_search(
    run: Run, memorable: Path, state: Path, form: list[str]
) -> None:
    run("search", "--index", memorable)
    run("search", "spring tide", *form, "--index", memorable)
    shown = title(run, 2, memorable)
    run("search", "spring tide", "--all-words", "--offset=1", "--index", memorable)

    assert shown == title(run, 2, memorable) == "What the moon does to the sea"
    assert [path.suffix for path in state.iterdir()] == [".json"]


def test_an_article_to_explain_is_named_as_one_to_show(
    run: Run, memorable: Path, state: Path
) -> None:
    by_key = run("explain", "tide", "--article", KEYS["moon"], "--index", memorable)
    run("search", "spring tide", "--index", memorable)

    assert by_key.exit_code == 0
    for name in ("2", "corpus/moon.md"):
        assert outcome(run("explain", "tide", "--article", name, "--index", memorable)) == outcome(
            by_key
        )
    assert run("explain", "tide", "--article", "9", "--index", memorable).exit_code == 1
    assert state.exists()


@pytest.mark.parametrize("counting", [["-c"], ["-n0"]])
def test_a_search_that_only_counts_is_not_the_last_that_had_hits(
    run: Run, memorable: Path, state: Path, counting: list[str]
) -> None:
    run("search", "dough", "--index", memorable)
    run("search", "spring tide", *counting, "--index", memorable)

    assert title(run, 1, memorable) == "Bread wants time"
    assert state.exists()


def test_a_number_without_a_hit_is_status_1(run: Run, memorable: Path, state: Path) -> None:
    before = run("show", 1, "--index", memorable)
    run("search", "spring tide", "--all-words", "--offset=1", "--index", memorable)
    numbers = [run("show", number, "--index", memorable).exit_code for number in (0, 1, 2, 3)]

    assert outcome(before) == (
        1,
        "",
        (
            "Error: The last search has no hit 1, and no article has the key 1. "
            "Search again, or name an article by its key.\n"
        ),
    )
    assert numbers == [1, 1, 0, 1]
    assert state.exists()


def test_what_is_kept_of_a_search_is_for_its_user_alone_and_of_each_index(
    run: Run, memorable: Path, tmp_path: Path, state: Path
) -> None:
    other = tmp_path / "index"
    shutil.copytree(memorable, other)
    run("search", "dough", "--index", memorable)
    run("search", "otters", "--index", other)
    (tmp_path / "linked").symlink_to(memorable)

    assert title(run, 1, tmp_path / "linked") == "Bread wants time"
    assert title(run, 1, other) == "Otters recovered on the Wend"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in state.iterdir()] == [0o600] * 2
    assert list(other.glob("*.json")) == list(other.glob("[mf]*.json"))


def test_of_more_than_a_hundred_indexes_the_oldest_search_is_forgotten(
    run: Run, memorable: Path, state: Path
) -> None:
    state.mkdir(parents=True)
    for number in range(100):
        (state / f"{number}.json").touch()
        os.utime(state / f"{number}.json", (number, number))
    run("search", "dough", "--index", memorable)

    assert len(list(state.iterdir())) == 100
    assert not (state / "0.json").exists()
    assert title(run, 1, memorable) == "Bread wants time"


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"index": 1, "offset": "", "keys": []}'])
def test_what_is_kept_and_makes_no_sense_is_taken_for_nothing(
    run: Run, memorable: Path, state: Path, kept: str
) -> None:
    run("search", "dough", "--index", memorable)
    for path in state.iterdir():
        path.write_text(kept)

    assert run("show", 1, "--index", memorable).exit_code == 1


@pytest.mark.parametrize("state_home", ["file/below", "relative", "/proc/none"])
def test_a_search_that_cannot_be_kept_is_none_the_worse(
    run: Run, memorable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state_home: str
) -> None:
    (tmp_path / "file").touch()
    home = state_home if state_home == "relative" else str(tmp_path / state_home)
    monkeypatch.setenv("XDG_STATE_HOME", home)
    monkeypatch.setenv("HOME", str(tmp_path / "file"))

    found = run("search", "dough", "-l", "--index", memorable)

    assert outcome(found) == (0, f"{KEYS['bread']}\n", "")
    assert run("show", 1, "--index", memorable).exit_code == 1
