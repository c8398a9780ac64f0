"""A query tree -> what a cluster is asked: which articles, and with what scores.

A leaf is looked for by a query whose score is a number of occurrences: one in the text counts 1,
one in the title :data:`TITLE`, so that one number of the cluster tells both. A script makes the
leaf's score of it, by the formulas of :mod:`searchkit.ranking` and the lengths of the article, and
what the whole index says was asked before: how many articles have the leaf.

A word has a second part, by its stem. It adds to articles that have the word, and to those that
another part of an OR finds; so there it stands beside what finds articles.
"""

from __future__ import annotations

from functools import reduce
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from searchkit import ranking
from searchkit.opensearch.cluster_words import Token
from searchkit.opensearch.mappings import HOLE, OR
from searchkit.query.nodes import (
    And,
    AtUrl,
    Before,
    Boost,
    ByAuthor,
    Constant,
    DateRange,
    Every,
    ExactWord,
    Field,
    FromSource,
    InLanguage,
    Leaf,
    Near,
    Not,
    Or,
    Phrase,
    WithKey,
    Word,
    terms,
)
from searchkit.query.trees import leaf_key, narrowed
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS, author_term, date_bounds, whole_days
from searchkit.schema.urls import url_term

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from searchkit.opensearch.cluster_state import Statistics
    from searchkit.opensearch.cluster_words import ClusterWords
    from searchkit.query.meant_terms import Languages
    from searchkit.query.nodes import Fact, Node, Term
    from searchkit.query.rankings import Ranking

    Query = dict[str, Any]
    Fields = tuple[str, ...]

TITLE = 1 << 16
"""What an occurrence in the title counts, against 1 in the text: numbers stay exact in 24 bits."""

MOST_WAYS = 256
"""In how many ways a phrase may be said before its occurrences are no longer counted."""

MOST_COUNTED = 1024
"""How many words a pattern may match for their occurrences to be counted."""

_TEXT, _IN_TITLE = (ranking.FIELD_WEIGHTS[name] for name in ("text", "title"))
SCRIPT = f"""
long n = Math.round((double) _score);
long title = n / {TITLE}L;
double text_weight = {_TEXT.weight!r}
  / (1 - {_TEXT.b!r} + {_TEXT.b!r} * (doc['text_length'].value / (double) params.text_mean));
double title_weight = 0;
if (title > 0) {{
  title_weight = {_IN_TITLE.weight!r} / (1 - {_IN_TITLE.b!r}
    + {_IN_TITLE.b!r} * (doc['title_length'].value / (double) params.title_mean));
}}
boolean in_title = params.in_title;
float times = in_title ? (float) title : (float) (n % {TITLE}L);
if (!in_title && title > 0) {{
  float worth = (float) (title_weight / text_weight);
  times += (float) (title * worth);
}}
float halfway = (float) ({ranking.K1!r} / (in_title ? title_weight : text_weight));
float saturated = times / (times + halfway);
return saturated * (float) (double) params.weight;
"""
"""The same text for every leaf, so that a cluster compiles it once. It rounds where the local
engine does (:mod:`searchkit.local.searching.scoring.leaf_scoring`), so that what is level there is
level here. Constants are written out, and the title is looked at only where it has the leaf: each
parameter and each column takes about as long as the sums."""

PLAIN_SCRIPT = """
long n = Math.round((double) _score);
double text = n % params.title;
double title = Math.floor((double) n / params.title);
double text_length = doc['text_length'].value;
double title_length = doc['title_length'].value;
boolean is_twice = text_length == title_length;
double times = is_twice ? Math.max(text, title) : text + title;
double length = is_twice ? text_length : text_length + title_length;
double halfway = params.k1 * (1 - params.b + params.b * length / params.mean);
return (float) (params.weight * times / (times + halfway));
"""
"""The score of a leaf by plain BM25."""

_MULTIPLIED = "return (float) _score * (float) params.factor;"

_NOTHING: Query = {"match_none": {}}
_EVERYTHING: Query = {"match_all": {}}
_BELOW = ".:/?&"  # what may follow an address in one that lies below it


class CountedLeaf(NamedTuple):
    """How many articles have a leaf.

    Attributes:
        own: How many have it.
        stem: How many have it or a relative; None: it has none.
    """

    own: int
    stem: int | None


