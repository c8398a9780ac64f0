"""What was typed of a query -> of which kinds of things it may be the beginning.

An engine finds the words, outlets and languages that begin so; which of these are asked for, and
which names of fields begin so, is the same for all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from searchkit.query.lexing import TEXT_FIELDS, VALUE_FIELDS
from searchkit.results import Completion

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchkit.results import CompletionKind

FIELDS = tuple(sorted(TEXT_FIELDS | VALUE_FIELDS))

_KINDS: tuple[CompletionKind, ...] = ("field", "source", "word")
_KINDS_OF_VALUES: Mapping[str, tuple[CompletionKind, ...]] = {
    "source": ("source",),
    "lang": ("language",),
    "title": ("word",),
    "text": ("word",),
}
_QUOTES = '"“„”«»'


class Begun(Protocol):
    """Finds what begins with a text, the most frequent first, in one index."""

    def words(self, prefix: str, limit: int) -> Sequence[Completion]:
        """Return at most so many words that begin so, case and accents ignored."""

    def sources(self, prefix: str, limit: int) -> Sequence[Completion]:
        """Return at most so many outlets whose names begin so."""

    def languages(self, prefix: str, limit: int) -> Sequence[Completion]:
        """Return at most so many languages whose codes begin so."""


def completions(
    prefix: str, begun: Begun, *, kind: CompletionKind | None, limit: int
) -> tuple[Completion, ...]:
    """Return how a query that is being typed may go on, by kind and then by frequency.

    Args:
        prefix: What was typed: the beginning of anything, or a field and the
            beginning of its value.
        begun: Finds what begins so.
        kind: What alone to return, or None for all.
        limit: How many of each kind to return at most, 0 or more.
    """
    field, colon, value = prefix.rpartition(":")
    kinds: Sequence[CompletionKind] = _KINDS if kind is None else (kind,)
    if colon and kind is None:
        kinds, prefix = _KINDS_OF_VALUES.get(field.lower(), ()), value
    prefix = prefix.strip(_QUOTES)
    found: list[Completion] = []
    for each in kinds:
        match each:
            case "field":
                found += _fields_that_begin(prefix)[:limit]
            case "source":
                found += begun.sources(prefix, limit)
            case "language":
                found += begun.languages(prefix, limit)
            case "word" if prefix:  # all words are too many to choose from
                found += begun.words(prefix, limit)
    return tuple(found)


def _fields_that_begin(prefix: str) -> list[Completion]:
    begun = prefix.lower()
    return [Completion(f"{name}:", "field") for name in FIELDS if name.startswith(begun)]
