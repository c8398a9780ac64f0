"""Clusters of copies: the same text in several articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from searchkit.notes import Note
from searchkit.records import Record, SequenceRecordType
from searchkit.results import Copy


class CopyCluster(Record):
    """Articles that have the same text, shortened or edited perhaps.

    Attributes:
        articles: The articles, the earliest first and undated ones last; all others are copies
            of the first.
        outlets: How many outlets these are of.
    """

    articles: tuple[Copy, ...]
    outlets: int

    def to_dict(self) -> dict[str, object]:
        """Return the cluster as plain values: what the command prints as JSON lines."""
        from searchkit.results.plain import plain  # late: it imports the package

        values: dict[str, object] = plain(self)
        return values


class Copies(Record, Sequence[CopyCluster], metaclass=SequenceRecordType, kw_only=True):
    """Clusters of copies, those of most outlets first; it is a sequence of them.

    Attributes:
        clusters: The clusters asked for.
        total: How many clusters there are.
        articles: How many articles these have together.
        offset: How many clusters were skipped before the first of ``clusters``.
        query: The query as it was typed; empty: none was given.
        took: How long it took, in seconds.
        notes: What the reader should know.
    """

    clusters: tuple[CopyCluster, ...]
    total: int
    articles: int
    took: float
    query: str = ""
    offset: int = 0
    notes: tuple[Note, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Return the clusters as plain values: what the command prints as JSON."""
        from searchkit.results.plain import plain_copies  # late: few need it

        return plain_copies(self)

    def __iter__(self) -> Iterator[CopyCluster]:
        return iter(self.clusters)

    def __len__(self) -> int:
        return len(self.clusters)

    @overload
    def __getitem__(self, number: int) -> CopyCluster: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[CopyCluster, ...]: ...

    def __getitem__(self, number: int | slice) -> CopyCluster | tuple[CopyCluster, ...]:
        return self.clusters[number]
