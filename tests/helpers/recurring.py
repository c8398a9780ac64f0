"""Articles of an outlet that have parts in common, for tests of furniture by evidence."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from searchkit.article import Article, ArticleDate
from searchkit.local.writing.part_tables import PartTable, parts_of
from searchkit.local.writing.settling import Counted, settle
from searchkit.schema import source_term
from searchkit.schema.outlet_identity import outlet_identity
from searchkit.syncing.evidence import Evidence

_WORDS = "tide moon quay otter bread harbour lantern gale spring island ferry salt".split()
_LETTERS = "abcdefghij"


def name(number: int) -> str:
    """A word of its own for a number, without digits."""
    return "q" + "".join(_LETTERS[int(digit)] for digit in str(number))


def prose(number: int, sentences: int = 3) -> str:
    """A paragraph that no other article has."""
    return " ".join(
        f"The {_WORDS[(number + n) % 12]} of {name(number)}{n} met the "
        f"{_WORDS[(number * 5 + n) % 12]} in the street of {name(number * 7 + n)}."
        for n in range(sentences)
    )


def story(number: int, *lines: str, outlet: str | None = "The Pier Post") -> Article:
    """An article with lines of the page around a paragraph of its own."""
    return Article(
        key=f"k{number}",
        path="a.jsonl",
        title=f"Title {number}",
        text="\n\n".join((prose(number), *lines, prose(number + 1_000))),
        source=outlet,
        date=ArticleDate.of_day(date(2020, 1, 1) + timedelta(days=number)),
    )


def outlet(article: Article) -> str:
    """The identity of an article's outlet."""
    return outlet_identity(source_term(article.source))


def counted(articles: list[Article]) -> Counted:
    """The articles as they are counted."""
    parts = parts_of(articles)
    outlets = sorted({outlet(article) for article in articles})
    return Counted(
        outlets,
        np.array([outlets.index(outlet(article)) for article in articles], np.int64),
        np.array([article.date.start.toordinal() if article.date else -1 for article in articles]),
        PartTable.of(parts, np.zeros_like(parts.places)),
    )


def settled(*batches: list[Article]) -> Evidence:
    """What is furniture in the articles of some batches."""
    return Evidence(settle(lambda: map(counted, batches)), {}, sum(map(len, batches)))


def furniture(articles: list[Article]) -> set[str]:
    """The words that are furniture in an article of some."""
    evidence = settled(articles)
    return {
        article.text[start:end].strip()
        for article in articles
        for start, end in evidence.furniture(article)
    }
