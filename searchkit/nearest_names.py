"""The known name that may have been meant by one that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest_name(name: str, known: Iterable[str], *, likeness: float = 0.6) -> str | None:
    """Return the known name that is spelt most like another; None if none is like it.

    Args:
        name: What was typed.
        known: The names that there are.
        likeness: How alike the two must be, from 0 to 1.

    >>> nearest_name("autor", ["author", "source"]), nearest_name("tide", ["author", "source"])
    ('author', None)
    """
    import difflib  # late: seldom needed

    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=likeness)), None)
