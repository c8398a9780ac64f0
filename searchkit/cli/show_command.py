"""`show`: whole articles."""

from __future__ import annotations

import click

from searchkit import output
from searchkit.cli.help_layout import command
from searchkit.cli.options import Text, index_option, pager_option
from searchkit.cli.printer import Printer, printing
from searchkit.cli.targets import key_meant, opened_index
from searchkit.results import MarkedArticle


@command("Print articles.")
@click.argument("names", metavar="KEY…", type=Text(), nargs=-1, required=True)
@click.option("--query", type=Text(), metavar="QUERY", help="Mark the words that this query finds.")
@index_option
@pager_option
@printing(output.ARTICLE_FORMATS)
def show(
    names: tuple[str, ...], query: str | None, address: str, no_pager: bool, printer: Printer
) -> None:
    """Print one or more articles.

    KEY is the key of an article, as search prints it; the path of its file; or the
    number of a hit of the last search in this index.

    \b
    searchkit search "spring tide"
    searchkit show 1 --query "spring tide"
    searchkit show corpus/notes/spring-tide.md
    searchkit search "spring tide" -0 | xargs -0 searchkit show --
    """
    with opened_index(address, printer) as opened:
        keys = [key_meant(name, opened, address) for name in names]
        articles = [
            opened.marked(key, query) if query else MarkedArticle(opened.article(key))
            for key in keys
        ]
    printer.print(output.ARTICLE_FORMATS, *articles, is_paged=not no_pager)
