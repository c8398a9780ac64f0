"""What to type after an error: the library says what is wrong, the command which option helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import ManyRemovalsError, OtherCorpusError

if TYPE_CHECKING:
    from searchkit.errors import SearchkitError


def advice(error: SearchkitError) -> str:
    """Return the sentence that follows an error, with a space before it; nothing for most."""
    if isinstance(error, OtherCorpusError):
        if len(error.left) < len(error.corpus):
            return " Name all folders to keep them, or leave out the others with: --replace-corpus"
        return " Use another index with: --index DIR, or replace it with: --replace-corpus"
    if isinstance(error, ManyRemovalsError):
        return " If that is right, remove them with: --allow-removals"
    return ""
