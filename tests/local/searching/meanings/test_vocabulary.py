"""What words mean, by examples."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date

import pytest

from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Segment
from searchkit.query.nodes import (
    And,
    ExactWord,
    Field,
    Node,
    Not,
    Phrase,
    Prefix,
    Regex,
    Word,
)
from tests.helpers.inverting import Piece, Shelf, keys_found

COAST = Shelf(
    [
        [Piece("a", "Spring tides", "The sea recovered"), Piece("b", "News", "A recovery at sea")],
        [Piece("c", "Moon", "The tide, a tidal river", source="Tern", date=date(2018, 3, 14))],
    ]
)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Word("tide"), ["a", "c"]),
        (ExactWord("Tide"), ["c"]),
        (Prefix("recover"), ["a", "b"]),
        (Regex("recovere?d?"), ["a"]),
        (Field("title", Word("tide")), ["a"]),
        (Field("title", Field("text", Word("tide"))), []),
        (And((Word("sea"), Not(Word("news")))), ["a"]),
        (Not(Word("tide")), ["b"]),
        (And((Not(Word("tide")), Not(Word("news")))), []),
        (Word("absent"), []),
    ],
)
def test_a_tree_finds_these_articles(node: Node, expected: list[str]) -> None:
    assert keys_found(COAST, node) == expected


def test_a_french_stem_does_not_find_english_articles() -> None:
    shelf = Shelf(
        [
            [Piece("en", text="news"), Piece("new", text="new")],
            [Piece("fr", text="news", language="fr")],
        ]
    )

    assert keys_found(shelf, Word("news")) == ["en", "fr"]


SHORES = Shelf(
    [
        [Piece("note", text="we met El Faro"), Piece("other", text="a fare, not far")],
        [Piece("es", text="los faros", language="es"), Piece("fr", text="phare", language="fr")],
    ]
)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (Word("faro"), ["es", "note"]),
        (Word("faro", language="es"), ["es"]),
        (Word("phares"), ["fr"]),
        (Phrase((Word("los"), Word("faro"))), ["es"]),
    ],
)
def test_a_word_of_a_note_in_one_language_finds_its_forms_in_another(
    node: Node, expected: list[str]
) -> None:
    assert keys_found(SHORES, node) == expected


def test_a_language_of_few_articles_is_not_asked_about_a_word_that_has_a_term() -> None:
    few, some = ({"en": 90, "es": count, "fr": 1} for count in (4, 5))

    asked = [
        Searcher(SHORES.segments(), counts).vocabulary.terms(Word("faro")) for counts in (few, some)
    ]

    assert asked == [{b"faro": None}, {b"far": frozenset({"es"}), b"faro": None}]


def test_a_word_that_only_deleted_articles_had_is_stemmed_like_one_never_seen() -> None:
    parts = [[Piece("gone", text="résumé"), Piece("kept", text="resumes")]]
    shelf = Shelf(parts, frozenset({"gone"}))
    merged = shelf.merged()

    assert Searcher(shelf.segments(), {"en": 1}).vocabulary.terms(Word("résumé")) == Searcher(
        merged, {"en": 1}
    ).vocabulary.terms(Word("résumé"))


def test_a_term_that_another_segment_has_in_another_language_is_no_relative_for_that() -> None:
    parts = [
        [Piece("en", text="interventionism, intervention"), Piece("pl", text="a", language="pl")],
        [Piece("pl 2", text="intervention", language="pl")],
    ]
    shelf = Shelf(parts)

    def relatives(segments: Sequence[Segment]) -> set[bytes]:
        vocabulary = Searcher(segments, shelf.languages).vocabulary
        return {
            field.reader.terms[number]
            for field, terms in vocabulary.fields_of_relatives(Word("interventionism"))
            for number, _ in terms
        }

    assert relatives(shelf.segments()) == relatives(shelf.merged()) == set()


def test_words_that_the_index_has_need_no_stemmer() -> None:
    code = """
import sys
from collections.abc import Sequence
from searchkit.query.nodes import Word, Phrase, Prefix, And
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Segment
from tests.helpers.inverting import Piece, Shelf
segments = Shelf([[Piece("a", text="low tides")]]).segments()
for name in [name for name in sys.modules if name.split(".")[0] in {"nltk", "whoosh"}]:
    del sys.modules[name]
node = And((Word("tides"), Phrase((Word("low"), Word("tides"))), Prefix("ti")))
print(Searcher(segments, {"en": 1}).find(node).total, {"nltk", "whoosh"} & set(sys.modules))
"""

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout == "1 set()\n"
