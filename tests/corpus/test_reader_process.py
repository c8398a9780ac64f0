"""Files read in a process of its own, whatever a library does there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.article import Article
from searchkit.corpus import CorpusFile, ReaderProcess, read
from searchkit.corpus.formats import FORMATS
from searchkit.errors import UnreadableFileError
from searchkit.limits import ReadingLimits
from searchkit.notes import Remark
from tests.helpers.odd_readers import ODD, PROGRAM

pytestmark = pytest.mark.usefixtures("odd")
LIMITS = ReadingLimits(reader_seconds=1, reader_memory=1_000)


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(FORMATS, ".odd", ODD)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def process() -> Iterator[ReaderProcess]:
    with ReaderProcess(PROGRAM) as one:
        yield one


def found(
    process: ReaderProcess,
    words: str,
    passed: list[tuple[int, int]] | None = None,
    limits: ReadingLimits = LIMITS,
) -> list[str]:
    """What comes of a file: keys of articles, and all else as it is said."""
    Path("a.odd").write_text(words)
    file = CorpusFile("a.odd", "a.odd", len(words), 1)
    blocks: list[tuple[int, int]] = [] if passed is None else passed
    return [
        one.key if isinstance(one, Article) else str(one)
        for one in read(
            Path(),
            file,
            process=process,
            limits=limits,
            passed=lambda *block: blocks.append(block),
        )
    ]


def test_a_process_gives_articles_errors_remarks_and_how_far_it_has_come(
    process: ReaderProcess,
) -> None:
    passed: list[tuple[int, int]] = []

    assert found(process, "article block error remark article", passed) == [
        "a.odd#1",
        "a.odd: record 1: has no text",
        "a.odd: ignored a date",
        "a.odd#5",
    ]
    assert passed == [(2, 14)]


def test_one_process_reads_one_file_after_another(process: ReaderProcess) -> None:
    first, second = found(process, "pid"), found(process, "pid")

    assert first == second != [f"a.odd: {os.getpid()}"]


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("hang", "takes more than 1 seconds (limits.reader_seconds)"),
        ("memory", "takes more than 1,000 MB of memory (limits.reader_memory)"),
        ("crash", "its reader crashed (SIGSEGV)"),
        ("killed", "its reader was killed; the system may have run out of memory"),
        ("raise", "cannot be read: ValueError: \ufffd[2Jno such tag"),
        (
            "import",
            (
                "what reads it cannot be imported: ImportError: lxml.html.clean is gone. "
                "Install it again: pip install 'searchkit[pages]'"
            ),
        ),
        (
            "fetch",
            "cannot be read: socket.getaddrinfo is not allowed to what reads a file",
        ),
        ("start", "cannot be read: subprocess.Popen is not allowed to what reads a file"),
        ("write", "cannot be read: File too large"),
    ],
)
def test_whatever_goes_wrong_is_one_line_and_harms_no_other_file(
    process: ReaderProcess, word: str, reason: str
) -> None:
    assert found(process, f"article {word} article") == ["a.odd#1", f"a.odd: {reason}"]
    assert found(process, "article") == ["a.odd#1"]


def test_what_files_before_have_left_in_memory_does_no_harm(process: ReaderProcess) -> None:
    assert found(process, "leak") == []
    assert found(process, "leak") == []


def test_a_process_that_keeps_much_memory_is_followed_by_another(process: ReaderProcess) -> None:
    limits = LIMITS.replace(reader_seconds=60)  # so much memory may take more than one
    asked = ("pid", "keep pid", "pid")
    first, kept, second = (found(process, words, limits=limits) for words in asked)

    assert first == kept != second


def test_a_file_may_take_long_that_gives_something_now_and_then(process: ReaderProcess) -> None:
    words = "slowly slowly slowly block slowly slowly slowly article slowly slowly slowly remark"

    assert found(process, words) == ["a.odd#8", "a.odd: ignored a date"]


def test_reading_can_be_stopped_while_a_library_hangs(
    process: ReaderProcess, tmp_path: Path
) -> None:
    class StoppedError(Exception):
        pass

    def stop() -> None:
        raise StoppedError

    (tmp_path / "a.odd").write_text("hang")
    file = CorpusFile("a.odd", "a.odd", 4, 1)

    with pytest.raises(StoppedError):
        list(read(tmp_path, file, process=process, waiting=stop))
    assert found(process, "article") == ["a.odd#1"]


def test_a_process_that_is_left_in_the_middle_of_a_file_ends(process: ReaderProcess) -> None:
    Path("a.odd").write_text("pid article article")
    reading = read(Path(), CorpusFile("a.odd", "a.odd", 9, 1), process=process, limits=LIMITS)
    first = next(reading)
    assert isinstance(first, Remark)

    reading.close()  # type: ignore[attr-defined]

    assert is_gone(int(first.text))


def test_a_process_ends_with_the_one_that_it_works_for_even_while_a_library_hangs(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.odd").write_text("pid slowly slowly slowly slowly slowly slowly slowly")
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from searchkit.corpus import CorpusFile, ReaderProcess, read\n"
        "from tests.helpers import odd_readers\n"
        "odd_readers.add()\n"
        "file = CorpusFile('a.odd', 'a.odd', 9, 1)\n"
        "reading = read(Path(sys.argv[1]), file, process=ReaderProcess(odd_readers.PROGRAM))\n"
        "print(next(reading).text, flush=True)\n"
        "os._exit(0)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]

    ended = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )

    assert is_gone(int(ended.stdout))


def is_gone(pid: int) -> bool:
    """Whether a process has ended within a second."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True  # nobody has asked yet how it ended
        time.sleep(0.01)
    return False


def test_an_error_of_a_file_survives_the_way_between_processes() -> None:
    import pickle

    error = pickle.loads(pickle.dumps(UnreadableFileError("a.html", "is empty")))

    assert (error.path, error.reason, str(error)) == ("a.html", "is empty", "a.html: is empty")
