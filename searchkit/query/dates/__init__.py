"""Dates as people write them in a query -> whole periods in a time zone.

`ranges` reads a text, `forms` has the forms of a single date and `hints` says what was
probably meant where none fits; `periods`, `clocks` and `timezones` know the calendar.
"""
