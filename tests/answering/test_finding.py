"""Words of which no article has all are looked for one by one, and a note says so."""

from __future__ import annotations

from searchkit.index import Index
from searchkit.notes import Note
from tests.conftest import in_corpus, keys


def test_where_no_article_has_all_words_those_with_some_are_returned_and_a_note_says_so(
    index: Index,
) -> None:
    results = index.search('moon dough "spring tide"')

    assert set(keys(results)) == in_corpus("moon", "bread", "flood")
    assert results.notes == (
        Note('No article has all of: moon, dough, "spring tide". These have some.'),
    )


def test_where_no_article_has_all_words_is_decided_on_the_whole_index(index: Index) -> None:
    everywhere = index.search("otters spring")
    elsewhere = index.search("otters spring source:quayside")
    where_it_is_not = index.search('otters spring source:"Quayside Weekly"')

    assert set(keys(everywhere)) == in_corpus("otters")
    assert (elsewhere.total, where_it_is_not.total) == (0, 0)
