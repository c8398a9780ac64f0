"""The command: arguments -> one library call -> output -> exit status.

Nothing is decided here that the library could decide. `program` knows which
commands there are, and loads the module of the one that was typed; `status` turns
errors into one line and a number; `streams` writes; `options` holds the options
of commands, `printer` those that say how to print.
"""

from searchkit.cli.program import main
from searchkit.cli.streams import prepare

__all__ = ["main", "prepare"]
