from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.exploring.shingles import shingle_hashes, widened, word_hashes

HASH_OF_TIDE = 16623407075753676502
HASH_OF_MOON = 13107959240077473202
words = st.lists(st.sampled_from([b"tide", b"moon", b"neap", b"ebb", "крещение".encode()]))


@given(words=words, size=st.integers(1, 6))
def test_shingles_are_the_same_if_and_only_if_their_words_are(
    words: list[bytes], size: int
) -> None:
    hashes = shingle_hashes(word_hashes(words), size).tolist()
    rows = [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]

    assert len(hashes) == len(rows)
    assert len(set(hashes)) == len(set(rows)) == len(set(zip(hashes, rows, strict=True)))


def test_hashes_are_the_same_in_every_index() -> None:
    found = word_hashes([b"tide", b"moon"])

    assert found.tolist() == [HASH_OF_TIDE, HASH_OF_MOON]
    assert shingle_hashes(found, 2).tolist() == [
        (HASH_OF_TIDE * 0x9E3779B97F4A7C15 + HASH_OF_MOON) % (1 << 64)
    ]


def test_shingles_part_words_in_another_order() -> None:
    found = shingle_hashes(word_hashes([b"tide", b"moon", b"tide"]), 2)

    assert all(one != other for one, other in pairwise(found.tolist()))
    assert found.dtype == np.uint64


def test_a_letter_of_a_script_without_spaces_counts_with_the_two_behind_it() -> None:
    words = ["tide", *"潮汐表二", "moon"]
    hashes = word_hashes(word.encode() for word in words)
    lengths = np.array([3, 3])  # 潮汐 and 表二 are in two articles

    found = widened(hashes, np.array([6]))

    threes = shingle_hashes(hashes, 3)
    assert found.tolist() == [hashes[0], threes[1], threes[2], *hashes[3:].tolist()]
    assert widened(hashes, lengths).tolist() == hashes.tolist()
