"""The encodings of a corpus, from the command."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from searchkit.cli import main

DOUBTFUL = "Two caf\udce9s, \udc90\udc8f\udc81 and no more.".encode("utf-8", "surrogateescape")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "plain.txt").write_bytes("Ebbe über Föhr".encode())
    (folder / "old.txt").write_bytes("Ebbe über Föhr, und Möwen".encode("cp1252"))
    (folder / "doubtful.txt").write_bytes(DOUBTFUL)
    return folder


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, list(map(str, arguments)))
    return result.exit_code, result.stdout, result.stderr


def test_files_whose_encoding_is_in_doubt_are_counted_and_named(
    corpus: Path, tmp_path: Path
) -> None:
    _, drawn, _ = run("index", corpus, "--index", tmp_path / "a")
    _, data, _ = run("index", corpus, "--index", tmp_path / "b", "--format", "json")

    named = json.loads(data)["doubtful"]
    assert [one["path"] for one in named] == ["doubtful.txt"]
    assert drawn.split("\n")[1:] == [
        "Encoding in doubt: 1 file (--encoding NAME sets it for all)",
        f"  doubtful.txt: read as {named[0]['encoding']}",
        "",
    ]


def test_an_article_tells_what_it_was_read_in(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    run("index", corpus, "--index", index)

    assert "windows-1252 (guessed)" in run("show", "old.txt", "--index", index)[1]
    assert "utf-8" not in run("show", "plain.txt", "--index", index)[1]
    told = json.loads(run("search", "Möwen", "--index", index, "--format", "jsonl")[1])
    assert told["origins"]["encoding"] == {"name": "windows-1252", "known": "guessed"}


def test_an_encoding_can_be_said_of_all_files(corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    (corpus / "old.txt").write_bytes("El ñandú corrió".encode("cp850"))
    run("index", corpus, "--index", index, "--encoding", "cp850")

    assert run("search", "ñandú", "--index", index)[0] == 0
    assert "cp850 (declared)" in run("show", "old.txt", "--index", index)[1]


@pytest.mark.parametrize("rebuild", [(), ("--rebuild",)])
def test_an_unknown_encoding_is_one_line_and_leaves_no_index(
    corpus: Path, tmp_path: Path, rebuild: tuple[str, ...]
) -> None:
    index = tmp_path / "index"

    status, out, error = run("index", corpus, "--index", index, "--encoding", "klingon", *rebuild)

    assert (status, out) == (2, "")
    assert error == (
        "Error: 'klingon' is not the name of an encoding. "
        "Write a name such as utf-8, windows-1252 or shift_jis.\n"
    )
    assert not index.exists()
