"""`index`: what it reads, names, counts and leaves out."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run, outcome
from tests.conftest import MEMORABLE, MakeCorpus


def test_files_that_cannot_be_read_are_named_and_the_rest_goes_on(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(
        {
            "a.txt": "One tide came in.",
            "b.json": '{"text": "Two ti',
            "c.txt": b"",
            "d.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2,
            "two\nlines.txt": "Three tides came in.",
        }
    )

    result = run("index", corpus, "--index", tmp_path / "index", "--format", "json")
    found = run("search", "tide", "--format", "jsonl", "--index", tmp_path / "index")

    printed = json.loads(result.stdout)
    assert (result.exit_code, printed["added"]) == (0, 2)
    assert [problem["path"] for problem in printed["problems"]] == ["b.json", "c.txt", "d.txt"]
    keys = {json.loads(line)["key"] for line in found.stdout.splitlines()}
    assert keys == {"a.txt", "two\\x0alines.txt"}


def test_verbose_names_each_line_that_is_ignored_in_files_that_are_read(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    head = "".join(f"title: Tide {number}\n" for number in range(25))
    corpus = make_corpus({"a.md": f"---\n{head}---\nOne tide came in.\n"})

    result = run("index", corpus, "--index", tmp_path / "index", "--verbose")

    printed = result.stderr.splitlines()
    assert printed == [
        f"Read in part: a.md: ignored line {number} of the front matter: title is given twice"
        for number in range(3, 27)
    ]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every folder"
)
def test_a_folder_that_may_not_be_read_is_told_of_as_elsewhere(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({"a.txt": "One tide came in."})
    index = tmp_path / "index"
    run("index", corpus, "--index", index)
    corpus.chmod(0)
    index.chmod(0)
    try:
        searched = run("search", "tide", "--index", index)
        indexed = run("index", corpus, "--index", tmp_path / "new")
    finally:
        corpus.chmod(0o755)
        index.chmod(0o755)

    assert searched.exit_code == 3
    assert searched.stderr == (
        f"Error: The index in {index} cannot be read: Permission denied ({index}). "
        "Run this as a user who can read it.\n"
    )
    assert (indexed.exit_code, indexed.stderr) == (
        2,
        f"Error: Cannot read the folder {corpus}: Permission denied. Nothing was indexed.\n",
    )


def test_verbose_names_each_file_that_is_passed_over_and_why(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    skipped: dict[str, str | bytes] = {
        ".git/config": "Tide.",
        "README.md": "About.",
        "Makefile": "tide:",
        "photos/ebb.jpg": b"",
        "drafts/a.txt": "Not yet a tide.",
        "searchkit.toml": '["drafts/**"]\nskip = true\n',
        "two\nlines.png": b"",
    }
    corpus = make_corpus(skipped | {"a.txt": "One tide came in.", "b/README.md": "Two tides."})
    (corpus / "linked.txt").symlink_to("a.txt")
    printed = (
        "Skipped: .git: hidden\n"
        "Skipped: Makefile: its name has no suffix\n"
        "Skipped: README.md: it describes the folder\n"
        "Skipped: linked.txt: symbolic links are not followed\n"
        "Skipped: photos/ebb.jpg: .jpg files are not read\n"
        "Skipped: searchkit.toml: it describes the folder\n"
        "Skipped: two\\x0alines.png: .png files are not read\n"
        "Skipped: drafts/a.txt: skipped by searchkit.toml\n"
    )

    first = run("index", corpus, "--index", tmp_path / "index", "-v", "--format", "json")
    again = run("index", corpus, "--index", tmp_path / "index", "--verbose", "--quiet")
    without = run("index", corpus, "--index", tmp_path / "index")

    assert json.loads(first.stdout)["added"] == 2
    assert (first.stderr, again.stderr, without.stderr) == (printed, printed, "")
    assert (
        "Skipped: no suffix 1 · searchkit.toml 1 · symbolic link 1\n"
        "1 .jpg, 1 .png files were not read: no reader takes them.\n"
    ) in without.stdout


@pytest.mark.parametrize("jobs", [0, -1, 257])
def test_jobs_are_from_1_to_256(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path, jobs: int
) -> None:
    corpus = make_corpus({"a.txt": "One tide came in."})

    assert outcome(run("index", corpus, "--index", tmp_path / "index", "--jobs", jobs)) == (
        2,
        "",
        f"Error: jobs is {jobs}. It must be from 1 to 256.\n",
    )
    assert not (tmp_path / "index").exists()
    assert run("index", corpus, "--index", tmp_path / "index", "-j2").exit_code == 0


def test_a_dry_run_writes_nothing(run: Run, make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus(MEMORABLE)

    result = run("index", corpus, "--index", tmp_path / "index", "--dry-run", "--format=json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["added"] == 6
    assert not (tmp_path / "index").exists()


DOUBTFUL = "Two caf\udce9s, \udc90\udc8f\udc81 and no more.".encode("utf-8", "surrogateescape")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A corpus of files in three encodings, one of them in doubt."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "plain.txt").write_bytes("Ebbe über Föhr".encode())
    (folder / "old.txt").write_bytes("Ebbe über Föhr, und Möwen".encode("cp1252"))
    (folder / "doubtful.txt").write_bytes(DOUBTFUL)
    return folder


def test_files_whose_encoding_is_in_doubt_are_counted_and_named(
    run: Run, mixed: Path, tmp_path: Path
) -> None:
    drawn = run("index", mixed, "--index", tmp_path / "a").stdout
    data = run("index", mixed, "--index", tmp_path / "b", "--format", "json").stdout

    named = json.loads(data)["doubtful"]
    assert [one["path"] for one in named] == ["doubtful.txt"]
    assert drawn.split("\n")[1:] == [
        "Encoding in doubt: 1 file (--encoding NAME sets it for all)",
        f"  doubtful.txt: read as {named[0]['encoding']}",
        "",
    ]


def test_an_article_tells_what_it_was_read_in(run: Run, mixed: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run("index", mixed, "--index", index)

    assert "windows-1252 (guessed)" in run("show", "old.txt", "--index", index).stdout
    assert "utf-8" not in run("show", "plain.txt", "--index", index).stdout
    printed = json.loads(run("search", "Möwen", "--index", index, "--format", "jsonl").stdout)
    assert printed["origins"]["encoding"] == {"name": "windows-1252", "known": "guessed"}


def test_an_encoding_can_be_said_of_all_files(run: Run, mixed: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (mixed / "old.txt").write_bytes("El ñandú corrió".encode("cp850"))
    run("index", mixed, "--index", index, "--encoding", "cp850")

    assert run("search", "ñandú", "--index", index).exit_code == 0
    assert "cp850 (declared)" in run("show", "old.txt", "--index", index).stdout


@pytest.mark.parametrize("rebuild", [(), ("--rebuild",)])
def test_an_unknown_encoding_is_one_line_and_leaves_no_index(
    run: Run, mixed: Path, tmp_path: Path, rebuild: tuple[str, ...]
) -> None:
    index = tmp_path / "index"

    result = run("index", mixed, "--index", index, "--encoding", "klingon", *rebuild)

    assert outcome(result) == (
        2,
        "",
        (
            "Error: 'klingon' is not the name of an encoding. "
            "Write a name such as utf-8, windows-1252 or shift_jis.\n"
        ),
    )
    assert not index.exists()


FAULTY = {"a.txt": "Nobody said when.", "b.json": "[7, 8]", "c.psd": "", "d.txt": ""}


def test_a_report_says_what_is_missing_by_cause(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    result = run("index", make_corpus(FAULTY), "--index", tmp_path / "index", "--report")

    assert result.stdout.splitlines()[1:] == [
        "Where facts are from: 1 article",
        "  title: first sentence 1",
        "  date: not known 1",
        "  source: not known 1",
        "  language: not known 1",
        "Undated: 1 article",
        "  a.txt",
        "Without source: 1 article",
        "  a.txt",
        "Not read",
        "  1 .psd file was not read: no reader takes it.",
        "Unreadable: 2 files, by cause",
        "  1: is empty",
        "    d.txt",
        "  1: is not an object",
        "    b.json",
    ]


def test_a_report_is_written_to_a_file_as_text_or_json(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    folder, index = make_corpus(FAULTY), tmp_path / "index"

    as_text = run("index", folder, "--index", index, "--report", tmp_path / "r.txt")
    run("index", folder, "--index", index, "--report", tmp_path / "r.json")
    printed = run("index", folder, "--index", index, "--format", "json", "--report")

    assert as_text.stdout.splitlines()[1] == "1 .psd file was not read: no reader takes it."
    assert (tmp_path / "r.txt").read_text().startswith("Where facts are from: 1 article\n")
    report = json.loads((tmp_path / "r.json").read_text())
    assert report == json.loads(printed.stdout)
    assert report["undated"] == ["a.txt"]
    assert report["causes"] == [
        {"cause": "is empty", "paths": ["d.txt"]},
        {"cause": "is not an object", "paths": ["b.json"]},
    ]


def test_a_report_of_a_run_that_writes_nothing_has_no_articles(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    result = run("index", make_corpus(FAULTY), "--index", index, "--dry-run", "--report")

    assert result.stdout.splitlines()[1] == "Where facts are from: 0 articles"


def test_a_report_that_cannot_be_written_is_one_line(
    run: Run, make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    folder = make_corpus(FAULTY)
    result = run("index", folder, "--index", tmp_path / "index", "--report", folder)

    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2,
        (
            f"Error: The report cannot be written to {folder}: Is a directory. "
            "See: searchkit help index"
        ),
    )
