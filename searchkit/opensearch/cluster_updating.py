"""Bring an index on a cluster up to date with a corpus.

It goes as in a directory (:mod:`searchkit.local.writing.updating`): the same folders are
looked at, the same files read by the same processes, and the same articles written. Only where they
go is another place: what was analysed is sent to the cluster, and a commit is a document there.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from searchkit.errors import (
    ClusterRefusedError,
    ClusterUnreachableError,
    IndexNotFoundError,
    IndexStateError,
    UpdateStoppedError,
)
from searchkit.local.store import is_index
from searchkit.local.store.manifests import Manifest
from searchkit.local.writing.batching import Advanced, Job
from searchkit.local.writing.file_accounts import tasks_left
from searchkit.local.writing.worker_pool import build, make_tasks, worker_count
from searchkit.opensearch.client import NotFoundError
from searchkit.opensearch.cluster_ledger import ClusterLedger, ClusterUpdate, new_run_path
from searchkit.opensearch.cluster_merging import merge
from searchkit.opensearch.cluster_state import Layout, Statistics, this_host
from searchkit.opensearch.compared_articles import ClusterArticles, count_of, paths_in, values_of
from searchkit.opensearch.replicas import make_replicas, wanted
from searchkit.progress import Phase
from searchkit.schema import TEXT_FIELDS
from searchkit.syncing.evidence import NO_EVIDENCE
from searchkit.syncing.folders import look_at
from searchkit.syncing.remembered import READ_AGAIN, FilesRead, Remembered
from searchkit.syncing.target import make_target, remembered_folders
from searchkit.syncing.update_options import UpdateOptions
from searchkit.syncing.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.corpus import CorpusFile
    from searchkit.local.writing.batching import Task
    from searchkit.local.writing.tally import Tally
    from searchkit.opensearch.cluster_state import ClusterStore, Commit, Lease
    from searchkit.results import UpdateReport
    from searchkit.syncing.target import Target

_RUN_LIMIT = 1 << 25  # characters: what is sent of a run is made in memory

NO_STATISTICS = Statistics(
    articles=0, languages={}, lengths=dict.fromkeys(TEXT_FIELDS, 0), outlets={}
)


def update(
    store: ClusterStore, corpus: Sequence[Path] | None, options: UpdateOptions, *, create: bool
) -> UpdateReport:
    """Make an index on a cluster equal to a corpus and say what that took.

    Args:
        store: The cluster.
        corpus: The folders of the corpus; None: those that the index remembers.
        options: What else is asked.
        create: Make the index where there is none, unless nothing comes to be in it.

    Raises:
        SearchkitError: As :func:`searchkit.local.writing.updating.update` does; and the cluster
            cannot be reached, or refuses.
    """
    began, began_ns = time.perf_counter(), time.time_ns()
    commit = _begun(store, options)
    is_blank = commit is None and not store.generations()
    if is_blank and not create:
        store.opened()  # says what is there instead
        raise IndexNotFoundError(store.address)
    options = options.replace(rebuild=options.rebuild and not is_blank)
    watch = Watch(options)
    known = remembered_of(store, commit)
    named = (
        remembered_folders(known, is_index=is_index)
        if corpus is None
        else look_at(corpus, is_index=is_index)
    )
    target = make_target(known, named, options)
    with _writing(store, target, options, watch) as lease:
        if lease is not None:
            newest = _begun(store, options)
            if _number(newest) != _number(commit):  # another process committed just before
                commit = newest
                target = make_target(remembered_of(store, commit), named, options)
        with TemporaryDirectory(prefix="searchkit-") as folder:
            update = _prepared(
                ClusterUpdate(
                    store=store,
                    options=options,
                    target=target,
                    lease=lease,
                    watch=watch,
                    began_ns=began_ns,
                    commit=commit,
                    generation=0 if commit is None else commit.generation,
                    n_before=0 if commit is None else commit.statistics.articles,
                    folder=Path(folder),
                )
            )
            tally = _carry_out(update)
    return tally.report(
        target,
        articles=update.n_before,
        dry_run=options.dry_run,
        took=time.perf_counter() - began,
    )


def create(store: ClusterStore, *, wait: float = 0) -> None:
    """Make an empty index, in place of one that may be there.

    Args:
        store: The cluster.
        wait: How long to wait for another process that is writing the index, in seconds.
    """
    layout = layout_for(store, UpdateOptions())
    store.make_state(replicas=layout.replicas)
    with store.writing(wait=wait) as lease:
        commit = _whatever(store)
        generation = max(store.generations(), default=0) + 1
        store.make_generation(generation, layout)
        make_replicas(store, lease, generation)
        manifest = Manifest(_number(commit) + 1, datetime.now(UTC), ())
        lease.commit(manifest, generation, NO_STATISTICS, FilesRead({}))
        _remove_others(store, generation)


def remembered_of(store: ClusterStore, commit: Commit | None) -> Remembered:
    """Return what an index remembers of its corpus."""
    if commit is None:
        return Remembered(
            address=store.address,
            indexed=ClusterArticles(store, "", ()),
            is_readable=False,
            is_finished=True,
            articles=0,
            corpus=None,
            files=FilesRead({}),
        )
    files = store.files_read(commit)
    articles = store.articles(commit.generation)
    if files is None:
        paths = list(paths_in(store, articles, {"match_all": {}}))
        files = FilesRead(dict.fromkeys(paths, READ_AGAIN))
    return Remembered(
        address=store.address,
        indexed=ClusterArticles(store, articles, files.stamps),
        is_readable=True,
        is_finished=commit.manifest.is_finished,
        articles=commit.statistics.articles,
        corpus=commit.manifest.corpus,
        files=files,
        elsewhere=commit.host if commit.host not in {"", this_host()} else None,
    )


def statistics_of(store: ClusterStore, generation: int) -> Statistics:
    """Return what searches need to know of all articles that show now."""
    sums = {name: {"sum": {"field": f"{name}_length"}} for name in TEXT_FIELDS}
    body = {"size": 0, "track_total_hits": True, "query": {"match_all": {}}, "aggs": sums}
    index = store.articles(generation)
    answer = store.search(index, body)
    counts = dict(values_of(store, index, {"match_all": {}}, "language"))
    return Statistics(
        articles=int(answer["hits"]["total"]["value"]),
        languages=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        lengths={name: int(answer["aggregations"][name]["value"]) for name in TEXT_FIELDS},
        outlets=dict(values_of(store, index, {"match_all": {}}, "source")),
    )


def _begun(store: ClusterStore, options: UpdateOptions) -> Commit | None:
    """Return the newest commit; where it does not matter what it is, None if it is no good."""
    return _whatever(store) if options.rebuild else store.commit()


def _whatever(store: ClusterStore) -> Commit | None:
    try:
        return store.commit()
    except (ClusterUnreachableError, ClusterRefusedError):
        raise
    except IndexStateError:
        return None


def _number(commit: Commit | None) -> int:
    return -1 if commit is None else commit.manifest.generation


def layout_for(store: ClusterStore, options: UpdateOptions, commit: Commit | None = None) -> Layout:
    """Return in how many shards and copies the articles of a new generation are to be.

    Args:
        store: The cluster.
        options: What is asked.
        commit: The commit before; where nothing is asked, it is as in that.
    """
    shards, replicas = options.shards, options.replicas
    if commit is not None and (shards is None or replicas is None):
        index = store.articles(commit.generation)
        with suppress(NotFoundError):
            found = store.client.get(f"/{index}")[index]
            before = int(found["settings"]["index"]["number_of_shards"])
            shards = before if shards is None else shards
            replicas = wanted(found) if replicas is None else replicas
    if replicas is None:
        n_nodes = int(store.health().get("number_of_data_nodes", 2))  # else take it for a real one
        replicas = min(1, n_nodes - 1)
    return Layout(shards or 1, replicas)


def _remove_others(store: ClusterStore, generation: int) -> None:
    """Remove the indices of other generations."""
    for other in store.generations():
        if other != generation:
            store.remove_index(store.articles(other))
            store.remove_index(store.words(other))


@contextmanager
def _writing(
    store: ClusterStore, target: Target, options: UpdateOptions, watch: Watch
) -> Iterator[Lease | None]:
    """Hold the lease while an index is updated; None: there is nothing to write."""
    if options.dry_run or (target.is_reached and not options.rebuild and not options.optimize):
        yield None
        return
    store.make_state(replicas=layout_for(store, options).replicas)
    with store.writing(wait=options.wait, waiting=watch.report) as lease:
        yield lease


def _carry_out(update: ClusterUpdate) -> Tally:
    """Do all that has to be done, and return what was found and done.

    Raises:
        UpdateStoppedError: It was stopped.
    """
    files = update.target.plan.read
    indexed = update.target.remembered.indexed
    assert isinstance(indexed, ClusterArticles)
    recorded = _whole(update)
    ledger = ClusterLedger(update, indexed, files, recorded)
    done = {} if update.options.rebuild else ledger.files.go_on()
    if update.keeps:
        _commit(update, ledger, shows=False)
    workers = worker_count(files, jobs=update.options.jobs)
    _read(update, ledger, files, tasks_left(files, recorded, done, workers=workers))
    for path in update.target.plan.gone:
        ledger.files.remove(path)
    ledger.end_reading()
    if update.lease is not None:
        if ledger.files.repeated:
            ledger = _read_again(update, ledger)
        _finish(update, ledger)
        if update.options.optimize:
            update.watch.enter(Phase.MERGING)
            merge(update.store, update.generation)
    return ledger.files.tally


def _whole(update: ClusterUpdate) -> FilesRead:
    """Return what is known of the files of the corpus, and fits what the cluster has."""
    known = update.target.remembered.files
    if update.lease is None or not update.lease.follows_unrecorded:
        return known
    # More may be there of a file than is recorded of its parts.
    parts = {path: part for path, part in known.parts.items() if part.done is None}
    return FilesRead(known.stamps, parts, known.archives)


def _prepared(update: ClusterUpdate) -> ClusterUpdate:
    """Return an update with a generation that there is, to write to."""
    store = update.store
    if update.lease is None:
        return update
    if update.commit is not None:
        _remove_others(store, update.commit.generation)
        if not update.options.rebuild:
            # What a writer before this one had written, and did not commit, is found by this one.
            store.refresh(update.generation)
            return update.replace(n_before=count_of(store, store.articles(update.generation)))
    generation = max(store.generations(), default=0) + 1
    store.make_generation(generation, layout_for(store, update.options, update.commit))
    return update.replace(generation=generation)


def _finish(update: ClusterUpdate, ledger: ClusterLedger) -> None:
    """Commit what was written, unless nothing could be read where there was no index."""
    commit = _commit(update, ledger, is_finished=True)
    if not commit.statistics.articles and update.commit is None:
        store = update.store
        for name in (store.articles(commit.generation), store.words(commit.generation)):
            store.remove_index(name)
        assert update.lease is not None
        update.lease.withdraw()


def _commit(
    update: ClusterUpdate, ledger: ClusterLedger, *, is_finished: bool = False, shows: bool = True
) -> Commit:
    """Make what was written last.

    Args:
        update: The update.
        ledger: What was done.
        is_finished: Whether the update has come to its end.
        shows: Whether searches are to see it; else only what is known of files is recorded.
    """
    assert update.lease is not None
    store, before = update.store, update.commit
    if shows:
        update.watch.enter(Phase.WRITING)
        if update.target.settles:  # nobody has read it before
            if update.options.optimize:
                merge(store, update.generation)
            make_replicas(store, update.lease, update.generation)
        store.refresh(update.generation)
        statistics = statistics_of(store, update.generation)
    else:
        store.flush(update.generation)  # what files are recorded for is on disks before
        statistics = NO_STATISTICS if before is None else before.statistics
    evidence = ledger.evidence
    if evidence is None and before is not None:
        evidence = before.manifest.evidence
    newest = _whatever(store)
    manifest = Manifest(
        generation=max(_number(newest), _number(before)) + 1,
        updated=datetime.now(UTC),
        is_finished=is_finished or not update.target.is_first,
        corpus=update.target.corpus,
        evidence=evidence,
    )
    return update.lease.commit(manifest, update.generation, statistics, ledger.recorded())


def _read_again(update: ClusterUpdate, before: ClusterLedger) -> ClusterLedger:
    """Read files in one piece in which several processes met the same keys.

    Only a process that reads a file from its beginning can give such keys numbers.
    """
    store = update.store
    store.refresh(update.generation)
    paths = set(before.files.repeated)
    files = [file for file in update.target.listing.files if file.path in paths]
    indexed = ClusterArticles(store, store.articles(update.generation), paths)
    options = update.options.replace(rebuild=False)
    update = update.replace(options=options)
    known = FilesRead(before.files.stamps)
    evidence = before.evidence or NO_EVIDENCE
    ledger = ClusterLedger(update, indexed, files, known, evidence=evidence)
    _read(update, ledger, files, make_tasks(files, workers=1))
    ledger.end_reading()
    ledger.files.tally = before.files.tally.with_second_reading(ledger.files.tally)
    return ledger


def _read(
    update: ClusterUpdate, ledger: ClusterLedger, files: Sequence[CorpusFile], tasks: Sequence[Task]
) -> None:
    """Carry out the tasks of reading files; where it is stopped, keep what was read.

    Raises:
        UpdateStoppedError: It was stopped.
    """
    watch, options = update.watch, update.options
    job = Job(
        folders=tuple(folder.path for folder in update.target.corpus.folders),
        compared=ledger.indexed,
        rebuild=options.rebuild,
        writes=update.lease is not None,
        limits=options.limits,
        run_limit=_RUN_LIMIT,
    )
    watch.begin(sum(task.size for task in tasks))
    for report in build(
        job,
        tasks,
        indexed=ledger.indexed,
        workers=worker_count(files, jobs=options.jobs),
        new_path=(lambda: new_run_path(update.folder)) if update.lease is not None else None,
        stop=watch.is_stopped if update.keeps else lambda: False,
    ):
        if not update.keeps and watch.is_stopped():
            raise UpdateStoppedError(None)
        if isinstance(report, Advanced):
            watch.advance(report.size, report.articles)
        else:
            ledger.take(report)
            if ledger.is_due:
                _commit(update, ledger, shows=not update.target.is_first)
                watch.go_on()
    if ledger.files.n_ended < len(files):
        watch.enter(Phase.WRITING)
        ledger.send_meanwhile()
        commit = _commit(update, ledger)
        raise UpdateStoppedError(commit.statistics.articles)
