"""A segment as it is searched: its arrays, and which of its articles are there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from searchkit.codec.segments import ArraySegment

Integers: TypeAlias = "NDArray[np.int64]"
Flags: TypeAlias = "NDArray[np.bool_]"


class Segment:
    """A part of the index that is searched as one.

    Attributes:
        arrays: What its file holds.
        deleted: The numbers of its deleted articles, ascending, int64, (n_deleted,).
    """

    def __init__(self, arrays: ArraySegment, deleted: Integers) -> None:
        self.arrays = arrays
        self.deleted = deleted

    @property
    def n_articles(self) -> int:
        """How many article numbers there are, deleted ones included."""
        return self.arrays.n_articles

    @property
    def n_live(self) -> int:
        """How many articles there are."""
        return self.arrays.n_articles - len(self.deleted)

    @cached_property
    def live(self) -> Flags | None:
        """Which articles are not deleted, (n_articles,); None where all are there."""
        if not len(self.deleted):
            return None
        live = np.ones(self.n_articles, np.bool_)
        live[self.deleted] = False
        return live
