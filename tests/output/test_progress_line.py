from __future__ import annotations

from datetime import UTC, datetime

import pytest

from searchkit.errors import LockHolder
from searchkit.output.progress_line import ProgressLine
from searchkit.progress import Phase, Progress


def reading(articles: int, done: int, total: int = 1000) -> Progress:
    return Progress(phase=Phase.READING, articles=articles, done=done, total=total)


def at_pace(seconds: int, *, articles: int = 10, done: int = 10, total: int = 1000) -> ProgressLine:
    """The line of something that has gone on at one pace, told every second."""
    line = ProgressLine(0)
    for now in range(seconds + 1):
        line.take(reading(articles * now, done * now, total), now)
    return line


def test_what_ends_within_a_second_is_not_drawn() -> None:
    line = ProgressLine(100.0)

    assert line.draw(200.0, width=80) == ""
    line.take(reading(5, 50), 100.2)
    assert line.draw(100.9, width=80) == ""
    assert line.draw(101.1, width=80) == "Reading: 5 articles, 5 %"


def test_the_time_that_is_left_is_told_from_the_fifth_second_on() -> None:
    assert at_pace(4).draw(4, width=80) == "Reading: 40 articles, 4 %, 10 a second"
    assert at_pace(5).draw(5, width=80) == ("Reading: 50 articles, 5 %, 10 a second, 2 min left")


def test_the_pace_is_that_of_the_last_minute() -> None:
    line = at_pace(100, done=1)  # 100 of 1,000 bytes in as many seconds
    for now in range(101, 161):
        line.take(reading(1000 + 200 * (now - 100), 100 + 10 * (now - 100)), now)

    assert line.draw(160, width=80) == "Reading: 13,000 articles, 70 %, 200 a second, 30 s left"


def test_what_stands_still_takes_longer_and_longer() -> None:
    line = at_pace(10)

    assert line.draw(10, width=80) == "Reading: 100 articles, 10 %, 10 a second, 2 min left"
    assert line.draw(40, width=80) == "Reading: 100 articles, 10 %, 2 a second, 6 min left"


@pytest.mark.parametrize(
    ("width", "drawn"),
    [
        (80, "Reading: 12,400 articles, 20 %, 1,240 a second, 40 s left"),
        (57, "Reading: 12,400 articles, 20 %, 40 s left"),
        (41, "Reading: 12,400 articles, 20 %"),
        (25, "Reading: 12,400 articles"),
        (24, "Reading"),
        (5, "Read"),
        (1, ""),
    ],
)
def test_a_line_fits_the_terminal_and_does_without_what_matters_least(
    width: int, drawn: str
) -> None:
    line = at_pace(10, articles=1240, done=20)

    assert line.draw(10, width=width) == drawn


def test_each_phase_is_named_and_those_of_unknown_length_tell_how_long_they_take() -> None:
    line = ProgressLine(0)
    holder = LockHolder(4711, "here", datetime(2024, 5, 1, tzinfo=UTC))
    drawn = []
    for second, progress in enumerate(
        [
            Progress(phase=Phase.WAITING, holder=holder),
            Progress(phase=Phase.WAITING),
            reading(0, 0),
            Progress(phase=Phase.WRITING, articles=1),
            Progress(phase=Phase.MERGING, articles=1),
            Progress(phase=Phase.CHECKING, articles=2, done=5, total=10),
        ]
    ):
        line.take(progress, 100 * second)
        drawn.append(line.draw(100 * second + 75, width=80))

    assert drawn == [
        "Waiting for process 4711: 1 min 15 s",
        "Waiting for another process: 2 min 55 s",
        "Reading: 0 %",
        "Writing: 1 article, 1 min 15 s",
        "Merging: 1 article, 1 min 15 s",
        "Checking: 2 articles, 50 %",
    ]


def test_what_was_asked_to_stop_says_so_until_it_is_written() -> None:
    line = at_pace(10)

    assert line.draw(10, width=80, is_stopping=True) == "Stopping: 100 articles, 10 %"
    line.take(Progress(phase=Phase.WRITING, articles=100), 11)
    assert line.draw(11, width=80, is_stopping=True) == "Writing: 100 articles, 0 s"


def test_an_evaluation_is_told_by_the_share_of_its_queries() -> None:
    line = ProgressLine(0)
    for now in range(7):
        line.take(Progress(phase=Phase.EVALUATING, done=10 * now, total=240), now)

    assert line.draw(6, width=80) == "Evaluating: 25 %, 18 s left"
