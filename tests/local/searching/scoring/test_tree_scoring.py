"""The leaves of a tree that is evaluated are the very ones that were scored."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.searching.matching.article_facts import Facts
from searchkit.local.searching.scoring.leaf_scoring import LeafScorer
from searchkit.local.searching.scoring.tree_scoring import Evaluation
from searchkit.local.searching.segments import Articles
from searchkit.query.filters import Filters
from searchkit.query.nodes import Node, Word
from searchkit.query.trees import asked_leaves, filtered
from tests.helpers.inverting import Piece, Shelf
from tests.helpers.trees import days, trees


@given(trees, st.none() | days, st.booleans())
def test_filters_leave_the_leaves_of_a_tree_as_they_are(
    node: Node, since: date | None, is_from_tern: bool
) -> None:
    filters = Filters(("Tern",) if is_from_tern else (), since)

    leaves = [id(one.leaf) for one in asked_leaves(filtered(node, filters))]

    assert leaves == [id(one.leaf) for one in asked_leaves(node)]


def test_a_leaf_that_was_not_scored_is_refused_however_equal() -> None:
    articles = Articles(Shelf([[Piece("a", text="tide")]]).segments())
    scored, equal = Word("tide"), Word("tide")
    leaf = LeafScorer(articles).score((), {}, 1)
    evaluation = Evaluation(articles, Facts(articles), {(id(scored), ("text",)): leaf})

    assert scored == equal
    with pytest.raises(TypeError, match="was not scored"):
        evaluation.find(equal, ("text",))