class Queries:
    """Makes queries for the articles of an index.

    Args:
        words: What words and patterns mean there.
        statistics: What is known of the whole index.
        outlets: Gives the terms of the outlets that a name means.
        counts: How many articles have each leaf in some fields, by its key; for scores.

    Attributes:
        plain: The ranking, where scores are those of plain BM25.
    """

    def __init__(
        self,
        words: ClusterWords,
        statistics: Statistics,
        outlets: Callable[[str], Sequence[str]],
        counts: Mapping[Hashable, CountedLeaf],
    ) -> None:
        self._words = words
        self._statistics = statistics
        self._outlets = outlets
        self._counts = counts
        self.plain: Ranking | None = None

    def count_of(self, leaf: Leaf, fields: Fields) -> CountedLeaf:
        """Return how many articles have a leaf in some fields."""
        return self._counts[leaf_key(leaf), fields]

    def count_of_acronym(self, word: Word) -> int:
        """Return how many articles have an acronym that decides nothing."""
        return self._counts["acronym", leaf_key(word)].own

    def finding(self, node: Node, fields: Fields = TEXT_FIELDS) -> Query:
        """Return what finds the same articles; its scores mean nothing."""
        if isinstance(node, Leaf):
            return self.occurrences(node, fields)
        match node:
            case And(parts):
                needed = [self.finding(part, fields) for part in parts if not isinstance(part, Not)]
                unwanted = [self.finding(p.part, fields) for p in parts if isinstance(p, Not)]
                return {"bool": {"filter": needed or [_EVERYTHING], "must_not": unwanted}}
            case Or(parts):
                return _any([self.finding(part, fields) for part in parts])
            case Not(part):
                return {"bool": {"must_not": [self.finding(part, fields)]}}
            case Field(name, part):
                return self.finding(part, narrowed(fields, name))
            case Boost(part) | Constant(part):
                return self.finding(part, fields)
            case _:
                return self._fact(node)  # type: ignore[arg-type] # groups were exchanged before

    def scoring(self, node: Node, fields: Fields = TEXT_FIELDS) -> Query:
        """Return what finds the same articles and scores them.

        Args:
            node: The query.
            fields: Where it looks.
        """
        if isinstance(node, Leaf):
            return _whole(*self.parts_of(node, fields))
        match node:
            case And(parts):
                needed = [self.scoring(part, fields) for part in parts if not isinstance(part, Not)]
                unwanted = [self.finding(p.part, fields) for p in parts if isinstance(p, Not)]
                return {"bool": {"must": needed or [_unscored(_EVERYTHING)], "must_not": unwanted}}
            case Or(parts):
                found = [self._alternative(part, fields) for part in parts]
                related = [query for _, others in found for query in others]
                return _whole(_any([own for own, _ in found]), related)
            case Field(name, part):
                return self.scoring(part, narrowed(fields, name))
            case Boost(part, factor):
                return _multiplied(self.scoring(part, fields), factor)
            case Constant(part, score):
                query = self.finding(part, fields)
                return (
                    {"constant_score": {"filter": query, "boost": score}}
                    if score
                    else _unscored(query)
                )
            case _:
                return _unscored(self.finding(node, fields))

    def acronym(self, word: Word, fields: Fields = TEXT_FIELDS) -> Query:
        """Return what adds to scores for an acronym that decides nothing."""
        count = self.count_of_acronym(word)
        weight = ranking.STEM_SHARE * ranking.idf(count, self._statistics.articles)
        return self.scored(self.occurrences(word, fields), weight, fields)

    def _alternative(self, node: Node, fields: Fields) -> tuple[Query, list[Query]]:
        """Return what finds and scores a part of an OR, and what adds to other articles, too."""
        match node:
            case Field(name, part):
                return self._alternative(part, narrowed(fields, name))
            case Boost(part, factor):
                own, related = self._alternative(part, fields)
                if not related:
                    return _multiplied(own, factor), []
                found = self.finding(part, fields)
                # What is added up before it is multiplied is rounded as in a directory.
                alone = {"bool": {"must": related, "must_not": [found]}}
                return _multiplied(_whole(own, related), factor), [_multiplied(alone, factor)]
        if isinstance(node, Leaf):
            return self.parts_of(node, fields)
        return self.scoring(node, fields), []

    def parts_of(self, leaf: Leaf, fields: Fields) -> tuple[Query, list[Query]]:
        """Return what finds and scores a leaf, and what scores its whole stem."""
        if not fields:
            return _NOTHING, []
        counted = self._counts[leaf_key(leaf), fields]
        articles = self._statistics.articles
        weight = len(terms(leaf)) * ranking.idf(counted.own, articles)
        if counted.stem is None:
            return self.scored(self.occurrences(leaf, fields), weight, fields), []
        assert isinstance(leaf, Word)
        of_stem = ranking.STEM_SHARE * ranking.idf(counted.stem, articles)
        return (
            self.scored(self.occurrences(leaf, fields), ranking.INFLECTIONS_SHARE * weight, fields),
            [self.scored(self.of_stem(leaf, fields), of_stem, fields)],
        )

    def scored(self, query: Query, weight: float, fields: Fields = TEXT_FIELDS) -> Query:
        """Return what finds the same, scored by a number of occurrences.

        Args:
            query: Its score is a number of occurrences.
            weight: What very many of them come to.
            fields: Where they are counted.
        """
        if self.plain is not None:
            return self._plainly_scored(query, weight, self.plain)
        n = max(self._statistics.articles, 1)
        parameters: dict[str, object] = {"weight": weight, "in_title": fields == ("title",)}
        for name in TEXT_FIELDS:
            parameters[f"{name}_mean"] = self._statistics.lengths[name] / n or 1.0
        script = {"source": SCRIPT, "params": parameters}
        return {"script_score": {"query": query, "script": script}}

    def _plainly_scored(self, query: Query, weight: float, ranking: Ranking) -> Query:
        n = max(self._statistics.articles, 1)
        parameters = {
            "title": TITLE,
            "weight": weight,
            "k1": ranking.k1,
            "b": ranking.b,
            "mean": sum(self._statistics.lengths.values()) / n or 1.0,
        }
        return {
            "script_score": {
                "query": query,
                "script": {"source": PLAIN_SCRIPT, "params": parameters},
            }
        }

    def occurrences(self, leaf: Leaf, fields: Fields) -> Query:
        """Return what finds a leaf in some fields; its score is how often it occurs."""
        if isinstance(leaf, Phrase | Near | Before):
            return _any([self._together(leaf, name) for name in fields])
        return _any([query for name in fields for query in self._term(leaf, name)])

    def of_stem(self, word: Word, fields: Fields) -> Query:
        """Return what finds a word and its relatives in some fields, as `occurrences` does."""
        tokens = self._words.tokens_of_stem(word)
        return _any([query for name in fields for query in _of_tokens(tokens, name)])

    def pair(self, first: Word, second: Word, name: str) -> Mapping[str, Query]:
        """Return what counts how often a word is followed by another in a field.

        Returns:
            By name: `next`, side by side; `near`, with a word between; `both`, where it is so in
            both ways at once.
        """
        before, after = self._words.tokens(first), self._words.tokens(second)
        return {
            "next": _phrases([before, after], [()], name),
            "near": _phrases([before, after], [(1,)], name),
            "both": _phrases([before, before, after], [(0, 0)], name),
        }

    def _term(self, term: Term, name: str) -> Iterator[Query]:
        if isinstance(term, Word | ExactWord):
            yield from _of_tokens(self._words.tokens(term), name)
            return
        forms = self._words.forms_of_pattern(term)
        if not forms:
            return
        if len(forms) > MOST_COUNTED:
            found: Query = {"terms": {name: list(forms)}}
            yield {"constant_score": {"filter": found, "boost": _worth(name)}}
        else:
            yield _of_any(list(forms), name)

    def _together(self, leaf: Phrase | Near | Before, name: str) -> Query:
        """Return what finds words that are near each other in a field."""
        words = [self._tokens(term) for term in terms(leaf)]
        most = leaf.slop if isinstance(leaf, Phrase) else leaf.distance - 1
        orders = [words, words[::-1]] if isinstance(leaf, Near) else [words]
        # How many ways there are is known before they are made: there may be millions.
        n_gaps = len(orders) * (most + 1) ** (len(words) - 1)
        if n_gaps > MOST_WAYS:
            return _intervals(orders, most, name)
        gaps = list(product(range(most + 1), repeat=len(words) - 1))
        if n_gaps * prod(map(len, words)) <= MOST_WAYS:
            return _any([_phrases(of_order, gaps, name) for of_order in orders])
        found = _any([_phrases_of_any(of_order, gaps, name) for of_order in orders])
        return {"constant_score": {"filter": found, "boost": _worth(name)}}

    def _tokens(self, term: Term) -> Sequence[Token]:
        if isinstance(term, Word | ExactWord):
            return self._words.tokens(term)
        return [Token(form) for form in self._words.forms_of_pattern(term)]

    def _fact(self, fact: Fact) -> Query:
        match fact:
            case Every():
                return _EVERYTHING
            case DateRange():
                return _dated(fact.since, fact.until)
            case FromSource():
                return {"terms": {"source": list(self._outlets(fact.name))}}
            case InLanguage():
                return {"term": {"language": fact.code}}
            case ByAuthor():
                term = author_term(fact.name)
                if not term:
                    return {"exists": {"field": "author"}} if not fact.name else _NOTHING
                return {"match_phrase": {"author": {"query": term, "analyzer": "units"}}}
            case AtUrl():
                address = url_term(fact.url)
                if not address:
                    return {"exists": {"field": "url"}}
                below: list[Query] = [{"prefix": {"url": address + sign}} for sign in _BELOW]
                return _any([{"term": {"url": address}}, *below])
            case WithKey():
                return {"terms": {"key": spellings(fact.key)}}


