"""A search that has a deadline: what is cut short, what is said of it, and what is an error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import searchkit
from searchkit import deadlines
from searchkit.deadlines import Deadline
from searchkit.errors import ArgumentError, SearchTimeoutError
from searchkit.index import Index
from searchkit.limits import Limits
from searchkit.notes import Note
from searchkit.results import Results
from tests.conftest import write_files

WORDS = [f"{a}{b}{c}" for a in "bcdfg" for b in "aeiou" for c in "lmnrst"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("deadlines")
    files = {f"{n}.txt": f"Report {n}\n\n{' '.join(WORDS[n::4])}.\n" for n in range(40)}
    write_files(folder / "corpus", files)
    with searchkit.create(folder / "index") as made:
        made.update(folder / "corpus")
        yield made


class Clock:
    """A clock that goes on by a second each time it is looked at."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 1
        return self.now


@contextmanager
def by_looks() -> Iterator[Clock]:
    """Let a second pass whenever the clock is looked at."""
    with pytest.MonkeyPatch.context() as patch:
        clock = Clock()
        patch.setattr(deadlines, "time", clock)
        yield clock


def outcomes(index: Index, query: str, *, snippets: int = 0) -> dict[int, Results | str]:
    """What a search comes to that may look at the clock so often, an error as its text."""
    found: dict[int, Results | str] = {}
    for looks in range(1, 40):
        with searchkit.open(index.address) as fresh, by_looks():
            try:
                found[looks] = fresh.search(query, snippets=snippets, limits=Limits(time=looks))
            except SearchTimeoutError as error:
                found[looks] = str(error)
    return found


def test_a_search_without_a_deadline_never_looks_at_the_clock(index: Index) -> None:
    with by_looks() as clock:
        results = index.search("/.*/")

    assert clock.now == 0
    assert results.total == 40
    assert not results.timed_out


@pytest.mark.parametrize("query", ["/b.*/", "bal cel", "/b.*/ -/c.*/", "ba*l", "bal~1 cel*"])
def test_what_was_cut_short_is_an_error_or_says_so(index: Index, query: str) -> None:
    whole = index.search(query, snippets=3)
    for results in outcomes(index, query, snippets=3).values():
        if isinstance(results, Results) and not results.timed_out:
            assert results.hits == whole.hits
        elif isinstance(results, Results):
            assert results.total <= whole.total
            assert any("Time was up (limits.time)" in note.message for note in results.notes)
        else:
            assert results.startswith("The search did not end within ")


def test_a_survey_that_was_cut_short_is_an_error_or_says_so(index: Index) -> None:
    told = set()
    for looks in range(1, 40):
        with searchkit.open(index.address) as fresh, by_looks():
            try:
                survey = fresh.survey("/b.*/", limits=Limits(time=looks))
            except SearchTimeoutError:
                told.add("error")
            else:
                told.add("cut" if survey.timed_out else "whole")
                messages = [note.message for note in survey.notes]
                assert survey.timed_out == any("Time was up" in one for one in messages)
                assert survey.undated == survey.total
                assert survey.timed_out or survey.total == index.search("/b.*/").total

    assert told == {"error", "cut", "whole"}


