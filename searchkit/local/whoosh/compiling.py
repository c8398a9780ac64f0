"""Our tree -> a query of Whoosh that finds the same articles.

For who searches the index with Whoosh, or wants what only Whoosh has: the
compiled query can be filtered, sorted, grouped and combined there like any other.
Scores are Whoosh's own.

What a word stands for is decided by the words of the index, so a compiled query
is for the index whose words it was compiled with. Whoosh knows terms alone:
exact words, patterns and words with several terms become a :class:`Places`,
which reads the forms of a segment.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from whoosh import query
from whoosh.formats import Positions
from whoosh.matching import ListMatcher, NullMatcher

from searchkit import analysis, utf8
from searchkit.local.whoosh.codec import open_arrays
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
    in_any_language,
    terms,
)
from searchkit.records import Record
from searchkit.schema import (
    TEXT_FIELDS,
    UNDATED,
    author_term,
    date_bounds,
    has_words,
    is_below,
    source_term,
    url_term,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from searchkit.local.segment.field_reader import FieldReader
    from searchkit.query.nodes import Leaf, Node, Pattern, Term

_SHIFT = 32  # bits of a position


class Words(Protocol):
    """What the words of an index tell."""

    @property
    def languages(self) -> Sequence[str]:
        """The languages of its articles."""

    def terms(
        self, word: str, language: str | None = None
    ) -> Mapping[bytes, frozenset[str] | None]:
        """Return the terms that a word stands for, and the languages each counts in; None: all.

        Args:
            word: The word.
            language: The one language that it is a word of; None: of all.
        """

    def forms(self, pattern: Pattern) -> Sequence[bytes]:
        """Return the words that a pattern stands for."""


def compile_query(node: Node, words: Words) -> query.Query:
    """Return a query of Whoosh that finds what a tree finds.

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
                return query.And([query.Every(), query.Not(self.compile(node.part, fields))])
            case Field():
                inner = (node.name,) if node.name in fields else ()
                return self.compile(node.part, inner)
            case Boost():
                return query.Or([self.compile(node.part, fields)], boost=node.factor)
            case Constant():
                return query.ConstantScoreQuery(self.compile(node.part, fields), node.score)
            case AllOrSome():
                return AllOrSomeQuery(
                    tuple(self.compile(part, fields) for part in node.parts),
                    tuple(self.compile(part, fields) for part in node.required),
                    settled_by=self.compile(in_any_language(And(node.parts)), fields),
                )
            case _:
                if isinstance(node, Fact):
                    return query.ConstantScoreQuery(_fact(node), 0.0)
                return _any([self._leaf(node, name) for name in fields])

    def _all(self, parts: Sequence[Node], fields: tuple[str, ...]) -> query.Query:
        required = [self.compile(part, fields) for part in parts if not isinstance(part, Not)]
        excluded = [self.compile(part.part, fields) for part in parts if isinstance(part, Not)]
        if not required:
            required = [query.Every()]
        # Not `AndNot`: Whoosh's matcher for it keeps the first article of the one where the
        # first of the other lies before it.
        return query.And([*required, *([query.Not(_any(excluded))] if excluded else [])])

    def _leaf(self, leaf: Leaf, field: str) -> query.Query:
        """Return what finds a leaf in a field: for each language by itself, where that matters."""
        stood_for = [
            self.words.terms(term.text, term.language) if isinstance(term, Word) else {}
            for term in terms(leaf)
        ]
        if all(languages is None for its in stood_for for languages in its.values()):
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
                    for name, languages in self.words.terms(term.text, term.language).items()
                    if languages is None or language in languages
                ]
                if len(names) == 1:
                    return query.Term(field, utf8.decode(names[0]))
                return Places(field, terms=tuple(names))
            case ExactWord():
                form = utf8.encode(analysis.fold(term.text))
                return Places(field, forms=(form,))
            case _:
                return Places(field, forms=tuple(self.words.forms(term)))


