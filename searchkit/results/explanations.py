"""How a query was understood, and why it finds an article or does not.

Records alone, as in `results`: they know nothing of engines, and every engine can
fill them.
"""

from __future__ import annotations

from searchkit.article import Article
from searchkit.notes import Note
from searchkit.records import Record
from searchkit.results import Copy


class FormCount(Record):
    """A word of the articles, folded, and how often it occurs."""

    word: str
    count: int


class InflectionClass(Record):
    """What a word is looked up by, so that it finds all its inflections.

    Attributes:
        text: The name of the class, which is one of its words, or nearly.
        languages: The languages in whose articles it counts; empty: all.
    """

    text: str
    languages: tuple[str, ...] = ()


class ExplainedTerm(Record):
    """A word or a pattern of a query.

    Attributes:
        text: The term, as it is written in a query.
        classes: What a word is looked up by; empty for exact words and patterns.
        forms: The words of the articles that it covers, the most frequent first;
            if there are very many, only these.
        n_forms: How many words it covers.
        left_out: How many more match but are not searched for.
        related: Other words of its stem, which add to scores only, the most frequent first;
            if there are very many, only these.
        n_related: How many such words there are.
    """

    text: str
    classes: tuple[InflectionClass, ...]
    forms: tuple[FormCount, ...]
    n_forms: int
    left_out: int = 0
    related: tuple[FormCount, ...] = ()
    n_related: int = 0


class ExplainedLeaf(Record):
    """A word, a pattern or a phrase of a query, in the whole index.

    Attributes:
        text: The leaf, as it is written in a query.
        fields: The fields in which it is searched for.
        articles: How many articles have it there.
        idf: How rare it is, above 0; what a score grows by at most.
        terms: Its terms, in order: one, or those of a phrase.
    """

    text: str
    fields: tuple[str, ...]
    articles: int
    idf: float
    terms: tuple[ExplainedTerm, ...]


class ScorePart(Record):
    """A part of the score of an article, and what it is made of.

    Attributes:
        name: The part of the query, or of the formula.
        value: What it comes to.
        made: The formula that gives it from the parts, or from facts about the article.
        parts: Those parts, in order.
        is_found: Whether the article has this part of the query.
    """

    name: str
    value: float
    made: str
    parts: tuple[ScorePart, ...] = ()
    is_found: bool = True


class ExplainedArticle(Record):
    """Why a query finds an article, with its score, or why not.

    Attributes:
        article: The article.
        is_found: Whether the query finds it.
        score: Its score, as a search gives it, with what it is made of.
        failures: Where it is not found: each clause of the query that fails, and
            why, in words.
        lacks: Where it is found: the words of the query that it does not have.
    """

    article: Article
    is_found: bool
    score: ScorePart
    failures: tuple[Failure, ...] = ()
    lacks: tuple[str, ...] = ()


class Failure(Record):
    """A clause of a query that excludes an article.

    Attributes:
        clause: The clause, as it is written in a query.
        reason: Why, in words.
    """

    clause: str
    reason: str


class Explanation(Record, kw_only=True):
    """How a query was understood.

    Attributes:
        query: The query as it was typed.
        understood: The query as it was read, filters included, written out as a query.
        total: How many articles it finds, as in :class:`searchkit.results.Results`.
        more: How many others have only some of its words.
        notes: How it was read, where that needed a guess.
        leaves: Its words, patterns and phrases, in order.
        article: Why the article that was asked about is found or not, or None.
        copies: The other articles with the same text as that one, the earliest first.
    """

    query: str
    understood: str
    total: int
    notes: tuple[Note, ...]
    leaves: tuple[ExplainedLeaf, ...]
    more: int = 0
    article: ExplainedArticle | None = None
    copies: tuple[Copy, ...] = ()
