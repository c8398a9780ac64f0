"""An address that was pasted into a query: the articles published there, and those that name it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.late_patterns import late_pattern
from searchkit.query.nodes import AtUrl, Constant, Not, Or, Phrase, Word, parts_of
from searchkit.query.words import plain_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.query.nodes import Node

# The score of being published at an address: more than its words have in any text, so that
# an article comes before those that link to it.
_AT_IT = 1000.0

# What no text names an address with: a scheme, a user name and a password, `www.`
_UNNAMED = late_pattern(r"(?:https?://)?(?:[^/?#@]*@)?(?:www\.)?", re.IGNORECASE)


def words_of(address: str, start: int) -> list[Word]:
    """Return the words by which a text names an address.

    Args:
        address: The address.
        start: Where it begins in the query.
    """
    named = _UNNAMED.sub("", address, count=1)
    found = plain_words(named, start + len(address) - len(named))
    return [word for word in found if isinstance(word, Word)]


def pasted(at: AtUrl, words: Sequence[Word]) -> Node:
    """Return what finds the articles at an address, and those whose text has its words."""
    if not words:
        return at
    in_text = Phrase(tuple(words), at.span) if len(words) > 1 else words[0]
    return Or((Constant(at, _AT_IT), in_text))


def pasted_address(node: Or) -> str | None:
    """Return the address that was pasted for a node, if one was."""
    match node.parts:
        case (Constant(AtUrl() as at, score), Phrase() | Word()) if score == _AT_IT:
            return at.url
        case _:
            return None


def is_led_by_address(node: Node) -> bool:
    """Whether an address that was pasted decides what comes first, and not how well it fits.

    What articles score then says nothing to a reader.
    """
    if isinstance(node, Or) and pasted_address(node) is not None:
        return True
    return not isinstance(node, Not) and any(map(is_led_by_address, parts_of(node)))
