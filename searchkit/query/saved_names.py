"""The names of saved searches, and what a query asks of those that it names: `@NAME`.

A name has letters and digits of any script, ``-``, ``_`` and ``.``, a letter or a digit at both
ends, and at most 50 characters. Names that differ only in case are the same.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Protocol

from searchkit.query.nodes import facts, mapped

if TYPE_CHECKING:
    from searchkit.article import Span
    from searchkit.query.nodes import Node
    from searchkit.query.parsing import ParsedQuery

LONGEST_NAME = 50
"""Characters of a name."""

NAME_RULE = (
    f'letters, digits, "-", "_" and ".", with a letter or a digit at both ends, '
    f"{LONGEST_NAME} characters at most"
)
"""What a name consists of, in words."""

_SIGNS = frozenset("-_.")
_ENDINGS = ".,;:!?…"  # punctuation of the sentence that a query may be


class SavedQueries(Protocol):
    """What the parser asks of saved searches."""

    def read(self, name: str) -> ParsedQuery | None:
        """Return what a saved search finds, its filters included; None if none has the name."""

    def nearest(self, name: str) -> str | None:
        """Return the name of the saved search that may have been meant, or None."""


def is_search_name(name: str) -> bool:
    """Whether a saved search may have a name.

    >>> [is_search_name(name) for name in ("spring-tide", "Ebbe_2", "spring tide", "-tide", "")]
    [True, True, False, False, False]
    """
    plain = unicodedata.normalize("NFC", name)
    return (
        0 < len(plain) <= LONGEST_NAME
        and plain[0].isalnum()
        and plain[-1] not in _SIGNS
        and all(char in _SIGNS or _is_of_a_word(char) for char in plain)
    )


def name_key(name: str) -> str:
    """Return what is the same for all spellings of a name.

    >>> name_key("Tide") == name_key("tide")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def named(chunk: str) -> str:
    """Return the name that a part of a query may call a saved search by; empty for none.

    >>> named("@tide"), named("@tide,"), named("tide"), named("@")
    ('tide', 'tide', '', '')
    """
    return chunk[1:].rstrip(_ENDINGS) if chunk.startswith("@") else ""


def typed_at(node: Node, span: Span) -> Node:
    """Return a tree as if all of it had been typed in one place."""

    def moved(node: Node) -> Node:
        return node.replace(span=span) if hasattr(node, "span") else node

    return mapped(node, moved)


def n_clauses(node: Node) -> int:
    """Return how many words, patterns and values a tree has."""
    from searchkit.query.trees import asked_leaves  # late: few queries name a saved search

    return len(asked_leaves(node)) + sum(1 for _ in facts(node))


def _is_of_a_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char).startswith("M")
