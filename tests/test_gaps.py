"""What is not known of articles, and why files were not read."""

from __future__ import annotations

from pathlib import Path

import searchkit
from searchkit.errors import UnreadableFileError
from searchkit.gaps import by_cause, gaps_of
from searchkit.results import Gaps
from tests.conftest import write_files


def test_the_gaps_of_an_index_name_what_lacks_a_date_or_a_source(tmp_path: Path) -> None:
    files = {
        "2021/03/14/a.txt": "High water\n\nThe tide came.",
        "b.json": '{"title": "Low", "text": "It went.", "source": "The Post", "date": "2020"}',
        "c.txt": "Nobody said when or where, and nobody will.",
        "d.txt": "Das Meer\n\n" + "Пловдив Софија Київ Москва Минск Белград Скопје Варна " * 6,
    }
    write_files(tmp_path / "corpus", files)
    with searchkit.open(tmp_path / "index", create=True) as index:
        index.update(tmp_path / "corpus")
        gaps = index.gaps()

    assert gaps == Gaps(
        articles=4,
        origins={
            "title": {"first line": 2, "json": 1, "first sentence": 1},
            "date": {"none": 2, "path": 1, "json": 1},
            "source": {"none": 3, "json": 1},
            "language": {"none": 2, "detected": 1, "doubtful": 1},
        },
        undated=("c.txt", "d.txt"),
        without_source=("2021/03/14/a.txt", "c.txt", "d.txt"),
        doubtful=(),
        in_doubtful_language=("d.txt",),
    )


def test_an_index_of_nothing_has_no_gaps() -> None:
    assert gaps_of(()) == Gaps(
        0, {"title": {}, "date": {}, "source": {}, "language": {}}, (), (), ()
    )


def test_files_that_could_not_be_read_are_together_by_cause() -> None:
    reasons = {
        "a.json": "line 3: has no text",
        "b.json": "record 1,200: has no text",
        "c.html": "takes more than 60 seconds (limits.reader_seconds)",
        "d.md": "“30 February” is not a date",
    }
    problems = [UnreadableFileError(path, reason) for path, reason in reasons.items()]

    assert by_cause([*problems, UnreadableFileError("a.json", "line 9: has no text")]) == {
        "has no text": ("a.json", "b.json"),
        "takes more than … seconds (limits.reader_seconds)": ("c.html",),
        "“…” is not a date": ("d.md",),
    }
