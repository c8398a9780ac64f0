"""`save`, `saved`, `forget` and `new`: searches under names, and what they newly find."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.options import (
    Text,
    completed_by,
    filter_options,
    index_option,
    recipient_option,
    snippets_option,
    strict_option,
)
from searchkit.cli.printer import Printer, printing
from searchkit.cli.query_command import QueryCommand
from searchkit.cli.status import FOUND, NOTHING_FOUND
from searchkit.cli.streams import settle, write
from searchkit.cli.targets import opened_index
from searchkit.notes import Note
from searchkit.output.phrasing import counted
from searchkit.query.saved_names import name_key
from searchkit.saved import WAIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.query import FilterOptions
    from searchkit.results.saved_searches import NewHits, SavedSearch

_STREAM = "-"  # in place of a file: standard input or output

_replace_option = click.option(
    "--replace", is_flag=True, help="Replace a saved search of the same name."
)


@click.command(cls=QueryCommand, short_help="Save a search under a name, to use it as @NAME.")
@click.argument("name", type=Text(), shell_complete=completed_by("searches"))
@click.argument("query", type=Text(), nargs=-1, shell_complete=completed_by("queries"))
@index_option
@filter_options
@strict_option
@_replace_option
@printing(output.SEARCHES_FORMATS)
def save(
    name: str,
    query: tuple[str, ...],
    address: str,
    filters: FilterOptions,
    strict: bool,
    replace: bool,
    printer: Printer,
) -> None:
    """Save QUERY, and the filters beside it, under NAME.

    "searchkit search @NAME" runs it, @NAME may be a part of any query, and "searchkit
    new NAME" tells what it finds that was not there before. Dates such as 30d mean the
    day on which it is run. Without QUERY: every article. Put -- before a QUERY with -word.

    \b
    searchkit save tides '"spring tide" moon' --since 30d
    searchkit search @tides
    searchkit search @tides -s "The Marram Post"
    """
    from searchkit.saved.search_references import users_of  # late: it loads the query language

    with opened_index(address, printer) as opened:
        saved = opened.save_search(name, " ".join(query), strict=strict, replace=replace, **filters)
        found = opened.search(f"@{name}", limit=0, snippets=0, all_words=True)
        users = users_of(saved, {name_key(one.name): one for one in opened.saved})
    printer.note(found.notes, found.query)
    if users:
        printer.note([Note(f"It is a part of these saved searches: {', '.join(users)}.")])
    if printer.is_data:
        printer.print(output.SEARCHES_FORMATS, [saved])
    else:
        finds = counted(found.total, "article")
        write(f"Saved as @{saved.name}, which finds {finds} now.\n")


@command("List the saved searches.")
@index_option
@click.option(
    "--export",
    "export_to",
    metavar="FILE",
    help="Write them to FILE as JSON; - prints it.",
)
@click.option(
    "--import",
    "import_from",
    metavar="FILE",
    help="Save those of FILE; - is standard input.",
)
@_replace_option
@printing(output.SEARCHES_FORMATS)
def saved(
    address: str,
    export_to: str | None,
    import_from: str | None,
    replace: bool,
    printer: Printer,
) -> int:
    """List the saved searches, or carry them from one index to another.

    They are in the index, in the file saved-searches/searches.json, and stay there when
    the index is rebuilt or repaired.

    \b
    searchkit saved
    searchkit saved --export searches.json
    searchkit saved --import searches.json --index other.idx
    """
    with opened_index(address, printer) as opened:
        if import_from is not None:
            added = opened.import_searches(_read(import_from), replace=replace)
            write(f"Saved {counted(len(added), 'search', 'searches')} of {import_from}.\n")
        if export_to is not None:
            _write(export_to, opened.export_searches())
        searches = opened.saved
    if export_to is None and import_from is None:
        printer.print(output.SEARCHES_FORMATS, searches)
    return FOUND if searches else NOTHING_FOUND


@command("Forget saved searches.")
@click.argument(
    "names",
    metavar="NAME…",
    type=Text(),
    nargs=-1,
    required=True,
    shell_complete=completed_by("searches"),
)
@index_option
def forget(names: tuple[str, ...], address: str) -> None:
    """Forget the saved searches of these names, and what of them was shown."""
    with searchkit.open(address) as opened:
        for name in names:
            forgotten = opened.forget_search(name)
            write(f"Forgot @{forgotten.name}.\n")


@command("Print what saved searches find that they did not find before.")
@click.argument(
    "names",
    metavar="[NAME…]",
    type=Text(),
    nargs=-1,
    shell_complete=completed_by("searches"),
)
@index_option
@recipient_option
@click.option("--changed", is_flag=True, help="Print articles that have changed once more.")
@click.option("--all", "all_hits", is_flag=True, help="Print everything that is found.")
@click.option("--keep", is_flag=True, help="Print it the next time, too.")
@click.option(
    "-n",
    "--limit",
    type=int,
    metavar="N",
    help="Hits of a search to print, at most; the others come the next time. [default: all]",
)
@snippets_option
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=WAIT,
    show_default=True,
    metavar="SECONDS",
    help="Wait this long for another process that prints what is new for the same recipient.",
)
@printing(output.NEW_FORMATS)
def new(
    names: tuple[str, ...],
    address: str,
    recipient: str | None,
    changed: bool,
    all_hits: bool,
    keep: bool,
    limit: int | None,
    snippets: int,
    wait: float,
    printer: Printer,
) -> int:
    """Print what saved searches find that they did not find when that was last printed.

    The first time, that is what came since they were saved. Of words side by side,
    an article needs all. Without NAME: all saved searches. The exit status is 0 if
    something is new, otherwise 1.

    \b
    searchkit new
    searchkit new tides --for mail | mail -E -s "New on tides" me@example.org
    searchkit new --all --limit 50 --for feed --format atom > tides.xml
    """
    with (
        opened_index(address, printer) as opened,
        opened.new_hits(
            *names,
            recipient=recipient,
            changed=changed,
            all_hits=all_hits,
            limit=limit,
            snippets=snippets,
            keep=keep,
            wait=wait,
        ) as found,
    ):
        print_new(found, printer)
    return FOUND if any(one.hits for one in found) else NOTHING_FOUND


def _named(note: Note, search: SavedSearch) -> Note:
    """Return a note that says of which saved search it points into the query."""
    return note.replace(message=f"In @{search.name}: {note.message}") if note.span else note


def print_new(found: Sequence[NewHits], printer: Printer) -> None:
    """Print new hits, and return once they have reached where they are printed to."""
    for one in found:
        printer.note([_named(note, one.search) for note in one.notes], one.search.query)
    if not found:
        printer.note([Note("No search is saved.")])
    printer.print(output.NEW_FORMATS, found)
    settle()


def _read(file: str) -> str:
    """Return the text of a file of saved searches.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if file == _STREAM else Path(file).read_bytes()
        return data.decode("utf-8")
    except OSError as error:
        message = f"{file} cannot be read: {error.strerror or error}."
        raise click.UsageError(message) from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not UTF-8.") from error


def _write(file: str, text: str) -> None:
    """Write the text of a file of saved searches.

    Raises:
        UsageError: It cannot be written.
    """
    if file == _STREAM:
        write(text, is_data=True)
        return
    try:
        Path(file).write_text(text, encoding="utf-8", errors="surrogatepass")
    except OSError as error:
        message = f"{file} cannot be written: {error.strerror or error}."
        raise click.UsageError(message) from error
