"""The words of an index on a cluster: what words and patterns of a query mean there.

The cluster has an index of words: each form with the term that was made of it, and the stem in a
language where that is another. What a query needs of it is asked in one request, and remembered.
Which terms a word means says :mod:`searchkit.query.meant_terms`, as for any engine.

Among the tokens of an article a term stands in every place of its words. A stem does where it is
not the term; so the places of a stem in a language are those of its token and, if the
term of this name is its own stem there, those of that term.

Words that only removed articles have stay here until the index is built again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.errors import QueryError
from searchkit.opensearch.mappings import STEM_MARK, TERM_MARK
from searchkit.query.automata import RegexError, automaton, outline
from searchkit.query.meant_terms import MeantTerms
from searchkit.query.nodes import ExactWord, Fuzzy, Prefix, Regex, Wildcard, Word
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from searchkit.opensearch.cluster_state import ClusterStore
    from searchkit.query.meant_terms import Languages
    from searchkit.query.nodes import Pattern, Term

MOST_FORMS = 1 << 16
"""How many words a pattern may match; a cluster takes no more terms than these in a query."""

_PAGE = 10_000
_MOST_KEPT = 1 << 16  # meanings that are remembered
_FIELDS = ("form", "term", "stem")


class Meaning(NamedTuple):
    """What a form means in some language.

    Attributes:
        form: The form.
        term: The term.
        stem: The stem of the term; None: the term itself.
        language: The language of the stem.
    """

    form: str
    term: str
    stem: str | None = None
    language: str | None = None


class Token(NamedTuple):
    """A token that articles have where a term of a query is.

    Attributes:
        text: The token.
        languages: The languages in whose articles it counts; None: all.
    """

    text: str
    languages: Languages = None


class ClusterWords:
    """The words of a generation; threads may share it.

    Args:
        store: The cluster.
        index: The name of the index of words.
        languages: The languages of the articles and how many each has.
    """

    def __init__(self, store: ClusterStore, index: str, languages: Mapping[str, int]) -> None:
        self._store = store
        self._index = index
        self._meant = MeantTerms(languages, self._has_term)
        self._forget()

    def _forget(self) -> None:
        self._by: dict[str, dict[str, list[Meaning]]] = {
            name: defaultdict(list) for name in _FIELDS
        }
        self._asked: dict[str, set[str]] = {name: set() for name in _FIELDS}
        self._patterns: dict[Pattern, tuple[str, ...]] = {}
        self._tokens: dict[tuple[Term, bool], Sequence[Token]] = {}
        self._relatives: dict[Word, bool] = {}
        self._prepared: set[Term] = set()

    def prepare(self, terms: Iterable[Term]) -> None:
        """Ask in as few requests as possible for what some terms need.

        Raises:
            QueryError: A regular expression cannot be read, or a pattern matches too many words.
        """
        if sum(map(len, self._asked.values())) > _MOST_KEPT:
            self._forget()
        asked = [term for term in terms if term not in self._prepared]
        if not asked:
            return
        words = [term for term in asked if isinstance(term, Word)]
        patterns = [
            term
            for term in dict.fromkeys(asked)
            if not isinstance(term, Word | ExactWord) and term not in self._patterns
        ]
        wanted = {name: set[str]() for name in _FIELDS}
        for word in words:
            for name, found in zip(_FIELDS, self._needed(word.text), strict=True):
                wanted[name] |= found - self._asked[name]
        self._fetch(wanted, patterns)
        for word in words:  # what was made of it may be of another name than stemmers give
            self._fetch_stems([*self.terms(word)])
        self._prepared.update(asked)

    def terms(self, word: Word) -> Mapping[str, Languages]:
        """Return the terms that a word means, with the languages in whose articles each counts."""
        form = analysis.fold(analysis.plain(word.text))
        self._ensure("form", {form})
        known = {one.term for one in self._by["form"][form]}
        named = {term for term in known if not analysis.is_acronym(term)}
        return self._meant.terms(word.text, named, word.language)

    def tokens(self, term: Term) -> Sequence[Token]:
        """Return the tokens that articles have where a term of a query is, but for patterns."""
        if isinstance(term, ExactWord):
            return [Token(analysis.fold(term.text))]
        assert isinstance(term, Word)
        if term.whole_stem:
            return self.tokens_of_stem(term)
        known = self._tokens.get((term, False))
        if known is None:
            meant = self.terms(term).items()
            known = [Token(TERM_MARK + name, spoken) for name, spoken in meant]
            self._tokens[term, False] = known
        return known

    def tokens_of_stem(self, word: Word) -> Sequence[Token]:
        """Return the tokens that articles have where a word or a relative of it is."""
        known = self._tokens.get((word, True))
        if known is None:
            known = self._tokens[word, True] = self._tokens_of_stem(word)
        return known

    def _tokens_of_stem(self, word: Word) -> Sequence[Token]:
        found: dict[str, Languages] = {}
        for stem, stemmer, counted in self._stems(word):
            texts = [STEM_MARK + stem]
            if self._is_own_stem(stem, stemmer):
                texts.append(TERM_MARK + stem)
            for text in texts:
                found[text] = self._meant.united(counted, found.get(text, frozenset()))
        return [Token(text, spoken) for text, spoken in sorted(found.items())]

    def has_relatives(self, word: Word) -> bool:
        """Whether the index has terms of the same stem that a word does not mean."""
        if word.whole_stem:
            return False
        known = self._relatives.get(word)
        if known is None:
            known = self._relatives[word] = self._has_relatives(word)
        return known

    def _has_relatives(self, word: Word) -> bool:
        own = self.terms(word)
        every = frozenset(self._meant.languages)
        for stem, stemmer, counted in self._stems(word):
            for name in self._terms_of(stem, stemmer):
                meant = own.get(name, frozenset())
                if counted - (every if meant is None else meant):
                    return True
        return False

    def forms(self, term: Word | Pattern, language: str) -> frozenset[str]:
        """Return the words, folded, that a term covers in articles of a language.

        Those that a word covers as an acronym are in capitals.
        """
        self.prepare([term])
        if not isinstance(term, Word):
            return frozenset(self._patterns[term])
        names = {
            name for name, spoken in self.terms(term).items() if not spoken or language in spoken
        }
        if term.whole_stem:
            for stem, stemmer, counted in self._stems(term):
                if language in counted:
                    names |= self._terms_of(stem, stemmer)
        return self.forms_of_terms(names)

    def related_forms(self, word: Word) -> frozenset[str]:
        """Return the words, folded, that are relatives of a word; acronyms are in capitals."""
        own = self.terms(word)
        every = frozenset(self._meant.languages)
        names = set()
        for stem, stemmer, counted in self._stems(word):
            for name in self._terms_of(stem, stemmer):
                meant = own.get(name, frozenset())
                if counted - (every if meant is None else meant):
                    names.add(name)
        return self.forms_of_terms(names)

    def forms_of_terms(self, names: set[str]) -> frozenset[str]:
        """Return the words, folded, that terms were made of; acronyms are in capitals."""
        self._ensure("term", names)
        return frozenset(
            analysis.written(one.form, name) for name in names for one in self._by["term"][name]
        )

    def forms_of_pattern(self, pattern: Pattern) -> tuple[str, ...]:
        """Return the forms that a pattern matches, in order."""
        if pattern not in self._patterns:
            self.prepare([pattern])
        return self._patterns[pattern]

    def _needed(self, word: str) -> tuple[set[str], set[str], set[str]]:
        """Return the forms, terms and stems that are likely to be asked for with a word."""
        plain = analysis.plain(word)
        terms, stems = set(), set()
        for stemmer, spoken in self._meant.stemmers.items():
            if (acronym := analysis.acronym_term(word, stemmer)) is not None:
                terms.add(acronym)
                stems.add(acronym)
            if analysis.is_acronym(word) and acronym is not None:
                continue
            if spoken.isdisjoint(self._meant.spoken):
                continue  # few articles are in it, and seldom is it asked
            terms.add(analysis.inflection(analysis.fold(plain), stemmer))
            terms |= analysis.inflections(plain, (stemmer,))
            stems.add(analysis.stem(analysis.fold(plain), stemmer))
        return {analysis.fold(plain)}, terms | stems, stems

    def _stems(self, word: Word) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Yield the stems of a word: each with its language, and the languages where it counts."""
        own = self.terms(word.replace(whole_stem=False))
        self._fetch_stems([*own])
        for term, languages in own.items():
            for stemmer, spoken in self._meant.stemmers.items():
                counted = spoken if languages is None else spoken & languages
                if word.language is not None and len(self._meant.stemmers) > 1:
                    counted = counted & {word.language}
                if counted:
                    yield self._stem(word.text, term, stemmer), stemmer, counted

    def _fetch_stems(self, terms: Sequence[str]) -> None:
        """Ask for the stems of some terms, and for all terms of these."""
        self._ensure("term", set(terms))
        stems = {one.stem for term in terms for one in self._by["term"][term] if one.stem}
        stems |= set(terms)
        if stems <= self._asked["stem"] and stems <= self._asked["term"]:
            return
        self._fetch(
            {
                "form": set(),
                "stem": stems - self._asked["stem"],
                "term": stems - self._asked["term"],
            },
            [],
        )

    def _stem(self, word: str, term: str, stemmer: str) -> str:
        """Return the stem of a term that a word means, in a language."""
        known = self._by["term"][term]
        if not known:
            text = word if analysis.is_acronym(word) else analysis.fold(word)
            return analysis.stem(text, stemmer)
        return min(
            (one.stem for one in known if one.stem and one.language == stemmer), default=term
        )

    def _is_own_stem(self, term: str, stemmer: str) -> bool:
        """Whether a term is its own stem in a language."""
        self._ensure("term", {term})
        return all(one.language != stemmer for one in self._by["term"][term])

    def _terms_of(self, stem: str, stemmer: str) -> set[str]:
        """Return the terms of a stem in a language."""
        self._ensure("stem", {stem})
        found = {one.term for one in self._by["stem"][stem] if one.language == stemmer}
        if self._by["term"][stem] and self._is_own_stem(stem, stemmer):
            found.add(stem)
        return found

    def _has_term(self, term: str) -> bool:
        self._ensure("term", {term})
        return bool(self._by["term"][term])

    def _ensure(self, name: str, values: set[str]) -> None:
        """Ask for meanings by a field, unless that was done before."""
        missing = values - self._asked[name]
        if missing:
            self._fetch({field: missing if field == name else set() for field in _FIELDS}, [])

    def _fetch(self, wanted: Mapping[str, set[str]], patterns: Sequence[Pattern]) -> None:
        queries: list[object] = []
        by_field = [{"terms": {name: sorted(values)}} for name, values in wanted.items() if values]
        if by_field:
            queries.append({"bool": {"should": by_field}})
        queries += [_pattern_query(pattern) for pattern in patterns]
        answers = self._store.searches(self._index, [_page(query) for query in queries])
        found = [list(self._rest(q, a)) for q, a in zip(queries, answers, strict=True)]
        if by_field:
            meanings = found.pop(0)
            for name, values in wanted.items():
                self._asked[name] |= values
                for meaning in meanings:
                    value = getattr(meaning, name)
                    if value in values:
                        self._by[name][value].append(meaning)
        for pattern, meanings in zip(patterns, found, strict=True):
            forms = sorted({meaning.form for meaning in meanings if _fits(pattern, meaning.form)})
            self._patterns[pattern] = tuple(forms)

    def _rest(
        self, query: object, answer: Mapping[str, dict[str, list[object]]]
    ) -> Iterator[Meaning]:
        """Yield what a query finds, of which the first page is there."""
        n_found = 0
        while True:
            hits = answer["hits"]["hits"]
            yield from (_meaning(hit["_source"]) for hit in hits)  # type: ignore[index]
            n_found += len(hits)
            if len(hits) < _PAGE:
                return
            if n_found >= 4 * MOST_FORMS:
                raise QueryError(
                    "It matches too many words. Write more of their letters.", query=""
                )
            after = hits[-1]["sort"]  # type: ignore[index]
            answer = self._store.search(self._index, {**_page(query), "search_after": after})


