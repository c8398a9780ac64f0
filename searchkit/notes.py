"""What a person should know about how something was done: notes and remarks."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable


class NoteKind(StrEnum):
    """What a note is about."""

    INFORMATION = "information"
    """What was typed was done, and this is worth knowing."""

    READING = "reading"
    """Reading what was typed needed a guess; strict reading rejects it."""


class Remark(Record):
    """What was ignored: a part of a file that was read, or a whole file that was skipped.

    Attributes:
        path: The file's path, relative to the corpus.
        text: What was ignored, and why; for a whole file only why.
    """

    path: str
    text: str

    def __str__(self) -> str:
        """Return the path and what was ignored."""
        return f"{self.path}: {self.text}"


class Note(Record):
    """What a person should know about a result, or about how a query was read.

    Attributes:
        message: One or two sentences.
        span: The part of the query that it is about, or None.
        suggestion: What to type instead of that part, or None. Where there is no span, it is
            about a filter, and what to give instead of that.
        kind: Whether it is about a result or about reading the query.
        argument: The argument of a search that shows what the note is about, or None.
    """

    message: str
    span: Span | None = None
    suggestion: str | None = None
    kind: NoteKind = NoteKind.INFORMATION
    argument: str | None = None


def corrected(query: str, notes: Iterable[Note]) -> str | None:
    """Return a query with what notes suggest in place of their parts; None: nothing is suggested.

    Of suggestions for parts that overlap, the first is taken.

    >>> corrected("tyde tables", [Note("No article has tyde.", Span(0, 4), "tide")])
    'tide tables'
    """
    kept: list[str] = []
    end = 0
    for note in sorted((one for one in notes if one.span), key=lambda note: note.span or (0, 0)):
        assert note.span is not None
        if note.suggestion is not None and note.span.start >= end:
            kept += (query[end : note.span.start], note.suggestion)
            end = note.span.end
    return "".join([*kept, query[end:]]) if kept else None
