"""Saving, listing, forgetting and carrying over searches from a shell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from searchkit.cli import main
from searchkit.query.saved_names import NAME_RULE
from tests.cli.conftest import Run, outcome


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
def test_what_cannot_be_done_is_told_in_one_line(
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