def any_of_tokens(texts: Sequence[str], fields: Fields) -> Query:
    """Return what finds any of some tokens; its score is how often they occur."""
    return _any([_of_any(texts, name) for name in fields])


def spellings(name: str) -> list[str]:
    """Return a name as it is given, and with its accents encoded otherwise, each once."""
    return list(dict.fromkeys([name, normalize("NFC", name), normalize("NFD", name)]))


def _dated(since: date | None, until: date | None) -> Query:
    """Return what finds articles that may be of a stretch of time; see `date_columns`."""
    ends = []
    by_clocks = date_bounds(since, until, in_utc=False)
    by_moments = date_bounds(since, until, in_utc=True)
    for side, compare, clock, moment, is_day in zip(
        ("to", "from"), ("gte", "lte"), by_clocks, by_moments, whole_days(since, until), strict=True
    ):
        if clock is None or moment is None:
            continue
        is_moment: Query = (
            {"term": {"date_offset": 0}} if is_day else {"exists": {"field": "date_offset"}}
        )
        as_moment = {"range": {f"date_{side}": {compare: moment}}}
        as_shown = {"range": {f"shown_{side}": {compare: clock}}}
        ends.append(
            _any(
                [
                    {"bool": {"filter": [is_moment, as_moment]}},
                    {"bool": {"filter": [as_shown], "must_not": [is_moment]}},
                ]
            )
        )
    return {"bool": {"filter": ends or [{"exists": {"field": "date_from"}}]}}


