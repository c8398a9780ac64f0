from __future__ import annotations

from bisect import bisect_left
from io import BytesIO
from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.segment.terms import TermDictionary, TermDictionaryWriter

# Few letters, so that terms share their first bytes; NULs, because heads are padded with them.
some_bytes = st.text(alphabet="\0ab\xff", max_size=12).map(lambda s: s.encode("latin-1"))
sorted_terms = st.lists(some_bytes, max_size=120).map(sorted)


def dictionary_of(terms: list[bytes], *, piece: int = 7) -> TermDictionary:
    stream = BytesIO()
    with ArrayFileWriter(stream) as file:
        writer = TermDictionaryWriter(file, "terms")
        for first in range(0, len(terms), piece):
            writer.append(terms[first : first + piece])
        file.finish({})
    opened = ArrayFile(stream.getvalue(), name="t.arrays", directory=Path("index"))
    return TermDictionary(opened, "terms")


@given(terms=sorted_terms)
def test_a_dictionary_is_the_list_of_its_terms(terms: list[bytes]) -> None:
    dictionary = dictionary_of(terms)

    assert list(dictionary) == terms
    assert [dictionary[number] for number in range(len(dictionary))] == terms
    assert dictionary.take(np.arange(len(terms))) == terms


@given(terms=sorted_terms, asked=st.lists(some_bytes, max_size=9))
def test_many_terms_are_found_as_one_after_another_is(
    terms: list[bytes], asked: list[bytes]
) -> None:
    dictionary = dictionary_of(terms)
    every = [*asked, *terms]

    assert dictionary.find_each(every).tolist() == [dictionary.find(term) for term in every]


@given(terms=sorted_terms, data=st.data())
def test_terms_that_are_those_before_them_are_known(
    terms: list[bytes], data: st.DataObject
) -> None:
    numbers = data.draw(
        st.sets(st.integers(0, len(terms) - 1)).map(sorted) if terms else st.just([])
    )
    chosen = [terms[number] for number in numbers]

    repeated = dictionary_of(terms).repeated(np.array(numbers, np.int64)).tolist()

    assert repeated == [at > 0 and chosen[at] == chosen[at - 1] for at in range(len(chosen))]


@given(terms=sorted_terms, asked=some_bytes)
def test_a_term_has_the_rank_that_bisecting_the_list_gives(
    terms: list[bytes], asked: bytes
) -> None:
    dictionary = dictionary_of(terms)
    rank = bisect_left(terms, asked)

    assert dictionary.rank(asked) == rank
    assert dictionary.find(asked) == (rank if asked in terms else -1)
    start, end = dictionary.equal_range(asked)
    assert end - start == terms.count(asked)
    assert start in (rank, end)


@given(terms=sorted_terms, prefix=some_bytes)
def test_a_prefix_has_the_terms_that_begin_with_it(terms: list[bytes], prefix: bytes) -> None:
    dictionary = dictionary_of(terms)

    start, end = dictionary.prefix_range(prefix)

    assert list(dictionary.iterate(start, end)) == [t for t in terms if t.startswith(prefix)]
