"""`timeline`: from when the articles are that queries find."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import searchkit
from searchkit.cli.options import (
    Text,
    completed_by,
    filter_options,
    index_option,
    limits_option,
    strict_option,
    unit_option,
    words_options,
)
from searchkit.cli.output_file import form_of, write_file
from searchkit.cli.printer import Printer, printing
from searchkit.cli.query_command import QueryCommand
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.streams import write_bytes
from searchkit.output.style import Style
from searchkit.output.survey_formats import PICTURES, TIMELINE_FORMATS
from searchkit.output.timeline_svg import MOST_QUERIES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from searchkit.limits import Limits
    from searchkit.query import FilterOptions
    from searchkit.results.surveys import Survey, Unit

_PNG = "png"
_MOST = 20  # outlets and authors, which JSON tells, too


@click.command(cls=QueryCommand, short_help="Show from when the articles of a query are.")
@click.argument("query", type=Text(), nargs=-1, shell_complete=completed_by("queries"))
@index_option
@unit_option
@click.option(
    "--share", is_flag=True, help="Show the share of all articles of a period, not the number."
)
@filter_options
@words_options
@limits_option
@strict_option
@click.option(
    "--output",
    "output_to",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write to FILE; as its name ends, if no --format is given.",
)
@click.option("--ascii", "is_ascii", is_flag=True, help="Draw bars in ASCII.")
@printing((*TIMELINE_FORMATS, _PNG))
def timeline(
    query: tuple[str, ...],
    address: str,
    by: Unit | Literal["auto"],
    share: bool,
    filters: FilterOptions,
    all_words: bool,
    some_words: bool,
    limits: Limits,
    strict: bool,
    output_to: Path | None,
    is_ascii: bool,
    printer: Printer,
) -> int:
    """Show how many of the articles that QUERY finds are from which time.

    Each QUERY is one of its own; several are compared, on one scale. Counts are of
    articles that have all the words, if there are any. A date that is known less exactly
    than a period is counted apart. Without QUERY: every article.

    \b
    searchkit timeline "spring tide"
    searchkit timeline "spring tide" "neap tide" --by year --share
    searchkit timeline tide --since 2018 --output tide.svg
    """
    form = form_of(output_to, printer, (*TIMELINE_FORMATS, _PNG))
    queries = query or ("",)
    _check(form, queries, output_to)
    with searchkit.open(address) as opened:
        surveys = opened.surveys(
            queries,
            by=by,
            share=share,
            **filters,
            all_words=all_words,
            some_words=some_words,
            strict=strict,
            limits=limits,
            sources=_MOST if form == "json" else 0,
            authors=_MOST if form == "json" else 0,
        )
    surveys = _noted(surveys, form, printer)
    style = printer.style(sys.stdout) if output_to is None else Style()
    style = style.replace(is_ascii=is_ascii or (style.is_ascii and output_to is None))
    data = _drawn(surveys, form, style)
    if output_to is not None:
        write_file(output_to, data if isinstance(data, bytes) else data.encode())
    elif isinstance(data, bytes):
        write_bytes(data)
    else:
        printer.replace(form=form).print_text(data, is_paged=False)
    return FOUND if any(survey.total for survey in surveys) else NOTHING_FOUND


def _check(form: str, queries: Sequence[str], output_to: Path | None) -> None:
    """Raise unless what is asked can be drawn, before anything is counted."""
    if form in PICTURES and len(queries) > MOST_QUERIES:
        raise click.UsageError(f"A picture shows at most {MOST_QUERIES} queries.")
    if form == _PNG and output_to is None and sys.stdout.isatty():
        raise click.UsageError("A PNG is no text for a terminal. Name a file with --output.")


def _noted(surveys: tuple[Survey, ...], form: str, printer: Printer) -> tuple[Survey, ...]:
    """Return surveys with the notes that are to be drawn; others are printed apart."""
    if form == "json" or (form == "text" and not printer.is_quiet):
        return surveys
    for survey in surveys:
        printer.note(survey.notes, survey.query)
    return tuple(survey.replace(notes=()) for survey in surveys)


def _drawn(surveys: Sequence[Survey], form: str, style: Style) -> str | bytes:
    """Return surveys in a format: text, or the bytes of a picture."""
    if form != _PNG:
        return TIMELINE_FORMATS[form](surveys, style)
    from searchkit.output.pictures import png_of  # late: only this format needs it

    return png_of(TIMELINE_FORMATS["svg"](surveys, style))
