"""Shares of a file that several readers take one each of.

Only a file of one record a line can be shared: its records are found without
reading those before them. So what is left of it can be read by itself, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchkit.corpus.formats import format_of

if TYPE_CHECKING:
    from searchkit.corpus.walking import CorpusFile


@dataclass(frozen=True, slots=True)
class Stripe:
    """Every so many blocks of a file one, but for those that were read before.

    Attributes:
        number: The first of them, from 0, below ``count``.
        count: In how many stripes the file is parted, 1 or more.
        done: Blocks that are not read again, of any stripe.
    """

    number: int
    count: int
    done: frozenset[int] = frozenset()

    def has(self, block: int) -> bool:
        """Whether a block, counted from 0, is in the stripe.

        >>> [Stripe(1, 3).has(block) for block in range(5)]
        [False, True, False, False, True]
        """
        return block % self.count == self.number and block not in self.done


WHOLE = Stripe(0, 1)
"""The whole of a file."""


def can_be_shared(file: CorpusFile) -> bool:
    """Whether stripes of a file can be read."""
    return file.place is None and format_of(file.name).is_in_blocks
