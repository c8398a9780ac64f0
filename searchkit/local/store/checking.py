"""Whether an index directory is as it was written, and its parts fit together.

Each commit that is kept is looked at: its manifest, the sizes and the headers of
its segments. A deep check also reads every byte: checksums, whether the arrays of
a segment agree with each other, and whether what is stored of each article is an
article and agrees with the fields and columns that it is found by. Nothing is
changed, and a writer at work is no fault.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.errors import IndexDamagedError, IndexNotFoundError
from searchkit.local.segment.columns import NumberColumn, ReferenceColumn
from searchkit.local.segment.consistency import disagreements
from searchkit.local.segment.segment_reader import open_segment
from searchkit.local.store import file_names, manifests
from searchkit.local.store.disk import read_from
from searchkit.progress import Phase, Progress
from searchkit.records import Record
from searchkit.results import CheckReport
from searchkit.schema import (
    NAME_FIELDS,
    UNKNOWN_LANGUAGE,
    from_record,
    period,
    source_term,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.local.store.directory import Store
    from searchkit.local.store.manifests import Manifest, SegmentEntry

    Array = npt.NDArray[Any]

_ARRAYS = 0.7  # of the time that a deep look at a segment takes is for its arrays, as measured
_STEP = 256  # articles after which it is reported how far the look has come


class Examined(Record):
    """What was found in the commits that an index keeps.

    Attributes:
        report: Their faults.
        broken: The files of the segments in which there are some.
        manifest: The newest commit that can be opened, or None.
    """

    report: CheckReport
    broken: frozenset[str]
    manifest: Manifest | None


def check(
    store: Store, *, deep: bool = False, progress: Callable[[Progress], None] | None = None
) -> CheckReport:
    """Look for faults in all commits that an index keeps.

    Args:
        store: The index.
        deep: Whether to read every byte.
        progress: Called repeatedly with how far that has come, if it is deep.

    Raises:
        IndexNotFoundError: There is no commit at all.
        IndexUnfinishedError: Nothing is wrong, but the first update has not ended.
        IndexOutdatedError: One was written by another version.
        IndexUnreadableError: No permission to read it.
    """
    found = examine(store, deep=deep, progress=progress)
    if found.manifest and not found.report.faults:
        store.check_finished(found.manifest)
    return found.report


def examine(
    store: Store, *, deep: bool, progress: Callable[[Progress], None] | None = None
) -> Examined:
    """Look for faults, and at what is broken, be the index finished or not.

    Args:
        store: The index.
        deep: Whether to read every byte.
        progress: Called repeatedly with how far that has come, if it is deep.

    Raises:
        IndexStateError: As :func:`check` does, but for an index that is not finished.
    """
    began = time.perf_counter()
    while True:
        generations = store.generations
        if not generations:
            raise IndexNotFoundError(store.path)
        with read_from(store.path):
            looking = _Looking(store, generations, deep=deep, progress=progress)
            faults = tuple(dict.fromkeys(looking.faults()))
        if not faults or store.generations == generations:
            break  # else a writer has cleaned up what looked like missing
    try:
        manifest = store.manifest()
    except IndexDamagedError:
        manifest = None
    report = CheckReport(
        articles=manifest.articles if manifest else 0,
        segments=len(manifest.segments) if manifest else 0,
        faults=faults,
        deep=deep,
        took=time.perf_counter() - began,
    )
    return Examined(report, frozenset(looking.broken), manifest)


class _Looking:
    """Looks at the commits of an index, and reports how far it has come.

    Args:
        store: The index.
        generations: The numbers of its commits, the newest first.
        deep: Whether to read every byte.
        progress: Called repeatedly with how far that has come, if it is deep.

    Attributes:
        broken: The files of the segments in which something is wrong.
    """

    def __init__(
        self,
        store: Store,
        generations: list[int],
        *,
        deep: bool,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.broken: set[str] = set()
        self._store = store
        self._generations = generations
        self._deep = deep
        self._progress = progress if deep else None
        self._articles = self._done = self._total = 0

    def faults(self) -> Iterator[str]:
        """Yield what is wrong, each fault in words."""
        kept: list[Manifest] = []
        for generation in self._generations:
            try:
                kept.append(manifests.read(self._store.path, generation))
            except IndexDamagedError as error:
                yield error.reason
        listed = file_names.listed(self._store.path)
        for number in file_names.numbered(listed, file_names.TOC):
            if number > self._generations[0]:
                yield f"{file_names.toc(number)} belongs to a commit whose manifest is missing"
        # Commits share segments.
        entries = {entry.file: entry for manifest in kept for entry in manifest.segments}
        self._total = sum(entry.size for entry in entries.values())
        for entry in entries.values():
            found = list(self._segment_faults(entry))
            if found:
                self.broken.add(entry.file)
            yield from found
            self._done += entry.size
            self._articles += entry.articles
        for manifest in kept if self._deep else ():
            if not self.broken & manifest.files:
                yield from _repeated_keys(self._store, manifest)

    def _segment_faults(self, entry: SegmentEntry) -> Iterator[str]:
        """Yield what is wrong with a segment, each fault in words."""
        try:
            segment = self._store.segment(entry)
            for name in segment.field_names:
                segment.field(name)
            for name in segment.column_names:
                segment.column(name)
            if self._deep:
                segment = open_segment(self._store.path / entry.file)  # nothing compared yet
                broken = list(segment.faults())
                for what in broken or self._deep_faults(segment, entry):
                    yield f"{entry.file}: {what}"
        except IndexDamagedError as error:
            yield error.reason

    def _deep_faults(self, segment: ArraySegment, entry: SegmentEntry) -> Iterator[str]:
        def passed(share: float) -> None:
            self._report(int(entry.size * share * _ARRAYS), 0)

        yield from disagreements(segment, passed=passed)
        for name in NAME_FIELDS:
            yield from _name_faults(segment, name)
        known = {name: _named(segment, name) for name in NAME_FIELDS}
        dates = [_numbers(segment, "date_from"), _numbers(segment, "date_to")]
        for number in range(segment.n_articles):
            if number % _STEP == 0:
                share = _ARRAYS + (1 - _ARRAYS) * number / segment.n_articles
                self._report(int(entry.size * share), number)
            names = {name: values[number] for name, values in known.items()}
            yield from _article_faults(segment, number, names, (dates[0][number], dates[1][number]))

    def _report(self, done: int, articles: int) -> None:
        """Report how far it has come within a segment."""
        if self._progress:
            self._progress(
                Progress(
                    phase=Phase.CHECKING,
                    articles=self._articles + articles,
                    done=self._done + done,
                    total=self._total,
                )
            )


def _repeated_keys(store: Store, manifest: Manifest) -> Iterator[str]:
    """Yield that a commit has several articles of one key."""
    hashes = [np.zeros(0, np.int64)]
    for opened in store.open_segments(manifest):
        live = np.ones(opened.entry.articles, np.bool_)
        live[opened.deleted] = False
        keys = _named(opened.arrays, "key")
        hashes.append(np.array([hash(key) for key in keys], np.int64)[live])
    together = np.concatenate(hashes)
    repeated = len(together) - len(np.unique(together))
    if repeated:
        yield f"commit {manifest.generation} has {repeated} articles with duplicate keys"


def _article_faults(
    segment: ArraySegment, number: int, names: Mapping[str, bytes], dates: tuple[int, int]
) -> Iterator[str]:
    """Yield what is wrong with an article.

    Args:
        segment: Its segment.
        number: Its number there.
        names: What it is found by.
        dates: Between which days it is found.
    """
    try:
        article = from_record(segment.record(number))
    except IndexDamagedError as error:
        yield error.reason.partition(": ")[2]
        return
    except (LookupError, TypeError, ValueError, AttributeError):
        yield f"the record of article {number} is not an article"
        return
    if not _agree(names, article):
        yield f"article {number} is indexed under names that its record does not have"
    if tuple(map(int, dates)) != period(article.date):
        yield f"article {number} is indexed under a date that its record does not have"


def _name_faults(segment: ArraySegment, name: str) -> Iterator[str]:
    """Yield that a field of one term an article differs from the column of that name."""
    field, column = segment.field(name), segment.column(name)
    if field is None or not isinstance(column, ReferenceColumn):
        yield f"it has no {name}"
        return
    numbers = np.full(segment.n_articles, -1, np.int64)
    counts: Array = np.diff(field.starts[:].astype(np.int64))
    if counts.min(initial=0) >= 0:  # else that was reported before
        articles = field.articles_of_terms(0, len(field.terms))
        numbers[articles] = np.repeat(np.arange(len(counts)), counts)
    same = list(field.terms) == list(column.values)
    if not same or field.posting_count != segment.n_articles or np.any(numbers != column.numbers):
        yield f"field {name} and column {name} differ"


def _named(segment: ArraySegment, name: str) -> list[bytes]:
    """Return what a column of names has for each article."""
    column = segment.column(name)
    if not isinstance(column, ReferenceColumn):
        return [b""] * segment.n_articles
    return column.of_articles()


def _numbers(segment: ArraySegment, name: str) -> Array:
    column = segment.column(name)
    if not isinstance(column, NumberColumn):
        return np.zeros(segment.n_articles, np.int64)
    return column.numbers


def _agree(names: Mapping[str, bytes], article: Article) -> bool:
    """Whether the names in the columns are those of an article."""
    language = article.language or UNKNOWN_LANGUAGE
    stored = (article.key, article.path, source_term(article.source), language)
    return tuple(names[name] for name in NAME_FIELDS) == tuple(map(utf8.encode, stored))
