"""The values of fields that have values: sources, languages, addresses, dates."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from searchkit import analysis
from searchkit.article import Span
from searchkit.errors import DateError
from searchkit.query.dates.ranges import read_dates, read_period
from searchkit.query.dates.timezones import read_timezone
from searchkit.query.nodes import AtUrl, ByAuthor, DateRange, FromSource, InLanguage, Not, WithKey
from searchkit.query.readings import Reading
from searchkit.schema import NO_SOURCE, UNKNOWN_LANGUAGE, author_term
from searchkit.schema.urls import url_term

if TYPE_CHECKING:
    from datetime import tzinfo

    from searchkit.notes import Note
    from searchkit.query.nodes import Node

    Read: TypeAlias = tuple[Node | None, list[Reading]]

NONE = "none"
"""The value that finds articles without one."""

ANY = "*"
"""The value that finds articles that have one."""

_TERMS = {"lang": analysis.fold, "author": author_term, "url": url_term}
"""What a value is compared by, which may be empty though the value is not."""

_CODES = {name: code for code, name in analysis.LANGUAGES.items()}


class Values:
    """Reads values.

    Args:
        now: The present, with its time zone; None: what the clock says.
        timezone: Where days begin; None: the zone of this machine.
    """

    def __init__(self, now: datetime | None, timezone: tzinfo | None) -> None:
        self._given_now = now
        self._given_timezone = timezone

    def read(self, field: str, text: str, span: Span, start: int) -> Read:
        """Return what a value finds, None where it cannot be read, and how it was read.

        Args:
            field: The name of the field.
            text: The value, without quotation marks.
            span: Where it stands with them.
            start: Where it begins in the query.
        """
        value = text.strip()
        if not value or not (value in {NONE, ANY} or _TERMS.get(field, str)(value)):
            return None, [_left_out(f"There is nothing in {field}:", span)]
        if field in {"date", "since", "until"}:
            return self._dates(field, text, span, start)
        return _fact(field, value, span), []

    def _dates(self, field: str, text: str, span: Span, start: int) -> Read:
        if field == "date" and text.strip().lower() == NONE:
            return Not(DateRange(span=span)), []
        read = read_dates if field == "date" else read_period
        try:
            found = read(text, now=self._now, timezone=self._timezone)
        except DateError as error:
            reason = f"{text.strip()}: {error.reason}"
            return None, [_left_out(reason, span, _quoted(error.suggestion))]
        since = None if field == "until" else found.since
        until = None if field == "since" else found.until
        node = DateRange(since, until, span)
        return node, [_reading(note, text, span, start) for note in found.notes]

    @cached_property
    def _timezone(self) -> tzinfo:
        return self._given_timezone or read_timezone(None)

    @cached_property
    def _now(self) -> datetime:
        return self._given_now or datetime.now(UTC)


def _fact(field: str, value: str, span: Span) -> Node:
    """Return what finds the articles with a value."""
    match field:
        case "source":
            return Not(FromSource(NO_SOURCE, span)) if value == ANY else FromSource(value, span)
        case "lang":
            return _language(value, span)
        case "key":
            return WithKey(value, span)
    kind = ByAuthor if field == "author" else AtUrl
    node = kind("" if value in {NONE, ANY} else value, span)
    return Not(node) if value == NONE else node


def _language(value: str, span: Span) -> Node:
    folded = analysis.fold(value)
    code = folded.replace("_", "-").split("-")[0] or folded  # without a region
    if code == ANY:
        return Not(InLanguage(UNKNOWN_LANGUAGE, span))
    if code == NONE:
        return InLanguage(UNKNOWN_LANGUAGE, span)
    return InLanguage(_CODES.get(folded, code), span)


def _reading(note: Note, text: str, span: Span, start: int) -> Reading:
    """Return how a date was read, in the query in which it begins at ``start``.

    What to type instead is the whole value, quotation marks included.
    """
    within = note.span or Span(0, len(text))
    reason, _, done = note.message.rstrip(".").partition(", so ")
    done = done or "it was read that way"
    if note.suggestion is None:
        return Reading(reason, done, Span(start + within.start, start + within.end))
    instead = text[: within.start] + note.suggestion + text[within.end :]
    is_quoted = span.start < start
    return Reading(reason, done, span, f'"{instead}"' if is_quoted else _quoted(instead))


def _left_out(reason: str, span: Span, suggestion: str | None = None) -> Reading:
    return Reading(reason, "it was left out", span, suggestion)


def _quoted(suggestion: str | None) -> str | None:
    return f'"{suggestion}"' if suggestion and " " in suggestion else suggestion
