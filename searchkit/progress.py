"""How far something has come that takes long: told while it goes on.

What takes long takes a function and calls it with one :class:`Progress` after
another, as often as there is something new to tell, and always from the thread that
it was called in. What is drawn of that, and how often, is for whoever draws it.
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
    """What was read is made a segment of the index."""

    MERGING = "merging"
    """Several segments are made one."""

    CHECKING = "checking"
    """The index is read, to see whether it is as it was written."""


class Progress(Record, kw_only=True):
    """How far it has come.

    Attributes:
        phase: What is being done.
        articles: How many articles were read so far, or looked at in a check.
        done: How many bytes were read, of files of the corpus or of the index.
        total: How many there are to read; 0: that is not known in this phase.
        holder: Who is waited for, if that is known.
    """

    phase: Phase
    articles: int = 0
    done: int = 0
    total: int = 0
    holder: LockHolder | None = None