def _any(queries: Sequence[Query]) -> Query:
    """Return what finds what any of some queries finds; their scores are added."""
    if not queries:
        return _NOTHING
    if len(queries) == 1:
        return queries[0]
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def _unscored(query: Query) -> Query:
    return {"bool": {"filter": [query]}}


def _whole(own: Query, related: Sequence[Query]) -> Query:
    """Return what finds the same, and scores what is related, too."""
    return {"bool": {"must": [own], "should": list(related)}} if related else own


def _multiplied(query: Query, factor: float) -> Query:
    """Return what finds the same, its scores multiplied."""
    script = {"source": _MULTIPLIED, "params": {"factor": factor}}
    return {"script_score": {"query": query, "script": script}}


def _worth(name: str, n_terms: int = 1) -> float:
    """Return what an occurrence in a field counts; a cluster adds that up over n terms."""
    return (TITLE if name == "title" else 1) / n_terms


def _of_tokens(tokens: Iterable[Token], name: str) -> Iterator[Query]:
    """Yield what finds any of some tokens, those of the same languages together."""
    for group in _by_languages(tokens):
        texts = [token.text for token in group]
        yield _in_languages(_of_any(texts, name), group[0].languages)


def _of_any(texts: Sequence[str], name: str) -> Query:
    if len(texts) == 1:
        return {"term": {name: {"value": texts[0], "boost": _worth(name)}}}
    return {"match": {name: {"query": OR.join(texts), "boost": _worth(name)}}}


