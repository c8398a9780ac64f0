"""The articles of runs and of segments, as they are counted to settle what is furniture.

Segments are asked where an update was stopped, or was so long that it saved some before it
had read all: their articles are parted again, once, into a file without a name, since they are
gone through several times; and those in which something proves to be furniture are indexed again.
"""

from __future__ import annotations

import os
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.local.segment.columns import FixedColumn, NumberColumn, ReferenceColumn
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.outlet_domains import domains
from searchkit.local.writing.part_tables import PartTable, parts_of
from searchkit.local.writing.runs import Batch
from searchkit.local.writing.settling import Counted, settle
from searchkit.records import NamedTuple
from searchkit.schema import UNDATED, from_record, source_term
from searchkit.schema.urls import url_term
from searchkit.syncing.evidence import Evidence
from searchkit.syncing.outlet_patterns import OutletPatterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.local.segment.columns import Column
    from searchkit.local.store import OpenSegment, SegmentEntry
    from searchkit.local.writing.outlet_domains import Told
    from searchkit.local.writing.runs import SavedRun

    Array = npt.NDArray[Any]

_TOGETHER = 1 << 10  # articles of a segment that are parted at a time
_RUN = 1 << 26  # characters of text of a run
_DAY = 86_400  # seconds
_OF_TOKENS = ("first_tokens", "last_tokens")
_KEPT = tuple(name for name in PartTable._fields if name not in _OF_TOKENS)


def settled(
    runs: Sequence[SavedRun], segments: Sequence[OpenSegment], *, scratch: Path | None = None
) -> Evidence:
    """Return what the articles of runs and of segments tell together.

    Args:
        runs: The runs.
        segments: The segments.
        scratch: The folder of a file that is needed meanwhile; None: where the system has such.
    """
    told = chain(chain.from_iterable(map(_told_by_run, runs)), *map(_told_by_segment, segments))
    known = Evidence(OutletPatterns({}), domains(told))
    articles = sum(run.n_articles for run in runs)
    articles += sum(one.entry.articles - len(one.entry.deleted) for one in segments)
    with TemporaryFile(dir=scratch) as file:
        parted = [_PartedSegment.of(opened, file) for opened in segments]

        def counted() -> Iterator[Counted]:
            for saved in runs:
                run = saved.open()
                for first, last, parts in run.parts.stretches():
                    yield _counted(run.columns, parts, np.arange(first, last), known)
            for one in parted:
                for numbers, parts in one.stretches():
                    yield _counted(one.columns, parts, numbers, known)

        return known.replace(patterns=settle(counted), articles=articles)


def _told_by_run(saved: SavedRun) -> Iterator[tuple[Told, int]]:
    """Yield the addresses and outlets of the articles of a run."""
    columns = saved.open().columns
    source, url = columns["source"], columns["url"]
    assert isinstance(source, ReferenceColumn)
    assert isinstance(url, ReferenceColumn)
    sources, urls = (list(map(utf8.decode, column.values)) for column in (source, url))
    pairs = url.numbers.astype(np.int64) * len(sources) + source.numbers
    for pair, count in zip(
        *map(np.ndarray.tolist, np.unique(pairs, return_counts=True)), strict=True
    ):
        yield (urls[pair // len(sources)], sources[pair % len(sources)]), count


def _told_by_segment(opened: OpenSegment) -> Iterator[tuple[Told, int]]:
    """Yield the addresses and outlets of the articles of a segment."""
    for number in _live(opened):
        known = opened.arrays.fields(number, ("url", "source"))
        if url := known.get("url"):
            yield (url_term(url), source_term(known.get("source"))), 1


class _PartedSegment(NamedTuple):
    """The articles of a segment with their parts, deleted ones left out.

    Attributes:
        columns: Their columns that are needed, by name.
        file: Where the parts are.
        starts: Where those of some articles begin there.
    """

    columns: Mapping[str, Column | None]
    file: IO[bytes]
    starts: list[int]

    @classmethod
    def of(cls, opened: OpenSegment, file: IO[bytes]) -> _PartedSegment:
        """Part the articles of a segment, behind what is in a file."""
        columns = {name: opened.arrays.column(name) for name in ("source", "date_from")}
        starts = []
        for numbers, articles in _stored(opened):
            found = parts_of(articles)
            table = PartTable.of(found, np.zeros_like(found.places))  # nobody asks for tokens
            starts.append(file.seek(0, os.SEEK_END))
            np.save(file, np.array(numbers, np.int64))
            for name in _KEPT:
                np.save(file, getattr(table, name))
        return cls(columns, file, starts)

    def stretches(self) -> Iterator[tuple[Array, PartTable]]:
        """Yield the numbers of some articles at a time, and their parts."""
        for start in self.starts:
            self.file.seek(start)
            numbers = np.load(self.file)
            kept = {name: np.load(self.file) for name in _KEPT}
            tokens = np.zeros(len(kept["shapes"]), np.uint32)
            yield numbers, PartTable(**kept, **dict.fromkeys(_OF_TOKENS, tokens))


def _counted(
    columns: Mapping[str, Column | None], parts: PartTable, articles: Array, known: Evidence
) -> Counted:
    source, dates = columns["source"], columns["date_from"]
    assert isinstance(source, ReferenceColumn)
    assert isinstance(dates, NumberColumn)
    seconds = dates.numbers[articles].astype(np.int64)
    return Counted(
        outlets=[known.identify(utf8.decode(term)) for term in source.values],
        outlet=source.numbers[articles].astype(np.int64),
        days=np.where(seconds == UNDATED, -1, seconds // _DAY),
        parts=parts,
    )


def _stored(opened: OpenSegment) -> Iterator[tuple[list[int], list[Article]]]:
    """Yield some articles of a segment at a time, as they were read, and their numbers."""
    live = _live(opened)
    for begin in range(0, len(live), _TOGETHER):
        numbers = live[begin : begin + _TOGETHER]
        yield numbers, [from_record(opened.arrays.record(number)) for number in numbers]


def _live(opened: OpenSegment) -> list[int]:
    """Return the numbers of the articles of a segment that are not deleted."""
    found: list[int] = np.setdiff1d(np.arange(opened.arrays.n_articles), opened.deleted).tolist()
    return found


def indexed_again(
    opened: OpenSegment, evidence: Evidence, *, new_path: Callable[[], Path]
) -> tuple[SegmentEntry, list[SavedRun]]:
    """Index those articles of a segment again in which something is furniture by evidence.

    Args:
        opened: The segment, which was written before there was evidence.
        evidence: What is furniture of each outlet.
        new_path: Gives the path of each run.

    Returns:
        The segment without these articles, and the runs that have them.
    """
    prints = opened.arrays.column("fingerprint")
    assert isinstance(prints, FixedColumn)
    runs: list[SavedRun | None] = []
    changed: list[int] = []
    batch = Batch(Vocabulary(), new_path)
    for numbers, articles in _stored(opened):
        for number, article in zip(numbers, articles, strict=True):
            if evidence.furniture(article):
                changed.append(number)
                batch.add(article, fingerprint=prints.rows[number].tobytes())
        if batch.size >= _RUN:
            runs.append(batch.finish())
            batch = Batch(Vocabulary(), new_path)
    runs.append(batch.finish())
    deleted = tuple(sorted({*opened.entry.deleted, *changed}))
    return opened.entry.replace(deleted=deleted), [run for run in runs if run]
