"""What an evaluation found, for each query and in the mean, and how two of them compare."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from searchkit.records import Record
from searchkit.results.plain import VERSION, milliseconds, plain, plain_notes

if TYPE_CHECKING:
    from searchkit.notes import Note


Queries: TypeAlias = Mapping[str, str]
"""The text of each query, by its id."""

Judgments: TypeAlias = Mapping[str, Mapping[str, int]]
"""The grades of articles, for each query by its id."""


class Scores(Record, kw_only=True):
    """The measures of one query, or their means; :mod:`searchkit.evaluation.measures` has each.

    Attributes:
        ndcg: nDCG@10.
        average_precision: AP; in the mean, MAP.
        reciprocal_rank: RR; in the mean, MRR.
        recall: Recall@100.
        unjudged: The share of the first ten articles that nobody judged.
    """

    ndcg: float
    average_precision: float
    reciprocal_rank: float
    recall: float
    unjudged: float


MEASURES: Final = ("ndcg", "average_precision", "reciprocal_rank", "recall")
"""The measures by which two evaluations are compared: those that are better the higher."""


class JudgedQuery(Record, kw_only=True):
    """One query that was asked.

    Attributes:
        id: What the files call it.
        text: The query.
        scores: Its measures.
        relevant: How many articles were judged to be relevant.
        found: How many of these were found.
        unjudged: The keys of those of the first ten articles that nobody judged.
    """

    id: str
    text: str
    scores: Scores
    relevant: int
    found: int
    unjudged: tuple[str, ...] = ()


class Difference(Record, kw_only=True):
    """How two evaluations differ by one measure.

    Attributes:
        measure: One of :data:`MEASURES`.
        before: The mean of the first one, over the queries that both have.
        after: The mean of the second one.
        better: For how many queries the second one is better.
        worse: For how many it is worse.
        p_value: How likely chance alone makes a difference as large;
            see :func:`searchkit.evaluation.significance.randomisation_test`.
    """

    measure: str
    before: float
    after: float
    better: int
    worse: int
    p_value: float


class Comparison(Record, kw_only=True):
    """Two evaluations side by side.

    Attributes:
        queries: How many queries both have.
        differences: How they differ, by each measure.
    """

    queries: int
    differences: tuple[Difference, ...]


class Evaluation(Record, kw_only=True):
    """How well an index answers queries that were judged.

    Attributes:
        queries: The queries, in the order of their file.
        took: How long all searches took, in seconds.
        notes: What the reader should know, such as queries that were left out.
        comparison: How it compares with another one, where that was asked.
    """

    queries: tuple[JudgedQuery, ...]
    took: float = 0.0
    notes: tuple[Note, ...] = ()
    comparison: Comparison | None = None

    @property
    def mean(self) -> Scores:
        """The mean of each measure over all queries; 0 without any."""
        columns = {
            name: [getattr(query.scores, name) for query in self.queries] for name in Scores._fields
        }
        return Scores(**{name: fmean(values or [0.0]) for name, values in columns.items()})

    def to_dict(self) -> dict[str, Any]:
        """Return the evaluation as plain values: what the command prints as JSON."""
        return {
            "version": VERSION,
            "mean": plain(self.mean),
            "queries": plain(self.queries),
            "took_ms": milliseconds(self.took),
            "notes": plain_notes(self.notes),
            "comparison": plain(self.comparison),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Evaluation:
        """Return the queries and their scores that :meth:`to_dict` made plain values of.

        Raises:
            KeyError: A value is missing.
            TypeError: A value is of another kind.
        """
        return cls(
            queries=tuple(
                JudgedQuery(
                    **{
                        **query,
                        "scores": Scores(**query["scores"]),
                        "unjudged": tuple(query["unjudged"]),
                    }
                )
                for query in values["queries"]
            ),
            took=values["took_ms"] / 1000,
        )
