"""The articles that are like one, and the terms that they were found by."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.article import Article
from searchkit.records import Record
from searchkit.results import Hit, Note, Results  # noqa: F401 - its fields are of these types
from searchkit.results.surveys import PeriodCount, Unit


class SharedTerm(Record):
    """A term of an article by which others are found that are like it.

    Attributes:
        word: The word that it mostly is in the article, in lower case, an acronym in capitals.
        articles: How many articles have it, in any inflection.
        share: What it can add to a score, of what all terms can add together, from 0 to 1.
    """

    word: str
    articles: int
    share: float


class SimilarArticles(Results, kw_only=True):
    """The articles that are like one: results without a query, whose hits say what they share.

    Attributes:
        article: The article that others are like.
        terms: The terms of it that were looked for, those that weigh most first.
    """

    article: Article
    terms: tuple[SharedTerm, ...]

    def to_dict(self, fields: Sequence[str] | None = None) -> dict[str, object]:
        """Return the articles as plain values: what the command prints as JSON.

        Args:
            fields: The fields of each hit, as in :meth:`searchkit.Hit.to_dict`; None: the usual
                ones, without those that are about a query, and with ``shared``.

        Raises:
            ArgumentError: There is no such field.
        """
        from searchkit.results.plain import plain_similar  # late: few need it

        return plain_similar(self, fields)

    def __repr__(self) -> str:
        return f"SimilarArticles({self.article.key!r}, {len(self.hits)} of {self.total:,})"


class Story(SimilarArticles, kw_only=True):
    """A story in time: of the articles that are most like one, those that lead to it by days.

    ``total`` is how many hits there are, and these are in order of time, the oldest first.

    Attributes:
        unit: How long a period is.
        periods: All periods from the first hit to the last, in order, each with how many there are.
    """

    unit: Unit
    periods: tuple[PeriodCount, ...]

    def to_dict(self, fields: Sequence[str] | None = None) -> dict[str, object]:
        """Return the story as plain values; for the arguments see :class:`SimilarArticles`."""
        from searchkit.results.plain import plain_story  # late: few need it

        return plain_story(self, fields)

    def __repr__(self) -> str:
        return f"Story({self.article.key!r}, {self.total:,} by {self.unit})"
