"""What a person should know of how something was done, where that differs from the letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searchkit.article import Span


@dataclass(frozen=True, slots=True)
class Note:
    """One such thing.

    Attributes:
        message: One sentence.
        span: The part of the query that it is about, or None.
        suggestion: What to type instead, or None.
    """

    message: str
    span: Span | None = None
    suggestion: str | None = None
