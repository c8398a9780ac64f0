"""Queries whose words may begin with a minus as options do."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run, outcome
from tests.conftest import KEYS


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
    advice = "is not an option. To leave out a word, put -- before the query: searchkit"

    assert outcome(run("search", *typed)) == (2, "", f"Error: {meant} {advice} {written}\n")


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
