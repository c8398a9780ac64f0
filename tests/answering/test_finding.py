"""Words of which no article has all are looked for one by one, and a note says so."""

from __future__ import annotations

from searchkit.index import Index
from searchkit.notes import Note
from tests.conftest import KEYS, in_corpus, keys


def test_where_no_article_has_all_words_those_with_some_are_returned_and_a_note_says_so(
    index: Index,
) -> None:
    results = index.search('moon dough "spring tide"')

    assert set(keys(results)) == in_corpus("moon", "bread", "flood")
    assert results.notes == (
        Note('No article has all of: moon, dough, "spring tide". These have some.'),
    )


def test_whether_an_article_has_all_words_is_asked_of_those_that_pass(index: Index) -> None:
    everywhere = index.search("otters spring")
    elsewhere = index.search("otters spring source:quayside")

    assert set(keys(everywhere)) == in_corpus("otters", "moon", "flood")
    assert (everywhere.total, everywhere.more, everywhere.notes) == (1, 2, ())
    assert [(hit.key, hit.lacks) for hit in elsewhere] == [(KEYS["moon"], ("otters",))]
    assert (elsewhere.total, elsewhere.more) == (1, 0)
    assert elsewhere.notes[-1] == Note(
        "No article that passes has all of: otters, spring. These have some."
    )
