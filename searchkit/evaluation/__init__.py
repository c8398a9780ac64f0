"""How good is the order of what an index finds? Measured by what people judged.

Some queries are given, and for each of them *judgments*: the grades of articles, 0 for one that
is of no use, and more for one that is. :func:`evaluate` asks the queries of an index and
measures how early the good articles come; :func:`compare` says whether two such
evaluations differ by more than chance.

`measures` are the formulas, and `significance` is the test: both are pure, and know nothing
of queries, files or indexes. `evaluation_files` reads queries and judgments,
`judged_articles` finds the articles that judgments name, and `evaluations` are the records.
`docs/evaluation.md` shows it by example.
"""

from searchkit.evaluation.comparing import compare
from searchkit.evaluation.evaluating import evaluate
from searchkit.evaluation.evaluation_files import read_evaluation, read_judgments, read_queries
from searchkit.evaluation.evaluations import (
    Comparison,
    Difference,
    Evaluation,
    JudgedQuery,
    Scores,
)

__all__ = [
    "Comparison",
    "Difference",
    "Evaluation",
    "JudgedQuery",
    "Scores",
    "compare",
    "evaluate",
    "read_evaluation",
    "read_judgments",
    "read_queries",
]
