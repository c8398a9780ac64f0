"""Each command: its arguments, one call of the library, and what it prints.

The library is imported where it is called, so that `--help` does not wait for
NumPy and Whoosh.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import searchkit
from searchkit import output
from searchkit.cli.options import (
    SHELLS,
    Text,
    complete_query,
    completion_script,
    encoding_option,
    filter_options,
    format_option,
    index_option,
    reading_limit_options,
    strict_option,
    wait_option,
)
from searchkit.cli.status import FOUND, NO_INDEX, NOTHING_FOUND, Group, printable
from searchkit.errors import IndexNotFoundError
from searchkit.query.filters import SORTS
from searchkit.results import MarkedArticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.cli.options import FilterOptions
    from searchkit.index import Index
    from searchkit.indexing import Progress
    from searchkit.limits import ReadingLimits
    from searchkit.query import Sort

_PIPE_WIDTH = 100
"""Columns of text that is not printed on a terminal."""


@click.group(
    cls=Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 found, 1 nothing found, 2 usage, 3 no index or a damaged one, "
    "4 the index is being written by another process.",
)
@click.version_option(searchkit.__version__, "-V", "--version", message="searchkit %(version)s")
def main() -> None:
    """Search a folder of articles by their words, dates and sources.

    \b
    searchkit index corpus             bring the index up to date with a folder
    searchkit search "spring tide"     find articles
    searchkit show KEY                 read one
    """


@main.command()
@click.argument("corpus", type=click.Path(path_type=Path), default="corpus")
@index_option
@click.option(
    "--rebuild",
    is_flag=True,
    help="Build the index anew; the one that is there stays until the new one is whole.",
)
@click.option("--optimize", is_flag=True, help="Merge the index into one segment.")
@click.option("--dry-run", is_flag=True, help="Write nothing; only say what would be done.")
@encoding_option
@wait_option
@reading_limit_options
@format_option(output.REPORT_FORMATS)
@click.pass_context
def index(
    ctx: click.Context,
    corpus: Path,
    directory: Path,
    rebuild: bool,
    optimize: bool,
    dry_run: bool,
    encoding: str | None,
    wait: float,
    limits: ReadingLimits,
    form: str,
) -> None:
    """Make the index equal to CORPUS, a folder of articles: add, replace and remove.

    Files are text, Markdown, JSON or JSON lines, plain or gzipped. What cannot
    be read is named, and the rest goes on. CORPUS is "corpus" if it is not given.
    """
    with _progress_bar() as progress:
        if rebuild and not dry_run:
            report = searchkit.rebuild(
                directory,
                corpus,
                optimize=optimize,
                wait=wait,
                limits=limits,
                encoding=encoding,
                progress=progress,
            )
        else:
            with _open_to_write(directory, dry_run=dry_run) as opened:
                report = opened.update(
                    corpus,
                    rebuild=rebuild,
                    dry_run=dry_run,
                    optimize=optimize,
                    wait=wait,
                    limits=limits,
                    encoding=encoding,
                    progress=progress,
                )
    _print(output.REPORT_FORMATS[form](report, _style()))
    articles = report.added + report.replaced + report.unchanged
    ctx.exit(FOUND if articles else NOTHING_FOUND)


@main.command()
@click.argument("query", type=Text(), nargs=-1, shell_complete=complete_query)
@index_option
@filter_options
@click.option(
    "--limit", type=int, default=10, show_default=True, help="Hits to show at most; 0 counts only."
)
@click.option("--offset", type=int, default=0, show_default=True, help="Hits to pass over.")
@click.option(
    "--sort",
    type=click.Choice(SORTS),
    default=SORTS[0],
    show_default=True,
    help="The order of the hits.",
)
@click.option(
    "--snippets",
    type=int,
    default=3,
    show_default=True,
    metavar="N",
    help="Passages of an article to quote at most; 0 quotes none.",
)
@strict_option
@format_option(output.RESULTS_FORMATS)
@click.pass_context
def search(
    ctx: click.Context,
    query: tuple[str, ...],
    directory: Path,
    filters: FilterOptions,
    limit: int,
    offset: int,
    sort: Sort,
    snippets: int,
    strict: bool,
    form: str,
) -> None:
    """Find the articles that have all words of QUERY, best first.

    A word finds all its forms; words in quotation marks are a phrase. Where no
    article has all words, those with some are shown. No QUERY: every article.

    \b
    tide OR moon, tide NOT moon, -moon, +tide, (…)    one, not the other, required
    "spring tide"~3, tide NEAR/5 moon, =tides         close together, exactly so
    tid*, t?de, /t[iy]de/, tide~                      wildcards, patterns, misspelt
    title:tide, source:"us weekly", date:2018-03      in a field

    docs/query-language.md has all of it. Put "--" before a QUERY that begins with "-".
    """
    with searchkit.open(directory) as opened:
        results = opened.search(
            " ".join(query),
            **filters,
            limit=limit,
            offset=offset,
            sort=sort,
            snippets=snippets,
            strict=strict,
        )
    _print(output.RESULTS_FORMATS[form](results, _style()))
    ctx.exit(FOUND if results.total else NOTHING_FOUND)


@main.command()
@click.argument("query", type=Text(), nargs=-1, shell_complete=complete_query)
@click.option("--article", metavar="KEY", type=Text(), help="Why this article is found, or not.")
@index_option
@filter_options
@strict_option
@format_option(output.EXPLANATION_FORMATS)
@click.pass_context
def explain(
    ctx: click.Context,
    query: tuple[str, ...],
    article: str | None,
    directory: Path,
    filters: FilterOptions,
    strict: bool,
    form: str,
) -> None:
    """Tell how QUERY is understood, and why it finds an article or does not.

    Each word is told with its stem, the words of the articles that it covers, and
    the number of articles; an article with what its score is made of.
    """
    with searchkit.open(directory) as opened:
        explanation = opened.explain(
            " ".join(query),
            article=article,
            **filters,
            strict=strict,
        )
    _print(output.EXPLANATION_FORMATS[form](explanation, _style()))
    told = explanation.article
    ctx.exit(FOUND if (told.is_found if told else explanation.total) else NOTHING_FOUND)


@main.command()
@click.argument("key", type=Text())
@click.option("--query", type=Text(), help="Mark the words that this query finds.")
@index_option
@format_option(output.ARTICLE_FORMATS)
def show(key: str, query: str | None, directory: Path, form: str) -> None:
    """Print the article with that KEY, as search printed it."""
    with _opened(directory) as opened:
        marked = opened.marked(key, query) if query else MarkedArticle(opened.article(key))
    _print(output.ARTICLE_FORMATS[form](marked, _style()))


@main.command()
@index_option
@format_option(output.SOURCES_FORMATS)
@click.pass_context
def sources(ctx: click.Context, directory: Path, form: str) -> None:
    """List the outlets of the index, with the number and the dates of their articles."""
    with _opened(directory) as opened:
        counts = opened.sources()
    _print(output.SOURCES_FORMATS[form](counts, _style()))
    ctx.exit(FOUND if counts else NOTHING_FOUND)


@main.command()
@index_option
@format_option(output.STATS_FORMATS)
def stats(directory: Path, form: str) -> None:
    """Count what the index holds."""
    with _opened(directory) as opened:
        counted = opened.stats()
    _print(output.STATS_FORMATS[form](counted, _style()))


@main.command()
@click.argument("prefix", type=Text())
@click.option("--limit", type=int, default=10, show_default=True, help="Of each kind, at most.")
@index_option
@format_option(output.COMPLETIONS_FORMATS)
@click.pass_context
def complete(ctx: click.Context, prefix: str, limit: int, directory: Path, form: str) -> None:
    """Print the fields, sources and words that begin with PREFIX, the most frequent first.

    "source:us" asks for sources alone, "lang:" for languages.
    """
    with _opened(directory) as opened:
        completions = opened.complete(prefix, limit=limit)
    _print(output.COMPLETIONS_FORMATS[form](completions, _style()))
    ctx.exit(FOUND if completions else NOTHING_FOUND)


@main.command()
@click.argument("word", type=Text())
@click.option("--limit", type=int, default=5, show_default=True, help="Words to print at most.")
@index_option
@format_option(output.SUGGESTIONS_FORMATS)
@click.pass_context
def suggest(ctx: click.Context, word: str, limit: int, directory: Path, form: str) -> None:
    """Print the words of the articles that are spelt nearly like WORD, the likeliest first."""
    with _opened(directory) as opened:
        suggestions = opened.suggest(word, limit=limit)
    _print(output.SUGGESTIONS_FORMATS[form](suggestions, _style()))
    ctx.exit(FOUND if suggestions else NOTHING_FOUND)


@main.command()
@click.option("--deep", is_flag=True, help="Read every byte of the index.")
@index_option
@format_option(output.CHECK_FORMATS)
@click.pass_context
def check(ctx: click.Context, deep: bool, directory: Path, form: str) -> None:
    """Look for faults in the index, and name each in a line; nothing is changed.

    The exit status is 0 if there is none, else 3.
    """
    report = searchkit.check(directory, deep=deep)
    _print(output.CHECK_FORMATS[form](report, _style()))
    ctx.exit(NO_INDEX if report.faults else FOUND)


@main.command()
@index_option
@wait_option
@format_option(output.REPAIR_FORMATS)
def repair(directory: Path, wait: float, form: str) -> None:
    """Keep every article of a damaged index that can still be read, and name the others.

    Damaged files are kept in the folder "damaged" of the index.
    """
    report = searchkit.repair(directory, wait=wait)
    _print(output.REPAIR_FORMATS[form](report, _style()))


@main.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands, options and the names of sources.

    \b
    bash:  searchkit completion bash > ~/.local/share/bash-completion/completions/searchkit
    zsh:   searchkit completion zsh > ~/.zfunc/_searchkit
    fish:  searchkit completion fish > ~/.config/fish/completions/searchkit.fish
    """
    _print(completion_script(main, shell))


