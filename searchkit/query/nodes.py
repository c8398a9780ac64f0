"""The tree that a query is read as.

Nodes are frozen and know where in the query they were typed. They hold words
as analysis leaves them before stemming: which terms a word stands for depends
on the languages of the index, and is decided where the tree is run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Span


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in any of its forms.

    Attributes:
        text: The word as :func:`searchkit.analysis.tokenise` gives it.
        span: Where it was typed.
    """

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more words that follow one another, each in any of its forms."""

    words: tuple[Word, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class And:
    """Articles that every part finds; two parts or more."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Articles that any part finds; two parts or more."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """Every article, none before another."""


Leaf: TypeAlias = Word | Phrase
Node: TypeAlias = Word | Phrase | And | Or | Every


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield the words and phrases of a tree, in the order they were typed."""
    match node:
        case Word() | Phrase():
            yield node
        case And() | Or():
            for part in node.parts:
                yield from leaves(part)
        case Every():
            pass
