"""`watch` as a process: until a signal ends it."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import searchkit
from tests.cli.conftest import Run, outcome
from tests.cli.terminal import COMMAND, environment
from tests.conftest import MakeCorpus

pytest.importorskip("watchfiles")

PATIENCE = 60.0  # seconds, on a machine that has much else to do
_TIME = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  |(?<=\()\d+(?:\.\d+)? m?s(?=\))", re.MULTILINE
)


class Watching:
    """The command as a process that writes to files."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._out, self._err = folder / "out", folder / "err"
        with self._out.open("wb") as out, self._err.open("wb") as err:
            self._process = subprocess.Popen(
                [*COMMAND, "watch", "corpus", "--quiet-for", "0.1", *arguments],
                cwd=folder,
                stdout=out,
                stderr=err,
                env=environment(),
            )

    @property
    def printed(self) -> str:
        return self._out.read_text()

    @property
    def told(self) -> list[str]:
        """The lines on standard error, without times."""
        return _TIME.sub("", self._err.read_text()).splitlines()

    def until(self, happened: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not happened() and time.monotonic() < deadline and self._process.poll() is None:
            time.sleep(0.02)
        assert happened(), (self.printed, self.told)

    def end(self, number: int) -> int:
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def corpus(make_corpus: MakeCorpus) -> Path:
    return make_corpus({"a.txt": "The tide turned."})


@pytest.fixture
def watching(corpus: Path) -> Iterator[Watching]:
    searchkit.update(corpus.parent / "index", corpus)
    with searchkit.open(corpus.parent / "index") as index:
        index.save_search("tides", "tide")
    watching = Watching(corpus.parent, "--run", "tides", "--format", "jsonl", "--for", "mail")
    watching.until(lambda: watching.told)
    yield watching
    watching.kill()


def test_each_batch_is_a_line_and_what_is_new_is_printed(watching: Watching, corpus: Path) -> None:
    (corpus / "b.txt").write_text("A high tide.")
    watching.until(lambda: watching.printed)
    (corpus / "c.json").write_text('{"text": "Half')
    watching.until(lambda: len(watching.told) == 3)
    (corpus / "b.txt").unlink()
    watching.until(lambda: len(watching.told) == 4)

    assert watching.end(signal.SIGINT) == 130
    assert [json.loads(line)["key"] for line in watching.printed.splitlines()] == ["b.txt"]
    assert watching.told == [
        "1 article in all ()",
        "1 added, 2 articles in all ()",
        (
            "2 articles in all (); unreadable: c.json: is not valid JSON: "
            "Unterminated string starting at line 1 column 10"
        ),
        "1 removed, 1 article in all ()",
    ]


def test_a_service_that_is_asked_to_end_ends_well(watching: Watching) -> None:
    assert watching.end(signal.SIGTERM) == 0
    assert watching.told == ["1 article in all ()"]


def test_what_cannot_be_watched_is_said_in_one_line(run: Run, corpus: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"

    status, printed, error = outcome(run("watch", tmp_path / "nothing", "--index", index))
    assert (status, printed) == (2, "")
    assert error == (
        f'Error: There is no folder "{tmp_path}/nothing". '
        "Name the folder that holds the articles.\n"
    )
    status, printed, error = outcome(run("watch", corpus, "--index", index, "--run", "tides", "-q"))
    assert (status, printed) == (2, "")
    assert error == "Error: There is no saved search tides. No search is saved.\n"


def test_without_its_library_the_command_names_the_extra(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without/watchfiles.py").write_text(
        "raise ModuleNotFoundError(name='watchfiles')\n"
    )
    ended = subprocess.run(
        [*COMMAND, "watch", str(corpus), "--index", str(tmp_path / "index")],
        capture_output=True,
        env=environment(PYTHONPATH=str(tmp_path / "without")),
        cwd=Path(searchkit.__file__).parents[1],
        check=False,
        timeout=60,
    )

    assert (ended.returncode, ended.stdout) == (2, b"")
    assert ended.stderr == b"Error: Watching folders needs: pip install 'searchkit[watch]'\n"
