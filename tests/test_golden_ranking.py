"""The order in which the sample corpus answers 40 queries, as a file that is reviewed.

Whoever changes the ranking sees here what that does, query by query. To take the change over:

    pytest tests/test_golden_ranking.py --rewrite-golden

In `golden_ranking.txt` queries, grades and keys are written by hand; the rank of each article,
the measures and the head are not. A new article has a question mark for its rank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import searchkit
from searchkit.evaluation import Scores, evaluate
from searchkit.index import Index

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).with_name("golden_ranking.txt")
HEAD = """\
# How corpus/ answers 40 queries as readers type them. Below each: the grade of an article that
# is right (2: mainly about it, 1: a substantial part), its rank today (- where it is not found),
# and its key. To take a change over: pytest tests/test_golden_ranking.py --rewrite-golden
"""

Judgments = dict[str, dict[str, int]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    """The index of the sample corpus."""
    with searchkit.open(tmp_path_factory.mktemp("golden") / "index", create=True) as index:
        index.update(ROOT / "corpus")
        yield index


def judgments(text: str) -> Judgments:
    """The grades of articles by query, as the golden file has them."""
    found: Judgments = {}
    for line in text.splitlines():
        if target := re.fullmatch(r"  (\d)  (?:\d+|[-?]) +(.+)", line):
            found[list(found)[-1]][target[2]] = int(target[1])
        elif line and not line.startswith(("#", " ", "mean")):
            assert line not in found, f"{line} is there twice"
            found[line] = {}
    return found


def targets(grades: Mapping[str, int], ranks: Mapping[str, int]) -> Iterator[str]:
    """A line for each article that is right."""
    for key, grade in grades.items():
        yield f"  {grade}  {ranks.get(key, '-'):<2}  {key}"


def measures(scores: Scores, name: str) -> str:
    return f"  nDCG@10 {scores.ndcg:.4f}, {name} {scores.reciprocal_rank:.4f}\n"


def golden(index: Index, judged: Judgments) -> str:
    """What the golden file says with the ranking of an index."""
    queries = {query: query for query in judged}
    measured = evaluate(index, queries, judged, as_typed=True)
    blocks = [HEAD]
    for query in measured.queries:
        ranks = {hit.article.key: hit.rank for hit in index.search(query.text, limit=1000)}
        lines = [query.text, *targets(judged[query.text], ranks)]
        blocks.append("".join(f"{line}\n" for line in lines) + measures(query.scores, "RR"))
    blocks.append(f"mean of {len(judged)} queries\n{measures(measured.mean, 'MRR')}")
    return "\n".join(blocks)


def test_the_ranking_of_the_sample_corpus_is_the_one_that_was_reviewed(
    sample: Index, request: pytest.FixtureRequest
) -> None:
    text = GOLDEN.read_text(encoding="utf-8")
    now = golden(sample, judgments(text))
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.write_text(now, encoding="utf-8")
        return

    assert text == now


def test_forty_queries_are_judged_each_with_an_article_that_it_is_mainly_about(
    sample: Index,
) -> None:
    judged = judgments(GOLDEN.read_text(encoding="utf-8"))

    assert len(judged) == 40
    assert [query for query, grades in judged.items() if max(grades.values(), default=0) < 2] == []
    assert [key for grades in judged.values() for key in grades if key not in sample] == []
