"""How a shell completes what is being typed, from what the index holds."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ZshComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

import searchkit
from searchkit.analysis import fold
from searchkit.errors import SearchkitError
from searchkit.limits import Limits
from searchkit.output.manual import PAGES
from searchkit.output.phrasing import counted
from searchkit.query.lexing import CLOSERS
from searchkit.query.saved_names import name_key
from searchkit.query.unparsing import quoted

if TYPE_CHECKING:
    from searchkit.results import Completion, CompletionKind
    from searchkit.results.saved_searches import SavedSearch

_SOURCES = 100  # that a shell shows at most

_LIMITS = Limits(time=2)  # nobody waits longer for what a shell shows

_PLAIN = re.compile(r"[\w.&'’-]+:?")  # what a query reads as one word or name, without quotes

_SIGNS = "-+=("  # what may precede a word of a query

_ESCAPING = {
    "": (re.compile(r"([^\w@%+=:,./-])"), r"\\\1"),
    '"': (re.compile(r'(["\\$`])'), r"\\\1"),
    "'": (re.compile("(')"), r"'\\''"),
}
"""What is special to bash, by the quotation mark before it, and how to escape it there."""

_PROGRAM = "searchkit"


def sources(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the sources of the index that begin as typed; none where there is no index."""
    return [
        CompletionItem(one.text, help=counted(one.count or 0, "article"))
        for one in _completions(ctx, incomplete, kind="source", limit=_SOURCES)
    ]


