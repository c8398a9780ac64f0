"""Our tree -> a query of Whoosh that finds the same articles.

:mod:`searchkit.local.whoosh_queries` is the door to it. The compiled query can be
filtered, sorted, grouped and combined in Whoosh like any other; scores are Whoosh's own.

What a word means is decided by the words of the index, so a compiled query is for the
index whose words it was compiled with. Whoosh knows terms alone: exact words, patterns
and words with several terms become a :class:`FormsQuery`, which reads the forms of a
segment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from whoosh import query
from whoosh.formats import Positions
from whoosh.matching import ListMatcher, NullMatcher

from searchkit import analysis, utf8
from searchkit.local.segment.columns import NumberColumn
from searchkit.local.segment.date_columns import dated_within
from searchkit.local.whoosh.codec import open_arrays
from searchkit.query.all_or_some import with_all, with_some
from searchkit.query.nodes import (
    AllOrSome,
    And,
    AtUrl,
    Before,
    Boost,
    ByAuthor,
    Constant,
    DateRange,
    ExactWord,
    Fact,
    Field,
    FromSource,
    InLanguage,
    Near,
    Not,
    Or,
    Phrase,
    WithKey,
    Word,
    terms,
)
from searchkit.records import Record
from searchkit.schema import (
    NO_SOURCE,
    TEXT_FIELDS,
    author_term,
    has_words,
    source_term,
)
from searchkit.schema.outlet_identity import outlet_identity
from searchkit.schema.urls import is_below, url_term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.field_reader import FieldReader
    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.query.nodes import Leaf, Node, Pattern, Term

    Integers = npt.NDArray[np.int64]

_SHIFT = 32  # bits of a position


class Words(Protocol):
    """The words of an index."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages of its articles."""

    def terms(self, word: Word) -> Mapping[bytes, frozenset[str] | None]:
        """Return the terms that a word means, and the languages each counts in; None: all."""

    def forms(self, pattern: Pattern) -> Sequence[bytes]:
        """Return the words that a pattern fits."""


def compile_query(node: Node, words: Words) -> query.Query:
    """Return a query of Whoosh that finds what a tree finds, with some words of those side by side.

    Args:
        node: The tree.
        words: The words of the index that will be asked.
    """
    return _Compiler(words).compile(node, TEXT_FIELDS)


class _Compiler(Record):
    words: Words

    def compile(self, node: Node, fields: tuple[str, ...]) -> query.Query:
        match node:
            case And():
                return self._all(node.parts, fields)
            case Or():
                return _any([self.compile(part, fields) for part in node.parts])
            case Not():
                return query.And([query.Every(), query.Not(self._whole(node.part, fields))])
            case AllOrSome():
                return self.compile(with_some(node), fields)
            case Field():
                inner = (node.name,) if node.name in fields else ()
                return self.compile(node.part, inner)
            case Boost():
                return query.Or([self.compile(node.part, fields)], boost=node.factor)
            case Constant():
                return query.ConstantScoreQuery(self.compile(node.part, fields), node.score)
            case _:
                if isinstance(node, Fact):
                    return query.ConstantScoreQuery(_fact(node), 0.0)
                return _any([self._leaf(node, name) for name in fields])

    def _all(self, parts: Sequence[Node], fields: tuple[str, ...]) -> query.Query:
        required = [self.compile(part, fields) for part in parts if not isinstance(part, Not)]
        excluded = [self._whole(part.part, fields) for part in parts if isinstance(part, Not)]
        if not required:
            required = [query.Every()]
        # Not `AndNot`: Whoosh's matcher for it keeps the first article of the one where the
        # first of the other lies before it.
        return query.And([*required, *([query.Not(_any(excluded))] if excluded else [])])

    def _whole(self, node: Node, fields: tuple[str, ...]) -> query.Query:
        """Return what finds the articles that have all words side by side."""
        return self.compile(with_all(node), fields)

    def _leaf(self, leaf: Leaf, field: str) -> query.Query:
        """Return what finds a leaf in a field: for each language by itself, where that matters."""
        meanings = [
            self.words.terms(term) if isinstance(term, Word) else {} for term in terms(leaf)
        ]
        if all(languages is None for meaning in meanings for languages in meaning.values()):
            return self._in_language(leaf, field, None)
        return _any(
            [
                query.And(
                    [self._in_language(leaf, field, language), query.Term("language", language)]
                )
                for language in self.words.languages
            ]
        )

    def _in_language(self, leaf: Leaf, field: str, language: str | None) -> query.Query:
        operands = [self._operand(term, field, language) for term in terms(leaf)]
        match leaf:
            case Phrase():
                return query.SpanNear2(operands, slop=leaf.slop + 1)
            case Before():
                return query.SpanNear2(operands, slop=leaf.distance)
            case Near():
                return query.SpanNear2(operands, slop=leaf.distance, ordered=False)
            case _:
                return operands[0]

    def _operand(self, term: Term, field: str, language: str | None) -> query.Query:
        match term:
            case Word():
                names = [
                    name
                    for name, languages in self.words.terms(term).items()
                    if languages is None or language in languages
                ]
                if len(names) == 1:
                    return query.Term(field, utf8.decode(names[0]))
                return FormsQuery(field, whole_terms=tuple(names))
            case ExactWord():
                return FormsQuery(field, forms=(utf8.encode(analysis.fold(term.text)),))
            case _:
                return FormsQuery(field, forms=tuple(self.words.forms(term)))


