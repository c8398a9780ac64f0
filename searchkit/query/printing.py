"""A tree -> the text of a query that asks the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.query.clocks import written
from searchkit.query.nodes import (
    And,
    Before,
    Boost,
    Constant,
    DateRange,
    ExactWord,
    Field,
    Foreign,
    FromSource,
    Fuzzy,
    InLanguage,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Regex,
    Wildcard,
    Word,
)

if TYPE_CHECKING:
    from searchkit.query.nodes import Node


def to_text(node: Node) -> str:
    """Return a query that asks what a tree asks.

    Args:
        node: The tree. What only a program can put there is shown in angle brackets.

    >>> to_text(And((Word("tide"), Not(Phrase((Word("new"), Word("moon")), slop=2)))))
    'tide AND NOT "new moon"~2'
    """
    match node:
        case And():
            return " AND ".join(map(_within, node.parts))
        case Or():
            return " OR ".join(map(_within, node.parts))
        case Not():
            return f"NOT {_within(node.part)}"
        case Field():
            return f"{node.name}:{_within(node.part)}"
        case Boost():
            return f"{_within(node.part)}^{node.factor:g}"
        case Constant():
            return f"<{to_text(node.part)} counting {node.score:g}>"
        case Foreign():
            return f"<{node.query}>"
        case _:
            return _leaf(node)


def _leaf(node: Node) -> str:
    match node:
        case Word():
            return node.text
        case ExactWord():
            return f"={node.text}"
        case Prefix():
            return f"{node.text}*"
        case Wildcard():
            return node.pattern
        case Regex():
            return f"/{node.pattern}/"
        case Fuzzy():
            return f"{node.text}~{node.distance}"
        case Phrase():
            words = " ".join(map(_leaf, node.words))
            return f'"{words}"~{node.slop}' if node.slop else f'"{words}"'
        case Near():
            return f"{_leaf(node.first)} NEAR/{node.distance} {_leaf(node.second)}"
        case Before():
            return f"{_leaf(node.first)} BEFORE/{node.distance} {_leaf(node.second)}"
        case _:
            return _fact(node)


def _fact(node: Node) -> str:
    match node:
        case FromSource():
            return f"source:{_quoted(node.name)}"
        case InLanguage():
            return f"lang:{node.code}"
        case DateRange():
            return f"date:{written(node.since, node.until)}"
        case NumberRange():
            return f"<{node.column} from {node.least} to {node.most}>"
        case _:
            return "*"


def _within(node: Node) -> str:
    """Return a part of something that is joined."""
    text = to_text(node)
    return f"({text})" if isinstance(node, And | Or | Near | Before) else text


def _quoted(name: str) -> str:
    return name if name.isalnum() else f'"{name}"'
