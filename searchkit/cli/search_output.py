"""What a search prints, by the options that pick it: hits, keys alone, a number, fields of data.

Each asks for one kind of output, and no two of them go together. Options that
say which hits, in which order and how many have no part in this: `--count` tells
of all that was found, whatever they say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchkit import output
from searchkit.records import Record

if TYPE_CHECKING:
    from searchkit.cli.printer import Printer


class Wanted(Record, kw_only=True):
    """What a search is to print.

    Attributes:
        count: The number of articles found.
        keys: The keys of the hits.
        null: A NUL after each key, for keys are not parted by what is in none.
        fields: What data tells of each hit; None: what is usual.
    """

    count: bool = False
    keys: bool = False
    null: bool = False
    fields: tuple[str, ...] | None = None

    @property
    def quotes(self) -> bool:
        """Whether passages of the articles are printed, or where words stand in their titles."""
        if self.count or self.keys:
            return False
        return self.fields is None or not {"snippets", "title_spans"}.isdisjoint(self.fields)


def wanted(
    printer: Printer, *, count: bool, keys: bool, null: bool, fields: str | None, full: bool
) -> Wanted:
    """Return what a search is to print.

    Raises:
        UsageError: The options do not go together, or there is no such field.
    """
    kinds = [
        ("--count", count, "it prints a number"),
        ("--keys", keys or null, "it prints only keys"),
        (f"--format {printer.form}", printer.is_data, "it prints data"),
    ]
    given = [(option, why) for option, is_given, why in kinds if is_given]
    if len(given) > 1:
        (one, why), (other, _) = given[:2]
        raise click.UsageError(f"{one} cannot be used with {other}: {why}.")
    for option, is_given in ("--fields", fields is not None), ("--full", full):
        if is_given and not printer.is_data:
            forms = " or ".join(output.FIELDS)
            raise click.UsageError(f"{option} is for CSV and JSON. Add --format {forms}.")
    return Wanted(
        count=count, keys=keys or null, null=null, fields=_fields(printer.form, fields, full=full)
    )


def _fields(form: str, typed: str | None, *, full: bool) -> tuple[str, ...] | None:
    """Return the fields that were typed, parted by commas, and the whole text if it is wanted."""
    if typed is None:
        return (*output.USUAL[form], "text") if full else None
    names = tuple(dict.fromkeys(name.strip() for name in typed.split(",")))
    for name in names:
        if name not in output.FIELDS[form]:
            known = ", ".join(output.FIELDS[form])
            raise click.UsageError(f"There is no field {name!r} in {form}. Choose from: {known}.")
    return (*names, "text") if full and "text" not in names else names
