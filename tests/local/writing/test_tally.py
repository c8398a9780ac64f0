"""What an update counts, and what it counts where it reads files a second time."""

from __future__ import annotations

from searchkit.errors import UnreadableFileError
from searchkit.local.writing.tally import Tally


def test_articles_that_a_second_reading_removes_were_added_twice_by_the_first() -> None:
    problem = UnreadableFileError("b.json", "is cut off")
    first = Tally(
        added=10, replaced=2, removed=3, rewritten=2, problems=[problem], doubtful={"a": "cp1252"}
    )
    second = Tally(
        added=1, removed=4, replaced=1, rewritten=9, problems=[problem], doubtful={"b": "cp850"}
    )

    assert first.with_second_reading(second) == Tally(
        added=7,
        replaced=3,
        removed=3,
        rewritten=2,
        problems=[problem],
        doubtful={"a": "cp1252", "b": "cp850"},
    )
