"""Options that several commands share, and how their values are completed."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.output.phrasing import option_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound="Callable[..., Any]")

SHELLS = ("bash", "zsh", "fish")

_NUMBER = re.compile(r"([0-9]{1,12})([kMG]?)", re.ASCII)
_TIMES = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}
_LIMIT_HELP = {
    "article_size": "Characters of an article, at most.",
    "title_length": "Characters of a title, at most.",
    "file_size": "Bytes of a file, or of a line of JSON lines, at most.",
    "json_values": "Values in a JSON file, or in a line, at most.",
    "front_matter_size": "Characters of front matter in Markdown, at most.",
    "inflation": "How many times its size a gzip file may unpack to.",
}


class Text(click.types.StringParamType):
    """Text as it was typed; bytes that are not UTF-8 become U+FFFD."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text without the surrogates that stand for stray bytes in arguments."""
        del param, ctx
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class EncodingName(Text):
    """The name of an encoding; a wrong one is an error before anything is done."""

    name = "encoding"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name as it was typed."""
        from searchkit.corpus import ReadingOptions  # late: hardly any command reads a corpus

        name = super().convert(value, param, ctx)
        ReadingOptions(encoding=name or None)
        return name


def told_options(command: Command) -> Command:
    """Add the options that tell something of all files, `--source` and `--encoding`."""
    options = (
        click.option(
            "--source",
            type=Text(),
            metavar="NAME",
            help='The outlet of all articles; remembered until "" clears it.',
        ),
        click.option(
            "--encoding",
            type=EncodingName(),
            metavar="NAME",
            help='The encoding of all files, such as windows-1252; remembered until "" clears it.',
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def removal_options(command: Command) -> Command:
    """Add the options that permit an update to remove much."""
    options = (
        click.option(
            "--replace-corpus",
            is_flag=True,
            help="Index CORPUS instead of the folders that the index was made from.",
        ),
        click.option(
            "--allow-removals",
            is_flag=True,
            help="Remove articles whose files are gone, even if that is most of them.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def index_option(command: Command) -> Command:
    """Add `--index`."""
    return click.option(
        "--index",
        "directory",
        type=click.Path(readable=False, path_type=Path),
        default="index",
        show_default=True,
        envvar="SEARCHKIT_INDEX",
        show_envvar=True,
        metavar="DIR",
        help="The index directory.",
    )(command)


class FilterOptions(TypedDict):
    """What filters articles, as :meth:`searchkit.Index.search` takes it."""

    source: tuple[str, ...]
    since: str | None
    until: str | None
    undated: bool
    timezone: str | None


def filter_options(command: Command) -> Command:
    """Add the options that filter articles, and give them together as `filters`."""

    @functools.wraps(command)
    def filtered(*args: Any, **kwargs: Any) -> Any:
        given = {name: kwargs.pop(name) for name in FilterOptions.__annotations__}
        return command(*args, **kwargs, filters=given)

    options = (
        click.option(
            "-s",
            "--source",
            type=Text(),
            multiple=True,
            metavar="NAME",
            shell_complete=complete_source,
            help="Only this outlet, in upper or lower case; may be given several times. "
            '"none" means articles without an outlet.',
        ),
        click.option(
            "--since",
            type=Text(),
            metavar="DATE",
            help='From the start of this period: 2018, 2018-03, 2018-03-14, "last week", …',
        ),
        click.option("--until", type=Text(), metavar="DATE", help="Up to the end of this period."),
        click.option("--undated", is_flag=True, help="Only articles without a date."),
        _timezone_option,
    )
    for option in reversed(options):
        filtered = option(filtered)
    return filtered  # type: ignore[return-value]


def _timezone_option(command: Command) -> Command:
    return click.option(
        "--timezone",
        type=Text(),
        envvar="SEARCHKIT_TIMEZONE",
        show_envvar=True,
        metavar="ZONE",
        help="The time zone of dates, such as Europe/Berlin or UTC. "
        "[default: that of this machine]",
    )(command)


def wait_option(command: Command) -> Command:
    """Add `--wait`."""
    return click.option(
        "--wait",
        type=click.FloatRange(min=0),
        default=0,
        show_default=True,
        metavar="SECONDS",
        help="Wait this long for another process that is writing the index.",
    )(command)


def number(text: str | int) -> int:
    """Return the number that was given; it may end in k, M or G.

    >>> number("20M")
    20000000
    """
    found = _NUMBER.fullmatch(str(text))
    if found is None:
        raise click.BadParameter(f"{text!r} is not a number such as 5000, 50k, 20M or 1G.")
    return int(found[1]) * _TIMES[found[2]]


def reading_limit_options(command: Command) -> Command:
    """Add an option for each limit of reading, and give them together as `limits`."""

    @functools.wraps(command)
    def limited(*args: Any, **kwargs: Any) -> Any:
        given = {name: kwargs.pop(f"most_{name}") for name in _LIMIT_HELP}
        return command(*args, **kwargs, limits=ReadingLimits(**given))

    for name, what in reversed(_LIMIT_HELP.items()):
        limited = click.option(
            option_name(name),
            f"most_{name}",
            type=number,
            default=getattr(DEFAULT_READING_LIMITS, name),
            metavar="N",
            help=f"{what} [default: {getattr(DEFAULT_READING_LIMITS, name):,}]",
        )(limited)
    return limited  # type: ignore[return-value]


def limit_option(default: int, what: str) -> Callable[[Command], Command]:
    """Return what adds `--limit`.

    Args:
        default: How many there are at most where nothing is said.
        what: What is counted, for the help.
    """
    return click.option(
        "-n",
        "--limit",
        type=int,
        default=default,
        show_default=True,
        metavar="N",
        help=f"{what}, at most.",
    )


def pager_option(command: Command) -> Command:
    """Add `--no-pager`."""
    return click.option(
        "--no-pager",
        is_flag=True,
        help="Print long text directly, not through a pager (PAGER, or less).",
    )(command)


def strict_option(command: Command) -> Command:
    """Add `--strict`."""
    return click.option("--strict", is_flag=True, help="Reject a query that would need guessing.")(
        command
    )


def complete_source(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the sources of the index that begin as typed."""
    from searchkit.cli import shell_completion  # late: only a shell asks

    del param
    return shell_completion.sources(ctx, incomplete)


def complete_query(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the fields, sources and words that the query may go on with."""
    from searchkit.cli import shell_completion  # late: only a shell asks

    del param
    return shell_completion.queries(ctx, incomplete)


def complete_topic(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the commands and pages that begin as typed."""
    from searchkit.cli import shell_completion  # late: only a shell asks

    del param
    return shell_completion.topics(ctx, incomplete)


def jobs_option(command: Command) -> Command:
    """Add `--jobs`."""
    return click.option(
        "-j",
        "--jobs",
        type=int,
        metavar="N",
        help="Processes that read at the same time. [default: one per processor, at most 6]",
    )(command)
