"""The command on a terminal of its own."""

from __future__ import annotations

import os
import select
import subprocess
import sys
from collections.abc import Callable

import pytest

try:
    import fcntl
    import pty
    import termios

    os.close(pty.openpty()[0])
except (ImportError, OSError):
    REASON = "there is no pseudo-terminal here"
else:
    REASON = ""

needs_a_terminal = pytest.mark.skipif(bool(REASON), reason=REASON)

COMMAND = [sys.executable, "-m", "searchkit"]


def environment(**extra: str) -> dict[str, str]:
    """What a test hands on of its own environment."""
    kept = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "FORCE_COLOR"}}
    return kept | {"COLUMNS": "80", "TERM": "xterm"} | extra


def on_a_terminal(
    *arguments: object,
    keys: bytes = b"",
    look: Callable[[bytes], object] = lambda _: None,
    **extra: str,
) -> tuple[int, str]:
    """Run with a terminal on all streams; return the status and what was on the screen.

    The keys are pressed when something is on the screen. Whoever wants to look is given
    what was on the screen so far, whenever there is more.
    """
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        # A pager reads keys from the terminal of its session.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads
        env=environment(**extra),
    )
    os.close(slave)
    screen = b""
    while select.select([master], [], [], 60)[0]:
        try:
            read = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not read:
            break
        screen += read
        look(screen)
        os.write(master, keys)
        keys = b""
    os.close(master)
    return process.wait(60), screen.decode()
