from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.exploring.shingles import shingle_hashes, word_hashes
from searchkit.exploring.sketches import MOST, SHINGLE, sketches

WORDS = [f"word {number}".encode() for number in range(40)]


def sketch_of(words: list[bytes]) -> list[int]:
    """The sketch of one article, worked out without a bound."""
    size = min(SHINGLE, len(words))
    hashes = shingle_hashes(word_hashes(words), size).tolist() if words else []
    return sorted({one >> 32 for one in hashes})[:MOST]


@given(
    texts=st.lists(
        st.one_of(
            st.lists(st.sampled_from(WORDS), max_size=12),
            st.integers(0, 400).map(lambda n: [str(n * m).encode() for m in range(n)]),
            st.integers(100, 200).map(lambda n: [b"tide"] * n),  # of one shingle alone
        ),
        max_size=6,
    )
)
def test_a_sketch_has_the_smallest_hashes_of_an_article_whatever_is_beside_it(
    texts: list[list[bytes]],
) -> None:
    lengths = np.array([len(text) for text in texts], np.int64)

    found = sketches(word_hashes(word for text in texts for word in text), lengths)

    assert [found.hashes[found.articles == n].tolist() for n in range(len(texts))] == [
        sketch_of(text) for text in texts
    ]


def test_there_is_no_sketch_of_nothing() -> None:
    found = sketches(np.zeros(0, np.uint64), np.zeros(3, np.int64))

    assert (len(found.articles), len(found.hashes)) == (0, 0)
