"""A command that takes a query, whose words may begin with a minus as options do.

`search shutdown -trump` means "without trump", but click reads options: `-t`, if there
were one, or worse, in `-snow`, a source named `now`. So letters after one minus are
options only if each of them is one, and only a number may directly follow the letter
of its option, as in `-n5`. All else is rejected with what to type instead, since
neither reading is safe to guess.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

import click

from searchkit.cli.help_layout import SectionedCommand
from searchkit.cli.status import USAGE
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

_ATTACHED = late_pattern(r"=.*|-?[0-9]+", re.DOTALL)
"""A value that may directly follow the letter of its option."""


class _NoOptionError(click.ClickException):
    """What was typed is no option."""

    exit_code = USAGE


class QueryCommand(SectionedCommand):
    """A command whose arguments are the words of a query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse what was typed, once no part of the query can be taken for options."""
        if not ctx.resilient_parsing:
            self._check(ctx, args)
        return super().parse_args(ctx, args)

    def _check(self, ctx: click.Context, args: list[str]) -> None:
        """Reject what looks like an option and is a part of the query.

        Raises:
            ClickException: There is such a part.
        """
        takes_value = self._options(ctx)
        options: list[str] = []
        words: list[str] = []
        meant: list[str] = []
        waiting = iter(args)
        for arg in waiting:
            if arg == "--":
                words += waiting
            elif not arg.startswith("-") or arg == "-":
                words.append(arg)
            elif (awaits := _awaits(arg, takes_value)) is None:
                words.append(arg)
                meant.append(arg)
            else:
                options += [arg, *islice(waiting, awaits)]
        if meant:
            import shlex  # late: seldom needed

            typed = shlex.join([*ctx.command_path.split(" "), *options, "--", *words])
            raise _NoOptionError(
                f"{meant[0]} is not an option. To leave out a word, "
                f"put -- before the query: {typed}"
            )

    def _options(self, ctx: click.Context) -> dict[str, bool]:
        """Return the names of all options, and whether each takes a value."""
        return {
            name: not parameter.is_flag and not parameter.count
            for parameter in self.get_params(ctx)
            if isinstance(parameter, click.Option)
            for name in (*parameter.opts, *parameter.secondary_opts)
        }


def _awaits(arg: str, takes_value: Mapping[str, bool]) -> bool | None:
    """Whether an option takes the next argument as a value; None: it is no option."""
    if arg.startswith("--"):
        return takes_value.get(arg, False)
    return _awaits_value(arg[1:], takes_value)


def _awaits_value(letters: str, takes_value: Mapping[str, bool]) -> bool | None:
    """Whether letters after a minus are options that take the next argument as a value.

    Returns:
        None if they are no options.

    >>> known = {"-l": False, "-q": False, "-n": True}
    >>> [_awaits_value(letters, known) for letters in ("lq", "ln", "n20", "news", "trump")]
    [False, True, False, None, None]
    """
    for number, letter in enumerate(letters):
        name = f"-{letter}"
        if name not in takes_value:
            return None
        if takes_value[name]:
            value = letters[number + 1 :]
            return not value if not value or _ATTACHED.fullmatch(value) else None
    return False
