"""What is said of words that no article has, or next to none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import searchkit
from searchkit.article import Span
from searchkit.index import Index
from searchkit.notes import Note
from searchkit.query.nodes import Phrase, Word
from tests.conftest import write_files


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """Two hundred reports of one government, and one that is misspelt."""
    folder = tmp_path_factory.mktemp("missing")
    files = {f"Pier Post/{n}.txt": f"Report {n}\n\nThe government sat.\n" for n in range(200)}
    files["Quay News/a.txt"] = "Mistakes\n\nThe goverment rose. A harpsichord and an oboe played.\n"
    files["Quay News/b.txt"] = "Oboe\n\nThe oboe played after a harpsichord.\n"
    files["Le Quai/a.txt"] = "La marée\n\nLa marée monte dans le port et les bateaux sont partis.\n"
    write_files(folder / "corpus", files)
    with searchkit.create(folder / "index") as made:
        made.update(folder / "corpus")
        yield made


def notes(index: Index, query: str, source: str | None = None) -> list[str]:
    return [note.message for note in index.search(query, source=source).notes]


def test_a_rare_spelling_beside_a_far_commoner_one_is_told(index: Index) -> None:
    assert index.search("goverment").notes == (
        Note(
            "Only 1 article has the word goverment. Did you mean government?",
            Span(0, 9),
            "government",
        ),
    )
    assert notes(index, "government") == []
    assert notes(index, "=goverment") == []
    assert notes(index, "harpsichord") == []


def test_nothing_is_suggested_for_an_acronym(index: Index) -> None:
    assert notes(index, "HE") == ["No article has the word HE."]


def test_a_word_is_suggested_only_where_it_finds_something(index: Index) -> None:
    assert notes(index, "governmemt") == [
        "No article has the word governmemt. Did you mean government?"
    ]
    assert notes(index, "title:governmemt") == ["No title has the word governmemt."]
    assert notes(index, "governmemt", source="Le Quai") == ["No article has the word governmemt."]
    assert notes(index, "governmemt AND harpsichord") == [
        "No article has the word governmemt.",
        "No article has all of: governmemt, harpsichord. 2 have some of them.",
    ]
    assert notes(index, "harpsichrod AND obeo") == [
        "No article has the word harpsichrod. Did you mean harpsichord?",
        "No article has the word obeo. Did you mean oboe?",
    ]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            '"harpsichord oboe"',
            'No article has "harpsichord oboe" side by side; 2 have both words.',
        ),
        (
            '"oboe harpsichord played"',
            'No article has "oboe harpsichord played" side by side; 2 have all the words.',
        ),
        (
            "government NEAR/2 sat NEAR/1 oboe",
            "No article has sat NEAR/1 oboe.",
        ),
        ('"harpsichord government"', 'No article has "harpsichord government" side by side.'),
        (
            "harpsichord BEFORE/1 oboe",
            "No article has harpsichord BEFORE/1 oboe; 2 have both words.",
        ),
    ],
)
def test_of_words_that_stand_apart_it_is_told_how_many_articles_have_them(
    index: Index, query: str, message: str
) -> None:
    assert message in notes(index, query)


def test_a_word_that_no_article_of_a_language_has_is_told_with_the_language(index: Index) -> None:
    assert notes(index, "oboe lang:fr") == ["No French article has the word oboe."]


def test_a_word_that_no_article_has_is_named_where_it_was_typed_each_time(index: Index) -> None:
    message = "No article has the word goverrnment. Did you mean government?"

    for at in (0, 5, 5):
        node = Phrase((Word("goverrnment", span=Span(at, at + 11)), Word("sat")))

        assert index.search(node).notes[0] == Note(message, Span(at, at + 11), "government")


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("governmemt", "government"),
        ("=governmemt sat", "=government sat"),
        ('"the governmemt sat"', '"the government sat"'),
        ("harpsichord (governmemt OR obboe)", "harpsichord (government OR oboe)"),
        ("text:governmemt NEAR/3 sat", "text:government NEAR/3 sat"),
        ('report source:"Pier Pst"', 'report source:"Pier Post"'),
        ("source:quaynews harpsichor", "source:quaynews harpsichord"),
        ("harpsichord date:2018", None),
    ],
)
def test_a_query_with_what_is_suggested_in_its_place_finds_something(
    index: Index, query: str, instead: str | None
) -> None:
    results = index.search(query)

    assert results.corrected == instead or instead is None
    if results.corrected is not None:
        corrected = index.search(results.corrected)
        assert corrected.total
        assert corrected.corrected is None


def test_that_articles_are_undated_is_no_correction(index: Index) -> None:
    for query in ("harpsichord date:2018", "since:2018 harpsichord", 'date:"2018..2019" report'):
        results = index.search(query)
        note = next(note for note in results.notes if note.suggestion)
        assert note.span is not None
        undated = query[: note.span.start] + f"{note.suggestion}" + query[note.span.end :]

        assert (results.total, results.corrected, note.suggestion) == (0, None, "date:none")
        assert index.search(undated).total
