"""Values of a query that no article has are named."""

from __future__ import annotations

import pytest

from searchkit.article import Span
from searchkit.index import Index
from searchkit.notes import Note


@pytest.mark.parametrize(
    ("query", "note"),
    [
        (
            'source:"Harbor Gazette"',
            Note(
                "No article has the source Harbor Gazette. Did you mean Harbour Gazette?",
                Span(7, 23),
                '"Harbour Gazette"',
            ),
        ),
        ("lang:sv", Note("No article is in the language sv. The index has: en, fr.", Span(5, 7))),
        ("author:nobody", Note("No article is by nobody.", Span(7, 13))),
        ("url:example.org", Note("No article is at the address example.org.", Span(4, 15))),
        ("url:*", Note("No article has an address.", Span(4, 5))),
        ("key:none.md", Note("No article has the key none.md.", Span(4, 11))),
        ("-key:none.md", Note("No article has the key none.md.", Span(5, 12))),
        (
            "floood",
            Note("No article has the word floood. Did you mean floods?", Span(0, 6), "floods"),
        ),
        ("zx*", Note("No word in any article matches zx*.", Span(0, 3))),
        ("title:herring", Note("No title has the word herring.", Span(6, 13))),
    ],
)
def test_words_and_values_that_no_article_has_are_named(
    index: Index, query: str, note: Note
) -> None:
    assert index.search(query).notes == (note,)


@pytest.mark.parametrize("query", ["source:none", "source:*", "lang:*", "lang:none", "date:none"])
def test_nothing_is_said_of_values_that_stand_for_none_or_any(index: Index, query: str) -> None:
    assert index.search(query).notes == ()


def test_a_source_that_no_article_has_is_named_and_a_near_one_suggested(index: Index) -> None:
    results = index.search("tide", source="Harbor Gazete")

    assert results.notes == (
        Note(
            "No article has the source Harbor Gazete. Did you mean Harbour Gazette?",
            suggestion="Harbour Gazette",
        ),
    )
