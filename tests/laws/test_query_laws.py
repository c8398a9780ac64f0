"""Laws of queries as they are typed, on random articles, whatever finds the answers.

They say how the answers to two queries compare, that Whoosh finds the same, and that a word is
found without its accents in every language.
"""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.analysis import LANGUAGES, fold
from searchkit.engine import PageRequest
from searchkit.local.searching.searcher import Searcher
from searchkit.local.whoosh.compiling import compile_query
from searchkit.query import SORTS, Sort, parse
from searchkit.query.nodes import Leaf, Node, leaves
from tests.helpers.inverting import Piece, Shelf, keys_found
from tests.helpers.trees import WORDS, pieces, shelves
from tests.local.whoosh.test_compiling import whoosh_finds

words = st.sampled_from([*WORDS, "tid*", "*ea", "s?a", "tide~", "/t.de/", "=tide", "quay", "the"])
phrases = st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(
    lambda chosen: f'"{" ".join(chosen)}"'
)
values = st.sampled_from(
    [
        *("source:tern", "source:none", "lang:fr", "lang:en", "author:marsh", "date:2018", "*"),
        *("url:example.org", "since:2018-03-15", "date:none", "key:00.md", "author:none"),
    ]
)
queries = st.recursive(
    words | phrases | values,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.builds("({} AND {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} {})".format, inner, inner),
        st.builds("+{} {}".format, words, inner),
        st.builds("-({})".format, inner),
        st.builds("title:({})".format, inner),
        st.builds("{} NEAR/2 {}".format, words, words),
    ),
    max_leaves=6,
)


def found(shelf: Shelf, query: str) -> set[str]:
    return set(keys_found(shelf, parse(query, language="en").node))


@settings(max_examples=40)
@given(shelf=shelves(), query=queries, clause=queries)
def test_another_and_clause_never_finds_more(shelf: Shelf, query: str, clause: str) -> None:
    before = found(shelf, query)

    assert found(shelf, f"({query}) AND ({clause})") <= before
    assert found(shelf, f"({query}) AND NOT ({clause})") <= before


@settings(max_examples=40)
@given(shelf=shelves(), query=queries, clause=queries)
def test_another_or_clause_never_finds_fewer(shelf: Shelf, query: str, clause: str) -> None:
    assert found(shelf, f"({query}) OR ({clause})") >= found(shelf, query)


@settings(max_examples=60)
@given(shelf=shelves(), typed=st.lists(words | phrases, min_size=1, max_size=3), word=words)
def test_another_word_never_makes_the_total_larger_where_some_article_has_all(
    shelf: Shelf, typed: list[str], word: str
) -> None:
    searcher = Searcher(shelf.segments(), shelf.languages)
    before, after = (
        searcher.find(parse(" ".join(query), language="en").node)
        for query in (typed, [*typed, word])
    )

    # An article that has the words and the other one has the words.
    if word not in analysis.stop_words("en") and set(typed) != {"the"}:
        assert after.total <= before.total
        assert after.total + after.more >= before.total + before.more


@settings(max_examples=40)
@given(shelf=shelves(), query=queries, size=st.integers(1, 3), sort=st.sampled_from(SORTS))
def test_pages_give_each_article_once(shelf: Shelf, query: str, size: int, sort: Sort) -> None:
    searcher = Searcher(shelf.segments(), shelf.languages)
    node = parse(query, language="en").node
    whole = searcher.find(node, request=PageRequest(sort, limit=100))
    pages = [
        searcher.find(node, request=PageRequest(sort, offset, size))
        for offset in range(0, len(whole.hits) + size, size)
    ]

    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert {(page.total, page.more) for page in pages} == {(whole.total, whole.more)}
    in_order = whole.total if sort != "relevance" and whole.total else whole.total + whole.more
    assert len({reference for reference, _ in whole.hits}) == in_order


@settings(max_examples=40)
@given(shelf=shelves(), query=queries, value=values)
@example(
    shelf=Shelf([[Piece("a", text="tide tidal"), Piece("b", text="tide", language="fr")]]),
    query="tide tidal",
    value="lang:fr",
)
@example(
    shelf=Shelf([[Piece("a", text="tide"), Piece("b", text="tides", language="fr")]]),
    query="tide",
    value="lang:fr",
)
def test_a_value_beside_a_query_never_finds_more(shelf: Shelf, query: str, value: str) -> None:
    assert found(shelf, f"({query}) {value}") <= found(shelf, query)


