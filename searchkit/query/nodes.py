"""The tree that a query is read as.

Nodes are frozen and know where in the query they were typed. They hold words
as analysis leaves them before it looks for their inflection classes: which terms a
word means depends on the languages of the index, and is decided where the tree is
evaluated. Three kinds of nodes make a tree:

*terms* find words of the articles
    :class:`Word` in any inflection, :class:`ExactWord` as it is written, and
    :class:`Prefix`, :class:`Wildcard`, :class:`Regex` and :class:`Fuzzy` for all
    the words that match. Terms close together make a :class:`Phrase`, a
    :class:`Near` or a :class:`Before`. These are the *leaves*: each has a rarity,
    and scores.
*facts* find articles and score nothing
    :class:`Every`, :class:`DateRange`, :class:`FromSource`, :class:`InLanguage`,
    :class:`ByAuthor`, :class:`AtUrl`, :class:`WithKey`.
*combinations* of nodes
    :class:`And`, :class:`Or`, :class:`Not`, :class:`AllOrSome`, :class:`Field`,
    :class:`Boost`, :class:`Constant`.

Two trees that ask the same are equal wherever they were typed: spans do not count.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from searchkit.article import Span
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

NOT_TYPED = Span(0, 0)
"""The span of what a program put into a tree."""

FieldName: TypeAlias = Literal["text", "title"]
"""A field whose words are searched."""


class Typed(Record):
    """A record that knows where it was typed, which does not count when it is compared."""

    _not_compared = frozenset({"span"})


class Word(Typed):
    """One word, in any inflection.

    Attributes:
        text: The word as :func:`searchkit.analysis.tokenise` gives it.
        span: Where it was typed.
        language: The language that this part of the query is limited to, ISO
            639-1; None: all languages of the index.
        whole_stem: Whether its relatives are meant as well: all words of its stem.
    """

    text: str
    span: Span = NOT_TYPED
    language: str | None = None
    whole_stem: bool = False


class ExactWord(Typed):
    """One word as it is written: case and accents do not matter, endings do."""

    text: str
    span: Span = NOT_TYPED


class Prefix(Typed):
    """All words that begin with a text, case and accents ignored."""

    text: str
    span: Span = NOT_TYPED


class Wildcard(Typed):
    """All words of a pattern: ``*`` is any characters or none, ``?`` is any one."""

    pattern: str
    span: Span = NOT_TYPED


class Regex(Typed):
    """All words that a regular expression matches as a whole, case and accents ignored.

    Attributes:
        pattern: An expression as :mod:`searchkit.query.automata` reads it.
    """

    pattern: str
    span: Span = NOT_TYPED


class Fuzzy(Typed):
    """All words that differ in only a few letters.

    Attributes:
        text: The word, case and accents ignored.
        distance: How many letters may be wrong, missing, added or swapped
            with their neighbour: 0 to 2.
        prefix_length: How many letters at the beginning must be right.
    """

    text: str
    span: Span = NOT_TYPED
    distance: int = 1
    prefix_length: int = 0


Pattern: TypeAlias = Prefix | Wildcard | Regex | Fuzzy
Term: TypeAlias = Word | ExactWord | Pattern


class Phrase(Typed):
    """Two or more terms that follow one another.

    Attributes:
        words: The terms, in order.
        slop: How many other words there may be between one and the next.
    """

    words: tuple[Term, ...]
    span: Span = NOT_TYPED
    slop: int = 0


class Near(Typed):
    """Two terms close to each other, in any order.

    Attributes:
        distance: How many words apart they are at most; 1 is side by side.
    """

    first: Term
    second: Term
    distance: int
    span: Span = NOT_TYPED


class Before(Typed):
    """Two terms close to each other, in this order.

    Attributes:
        distance: How many words apart they are at most; 1 is side by side.
    """

    first: Term
    second: Term
    distance: int
    span: Span = NOT_TYPED


class Every(Record):
    """Every article, none before another."""


class DateRange(Typed):
    """Articles whose date may lie in a stretch of time.

    An article that is dated to a year, a month or a day, or to a time without a
    zone, is compared with what clocks show in the zone of the ends; one that is
    dated to a moment, with the moments.

    Attributes:
        since: Its first second, or its first day; in UTC if it has no zone; None: open.
        until: Its last second, or its last day; None: open. Without both ends,
            articles that have a date.
    """

    since: date | None = None
    until: date | None = None
    span: Span = NOT_TYPED


class FromSource(Typed):
    """Articles of an outlet; ``none``: those without one.

    Attributes:
        name: Its name; case, accents and spacing do not matter.
    """

    name: str
    span: Span = NOT_TYPED


class InLanguage(Typed):
    """Articles in a language.

    Attributes:
        code: ISO 639-1, or ``unknown``.
    """

    code: str
    span: Span = NOT_TYPED


class ByAuthor(Typed):
    """Articles by an author whose name has some words, side by side and in order.

    Attributes:
        name: The words; case and accents do not matter. Empty: any author.
    """

    name: str
    span: Span = NOT_TYPED


class AtUrl(Typed):
    """Articles published at an address or below it.

    Attributes:
        url: A host with its subdomains, or an address with what lies below; as
            :func:`searchkit.schema.urls.url_term` reads it. Empty: any address.
    """

    url: str
    span: Span = NOT_TYPED


class WithKey(Typed):
    """The article with a key, as it is written."""

    key: str
    span: Span = NOT_TYPED


class And(Record):
    """Articles that every part finds, and no part under :class:`Not`."""

    parts: tuple[Node, ...]


class Or(Record):
    """Articles that any part finds; without parts, none."""

    parts: tuple[Node, ...]


class Not(Record):
    """Articles that a part does not find, none before another."""

    part: Node


class AllOrSome(Record):
    """Articles that every part finds, and those that only some find; any of them scores.

    Attributes:
        parts: What is looked for, in the order typed; what is there twice counts twice.
        required: Those of the parts that must be found in any case.
    """

    parts: tuple[Node, ...]
    required: tuple[Node, ...] = ()


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


Leaf: TypeAlias = Term | Phrase | Near | Before
Fact: TypeAlias = Every | DateRange | FromSource | InLanguage | ByAuthor | AtUrl | WithKey
Node: TypeAlias = Leaf | Fact | And | Or | Not | AllOrSome | Field | Boost | Constant


def parts_of(node: Node) -> tuple[Node, ...]:
    """Return the nodes that a combination is made of; a leaf or a fact has none."""
    match node:
        case And() | Or() | AllOrSome():
            return node.parts
        case Not() | Field() | Boost() | Constant():
            return (node.part,)
        case _:
            return ()


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the leaves that make an article found, in the order of the tree.

    What is under :class:`Not` is not looked for, so it is left out.
    """
    if isinstance(node, Leaf):
        yield node
    elif not isinstance(node, Not):
        for part in parts_of(node):
            yield from leaves(part)


