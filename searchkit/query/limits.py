"""How large a query may be.

A query comes from anywhere: a form on a page, a saved list, a paste. What it may
cost is limited here, in numbers that a program can change. What exceeds a limit is
left out, with a note that names the limit, or is an error when a query is read
strictly.
"""

from __future__ import annotations

from searchkit.records import Record


class Limits(Record):
    """The largest query that is read.

    Attributes:
        length: Characters of its text.
        nesting: Brackets within brackets.
        clauses: Words, patterns and values, all counted.
        distance: Words between the words of a phrase, or of NEAR and BEFORE.
        boost: How many times a part may count.
        notes: Notes on how a query was read; the rest are only counted.
    """

    length: int = 20_000
    nesting: int = 32
    clauses: int = 1_024
    distance: int = 1_000
    boost: float = 1_000.0
    notes: int = 20


DEFAULT_LIMITS = Limits()
"""The limits where no others are given."""
