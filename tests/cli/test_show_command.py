"""How an article is named to `show`, and how it is shown."""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, outcome
from tests.cli.terminal import needs_a_terminal, on_a_terminal
from tests.conftest import KEYS, MEMORABLE, MakeCorpus


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place of its own for what is kept of searches."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state/searchkit"


def title(run: Run, name: object, memorable: Path) -> str:
    result = run("show", name, "--index", memorable)
    assert result.exit_code == 0, result.stderr
    return result.stdout.splitlines()[0]


# -- several, and in which format


def test_several_articles_are_shown_in_the_order_asked_for(run: Run, memorable: Path) -> None:
    alone = [run("show", KEYS[name], "--index", memorable) for name in ("moon", "bread")]
    both = run("show", KEYS["moon"], KEYS["bread"], "--index", memorable)
    data = run("show", KEYS["moon"], KEYS["bread"], "--format=json", "--index", memorable)

    assert both.stdout == f"\n{'─' * 20}\n\n".join(result.stdout for result in alone)
    keys = [json.loads(line)["article"]["key"] for line in data.stdout.splitlines()]
    assert keys == [KEYS["moon"], KEYS["bread"]]


def test_where_one_article_is_not_there_none_is_shown(run: Run, memorable: Path) -> None:
    assert outcome(run("show", KEYS["moon"], "sun.md", "--index", memorable)) == (
        1,
        "",
        (
            f"Error: No article sun.md in {memorable}. "
            "Search for it to see its key: searchkit search QUERY\n"
        ),
    )


# -- by its path


@pytest.mark.parametrize(
    ("folder", "path"),
    [
        (".", "corpus/notes/tide.md"),
        (".", "./corpus/notes/tide.md"),
        ("corpus", "notes/tide.md"),
        ("corpus/notes", "tide.md"),
        ("corpus/notes", "./tide.md"),
        ("corpus/notes", "../notes/tide.md"),
        ("elsewhere", "../corpus/notes/tide.md"),
        ("elsewhere", "{here}/corpus/notes/tide.md"),
        ("elsewhere", "tide.md"),
        ("elsewhere", "notes/tide.md"),
    ],
)
def test_an_article_is_named_by_the_path_of_its_file(
    run: Run,
    make_corpus: MakeCorpus,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    folder: str,
    path: str,
) -> None:
    make_corpus({"notes/tide.md": "# The tide\n\nIn.", "moon.md": "# The moon\n\nOut."})
    run("index", tmp_path / "corpus", "--index", tmp_path / "index")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / folder)

    assert title(run, path.format(here=tmp_path), tmp_path / "index") == "The tide"


