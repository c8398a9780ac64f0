"""The English names of the months and of the days of a week, in small letters.

Dates are read twice: strictly in queries, forgivingly in articles. Both know these names.
"""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
"""From January to December."""

WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday"),
    *("saturday", "sunday"),
)
"""From Monday, as :meth:`datetime.date.weekday` numbers them, to Sunday."""