class _Comparable(query.Query):
    """A query of Whoosh that is another one's like if it was made of the same."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple[object, ...]:
        raise NotImplementedError


class Places(_Comparable):
    """Finds any of some terms, and of some words as they were written.

    Args:
        fieldname: A field with forms.
        terms: Terms that count in all their forms.
        forms: Words that count whatever their term.
    """

    def __init__(
        self, fieldname: str, *, terms: tuple[bytes, ...] = (), forms: tuple[bytes, ...] = ()
    ) -> None:
        self.fieldname = fieldname
        self.whole_terms = terms
        self.forms = forms

    def __repr__(self) -> str:
        return f"Places({self.fieldname!r}, terms={self.whole_terms}, forms={self.forms})"

    def _told(self) -> tuple[object, ...]:
        return self.fieldname, self.whole_terms, self.forms

    def is_leaf(self) -> bool:
        """Return that there is no query inside it."""
        return True

    def estimate_size(self, ixreader: Any) -> int:
        """Return how many articles it may find at most."""
        count: int = ixreader.doc_count()
        return count

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return what goes through the articles of one segment."""
        del context
        reader = searcher.reader()
        field = open_arrays(reader.storage(), reader.segment()).field(self.fieldname)
        if field is None:
            return NullMatcher()
        places = np.unique(np.concatenate([np.zeros(0, np.int64), *self._places(field)]))
        articles, starts = np.unique(places >> _SHIFT, return_index=True)
        positions = np.split(places & ((1 << _SHIFT) - 1), starts[1:])
        held = [
            (article, its.tolist())
            for article, its in zip(articles.tolist(), positions, strict=False)
            if not reader.is_deleted(article)
        ]
        if not held:
            return NullMatcher()
        encode = Positions().encode
        return ListMatcher(
            [article for article, _ in held],
            weights=[float(len(its)) for _, its in held],
            values=[encode(its) for _, its in held],
            format=Positions(),
        )

    def _places(self, field: FieldReader) -> Iterator[NDArray[np.int64]]:
        """Yield articles and positions, as one number each."""
        for name in self.whole_terms:
            number = field.terms.find(name)
            if number >= 0:
                yield _places_of(field, number)
        for name in self.forms if field.forms is not None else ():
            assert field.forms is not None
            for form in range(*field.forms.equal_range(name)):
                yield _places_of(field, field.form_terms.item(form), form)


def _places_of(field: FieldReader, term: int, form: int | None = None) -> NDArray[np.int64]:
    postings = field.postings(term)
    read = postings.occurrences()
    places: NDArray[np.int64] = np.repeat(postings.articles << _SHIFT, read.counts) + read.positions
    return places if form is None or read.forms is None else places[read.forms == form]


class AllOrSomeQuery(_Comparable):
    """Finds what all of some queries find; where the index has no such article, what any finds.

    Args:
        parts: The queries.
        required: Those that must find it in any case.
        settled_by: What finds an article if the index has one; None: all parts together.
    """

    def __init__(
        self,
        parts: tuple[query.Query, ...],
        required: tuple[query.Query, ...] = (),
        *,
        settled_by: query.Query | None = None,
    ) -> None:
        self.parts = parts
        self.required = required
        self.settled_by = settled_by or query.And(list(parts))

    def __repr__(self) -> str:
        return f"AllOrSomeQuery({self.parts}, required={self.required})"

    def _told(self) -> tuple[object, ...]:
        return self.parts, self.required, self.settled_by

    def estimate_size(self, ixreader: Any) -> int:
        """Return how many articles it may find at most."""
        count: int = ixreader.doc_count()
        return count

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        """Return what goes through the articles of one segment."""
        return self._settled(searcher.get_parent()).matcher(searcher, context)

    def _settled(self, whole: Any) -> query.Query:
        """Return what it stands for in an index."""
        if any(True for _ in whole.docs_for_query(self.settled_by)):
            return query.And(list(self.parts))
        if not self.required:
            return query.Or(list(self.parts))
        return query.AndMaybe(query.And(list(self.required)), query.Or(list(self.parts)))


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


class _ColumnQuery(query.ColumnQuery):
    """Finds articles by a column; Whoosh's own cannot stand beside other queries."""

    def __init__(self, fieldname: str, condition: Callable[[float], bool]) -> None:
        super().__init__(fieldname, condition)  # type: ignore[no-untyped-call] # Whoosh is typed in part

    def estimate_size(self, ixreader: Any) -> int:
        """Return how many articles it may find at most."""
        count: int = ixreader.doc_count()
        return count


def _any(parts: Sequence[query.Query]) -> query.Query:
    return query.Or(list(parts)) if parts else query.NullQuery


def _fact(node: Fact) -> query.Query:
    match node:
        case FromSource():
            return query.Term("source", source_term(node.name))
        case InLanguage():
            return query.Term("language", node.code)
        case WithKey():
            return query.Term("key", node.key)
        case ByAuthor():
            return _Labels("author", partial(has_words, words=author_term(node.name)))
        case AtUrl():
            return _Labels("url", partial(is_below, address=url_term(node.url)))
        case DateRange():
            return query.Or([_dated(node, in_utc=False), _dated(node, in_utc=True)])
        case _:
            return query.Every()


def _dated(node: DateRange, *, in_utc: bool) -> query.Query:
    """Return what finds those articles of a period whose dates are in UTC, or those others."""
    least, most = date_bounds(node.since, node.until, in_utc=in_utc)
    return query.And(
        [
            query.Every(),  # or Whoosh gives deleted articles, too
            _ColumnQuery("date_in_utc", _between(int(in_utc), int(in_utc))),
            _ColumnQuery("date_to", _between(UNDATED + 1 if least is None else least, None)),
            _ColumnQuery("date_from", _between(None, most)),
        ]
    )


def _between(least: float | None, most: float | None) -> Callable[[float], bool]:
    return lambda number: (least is None or number >= least) and (most is None or number <= most)
