"""What is asked, and for what: queries from files, and queries sampled from the corpus.

A query is held apart from any engine's language; each engine says it in its
own. Only words of ASCII letters and digits are used, and no very common ones:
where engines cut words differently, or leave some out, their counts of
results could not be compared.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.corpus import Article


class Kind(StrEnum):
    """The classes of queries that are measured apart."""

    OR = "or"  # any of the words
    AND = "and"  # all of the words
    PHRASE = "phrase"  # the words, one after the other
    FILTERED = "filtered"  # any of the words, from one source, within a year
    PREFIX = "prefix"  # a word that begins so


class Mode(StrEnum):
    """What an engine is asked for, of a query."""

    FIRST = "first"  # the exact total and the ten best, when it is asked for the first time
    BARE = "bare"  # the same, when it was asked before
    COUNT = "count"  # the exact total alone
    LIST = "list"  # the total, and of the ten best the title, source, date and id
    SNIPPETS = "snippets"  # the same, each with a snippet


@dataclass(frozen=True, slots=True, order=True)
class Query:
    """One query.

    Attributes:
        kind: What the words mean together.
        words: The words, lower case; for a prefix, how the word begins.
        source: The outlet that articles must be from, or None for any.
        since: The first day they may be of, as ``2018-03-14``, or None.
        until: The last day, or None.
    """

    kind: Kind
    words: tuple[str, ...]
    source: str | None = None
    since: str | None = None
    until: str | None = None

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> Self:
        """Return the query that ``dataclasses.asdict`` made a record of."""
        return cls(**{**record, "kind": Kind(record["kind"]), "words": tuple(record["words"])})

    def __str__(self) -> str:
        """Return the query as a reader would write it down."""
        shown = {
            Kind.AND: " AND ".join(self.words),
            Kind.PHRASE: '"' + " ".join(self.words) + '"',
            Kind.PREFIX: " ".join(self.words) + "*",
        }.get(self.kind, " OR ".join(self.words))
        if self.source:
            return f"{shown} [{self.source}, {self.since} to {self.until}]"
        return shown


BANDS = ((0.03, 0.3), (0.003, 0.03), (0.0002, 0.003))
"""Common, middling and rare: the shares of articles that have a word, the upper end excluded."""

SAMPLE = 20_000
"""How many articles are looked at for words to ask for."""

_COMMON_WORDS = (
    "a about after all also an and any are as at be because been but by can could did do does for "
    "from had has have he her him his how i if in into is it its just me more my no not now of on "
    "only or other our out over s so some such t than that the their them then there these they "
    "this those to too up us very was we were what when where which who why will with would you "
    "your above again against am before being below between both down during each few further "
    "having here hers herself himself itself most myself nor off once own same she should "
    "themselves through under until while whom yours yourself"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_WORD = re.compile(r"(?<![\w'’.&-])[A-Za-z]{3,20}(?![\w'’&-]|\.\w)")
_PLAIN_LINE = re.compile(r'(?:\+[A-Za-z0-9]+ ?)+|"[A-Za-z0-9 ]+"|[A-Za-z0-9 ]+')


def parse_line(line: str) -> Query | None:
    """Return the query in a line of a file, or None if engines would read it differently.

    >>> print(parse_line("+rail +strikes"), parse_line('"rail strikes"'), parse_line("rail strike"))
    rail AND strikes "rail strikes" rail OR strike
    >>> parse_line("Merit-Pay vs. Seniority"), parse_line("the end")
    (None, None)
    """
    stripped = line.strip()
    words = tuple(re.findall(r"[a-z0-9]+", stripped.lower()))
    if not (_PLAIN_LINE.fullmatch(stripped) and words) or _COMMON.intersection(words):
        return None
    if stripped.startswith("+"):
        return Query(Kind.AND, tuple(dict.fromkeys(words)))
    if stripped.startswith('"') and len(words) > 1:
        return Query(Kind.PHRASE, words)
    return Query(Kind.OR, tuple(dict.fromkeys(words)))


def choose(lines: Iterable[str], *, limit: int, seed: int = 0) -> list[Query]:
    """Return the queries of some lines, at most ``limit`` of each kind, drawn by ``seed``."""
    parsed = sorted({query for line in lines if (query := parse_line(line))})
    chosen: list[Query] = []
    for _, group in groupby(parsed, key=lambda query: query.kind):
        queries = list(group)
        chosen += random.Random(seed).sample(queries, min(limit, len(queries)))
    return chosen


class Sampler:
    """Draws queries from a corpus, with words of every frequency.

    Args:
        articles: Some of the corpus, :data:`SAMPLE` or fewer.
        seed: Another seed gives other queries.
    """

    def __init__(self, articles: Sequence[Article], *, seed: int = 0) -> None:
        self._articles = articles
        self._chance = random.Random(seed)
        counts = Counter(word for article in articles for word in set(_words(article.text)))
        self._bands = [
            [
                word
                for word, count in sorted(counts.items())
                if low <= count / len(articles) < high and word not in _COMMON
            ]
            for low, high in BANDS
        ]
        self._known = {word for band in self._bands for word in band}

    def sample(self, kind: Kind, count: int) -> list[Query]:
        """Return ``count`` queries of a kind, or fewer if the corpus has no more to give."""
        make = {
            Kind.OR: self._any,
            Kind.AND: self._all,
            Kind.PHRASE: self._phrase,
            Kind.FILTERED: self._filtered,
            Kind.PREFIX: self._prefix,
        }[kind]
        found: dict[Query, None] = {}
        for _ in range(20 * count):
            query = make()
            if query and len(found) < count:
                found[query] = None
        return list(found)

    def _any(self) -> Query | None:
        bands = [band for band in self._bands if band]
        if not bands:
            return None
        words = {self._chance.choice(self._chance.choice(bands)) for _ in range(self._size())}
        return Query(Kind.OR, tuple(sorted(words)))

    def _all(self) -> Query | None:
        words = sorted(self._known.intersection(_words(self._article().text)))
        size = self._size()
        return Query(Kind.AND, tuple(self._chance.sample(words, size))) if len(words) >= 3 else None

    def _phrase(self) -> Query | None:
        matches = list(_WORD.finditer(self._article().text))
        size = self._size()
        runs = [run for run in _windows(matches, size) if _adjacent(run) and self._tells(run)]
        if not runs:
            return None
        return Query(Kind.PHRASE, tuple(m.group().lower() for m in self._chance.choice(runs)))

    def _filtered(self) -> Query | None:
        article, query = self._article(), self._any()
        if not (article.date and article.source and query):
            return None
        year = article.date[:4]
        return Query(Kind.FILTERED, query.words, article.source, f"{year}-01-01", f"{year}-12-31")

    def _prefix(self) -> Query | None:
        words = [word for word in self._bands[1] if len(word) >= 6]
        length = self._chance.choice((3, 4, 4, 5))
        return Query(Kind.PREFIX, (self._chance.choice(words)[:length],)) if words else None

    def _article(self) -> Article:
        return self._chance.choice(self._articles)

    def _size(self) -> int:
        return self._chance.choice((2, 2, 3))

    def _tells(self, run: Sequence[re.Match[str]]) -> bool:
        return all(match.group().lower() in self._known for match in run)


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _windows(matches: list[re.Match[str]], size: int) -> list[list[re.Match[str]]]:
    return [matches[at : at + size] for at in range(len(matches) - size + 1)]


def _adjacent(run: Sequence[re.Match[str]]) -> bool:
    """Return whether nothing but one space stands between the words."""
    return all(
        before.end() + 1 == after.start() and before.string[before.end()] == " "
        for before, after in pairwise(run)
    )