def facts(node: Node) -> Iterator[Fact]:
    """Yield the facts of a tree, in its order, those under :class:`Not` too."""
    if isinstance(node, Fact):
        yield node
    for part in parts_of(node):
        yield from facts(part)


def terms(leaf: Leaf) -> tuple[Term, ...]:
    """Return the terms of a leaf, in order."""
    match leaf:
        case Phrase():
            return leaf.words
        case Near() | Before():
            return leaf.first, leaf.second
        case _:
            return (leaf,)


def with_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return a combination with each of its parts exchanged; any other node as it is."""
    match node:
        case And() | Or():
            return node.replace(parts=tuple(map(change, node.parts)))
        case AllOrSome():
            parts = tuple(map(change, node.parts))
            changed = dict(zip(node.parts, parts, strict=True))
            return AllOrSome(parts, tuple(changed[part] for part in node.required))
        case Not() | Field() | Boost() | Constant():
            return node.replace(part=change(node.part))
        case _:
            return node


def mapped(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return a tree with each node exchanged for another, from the leaves up.

    Args:
        node: The tree.
        change: Returns the node to put in place of one; for a term of a leaf, a term.
    """

    def term(node: Term) -> Term:
        changed = change(node)
        assert isinstance(changed, Term)
        return changed

    match node:
        case Phrase():
            node = node.replace(words=tuple(map(term, node.words)))
        case Near() | Before():
            node = node.replace(first=term(node.first), second=term(node.second))
        case _:
            node = with_parts(node, lambda part: mapped(part, change))
    return change(node)
