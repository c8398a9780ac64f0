"""Words side by side: an article may have all of them, or only some.

A tree with an :class:`AllOrSome` in it finds two sets of articles: those that have all of the
words, and the larger one of those that have some. Here a tree is turned into the one that finds
either, and of an article of the larger set it is worked out which words it lacks. What is under
:class:`Not` excludes only articles that have all of the words there.

The leaves of a tree stay the very ones that they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.query.nodes import (
    AllOrSome,
    And,
    Boost,
    Constant,
    Field,
    Not,
    Or,
    parts_of,
    with_parts,
)
from searchkit.query.trees import in_fields, narrowed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from searchkit.query.nodes import Node


def has_groups(node: Node) -> bool:
    """Whether there are words side by side anywhere in a tree."""
    return isinstance(node, AllOrSome) or any(map(has_groups, parts_of(node)))


def groups(node: Node) -> Iterator[AllOrSome]:
    """Yield the groups of which an article that a tree finds may have only some parts."""
    if isinstance(node, AllOrSome):
        yield node
    if not isinstance(node, Not):
        for part in parts_of(node):
            yield from groups(part)


def with_all(node: Node) -> Node:
    """Return what finds the articles that have all words that stand side by side."""
    changed = with_parts(node, with_all)
    return And(changed.parts) if isinstance(changed, AllOrSome) else changed


def with_some(node: Node) -> Node:
    """Return what finds the articles that have some words that stand side by side."""
    if isinstance(node, Not):
        return with_all(node)
    changed = with_parts(node, with_some)
    if not isinstance(changed, AllOrSome):
        return changed
    some = Or(changed.parts)
    # What is required scores in its turn among the parts, so that it scores only there.
    return (
        And((*(Constant(part, 0) for part in changed.required), some)) if changed.required else some
    )


def lacks(
    node: Node,
    fields: tuple[str, ...],
    n_articles: int,
    which: Callable[[Node, tuple[str, ...]], Sequence[bool]],
) -> Sequence[tuple[Node, ...]]:
    """Return what each of some articles lacks of the words of a query.

    Args:
        node: The query, which finds all of the articles.
        fields: Where it looks.
        n_articles: How many articles there are.
        which: Tells which of them a part of the query finds in some fields, itself with some.
    """
    asked = [(id(part), within, part) for part, within in _decisive(node, fields)]
    if not asked:
        return [()] * n_articles
    rows = zip(*(which(part, within) for _, within, part in asked), strict=True)
    known: dict[tuple[bool, ...], tuple[Node, ...]] = {}  # few rows differ
    found = []
    for row in rows:
        if row not in known:
            held = {(name, within): has for (name, within, _), has in zip(asked, row, strict=True)}
            known[row] = tuple(dict.fromkeys(_lacking(node, fields, held)))
        found.append(known[row])
    return found


def _decisive(node: Node, fields: tuple[str, ...]) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Yield the parts that decide what an article lacks, and the fields where each looks."""
    if next(groups(node), None) is None:
        return
    if isinstance(node, Field):
        fields = narrowed(fields, node.name)
    for part in parts_of(node):
        if isinstance(node, AllOrSome | Or):
            yield part, fields
        yield from _decisive(part, fields)


def _lacking(
    node: Node, fields: tuple[str, ...], held: dict[tuple[int, tuple[str, ...]], bool]
) -> list[Node]:
    """Return what an article lacks, by which parts of the query find it."""
    match node:
        case AllOrSome():
            return [
                lacked
                for part in node.parts
                for lacked in (
                    _lacking(part, fields, held)
                    if held[id(part), fields]
                    else [in_fields(part, fields)]
                )
            ]
        case Or():  # of the alternatives that find it, the one of which it lacks least
            found = (part for part in node.parts if held.get((id(part), fields), True))
            return min((_lacking(part, fields, held) for part in found), key=len, default=[])
        case And() | Boost() | Constant():
            return [lacked for part in parts_of(node) for lacked in _lacking(part, fields, held)]
        case Field():
            return _lacking(node.part, narrowed(fields, node.name), held)
        case _:
            return []