class _ArrayQuery(query.Query):
    """Finds articles by the arrays of a segment."""

    def estimate_size(self, ixreader: Any) -> int:
        """Return how many articles it may find at most: all, as far as Whoosh can know before."""
        count: int = ixreader.doc_count()
        return count

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return what goes through the articles of one segment."""
        del context
        reader = searcher.reader()
        articles, positions = self._found(open_arrays(reader.storage(), reader.segment()))
        held = [
            (article, where)
            for article, where in zip(articles.tolist(), positions, strict=False)
            if not reader.is_deleted(article)
        ]
        if not held:
            return NullMatcher()
        encode = Positions().encode
        return ListMatcher(
            [article for article, _ in held],
            weights=[float(len(where)) for _, where in held],
            values=[encode(where) for _, where in held],
            format=Positions(),
        )

    def _found(self, arrays: ArraySegment) -> tuple[Integers, Sequence[Sequence[int]]]:
        """Return the articles that are found, ascending, and the positions in each."""
        raise NotImplementedError


@dataclass(frozen=True)
class FormsQuery(_ArrayQuery):
    """Finds any of some terms, and of some words as they were written.

    Attributes:
        fieldname: A field with forms.
        whole_terms: Terms that count in all their forms.
        forms: Words that count whatever their term.
    """

    fieldname: str
    whole_terms: tuple[bytes, ...] = ()
    forms: tuple[bytes, ...] = ()

    def _found(self, arrays: ArraySegment) -> tuple[Integers, Sequence[Sequence[int]]]:
        field = arrays.field(self.fieldname)
        found = [] if field is None else list(self._occurrences(field))
        occurrences = np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
        articles, starts = np.unique(occurrences >> _SHIFT, return_index=True)
        positions = np.split(occurrences & ((1 << _SHIFT) - 1), starts[1:])
        return articles, [some.tolist() for some in positions]

    def _occurrences(self, field: FieldReader) -> Iterator[Integers]:
        """Yield articles and positions, as one number each."""
        for name in self.whole_terms:
            number = field.terms.find(name)
            if number >= 0:
                yield _occurrences_of(field, number)
        for name in self.forms if field.forms is not None else ():
            assert field.forms is not None
            for form in range(*field.forms.equal_range(name)):
                yield _occurrences_of(field, field.form_terms.item(form), form)


def _occurrences_of(field: FieldReader, term: int, form: int | None = None) -> Integers:
    postings = field.postings(term)
    read = postings.occurrences()
    found: Integers = np.repeat(postings.articles << _SHIFT, read.counts) + read.positions
    return found if form is None or read.forms is None else found[read.forms == form]


@dataclass(frozen=True)
class DateQuery(_ArrayQuery):
    """Finds the articles of a period."""

    period: DateRange

    def _found(self, arrays: ArraySegment) -> tuple[Integers, Sequence[Sequence[int]]]:
        columns = list(map(arrays.column, ("date_from", "date_to", "date_offset")))
        numbers = [column.numbers for column in columns if isinstance(column, NumberColumn)]
        found = np.zeros(arrays.n_articles, np.bool_)
        if len(numbers) == len(columns):
            found = dated_within(*numbers, since=self.period.since, until=self.period.until)
        articles = np.flatnonzero(found)
        return articles, [[0]] * len(articles)


class _Labels(query.MultiTerm):
    """Finds articles by those of the terms of a field that have something."""

    def __init__(self, fieldname: str, has: Callable[[str], bool]) -> None:
        self.fieldname = fieldname
        self.boost = 1.0
        self._has = has

    def _btexts(self, ixreader: Any) -> Iterator[bytes]:
        if self.fieldname in ixreader.schema:
            yield from (
                term for term in ixreader.lexicon(self.fieldname) if self._has(term.decode())
            )


def _any(parts: Sequence[query.Query]) -> query.Query:
    return query.Or(list(parts)) if parts else query.NullQuery


def _is_outlet(term: str, identity: str) -> bool:
    return term != NO_SOURCE and outlet_identity(term) == identity


def _fact(node: Fact) -> query.Query:
    match node:
        case FromSource():
            term = source_term(node.name)
            if term == NO_SOURCE:
                return query.Term("source", term)
            return _Labels("source", partial(_is_outlet, identity=outlet_identity(term)))
        case InLanguage():
            return query.Term("language", node.code)
        case WithKey():
            return query.Term("key", node.key)
        case ByAuthor():
            return _Labels("author", partial(has_words, words=author_term(node.name)))
        case AtUrl():
            return _Labels("url", partial(is_below, address=url_term(node.url)))
        case DateRange():
            return DateQuery(node)
        case _:
            return query.Every()
