from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.article import Origin
from searchkit.engine import PageRequest
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Segment
from searchkit.query import Ranking
from searchkit.query.bare_words import plain_query
from tests.helpers.inverting import Piece, Shelf, opened, segment_arrays
from tests.helpers.trees import shelves
from tests.local.segment.test_stored_fields import frames_of

WORDS = ["tide", "tidal", "moon", "the", "would", "don't", "sea", "break", "broken"]


def expected(shelf: Shelf, words: list[str], k1: float, b: float) -> dict[str, float]:
    """BM25 over the stems of titles and texts, without very common words, by the book."""
    common = {"the", "don't"}
    stems = {
        piece.key: [
            stem_of(form)
            for name in (["text"] if is_twice(piece) else ["title", "text"])
            for _, form in piece.tokens(name)
            if form not in common
        ]
        for piece in shelf.live
    }
    n = len(stems)
    mean = sum(map(len, stems.values())) / max(n, 1) or 1
    scores: dict[str, float] = {}
    for word in words:
        having = {key: found.count(stem_of(word)) for key, found in stems.items()}
        df = sum(tf > 0 for tf in having.values())
        idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
        for key, tf in having.items():
            if tf and (word != "would" or key in scores):
                length = len(stems[key])
                score = idf * tf / (tf + k1 * (1 - b + b * length / mean))
                scores[key] = scores.get(key, 0) + score
    return scores


def stem_of(word: str) -> str:
    """The stem by rules alone."""
    return analysis.irregular_stem(word) or analysis.stem(word, "en")


def is_twice(piece: Piece) -> bool:
    """Whether the title is the whole text, and so was taken from it."""
    return piece.title == piece.text


def segment(pieces: list[Piece]) -> Segment:
    """A segment with the origins of titles."""
    origins = [Origin.FIRST_SENTENCE if is_twice(piece) else Origin.JSON for piece in pieces]
    stored = frames_of({"origins": [origin.value]} for origin in origins)
    arrays = dataclasses.replace(segment_arrays(pieces), stored=stored)
    return Segment(opened(arrays), np.zeros(0, np.int64))


@given(
    texts=st.lists(
        st.tuples(*2 * [st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)]),
        min_size=1,
        max_size=8,
    ),
    words=st.lists(
        st.sampled_from(["tides", "moon", "breaking", "broken"]), min_size=1, max_size=3
    ),
    common=st.lists(st.sampled_from(["would", "the", "don't"]), max_size=3),
    k1=st.sampled_from([1.2, 1.5, 2.0]),
    b=st.sampled_from([0.0, 0.6, 1.0]),
    cut=st.integers(0, 8),
)
def test_scores_are_those_of_bm25_over_stems_of_one_field(
    texts: list[tuple[str, str]],
    words: list[str],
    common: list[str],
    k1: float,
    b: float,
    cut: int,
) -> None:
    pieces = [
        Piece(f"{number}", title=title, text=text if len(title) != len(text) else title)
        for number, (title, text) in enumerate(texts)
    ]
    shelf = Shelf([pieces[:cut], pieces[cut:]])
    searcher = Searcher([segment(part) for part in shelf.parts if part], shelf.languages)
    query = plain_query(" ".join(common + words), language="en")
    ranking = Ranking("bm25", k1=k1, b=b)
    request = PageRequest(limit=10, ranking=ranking, clues=query.clues)

    page = searcher.find(query.node, request=request)

    found = {pieces[number].key: score for number, score in page.hits}
    carried = [word for word in common if word == "would"]  # it adds to what others find
    scores = expected(shelf, words + carried, k1, b)
    assert found == {key: pytest.approx(score, rel=1e-5) for key, score in scores.items()}
    assert page.total == len(scores)


@given(shelf=shelves())
def test_a_query_of_any_shelf_is_answered_again_alike_and_in_one_segment(shelf: Shelf) -> None:
    node = plain_query("tide sea").node
    ranking = Ranking("bm25")

    def scores(searcher: Searcher) -> list[float]:
        return [
            round(score, 5)
            for _, score in searcher.find(node, request=PageRequest(limit=9, ranking=ranking)).hits
        ]

    searcher = Searcher(shelf.segments(), shelf.languages)
    assert scores(searcher) == scores(searcher) == scores(Searcher(shelf.merged(), shelf.languages))


def test_an_article_of_one_sentence_counts_once_and_one_with_as_long_a_title_whole() -> None:
    pieces = [Piece("once", "tide", "tide"), Piece("whole", "tide", "moon"), Piece("no", "sea")]
    searcher = Searcher([segment(pieces)], {"en": 3})

    def times(word: str) -> list[float]:
        request = PageRequest(limit=9, ranking=Ranking("bm25", b=0.0))
        page = searcher.find(plain_query(word).node, request=request)
        rarity = math.log(1 + (3 - page.total + 0.5) / (page.total + 0.5))
        return [round(1.5 / (rarity / score - 1), 3) for _, score in page.hits]

    assert (times("tide"), times("moon")) == ([1.0, 1.0], [1.0])
