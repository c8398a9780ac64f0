"""What a word finds, its spelling without accents finds too, in every language."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.analysis import LANGUAGES, fold
from tests.helpers.inverting import Piece, Shelf
from tests.laws.test_query_laws import found

# Forms of few words, so that a query often meets another form than the one it has.
WORDS = {
    "ar": "أحمد احمد مدرسة مدرسه إلى الى كتاب كتابة",
    "es": "canción canciones cancion comería comer francés francesa",
    "fr": "mangé mangées mangees manger élève élèves eleve l'élève",
    "hu": "erdő erdőben erdoben házak ház haz",
    "it": "città citta perché università universita",
    "pt": "ação ações acao falará falar pão pães",
    "ro": "națiune națiunile naţiunii natiunea oraș orașe",
    "ru": "ёлка елки ёлками за\u0301мок замки",
    "sv": "idé idéer ide böcker bocker",
    "tr": "İstanbul İstanbul'da Türkiye’ye turkiye Kur’an",
    "en": "résumé résumés resume resumes rôle roles İstanbul",
    "fa": "کتاب كتاب ایران ايران خانۀ خانه",
}
EVERY = sorted({word for listed in WORDS.values() for word in listed.split()})
languages = st.sampled_from(sorted({*LANGUAGES, *WORDS, "unknown"}))
letters = st.text("aceimnorstuéèêáíóőűçãșăأاةهيىکكا", min_size=1, max_size=6)


@st.composite
def shelves(draw: st.DrawFn) -> Shelf:
    """Articles in one or several languages, some of them deleted, in two segments."""
    spoken = draw(st.lists(languages, min_size=1, max_size=3))
    pieces = []
    for number in range(draw(st.integers(1, 5))):
        language = draw(st.sampled_from(spoken))
        known = st.sampled_from(WORDS[language].split() if language in WORDS else EVERY)
        text = " ".join(draw(st.lists(known | letters, max_size=5)))
        pieces.append(Piece(f"{number}.md", text=text, language=language))
    deleted = draw(st.sets(st.sampled_from([piece.key for piece in pieces]), max_size=1))
    return Shelf([pieces[:2], pieces[2:]], frozenset(deleted))


@settings(max_examples=60)
@given(shelf=shelves(), word=st.sampled_from(EVERY) | letters)
def test_what_a_word_finds_its_unaccented_spelling_finds_too(shelf: Shelf, word: str) -> None:
    for query in ("{}", "={}", "text:{}", "lang:fr {}", "x OR {}"):
        assert found(shelf, query.format(word)) == found(shelf, query.format(fold(word)))


@settings(max_examples=40)
@given(shelf=shelves(), word=st.sampled_from(EVERY) | letters)
def test_an_article_is_found_by_each_of_its_words_without_accents(shelf: Shelf, word: str) -> None:
    having = {
        piece.key
        for part in shelf.parts
        for piece in part
        if piece.key not in shelf.deleted and fold(word) in map(fold, piece.text.split())
    }

    assert having <= found(shelf, fold(word))
