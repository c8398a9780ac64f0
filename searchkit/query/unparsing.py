"""A tree -> the text of a query that is read as this tree.

What the parser made of a query can be printed and read again, in the same time
zone and with the same language, and gives the same tree. Brackets stand around
everything that joins parts, so that no one needs to know what binds tighter.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.analysis.stop_words import FUNCTION_WORDS
from searchkit.query.dates.moments import written
from searchkit.query.lexing import CLOSERS
from searchkit.query.nodes import (
    AllOrSome,
    And,
    AtUrl,
    Before,
    Boost,
    ByAuthor,
    Constant,
    DateRange,
    Every,
    ExactWord,
    Fact,
    Field,
    FromSource,
    Fuzzy,
    InLanguage,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Wildcard,
    WithKey,
    Word,
)
from searchkit.query.pasted_urls import pasted_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.query.nodes import Node


def to_text(node: Node) -> str:
    """Return a query that asks what a tree asks.

    Args:
        node: The tree. A :class:`Constant` that only a program can put there is shown in
            angle brackets.

    >>> to_text(And((Word("tide"), Not(Phrase((Word("new"), Word("moon")), slop=2)))))
    'tide AND NOT "new moon"~2'
    """
    match node:
        case Or():
            return pasted_address(node) or " OR ".join(map(_within, node.parts)) or '""'
        case And():
            return " AND ".join(map(_within, node.parts))
        case AllOrSome():
            return " ".join(
                ("+" if part in node.required else "") + _side(part) for part in node.parts
            )
        case Not():
            return f"NOT {_within(node.part)}"
        case Field():
            return f"{node.name}:{_tight(node.part)}"
        case Boost():
            return f"{_tight(node.part)}^{node.factor:.9f}".rstrip("0").rstrip(".")
        case Near():
            return f"{to_text(node.first)} NEAR/{node.distance} {to_text(node.second)}"
        case Before():
            return f"{to_text(node.first)} BEFORE/{node.distance} {to_text(node.second)}"
        case Constant():
            return f"<{to_text(node.part)} counting {node.score:g}>"
        case _:
            return _leaf(node)


def _leaf(node: Node) -> str:
    match node:
        case Word():
            return f"{node.text}%" if node.whole_stem else node.text
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
            is_exact = any(isinstance(word, ExactWord) for word in node.words)
            words = _side_by_side([_leaf(word).removeprefix("=") for word in node.words])
            slop = f"~{node.slop}" if node.slop else ""
            return f'{"=" if is_exact else ""}"{words}"{slop}'
        case _:
            return _fact(node)


def _side_by_side(words: Sequence[str]) -> str:
    """Return the words of a phrase, without a space where nobody types one.

    >>> _side_by_side(["社", "会", "new", "moon"])
    '社会 new moon'
    """
    text = words[0]
    for before, word in pairwise(words):
        needs_space = not (analysis.is_unspaced(before) and analysis.is_unspaced(word))
        text += f" {word}" if needs_space else word
    return text


def _fact(node: Node) -> str:
    match node:
        case FromSource():
            return f"source:{quoted(node.name)}"
        case InLanguage():
            return f"lang:{quoted(node.code)}"
        case ByAuthor():
            return f"author:{quoted(node.name) if node.name else '*'}"
        case AtUrl():
            return f"url:{quoted(node.url) if node.url else '*'}"
        case WithKey():
            return f"key:{quoted(node.key)}"
        case DateRange():
            return f"date:{written(node.since, node.until)}"
        case _:
            assert isinstance(node, Every)
            return "*"


def _within(node: Node) -> str:
    """Return a part of something that is joined by an operator."""
    text = to_text(node)
    if isinstance(node, Or) and (not node.parts or pasted_address(node)):
        return text
    return f"({text})" if isinstance(node, (And, Or, AllOrSome)) else text  # quicker than `|`


def _side(node: Node) -> str:
    """Return a part of what stands side by side."""
    if isinstance(node, Word) and analysis.fold(node.text) in _common_words():
        return f'"{_leaf(node)}"'  # or it would be left out
    return f"({to_text(node)})" if isinstance(node, Not) else _within(node)


def _tight(node: Node) -> str:
    """Return what a field or a boost belongs to."""
    loose = And | Or | AllOrSome | Not | Near | Before | Field | Boost
    text = to_text(node)
    if isinstance(node, Boost) and not isinstance(node.part, Boost | Field):
        return text
    is_value = isinstance(node, Fact) and not isinstance(node, Every)  # which has a field itself
    return f"({text})" if is_value or (isinstance(node, loose) and node != Or(())) else text


def quoted(value: str) -> str:
    """Return a value as a query has it, in quotation marks that do not stand in it.

    >>> print(quoted("Quay-News"), quoted("Quay News"), quoted('Quay "News"'))
    Quay-News "Quay News" “Quay "News"”
    """
    if value.isascii() and value.replace("-", "").replace(".", "").isalnum():
        return value
    opener = next((mark for mark in CLOSERS if not set(CLOSERS[mark]) & set(value)), '"')
    return f"{opener}{value}{CLOSERS[opener][0]}"


@cache
def _common_words() -> frozenset[str]:
    return frozenset(analysis.fold(word) for words in FUNCTION_WORDS.values() for word in words)
