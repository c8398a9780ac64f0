"""How far a long task has come, reported while it works.

A function that takes long is given a callback, and calls it with a new :class:`Progress`
whenever there is news, always in the thread that the function itself was called in. How
to draw that, and how often, is up to the callback.
"""

from __future__ import annotations

from enum import StrEnum

from searchkit.errors import LockHolder
from searchkit.records import Record


class Phase(StrEnum):
    """What is being done."""

    WAITING = "waiting"
    """Another process is writing the index."""

    READING = "reading"
    """Files of the corpus are read, and their words are analysed."""

    WRITING = "writing"
    """What was read is written as a segment of the index."""

    MERGING = "merging"
    """Several segments are merged into one."""

    CHECKING = "checking"
    """The index is read, to look for damage."""

    EVALUATING = "evaluating"
    """Queries that were judged are asked."""


class Progress(Record, kw_only=True):
    """How far it has come.

    Attributes:
        phase: What is being done.
        articles: How many articles were read so far, or looked at in a check.
        done: How many bytes were read, of files of the corpus or of the index; or how many
            queries were asked.
        total: How many there are to read; 0: not known in this phase.
        holder: The process that is being waited for, if it is known.
    """

    phase: Phase
    articles: int = 0
    done: int = 0
    total: int = 0
    holder: LockHolder | None = None
