"""What a command is about: its index, and articles by what they are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run, outcome, title
from tests.conftest import MakeCorpus


@pytest.mark.parametrize(
    "command",
    [
        ["search", "tide"],
        ["search", "tide", "--survey"],
        ["stats"],
        ["sources"],
        ["timeline"],
        ["copies"],
        ["similar", "a.txt"],
        ["quotes", "--about", "tide"],
        ["show", "a.txt"],
        ["explain", "tide"],
        ["saved"],
    ],
)
def test_a_command_says_once_that_it_answers_from_the_commit_before(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path, command: list[str]
) -> None:
    corpus, path = make_corpus({"a.txt": "One tide."}), tmp_path / "index"
    run("index", corpus, "--index", path)
    make_corpus({"b.txt": "Two tides."})
    run("index", corpus, "--index", path)
    max(path.glob("manifest-*.json")).write_text("")

    result = run(*command, "--index", path)

    assert result.exit_code <= 1
    said = " ".join((result.stdout + result.stderr).split())
    assert said.count("Note: The newest commit is damaged") == 1


def test_the_index_can_be_named_in_the_environment(
    run: Run, memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", str(memorable))

    assert run("search", "otters").exit_code == 0


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
