from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.corpus import NO_OPTIONS, CorpusFile, CorpusListing, ReadingOptions
from searchkit.syncing.planning import Plan, make_plan, stamp_of, unread
from searchkit.syncing.remembered import FileStamp

MILLISECOND = 1_000_000  # nanoseconds
SECOND = 1_000 * MILLISECOND
NOW = 1_700_000_000 * SECOND

# What file systems keep of a time, and how often the clocks of kernels tick, in nanoseconds.
GRAINS = (1, 100, 1_000, MILLISECOND, 10 * MILLISECOND, SECOND, 2 * SECOND)
TICKS = (1, MILLISECOND, 4 * MILLISECOND, 10 * MILLISECOND)


def kept(time: int, *, grain: int, tick: int, phase: int) -> int:
    """Return when a file was changed, as a file system keeps it: never later than it was."""
    ticked = (time - phase) // tick * tick + phase
    return ticked // grain * grain


def changed(mtime_ns: int) -> CorpusFile:
    return CorpusFile("a.txt", "a.txt", 9, mtime_ns)


@given(
    began=st.integers(NOW, NOW + 3 * SECOND),
    before=st.integers(0, 5 * SECOND),
    after=st.integers(0, 3 * SECOND),
    grain=st.sampled_from(GRAINS),
    tick=st.sampled_from(TICKS),
    phase=st.integers(0, 10 * MILLISECOND),
)
@example(
    began=NOW + 2 * SECOND - 1, before=2 * SECOND - 1, after=0, grain=2 * SECOND, tick=1, phase=0
)
@example(began=NOW + 9, before=0, after=0, grain=1, tick=10 * MILLISECOND, phase=5)
def test_a_file_taken_for_known_looks_different_after_any_later_change(
    began: int, before: int, after: int, grain: int, tick: int, phase: int
) -> None:
    first, second = (
        kept(time, grain=grain, tick=tick, phase=phase) for time in (began - before, began + after)
    )
    stamp = stamp_of(changed(first), began_ns=began)

    assert stamp == unread(changed(first)) or FileStamp(9, first) == stamp != FileStamp(9, second)


def test_a_file_that_lay_still_for_a_moment_is_known_where_time_is_kept_finely() -> None:
    fine = NOW + 123_456_789

    assert stamp_of(changed(fine), began_ns=fine + 30 * MILLISECOND) == FileStamp(9, fine)
    assert stamp_of(changed(fine), began_ns=fine + 29 * MILLISECOND) == unread(changed(fine))


def test_a_file_that_lay_still_for_two_seconds_and_a_moment_is_known_everywhere() -> None:
    wait = 2 * SECOND + 30 * MILLISECOND
    for mtime in (NOW, NOW + 10 * MILLISECOND, NOW + 999 * MILLISECOND):
        assert stamp_of(changed(mtime), began_ns=mtime + wait) == FileStamp(9, mtime)
        assert stamp_of(changed(mtime), began_ns=mtime + wait - 1) == unread(changed(mtime))


def test_a_file_from_the_future_is_not_known() -> None:
    late = changed(NOW + 3600 * SECOND + 7)

    assert stamp_of(late, began_ns=NOW) == unread(late)


# What is told of files, and what they may be recorded with: the same, something else, or nothing.
TOLD = (NO_OPTIONS, ReadingOptions(source="The Log"), ReadingOptions(language="fr"))
files = st.builds(
    CorpusFile,
    st.sampled_from("abcd"),
    st.just("x"),
    st.integers(1, 2),
    st.integers(1, 2),
    options=st.sampled_from(TOLD),
)
listed = st.lists(files, unique_by=lambda file: file.path).map(
    lambda found: CorpusListing(tuple(sorted(found, key=lambda file: file.path)), {}, ())
)
stamps = st.dictionaries(
    st.sampled_from("abcde"),
    st.builds(
        FileStamp,
        st.integers(1, 2),
        st.integers(1, 2),
        st.sampled_from([options.digest for options in TOLD]) | st.none(),
    ),
)


@given(listing=listed, recorded=stamps)
def test_a_file_is_read_unless_it_looks_and_is_told_of_as_when_it_was_read(
    listing: CorpusListing, recorded: dict[str, FileStamp]
) -> None:
    plan = make_plan(listing, recorded, recorded)

    for file in listing.files:
        known = FileStamp(file.size, file.mtime_ns, file.options.digest)
        assert (file in plan.read) is (recorded.get(file.path) != known)
    assert plan.gone == tuple(sorted(recorded.keys() - {file.path for file in listing.files}))
    looks = [
        (path, stamp.size, stamp.mtime_ns)
        for path, stamp in recorded.items()
        if stamp.options is not None
    ]
    assert plan.n_reset == sum((file.path, file.size, file.mtime_ns) in looks for file in plan.read)


@given(listing=listed)
def test_what_an_update_records_of_a_file_that_lies_still_is_not_read_again(
    listing: CorpusListing,
) -> None:
    recorded = {file.path: stamp_of(file, began_ns=NOW) for file in listing.files}

    assert make_plan(listing, recorded, recorded) == Plan((), ())
