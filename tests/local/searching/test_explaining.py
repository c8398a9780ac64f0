"""Explanations, beside what a search finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article
from searchkit.engine import USUAL_RANKING, PageRequest
from searchkit.local.searching.searcher import Searcher
from searchkit.query import Filters, Ranking
from searchkit.query.bare_words import plain_query
from searchkit.query.nodes import (
    AllOrSome,
    And,
    Boost,
    DateRange,
    ExactWord,
    Field,
    FromSource,
    Fuzzy,
    InLanguage,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from searchkit.results.explanations import (
    ExplainedArticle,
    ExplainedTerm,
    Failure,
    FormCount,
    InflectionClass,
    ScorePart,
)
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.trees import shelves, trees

TIDE, MOON, SEA = Word("tide"), Word("moon"), Word("sea")
SHELF = Shelf(
    [
        [
            Piece("a", title="Tides", text="the tide and the tide", source="Tern"),
            Piece("b", text="sea and moon", date=date(2018, 3, 14)),
        ],
        [Piece("c", text="tidal sea", language="fr"), Piece("d", text="tide tidally")],
    ],
    frozenset({"d"}),
)


def explained(
    shelf: Shelf, node: Node, filters: Filters | None = None, ranking: Ranking = USUAL_RANKING
) -> Iterator[tuple[str, ExplainedArticle]]:
    """Every live article by its key, explained."""
    searcher = Searcher(shelf.segments(), shelf.languages)
    for number, piece in enumerate(piece for part in shelf.parts for piece in part):
        if piece.key not in shelf.deleted:
            yield (
                piece.key,
                searcher.explain(
                    node,
                    filters or Filters(),
                    number=number,
                    article=Article(
                        key=piece.key,
                        path=piece.key,
                        title=piece.title,
                        text=piece.text,
                        source=piece.source,
                        date=piece.dated,
                    ),
                    language=piece.language,
                    ranking=ranking,
                ),
            )


def found(
    shelf: Shelf, node: Node, filters: Filters | None = None, ranking: Ranking = USUAL_RANKING
) -> dict[str, float]:
    """The articles that a search finds, by their keys, with their scores."""
    request = PageRequest(limit=100, ranking=ranking)
    page = Searcher(shelf.segments(), shelf.languages).find(node, filters or Filters(), request)
    pieces = [piece for part in shelf.parts for piece in part]
    return {pieces[number].key: score for number, score in page.hits}


def adds_up(part: ScorePart) -> bool:
    """Whether the parts of a score, and their parts, make it."""
    values = [inner.value for inner in part.parts]
    if not part.parts:
        return True
    if part.parts[0].name.startswith("inflections"):
        made = part.value == pytest.approx(sum(values), rel=1e-5)
    elif part.made == "the sum of these":
        total = np.float32(0)
        for value in values:
            total += np.float32(value)
        made = not part.is_found or part.value == float(total)
    elif part.name.startswith("inflections"):
        share = float(part.made.removesuffix(" times the product of these"))
        made = part.value == pytest.approx(share * values[0] * values[1], rel=1e-5)
    elif part.made == "the product of these":
        made = part.value == pytest.approx(values[0] * values[1], rel=1e-5)
    elif part.name == "occurrences":
        made = part.value == pytest.approx(sum(values) / (sum(values) + 1.5))
    else:
        factor = float(part.made.removesuffix(" times this"))
        made = part.value == pytest.approx(values[0] * factor, rel=1e-6)
    return made and all(map(adds_up, part.parts))


@settings(max_examples=60)
@given(shelves(), trees, st.sampled_from([USUAL_RANKING, Ranking("bm25")]))
def test_the_parts_of_a_score_make_the_score_that_a_search_gives(
    shelf: Shelf, node: Node, ranking: Ranking
) -> None:
    made = dict(explained(shelf, node, ranking=ranking))

    scores = {key: one.score.value for key, one in made.items() if one.is_found}
    assert scores == found(shelf, node, ranking=ranking)
    assert [key for key, one in made.items() if not adds_up(one.score)] == []
    assert [key for key, one in made.items() if one.is_found == bool(one.failures)] == []


def test_a_filter_keeps_an_article_out_and_is_named() -> None:
    filters = Filters(sources=("Quay",), since=date(2019, 1, 1))

    made = dict(explained(SHELF, TIDE, filters))

    assert found(SHELF, TIDE, filters) == {}
    assert made["a"].failures == (
        Failure("source:Quay", "Its source is Tern."),
        Failure("date:2019-01-01..", "It has no date."),
    )
    assert made["b"].failures == (
        Failure("tide", "Not in its text and title: tide."),
        Failure("source:Quay", "Its source is not known."),
        Failure("date:2019-01-01..", "Its date is 2018-03-14."),
    )


@pytest.mark.parametrize(
    ("node", "failure"),
    [
        (Or((TIDE, Word("news"))), Failure("tide OR news", "It has none of these.")),
        (Not(SEA), Failure("NOT sea", "It has sea.")),
        (And((SEA, Not(MOON))), Failure("NOT moon", "It has moon.")),
        (Field("title", SEA), Failure("sea", "Not in its title: sea.")),
        (
            Phrase((MOON, SEA)),
            Failure('"moon sea"', "Its words are in it, but not one after another."),
        ),
        (
            Near(SEA, MOON, 1),
            Failure("sea NEAR/1 moon", "Its words are in it, but not near enough to each other."),
        ),
        (
            Phrase((SEA, Word("news"))),
            Failure('"sea news"', "Not in its text and title: news."),
        ),
        (Boost(ExactWord("seas"), 2), Failure("=seas", "Not in its text and title: =seas.")),
        (Prefix("ti"), Failure("ti*", "Not in its text and title: ti*.")),
        (InLanguage("fr"), Failure("lang:fr", "Its language is en.")),
        (FromSource("Tern"), Failure("source:Tern", "Its source is not known.")),
        (Not(DateRange()), Failure("NOT date:*", "It has date:*.")),
    ],
    ids=str,
)
def test_what_keeps_an_article_from_being_found_is_said(node: Node, failure: Failure) -> None:
    made = dict(explained(SHELF, node))["b"]

    assert (made.is_found, made.failures) == (False, (failure,))


def term(node: Word | ExactWord | Prefix | Fuzzy) -> ExplainedTerm:
    (leaf,) = Searcher(SHELF.segments(), SHELF.languages).leaves(node)
    (term,) = leaf.terms
    return term


def test_a_word_is_explained_by_its_inflections_and_its_relatives() -> None:
    assert term(TIDE) == ExplainedTerm(
        "tide", (InflectionClass("tide"),), (FormCount("tide", 2), FormCount("tides", 1)), 2
    )
    assert term(Word("seas")).classes == (  # French also: séas
        InflectionClass("se", ("fr",)),
        InflectionClass("sea"),
    )
    social = Shelf([[Piece("a", text="social socially"), Piece("b", text="socialism")]])
    (leaf,) = Searcher(social.segments(), social.languages).leaves(Word("socialism"))
    assert leaf.articles == 1
    assert leaf.terms == (
        ExplainedTerm(
            "socialism",
            (InflectionClass("socialism"),),
            (FormCount("socialism", 1),),
            1,
            related=(FormCount("social", 1), FormCount("socially", 1)),
            n_related=2,
        ),
    )


def test_an_article_that_only_has_relatives_of_a_word_scores_by_them_and_lacks_it() -> None:
    shelf = Shelf([[Piece("a", text="the social tide"), Piece("b", text="socialism")]])
    query = AllOrSome((Word("socialism"), TIDE))

    article = dict(explained(shelf, query))["a"]

    assert article.lacks == ("socialism",)
    assert [(part.name, part.is_found) for part in article.score.parts] == [
        ("socialism", False),
        ("tide", True),
    ]
    assert article.score.parts[0].made == "not in it, but a relative of it"
    assert article.score.parts[0].value > 0


def test_plain_bm25_tells_what_a_word_adds_that_was_left_out() -> None:
    shelf = Shelf([[Piece("a", text="the tide would turn"), Piece("b", text="would")]])
    query = plain_query("the tide would", language="en")
    searcher, ranking = Searcher(shelf.segments(), shelf.languages), Ranking("bm25")
    request = PageRequest(limit=9, ranking=ranking, clues=query.clues)

    article = searcher.explain(
        query.node,
        Filters(),
        number=0,
        article=Article(key="a", path="a", title="", text="the tide would turn"),
        language="en",
        ranking=ranking,
        clues=query.clues,
    )

    ((_, score),) = searcher.find(query.node, request=request).hits
    would = article.score.parts[1]
    assert article.score.value == score
    assert (would.name, would.made) == ("would", "left out as very common, the product of these")
    assert would.value == pytest.approx(would.parts[0].value * would.parts[1].value, rel=1e-6)


def test_an_acronym_is_a_class_of_its_own_and_a_very_common_word_has_both() -> None:
    shelf = Shelf([[Piece("a", text="the US told us, and the U.S. told us"), Piece("b")]])
    (acronym,) = Searcher(shelf.segments(), shelf.languages).leaves(Word("US"))
    (common,) = Searcher(shelf.segments(), shelf.languages).leaves(Word("us"))

    capitals = (FormCount("U.S", 1), FormCount("US", 1))
    assert acronym.terms == (ExplainedTerm("US", (InflectionClass("US"),), capitals, 2),)
    assert common.terms == (
        ExplainedTerm(
            "us", (InflectionClass("US"), InflectionClass("us")), (FormCount("us", 2), *capitals), 3
        ),
    )


def test_an_exact_word_and_a_pattern_cover_words_and_have_no_class() -> None:
    assert term(ExactWord("Tide")) == ExplainedTerm("=Tide", (), (FormCount("tide", 2),), 1)
    assert term(Prefix("ti")) == ExplainedTerm(
        "ti*", (), (FormCount("tide", 2), FormCount("tidal", 1), FormCount("tides", 1)), 3
    )


def test_a_leaf_is_told_with_its_fields_and_how_many_articles_have_it() -> None:
    tree = And((Field("title", TIDE), Not(SEA)))

    leaves = Searcher(SHELF.segments(), SHELF.languages).leaves(tree)

    assert [(leaf.text, leaf.fields, leaf.articles) for leaf in leaves] == [
        ("tide", ("title",), 1),
        ("sea", ("text", "title"), 2),
    ]