@settings(max_examples=40)
@given(shelf=shelves(), word=st.sampled_from(WORDS), more=pieces(99))
@example(
    shelf=Shelf([[Piece("a", text="mangé", language="fr")]]),
    word="mangées",
    more=Piece("99.md", text="mangées"),
)
def test_an_article_in_any_language_hides_no_other(shelf: Shelf, word: str, more: Piece) -> None:
    beside = Shelf([*shelf.parts, [more]], shelf.deleted)

    assert found(beside, word) >= found(shelf, word)


@settings(max_examples=40)
@given(shelf=shelves(), query=queries)
def test_whoosh_finds_what_is_found(shelf: Shelf, query: str) -> None:
    vocabulary = Searcher(shelf.segments(), shelf.languages).vocabulary
    node = parse(query, language="en").node

    assert whoosh_finds(shelf, compile_query(node, vocabulary)) == found(shelf, query)


def idfs(searcher: Searcher, node: Node) -> dict[Leaf, float]:
    """How rare each leaf is, the rarest of its fields."""
    found: dict[Leaf, float] = {}
    for leaf in searcher.find(node).leaves:
        found[leaf.leaf] = max(leaf.idf, found.get(leaf.leaf, 0.0))
    return found


@settings(max_examples=40)
@given(shelf=shelves(), query=queries)
def test_each_leaf_of_a_query_weighs_what_it_weighs_alone(shelf: Shelf, query: str) -> None:
    searcher = Searcher(shelf.segments(), shelf.languages)
    node = parse(query, language="en").node
    alone = {leaf: idfs(searcher, leaf)[leaf] for leaf in leaves(node)}

    rarity = idfs(searcher, node)

    assert rarity.keys() == alone.keys()
    if "title:" not in query:  # there a word may be rarer than in both fields
        assert rarity == alone


# Forms of few words, so that a query often meets another form than the one it has.
ACCENTED = {
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
EVERY_ACCENTED = sorted({word for listed in ACCENTED.values() for word in listed.split()})
spoken_languages = st.sampled_from(sorted({*LANGUAGES, *ACCENTED, "unknown"}))
letters = st.text("aceimnorstuéèêáíóőűçãșăأاةهيىکكا", min_size=1, max_size=6)


@st.composite
def accented_shelves(draw: st.DrawFn) -> Shelf:
    """Articles in one or several languages, some of them deleted, in two segments."""
    spoken = draw(st.lists(spoken_languages, min_size=1, max_size=3))
    pieces = []
    for number in range(draw(st.integers(1, 5))):
        language = draw(st.sampled_from(spoken))
        known = st.sampled_from(
            ACCENTED[language].split() if language in ACCENTED else EVERY_ACCENTED
        )
        text = " ".join(draw(st.lists(known | letters, max_size=5)))
        pieces.append(Piece(f"{number}.md", text=text, language=language))
    deleted = draw(st.sets(st.sampled_from([piece.key for piece in pieces]), max_size=1))
    return Shelf([pieces[:2], pieces[2:]], frozenset(deleted))


@settings(max_examples=60)
@given(shelf=accented_shelves(), word=st.sampled_from(EVERY_ACCENTED) | letters)
def test_what_a_word_finds_its_unaccented_spelling_finds_too(shelf: Shelf, word: str) -> None:
    for query in ("{}", "={}", "text:{}", "lang:fr {}", "x OR {}"):
        assert found(shelf, query.format(word)) == found(shelf, query.format(fold(word)))


@settings(max_examples=40)
@given(shelf=accented_shelves(), word=st.sampled_from(EVERY_ACCENTED) | letters)
def test_an_article_is_found_by_each_of_its_words_without_accents(shelf: Shelf, word: str) -> None:
    having = {
        piece.key
        for part in shelf.parts
        for piece in part
        if piece.key not in shelf.deleted and fold(word) in map(fold, piece.text.split())
    }

    assert having <= found(shelf, fold(word))
