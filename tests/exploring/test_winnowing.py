"""Which shingles of a quotation are kept."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.exploring.shingles import word_hashes
from searchkit.exploring.winnowing import SHINGLE, WINDOW, shingles_of, winnowed

some_words = st.lists(st.sampled_from("abcdefgh"), max_size=30)


def hashes(words: Iterable[str]) -> Any:
    return word_hashes(word.encode() for word in words)


def kept(stretches: Sequence[Sequence[str]]) -> list[list[int]]:
    lengths = np.array(list(map(len, stretches)), np.int64)
    found = winnowed(hashes(word for some in stretches for word in some), lengths)
    return [found.hashes[found.stretches == n].tolist() for n in range(len(stretches))]


@given(st.lists(some_words, max_size=5))
def test_of_each_window_the_smallest_is_kept_and_nothing_else(stretches: list[list[str]]) -> None:
    expected = []
    for words in stretches:
        shingles = shingles_of(hashes(words)).tolist()
        last = max(len(shingles) - WINDOW, 0)
        windows = [shingles[start : start + WINDOW] for start in range(last + 1)]
        expected.append({min(window) for window in windows if window})

    assert list(map(set, kept(stretches))) == expected


@given(some_words, st.lists(st.sampled_from("abcdefgh"), min_size=8, max_size=8), some_words)
def test_stretches_with_eight_words_in_common_share_a_hash(
    before: list[str], common: list[str], behind: list[str]
) -> None:
    first, second = kept([before + common, common + behind])

    assert set(first) & set(second)


def test_what_has_too_few_words_has_no_hash() -> None:
    assert kept([["a", "b", "c"], []]) == [[], []]
    assert kept([]) == []
    assert len(kept([["a", "b", "c", "d"]])[0]) == 1


def test_a_shingle_goes_on_into_no_other_stretch() -> None:
    together = kept([list("abcd"), list("efgh")])

    assert together == [shingles_of(hashes("abcd")).tolist(), shingles_of(hashes("efgh")).tolist()]
    assert SHINGLE == 4
