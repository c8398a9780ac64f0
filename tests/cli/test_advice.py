"""What the command adds to an error of the library: what to type."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from searchkit import errors
from searchkit.cli.advice import advised

PATH = Path("my index")
REFUSED = PermissionError(errno.EACCES, "Permission denied", "my index/lock")
FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("error", "added"),
    [
        (errors.IndexNotFoundError(PATH), " with: searchkit index CORPUS --index 'my index'"),
        (
            errors.IndexOutdatedError(PATH, reason="its format has version 1"),
            " with: searchkit index CORPUS --index 'my index' --rebuild",
        ),
        (
            errors.IndexUnfinishedError(PATH, articles=1, is_running=False, holder=None),
            " with: searchkit index --index 'my index'",
        ),
        (
            errors.IndexForeignError(PATH, file="_MAIN_7.toc"),
            " with: searchkit check --index 'my index' and searchkit repair --index 'my index'",
        ),
        (errors.IndexLockedError(PATH, holder=None), ", or wait for that with: --wait SECONDS"),
        (errors.NotAnIndexError(PATH, found="it is a file"), " with: --index DIR"),
        (errors.IndexUnwritableError(PATH, error=REFUSED), " with: --index DIR"),
        (errors.ArticleNotFoundError("a.txt", address="index"), ": searchkit search QUERY"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_command_ends_the_last_sentence_of_an_error_with_what_to_type(
    error: errors.SearchkitError, added: str
) -> None:
    assert advised(error) == str(error).removesuffix(".") + added


@pytest.mark.parametrize(
    "error",
    [
        errors.IndexUnwritableError(PATH, error=FULL),
        errors.IndexUnfinishedError(PATH, articles=1, is_running=True, holder=None),
        errors.CorpusNotFoundError(Path("corpus")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_that_no_option_helps_with_is_said_as_the_library_says_it(
    error: errors.SearchkitError,
) -> None:
    assert advised(error) == str(error)
