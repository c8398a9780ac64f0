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

from searchkit.codec.checking import disagreements
from searchkit.codec.columns import NumberColumn, ReferenceColumn
from searchkit.codec.segments import open_segment
from searchkit.errors import IndexDamagedError, IndexNotFoundError
from searchkit.results import CheckReport
from searchkit.schema import (
    NAME_FIELDS,
    UNKNOWN_LANGUAGE,
    from_record,
    period,
    source_term,
)
from searchkit.store import manifests
from searchkit.store.disk import read_from

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.codec.segments import ArraySegment
    from searchkit.store.directory import Store
    from searchkit.store.manifests import Manifest, SegmentEntry

    Array = npt.NDArray[Any]


def check(store: Store, *, deep: bool = False) -> CheckReport:
    """Look for faults in all commits that an index keeps.

    Args:
        store: The index.
        deep: Whether to read every byte.

    Raises:
        IndexNotFoundError: There is no commit at all.
        IndexUnfinishedError: Nothing is wrong, but the first update has not ended.
        IndexOutdatedError: One was written by another version.
        IndexUnreadableError: One may not read it.
    """
    began = time.perf_counter()
    while True:
        generations = store.generations
        if not generations:
            raise IndexNotFoundError(store.path)
        with read_from(store.path):
            faults = tuple(dict.fromkeys(_faults(store, generations, deep=deep)))
        if not faults or store.generations == generations:
            break  # else a writer has cleaned up what looked like missing
    try:
        manifest = store.manifest()
    except IndexDamagedError:
        manifest = None
    if manifest and not faults:
        store.check_finished(manifest)
    return CheckReport(
        articles=manifest.articles if manifest else 0,
        segments=len(manifest.segments) if manifest else 0,
        faults=faults,
        deep=deep,
        took=time.perf_counter() - began,
    )


def segment_faults(store: Store, entry: SegmentEntry, *, deep: bool) -> Iterator[str]:
    """Yield what is wrong with a segment, each fault in words."""
    try:
        segment = store.segment(entry)
        for name in segment.field_names:
            segment.field(name)
        for name in segment.column_names:
            segment.column(name)
        if deep:
            segment = open_segment(store.path / entry.file)  # nothing of it compared yet
            broken = list(segment.faults())
            for what in broken or _deep_faults(segment):
                yield f"{entry.file}: {what}"
    except IndexDamagedError as error:
        yield error.reason


def _faults(store: Store, generations: list[int], *, deep: bool) -> Iterator[str]:
    seen: dict[str, bool] = {}  # whether there was nothing wrong
    for generation in generations:
        try:
            manifest = manifests.read(store.path, generation)
        except IndexDamagedError as error:
            yield error.reason
            continue
        for entry in manifest.segments:
            if entry.file not in seen:
                found = list(segment_faults(store, entry, deep=deep))
                seen[entry.file] = not found
                yield from found
        if deep and all(seen[entry.file] for entry in manifest.segments):
            yield from _repeated_keys(store, manifest)


def _repeated_keys(store: Store, manifest: Manifest) -> Iterator[str]:
    """Yield that articles of one key stand in a commit twice."""
    hashes = [np.zeros(0, np.int64)]
    for opened in store.open_segments(manifest):
        live = np.ones(opened.entry.articles, np.bool_)
        live[opened.deleted] = False
        keys = _named(opened.arrays, "key")
        hashes.append(np.array([hash(key) for key in keys], np.int64)[live])
    together = np.concatenate(hashes)
    repeated = len(together) - len(np.unique(together))
    if repeated:
        yield f"commit {manifest.generation} has {repeated} articles whose keys others have too"


def _deep_faults(segment: ArraySegment) -> Iterator[str]:
    yield from disagreements(segment)
    for name in NAME_FIELDS:
        yield from _name_faults(segment, name)
    known = {name: _named(segment, name) for name in NAME_FIELDS}
    dates = [_numbers(segment, "date_from"), _numbers(segment, "date_to")]
    for number in range(segment.n_articles):
        try:
            article = from_record(segment.record(number))
        except IndexDamagedError as error:
            yield error.reason.partition(": ")[2]
            continue
        except (LookupError, TypeError, ValueError, AttributeError):
            yield f"what is stored of article {number} is no article"
            continue
        names = {name: known[name][number] for name in NAME_FIELDS}
        if not _agree(names, article):
            yield f"article {number} is found by other names than are stored of it"
        if tuple(int(date[number]) for date in dates) != period(article.date):
            yield f"article {number} is found by another date than is stored of it"


def _name_faults(segment: ArraySegment, name: str) -> Iterator[str]:
    """Yield that a field of one term an article differs from the column of that name."""
    field, column = segment.field(name), segment.column(name)
    if field is None or not isinstance(column, ReferenceColumn):
        yield f"it has no {name}"
        return
    numbers = np.full(segment.n_articles, -1, np.int64)
    counts: Array = np.diff(field.starts[:].astype(np.int64))
    if counts.min(initial=0) >= 0:  # else it was told before
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
    values = list(column.values)
    return [values[number] for number in column.numbers.tolist()]


def _numbers(segment: ArraySegment, name: str) -> Array:
    column = segment.column(name)
    if not isinstance(column, NumberColumn):
        return np.zeros(segment.n_articles, np.int64)
    return column.numbers


def _agree(names: Mapping[str, bytes], article: Article) -> bool:
    """Return whether the names in the columns are those of an article."""
    language = article.language or UNKNOWN_LANGUAGE
    stored = (article.key, article.path, source_term(article.source), language)
    return tuple(names[name] for name in NAME_FIELDS) == tuple(
        name.encode("utf-8", "surrogatepass") for name in stored
    )
