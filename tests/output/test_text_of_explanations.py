"""Explanations as a person reads them."""

from __future__ import annotations

from searchkit.article import Article
from searchkit.output.style import Style
from searchkit.output.text_of_explanations import explanation_as_text
from searchkit.results.explanations import ExplainedArticle, Explanation, ScorePart


def test_the_parts_of_a_score_are_in_one_column_below_zero_too() -> None:
    parts = (ScorePart("tide", 12.5, "idf"), ScorePart("smoothing", -11.25, "less"))
    score = ScorePart("score", 1.25, "the sum of these", parts)
    article = Article(key="a.txt", title="Tide", text="The tide.", path="a.txt")
    explained = ExplainedArticle(article, is_found=True, score=score)
    explanation = Explanation(
        query="tide", understood="tide", total=1, notes=(), leaves=(), article=explained
    )

    lines = explanation_as_text(explanation, Style()).splitlines()

    assert lines[-3:] == [
        "  1.2500  score: the sum of these",
        " 12.5000    tide: idf",
        "-11.2500    smoothing: less",
    ]
