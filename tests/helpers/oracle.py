"""Search by looking at every word of every article: what the index must agree with.

Written from the description of the search and its formulas, with none of its code
but the analysis of words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from fnmatch import fnmatchcase
from functools import cache

from searchkit import analysis
from searchkit.query.filters import Sort
from searchkit.query.nodes import (
    AllOrSome,
    And,
    AtUrl,
    Before,
    Boost,
    ByAuthor,
    Constant,
    DateRange,
    Every,
    ExactWord,
    Fact,
    Field,
    FromSource,
    Fuzzy,
    InLanguage,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Term,
    Wildcard,
    WithKey,
    Word,
    terms,
)
from searchkit.query.pairs import Pair
from searchkit.query.trees import in_fields
from searchkit.results import Suggestion
from searchkit.schema import source_term
from tests.helpers.inverting import Piece, stemmed_in, words_of


@dataclass(frozen=True)
class PlainArticle:
    """An article as the oracle sees it: its words, analysed."""

    key: str
    title: list[str]
    text: list[str]

    @classmethod
    def of(cls, key: str, title: str, text: str, language: str | None) -> PlainArticle:
        def terms(words: str) -> list[str]:
            return [analysis.inflection(word, language) for word in words_of(words)]

        return cls(key, terms(title), terms(text))


def occurrences(terms: list[str], phrase: list[str]) -> int:
    """How often terms follow one another as in the phrase."""
    return sum(terms[at : at + len(phrase)] == phrase for at in range(len(terms)))


def search(articles: list[PlainArticle], phrases: list[list[str]]) -> dict[str, float]:
    """The scores of the articles that have some of the phrases.

    A phrase of one term is a word.
    """
    mean_title = sum(len(a.title) for a in articles) / max(len(articles), 1) or 1
    mean_text = sum(len(a.text) for a in articles) / max(len(articles), 1) or 1
    parts: list[dict[str, float]] = []
    for phrase in phrases:
        counts = {
            a.key: (occurrences(a.title, phrase), occurrences(a.text, phrase), a) for a in articles
        }
        having = {key: c for key, c in counts.items() if c[0] or c[1]}
        df = len(having)
        idf = math.log(1 + (len(articles) - df + 0.5) / (df + 0.5)) * len(phrase)
        scores = {}
        for key, (in_title, in_text, article) in having.items():
            x = in_text / (1 - 0.6 + 0.6 * len(article.text) / mean_text)
            x += 2.5 * in_title / (1 - 0.3 + 0.3 * len(article.title) / mean_title)
            scores[key] = idf * x / (x + 1.5)
        parts.append(scores)
    return {key: sum(part.get(key, 0) for part in parts) for key in set().union(*parts)}


@dataclass(frozen=True)
class Oracle:
    """Evaluates whole query trees over the articles that are there, word by word."""

    articles: list[Piece]
    stood_for: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    stems: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    needs_all: bool = False  # words that stand side by side

    def search(self, node: Node) -> dict[str, float]:
        """The scores of what a tree finds, by key."""
        return self._find(node, ("text", "title"))

    @property
    def of_all(self) -> Oracle:
        """An oracle that finds only what has all words that stand side by side."""
        return replace(self, needs_all=True)

    def lacks(
        self, node: Node, key: str, fields: tuple[str, ...] = ("text", "title")
    ) -> tuple[Node, ...]:
        """What an article that a tree finds lacks of words side by side, in their order."""
        match node:
            case AllOrSome():
                lacking = [
                    self.lacks(part, key, fields)
                    if key in self._find(part, fields)
                    else (in_fields(part, fields),)
                    for part in node.parts
                ]
            case And():
                lacking = [self.lacks(part, key, fields) for part in node.parts]
            case Or():
                found = [part for part in node.parts if key in self._find(part, fields)]
                return min((self.lacks(part, key, fields) for part in found), key=len)
            case Field():
                return self.lacks(node.part, key, (node.name,) if node.name in fields else ())
            case Boost() | Constant():
                return self.lacks(node.part, key, fields)
            case _:
                return ()
        return tuple(dict.fromkeys(one for each in lacking for one in each))

    def looked_at(self, found: dict[str, float], pairs: Sequence[Pair]) -> dict[str, float]:
        """The scores of the best articles of the first stage, with what pairs of words add."""
        scores = dict(found)
        for pair in pairs:
            counts = {
                a.key: sum(
                    self._worth(name, a) * self._nearness(pair, a, name)
                    for name in ("text", "title")
                    if pair.field in (None, name)
                )
                for a in self.articles
                if a.key in found
            }
            n, df = len(found), sum(x > 0 for x in counts.values())
            idf = math.log(1 + (n - df + 0.5) / (df + 0.5))
            for key, x in counts.items():
                scores[key] += 0.25 * pair.weight * idf * x / (x + 1.5)
        return scores

    def _nearness(self, pair: Pair, article: Piece, name: str) -> float:
        """How often a pair occurs: in full side by side, and half with a word between."""
        firsts = self._positions(pair.first, article, name)
        seconds = self._positions(pair.second, article, name)
        gaps = [min((b - a for a in firsts if a < b), default=3) for b in seconds]
        return sum(1 / gap for gap in gaps if gap < 3)

    def _worth(self, name: str, article: Piece) -> float:
        """What one occurrence counts in a field of an article."""
        total = sum(len(a.tokens(name)) for a in self.articles)
        mean = total / max(len(self.articles), 1) or 1
        weight, b = WEIGHTS[name]
        return weight / (1 - b + b * len(article.tokens(name)) / mean)

    def _find(self, node: Node, fields: tuple[str, ...]) -> dict[str, float]:
        match node:
            case And():
                needed = [self._find(p, fields) for p in node.parts if not isinstance(p, Not)]
                unwanted = [
                    self.of_all._find(p.part, fields) for p in node.parts if isinstance(p, Not)
                ]
                keys = {a.key for a in self.articles}.intersection(*needed).difference(*unwanted)
                return {key: sum(part[key] for part in needed) for key in keys}
            case Or():
                parts = [self._find(part, fields) for part in node.parts]
                keys = set().union(*parts)
                scored = [
                    self._related(part, fields) | found
                    for part, found in zip(node.parts, parts, strict=True)
                ]
                return {key: sum(part.get(key, 0) for part in scored) for key in keys}
            case AllOrSome():
                if self.needs_all:
                    return self._find(And(node.parts), fields)
                some = self._find(Or(node.parts), fields)
                return {
                    key: score
                    for key, score in some.items()
                    if all(key in self._find(part, fields) for part in node.required)
                }
            case Not():
                found = self.of_all._find(node.part, fields)
                return {a.key: 0 for a in self.articles if a.key not in found}
            case Field():
                return self._find(node.part, (node.name,) if node.name in fields else ())
            case Boost():
                found = self._find(node.part, fields)
                return {key: score * node.factor for key, score in found.items()}
            case Constant():
                return dict.fromkeys(self._find(node.part, fields), node.score)
            case _:
                if isinstance(node, Fact):
                    return {a.key: 0 for a in self.articles if holds(node, a)}
                return self._scores(node, fields)

    def _related(self, node: Node, fields: tuple[str, ...]) -> dict[str, float]:
        """What relatives of a word add to the scores of articles that other parts find."""
        match node:
            case Field():
                return self._related(node.part, (node.name,) if node.name in fields else ())
            case Boost():
                related = self._related(node.part, fields)
                return {key: score * node.factor for key, score in related.items()}
            case Word(whole_stem=False):
                of_stem = self._scores(node.replace(whole_stem=True), fields)
                return {key: 0.6 * score for key, score in of_stem.items()}
            case _:
                return {}

    def _scores(self, leaf: Leaf, fields: tuple[str, ...]) -> dict[str, float]:
        if isinstance(leaf, Word) and not leaf.whole_stem:
            own = self._saturated(leaf, fields)
            of_stem = self._saturated(leaf.replace(whole_stem=True), fields)
            return {key: 0.4 * own[key] + 0.6 * of_stem[key] for key in own}
        return self._saturated(leaf, fields)

    def _saturated(self, leaf: Leaf, fields: tuple[str, ...]) -> dict[str, float]:
        lengths = {name: sum(len(a.tokens(name)) for a in self.articles) for name in fields}
        means = {name: total / max(len(self.articles), 1) or 1 for name, total in lengths.items()}
        counts = {
            a.key: {name: len(self._positions(leaf, a, name)) for name in fields}
            for a in self.articles
        }
        n, df = len(self.articles), sum(any(counted.values()) for counted in counts.values())
        idf = math.log(1 + (n - df + 0.5) / (df + 0.5)) * len(terms(leaf))
        scores = {}
        for article in self.articles:
            x = sum(
                WEIGHTS[name][0] * count / (1 - b + b * len(article.tokens(name)) / means[name])
                for name, count in counts[article.key].items()
                for b in (WEIGHTS[name][1],)
            )
            if x:
                scores[article.key] = idf * x / (x + 1.5)
        return scores

    def _positions(self, leaf: Leaf, article: Piece, name: str) -> list[int]:
        """Where a leaf ends in a field, once for each way in which it does."""
        sets = [
            {
                n
                for n, (token, stem) in enumerate(
                    zip(article.tokens(name), article.stems(name), strict=True)
                )
                if self.fits(term, token, article) or self.is_related(term, stem, article)
            }
            for term in terms(leaf)
        ]
        match leaf:
            case Phrase():
                positions = list(sets[0])
                for later in sets[1:]:
                    positions = [b for b in later for a in positions if 0 < b - a <= leaf.slop + 1]
                return positions
            case Before():
                return [b for b in sets[1] for a in sets[0] if 0 < b - a <= leaf.distance]
            case Near():
                return [b for b in sets[1] for a in sets[0] if 0 < abs(b - a) <= leaf.distance]
            case _:
                return list(sets[0])

    def fits(self, term: Term, token: tuple[str, str], article: Piece) -> bool:
        found, form = token
        match term:
            case Word():
                if term.language not in (None, article.language) and self._is_of_many_languages:
                    return False
                asked = term.text, article.language
                if asked not in self.stood_for:
                    self.stood_for[asked] = self._terms(*asked)
                return found in self.stood_for[asked]
            case ExactWord():
                return form == analysis.fold(term.text)
            case Prefix():
                return form.startswith(analysis.fold(term.text))
            case Wildcard():
                return fnmatchcase(form, analysis.fold(term.pattern))
            case Regex():
                return re.fullmatch(term.pattern, form) is not None
            case Fuzzy():
                word = analysis.fold(term.text)
                begins = form.startswith(word[: term.prefix_length])
                return begins and edits(word, form) <= term.distance

    def is_related(self, term: Term, stem: str, article: Piece) -> bool:
        """Whether a word of an article that has some stem is meant as a relative."""
        if not isinstance(term, Word) or not term.whole_stem:
            return False
        if term.language not in (None, article.language) and self._is_of_many_languages:
            return False
        asked = term.text, article.language
        if asked not in self.stems:
            self.stems[asked] = self._stems(*asked)
        return stem in self.stems[asked]

    def _stems(self, word: str, language: str) -> frozenset[str]:
        """The stems of a word in articles of a language."""
        classes = self._terms(word, language)
        every = [
            (found, stem, a.language)
            for a in self.articles
            for name in ("text", "title")
            for (found, _), stem in zip(a.tokens(name), a.stems(name), strict=True)
        ]
        stems = set()
        for one in classes:
            spoken = {
                stem
                for found, stem, code in every
                if found == one and stemmed_in(code) == stemmed_in(language)
            }
            if not any(found == one for found, _, _ in every):
                text = word if analysis.is_acronym(word) else analysis.fold(word)
                spoken = {analysis.stem(text, stemmed_in(language))}
            stems |= spoken or {one}
        return frozenset(stems)

    @property
    def _is_of_many_languages(self) -> bool:
        return len({stemmed_in(article.language) for article in self.articles}) > 1

    def _terms(self, word: str, language: str) -> frozenset[str]:
        """The terms that a word stands for in articles of a language."""
        spoken = stemmed_in(language)
        acronym = analysis.acronym_term(word, spoken)
        acronyms: frozenset[str] = frozenset() if acronym is None else frozenset({acronym})
        if acronyms and analysis.is_acronym(word):
            return acronyms
        word = analysis.plain(word)
        folded = analysis.fold(word)
        named = {
            found
            for a in self.articles
            for name in ("text", "title")
            for found, form in a.tokens(name)
            if form == folded and not analysis.is_acronym(found)
        }
        if named and not self._is_of_many_languages:
            return acronyms | named
        classes = acronyms | analysis.inflections(word, (spoken,))
        return classes | named if len(named) == 1 else classes


def in_order(scores: Mapping[str, float], articles: Mapping[str, Piece], sort: Sort) -> list[str]:
    """The keys of articles in an order; what is level comes newest first, then by key."""

    def order(key: str) -> tuple[float, float, str]:
        first = articles[key].period[0] if articles[key].dated else -math.inf
        dated = first if sort == "oldest" and first > -math.inf else -first
        return (-scores[key], dated, key) if sort == "relevance" else (dated, -scores[key], key)

    return sorted(scores, key=order)


WEIGHTS = {"text": (1.0, 0.6), "title": (2.5, 0.3)}


@cache
def edits(a: str, b: str) -> int:
    """Letters put in, left out or exchanged, and neighbours that change places."""
    if not a or not b:
        return len(a) + len(b)
    least = min(edits(a[1:], b) + 1, edits(a, b[1:]) + 1, edits(a[1:], b[1:]) + (a[0] != b[0]))
    if len(a) > 1 and len(b) > 1 and a[:2] == b[1] + b[0]:
        least = min(least, edits(a[2:], b[2:]) + 1)
    return least


def not_before(last: datetime, offset: int | None, since: date) -> bool:
    """Whether what ends with a second, as clocks with an offset show it, is not before a period."""
    return compared(last, offset, since, time.min) >= 0


def not_after(first: datetime, offset: int | None, until: date) -> bool:
    """Whether what begins with a second is not after a period."""
    return compared(first, offset, until, time(23, 59, 59)) <= 0


def compared(shown: datetime, offset: int | None, end: date, of_day: time) -> int:
    """Whether a second comes before an end of a period (-1), with it (0) or after it (1)."""
    moment = end if isinstance(end, datetime) else datetime.combine(end, of_day)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    is_of_clocks = offset is None or (offset != 0 and moment.time() == of_day)
    if is_of_clocks:
        other, one = moment.replace(tzinfo=None), shown
    else:
        other, one = moment, shown.replace(tzinfo=timezone(timedelta(minutes=offset or 0)))
    return (one > other) - (one < other)


def holds(fact: Fact, article: Piece) -> bool:
    """Whether a fact is one of an article."""
    match fact:
        case DateRange():
            dated = article.dated
            if dated is None:
                return False
            first, last = (
                datetime(1970, 1, 1) + timedelta(seconds=second)  # noqa: DTZ001
                for second in article.period
            )
            if dated.offset is not None:
                first = last = dated.start
            return (fact.since is None or not_before(last, dated.offset, fact.since)) and (
                fact.until is None or not_after(first, dated.offset, fact.until)
            )
        case FromSource():
            return source_term(fact.name) == source_term(article.source)
        case InLanguage():
            return fact.code == article.language
        case ByAuthor():
            words = f" {' '.join(map(analysis.fold, analysis.words(fact.name)))} "
            names = [" ".join(map(analysis.fold, analysis.words(name))) for name in article.authors]
            return bool(names) if not fact.name else any(words in f" {name} " for name in names)
        case AtUrl():
            return article.url is not None and is_at(article.url, fact.url)
        case WithKey():
            return fact.key == article.key
        case Every():
            return True


def is_at(url: str, asked: str) -> bool:
    """Whether an address, written in full, is that of another or lies below it."""
    host, _, path = without_scheme(url).partition("/")
    asked_host, asked_slash, asked_path = without_scheme(asked).partition("/")
    if not asked_slash:
        return not asked_host or f".{host}".endswith(f".{asked_host}")
    return host == asked_host and re.match(rf"{re.escape(asked_path)}(?=$|[/.])", path) is not None


def without_scheme(url: str) -> str:
    return url.removeprefix("https://").removeprefix("www.")


def suggested(pieces: Iterable[Piece], word: str, limit: int) -> tuple[Suggestion, ...]:
    """Words that are spelt nearly like a word."""
    folded = analysis.fold(word)
    counts = Counter(form for p in pieces for _, form in p.every_token())
    alike = [f for f in counts if abs(len(f) - len(folded)) <= 2 and f[0] == folded[:1]]
    near = sorted((edits(folded, f), -counts[f], f) for f in alike if f != folded)
    return tuple(Suggestion(f, d, -n) for d, n, f in near if d <= 1 + (len(folded) > 5))[:limit]
