"""How an article is named to `show`, and how it is shown."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Run, outcome
from tests.conftest import KEYS


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


def test_an_article_is_shown_with_its_matches_marked(run: Run, memorable: Path) -> None:
    result = run("show", KEYS["flood"], "--query", "stall", "--index", memorable)

    assert result.exit_code == 0
    assert "**stalls**" in result.stdout
    assert "Read article" in result.stdout


def test_an_article_can_be_had_as_json(run: Run, memorable: Path) -> None:
    result = run("show", KEYS["marée"], "--format", "json", "--index", memorable)

    printed = json.loads(result.stdout)["article"]
    assert (printed["title"], printed["date"]) == ("La marée monte", "2018-06-01T09:30:00+02:00")
