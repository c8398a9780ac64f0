"""The matcher through which Whoosh reads the postings of a term.

Whoosh asks posting by posting; what it asks for is taken from the arrays a block
at a time, so that skipping touches little.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.formats import Existence, Frequency, Positions
from whoosh.matching.mcore import LeafMatcher, ReadTooFar
from whoosh.system import pack_uint

from searchkit.local.whoosh.extras import unpacked, weights_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from searchkit.local.segment.field_reader import Postings
    from searchkit.local.segment.segment_reader import ArraySegment

    Array = npt.NDArray[Any]

_BLOCK = 128  # postings whose best score is weighed against what is needed


class PostingMatcher(LeafMatcher):
    """Goes through the postings of a term.

    Args:
        segment: The segment.
        postings: The postings.
        lengths: The lengths of the field by article; None: it has none.
        format_: The format of the field, which knows the values of postings.
        term: The name of the field and the term.
        scorer: Whoosh's scorer of the term, or None.
    """

    def __init__(
        self,
        segment: ArraySegment,
        postings: Postings,
        *,
        lengths: Array | None,
        format_: Any,
        term: tuple[str, bytes],
        scorer: Any = None,
    ) -> None:
        self._segment = segment
        self._postings = postings
        self._values = f"values/{postings.field.name}"
        self._has_values = segment.extra_array(f"{self._values}/starts") is not None
        self._lengths = lengths
        self.format = format_
        self._term = term
        self.scorer = scorer
        self._count = len(postings)
        self._is_plain = type(format_) in (Frequency, Positions) and not self._has_values
        self._posting = self._first = self._end = 0
        self._go_to(0)

    def _go_to(self, posting: int) -> None:
        """Make a posting the current one, and its block the current block.

        Behind the last posting the last block stays, which Whoosh may still weigh.
        """
        self._posting = posting
        if self._first <= posting < self._end or posting >= self._count:
            return
        self._first = posting - posting % _BLOCK
        self._end = min(self._first + _BLOCK, self._count)
        self._ids: list[int] | None = None
        self._weights: list[float] | None = None
        self._positions_of_block: list[list[int]] | None = None
        self._most_weight: float | None = None
        self._lengths_of_block: tuple[int, int] | None = None

    def is_active(self) -> bool:
        return self._posting < self._count

    def reset(self) -> None:
        self._go_to(0)

    def copy(self) -> PostingMatcher:
        return copy(self)

    def id(self) -> int:
        if self._ids is None:
            self._ids = self._block(self._postings.articles).tolist()
        return self._ids[self._posting - self._first]

    def all_ids(self) -> Iterator[int]:
        return iter(self._postings.articles[self._posting :].tolist())

    def next(self) -> bool:  # type: ignore[override]  # as Whoosh's own matchers do
        """Go on to the next posting; return whether it is in another block."""
        if not self.is_active():
            raise ReadTooFar
        self._posting += 1
        if self._posting < self._end:
            return False
        self._go_to(self._posting)  # the next block, if there is one
        return True

    def skip_to(self, id: int) -> None:  # noqa: A002 - the name is Whoosh's
        if not self.is_active():
            raise ReadTooFar
        if id > self.id():
            self._go_to(int(self._postings.articles.searchsorted(id)))

    def weight(self) -> float:
        if self._weights is None:
            self._weights = self._block(self._every_weight).astype(np.float64).tolist()
        return self._weights[self._posting - self._first]

    def value(self) -> bytes:
        field = self._postings.field
        if self._has_values:
            posting = self._postings.start + self._posting
            return unpacked(self._segment, self._values, posting, posting + 1)[0]
        if field.has_positions:
            encoded: bytes = self.format.encode(self._positions())
            return encoded
        if isinstance(self.format, Existence):
            return b""
        packed: bytes = pack_uint(self._frequency())
        return packed

    def value_as(self, astype: str) -> Any:
        # Frequency and positions need not be encoded and decoded to be known.
        if self._is_plain and astype == "frequency":
            return self._frequency()
        if self._is_plain and astype == "positions" and self._postings.field.has_positions:
            return self._positions()
        return super().value_as(astype)

    @cached_property
    def _every_weight(self) -> Array:
        return weights_of(self._segment, self._postings)

    def _frequency(self) -> int:
        return int(self._postings.frequencies[self._posting])

    def _positions(self) -> list[int]:
        if self._positions_of_block is None:
            # One posting costs nearly what a block does.
            which = np.arange(self._first, self._end)
            found = self._postings.occurrences(which, with_forms=False)
            positions = found.positions.tolist()
            ends = np.cumsum(found.counts).tolist()
            self._positions_of_block = [positions[a:b] for a, b in pairwise([0, *ends])]
        return self._positions_of_block[self._posting - self._first]

    def skip_to_quality(self, minquality: float) -> int:
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._go_to(self._end)
            skipped += 1
        return skipped

    def block_min_id(self) -> int:
        return int(self._postings.articles[self._first])

    def block_max_id(self) -> int:
        return int(self._postings.articles[self._end - 1])

    def block_max_weight(self) -> float:
        if self._most_weight is None:
            self._most_weight = float(self._block(self._every_weight).max())
        return self._most_weight

    def block_min_length(self) -> int:
        return self._least_and_most_length()[0]

    def block_max_length(self) -> int:
        return self._least_and_most_length()[1]

    def _least_and_most_length(self) -> tuple[int, int]:
        if self._lengths is None:
            return 0, 0
        if self._lengths_of_block is None:
            lengths = self._lengths[self._block(self._postings.articles)]
            self._lengths_of_block = int(lengths.min()), int(lengths.max())
        return self._lengths_of_block

    def _block(self, array: Array) -> Array:
        return array[self._first : self._end]
