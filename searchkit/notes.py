"""What a person should know of how something was done, where that differs from the letter."""

from __future__ import annotations

from enum import StrEnum

from searchkit.article import Span
from searchkit.records import Record


class NoteKind(StrEnum):
    """What a note is about."""

    INFORMATION = "information"
    """What was typed was done, and this is worth knowing."""

    READING = "reading"
    """What was typed was read otherwise than by the letter; strict reading refuses it."""


class Remark(Record):
    """What was passed over: a part of a file that was read all the same, or a whole file.

    Attributes:
        path: The file's path, relative to the corpus.
        text: What was passed over, and why; of a whole file why alone.
    """

    path: str
    text: str

    def __str__(self) -> str:
        """Return the path and what was passed over."""
        return f"{self.path}: {self.text}"


class Note(Record):
    """One such thing.

    Attributes:
        message: One sentence.
        span: The part of the query that it is about, or None.
        suggestion: What to type instead, or None.
        kind: Whether it tells of a result or of a reading.
        argument: The argument of a search that shows what the note is about, or None.
    """

    message: str
    span: Span | None = None
    suggestion: str | None = None
    kind: NoteKind = NoteKind.INFORMATION
    argument: str | None = None
