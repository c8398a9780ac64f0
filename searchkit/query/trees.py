"""What every engine asks of the tree of a query: leaves, the fields they look in, filters."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, cast

from searchkit.query.nodes import (
    And,
    DateRange,
    ExactWord,
    Field,
    FromSource,
    Leaf,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    parts_of,
)
from searchkit.records import NamedTuple
from searchkit.schema import TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from searchkit.query.filters import Filters
    from searchkit.query.nodes import FieldName, Node


class AskedLeaf(NamedTuple):
    """A leaf of a query, and where it is looked for."""

    leaf: Leaf
    fields: tuple[str, ...]
    is_sought: bool


def asked_leaves(
    node: Node, fields: tuple[str, ...] = TEXT_FIELDS, *, is_sought: bool = True
) -> list[AskedLeaf]:
    """Return the leaves of a tree, in its order, those under :class:`Not` too."""
    match node:
        case Field():
            fields = narrowed(fields, node.name)
        case Not():
            is_sought = False
    if isinstance(node, Leaf):
        return [AskedLeaf(node, fields, is_sought)]
    asked = (asked_leaves(part, fields, is_sought=is_sought) for part in parts_of(node))
    return list(chain.from_iterable(asked))


def narrowed(fields: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return where a node looks that is under a :class:`Field`."""
    return (name,) if name in fields else ()


def in_fields(node: Node, fields: tuple[str, ...]) -> Node:
    """Return what looks for a node in one field, or in all of the fields that there are."""
    return Field(cast("FieldName", fields[0]), node) if len(fields) == 1 else node


def leaf_key(leaf: Leaf) -> Hashable:
    """Return what names a leaf, wherever it was typed; to compare strings takes least time."""
    match leaf:
        case Word():
            return Word, leaf.text, leaf.language, leaf.whole_stem
        case ExactWord() | Prefix():
            return type(leaf), leaf.text
        case Phrase():
            return Phrase, leaf.slop, *map(leaf_key, leaf.words)
        case _:
            return leaf


def filtered(node: Node, filters: Filters) -> Node:
    """Return a query that finds only what passes the filters."""
    if not filters:
        return node
    facts: list[Node] = []
    if filters.sources:
        sources = tuple(map(FromSource, filters.sources))
        facts.append(Or(sources) if len(sources) > 1 else sources[0])
    if filters.since is not None or filters.until is not None:
        facts.append(DateRange(filters.since, filters.until))
    if filters.undated:
        facts.append(Not(DateRange()))
    return And((node, *facts))
