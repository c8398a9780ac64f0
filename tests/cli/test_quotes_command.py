"""`quotes`: how quotations are asked for, and what is printed."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import searchkit
from tests.cli.conftest import Run, outcome

pytestmark = pytest.mark.usefixtures("state")

SAID = "nobody on this coast has seen the water stand so low"

TOO_SHORT = "A quotation needs 8 words or more to be told from others"


@pytest.fixture(scope="module")
def quoting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two articles that have a quotation in common."""
    folder = tmp_path_factory.mktemp("quoting")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "2019-05-02 low.txt").write_text(f"Low\n\n“{SAID},” said the tide pilot.\n")
    (corpus / "2019-05-01 lower.txt").write_text(f"Lower\n\nThe pilot said: “{SAID}.”\n")
    with searchkit.open(folder / "index", create=True) as index:
        index.update(corpus)
    return folder / "index"


def test_who_printed_a_quotation_is_listed_by_day(run: Run, quoting: Path) -> None:
    result = run("quotes", SAID, "--index", quoting)

    assert result.exit_code == 0
    assert result.stdout.rpartition(" (")[0] == (
        f"“{SAID}”\n"
        "2 articles, first printed here on 2019-05-01, last on 2019-05-02\n"
        "\n"
        "2019-05-01, first printed here\n"
        "1. Lower\n"
        "   2019-05-01 lower.txt\n"
        f"   - The pilot said: “**{SAID}.**”\n"
        "\n"
        "2019-05-02\n"
        "2. Low\n"
        "   2019-05-02 low.txt\n"
        f"   - “**{SAID},**” said the tide pilot.\n"
        "\n"
        "1 quotation"
    )


def test_words_are_one_text_and_numbers_name_articles(run: Run, quoting: Path) -> None:
    assert run("quotes", *SAID.split(), "--index", quoting).exit_code == 0
    assert run("show", "2", "--index", quoting).stdout.startswith("Low\n")
    assert "1 of 1 quotation" in run("quotes", "--article", "2", "--index", quoting).stdout


def test_data_is_for_programs(run: Run, quoting: Path) -> None:
    asked = "quotes", "--about", "tide pilot", "--index", quoting

    found = json.loads(run(*asked, "--format=json").stdout)
    assert found["about"] == "tide pilot"
    (one,) = json.loads(run("quotes", SAID, "--format=json", "--index", quoting).stdout)[
        "quotations"
    ]
    assert [row["day"] for row in one["printings"]] == ["2019-05-01", "2019-05-02"]
    text = run("quotes", SAID, "--format=csv", "--index", quoting).stdout
    rows = csv.DictReader(io.StringIO(text, newline=""))
    assert [row["key"] for row in rows] == ["2019-05-01 lower.txt", "2019-05-02 low.txt"]


def test_what_no_article_has_is_status_1(run: Run, quoting: Path) -> None:
    result = run("quotes", "a text of eight words that nobody ever said", "--index", quoting)

    assert result.exit_code == 1
    assert result.stdout.startswith("No article has this quotation (")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ([], "Give one of TEXT, --article KEY and --about QUERY. See: searchkit help quotes"),
        (
            ["tide", "--about", "tide"],
            "Give one of TEXT, --article KEY and --about QUERY. See: searchkit help quotes",
        ),
        (["so low a tide"], f"{TOO_SHORT}, and this has 4. Give more of it."),
        (
            [SAID, "--since", "2019"],
            (
                "Filters and --all-words choose among the articles of --about QUERY. Give it. "
                "See: searchkit help quotes"
            ),
        ),
    ],
)
def test_a_question_that_makes_no_sense_is_one_line(
    run: Run, quoting: Path, arguments: list[str], error: str
) -> None:
    assert outcome(run("quotes", *arguments, "--index", quoting)) == (2, "", f"Error: {error}\n")
