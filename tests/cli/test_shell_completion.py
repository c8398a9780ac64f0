"""What a shell offers after what has been typed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from searchkit.cli import main
from searchkit.output.manual import PAGES
from tests.cli.conftest import Run, all_commands
from tests.cli.terminal import COMMAND, environment
from tests.conftest import MakeCorpus


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(run: Run, shell: str) -> None:
    result = run("completion", shell)

    assert result.exit_code == 0
    assert re.search(rf"_SEARCHKIT_COMPLETE={shell}_complete.* 2>/dev/null\)", result.stdout)


def complete(words: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What bash is told to offer after those words."""
    monkeypatch.setenv("_SEARCHKIT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - (0 if words.endswith(" ") else 1)))
    result = CliRunner().invoke(main, [], prog_name="searchkit")
    return [line.split(",", 1)[1] for line in result.stdout.splitlines() if line]


def test_sources_are_completed_from_the_index(
    memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", str(memorable))

    assert complete("searchkit search --source ha", monkeypatch) == ["Harbour\\ Gazette"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("searchkit search tid", ["tide"]),
        ("searchkit search tide har", [r"source:\"Harbour\ Gazette\""]),
        ("searchkit search sou", ["source:"]),
        ("searchkit search source:q", [r"source:\"Quayside\ Weekly\""]),
        # as bash tells it, whose words end at a colon
        ("searchkit search source : q", [r"\"Quayside\ Weekly\""]),
        (
            "searchkit search tide source :",
            [r"\"Harbour\ Gazette\"", r"\"Le\ Courrier\ de\ l\’Été\"", r"\"Quayside\ Weekly\""],
        ),
        ("searchkit search lang : f", ["fr"]),
    ],
)
def test_queries_are_completed_from_the_index(
    words: str, offered: list[str], memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", str(memorable))

    assert complete(words, monkeypatch) == offered


def test_other_shells_escape_by_themselves(
    memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", str(memorable))
    monkeypatch.setenv("_SEARCHKIT_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", "searchkit search --source ha")
    monkeypatch.setenv("COMP_CWORD", "ha")

    result = CliRunner().invoke(main, [], prog_name="searchkit")

    assert "Harbour Gazette" in result.stdout


def test_zsh_puts_an_option_and_its_value_in_place_of_both(
    memorable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", str(memorable))
    monkeypatch.setenv("_SEARCHKIT_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "searchkit search --source=ha")
    monkeypatch.setenv("COMP_CWORD", "2")

    result = CliRunner().invoke(main, [], prog_name="searchkit")

    assert result.stdout.splitlines()[:2] == ["plain", "--source=Harbour Gazette"]


def test_where_there_is_no_index_nothing_is_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", str(tmp_path / "index"))

    assert complete("searchkit search --source ha", monkeypatch) == []
    assert complete("searchkit search ti", monkeypatch) == []


def test_formats_and_orders_are_completed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert complete("searchkit search --format js", monkeypatch) == ["json", "jsonl"]
    assert complete("searchkit search --sort ne", monkeypatch) == ["newest"]


def test_a_process_of_its_own_escapes_for_bash(memorable: Path) -> None:
    typed = {"COMP_WORDS": "searchkit search -s ha", "COMP_CWORD": "3"}
    run = subprocess.run(
        COMMAND,
        capture_output=True,
        env=environment(
            _SEARCHKIT_COMPLETE="bash_complete", SEARCHKIT_INDEX=str(memorable), **typed
        ),
        check=False,
        timeout=60,
    )

    assert (run.stdout, run.stderr) == (b"plain,Harbour\\ Gazette\n", b"")


def test_help_is_completed_by_commands_and_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = [name for name, _ in all_commands() if name.startswith("s")]
    pages = [topic for topic in PAGES if topic.startswith("s")]

    assert {"search", "stats"} <= {*commands}
    assert "safety" in pages
    assert complete("searchkit help s", monkeypatch) == [*commands, *pages]


@pytest.fixture
def outlets(run: Run, make_corpus: MakeCorpus, tmp_path: Path) -> Path:
    """An index of outlets whose names mean something to a shell."""
    names = (
        "The Gazette, Evening",
        "Washington Post",
        "Been & Gone",
        "Old $5 Bill's",
        "Poe, Quay & Co.*",
        'Ye "Olde" Quay',
    )
    rows = "".join(f"{json.dumps({'text': 'Water.', 'source': name})}\n" for name in names)
    run("index", make_corpus({"a.jsonl": rows}), "--index", tmp_path / "index")
    return tmp_path / "index"


FISH = [
    ("search -s the", ["The Gazette, Evening"]),
    ("search --source=the", ["--source=The Gazette, Evening"]),
    ("search source:wash", ['source:"washington Post"']),
    ("search water source:the", ['source:"the Gazette, Evening"']),
    ("search -- -source:Be", ['-source:"Been & Gone"']),
    ("search source:ye", ['source:“ye "Olde" Quay”']),
    ("search --index ~/corp", ["~/corpus/"]),
    ("search --index=~/corp", ["--index=~/corpus/"]),
    ("search source:old", ['source:"old $5 Bill\'s"']),
]


BASH = [  # what is typed, the words that bash makes of it, and what it takes for the last
    ("-s po", "-s po", r"Poe,\ Quay\ \&\ Co.\*"),
    ("--source=po", "--source = po", r"Poe,\ Quay\ \&\ Co.\*"),
    ("--source=", "--source =", r"Been\ \&\ Gone"),
    ('-s "po', '-s \\"po', "Poe, Quay & Co.*"),
    ('-s "ol', '-s \\"ol', r"Old \$5 Bill's"),
    ("-s 'ol", "-s \\'ol", r"Old $5 Bill'\''s"),
    ("source:po", "source : po", r"\"Poe,\ Quay\ \&\ Co.\*\""),
    ("source:ye", "source : ye", r"\“Ye\ \"Olde\"\ Quay\”"),
    ('source:"po', 'source : \\"po', r"\"Poe, Quay & Co.*\""),
    ("--index ~/index -s ol", "--index \\~/index -s ol", r"Old\ \$5\ Bill\'s"),
    ("--index $HOME/index -s ol", "--index '$HOME/index' -s ol", r"Old\ \$5\ Bill\'s"),
    ("--index ~nobody-here/x -s ol", "--index \\~nobody-here/x -s ol", ""),
]


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_takes_names_as_they_have_to_be_typed(
    outlets: Path, command_in_path: str, tmp_path: Path
) -> None:
    for name in ("Co.txt", "Co.*"):
        (tmp_path / f"Poe, Quay & {name}").touch()  # which an asterisk would fit
    lines = ['eval "$(searchkit completion bash)"']
    for _, words, _ in BASH:
        lines += [
            f"COMP_WORDS=(searchkit search {words}) COMPREPLY=()",
            "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))",
            "_searchkit_completion searchkit",
            'printf "%s\\n" "${COMPREPLY[0]}"',
        ]
    run = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(lines)],
        capture_output=True,
        text=True,
        env=environment(SEARCHKIT_INDEX=str(outlets), PATH=command_in_path, HOME=str(tmp_path)),
        cwd=tmp_path,
        check=True,
        timeout=120,
    )

    assert run.stderr == ""
    assert run.stdout.splitlines() == [wanted for _, _, wanted in BASH]


@pytest.fixture
def command_in_path(tmp_path: Path) -> str:
    """The value of PATH that has the command of this environment in its first folder."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "searchkit").write_text(f'#!/bin/sh\nexec {sys.executable} -m searchkit "$@"\n')
    (bin_ / "searchkit").chmod(0o755)
    return f"{bin_}:{os.environ['PATH']}"


@pytest.mark.skipif(not shutil.which("fish"), reason="there is no fish")
def test_fish_completes_names_with_spaces_and_commas(
    outlets: Path, command_in_path: str, tmp_path: Path
) -> None:
    lines = ["searchkit completion fish | source"]
    lines += [f"complete -C 'searchkit {typed}'; echo ====" for typed, _ in FISH]
    run = subprocess.run(
        ["fish", "--no-config", "-c", "\n".join(lines)],
        capture_output=True,
        text=True,
        env=environment(SEARCHKIT_INDEX=str(outlets), PATH=command_in_path, HOME=str(tmp_path)),
        check=True,
        timeout=60,
    )
    offered = [part.split("\n")[:-1] for part in run.stdout.split("====\n")]

    assert [[row.split("\t")[0] for row in part] for part in offered[:-1]] == [
        wanted for _, wanted in FISH
    ]


@pytest.mark.parametrize(
    ("word", "offered"),
    [
        ("search --source the", ["plain,The Gazette, Evening\t1 article"]),
        ("search source:wash", ['plain,source:"washington Post"\tsource']),
        ('search "', None),
    ],
)
def test_fish_is_told_a_completion_on_a_line(
    word: str, offered: list[str] | None, outlets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEARCHKIT_INDEX", str(outlets))
    monkeypatch.setenv("_SEARCHKIT_COMPLETE", "fish_complete")
    monkeypatch.setenv("COMP_WORDS", f"searchkit {word}")
    monkeypatch.setenv("COMP_CWORD", word.rpartition(" ")[2])

    result = CliRunner().invoke(main, [], prog_name="searchkit")

    assert (result.exit_code, result.stderr) == (0, "")
    assert offered is None or result.stdout.splitlines() == offered


@pytest.fixture
def with_saved(run: Run, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index with saved searches."""
    monkeypatch.setenv("SEARCHKIT_INDEX", str(copy))
    for name in ("tides", "moon", "Tidal-1.2"):
        run("save", name, "tide", "--index", copy)


@pytest.mark.usefixtures("with_saved")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("searchkit forget ti", ["Tidal-1.2", "tides"]),
        ("searchkit forget moon tid", ["Tidal-1.2", "tides"]),
        ("searchkit save m", ["moon"]),
        # as bash tells it, to which an at sign is a word
        ("searchkit search @", ["moon", "Tidal-1.2", "tides"]),
        ("searchkit search @ mo", ["moon"]),
        ("searchkit search tide -- -@m", ["-@moon"]),
    ],
)
def test_the_names_of_saved_searches_are_completed(
    words: str, offered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert complete(words, monkeypatch) == offered


@pytest.mark.usefixtures("with_saved")
@pytest.mark.parametrize("shell", ["fish", "zsh"])
def test_the_at_sign_is_a_part_of_the_word_to_other_shells(
    shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("_SEARCHKIT_COMPLETE", f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", "searchkit search @mo")
    monkeypatch.setenv("COMP_CWORD", "@mo" if shell == "fish" else "2")

    result = CliRunner().invoke(main, [], prog_name="searchkit")

    assert "@moon" in result.stdout


@pytest.mark.usefixtures("with_saved")
@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
def test_bash_parts_words_at_an_at_sign() -> None:
    run = subprocess.run(
        ["bash", "--norc", "-i", "-c", 'printf %s "$COMP_WORDBREAKS"'],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert "@" in run.stdout
