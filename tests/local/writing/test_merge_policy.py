from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import searchkit
from searchkit.local.store import SegmentEntry, open_store
from searchkit.local.writing import updating as indexing
from searchkit.local.writing.merge_policy import choose, weight
from searchkit.syncing.update_options import UpdateOptions
from tests.conftest import MakeCorpus

MEGABYTE = 1 << 20


def entry(number: int, size: int, *, articles: int = 10, deleted: int = 0) -> SegmentEntry:
    return SegmentEntry(f"MAIN_{number}.arrays", articles, size, tuple(range(deleted)))


def settle(entries: list[SegmentEntry], *, written: int, number: int) -> int:
    """Merge until all is well; return the bytes that were moved."""
    moved = 0
    while chosen := choose(entries, written=written):
        entries[:] = [e for e in entries if e not in chosen]
        entries.append(entry(number, sum(map(weight, chosen))))
        moved += sum(map(weight, chosen))
        number += 100_000
    return moved


def test_few_segments_are_left_after_many_small_updates_and_little_is_moved() -> None:
    entries = [entry(0, 900 * MEGABYTE)]
    most = moved = 0
    for number in range(1, 2001):
        entries.append(entry(number, 20_000))
        moved += settle(entries, written=20_000, number=number)
        most = max(most, len(entries))

    assert entries[0] == entry(0, 900 * MEGABYTE)
    assert most <= 9
    assert moved < 20 * 2000 * 20_000


def test_most_small_updates_merge_nothing_and_two_hundred_leave_eight_segments_at_most() -> None:
    entries = [entry(0, 900 * MEGABYTE)]
    merges = most = 0
    for number in range(1, 201):
        entries.append(entry(number, 20_000))
        merges += settle(entries, written=20_000, number=number) > 0
        most = max(most, len(entries))

    assert most <= 8
    assert merges <= 200 / 5


def test_what_a_large_update_wrote_is_merged_into_few_segments() -> None:
    entries = [entry(number, 40 * MEGABYTE) for number in range(30)]
    settle(entries, written=30 * 40 * MEGABYTE, number=100)

    assert len(entries) <= 5


def test_a_segment_with_many_deletions_is_written_anew() -> None:
    kept, worn = entry(0, 16 * MEGABYTE, deleted=2), entry(1, MEGABYTE, deleted=3)

    assert choose([kept, worn], written=0) == [worn]


@given(st.lists(st.integers(0, 400 * MEGABYTE), max_size=40), st.integers(0, 20 * MEGABYTE))
def test_no_merge_is_larger_than_an_update_may_pay_for(sizes: list[int], written: int) -> None:
    entries = [entry(number, size, deleted=number % 5) for number, size in enumerate(sizes)]

    paid_for = max(64 * MEGABYTE, 8 * written)
    assert sum(map(weight, choose(entries, written=written))) <= min(paid_for, 256 * MEGABYTE)


def test_optimizing_leaves_one_segment_with_every_article(make_corpus: MakeCorpus) -> None:
    folder = make_corpus({"a.txt": "One tide."})
    with searchkit.open(folder.parent / "index", create=True) as index:
        for name in "bcd":
            index.update(folder)
            make_corpus({f"{name}.txt": f"Another tide, called {name}."})
        store = open_store(Path(index.address))
        indexing.update(store, [folder])
        indexing.update(store, [folder], UpdateOptions(optimize=True))
        index.refresh()

        assert len(store.manifest().segments) == 1
        assert {hit.article.key for hit in index.search("tide")} == {f"{n}.txt" for n in "abcd"}
