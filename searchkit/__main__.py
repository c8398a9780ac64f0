"""The command as a process of its own: `searchkit`, or `python -m searchkit`."""

# `signal` itself takes a while to load, in which Ctrl-C would be a traceback.
import _signal as signal  # type: ignore[import-not-found]
import atexit
import gc
import os
import sys

_INTERRUPTED = 130
"""The status of a process that Ctrl-C ended, as shells have it."""

_WRITE = (
    "searchkit.local.writing.carrying_out",
    "searchkit.local.writing.repairing",
    "searchkit.opensearch",
)
"""Loaded in a process that writes, which may have work left for when it ends."""

_SELDOM = 100_000
"""Objects that are made before Python looks for cycles; a search makes fewer."""


def run() -> None:
    """Run the command, without looking for garbage where there is none.

    What is imported stays. Left alone, Python would look through it for cycles again
    and again while it is loaded, and once more when the process ends: together a
    tenth of the time that a search takes. A process that has only read leaves all of it
    to the system, which frees it at once.
    """
    # A search has nothing to lose. A KeyboardInterrupt may turn into another error
    # during an import; so it is raised only where a command asks for it.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    gc.set_threshold(_SELDOM)
    atexit.register(gc.freeze)
    from searchkit.cli import main, prepare  # only now: this is what takes time to load

    prepare()
    status = main(prog_name="searchkit", standalone_mode=False)
    if any(module in sys.modules for module in _WRITE):
        sys.exit(status)
    os._exit(status)  # all that was printed is written, and nothing else is open


if __name__ == "__main__":
    run()