QUESTIONS: dict[str, Callable[[Index, Limits], tuple[Note, ...]]] = {
    "explain": lambda index, limits: index.explain("/b.*/", limits=limits).notes,
    "explain an article": lambda index, limits: (
        index.explain("/b.*/", article="1.txt", limits=limits).notes
    ),
    "copies": lambda index, limits: index.copies("/b.*/", limits=limits).notes,
    "quotations": lambda index, limits: index.quotations(about="/b.*/", limits=limits).notes,
    "similar": lambda index, limits: index.similar("1.txt", limits=limits).notes,
    "story": lambda index, limits: index.story("1.txt", limits=limits).notes,
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_that_was_cut_short_is_an_error_or_says_so(index: Index, name: str) -> None:
    told = set()
    whole = QUESTIONS[name](index, Limits())
    for looks in (1, 2, 4, 8, 16, 32, 64, 4_000):
        with searchkit.open(index.address) as fresh, by_looks():
            try:
                notes = QUESTIONS[name](fresh, Limits(time=looks))
            except SearchTimeoutError:
                told.add("error")
            else:
                is_cut = any("Time was up" in note.message for note in notes)
                assert is_cut or notes == whole
                told.add("cut" if is_cut else "whole")

    assert {"error", "whole"} <= told


def test_others_are_not_told_of_a_limit_that_they_cannot_set(index: Index) -> None:
    with pytest.raises(SearchTimeoutError) as error:
        index.search("bal", limits=Limits(time=0))

    assert error.value.for_others() == (
        "The search did not end within 0 s. Ask for less: whole words, a longer beginning before "
        "*, fewer words."
    )


def test_a_pattern_means_what_was_found_until_time_was_up(index: Index) -> None:
    cut = [one for one in outcomes(index, "/b.*/").values() if not isinstance(one, str)]
    cut = [one for one in cut if one.timed_out]

    assert cut
    assert cut[0].notes[0].message == (
        "Time was up (limits.time) before every word had been compared with /b.*/; "
        "articles may be missing."
    )


def test_what_was_cut_short_is_kept_for_no_later_search(index: Index) -> None:
    with searchkit.open(index.address) as fresh:
        with by_looks(), suppress(SearchTimeoutError):
            assert fresh.search("/b.*/", limits=Limits(time=8), snippets=1).timed_out
        later = fresh.search("/b.*/", limits=Limits(time=60), snippets=1)

    assert later.hits == index.search("/b.*/", snippets=1).hits
    assert later.notes == ()
    assert not later.timed_out


def test_words_to_leave_out_that_were_not_all_found_are_an_error(index: Index) -> None:
    errors = [one for one in outcomes(index, "report -/b.*/").values() if isinstance(one, str)]

    assert errors[0] == (
        "The search did not end within 1 s (limits.time). Ask for less: whole words, a longer "
        "beginning before *, fewer words."
    )


def test_hits_that_were_not_quoted_in_time_have_no_passages(index: Index) -> None:
    hits = index.search("bal cel").hits
    found = outcomes(index, "bal cel", snippets=3).values()
    cut = [one for one in found if isinstance(one, Results) and one.timed_out]
    quoted = {sum(bool(hit.snippets) for hit in results) for results in cut}

    assert quoted >= {0, 3}
    assert all([hit.key for hit in one] == [hit.key for hit in hits] for one in cut)
    assert cut[0].notes[-1].message == "Time was up (limits.time) before every hit had been quoted."


@pytest.mark.parametrize("begun", ["b", "source:", "lang:e"])
def test_completing_ends_when_time_is_up(begun: str, index: Index) -> None:
    whole = index.complete(begun)

    assert index.complete(begun, limits=Limits(time=60)) == whole
    with pytest.raises(SearchTimeoutError, match=r"^The search did not end within 0 s "):
        index.complete(begun, limits=Limits(time=0))


def test_suggesting_ends_when_time_is_up(index: Index) -> None:
    with pytest.raises(SearchTimeoutError, match=r"^The search did not end within 0 s "):
        index.suggest("bla", limits=Limits(time=0))

    assert index.suggest("bla", limits=Limits(time=60)) == index.suggest("bla")
    assert index.suggest("bla")


def test_a_search_with_time_enough_is_the_same_as_without_a_deadline(index: Index) -> None:
    for query in ("bal", "b*", "/b.*/ -cel", "bal~1"):
        results = index.search(query, limits=Limits(time=60))

        assert results.hits == index.search(query).hits
        assert not results.timed_out


def test_of_two_deadlines_the_earlier_counts() -> None:
    with deadlines.within(60), deadlines.within(120) as inner:
        assert inner is deadlines.current()
        assert inner is not None
        assert inner.seconds == 60
    with deadlines.within(60), deadlines.within(1) as inner:
        assert inner is not None
        assert inner.seconds == 1
    assert deadlines.current() is None


def test_a_deadline_tells_how_much_is_left() -> None:
    with by_looks():
        deadline = Deadline(4)
        assert (deadline.left, deadline.is_near, deadline.is_over) == (3, True, False)
        assert (deadline.left, deadline.is_over) == (0, True)


@pytest.mark.parametrize("seconds", [-1, float("nan"), "2"])
def test_a_time_that_is_none_is_refused(index: Index, seconds: float) -> None:
    with pytest.raises(ArgumentError, match=r"^limits\.time is "):
        index.search("bal", limits=Limits(time=seconds))


def test_errors_for_others_carry_no_path_of_the_machine(tmp_path: Path, index: Index) -> None:
    with pytest.raises(searchkit.SearchkitError) as missing:
        searchkit.open(tmp_path / "nowhere")
    with pytest.raises(searchkit.SearchkitError) as unknown:
        index.article("x.txt")

    assert str(tmp_path) in str(missing.value)
    assert missing.value.for_others() == "The index cannot be used at the moment. Try again later."
    assert unknown.value.for_others() == (
        "No article has the key x.txt. Search for it to see its key."
    )
