"""Saving, listing, forgetting and carrying over searches from a shell."""

from __future__ import annotations

import json
import os
import random
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner

from searchkit.cli import main
from searchkit.query.saved_names import NAME_RULE
from tests.cli.conftest import Run, outcome
from tests.cli.terminal import COMMAND


@pytest.fixture
def here(run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command, in a folder with the memorable index."""
    monkeypatch.chdir(copy.parent)
    return run


def test_a_search_is_saved_listed_run_and_forgotten(here: Run) -> None:
    assert outcome(here("save", "Tides", "tide", "--since", "2019", "-s", "harbour gazette")) == (
        0, "Saved as @Tides, which finds 1 article now.\n", ""
    )  # fmt: skip
    assert outcome(here("saved")) == (
        0, "@Tides\n  tide\n  --source 'harbour gazette' · --since 2019\n", ""
    )  # fmt: skip
    assert outcome(here("search", "@tides", "-c")) == (0, "1\n", "")
    assert outcome(here("forget", "tides")) == (0, "Forgot @Tides.\n", "")
    assert outcome(here("saved")) == (1, "", "")


def test_what_was_saved_is_data_for_programs(here: Run) -> None:
    saved = json.loads(here("save", "tides", "tide", "--undated", "--format", "json").stdout)

    (search,) = saved["searches"]
    assert saved["version"] == 2
    assert search.pop("saved").endswith("+00:00")
    assert search == {
        "name": "tides", "query": "tide", "source": [], "since": None, "until": None,
        "undated": True, "timezone": None,
    }  # fmt: skip
    assert json.loads(here("saved", "--format", "json").stdout)["searches"][0]["name"] == "tides"


def test_notes_on_the_query_are_printed_when_it_is_saved(here: Run) -> None:
    result = here("save", "tides", "tide", "AND")

    assert (result.exit_code, result.stdout) == (
        0,
        "Saved as @tides, which finds 2 articles now.\n",
    )
    assert "Note: In @tides: Nothing follows AND, so it was ignored." in result.stderr
    assert here("save", "ebb", "tide", "AND", "--strict").exit_code == 2


def test_a_search_that_others_name_already_is_saved_with_a_note(here: Run) -> None:
    here("save", "both", "@tides moon")

    assert here("save", "tides", "tide").stderr == (
        "Note: It is a part of these saved searches: both.\n"
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (
            ("save", "tides", "moon"),
            "There is a saved search tides already. Replace it with: --replace",
        ),
        (
            ("save", "a/b", "moon"),
            f"'a/b' cannot be a name. A name has {NAME_RULE}.",
        ),
        (("forget", "tide"), "There is no saved search tide. Did you mean tides?"),
        (
            ("saved", "--import", "nothing.json"),
            "nothing.json cannot be read: No such file or directory. See: searchkit help saved",
        ),
        (
            ("saved", "--export", "no/where.json"),
            "no/where.json cannot be written: No such file or directory. See: searchkit help saved",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    here: Run, arguments: tuple[str, ...], error: str
) -> None:
    here("save", "tides", "tide")

    assert outcome(here(*arguments)) == (2, "", f"Error: {error}\n")


def test_searches_are_carried_over_in_a_file_or_a_pipe(here: Run) -> None:
    here("save", "tides", "tide")
    assert outcome(here("saved", "--export", "out.json")) == (0, "", "")
    here("forget", "tides")

    assert outcome(here("saved", "--import", "out.json")) == (
        0, "Saved 1 search of out.json.\n", ""
    )  # fmt: skip
    printed = here("saved", "--export", "-").stdout
    here("forget", "tides")
    piped = CliRunner().invoke(main, ["saved", "--import", "-"], input=printed)
    assert outcome(piped) == (0, "Saved 1 search of -.\n", "")
    assert here("search", "@tides", "-c").stdout == "2\n"


def test_damaged_searches_cost_no_search_that_does_not_name_them(here: Run) -> None:
    here("save", "tides", "tide")
    file = Path("index/saved-searches/searches.json")
    file.write_text("{")

    assert here("search", "tide", "-c").exit_code == 0
    status, printed, error = outcome(here("search", "@tides"))
    assert (status, printed) == (3, "")
    assert error == (
        "Error: The saved searches of the index in index cannot be read: in searches.json, it is "
        "not JSON at line 1, column 2: Expecting property name enclosed in double quotes. "
        "Nothing was changed.\n"
    )
    assert file.read_text() == "{"


ANOTHER = "Another tide\n\nThe tide turned once more.\n"


def grow(here: Run, name: str = "2021-05-06-another.txt", text: str = ANOTHER) -> None:
    """Have one more article come into the index."""
    Path("more").mkdir(exist_ok=True)
    Path("more", name).write_text(text)
    assert here("index", "more", "--replace-corpus", "--allow-removals").exit_code == 0


def test_what_came_since_a_search_was_saved_is_printed_once(here: Run) -> None:
    here("save", "tides", "tide")
    here("save", "moon", "moon")
    assert outcome(here("new")) == (1, "", "")
    grow(here)

    printed = (
        "@tides: 1 new\n\n"
        "1. Another **tide**\n"
        "   2021-05-06 · 2021-05-06-another.txt\n"
        "   - The **tide** turned once more.\n"
    )
    assert outcome(here("new", "--keep")) == (0, printed, "")
    assert outcome(here("new", "tides")) == (0, printed, "")
    assert outcome(here("new")) == (1, "", "")
    assert outcome(here("new", "--for", "mail", "--snippets", "0")) == (
        0, printed.replace("   - The **tide** turned once more.\n", "").replace("**", ""), ""
    )  # fmt: skip


def test_an_article_that_has_changed_is_printed_where_that_is_asked(here: Run) -> None:
    here("save", "tides", "tide")
    grow(here)
    here("new")
    grow(here, text=ANOTHER.replace("once more", "again"))

    assert outcome(here("new", "--keep")) == (1, "", "")
    assert here("new", "--changed").stdout == (
        "@tides: 1 new\n\n"
        "1. Another **tide**\n"
        "   2021-05-06 · 2021-05-06-another.txt\n"
        "   has changed since it was shown\n"
        "   - The **tide** turned again.\n"
    )


def test_what_is_new_is_data_for_programs_and_feeds(here: Run) -> None:
    here("save", "tides", "tide")
    grow(here)

    (line,) = here("new", "--format", "jsonl", "--keep").stdout.splitlines()
    hit = json.loads(line)
    assert list(hit)[:4] == ["search", "has_changed", "rank", "key"]
    assert (hit["search"], hit["has_changed"], hit["key"]) == (
        "tides", False, "2021-05-06-another.txt"
    )  # fmt: skip
    assert "<title>Another tide</title>" in here("new", "--format", "rss", "--keep").stdout
    assert "<title>Another tide</title>" in here("new", "--format", "atom").stdout
    assert here("new", "--format", "atom").exit_code == 1


def test_what_does_not_fit_is_printed_the_next_time(here: Run) -> None:
    here("save", "tides", "tide")
    grow(here, "a.txt")
    grow(here, "b.txt")

    assert here("new", "-n", "1").stdout.startswith("@tides: 2 new, 1 shown\n\n1. Another")
    assert here("new", "-n", "1").stdout.startswith("@tides: 1 new\n\n1. Another")
    assert here("new", "--all", "-n", "0").exit_code == 1


def test_a_note_on_what_is_new_points_into_the_saved_query(here: Run) -> None:
    here("save", "tides", "tide", "AND")

    assert outcome(here("new")) == (
        1,
        "",
        (
            "Note: In @tides: Nothing follows AND, so it was ignored.\n"
            "      tide AND\n"
            "           ^^^\n"
            ' Try: "and"\n'
        ),
    )


def test_without_saved_searches_nothing_is_new(here: Run) -> None:
    assert outcome(here("new")) == (1, "", "Note: No search is saved.\n")
    assert outcome(here("new", "tides")) == (
        2, "", "Error: There is no saved search tides. No search is saved.\n"
    )  # fmt: skip


def test_what_could_not_be_printed_is_new_the_next_time(here: Run, copy: Path) -> None:
    here("save", "tides", "tide")
    grow(here)
    command = [*COMMAND, "new", "--index", str(copy)]

    with Path("/dev/full").open("wb") as full:
        to_full = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    reader, writer = os.pipe()
    os.close(reader)
    to_nobody = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    with Path("new.txt").open("wb") as file:
        to_file = subprocess.run(command, stdout=file, stderr=subprocess.PIPE, check=False)

    assert (to_full.returncode, to_full.stderr) == (
        3, b"Error: The output cannot be written: No space left on device.\n"
    )  # fmt: skip
    assert (to_nobody.returncode, to_nobody.stderr) == (0, b"")
    assert (to_file.returncode, to_file.stderr) == (0, b"")
    assert Path("new.txt").read_text().startswith("@tides: 1 new\n")
    assert here("new").exit_code == 1


def test_of_processes_at_once_each_new_hit_is_printed_by_one(here: Run, copy: Path) -> None:
    here("save", "tides", "tide")
    for number in range(6):
        grow(here, f"{number}.txt")
    command = [*COMMAND, "new", "--index", str(copy), "-n", "2", "--format", "jsonl"]
    processes = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    printed = [process.communicate(timeout=60)[0] for process in processes]
    keys = [json.loads(line)["key"] for lines in printed for line in lines.splitlines()]

    assert sorted(keys) == [f"{number}.txt" for number in range(6)]
    assert sorted(process.returncode for process in processes) == [0, 0, 0, 1]


def test_killed_at_any_moment_no_hit_is_lost(here: Run, copy: Path) -> None:
    here("save", "tides", "tide")
    told: set[str] = set()
    chance = random.Random(5)
    for number in range(6):
        grow(here, f"{number}.txt")
        command = [*COMMAND, "new", "--index", str(copy), "--format", "jsonl"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=chance.uniform(0.05, 0.5))
        process.kill()
        lines = process.communicate()[0].splitlines(keepends=True)
        told |= {json.loads(line)["key"] for line in lines if line.endswith(b"\n")}
    last = here("new", "--format", "jsonl").stdout
    told |= {json.loads(line)["key"] for line in last.splitlines()}

    assert told == {f"{number}.txt" for number in range(6)}
