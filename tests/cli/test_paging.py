"""Long text on a terminal, a screen at a time."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.terminal import needs_a_terminal, on_a_terminal
from tests.conftest import KEYS, MEMORABLE, MakeCorpus

PAGER = f"{sys.executable} -c \"import sys; print('PAGED', len(sys.stdin.read().splitlines()))\""


@needs_a_terminal
def test_what_is_longer_than_the_terminal_is_paged_and_what_is_shorter_is_not(
    memorable: Path,
) -> None:
    asked = ("show", KEYS["flood"], "--index", memorable)
    _, tall = on_a_terminal(*asked, PAGER=PAGER, LINES="40")
    status, low = on_a_terminal(*asked, PAGER=PAGER, LINES="5")
    _, unpaged = on_a_terminal(*asked, "--no-pager", PAGER=PAGER, LINES="5")
    _, data = on_a_terminal(*asked, "--format=json", PAGER=PAGER, LINES="5")

    assert (status, low) == (0, "PAGED 12\r\n")
    assert "PAGED" not in tall + unpaged + data
    assert tall == unpaged


@needs_a_terminal
@pytest.mark.parametrize("pager", ["", "no-such-pager", "'", "cat"])
def test_without_a_pager_the_text_is_printed(memorable: Path, pager: str) -> None:
    status, screen = on_a_terminal(
        "show", KEYS["flood"], "--index", memorable, PAGER=pager, LINES="5"
    )

    assert status == 0
    assert "has sold herring" in screen


@needs_a_terminal
@pytest.mark.skipif(not shutil.which("less"), reason="there is no less")
def test_a_pager_that_is_left_before_the_end_is_no_error(
    make_corpus: MakeCorpus, tmp_path: Path, run: Run
) -> None:
    corpus = make_corpus({"long.txt": "\n\n".join(f"Line {n} of many." for n in range(9_000))})
    run("index", corpus, "--index", tmp_path / "index")

    status, screen = on_a_terminal(
        "show", "long.txt", "--index", tmp_path / "index", keys=b"q", LINES="5"
    )

    assert status == 0
    assert "Traceback" not in screen
    assert "Line 8999" not in screen


def test_a_pipe_is_not_paged(run: Run, memorable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", PAGER)
    monkeypatch.setenv("LINES", "5")

    assert (
        "PAGED" not in run("show", *MEMORABLE.keys() - {"wire.jsonl"}, "--index", memorable).stdout
    )
