"""How a part of a query was read other than by the letter.

A lenient reading says so in a note, a strict one refuses the query; both say what is
wrong there and what to type instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import QueryError
from searchkit.notes import Note, NoteKind
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from searchkit.article import Span


class Reading(NamedTuple):
    """A part that was read other than by the letter.

    Attributes:
        reason: What is wrong with it, a sentence without a full stop.
        done: How it was read all the same: what comes after the reason and "so", or
            another sentence, without a full stop.
        span: The part.
        suggestion: What to type instead, or None.
    """

    reason: str
    done: str
    span: Span
    suggestion: str | None = None

    @property
    def note(self) -> Note:
        """The note of a lenient reading."""
        is_sentence = self.done[0].isupper()
        message = f"{self.done}." if is_sentence else f"{self.reason}, so {self.done}."
        return Note(message, self.span, self.suggestion, NoteKind.READING)

    def error(self, query: str) -> QueryError:
        """Return the error of a strict reading."""
        instead = f" Try: {self.suggestion}" if self.suggestion else ""
        start, end = self.span
        return QueryError(f"{self.reason}.{instead}", query=query, position=start, end=end)
