"""What to type after an error: the library says what to do, and the command adds how.

The text of an error ends in a short instruction, such as "Rebuild it." The command
continues it: "Rebuild it with: searchkit index CORPUS --index DIR --rebuild".
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from searchkit import errors
from searchkit.output.phrasing import with_options

if TYPE_CHECKING:
    from searchkit.errors import IndexStateError, SearchkitError

_NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}


def advised(error: SearchkitError) -> str:
    """Return the text of an error, and how to do in the command what it says."""
    text, rest = with_options(str(error)), _rest(error)
    return text.removesuffix(".") + rest if rest else text


def _rest(error: SearchkitError) -> str:
    """Return how the last sentence of an error goes on, and what follows it; often nothing."""
    match error:
        case errors.OtherCorpusError() if len(error.left) < len(error.corpus):
            way = "Name all the folders to keep them, or remove the others with"
            return f". {way}: --replace-corpus"
        case errors.OtherCorpusError():
            way = "Use another index with: --index DIR, or replace this one with"
            return f". {way}: --replace-corpus"
        case errors.ManyRemovalsError():
            return ". If that is right, remove them with: --allow-removals"
        case errors.SavedSearchExistsError():
            return " with: --replace"
        case errors.ArticleNotFoundError():
            return ": searchkit search QUERY"
        case errors.IndexStateError():
            import shlex  # late: seldom needed

            return _rest_on_index(error, f"--index {shlex.quote(error.address)}")
    return ""


def _rest_on_index(error: IndexStateError, option: str) -> str:
    """Return how an error about an index goes on, which the option names."""
    match error:
        case errors.IndexNotFoundError():
            return f" with: searchkit index CORPUS {option}"
        case errors.IndexOutdatedError():
            return f" with: searchkit index CORPUS {option} --rebuild"
        case errors.IndexUnfinishedError(is_running=False):
            return f" with: searchkit index {option}"
        case errors.IndexForeignError():
            return f" with: searchkit check {option} and searchkit repair {option}"
        case errors.IndexDamagedError():
            return (
                f". See what is wrong with: searchkit check {option}; "
                f"keep what can be read with: searchkit repair {option}; "
                f"or start again with: searchkit index CORPUS {option} --rebuild"
            )
        case errors.IndexLockedError() | errors.TurnTakenError():
            return ", or wait for that with: --wait SECONDS"
        case errors.NotAnIndexError():
            return " with: --index DIR"
        case errors.IndexUnwritableError() if error.error.errno in _NO_PERMISSION:
            return " with: --index DIR"
    return ""
