from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import searchkit
from searchkit.cli import main
from searchkit.local.writing import inverting

SENTENCE = "The ferry that runs on batteries took its first {} passengers over the {} on Tuesday. "
WORDS = "paying eager patient quiet hurried curious wet proud cold early".split()
REPORT = "".join(SENTENCE.format(word, f"estuary of {word} birds") for word in WORDS)
FILES = {
    "a.json": {"title": "Ferry hums", "text": REPORT, "source": "Gazette", "date": "2019-06-04"},
    "b.json": {
        "title": "Batteries",
        "text": f"LONDON {REPORT}",
        "source": "Post",
        "date": "2019-06-05",
    },
    "c.json": {"title": "No, a ferry", "text": REPORT, "source": "Weekly", "date": "2019-06-03"},
    "d.json": {"title": "Other", "text": "A ferry of another kind.", "source": "Post"},
}


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ferries")
    (folder / "corpus").mkdir()
    for name, record in FILES.items():
        (folder / "corpus" / name).write_text(json.dumps(record))
    searchkit.update(folder / "index", folder / "corpus")
    return folder / "index"


def run(index: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--index", str(index)])
    assert result.stderr == ""
    return result.stdout


def test_copies_are_listed_the_earliest_first(ferries: Path) -> None:
    shown = run(ferries, "copies").splitlines()

    assert shown[:-1] == [
        "1. No, a ferry",
        "   3 articles in 3 outlets",
        "   - 2019-06-03 · Weekly · c.json",
        "   - 2019-06-04 · Gazette · a.json",
        "   - 2019-06-05 · Post · b.json",
        "",
    ]
    assert shown[-1].startswith("1 cluster of 3 articles (")


def test_copies_are_data_too(ferries: Path) -> None:
    found = json.loads(run(ferries, "copies", "hums", "--format", "json"))

    assert (found["total"], found["articles"], found["offset"]) == (1, 3, 0)
    assert found["clusters"][0]["outlets"] == 3
    assert found["clusters"][0]["articles"][0] == {
        "key": "c.json",
        "source": "Weekly",
        "date": "2019-06-03",
        "title": "No, a ferry",
    }
    (line,) = run(ferries, "copies", "hums", "--format", "jsonl").splitlines()
    assert [json.loads(line)] == found["clusters"]
    with searchkit.open(ferries) as opened:
        (cluster,) = opened.copies("hums")
        assert cluster.to_dict() == found["clusters"][0]
        assert opened.copies("hums").to_dict().keys() == found.keys()
    assert run(ferries, "copies", "--format", "csv").splitlines()[:2] == [
        "cluster,key,source,date,title",
        '1,c.json,Weekly,2019-06-03,"No, a ferry"',
    ]


def test_a_note_points_into_the_query(ferries: Path) -> None:
    found = CliRunner().invoke(main, ["copies", "hums", "zeppelin", "--index", str(ferries)])

    assert found.stdout.splitlines()[:3] == [
        "Note: No article has the word zeppelin.",
        "      hums zeppelin",
        "           ^^^^^^^^",
    ]
    data = run(ferries, "copies", "hums", "zeppelin", "--format", "json", "--quiet")
    assert json.loads(data)["query"] == "hums zeppelin"
    command = ["copies", "hums", "zeppelin", "--format", "csv", "--index", str(ferries)]
    rows = CliRunner().invoke(main, command)
    assert rows.stderr.splitlines()[:3] == found.stdout.splitlines()[:3]


def test_all_words_may_be_asked_for(ferries: Path) -> None:
    some = ["copies", "hums", "zeppelin", "--quiet", "--index", str(ferries)]

    assert CliRunner().invoke(main, some).exit_code == 0
    assert CliRunner().invoke(main, [*some, "--all-words"]).exit_code == 1


def test_the_copies_of_one_article_are_those_of_the_others(ferries: Path) -> None:
    (cluster,) = json.loads(run(ferries, "copies", "--article", "b.json", "--format", "json"))[
        "clusters"
    ]

    assert [one["key"] for one in cluster["articles"]] == ["c.json", "a.json", "b.json"]


def test_an_article_without_copies_has_none(ferries: Path) -> None:
    result = CliRunner().invoke(main, ["copies", "--article", "d.json", "--index", str(ferries)])

    assert result.exit_code == 1
    assert result.stdout.startswith("No copies found (")


def test_an_article_and_a_query_are_not_asked_for_together(ferries: Path) -> None:
    arguments = ["copies", "tide", "--article", "d.json", "--index", str(ferries)]

    result = CliRunner().invoke(main, arguments)

    assert result.exit_code == 2
    assert result.stderr.startswith(
        "Error: --article cannot be used with QUERY or filters: it names one article."
    )


def test_a_usual_time_zone_is_no_filter(ferries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCHKIT_TIMEZONE", "Asia/Tokyo")

    assert "3 articles in 3 outlets" in run(ferries, "copies", "--article", "b.json")
    with searchkit.open(ferries) as opened:
        assert opened.copies(article="b.json", timezone="Asia/Tokyo").total == 1


def test_a_list_folds_copies_and_says_where_else_the_text_is(ferries: Path) -> None:
    shown = run(ferries, "search", "batteries", "--snippets", "0").splitlines()
    every = run(ferries, "search", "batteries", "--snippets", "0", "--no-fold").splitlines()
    london = run(ferries, "search", "london", "batteries", "--snippets", "0").splitlines()

    assert shown[2] == "   also in 2 outlets, first here"
    assert london[2] == "   also in 2 outlets, first in Weekly on 2019-06-03"
    assert shown[-1].startswith("1 of 3 articles, 1 without copies (")
    assert every[-1].startswith("3 of 3 articles (")
    assert not any("also in" in line for line in every)


def test_other_outputs_have_every_article_unless_asked(ferries: Path) -> None:
    assert len(run(ferries, "search", "batteries", "-l").splitlines()) == 3
    assert len(run(ferries, "search", "batteries", "-l", "--fold").splitlines()) == 1
    assert run(ferries, "search", "batteries", "-c") == "3\n"
    hits = run(ferries, "search", "batteries", "--format", "jsonl").splitlines()
    assert [("copies" in json.loads(hit)) for hit in hits] == [False] * 3
    (hit,) = run(ferries, "search", "batteries", "--format", "jsonl", "--fold").splitlines()
    assert [copy["source"] for copy in json.loads(hit)["copies"]] == ["Gazette", "Post"]


def test_an_explanation_names_the_copies(ferries: Path) -> None:
    shown = run(ferries, "explain", "batteries", "--article", "a.json").splitlines()

    assert shown[-3:] == [
        "Copies:",
        "  - 2019-06-03 · Weekly · c.json",
        "  - 2019-06-05 · Post · b.json",
    ]


def test_of_an_index_that_was_made_before_there_were_copies_a_rebuild_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "corpus").mkdir()
    for name, record in FILES.items():
        (tmp_path / "corpus" / name).write_text(json.dumps(record))
    monkeypatch.setattr(inverting, "search_here", lambda _: lambda _: None)
    searchkit.update(tmp_path / "index", tmp_path / "corpus")

    result = CliRunner().invoke(main, ["copies", "--index", str(tmp_path / "index")])

    assert result.exit_code == 3
    assert result.stderr == (
        f"Error: The index in {tmp_path / 'index'} was made by another version of searchkit: "
        "copies were not looked for. Rebuild it with: searchkit index CORPUS --index "
        f"{tmp_path / 'index'} --rebuild\n"
    )
    assert len(run(tmp_path / "index", "search", "batteries", "-l", "--fold").splitlines()) == 3
