"""The command: arguments -> one library call -> output -> exit status.

Nothing is decided here that the library could decide. `status` turns errors
into one line and a number, `options` holds the options that commands share,
`commands` has a function for each.
"""

from searchkit.cli.commands import main

__all__ = ["main"]
