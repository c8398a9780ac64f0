"""An index moved to another engine, without its corpus: from a directory to a cluster, and back.

What an index stores of an article is enough to index it again, as both engines do: from there on
its words, dates and so on are made of it as when it was read from its file. What is known of the
corpus, what is furniture of each outlet, and saved searches come along.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.errors import ArgumentError, IndexNotFoundError
from searchkit.local.engine import LocalEngine
from searchkit.local.segment.columns import FixedColumn
from searchkit.local.store import Store
from searchkit.local.store.directory import directory_made
from searchkit.local.writing.furnishing import furnished
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.inverting import write_segment
from searchkit.local.writing.runs import Batch
from searchkit.opensearch.cluster_ledger import new_run_path
from searchkit.opensearch.cluster_updating import layout_for, statistics_of
from searchkit.opensearch.engine import ClusterEngine
from searchkit.opensearch.replicas import make_replicas
from searchkit.opensearch.run_writer import RunWriter
from searchkit.opensearch.stored_on_cluster import stored_articles
from searchkit.progress import Phase, Progress
from searchkit.records import NamedTuple
from searchkit.results import TransferReport
from searchkit.schema import from_record
from searchkit.syncing.evidence import NO_EVIDENCE
from searchkit.syncing.remembered import READ_AGAIN, FilesRead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from searchkit.article import Article
    from searchkit.engine import Engine
    from searchkit.local.store.manifests import Manifest, SegmentEntry
    from searchkit.local.writing.runs import SavedRun
    from searchkit.opensearch.cluster_state import ClusterStore
    from searchkit.syncing.evidence import Evidence
    from searchkit.syncing.update_options import UpdateOptions

_RUN = 1 << 26  # characters of text of a run
_STEP = 200  # articles after which it is reported how far it has come


class _Moving(NamedTuple):
    """An index that is moved.

    Attributes:
        manifest: What was committed of it, without its segments.
        files: What is known of the files of its corpus.
        n_articles: How many articles it has.
        articles: These, each with its fingerprint.
        host: The machine on which the folders of its corpus are; None: this one.
    """

    manifest: Manifest
    files: FilesRead
    n_articles: int
    articles: Iterator[tuple[Article, bytes]]
    host: str | None = None


def transfer(
    source: Engine,
    target: Engine,
    options: UpdateOptions,
) -> TransferReport:
    """Write the articles of an index to where there is none.

    Args:
        source: Where the index is; it stays as it is.
        target: Where it is to be, too.
        options: How long to wait, shards and replicas, and what is told how far it has come.

    Raises:
        ArgumentError: There is an index already, or one of both is in neither a directory nor
            on a cluster.
        IndexStateError: The index cannot be read, or nothing can be written there.
    """
    began = time.perf_counter()
    _check_is_free(target)
    moving = _read(source)
    report = options.progress or (lambda _: None)
    with TemporaryDirectory(prefix="searchkit-") as folder:
        runs = _runs(_reported(moving, report), Path(folder))
        if isinstance(target, ClusterEngine):
            _write_to_cluster(target.store, moving, runs, options)
        else:
            assert isinstance(target, LocalEngine)
            _write_to_directory(Store(Path(target.address)), moving, runs, options)
    for name in source.memos.names():
        content = source.memos.read(name)
        target.memos.replace(name, content, instead_of=target.memos.read(name))
    return TransferReport(articles=moving.n_articles, took=time.perf_counter() - began)


def _check_is_free(target: Engine) -> None:
    """Raise if there is an index already."""
    try:
        view = target.view()
    except IndexNotFoundError:
        return
    view.close()
    message = f"There is an index in {target.address}. Name a place where there is none."
    raise ArgumentError(message, name="target", value=target.address)


def _read(source: Engine) -> _Moving:
    if isinstance(source, ClusterEngine):
        store = source.store
        commit = store.opened()
        source.view().check_finished()
        found = stored_articles(store, store.articles(commit.generation))
        pairs = ((one.article, one.fingerprint) for one in found)
        files = _whole(store.files_read(commit))
        return _Moving(commit.manifest, files, commit.statistics.articles, pairs, commit.host)
    if not isinstance(source, LocalEngine):
        message = f"The index in {source.address} cannot be moved."
        raise ArgumentError(message, name="source", value=source.address)
    directory = Store(Path(source.address))
    view = source.view()
    view.check_finished()
    manifest = view.manifest
    files = _whole(directory.files_read(manifest))
    articles = _stored(directory, manifest)
    return _Moving(manifest.replace(segments=()), files, manifest.articles, articles)


def _whole(known: FilesRead | None) -> FilesRead:
    """Return what is known of files, without those that are half read.

    What was read of these is told by numbers of articles in segments, so they are read again.
    """
    if known is None:
        return FilesRead({})
    stamps = {**known.stamps, **dict.fromkeys(known.parts, READ_AGAIN)}
    return FilesRead(stamps, archives=known.archives)


def _stored(store: Store, manifest: Manifest) -> Iterator[tuple[Article, bytes]]:
    """Yield the articles of a directory as they were read, with their fingerprints."""
    for opened in store.open_segments(manifest):
        prints: Any = opened.arrays.column("fingerprint")
        assert isinstance(prints, FixedColumn)
        live = np.setdiff1d(np.arange(opened.arrays.n_articles), opened.deleted).tolist()
        for number in live:
            yield from_record(opened.arrays.record(number)), prints.rows[number].tobytes()


def _reported(
    moving: _Moving, report: Callable[[Progress], None]
) -> Iterator[tuple[Article, bytes]]:
    """Yield the articles, and report how far that has come."""
    total = moving.n_articles
    for done, pair in enumerate(moving.articles, start=1):
        if not done % _STEP or done == total:
            report(Progress(phase=Phase.WRITING, articles=done, done=0, total=0))
        yield pair


def _runs(articles: Iterable[tuple[Article, bytes]], folder: Path) -> Iterator[SavedRun]:
    """Yield articles as runs."""
    vocabulary = Vocabulary()
    batch = Batch(vocabulary, lambda: new_run_path(folder))
    for article, digest in articles:
        batch.add(article, fingerprint=digest)
        if batch.size >= _RUN:
            run = batch.finish()
            assert run is not None
            yield run
            vocabulary = Vocabulary()
            batch = Batch(vocabulary, lambda: new_run_path(folder))
    run = batch.finish()
    if run is not None:
        yield run


def _write_to_cluster(
    store: ClusterStore, moving: _Moving, runs: Iterable[SavedRun], options: UpdateOptions
) -> None:
    evidence = _evidence(moving)
    layout = layout_for(store, options)
    store.make_state(replicas=layout.replicas)
    with store.writing(wait=options.wait) as lease:
        generation = max(store.generations(), default=0) + 1
        store.make_generation(generation, layout)
        writer = RunWriter(store, lease, generation)
        with writer.writing():
            for saved in runs:
                writer.write(furnished(saved.open(), evidence))
                saved.remove()
        make_replicas(store, lease, generation)
        store.refresh(generation)
        statistics = statistics_of(store, generation)
        manifest = moving.manifest.replace(generation=0, updated=datetime.now(UTC))
        lease.commit(manifest, generation, statistics, moving.files, host=moving.host)


def _write_to_directory(
    store: Store, moving: _Moving, runs: Iterable[SavedRun], options: UpdateOptions
) -> None:
    evidence = _evidence(moving)
    with (
        directory_made(store.path),
        store.writing(wait=options.wait, or_empty=True) as transaction,
    ):
        entries: list[SegmentEntry] = []
        for run in runs:
            before = moving.manifest.replace(segments=tuple(entries))
            path, index = transaction.new_segment_path(), partial(store.open_segments, before)
            entries.append(write_segment([run], path, evidence=evidence, index=index))
        transaction.commit(
            entries, corpus=moving.manifest.corpus, evidence=moving.manifest.evidence
        )
        transaction.record(moving.files)


def _evidence(moving: _Moving) -> Evidence:
    return moving.manifest.evidence or NO_EVIDENCE
