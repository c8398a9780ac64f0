"""Long text on a terminal, a screen at a time."""

from __future__ import annotations

import os
import sys

from searchkit.cli.streams import write

_USUAL = "less -R"


def page(text: str) -> None:
    """Print a text; on a terminal that is too small for it, with a pager.

    `PAGER` names the pager; where it is empty or cannot be run, the text is printed.
    """
    import shutil  # late: a search pages nothing

    fits = text.count("\n") < shutil.get_terminal_size().lines
    if not sys.stdout.isatty() or fits or not _is_paged(text):
        write(text)


def _is_paged(text: str) -> bool:
    """Show a text in the pager, and return whether there is one."""
    import shlex  # late too
    import signal
    import subprocess

    try:
        command = shlex.split(os.environ.get("PAGER", _USUAL))
        pager = subprocess.Popen(  # noqa: S603 - the user named it
            command,
            stdin=subprocess.PIPE,
            env={"LESS": "R"} | os.environ,
        )
    except (OSError, ValueError, IndexError):
        return False
    # Ctrl-C is the pager's: it would be left alone with the terminal.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        # A pager that is left before the end is no error.
        encoding, errors = sys.stdout.encoding, sys.stdout.errors
        pager.communicate(text.encode(encoding, errors or "strict"))
    finally:
        signal.signal(signal.SIGINT, before)
    return True
