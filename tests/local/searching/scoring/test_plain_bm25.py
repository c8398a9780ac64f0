from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.engine import PageRequest
from searchkit.local.searching.searcher import Searcher
from searchkit.query import Ranking
from searchkit.query.bare_words import plain_query
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.trees import shelves

WORDS = ["tide", "tidal", "moon", "the", "sea"]


def expected(shelf: Shelf, words: list[str], k1: float, b: float) -> dict[str, float]:
    """BM25 over the stems of titles and texts, without very common words, by the book."""
    common = analysis.stop_words("en")
    stems = {
        piece.key: [
            analysis.stem(form, "en")
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
        having = {key: found.count(analysis.stem(word, "en")) for key, found in stems.items()}
        df = sum(tf > 0 for tf in having.values())
        idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
        for key, tf in having.items():
            if tf:
                length = len(stems[key])
                score = idf * tf / (tf + k1 * (1 - b + b * length / mean))
                scores[key] = scores.get(key, 0) + score
    return scores


def is_twice(piece: Piece) -> bool:
    return piece.title == piece.text


@given(
    texts=st.lists(
        st.tuples(*2 * [st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)]),
        min_size=1,
        max_size=8,
    ),
    words=st.lists(st.sampled_from(["tides", "moon", "sea"]), min_size=1, max_size=3),
    k1=st.sampled_from([1.2, 1.5, 2.0]),
    b=st.sampled_from([0.0, 0.6, 1.0]),
    cut=st.integers(0, 8),
)
def test_scores_are_those_of_bm25_over_stems_of_one_field(
    texts: list[tuple[str, str]], words: list[str], k1: float, b: float, cut: int
) -> None:
    pieces = [
        Piece(f"{number}", title=title, text=text if len(title) != len(text) else title)
        for number, (title, text) in enumerate(texts)
    ]
    pieces = [p for p in pieces if is_twice(p) or len(p.tokens("title")) != len(p.tokens("text"))]
    shelf = Shelf([pieces[:cut], pieces[cut:]])
    searcher = Searcher(shelf.segments(), shelf.languages)
    node = plain_query(" ".join(words)).node

    page = searcher.find(node, request=PageRequest(limit=10, ranking=Ranking("bm25", k1=k1, b=b)))

    found = {pieces[number].key: score for number, score in page.hits}
    scores = expected(shelf, words, k1, b)
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
