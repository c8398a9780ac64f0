from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import whoosh.index

import searchkit
from searchkit.errors import IndexLockedError
from searchkit.local.store.locking import locked
from tests.conftest import MakeCorpus

HOLD = """
import sys
from pathlib import Path
from searchkit.local.store.locking import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path) -> subprocess.Popen[str]:
    """A process that holds the lock of an index until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def message(path: Path, who: str) -> str:
    text = f"The index in {path} is being written by {who}. Try again when it has finished."
    return f"^{re.escape(text)}$"


def test_who_waits_in_vain_is_told_who_holds_the_lock_and_since_when(
    copy: Path, make_corpus: MakeCorpus
) -> None:
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})
    with holder(copy) as other:
        since = json.loads((copy / "MAIN_WRITELOCK").read_text())["since"]
        shown = since.replace("T", " ").replace("+00:00", " UTC")
        expected = message(copy, f"process {other.pid} on {socket.gethostname()} since {shown}")
        with searchkit.open(copy) as index:
            with pytest.raises(IndexLockedError, match=expected):
                index.update(corpus, replace_corpus=True)
            with pytest.raises(IndexLockedError, match=expected):
                index.update(corpus, replace_corpus=True, wait=0.2)
            with pytest.raises(IndexLockedError, match=expected):
                searchkit.create(copy)
            with pytest.raises(IndexLockedError, match=expected):
                searchkit.rebuild(copy, corpus, replace_corpus=True)
            other.communicate()
            index.update(corpus, replace_corpus=True)

            assert index.search("").total == 1


def test_a_writer_waits_for_the_one_before(copy: Path, make_corpus: MakeCorpus) -> None:
    corpus = make_corpus({"a.txt": "The tide rises over the old stones."})
    with holder(copy) as other:
        threading.Timer(0.3, other.kill).start()

        with searchkit.open(copy) as index:
            index.update(corpus, replace_corpus=True, wait=60)

            assert index.search("").total == 1


def test_a_writer_that_died_holds_nothing(copy: Path) -> None:
    with holder(copy) as other:
        other.kill()
        other.wait()

        with locked(copy):
            pass


@pytest.mark.parametrize(
    "left",
    [
        "",
        "tide",
        "[" * 4000,
        "[]",
        json.dumps({"pid": "x", "host": "h", "since": "2021-03-14T09:30:00+00:00"}),
        json.dumps({"pid": 2**70, "host": socket.gethostname(), "since": "2021-03-14"}),
        json.dumps({"pid": 2**22 + 1, "host": socket.gethostname(), "since": "2021-03-14"}),
    ],
)
def test_what_a_dead_writer_left_names_nobody(copy: Path, left: str) -> None:
    lock = whoosh.index.open_dir(str(copy)).lock("WRITELOCK")
    assert lock.acquire()
    (copy / "MAIN_WRITELOCK").write_text(left)

    with pytest.raises(IndexLockedError, match=message(copy, "another process")), locked(copy):
        pass

    lock.release()


def test_our_writers_and_those_of_whoosh_exclude_each_other(copy: Path) -> None:
    index = whoosh.index.open_dir(str(copy))

    with locked(copy):
        assert index.lock("WRITELOCK").acquire() is False
    lock = index.lock("WRITELOCK")
    assert lock.acquire()
    with pytest.raises(IndexLockedError), locked(copy):
        pass
    lock.release()


def test_a_lock_file_that_was_removed_locks_nothing(copy: Path) -> None:
    lock = whoosh.index.open_dir(str(copy)).lock("WRITELOCK")
    assert lock.acquire()
    (copy / "MAIN_WRITELOCK").unlink()

    with locked(copy):
        written = json.loads((copy / "MAIN_WRITELOCK").read_text())

        assert (written["pid"], written["host"]) == (os.getpid(), socket.gethostname())
    lock.release()
    assert (copy / "MAIN_WRITELOCK").read_text() == ""
