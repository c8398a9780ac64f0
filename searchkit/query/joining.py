"""Parts of a query that stand side by side -> one node.

Of words, phrases and patterns an article may have all, or only some. What only filters, a
source or a date, holds in any case, and so does what a sign requires or leaves out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.query.nodes import (
    AllOrSome,
    And,
    Boost,
    InLanguage,
    Not,
    Or,
    Word,
    leaves,
    mapped,
)
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from searchkit.query.modifiers import Suffix
    from searchkit.query.nodes import Node


class Part(NamedTuple):
    """A part of a query, and what the signs before it say.

    Attributes:
        node: What it looks for.
        is_bare: Whether it is a word with nothing typed around it.
        is_required: Whether it must be found even where others need not be.
        is_excluded: Whether what it finds is left out.
    """

    node: Node
    is_bare: bool = False
    is_required: bool = False
    is_excluded: bool = False


class Side(NamedTuple):
    """What parts look for that stand side by side.

    Attributes:
        node: What is looked for; None where there is no part.
        left_out: The very common words that are not.
        language: The language in which they are very common.
    """

    node: Node | None
    left_out: list[Word]
    language: str | None


def side_by_side(parts: Sequence[Part], language: str | None) -> Side:
    """Return what parts look for that stand side by side.

    Args:
        parts: The parts, in the order typed.
        language: The language whose very common words are left out.
    """
    sought: list[Part] = []
    others: list[Part] = []
    for part in parts:
        (others if part.is_excluded or not is_sought(part.node) else sought).append(part)
    codes = {part.node.code for part in others if isinstance(part.node, InLanguage)}
    if len(codes) == 1:
        (language,) = codes
    common = analysis.stop_words(language)

    kept: list[Part] = []
    left_out: list[Word] = []
    for part in sought:
        if part.is_bare and isinstance(part.node, Word) and is_common(part.node, common):
            left_out.append(part.node)
        else:
            kept.append(part)
    if not kept:  # a query of such words alone asks for them
        kept, left_out = sought, []
    found = [_all_or_some(kept)] if kept else []
    found += [excluding(part.node) if part.is_excluded else part.node for part in others]
    return Side(all_of(found) if found else None, left_out, language)


def _all_or_some(parts: Sequence[Part]) -> Node:
    """Return what looks for words of which an article may have all, or some."""
    nodes = tuple(part.node for part in parts)  # what was typed twice counts twice
    required = tuple(dict.fromkeys(part.node for part in parts if part.is_required))
    if len(nodes) == 1:
        return nodes[0]
    return all_of(nodes) if set(nodes) == set(required) else AllOrSome(nodes, required)


def all_of(parts: Sequence[Node]) -> Node:
    """Return what finds what all parts find, their words in the one language that one names."""
    if len(parts) == 1:
        return parts[0]
    codes = {part.code for part in parts if isinstance(part, InLanguage)}
    if len(codes) == 1 and codes <= analysis.LANGUAGES.keys():
        (code,) = codes
        parts = [mapped(part, lambda node: _in_language(node, code)) for part in parts]
    return And(tuple(parts))


def any_of(parts: Sequence[Node]) -> Node | None:
    """Return what finds what any part finds; None without parts."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def excluding(node: Node) -> Node:
    """Return what leaves out what a node finds: of words side by side, where all are found."""
    node = mapped(node, lambda inner: And(inner.parts) if isinstance(inner, AllOrSome) else inner)
    return node.part if isinstance(node, Not) else Not(node)


def boosted(node: Node, suffix: Suffix) -> Node:
    """Return a node with the boost of a suffix."""
    return node if suffix.boost is None else Boost(node, suffix.boost)


def is_sought(node: Node) -> bool:
    """Whether a node looks for words, rather than filters alone."""
    return next(leaves(node), None) is not None


def is_common(word: Word, common: AbstractSet[str]) -> bool:
    """Whether a word is among the very common ones of a language, and no acronym."""
    return not analysis.is_acronym(word.text) and analysis.fold(word.text) in common


def _in_language(node: Node, code: str) -> Node:
    if isinstance(node, Word) and node.language is None:
        return node.replace(language=code)
    return node
