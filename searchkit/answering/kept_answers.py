"""The answers of the last searches, for those that are asked again.

A page is loaded again, a reader goes back, a program asks every minute: what a view answered it
would answer again, since it never changes. What is kept of an answer is which articles it has,
what is quoted of them and what is said beside them, but no article. Nothing is kept of a question
that ran out of time, and of an engine that has to be asked over a network nothing at all, so
that nobody takes one that is gone for one that answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit import deadlines
from searchkit.caching import Cache
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from searchkit.answering.finding import Counts
    from searchkit.answering.hits import Quoted
    from searchkit.engine import Page
    from searchkit.notes import Note

_KEPT = 1 << 15  # hits, about 100 bytes each: some hundred answers
_OF_QUOTED = 12  # hits that take the memory that the passages of one do
_OF_LEAF = 4  # hits that take the memory that a leaf does, in the answer and in the question
_OVERHEAD = 20  # hits that take the memory that an answer takes beside these


class KeptAnswer(NamedTuple):
    """What a search answers.

    Attributes:
        page: The articles.
        counts: How many they are.
        quoted: What is quoted of each; empty: nothing.
        is_scored: Whether the scores tell why they are in this order.
        notes: What a reader should know.
        understood: The query and its filters, as they were read.
        corrected: The query that may have been meant; None: as it was typed.
        timed_out: Whether time was up before all was done.
    """

    page: Page
    counts: Counts
    quoted: Sequence[Quoted]
    is_scored: bool
    notes: tuple[Note, ...]
    understood: str
    corrected: str | None
    timed_out: bool


class KeptAnswers:
    """The answers of the last searches of a view; threads may share it.

    Args:
        is_at_hand: Whether the answers come from this machine; of others nothing is kept.
    """

    def __init__(self, *, is_at_hand: bool) -> None:
        self._is_kept = is_at_hand
        self._answers: Cache[Hashable, KeptAnswer] = Cache(
            _KEPT,
            lambda kept: (
                len(kept.page.hits)
                + _OF_QUOTED * len(kept.quoted)
                + _OF_LEAF * len(kept.page.leaves)
                + _OVERHEAD
            ),
        )

    def find(self, question: Hashable) -> KeptAnswer | None:
        """Return the answer to a question, if it is kept and there is time to hear it."""
        return None if deadlines.is_over() else self._answers.find(question)

    def keep(self, question: Hashable, answer: KeptAnswer) -> None:
        """Keep the answer to a question, if nothing of it was cut short."""
        if self._is_kept and not answer.timed_out and not deadlines.is_over():
            self._answers.put(question, answer)
