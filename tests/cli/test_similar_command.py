"""`similar`: how an article is named, and what is printed."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run, outcome
from tests.conftest import KEYS, MakeCorpus, unmeasured

pytestmark = pytest.mark.usefixtures("state")


def test_like_articles_are_printed_with_the_words_that_they_share(
    run: Run, memorable: Path
) -> None:
    result = run("similar", KEYS["moon"], "--index", memorable)

    assert result.exit_code == 0
    shown, total = result.stdout.rsplit("\n\n", 1)
    assert shown == (
        "Like: What the moon does to the sea\n"
        "      Quayside Weekly · 2021-03 · moon.md\n\n"
        "1. Spring tide floods the fish market\n"
        "   Harbour Gazette · 2019-03-20 · 1.73 · Harbour Gazette/2019-03-20-spring-tide.txt\n"
        "   shares: tide, spring, comes"
    )
    assert total.startswith("1 of 1 article (")


@pytest.mark.parametrize("name", ["moon.md", "corpus/moon.md", "1"])
def test_an_article_is_named_as_to_show(run: Run, memorable: Path, name: str) -> None:
    assert run("search", "title:moon", "--index", memorable).exit_code == 0

    assert "Like: What the moon does" in run("similar", name, "--index", memorable).stdout


def test_the_numbers_that_it_prints_name_its_hits(run: Run, memorable: Path) -> None:
    run("similar", "moon.md", "--index", memorable)

    assert "Spring tide floods" in run("show", "1", "--index", memorable).stdout


def test_data_has_the_article_its_terms_and_what_each_hit_shares(run: Run, memorable: Path) -> None:
    def printed(*options: str) -> str:
        return run("similar", "moon.md", *options, "--index", memorable).stdout

    found = json.loads(printed("--format=json"))
    assert (found["version"], found["article"]["key"], found["total"]) == (2, "moon.md", 1)
    assert found["hits"][0]["shared"] == [term["word"] for term in found["terms"]]
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text()
    section = page.partition("## What is like an article")[2].partition("\n## ")[0]
    told = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.+?) \|", section, re.MULTILINE)))
    assert {*found} == {"version", *told} - {"unit", "periods"}
    assert {"snippets", "lacks"}.isdisjoint(found["hits"][0])
    assert json.loads(printed("--format=jsonl")) == found["hits"][0]
    assert json.loads(printed("--format=jsonl", "--fields=rank,shared")) == {
        "rank": 1,
        "shared": found["hits"][0]["shared"],
    }
    [row] = csv.DictReader(io.StringIO(printed("--format=csv", "--full"), newline=""))
    assert (row["key"], row["shared"]) == (KEYS["flood"], "tide; spring; comes")
    assert row["text"].startswith("The spring tide came")


def test_only_keys_or_the_number_of_articles_can_be_asked_for(run: Run, memorable: Path) -> None:
    asked = "similar", "moon.md", "--index", memorable

    assert outcome(run(*asked, "-l")) == (0, f"{KEYS['flood']}\n", "")
    assert outcome(run(*asked, "-0")) == (0, f"{KEYS['flood']}\0", "")
    assert outcome(run(*asked, "-c")) == (0, "1\n", "")
    assert outcome(run(*asked, "-c", "--source=none")) == (
        1,
        "0\n",
        "Note: Without the source filter there is 1 article.\n",
    )


def test_what_is_not_there_is_an_error(run: Run, memorable: Path) -> None:
    assert outcome(run("similar", "sun.md", "--index", memorable)) == (
        1,
        "",
        (
            f"Error: No article sun.md in {memorable}. "
            "Search for it to see its key: searchkit search QUERY\n"
        ),
    )


def test_a_story_in_time_has_bars_and_its_articles_oldest_first(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    days = {"a": "2019-03-20", "b": "2019-03-02", "c": "2019-03-01"}
    text = "The ferry crews of Wend struck for wages on the quay."
    records = [
        {"id": name, "title": f"Strike {name * 2}", "text": text, "date": day}
        for name, day in days.items()
    ]
    corpus = make_corpus({"s.jsonl": "\n".join(map(json.dumps, records))})
    run("index", corpus, "--index", tmp_path / "index", "-q")

    def told(*options: str) -> str:
        asked = "similar", "s.jsonl#a", "--timeline", *options, "--index", tmp_path / "index"
        return run(*asked).stdout

    bar = "█" * 66
    assert told().startswith(
        "Like: Strike aa\n"
        "      2019-03-20 · s.jsonl#a\n\n"
        f"2019-03-01  {bar} 1\n"
        f"2019-03-02  {bar} 1\n\n"
        "1. Strike cc\n"
        "   2019-03-01 · s.jsonl#c\n"
    )
    assert told("-l") == "s.jsonl#c\ns.jsonl#b\n"
    assert told("-c") == "2\n"
    assert told("--format=csv", "--fields=rank,date") == "rank,date\n1,2019-03-01\n2,2019-03-02\n"
    story = json.loads(told("--format=json"))
    assert (story["unit"], [one["articles"] for one in story["periods"]]) == ("day", [1, 1])
    assert [hit["key"] for hit in story["hits"]] == ["s.jsonl#c", "s.jsonl#b"]


def test_copies_are_one_hit_unless_each_is_asked_for(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    text = (
        "The ferry crews of Wend struck for wages on the quay, and nobody was there to see it. " * 6
    )
    words = "Crews of the Wend ferry ask for wages, as the strike on the quay goes on."
    records = [
        {"id": name, "title": "Strike", "text": words if name == "a" else text, "source": name}
        for name in "abc"
    ]
    corpus = make_corpus({"s.jsonl": "\n".join(map(json.dumps, records))})
    run("index", corpus, "--index", tmp_path / "index", "-q")
    asked = "similar", "s.jsonl#a", "--index", tmp_path / "index"

    assert run(*asked, "-l").stdout == "s.jsonl#b\n"
    assert "also in c" in run(*asked).stdout
    assert run(*asked, "-l", "--no-fold").stdout == "s.jsonl#b\ns.jsonl#c\n"


@pytest.mark.parametrize(("option", "value"), [("--sort", "newest"), ("--offset", "1")])
def test_a_story_has_one_order(run: Run, memorable: Path, option: str, value: str) -> None:
    asked = "similar", "moon.md", "--timeline", option, value, "--index", memorable

    assert outcome(run(*asked)) == (
        2,
        "",
        (
            f"Error: {option} cannot be used with --timeline: it is in order of time. "
            "See: searchkit help similar\n"
        ),
    )


def test_the_command_answers_as_a_process(memorable: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "searchkit", "similar", "moon.md", "-l"]
    environment = unmeasured() | {
        "SEARCHKIT_INDEX": str(memorable),
        "XDG_STATE_HOME": str(tmp_path),
    }

    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)

    assert (done.returncode, done.stdout, done.stderr) == (0, f"{KEYS['flood']}\n", "")