def _meaning(content: Mapping[str, str]) -> Meaning:
    return Meaning(content["form"], content["term"], content.get("stem"), content.get("language"))


def _page(query: object) -> dict[str, object]:
    return {
        "size": _PAGE,
        "query": query,
        "sort": [
            "form",
            "term",
            {"stem": {"missing": "_first"}},
            {"language": {"missing": "_first"}},
        ],
    }


def _pattern_query(pattern: Pattern) -> dict[str, object]:
    """Return what finds at least the forms that a pattern matches.

    Raises:
        QueryError: A regular expression cannot be read.
    """
    match pattern:
        case Prefix(text):
            return {"prefix": {"form": {"value": analysis.fold(text)}}}
        case Wildcard(text):
            value = analysis.fold(text).replace("\\", "\\\\")
            return {"wildcard": {"form": {"value": value}}}
        case Regex(text):
            try:
                value = outline(text)
            except RegexError as error:
                raise QueryError(
                    f"/{text}/ is not a regular expression: {error.reason}.",
                    query=text,
                    position=error.position,
                ) from error
            return {"regexp": {"form": {"value": value, "flags": "NONE"}}}
        case Fuzzy(text):
            return {
                "fuzzy": {
                    "form": {
                        "value": analysis.fold(text),
                        "fuzziness": pattern.distance,
                        "prefix_length": pattern.prefix_length,
                        "transpositions": True,
                        "rewrite": "constant_score",
                    }
                }
            }


def _fits(pattern: Pattern, form: str) -> bool:
    """Whether a form that a cluster found by a pattern fits it indeed."""
    return automaton(pattern.pattern).fits(form) if isinstance(pattern, Regex) else True