@contextlib.contextmanager
def _open_to_write(directory: Path, *, dry_run: bool) -> Iterator[Index]:
    """Open the index, or make one; a dry run that finds none is told against one elsewhere."""
    with contextlib.ExitStack() as stack:
        try:
            opened = searchkit.open(directory, create=not dry_run)
        except IndexNotFoundError:
            import tempfile  # late: it is seldom needed

            elsewhere = stack.enter_context(tempfile.TemporaryDirectory(prefix="searchkit-"))
            opened = searchkit.create(elsewhere)
        _tell(opened)
        yield stack.enter_context(opened)


@contextlib.contextmanager
def _opened(directory: Path) -> Iterator[Index]:
    """Open the index, and say so where it is not the newest commit that is answered from."""
    with searchkit.open(directory) as opened:
        _tell(opened)
        yield opened


def _tell(opened: Index) -> None:
    for note in opened.notes:
        click.echo(f"Note: {printable(note.message)}", err=True)


@contextlib.contextmanager
def _progress_bar() -> Iterator[Progress | None]:
    """Give what draws a bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label="Reading", file=sys.stderr, show_pos=False) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        yield progress


def _style() -> output.Style:
    """Return how to draw on standard output."""
    terminal = sys.stdout.isatty()
    return output.Style(
        width=_terminal_width() if terminal else _PIPE_WIDTH,
        colour=output.wants_colour(os.environ, terminal=terminal),
    )


def _terminal_width() -> int:
    import shutil  # late: it loads every kind of compression

    return shutil.get_terminal_size().columns


def _print(text: str) -> None:
    click.echo(text, nl=False, color=True)  # whether there is colour was decided in drawing
