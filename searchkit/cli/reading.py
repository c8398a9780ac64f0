"""`show`: articles as they are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from searchkit import output
from searchkit.cli.last_search import key_of_hit
from searchkit.cli.opening import opened_index
from searchkit.cli.options import Text, index_option, pager_option
from searchkit.cli.printing import Printer, printing
from searchkit.cli.sections import command
from searchkit.cli.status import NOTHING_FOUND
from searchkit.results import MarkedArticle

if TYPE_CHECKING:
    from pathlib import Path

    from searchkit.index import Index


class _NoSuchHitError(click.ClickException):
    """The last search had no hit of that number."""

    exit_code = NOTHING_FOUND

    def __init__(self, number: str) -> None:
        super().__init__(
            f"There is no hit {number} of a last search, and no article {number}. "
            "Search first, or name an article by its key."
        )


@command("Print articles.")
@click.argument("names", metavar="KEY…", type=Text(), nargs=-1, required=True)
@click.option("--query", type=Text(), metavar="QUERY", help="Mark the words that this query finds.")
@index_option
@pager_option
@printing(output.ARTICLE_FORMATS)
def show(
    names: tuple[str, ...], query: str | None, directory: Path, no_pager: bool, printer: Printer
) -> None:
    """Print one article, or several.

    KEY is the key of an article, as search prints it; the path of its file; or the
    number of a hit of the last search in this index.

    \b
    searchkit search "spring tide"
    searchkit show 1 --query "spring tide"
    searchkit show corpus/notes/spring-tide.md
    searchkit search "spring tide" -0 | xargs -0 searchkit show
    """
    with opened_index(directory, printer) as opened:
        keys = [_key(name, opened, directory) for name in names]
        articles = [
            opened.marked(key, query) if query else MarkedArticle(opened.article(key))
            for key in keys
        ]
    printer.print_all(output.ARTICLE_FORMATS, articles, is_paged=not no_pager)


def _key(name: str, opened: Index, directory: Path) -> str:
    """Return the key of the article that is meant by what was typed."""
    if name in opened:
        return name
    if name.isascii() and name.isdecimal():
        key = key_of_hit(directory, int(name))
        if key is None:
            raise _NoSuchHitError(name)
        return key
    return opened.key_of(name)
