"""Words that are looked for all together, or else some of them: which of the two, in one index.

An :class:`AllOrSome` is settled before a query is evaluated: it becomes an
:class:`And` where the index has an article with all of its parts, whatever else
the query asks, and an :class:`Or` where it has none.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from searchkit.query.nodes import (
    AllOrSome,
    And,
    Every,
    Field,
    Not,
    Or,
    in_any_language,
    parts_of,
    with_parts,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchkit.query.nodes import Node


def is_open(node: Node) -> bool:
    """Whether a tree has anything to settle."""
    return isinstance(node, AllOrSome) or any(map(is_open, parts_of(node)))


def is_plain(node: Node) -> bool:
    """Whether an article that a tree finds has all parts of whatever is to be settled in it."""
    match node:
        case Or() | Not():
            return not is_open(node)
        case _:
            return all(map(is_plain, parts_of(node)))


def settle(node: Node, has_any: Callable[[Node], bool]) -> tuple[Node, tuple[AllOrSome, ...]]:
    """Return a tree with everything settled, and what has no article with all of its parts.

    Args:
        node: The tree.
        has_any: Whether the index has an article that a settled tree finds.
    """
    unmet: list[AllOrSome] = []

    def settled(node: Node, within: Callable[[Node], Node]) -> Node:
        match node:
            case AllOrSome():
                parts = {part: settled(part, within) for part in node.parts}
                together = And(tuple(parts.values()))
                if has_any(within(in_any_language(together))):
                    return together
                unmet.append(node)
                return _some(tuple(parts.values()), tuple(parts[part] for part in node.required))
            case Field():
                in_field = partial(Field, node.name)
                return node.replace(part=settled(node.part, lambda part: within(in_field(part))))
            case _:
                return with_parts(node, lambda part: settled(part, within))

    return settled(node, lambda part: part), tuple(unmet)


def _some(parts: tuple[Node, ...], required: tuple[Node, ...]) -> Node:
    """Return what finds any of some parts, and all that are required."""
    if not required:
        return Or(parts)
    others = tuple(part for part in parts if part not in required)
    return And((*required, Or((Every(), *others))))  # the others count where they are found
