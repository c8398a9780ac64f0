"""Quotations, and where and when each was printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import overload

from searchkit.article import ArticleDate, Span
from searchkit.notes import Note
from searchkit.records import Record, SequenceRecordType
from searchkit.results import Copy, Snippet


class Printing(Record, kw_only=True):
    """An article that has a quotation.

    Attributes:
        key: The key of the article.
        title: Its headline.
        source: The outlet that published it, or None.
        date: When it was published, or None.
        day: The day of that, in the time zone that was asked for; None: not known to the day.
        passage: The quotation with the words around it, which may say who said it. The middle
            of a long one is left out, with "…" for it; ``spans`` are what was quoted.
        spans: Where the quotation stands in the text of the article: a span for each paragraph,
            and for each part that is parted from the one before by who says it.
        is_first: Whether it is of the first day on which an article that is here printed it.
        is_furniture: Whether the outlet had the same words before it more than a week apart, so
            that it rather belongs to the page; such a one is never first.
        copies: The articles behind it that have the same text, in the same order.
    """

    key: str
    title: str
    source: str | None
    date: ArticleDate | None
    day: dt.date | None
    passage: Snippet
    spans: tuple[Span, ...]
    is_first: bool = False
    is_furniture: bool = False
    copies: tuple[Copy, ...] = ()


class PrintedQuotation(Record, kw_only=True):
    """A quotation and every article that has it, slightly cut or reworded perhaps.

    Attributes:
        text: The quotation, as it was asked for or as the article in question has it, its white
            space collapsed.
        printings: The articles: first those with a day, earliest first, then those known to
            the month or the year, those without a date, and last those where it is furniture.
            Those of one day are in the order of their outlets. Of several with the same text
            the first is here, and has the others as its copies.
        articles: How many articles these are, with their copies.
        outlets: How many outlets these are of.
        first: The first day on which an article that is here printed it; None where fewer than two
            articles have a day, or one that is known to the month or year may be earlier. Who
            said it first, or elsewhere, is not known.
        last: The last day on which one did; None where no article has a day.
    """

    text: str
    printings: tuple[Printing, ...]
    articles: int
    outlets: int
    first: dt.date | None
    last: dt.date | None

    def to_dict(self) -> dict[str, object]:
        """Return the quotation as plain values: what the command prints as JSON lines."""
        from searchkit.results.plain import plain  # late: it imports the package

        values: dict[str, object] = plain(self)
        return values


class Quotations(Record, Sequence[PrintedQuotation], metaclass=SequenceRecordType, kw_only=True):
    """The quotations that a question was about; a sequence of them.

    Attributes:
        found: The quotations: of a text or an article in the order in which these have them, of
            a query those first that most outlets have.
        considered: How many quotations of 8 words or more the text or the article has; of a
            query, how many were found before the best of them were chosen.
        took: How long it took, in seconds.
        text: The text that was asked about, or None.
        article: The key of the article that was asked about, or None.
        about: The query that was asked about, as it was typed, or None.
        notes: What the reader should know.
    """

    found: tuple[PrintedQuotation, ...]
    considered: int
    took: float
    text: str | None = None
    article: str | None = None
    about: str | None = None
    notes: tuple[Note, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the quotations as plain values: what the command prints as JSON."""
        from searchkit.results.plain import (  # late: it imports the package
            VERSION,
            milliseconds,
            plain_notes,
        )

        return {
            "version": VERSION,
            "text": self.text,
            "article": self.article,
            "about": self.about,
            "considered": self.considered,
            "took_ms": milliseconds(self.took),
            "notes": plain_notes(self.notes),
            "quotations": [quotation.to_dict() for quotation in self.found],
        }

    def __iter__(self) -> Iterator[PrintedQuotation]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @overload
    def __getitem__(self, number: int) -> PrintedQuotation: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[PrintedQuotation, ...]: ...

    def __getitem__(self, number: int | slice) -> PrintedQuotation | tuple[PrintedQuotation, ...]:
        return self.found[number]
