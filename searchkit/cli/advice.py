"""What to type after an error: the library says what to do, and the command adds how.

A library error ends in a short instruction, such as "Rebuild it." The command goes on
from there: "Rebuild it with: searchkit index CORPUS --index DIR --rebuild".
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from searchkit.errors import (
    ArticleNotFoundError,
    IndexDamagedError,
    IndexForeignError,
    IndexLockedError,
    IndexNotFoundError,
    IndexOutdatedError,
    IndexStateError,
    IndexUnfinishedError,
    IndexUnwritableError,
    ManyRemovalsError,
    NotAnIndexError,
    OtherCorpusError,
)
from searchkit.output.phrasing import with_options

if TYPE_CHECKING:
    from searchkit.errors import SearchkitError

_NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}


def advised(error: SearchkitError) -> str:
    """Return the text of an error, and how to do in the command what it says."""
    text, rest = with_options(str(error)), _rest(error)
    return text.removesuffix(".") + rest if rest else text


def _rest(error: SearchkitError) -> str:
    """Return how the last sentence of an error goes on, with what follows it; nothing for most."""
    if isinstance(error, OtherCorpusError):
        if len(error.left) < len(error.corpus):
            return (
                ". Name all the folders to keep them, or remove the others with: --replace-corpus"
            )
        return ". Use another index with: --index DIR, or replace this one with: --replace-corpus"
    if isinstance(error, ManyRemovalsError):
        return ". If that is right, remove them with: --allow-removals"
    if isinstance(error, ArticleNotFoundError):
        return ": searchkit search QUERY"
    if isinstance(error, IndexStateError):
        import shlex  # late: seldom needed

        return _rest_on_index(error, f"--index {shlex.quote(error.address)}")
    return ""


def _rest_on_index(error: IndexStateError, option: str) -> str:
    """Return the same for an index, which an option names."""
    match error:
        case IndexNotFoundError():
            return f" with: searchkit index CORPUS {option}"
        case IndexOutdatedError():
            return f" with: searchkit index CORPUS {option} --rebuild"
        case IndexUnfinishedError(is_running=False):
            return f" with: searchkit index {option}"
        case IndexForeignError():
            return f" with: searchkit check {option} and searchkit repair {option}"
        case IndexDamagedError():
            return (
                f". See what is wrong with: searchkit check {option}; "
                f"keep what can be read with: searchkit repair {option}; "
                f"or start again with: searchkit index CORPUS {option} --rebuild"
            )
        case IndexLockedError():
            return ", or wait for that with: --wait SECONDS"
        case NotAnIndexError():
            return " with: --index DIR"
        case IndexUnwritableError() if error.error.errno in _NO_PERMISSION:
            return " with: --index DIR"
        case _:
            return ""
