"""Whatever the standard streams are, a command ends in a status and never in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import unmeasured

COMMAND = f"{sys.executable} -m searchkit"

FULL = "Error: The output cannot be written: No space left on device.\n"
CLOSED = "Error: The output cannot be written: standard output is closed.\n"

needs_a_full_device = pytest.mark.skipif(
    not Path("/dev/full").exists(), reason="there is no /dev/full"
)


def in_a_shell(line: str, memorable: Path, **extra: str) -> tuple[int, str, str]:
    """Run a line of the shell in which `searchkit` is the command."""
    run = subprocess.run(
        ["bash", "-c", f'searchkit() {{ {COMMAND} "$@"; }}; set -o pipefail; {line}'],
        capture_output=True,
        env=os.environ | {"SEARCHKIT_INDEX": str(memorable)} | extra,
        check=False,
        timeout=60,
    )
    return run.returncode, run.stdout.decode(errors="replace"), run.stderr.decode()


@needs_a_full_device
@pytest.mark.parametrize(
    "arguments",
    ["search tide", "search --format json", "search --help", "completion bash", ""],
)
def test_a_full_disk_is_one_line_and_status_3(arguments: str, memorable: Path) -> None:
    assert in_a_shell(f"searchkit {arguments} > /dev/full", memorable) == (3, "", FULL)


@pytest.mark.parametrize("arguments", ["search tide", "--help"])
def test_a_closed_output_is_one_line_and_status_3(arguments: str, memorable: Path) -> None:
    assert in_a_shell(f"searchkit {arguments} >&-", memorable) == (3, "", CLOSED)


@needs_a_full_device
@pytest.mark.parametrize("errors", ["2>&-", "2>/dev/full"])
def test_errors_that_nobody_can_read_keep_their_status(errors: str, memorable: Path) -> None:
    found = in_a_shell(f"searchkit search dough {errors}", memorable)
    refused = in_a_shell(f"searchkit search --strict '(' {errors}", memorable)
    mistyped = in_a_shell(f"searchkit search --nope {errors}", memorable)
    full = in_a_shell(f"searchkit search {errors} > /dev/full", memorable)

    assert (found[0], found[2]) == (0, "")
    assert [refused, mistyped, full] == [(2, "", ""), (2, "", ""), (3, "", "")]


def test_no_file_of_the_index_gets_the_number_of_a_closed_stream(memorable: Path) -> None:
    code = (
        "import os; from searchkit.cli import prepare; prepare(); "
        "opened = os.open('/dev/null', os.O_RDONLY); os._exit(opened > 2)"
    )
    status, _, _ = in_a_shell(f'{sys.executable} -c "{code}" <&- >&- 2>&-', memorable)

    assert status == 1


@pytest.mark.parametrize("arguments", ["search --format json", "--help", "search <&-"])
def test_a_pipe_closed_by_its_reader_is_no_error(arguments: str, memorable: Path) -> None:
    line = f"searchkit {arguments} | (exec <&-)"

    assert in_a_shell(line, memorable) == (0, "", "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_data_is_utf_8_and_help_is_legible_in_every_encoding(
    encoding: str, memorable: Path
) -> None:
    line = "searchkit search 'nouvelles' --format {} && searchkit help search > /dev/null"
    said = {
        form: in_a_shell(line.format(form), memorable, PYTHONIOENCODING=encoding)
        for form in ("json", "csv", "jsonl")
    }

    assert [(status, errors) for status, _, errors in said.values()] == [(0, "")] * 3
    assert all("Le Courrier de l’Été" in printed for _, printed, _ in said.values())


INTERRUPTED_AMID_AN_IMPORT = """
import os, signal, sys
from searchkit.__main__ import run
class Interrupting:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
sys.argv = ["searchkit", *{arguments!r}]
run()
"""


@pytest.mark.parametrize(
    "module",
    ["click", "searchkit.cli.search_commands", "numpy._core.multiarray"],
)
def test_ctrl_c_amid_an_import_is_status_130_without_a_word(module: str, memorable: Path) -> None:
    assert interrupted(["search", "tide"], module, memorable) == (130, b"", b"")


@pytest.mark.parametrize("module", ["searchkit.cli.shell_completion", "numpy"])
def test_ctrl_c_while_a_shell_completes_is_without_a_word(module: str, memorable: Path) -> None:
    typed = {"COMP_WORDS": "searchkit search ti", "COMP_CWORD": "2"}
    extra = {"_SEARCHKIT_COMPLETE": "bash_complete", **typed}

    assert interrupted([], module, memorable, **extra) == (130, b"", b"")


@pytest.mark.parametrize(
    ("command", "module"),
    [
        ("index", "searchkit.local.writing.updating"),
        ("check", "searchkit.local.store.checking"),
    ],
)
def test_ctrl_c_before_an_index_is_touched_leaves_nothing_behind(
    command: str, module: str, tmp_path: Path, memorable: Path
) -> None:
    (tmp_path / "a.txt").write_text("One tide came in.")
    typed = [str(tmp_path), "--index", str(tmp_path / "index")] if command == "index" else []

    assert interrupted([command, *typed], module, memorable) == (130, b"", b"")
    assert not (tmp_path / "index").exists()


def test_ctrl_c_before_an_update_begins_leaves_nothing_behind(
    tmp_path: Path, memorable: Path
) -> None:
    (tmp_path / "a.txt").write_text("One tide came in.")
    typed = ["index", str(tmp_path), "--index", str(tmp_path / "index")]

    ended = interrupted(typed, "searchkit.local.writing.carrying_out", memorable)

    assert ended == (130, b"", b"\n")
    assert not (tmp_path / "index").exists()


def interrupted(
    arguments: list[str], module: str, memorable: Path, **extra: str
) -> tuple[int, bytes, bytes]:
    """Run the command, press Ctrl-C when it begins to import a module, and return how it ended."""
    code = INTERRUPTED_AMID_AN_IMPORT.format(module=module, arguments=arguments)
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env=unmeasured() | {"SEARCHKIT_INDEX": str(memorable)} | extra,
        check=False,
        timeout=60,
    )
    return run.returncode, run.stdout, run.stderr
