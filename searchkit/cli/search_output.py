"""What a search prints, by its options: hits, only keys, a number, or fields of data.

Each of these options asks for one kind of output, and no two of them go together. Options
that say which hits, in which order and how many make no difference to `--count`,
which prints how many articles were found in all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from searchkit import output
from searchkit.cli.streams import write
from searchkit.records import Record
from searchkit.results.surveys import SurveyedResults

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchkit.cli.printer import Printer
    from searchkit.results import Results
    from searchkit.results.surveys import Survey


class SearchOutput(Record, kw_only=True):
    """What a search prints.

    Attributes:
        printer: Prints it.
        count: Only the number of articles found.
        keys: Only the keys of the hits.
        null: A NUL after each key instead of a line end, which a key may have.
        fields: The fields of each hit in data; None: the usual ones.
        formats: The formats of such results.
        is_surveyed: Whether the survey of all that was found is added.
    """

    printer: Printer
    count: bool
    keys: bool
    null: bool
    fields: tuple[str, ...] | None
    formats: output.Formats[Any] = output.RESULTS_FORMATS
    is_surveyed: bool = False

    @property
    def lacks_total(self) -> bool:
        """Whether it does not say how many articles were found."""
        return self.keys or self.printer.form in {"jsonl", "csv"}

    @property
    def is_list(self) -> bool:
        """Whether people read it as a list."""
        return not (self.count or self.keys or self.printer.is_data)

    @property
    def quotes(self) -> bool:
        """Whether passages of the articles, or the matches in their titles, are printed."""
        if self.count or self.keys:
            return False
        return self.fields is None or not {"snippets", "title_spans"}.isdisjoint(self.fields)

    def print(self, results: Results, survey: Survey | None = None) -> None:
        """Print results, and their notes where these are not a part of that.

        Args:
            results: The hits.
            survey: The survey of all that was found; None: none is added.
        """
        printer = self.printer
        if self.count:
            write(f"{results.total}\n")
        elif self.keys:
            end = "\0" if self.null else "\n"
            write("".join(hit.key + end for hit in results))
        elif survey is not None:
            from searchkit.output.survey_formats import SURVEYED_FORMATS  # late: seldom asked for

            surveyed = SurveyedResults(printer.quieted(results), survey)
            printer.print(SURVEYED_FORMATS, surveyed, fields=self.fields)
        else:
            printer.print(self.formats, printer.quieted(results), fields=self.fields)
        if self.count or self.lacks_total:
            printer.note(results.notes, results.query)


def search_output(
    printer: Printer,
    *,
    count: bool,
    keys: bool,
    null: bool,
    fields: str | None,
    full: bool,
    formats: output.Formats[Any] = output.RESULTS_FORMATS,
    known: Mapping[str, tuple[str, ...]] = output.FIELDS,
    usual: Mapping[str, tuple[str, ...]] = output.USUAL,
    is_surveyed: bool = False,
) -> SearchOutput:
    """Return what a search prints with these options.

    Args:
        printer: Prints it.
        count: Whether `--count` was typed.
        keys: Whether `--keys` was.
        null: Whether `--null` was.
        fields: What was typed behind `--fields`, or None.
        full: Whether `--full` was.
        formats: The formats of such results.
        known: The fields that a hit can have in data, by format.
        usual: Those that it has where none were typed.
        is_surveyed: Whether `--survey` was.

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
    if is_surveyed and (count or keys or null or printer.form not in {"text", "json"}):
        raise click.UsageError("--survey is for text and JSON.")
    for option, is_given in ("--fields", fields is not None), ("--full", full):
        if is_given and not printer.is_data:
            forms = " or ".join(output.FIELDS)
            raise click.UsageError(f"{option} is for CSV and JSON. Add --format {forms}.")
    return SearchOutput(
        printer=printer,
        count=count,
        keys=keys or null,
        null=null,
        fields=_fields(printer.form, fields, known, usual, full=full),
        formats=formats,
        is_surveyed=is_surveyed,
    )


def _fields(
    form: str,
    typed: str | None,
    known: Mapping[str, tuple[str, ...]],
    usual: Mapping[str, tuple[str, ...]],
    *,
    full: bool,
) -> tuple[str, ...] | None:
    """Return the fields that were typed, with commas between, and ``text`` for ``--full``."""
    if typed is None:
        return (*usual[form], "text") if full else None
    names = tuple(dict.fromkeys(name.strip() for name in typed.split(",")))
    for name in names:
        if name not in known[form]:
            others = ", ".join(known[form])
            raise click.UsageError(f"There is no field {name!r} in {form}. Choose from: {others}.")
    return (*names, "text") if full and "text" not in names else names