def _in_languages(query: Query, languages: Languages) -> Query:
    if languages is None:
        return query
    return {"bool": {"must": [query], "filter": [{"terms": {"language": sorted(languages)}}]}}


def _phrases(words: Sequence[Sequence[Token]], gaps: Sequence[Sequence[int]], name: str) -> Query:
    """Return what finds words with so many others between them: one phrase for each way."""
    found = []
    for tokens in product(*words):
        languages = _shared(tokens)
        if languages is not None and not languages:
            continue
        for gap in gaps:
            parts = [tokens[0].text]
            for count, token in zip((*gap, *[0] * len(tokens)), tokens[1:], strict=False):
                parts += [*[HOLE] * count, token.text]
            text = {"query": " ".join(parts), "boost": _worth(name, len(tokens))}
            found.append(_in_languages({"match_phrase": {name: text}}, languages))
    return _any(found)


def _phrases_of_any(
    words: Sequence[Sequence[Token]], gaps: Sequence[Sequence[int]], name: str
) -> Query:
    """Return what finds words as `_phrases` does, any token of each, but does not count them."""
    found = []
    for groups in product(*map(_by_languages, words)):
        languages = _shared(group[0] for group in groups)
        if languages is not None and not languages:
            continue
        first, *others = (OR.join(token.text for token in group) for group in groups)
        for gap in gaps:
            parts = [first]
            for count, text in zip(gap, others, strict=True):
                parts += [*[HOLE] * count, text]
            phrase = {"match_phrase": {name: {"query": " ".join(parts)}}}
            found.append(_in_languages(phrase, languages))
    return _any(found)


def _by_languages(tokens: Iterable[Token]) -> list[list[Token]]:
    """Return tokens, those together that count in the same languages."""
    groups: dict[Languages, list[Token]] = {}
    for token in tokens:
        groups.setdefault(token.languages, []).append(token)
    return list(groups.values())


def _shared(tokens: Iterable[Token]) -> Languages:
    """Return the languages in which all of some tokens count; None: all."""
    shared: Languages = None
    for token in tokens:
        if token.languages is not None:
            shared = token.languages if shared is None else shared & token.languages
    return shared


def _intervals(orders: Sequence[Sequence[Sequence[Token]]], most: int, name: str) -> Query:
    """Return what finds words that are near each other in too many ways to count them.

    A cluster takes the shortest stretch that has some words, so they are put together from either
    end: where a word is there twice, one end may go on where the other does not.
    """
    rules = []
    for words in orders:
        parts = [_interval(tokens) for tokens in words]
        rules.append(reduce(lambda found, part: _ordered(found, part, most), parts))
        if len(parts) > 2:  # of two words both are the same
            rules.append(reduce(lambda found, part: _ordered(part, found, most), parts[::-1]))
    rule = rules[0] if len(rules) == 1 else {"any_of": {"intervals": rules}}
    query = {"intervals": {name: rule}}
    return {"constant_score": {"filter": query, "boost": _worth(name)}}


def _ordered(first: Query, second: Query, most: int) -> Query:
    return {"all_of": {"intervals": [first, second], "mode": "ordered", "max_gaps": most}}


def _interval(tokens: Sequence[Token]) -> Query:
    rules: list[Query] = [{"match": {"query": token.text, "analyzer": "units"}} for token in tokens]
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": rules}}


def boolean(needed: Query, extra: Sequence[Query]) -> Query:
    """Return what finds and scores the same, and runs other queries that score nothing."""
    return {"bool": {"must": [needed], "should": [{"bool": {"should": list(extra), "boost": 0}}]}}


def either(scored: Query, other: Query) -> Query:
    """Return what finds and scores the same, and finds without a score what another query does."""
    return _any([scored, _unscored(other)])


def named_query(query: Query, name: str) -> Query:
    """Return a query under a name, by which a cluster tells what it scores in each article."""
    return {"bool": {"must": [query], "_name": name}}
