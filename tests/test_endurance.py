"""What an index has to survive, for a few seconds; see :mod:`tests.endurance`."""

from __future__ import annotations

from pathlib import Path

from searchkit.article import Article
from searchkit.corpus import OpenArchives, ReaderProcess, walk
from searchkit.errors import UnreadableFileError
from searchkit.limits import ReadingLimits
from tests.endurance.crashing import crash
from tests.endurance.flipping import flip
from tests.endurance.fuzzing import fuzz
from tests.endurance.killing import kill
from tests.endurance.reading import found_in, fuzz_foreign_readers, fuzz_readers, repeat
from tests.endurance.samples import GOOD_FILES
from tests.endurance.sharing import share


def test_a_writer_that_is_killed_leaves_a_commit_that_is_whole(tmp_path: Path) -> None:
    seen = kill(tmp_path, times=3, longest=0.5)

    assert seen["kept the commit under way"] + seen["kept the commit before"] == 3


def test_a_loss_of_power_at_any_step_leaves_the_commit_before_or_after(tmp_path: Path) -> None:
    seen = crash(tmp_path, commits=2)

    assert seen["held the new commit"]
    assert seen["held the one before"]


def test_damage_is_an_error_or_changes_no_answer(tmp_path: Path) -> None:
    seen = flip(tmp_path, cases=30)

    assert sum(seen.values()) == 30


def test_readers_see_commits_and_nothing_else_while_they_are_made(tmp_path: Path) -> None:
    assert share(tmp_path, seconds=1, readers=2)["reads"]


def test_a_file_that_lies_is_an_error_of_ours_if_any(tmp_path: Path) -> None:
    seen = fuzz(tmp_path, cases=20)

    assert sum(seen.values()) == 20


def test_whatever_a_file_holds_articles_and_errors_of_ours_come_out(tmp_path: Path) -> None:
    seen = fuzz_readers(tmp_path, cases=150)

    assert sum(seen.values()) >= 150


def test_the_good_file_of_each_format_is_read(tmp_path: Path) -> None:
    for suffix, contents in GOOD_FILES.items():
        (tmp_path / f"a.{suffix}").write_bytes(contents[0])
    limits = ReadingLimits()
    with ReaderProcess() as process, OpenArchives(limits) as archives:
        found = list(found_in(tmp_path, process, archives, limits))

    read = {one.path.split("/")[0] for one in found if isinstance(one, Article)}
    assert [one for one in found if isinstance(one, UnreadableFileError)] == []
    assert read | {file.path for file in walk(tmp_path).unread} == {
        f"a.{suffix}" for suffix in GOOD_FILES
    }


def test_whatever_is_changed_in_a_file_of_any_format_nothing_crashes(tmp_path: Path) -> None:
    seen = fuzz_foreign_readers(tmp_path, cases=3 * len(GOOD_FILES))

    assert sum(seen.values()) > len(GOOD_FILES)


def test_the_work_of_reading_does_not_grow_with_the_square_of_the_length(tmp_path: Path) -> None:
    assert sum(repeat(tmp_path, length=800).values()) > 400
