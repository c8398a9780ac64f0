"""One commit of an index, opened: what a search, a count or a look-up is answered from.

A snapshot never changes and may be used by many threads. An index holds the
newest one it knows of and exchanges it for another when it is refreshed.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from searchkit import analysis, utf8
from searchkit.local.searching.caching import Cache
from searchkit.local.searching.searcher import Searcher
from searchkit.local.searching.segments import Segment
from searchkit.notes import Note
from searchkit.query.nodes import (
    NOT_TYPED,
    AtUrl,
    ByAuthor,
    ExactWord,
    FromSource,
    InLanguage,
    Phrase,
    Typed,
    WithKey,
    Word,
    facts,
    terms,
)
from searchkit.query.outlets import outlets_suggested
from searchkit.query.trees import filtered, leaf_key
from searchkit.query.unparsing import quoted, to_text
from searchkit.quoting.match_finder import MatchFinder, Sought
from searchkit.results import SourceCount
from searchkit.results.explanations import Explanation
from searchkit.schema import (
    NO_SOURCE,
    TEXT_FIELDS,
    UNDATED,
    UNKNOWN_LANGUAGE,
    from_record,
    source_term,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from searchkit.article import Article, ArticleDate, Span
    from searchkit.local.searching.searcher import Page
    from searchkit.local.searching.segments import Articles, Integers
    from searchkit.local.store import OpenCommit
    from searchkit.query import Filters, Node, Sort
    from searchkit.query.nodes import Fact, Leaf, Term
    from searchkit.results import Completion, CompletionKind, Suggestion

_NAMED = 3  # outlets that a note names, at most
_REMEMBERED = 1 << 15  # forms, about 300 bytes each: those of some thousand words


class Snapshot:
    """One commit of an index.

    It remembers within bounds what finds the words of the last queries in articles.

    Args:
        commit: The commit.

    Attributes:
        manifest: What the commit consists of.
        notes: Why it is not the newest commit, if it is not.
        segments: Its segments, in the manifest's order.
    """

    def __init__(self, commit: OpenCommit) -> None:
        self.manifest = commit.manifest
        self.notes = commit.notes
        self.segments = tuple(Segment(opened.arrays, opened.deleted) for opened in commit.segments)
        self._finders: Cache[tuple[tuple[Hashable, ...], str], MatchFinder] = Cache(
            _REMEMBERED, lambda finder: finder.n_forms + 1
        )

    @cached_property
    def _searcher(self) -> Searcher:
        return Searcher(self.segments, self.languages)

    @property
    def _articles(self) -> Articles:
        return self._searcher.articles

    def close(self) -> None:
        """Let go of the files."""
        for segment in self.segments:
            segment.arrays.close()

    @property
    def n_articles(self) -> int:
        """How many articles there are, without the deleted ones."""
        return self.manifest.articles

    @cached_property
    def languages(self) -> Mapping[str, int]:
        """The languages of the index and how many articles each has, most first."""
        counts = {name: self._count("language", name) for name in self._names("language")}
        return {
            name: count
            for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
            if count
        }

    @property
    def main_language(self) -> str | None:
        """The language that most articles have."""
        return next((code for code in self.languages if code != UNKNOWN_LANGUAGE), None)

    @cached_property
    def n_dated(self) -> int:
        """How many articles have a date."""
        undated = 0
        for segment in self.segments:
            without = segment.dates() == UNDATED
            if segment.live is not None:
                without &= segment.live
            undated += int(np.count_nonzero(without))
        return self.n_articles - undated

    @cached_property
    def sources(self) -> tuple[SourceCount, ...]:
        """The outlets, those with most articles first; articles without one are counted too."""
        counts = filter(None, map(self._source_count, self._names("source")))
        return tuple(sorted(counts, key=lambda c: (-c.articles, c.source is None, c.source or "")))

    @cached_property
    def n_terms(self) -> int:
        """How many different terms titles and texts have."""
        fields = (segment.arrays.field(name) for segment in self.segments for name in TEXT_FIELDS)
        return len({term for field in fields if field for term in field.terms})

    def find(self, node: Node, filters: Filters, *, sort: Sort, offset: int, limit: int) -> Page:
        """Return a page of the articles that a query finds."""
        return self._searcher.search(node, filters, sort=sort, offset=offset, limit=limit)

    def explain(self, node: Node, filters: Filters, number: int | None) -> Explanation:
        """Return what a query is understood to ask, and of one article why it finds it.

        Args:
            node: The query.
            filters: What may be returned.
            number: The number of the article that is asked about, or None.
        """
        page = self.find(node, filters, sort="relevance", offset=0, limit=0)
        return Explanation(
            query="",
            understood=to_text(filtered(node, filters)),
            total=page.total,
            notes=page.notes,
            leaves=self._searcher.leaves(node),
            article=None
            if number is None
            else self._searcher.explain(
                node,
                filters,
                number=number,
                article=self.article(number),
                language=self.language(number),
            ),
        )

    def number(self, key: str) -> int | None:
        """Return the number of the article with that key, or None."""
        return next(iter(self._articles.spelt("key", key).tolist()), None)

    def numbers(self) -> Iterator[int]:
        """Yield the number of every article, ascending."""
        for start, segment in zip(self._articles.starts, self.segments, strict=True):
            for article in range(segment.n_articles):
                if segment.live is None or segment.live[article]:
                    yield start + article

    def key(self, number: int) -> str:
        """Return the key of an article."""
        segment, there = self._articles.place(number)
        return self.segments[segment].key(there)

    def meant(self, path: str) -> tuple[int, ...]:
        """Return the numbers of the articles that a person may mean by a path."""
        from searchkit.answering.path_names import names_meant  # late: few commands need it

        fields = ("key", "path")

        def named(name: str) -> list[int]:
            lists = (self._articles.spelt(field, name).tolist() for field in fields)
            return next(filter(None, lists), [])

        names = names_meant(
            path,
            self.manifest.corpus.folders if self.manifest.corpus else (),
            lambda name: bool(named(name)),
            lambda: (name for field in fields for name in self._names(field)),
        )
        return tuple(dict.fromkeys(number for name in names for number in named(name)))

    def article(self, number: int) -> Article:
        """Return an article."""
        segment, there = self._articles.place(number)
        return from_record(self.segments[segment].record(there))

    def language(self, number: int) -> str:
        """Return the language of an article, as the index names it."""
        segment, there = self._articles.place(number)
        return self.segments[segment].language(there)

    def finder(self, sought: Sequence[Leaf], *, language: str) -> MatchFinder:
        """Return what finds the words and phrases of a query in articles of a language.

        Args:
            sought: What the query looks for; a match names one of it by its place here.
            language: The language of the articles, as the index names it: a term
                that counts only in other languages is none of their matches.
        """
        key = tuple(map(leaf_key, sought)), language
        return self._finders.get(key, lambda: MatchFinder(list(self._wanted(sought, language))))

    def _wanted(self, sought: Iterable[Leaf], language: str) -> Iterator[Sought]:
        """Yield the words and phrases of a query with the forms they have in the index."""
        for number, leaf in enumerate(sought):
            forms = tuple(self._forms(term, language) for term in terms(leaf))
            if isinstance(leaf, Phrase) and not leaf.slop:
                yield Sought(number, forms)
            else:
                yield from (Sought(number, (of_word,)) for of_word in forms)

    def _forms(self, term: Term, language: str) -> frozenset[str]:
        """Return the words of the index that a term of a query stands for, folded."""
        if isinstance(term, ExactWord):
            return frozenset({analysis.fold(term.text)})
        vocabulary = self._searcher.vocabulary
        forms: Iterable[bytes] = (
            vocabulary.forms_of_word(term.text, language=language, only=term.language)
            if isinstance(term, Word)
            else vocabulary.forms(term)
        )
        return frozenset(map(utf8.decode, forms))

    def complete(
        self, prefix: str, *, kind: CompletionKind | None, limit: int
    ) -> tuple[Completion, ...]:
        """Return how a query that is being typed may go on."""
        from searchkit.local.searching.meanings.completion import complete  # late: seldom needed

        return complete(
            prefix, self.segments, self._searcher.vocabulary.form_fields, kind=kind, limit=limit
        )

    def suggest(self, word: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Return words of live articles that are spelt nearly like a word."""
        from searchkit.local.searching.meanings.spelling import nearest  # late: seldom needed

        return nearest(word, self._searcher.vocabulary.form_fields, limit=limit)

    def notes_on_values(self, node: Node, filters: Filters) -> Iterator[Note]:
        """Yield a note for each source, language, author, address or key that no article has."""
        for fact in dict.fromkeys((*facts(node), *map(FromSource, filters.sources))):
            if self._has(fact):
                continue
            span = fact.span if isinstance(fact, Typed) and fact.span != NOT_TYPED else None
            match fact:
                case FromSource():
                    meant = self._articles.outlets_meant(fact.name)
                    if meant:
                        yield from self._note_on_meant(fact.name, meant, span)
                        continue
                    yield self._note_on_unknown(fact.name, span)
                case InLanguage():
                    held = f" The index has: {', '.join(self.languages)}." * bool(self.languages)
                    yield Note(f"No article is in the language {fact.code}.{held}", span)
                case ByAuthor():
                    whom = f"is by {fact.name}" if fact.name else "has an author"
                    yield Note(f"No article {whom}.", span)
                case AtUrl():
                    where = f"is at the address {fact.url}" if fact.url else "has an address"
                    yield Note(f"No article {where}.", span)
                case WithKey():
                    yield Note(f"No article has the key {fact.key}.", span)
                case _:
                    pass

    def _note_on_meant(self, name: str, meant: Sequence[str], span: Span | None) -> Iterator[Note]:
        """Yield which outlets a name means that none has, unless it was meant for several."""
        if "*" in name:
            return
        names = [self._written_as(term) for term in meant[:_NAMED]]
        if len(meant) > _NAMED:
            names.append(f"{len(meant) - _NAMED:,} more")
        listed = _listed(names, "and")
        yield Note(f"No source is called {name}; searched {listed} instead.", span)

    def _note_on_unknown(self, name: str, span: Span | None) -> Note:
        """Return that no outlet is meant by a name, and the largest that may have been."""
        sizes = {term: len(self._articles.named("source", term)) for term in self._names("source")}
        held = [term for term, size in sizes.items() if size]
        largest = sorted(outlets_suggested(name, held), key=lambda term: -sizes[term])[:_NAMED]
        near = [self._written_as(term) for term in largest]
        message = f"No article has the source {name}."
        if near:
            message += f" Did you mean {_listed(near, 'or')}?"
        if len(near) != 1:
            return Note(message, span)
        return Note(message, span, quoted(near[0]) if span else near[0])

    def _written_as(self, term: str) -> str:
        """Return the name of an outlet as an article of it has it."""
        number = self._articles.named("source", term).item(0)
        return self.article(number).source or ""

    def _has(self, fact: Fact) -> bool:
        """Whether an article has the value that a fact asks for; of other facts, true."""
        match fact:
            case FromSource():
                term = source_term(fact.name)
                return term == NO_SOURCE or len(self._articles.named("source", term)) > 0
            case InLanguage():
                return fact.code in self.languages or fact.code == UNKNOWN_LANGUAGE
            case ByAuthor():
                return any(len(segment.by_author(fact.name)) for segment in self.segments)
            case AtUrl():
                return any(len(segment.at_url(fact.url)) for segment in self.segments)
            case WithKey():
                return len(self._articles.spelt("key", fact.key)) > 0
            case _:
                return True

    def _names(self, field: str) -> list[str]:
        return sorted({name for segment in self.segments for name in segment.names(field)})

    def _count(self, field: str, name: str) -> int:
        return sum(segment.count(field, name) for segment in self.segments)

    def _source_count(self, term: str) -> SourceCount | None:
        """Return what is known of a source, by its term; None if its articles are deleted."""
        count = 0
        example: Article | None = None
        dates: list[ArticleDate] = []
        for segment in self.segments:
            articles = segment.named("source", term)
            if not len(articles):
                continue
            count += len(articles)
            example = example or from_record(segment.record(articles.item(0)))
            dates += _extreme_dates(segment, articles)
        if example is None:
            return None
        return SourceCount(
            example.source, count, min(dates, default=None), max(dates, default=None)
        )


def _listed(names: Sequence[str], conjunction: str) -> str:
    """Return names as a sentence has them.

    >>> _listed(["CNN"], "or"), _listed(["CNN", "NPR"], "or"), _listed(["a", "b", "c"], "and")
    ('CNN', 'CNN or NPR', 'a, b and c')
    """
    *others, last = names
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def _extreme_dates(segment: Segment, articles: Integers) -> Iterator[ArticleDate]:
    """Yield the first and the last date of some articles; none if all are undated."""
    seconds = segment.dates()[articles]
    dated = seconds != UNDATED
    if not dated.any():
        return
    articles, seconds = articles[dated], seconds[dated]
    for at in (int(seconds.argmin()), int(seconds.argmax())):
        date = from_record(segment.record(articles.item(at))).date
        if date:
            yield date
