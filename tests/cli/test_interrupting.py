"""Ctrl-C and progress, in real processes and on real terminals."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import searchkit
from tests.cli.terminal import COMMAND, environment, needs_a_terminal, on_a_terminal
from tests.cli.test_process import run
from tests.conftest import MEMORABLE, MakeCorpus

TEXT = "The tide came in over the quay and went out again, and nobody was hurt. " * 60
LINES = "\n".join(
    json.dumps({"id": f"r{n}", "text": f"{n}. {TEXT}"}) for n in range(2000)
)  # 8.7 MB

HOLD = (
    "import sys\nfrom pathlib import Path\nfrom searchkit.local.store.locking import locked\n"
    "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
)


def started(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    )


def wait_until(is_so: Callable[[], object]) -> None:
    """Look again and again, for a minute at most."""
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def is_reading(index: Path) -> bool:
    """Whether workers have laid a run down, or begun to."""
    return index.exists() and any(index.glob("*.arrays"))


def test_an_index_run_that_is_interrupted_keeps_what_it_read_and_the_next_goes_on(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus({"large.jsonl": LINES})
    index = tmp_path / "index"

    process = started("index", corpus, "--index", index)
    wait_until(lambda: is_reading(index))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    found = re.fullmatch(
        r"Stopped; ([\d,]+) articles are kept, the next run goes on from there\.\n", err
    )
    searched = run("search", "tide", "--index", index)
    then = run("index", corpus, "--index", index)

    assert (process.returncode, out) == (130, "")
    assert found is not None
    kept = int(found[1].replace(",", ""))
    assert 0 < kept < 2000
    assert searched.returncode == 3
    assert searched.stderr.decode() == (
        f"Error: The index in {index} is not finished: building it was stopped, and {found[1]} "
        f"articles are kept. Finish it with: searchkit index --index {index}\n"
    )
    summary = f"Articles: {2000 - kept:,} added, {found[1]} unchanged (1 file, "
    assert then.stdout.decode().startswith(summary)
    assert searchkit.check(index, deep=True).faults == ()


def test_a_second_wish_to_stop_ends_it_at_once(make_corpus: MakeCorpus, tmp_path: Path) -> None:
    corpus = make_corpus({"large.jsonl": LINES})
    index = tmp_path / "index"

    process = started("index", corpus, "--index", index)
    wait_until(lambda: is_reading(index))
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGINT)  # two of one kind might be taken for one
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, "")
    assert err == "Stopped at once; what was read since the last commit is not kept.\n"
    assert run("index", corpus, "--index", index).returncode == 0


def test_a_rebuild_that_is_interrupted_leaves_the_index_as_it_was(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(MEMORABLE)
    index = tmp_path / "index"
    run("index", corpus, "--index", index)
    before = {path.name for path in index.iterdir()}
    make_corpus({"large.jsonl": LINES})

    process = started("index", corpus, "--index", index, "--rebuild")
    wait_until(lambda: {path.name for path in index.iterdir()} - before)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out) == (130, "")
    assert err == "Stopped; the index was not changed.\n"
    assert {path.name for path in index.iterdir()} == before
    assert searchkit.open(index).search("").total == len(MEMORABLE) + 1


@needs_a_terminal
def test_progress_leaves_nothing_on_a_terminal_and_is_drawn_nowhere_else(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(MEMORABLE)

    status, screen = on_a_terminal("index", corpus, "--index", tmp_path / "one")
    piped = run("index", corpus, "--index", tmp_path / "two")

    assert status == 0
    assert screen.rpartition("\x1b[J\r")[2].startswith("Articles: 6 added")  # or all of it
    assert piped.stderr == b""


@needs_a_terminal
def test_who_waits_for_another_process_is_told_so_and_the_line_is_wiped_away(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    index = tmp_path / "index"
    searchkit.create(index)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(index)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        waiting = f"\rWaiting for process {holder.pid}: "

        def let_go(screen: bytes) -> None:
            if waiting.encode() in screen and holder.poll() is None:
                holder.communicate()

        arguments = ("index", make_corpus(MEMORABLE), "--index", index, "--wait", 60)
        status, screen = on_a_terminal(*arguments, look=let_go)

    assert status == 0
    drawn = screen[screen.index(waiting) :]
    # The cursor waits at the beginning, where the line is drawn anew if the window is resized.
    assert re.match(rf"{waiting}\d+ s\x1b\[J\r", drawn)
    assert screen.rpartition("\x1b[J\r")[2].startswith("Articles: 6 added")


def test_a_damaged_index_is_named_by_index_and_a_repair_that_lost_an_article_is_status_5(
    make_corpus: MakeCorpus, tmp_path: Path
) -> None:
    corpus = make_corpus(MEMORABLE)
    index = tmp_path / "index"
    run("index", corpus, "--index", index)
    (segment,) = index.glob("MAIN_*.arrays")
    data = segment.read_bytes()
    at = data.index(bytes.fromhex("28b52ffd"))  # a frame of Zstandard: what is stored
    segment.write_bytes(data[: at + 8] + bytes(8) + data[at + 16 :])

    repaired = run("repair", "--index", index)
    then = run("index", corpus, "--index", index)
    max(index.glob("manifest-*.json")).write_text("")
    indexed = run("index", corpus, "--index", index)

    assert repaired.returncode == 5
    assert b"Articles: 5 kept, 5 of them indexed again, 1 lost (" in repaired.stdout
    assert then.stdout.startswith(b"Articles: 1 added, 5 unchanged (5 files, ")
    assert indexed.returncode == 3
    assert f"See what is wrong with: searchkit check --index {index};" in (indexed.stderr.decode())
