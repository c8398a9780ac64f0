"""The options of commands, but for those of one command alone.

Each name that ends in `_option` or `_options` decorates a command. Some options are
given to it together, as one argument: filters as a `dict`, limits as a record.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, get_args

import click
from click.core import ParameterSource

from searchkit.late_patterns import late_pattern
from searchkit.limits import DEFAULT_READING_LIMITS, Limits, ReadingLimits
from searchkit.output.phrasing import option_name
from searchkit.query.filters import SORTS
from searchkit.query.rankings import RANKINGS
from searchkit.results.surveys import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from click.shell_completion import CompletionItem

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
    Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

SHELLS = ("bash", "zsh", "fish")

_NUMBER = late_pattern(r"([0-9]{1,12})([kMG]?)", re.ASCII)
_TIMES = {"": 1, "k": 10**3, "M": 10**6, "G": 10**9}
_LIMIT_HELP = {
    "article_size": "Characters of an article, at most.",
    "title_length": "Characters of a title, at most.",
    "file_size": "Bytes of a file, or of a line of JSON lines, at most.",
    "json_values": "Values in a JSON file, or in a line, at most.",
    "front_matter_size": "Characters of front matter in Markdown, at most.",
    "inflation": "How many times its size a packed file may unpack to.",
    "archive_files": "Files in an archive, at most.",
    "elements": "Elements of a page, at most.",
    "nesting": "Elements within elements of a page, at most.",
    "reader_seconds": "Seconds for an article of a page, PDF or the like, at most.",
    "reader_memory": "Megabytes of memory for reading pages, PDFs and the like, at most.",
}


class Text(click.types.StringParamType):
    """Text as it was typed; bytes that are not UTF-8 become U+FFFD."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text without the surrogates that Python has for stray bytes."""
        del param, ctx
        return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class EncodingName(Text):
    """The name of an encoding; a wrong one is an error before anything is done."""

    name = "encoding"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name as it was typed."""
        from searchkit.corpus import ReadingOptions  # late: few commands read a corpus

        name = super().convert(value, param, ctx)
        ReadingOptions(encoding=name or None)
        return name


def number(text: str | int) -> int:
    """Return the number that was given; it may end in k, M or G.

    >>> number("20M")
    20000000
    """
    found = _NUMBER.fullmatch(str(text))
    if found is None:
        raise click.BadParameter(f"{text!r} is not a number such as 5000, 50k, 20M or 1G.")
    return int(found[1]) * _TIMES[found[2]]


def was_typed(ctx: click.Context, name: str) -> bool:
    """Whether the value of an option is not the one that it has by itself."""
    return ctx.get_parameter_source(name) is not ParameterSource.DEFAULT


def completed_by(name: str) -> Completer:
    """Return what completes a value by a function of `shell_completion`."""

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        from searchkit.cli import shell_completion  # late: only a shell asks

        del param
        items: list[CompletionItem] = getattr(shell_completion, name)(ctx, incomplete)
        return items

    return complete


def _all_of(*options: Decorator) -> Decorator:
    """Return what adds options in this order."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _as_one(argument: str, make: Callable[..., Any], options: Mapping[str, Decorator]) -> Decorator:
    """Return what adds options, given by the names of their values, and gives them as one.

    Args:
        argument: The argument of the command that gets them together.
        make: What makes that of them, by name.
        options: The options.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(command)
        def called(*args: Any, **kwargs: Any) -> Any:
            together = make(**{name: kwargs.pop(name) for name in options})
            return command(*args, **kwargs, **{argument: together})

        return _all_of(*options.values())(called)

    return decorate


index_option = click.option(
    "--index",
    "address",
    type=click.Path(readable=False),
    default="index",
    show_default=True,
    envvar="SEARCHKIT_INDEX",
    show_envvar=True,
    metavar="DIR",
    help="The index directory.",
)

_FILTERS = {
    "source": click.option(
        "-s",
        "--source",
        type=Text(),
        multiple=True,
        metavar="NAME",
        shell_complete=completed_by("sources"),
        help="Only this outlet, in upper or lower case; may be given several times. "
        '"none" means articles without an outlet.',
    ),
    "since": click.option(
        "--since",
        type=Text(),
        metavar="DATE",
        help='From the start of this period: 2018, 2018-03, 2018-03-14, "last week", …',
    ),
    "until": click.option(
        "--until", type=Text(), metavar="DATE", help="Up to the end of this period."
    ),
    "undated": click.option("--undated", is_flag=True, help="Only articles without a date."),
    "timezone": click.option(
        "--timezone",
        type=Text(),
        envvar="SEARCHKIT_TIMEZONE",
        show_envvar=True,
        metavar="ZONE",
        help="The time zone of dates, such as Europe/Berlin or UTC. "
        "[default: that of this machine]",
    ),
}

filter_options = _as_one("filters", dict, _FILTERS)

date_options = _as_one(
    "filters", dict, {name: option for name, option in _FILTERS.items() if name != "source"}
)
"""The filters but that for outlets, where outlets are what is counted."""

unit_option = click.option(
    "--by",
    type=click.Choice(("auto", *get_args(Unit))),
    default="auto",
    show_default=True,
    metavar="UNIT",
    help="Periods of a day, week, month, quarter or year; auto: as fits the time from the first "
    "article to the last.",
)

words_options = _all_of(
    click.option(
        "--all-words", is_flag=True, help="Leave out articles that lack any of the words."
    ),
    click.option(
        "--some-words",
        is_flag=True,
        help="Count, and sort by date, articles with only some of the words, too.",
    ),
)

ranking_option = click.option(
    "--ranking",
    type=click.Choice(RANKINGS),
    default=RANKINGS[0],
    show_default=True,
    help="How scores are made: in all stages, in the first alone, or by plain BM25.",
)

ranking_options = _all_of(
    ranking_option,
    click.option(
        "--recent",
        type=Text(),
        metavar="HALF-LIFE",
        help='Let new articles score higher; what newness adds halves in 30d, "6 months", …',
    ),
)

strict_option = click.option(
    "--strict", is_flag=True, help="Reject a query that would need guessing."
)


def _limits(*, time_limit: float) -> Limits:
    return Limits(time=time_limit or None)


limits_option = _as_one(
    "limits",
    _limits,
    {
        "time_limit": click.option(
            "--time-limit",
            type=click.FloatRange(min=0),
            default=10,
            show_default=True,
            metavar="SECONDS",
            help="How long the search may take; 0: as long as it takes.",
        )
    },
)


snippets_option = click.option(
    "--snippets",
    type=int,
    default=3,
    show_default=True,
    metavar="N",
    help="Passages to quote from each article, at most; 0 quotes none.",
)


recipient_option = click.option(
    "--for",
    "recipient",
    type=Text(),
    metavar="NAME",
    help="Who is shown it; each recipient is shown everything once.",
)


def leaves_out(filters: Mapping[str, object]) -> bool:
    """Whether filters leave articles out, as a time zone alone, which may be usual, does not."""
    return any(value for name, value in filters.items() if name != "timezone")


def limit_option(default: int, what: str) -> Decorator:
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


def offset_option(what: str) -> Decorator:
    """Return what adds `--offset`.

    Args:
        what: What is skipped, for the help.
    """
    return click.option(
        "--offset", type=int, default=0, show_default=True, metavar="N", help=f"{what}."
    )


page_options = _all_of(
    offset_option("Hits to skip"),
    click.option(
        "--sort",
        type=click.Choice(SORTS),
        default=SORTS[0],
        show_default=True,
        help="The order of the hits.",
    ),
)

fold_option = click.option(
    "--fold/--no-fold",
    default=None,
    help="Show copies of one text as one hit, which says where else it is. "
    "[default: in text, not in data, --keys and --count]",
)

kind_options = _all_of(
    click.option("-c", "--count", is_flag=True, help="Print only the number of articles found."),
    click.option("-l", "--keys", is_flag=True, help="Print only the keys of the hits."),
    click.option(
        "-0",
        "--null",
        is_flag=True,
        help="Print only the keys, each ending in a NUL, for xargs -0.",
    ),
    click.option(
        "--fields",
        metavar="A,B,…",
        type=Text(),
        help="Fields of each hit in CSV or JSON: key,title,date.",
    ),
    click.option("--full", is_flag=True, help="Add the whole text of each hit to CSV or JSON."),
)

pager_option = click.option(
    "--no-pager",
    is_flag=True,
    help="Print long text directly, not through a pager (PAGER, or less).",
)

corpus_options = _all_of(
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

jobs_option = click.option(
    "-j",
    "--jobs",
    type=int,
    metavar="N",
    help="Processes that read at the same time. [default: one per processor, at most 6]",
)

cluster_options = _all_of(
    click.option(
        "--shards",
        type=int,
        metavar="N",
        help="Shards of an index on a cluster, when it is built or rebuilt. [default: 1]",
    ),
    click.option(
        "--replicas",
        type=int,
        metavar="N",
        help="Copies of each shard. [default: 1, where there is a node for it]",
    ),
)

wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0,
    show_default=True,
    metavar="SECONDS",
    help="Wait this long for another process that is writing the index.",
)

reading_limit_options = _as_one(
    "limits",
    ReadingLimits,
    {
        name: click.option(
            option_name(name),
            name,
            type=number,
            default=default,
            metavar="N",
            help=f"{_LIMIT_HELP[name]} [default: {default:,}]",
        )
        for name, default in DEFAULT_READING_LIMITS.as_dict().items()
    },
)