def searches(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the saved searches whose names begin as typed."""
    typed = name_key(incomplete)
    return [
        CompletionItem(one.name, help=one.query or "every article")
        for one in _saved(ctx)
        if name_key(one.name).startswith(typed)
    ]


def queries(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the fields, sources, words and saved searches that may complete a query."""
    signs, at, name = incomplete.rpartition("@")
    if at and not signs.strip(_SIGNS):
        items = searches(ctx, name)
        for item in items:
            item.value = f"{signs}@{item.value}"
        return items
    # To bash a colon is a word of its own, or begins one, and stays when a word is completed.
    words = [str(word) for word in ctx.params.get("query") or ()]
    is_after_colon = incomplete.startswith(":") or words[-1:] == [":"]
    typed = incomplete.removeprefix(":")
    if is_after_colon:
        field = next((word for word in reversed(words) if word != ":"), "")
        kept = ""
    else:
        signs = typed[: len(typed) - len(typed.lstrip(_SIGNS))]
        field, colon, typed = typed.removeprefix(signs).rpartition(":")
        kept = signs + field + colon
    return [
        CompletionItem(kept + ("" if field else _field_of(one)) + _quoted(one), help=one.kind)
        for one in _completions(ctx, f"{field}:{typed}" if field else typed)
    ]


def topics(ctx: click.Context, incomplete: str) -> list[CompletionItem]:
    """Return the commands and pages that help may be asked for."""
    program = ctx.find_root().command
    commands = program.list_commands(ctx) if isinstance(program, click.Group) else []
    return [CompletionItem(name) for name in (*commands, *PAGES) if name.startswith(incomplete)]


def _completions(
    ctx: click.Context, typed: str, *, kind: CompletionKind | None = None, limit: int = 10
) -> list[Completion]:
    """Return completions of what was typed; nothing without an index."""
    try:
        with searchkit.open(_address(ctx)) as index:
            found = index.complete(typed, kind=kind, limit=limit, limits=_LIMITS)
    except (SearchkitError, RuntimeError):  # the latter: no such user
        return []
    # The shell would write others to the terminal unchanged.
    return [one for one in found if one.text.isprintable()]


def _saved(ctx: click.Context) -> tuple[SavedSearch, ...]:
    """Return the saved searches; none without an index, or where they cannot be read."""
    try:
        with searchkit.open(_address(ctx)) as index:
            return index.saved
    except (SearchkitError, RuntimeError):
        return ()


def _address(ctx: click.Context) -> str:
    """Return where the index is.

    Raises:
        RuntimeError: There is no such user.
    """
    # A shell gives us what was typed before it has expanded variables and the home folder.
    address = os.path.expandvars(ctx.params.get("address") or "index")
    return os.path.expanduser(address)  # noqa: PTH111 - it may be no path


def _field_of(completion: Completion) -> str:
    return "source:" if completion.kind == "source" else ""


def _quoted(completion: Completion) -> str:
    return completion.text if _PLAIN.fullmatch(completion.text) else quoted(completion.text)


_BASH = """\
%(complete_func)s() {
    local type value

    while IFS=, read -r type value; do
        if [[ $type == dir ]]; then
            compopt -o dirnames
        elif [[ $type == file ]]; then
            compopt -o default
        elif [[ $type == plain ]]; then
            COMPREPLY+=("$value")
        fi
    done < <(IFS=$'\\n'; env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
%(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""
"""That of click, which drops backslashes, and takes an asterisk for the files that it fits."""


@add_completion_class
class EscapingBashComplete(BashComplete):
    """Completes for bash, which takes what it is offered as if it had been typed.

    Other shells put the signs that mean something to them in quotes by themselves.
    """

    source_template = _BASH
    _is_after_at = False  # which stays when the name behind it is completed

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that, as they were typed."""
        args, incomplete = super().get_completion_args()
        # An equals sign and an at sign part words for bash.
        if incomplete == "@":
            args, incomplete = [*args, "@"], ""
        if args[-1:] == ["@"]:
            self._is_after_at = True
            return args[:-1], f"@{incomplete}"
        if incomplete == "=":
            args, incomplete = [*args, "="], ""
        if args[-1:] == ["="] and len(args) > 1 and args[-2].startswith("--"):
            return args[:-2], f"{args[-2]}={incomplete}"
        return args, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """Return a completion as the script reads it, its spaces and quotes escaped."""
        typed = os.environ["COMP_WORDS"].split("\n")[-1][:1]
        special, escaped = _ESCAPING.get(typed, _ESCAPING[""])
        value = item.value.removeprefix("@") if self._is_after_at else item.value
        return f"{item.type},{special.sub(escaped, value)}"


_FISH = """\
function %(complete_func)s;
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
COMP_CWORD=(commandline -t) %(prog_name)s 2>/dev/null);

    for completion in $response;
        set -l metadata (string split --max 1 "," $completion);

        if contains $metadata[1] dir file;
            set -l typed (string match -r '^(--[^=]*=|)(.*)$' -- $metadata[2]);
            printf "$typed[2]%%s\\n" (__fish_complete_directories $typed[3]);
        else if test $metadata[1] = "plain";
            echo $metadata[2];
        end;
    end;
end;

complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)";
"""
"""That of click, which takes a comma in a name for the end of it, puts names in order,
and offers no folder behind `--index=` or a tilde. All paths that are typed are folders'."""


@add_completion_class
class ExactFishComplete(FishComplete):
    """Completes for fish, which drops what does not begin as it was typed."""

    source_template = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is typed, and that."""
        try:
            return super().get_completion_args()
        except IndexError:  # nothing is left of it without its quotes
            return split_arg_string(os.environ["COMP_WORDS"])[1:], ""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return how a word may go on, beginning as it was typed but for a quotation mark."""
        found = super().get_completions(args, incomplete)
        for item in found:
            item.value = _as_typed(_option_of(incomplete) + item.value, incomplete)
        return found


@add_completion_class
class WholeZshComplete(ZshComplete):
    """Completes for zsh, which puts a completion in place of an option and its value."""

    source_template = ZshComplete.source_template.replace(
        "=zsh_complete %(prog_name)s", "=zsh_complete %(prog_name)s 2>/dev/null"
    )

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the completions of a word, each whole."""
        found = super().get_completions(args, incomplete)
        for item in found:
            item.value = _option_of(incomplete) + item.value
        return found


def _option_of(typed: str) -> str:
    """Return an option and the sign behind it, where its value is typed in the same word.

    >>> _option_of("--source=po"), _option_of("--sou"), _option_of("a=b")
    ('--source=', '', '')
    """
    option, equals, _ = typed.partition("=")
    return option + equals if equals and option.startswith("--") else ""


def _as_typed(value: str, typed: str) -> str:
    """Return a value whose letters behind a quotation mark are those that were typed.

    What was typed may be in other letters than the name that is meant, and to fish
    a mark and another letter together are too much of a difference.

    >>> _as_typed('source:"Été, soir"', "source:ete")
    'source:"ete, soir"'
    """
    field, colon, begun = typed.rpartition(":")
    before = value[: len(field + colon) + 1]
    if before[:-1] != field + colon or before[-1:] not in CLOSERS:
        return value
    name, end = value[len(before) :], len(begun)
    return f"{before}{begun}{name[end:]}" if fold(name[:end]) == fold(begun) else value


def script(command: click.Command, shell: str) -> str:
    """Return the script that makes a shell, one of :data:`SHELLS`, complete a command.

    The script drops standard error: Ctrl-C while Python starts, before any of this is
    loaded, would print a traceback into what is being typed.
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise ValueError(f"There is no completion for the shell {shell}.")
    return kind(command, {}, _PROGRAM, f"_{_PROGRAM}_COMPLETE".upper()).source()
