"""The values of fields that have values: sources, languages, addresses, dates."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.article import Span
from searchkit.errors import DateError
from searchkit.query.dates.ranges import read_dates, read_period
from searchkit.query.dates.timezones import read_timezone
from searchkit.query.nodes import AtUrl, ByAuthor, DateRange, FromSource, InLanguage, Not, WithKey
from searchkit.query.readings import Reading
from searchkit.schema import NO_SOURCE, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from datetime import tzinfo

    from searchkit.query.nodes import Node

NONE = "none"
"""The value that stands for articles without one."""

ANY = "*"
"""The value that stands for articles that have one."""

_CODES = {name: code for code, name in analysis.LANGUAGES.items()}


class Values:
    """Reads values.

    Args:
        now: The present, with its time zone; None: what the clock says.
        timezone: Where days begin; None: the zone of this machine.
    """

    def __init__(self, now: datetime | None, timezone: tzinfo | None) -> None:
        self._now = now
        self._given_timezone = timezone
        self._readings: list[Reading] = []

    def read(self, field: str, text: str, span: Span, start: int) -> Node | None:
        """Return what a value finds; None where it cannot be read.

        Args:
            field: The name of the field.
            text: The value, without quotation marks.
            span: Where it stands with them.
            start: Where it begins in the query.
        """
        value = text.strip()
        if not value or (
            field == "lang" and not analysis.fold(value)
        ):  # what nobody sees folds away
            self._leave_out(f"There is nothing in {field}:", span)
            return None
        match field:
            case "source":
                return Not(FromSource(NO_SOURCE, span)) if value == ANY else FromSource(value, span)
            case "lang":
                return _language(value, span)
            case "key":
                return WithKey(value, span)
            case "author":
                return self._present(value, ByAuthor("" if value in {NONE, ANY} else value, span))
            case "url":
                return self._present(value, AtUrl("" if value in {NONE, ANY} else value, span))
            case _:
                return self._dates(field, text, span, start)

    def take_readings(self) -> list[Reading]:
        """Return what could not be read by the letter since the last time."""
        readings, self._readings = self._readings, []
        return readings

    def _present(self, value: str, node: Node) -> Node:
        return Not(node) if value == NONE else node

    def _dates(self, field: str, text: str, span: Span, start: int) -> Node | None:
        if field == "date" and text.strip().lower() == NONE:
            return Not(DateRange(span=span))
        try:
            if field == "date":
                found = read_dates(text, now=self._clock, timezone=self._timezone)
            else:
                found = read_period(text, now=self._clock, timezone=self._timezone)
        except DateError as error:
            self._leave_out(f"{text.strip()}: {error.reason}", span, _quoted(error.suggestion))
            return None
        for note in found.notes:
            inner = note.span or Span(0, len(text))
            reason, _, done = note.message.rstrip(".").partition(", so ")
            self._readings.append(
                Reading(
                    reason,
                    done or "it was read that way",
                    Span(start + inner.start, start + inner.end),
                    _quoted(note.suggestion),
                )
            )
        since = None if field == "until" else found.since
        until = None if field == "since" else found.until
        return DateRange(since, until, span)

    @cached_property
    def _timezone(self) -> tzinfo:
        return self._given_timezone or read_timezone(None)

    @cached_property
    def _clock(self) -> datetime:
        return self._now or datetime.now(UTC)

    def _leave_out(self, reason: str, span: Span, suggestion: str | None = None) -> None:
        self._readings.append(Reading(reason, "it was left out", span, suggestion))


def _language(value: str, span: Span) -> Node:
    folded = analysis.fold(value)
    if folded == ANY:
        return Not(InLanguage(UNKNOWN_LANGUAGE, span))
    if folded == NONE:
        return InLanguage(UNKNOWN_LANGUAGE, span)
    code = folded.replace("_", "-").split("-")[0] or folded  # without a region
    return InLanguage(_CODES.get(folded, code), span)


def _quoted(suggestion: str | None) -> str | None:
    return f'"{suggestion}"' if suggestion and " " in suggestion else suggestion