def test_a_path_that_may_be_several_articles_is_told_with_their_keys(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(
        {
            "a/tide.md": "# One\n\nIn.",
            "b/tide.md": "# Two\n\nOut.",
            "wire.jsonl": "".join(f'{{"id": "{n}", "text": "Tide {n}."}}\n' for n in range(7)),
        }
    )
    run("index", corpus, "--index", tmp_path / "index")
    names = run("show", "tide.md", "--index", tmp_path / "index")
    records = run("show", corpus / "wire.jsonl", "--index", tmp_path / "index")
    one = run("show", corpus / "wire.jsonl#3", "--index", tmp_path / "index")

    assert outcome(names) == (
        2,
        "",
        "Error: tide.md could be any of 2 articles: a/tide.md, b/tide.md. Name one of them.\n",
    )
    first = ", ".join(f"wire.jsonl#{n}" for n in range(5))
    assert outcome(records) == (
        2,
        "",
        f"Error: {corpus}/wire.jsonl could be any of 7 articles: {first}, …. Name one of them.\n",
    )
    assert "\nTide 3.\n" in one.stdout


def test_a_file_that_lies_elsewhere_is_not_the_one_of_that_name_in_the_corpus(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = make_corpus({"tide.md": "# The tide\n\nIn.", "a/tide.md": "# Another\n\nOut."})
    index = tmp_path / "index"
    run("index", corpus, "--index", index)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/tide.md").write_text("Not indexed.")
    (tmp_path / "linked").symlink_to(corpus)
    monkeypatch.chdir(tmp_path / "elsewhere")

    assert run("show", "./tide.md", "--index", index).exit_code == 1
    assert title(run, "../linked/tide.md", index) == "The tide"
    assert title(run, "../linked/a/tide.md", index) == "Another"


def test_a_path_means_the_file_of_the_folder_that_it_lies_in(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tide.md").write_text(f"# Tide {name}\n\nIn.")
    index = tmp_path / "index"
    run("index", tmp_path / "one", tmp_path / "two", "--index", index)
    monkeypatch.chdir(tmp_path)

    assert title(run, "one/tide.md", index) == "Tide one"
    assert title(run, "two/tide.md", index) == "Tide two"
    (tmp_path / "two").rename(tmp_path / "three")
    assert title(run, "two/tide.md", index) == "Tide two"


# -- by its number among the hits of the last search


@pytest.mark.parametrize(
    "form", [[], ["--format=json"], ["--format=csv", "--fields=title"], ["-l"], ["-0"]]
)
def test_the_number_of_a_hit_is_that_of_the_last_search(
    run: Run, memorable: Path, state: Path, form: list[str]
) -> None:
    run("search", "--index", memorable)
    run("search", "spring tide", *form, "--index", memorable)
    shown = title(run, 2, memorable)
    run("search", "spring tide", "--offset=1", "--index", memorable)

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
    run("search", "spring tide", "--offset=1", "--index", memorable)
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


@pytest.mark.parametrize("place", ["file/below", "relative", "/proc/none"])
def test_a_search_that_cannot_be_kept_is_none_the_worse(
    run: Run, memorable: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    (tmp_path / "file").touch()
    home = place if place == "relative" else str(tmp_path / place)
    monkeypatch.setenv("XDG_STATE_HOME", home)
    monkeypatch.setenv("HOME", str(tmp_path / "file"))

    found = run("search", "dough", "-l", "--index", memorable)

    assert outcome(found) == (0, f"{KEYS['bread']}\n", "")
    assert run("show", 1, "--index", memorable).exit_code == 1


# -- on a terminal


PAGER = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.read().splitlines()))\""


@needs_a_terminal
def test_what_is_longer_than_the_terminal_is_paged_and_what_is_shorter_is_not(
    memorable: Path,
) -> None:
    asked = ("show", KEYS["flood"], "--index", memorable)
    _, tall = on_a_terminal(*asked, PAGER=PAGER, LINES="40")
    status, low = on_a_terminal(*asked, PAGER=PAGER, LINES="5")
    _, unpaged = on_a_terminal(*asked, "--no-pager", PAGER=PAGER, LINES="5")
    _, data = on_a_terminal(*asked, "--format=json", PAGER=PAGER, LINES="5")

    assert (status, low) == (0, "PAGED 12\r\n")
    assert "PAGED" not in tall + unpaged + data
    assert tall == unpaged


@needs_a_terminal
@pytest.mark.parametrize("pager", ["", "no-such-pager", "'", "cat"])
def test_without_a_pager_the_text_is_printed(memorable: Path, pager: str) -> None:
    status, screen = on_a_terminal(
        "show", KEYS["flood"], "--index", memorable, PAGER=pager, LINES="5"
    )

    assert status == 0
    assert "has sold herring" in screen


@needs_a_terminal
@pytest.mark.skipif(not shutil.which("less"), reason="there is no less")
def test_a_pager_that_is_left_before_the_end_is_no_error(
    make_corpus: MakeCorpus, tmp_path: Path, run: Run
) -> None:
    corpus = make_corpus({"long.txt": "\n\n".join(f"Line {n} of many." for n in range(9_000))})
    run("index", corpus, "--index", tmp_path / "index")

    status, screen = on_a_terminal(
        "show", "long.txt", "--index", tmp_path / "index", keys=b"q", LINES="5"
    )

    assert status == 0
    assert "Traceback" not in screen
    assert "Line 8999" not in screen


def test_a_pipe_is_not_paged(run: Run, memorable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", PAGER)
    monkeypatch.setenv("LINES", "5")

    assert (
        "PAGED" not in run("show", *MEMORABLE.keys() - {"wire.jsonl"}, "--index", memorable).stdout
    )
