"""The tree that a query is read as.

Nodes are frozen and know where in the query they were typed. They hold words
as analysis leaves them before stemming: which terms a word stands for depends
on the languages of the index, and is decided where the tree is run. Three kinds
of nodes make a tree:

*terms* stand for words of the articles
    :class:`Word` in any of its forms, :class:`ExactWord` as it is written, and
    :class:`Prefix`, :class:`Wildcard`, :class:`Regex` and :class:`Fuzzy` for all
    the words that fit. Terms that stand together make a :class:`Phrase`, a
    :class:`Near` or a :class:`Before`. These are the *leaves*: each has a rarity,
    and scores.
*facts* find articles and score nothing
    :class:`Every`, :class:`DateRange`, :class:`NumberRange`, :class:`FromSource`,
    :class:`InLanguage`.
*combinations* of nodes
    :class:`And`, :class:`Or`, :class:`Not`, :class:`Field`, :class:`Boost`,
    :class:`Constant`.

:class:`Foreign` holds a query of the engine below, for what has no node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from searchkit.article import Span
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from whoosh.query import Query as WhooshQuery

NOT_TYPED = Span(0, 0)
"""The span of what a program put into a tree."""

FieldName: TypeAlias = Literal["text", "title"]
"""A field whose words are searched."""


class Word(Record):
    """One word, in any of its forms.

    Attributes:
        text: The word as :func:`searchkit.analysis.tokenise` gives it.
        span: Where it was typed.
    """

    text: str
    span: Span = NOT_TYPED


class ExactWord(Record):
    """One word as it is written: case and accents do not matter, endings do."""

    text: str
    span: Span = NOT_TYPED


class Prefix(Record):
    """All words that begin so, case and accents ignored."""

    text: str
    span: Span = NOT_TYPED


class Wildcard(Record):
    """All words of a pattern: ``*`` is any characters or none, ``?`` is any one."""

    pattern: str
    span: Span = NOT_TYPED


class Regex(Record):
    """All words that a regular expression of Python matches whole.

    It is compared with folded words, so letters in it should be lower case and
    without accents.
    """

    pattern: str
    span: Span = NOT_TYPED


class Fuzzy(Record):
    """All words that differ by few letters.

    Attributes:
        text: The word, case and accents ignored.
        distance: How many letters may be wrong, missing, too many or exchanged
            with their neighbour: 0 to 2.
        prefix_length: How many letters at the beginning must be right.
    """

    text: str
    span: Span = NOT_TYPED
    distance: int = 1
    prefix_length: int = 0


Pattern: TypeAlias = Prefix | Wildcard | Regex | Fuzzy
Term: TypeAlias = Word | ExactWord | Pattern


class Phrase(Record):
    """Two or more terms that follow one another.

    Attributes:
        words: The terms, in order.
        slop: How many other words may stand between one and the next.
    """

    words: tuple[Term, ...]
    span: Span = NOT_TYPED
    slop: int = 0


class Near(Record):
    """Two terms close to each other, in any order.

    Attributes:
        distance: How many places apart they stand at most; 1 is side by side.
    """

    first: Term
    second: Term
    distance: int
    span: Span = NOT_TYPED


class Before(Record):
    """Two terms close to each other, in this order.

    Attributes:
        distance: How many places apart they stand at most; 1 is side by side.
    """

    first: Term
    second: Term
    distance: int
    span: Span = NOT_TYPED


class Every(Record):
    """Every article, none before another."""


class DateRange(Record):
    """Articles whose date may lie in a stretch of time.

    An article that is dated to a year, a month or a day, or to a time without a
    zone, is compared with what clocks show in the zone of the ends; one that is
    dated to a moment, with the moments.

    Attributes:
        since: Its first second, or its first day; in UTC if it has no zone; None: open.
        until: Its last second, or its last day, likewise. Without both ends,
            articles that have a date.
    """

    since: date | None = None
    until: date | None = None
    span: Span = NOT_TYPED


class NumberRange(Record):
    """Articles whose number in a column lies between two others, both included.

    Attributes:
        column: A column of numbers; an index without it has no such articles.
        least: The least number, or None.
        most: The largest number, or None.
    """

    column: str
    least: float | None = None
    most: float | None = None
    span: Span = NOT_TYPED


class FromSource(Record):
    """Articles of an outlet; ``none``: those without one.

    Attributes:
        name: Its name; case, accents and spacing do not matter.
    """

    name: str
    span: Span = NOT_TYPED


class InLanguage(Record):
    """Articles in a language.

    Attributes:
        code: ISO 639-1, or ``unknown``.
    """

    code: str
    span: Span = NOT_TYPED


class And(Record):
    """Articles that every part finds, and no part under :class:`Not`."""

    parts: tuple[Node, ...]


class Or(Record):
    """Articles that any part finds."""

    parts: tuple[Node, ...]


class Not(Record):
    """Articles that a part does not find, none before another."""

    part: Node


class Field(Record):
    """What a part finds in one field alone."""

    name: FieldName
    part: Node


class Boost(Record):
    """What a part finds, its scores multiplied.

    Attributes:
        factor: 0 or more.
    """

    part: Node
    factor: float


class Constant(Record):
    """What a part finds, all with one score, 0 or more."""

    part: Node
    score: float


class Foreign(Record):
    """What a query of Whoosh finds, with the scores that Whoosh gives."""

    query: WhooshQuery


Leaf: TypeAlias = Term | Phrase | Near | Before
Fact: TypeAlias = Every | DateRange | NumberRange | FromSource | InLanguage
Node: TypeAlias = Leaf | Fact | And | Or | Not | Field | Boost | Constant | Foreign


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the leaves that make an article found, in the order of the tree.

    What stands under :class:`Not` is not looked for, so it is left out.
    """
    match node:
        case And() | Or():
            for part in node.parts:
                yield from leaves(part)
        case Field() | Boost() | Constant():
            yield from leaves(node.part)
        case Every() | DateRange() | NumberRange() | FromSource() | InLanguage():
            pass
        case Not() | Foreign():
            pass
        case _:
            yield node


def terms(leaf: Leaf) -> tuple[Term, ...]:
    """Return the terms of a leaf, in order."""
    match leaf:
        case Phrase():
            return leaf.words
        case Near() | Before():
            return leaf.first, leaf.second
        case _:
            return (leaf,)
