"""Workers give what one process gives, and a run that ends early goes on later."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit.corpus import CorpusFile, Stripe, walk
from searchkit.errors import IndexDamagedError, IndexingStoppedError
from searchkit.local.store import Store, create_store, is_index
from searchkit.local.writing import batching
from searchkit.local.writing import updating as indexing
from searchkit.local.writing.batching import Advanced, FileRead, Job, Saved, Task
from searchkit.local.writing.committing import Ledger, Update
from searchkit.local.writing.indexed_articles import IndexedArticles, IndexedAt
from searchkit.local.writing.opening import remembered_of
from searchkit.local.writing.worker_pool import build, make_tasks, worker_count
from searchkit.syncing.folders import look_at
from searchkit.syncing.target import make_target
from searchkit.syncing.update_options import UpdateOptions
from searchkit.syncing.watch import Watch
from tests.conftest import MEMORABLE, MakeCorpus

LINES = "\n".join(
    json.dumps({"id": f"r{number}", "text": f"Record {number} tells of the tide. " * 200})
    for number in range(400)
)  # 2.8 MB: three blocks
OLD = 1_500_000_000_000_000_000  # nanoseconds since 1970: long settled


@pytest.fixture
def corpus(make_corpus: MakeCorpus) -> Path:
    folder = make_corpus({**MEMORABLE, "large.jsonl": LINES, "bad.json": "{"})
    for path in folder.rglob("*"):
        os.utime(path, ns=(OLD, OLD))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return create_store(tmp_path / "index")


def tasks_of(folder: Path, *, stripes: int) -> list[Task]:
    """One task for each file, and one for each stripe of the large one."""
    tasks = [Task((file,)) for file in walk(folder).files if file.path != "large.jsonl"]
    large = next(file for file in walk(folder).files if file.path == "large.jsonl")
    return [*tasks, *(Task((large,), Stripe(number, stripes)) for number in range(stripes))]


def run(
    store: Store, folder: Path, *, workers: int, limit: int = 1_000_000
) -> Iterator[Advanced | Saved]:
    with store.writing() as transaction:
        compared = IndexedAt(store, transaction.manifest)
        job = Job(folders=(folder,), compared=compared, run_limit=limit)
        commit, options = store.open(), UpdateOptions()
        known = remembered_of(store, commit)
        update = Update(
            store=store,
            options=options,
            target=make_target(known, look_at([folder], is_index=is_index), options),
            transaction=transaction,
            watch=Watch(options),
            began_ns=time.time_ns(),
        )
        ledger = Ledger(update, commit, known.files, walk(folder).files)
        tasks = tasks_of(folder, stripes=workers)
        path = transaction.new_segment_path
        indexed = ledger.indexed
        for report in build(job, tasks, indexed=indexed, workers=workers, new_path=path):
            if isinstance(report, Saved):
                ledger.take(report)
                ledger.commit()
            yield report
        ledger.end_reading()
        ledger.finish()


def finished(reports: list[Advanced | Saved]) -> list[FileRead]:
    return [file for report in reports if isinstance(report, Saved) for file in report.files]


def content(store: Store) -> dict[str, str]:
    segments = store.open_segments(store.manifest())
    return {
        record["key"]: record["text"]
        for segment in segments
        for number in set(range(segment.entry.articles)) - set(segment.entry.deleted)
        for record in [segment.arrays.record(number)]
    }


def test_a_run_ends_when_it_has_many_articles_however_short(
    store: Store, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batching, "_ARTICLES", 100)
    reports = run(store, corpus, workers=1)
    runs = [report.run for report in reports if isinstance(report, Saved) and report.run]

    assert len(runs) > 1
    assert sum(saved.n_articles for saved in runs) == len(content(store)) == 406


def test_two_workers_write_what_one_process_writes(
    store: Store, corpus: Path, tmp_path: Path
) -> None:
    alone = create_store(tmp_path / "alone")
    reports = list(run(store, corpus, workers=2))
    list(run(alone, corpus, workers=1))

    assert content(store) == content(alone)
    assert len(content(store)) == 406
    assert {f.path for f in finished(reports)} == {f.path for f in walk(corpus).files}
    size = sum(file.size for file in walk(corpus).files)
    assert sum(r.size for r in reports if isinstance(r, Advanced)) == size


def test_workers_compare_with_what_the_index_has(store: Store, corpus: Path) -> None:
    list(run(store, corpus, workers=2))
    before = store.manifest()

    reports = list(run(store, corpus, workers=2))

    assert sum(file.added + file.replaced for file in finished(reports)) == 0
    assert store.manifest().segments == before.segments


def test_a_run_that_is_stopped_keeps_what_it_committed_and_goes_on(
    store: Store, corpus: Path
) -> None:
    for step in run(store, corpus, workers=2, limit=300_000):
        if isinstance(step, Saved) and store.manifest().articles > 50:
            break
    kept = store.manifest().articles

    report = indexing.update(store, [corpus])

    assert kept < 406
    assert (report.added, report.unchanged, report.replaced) == (406 - kept, kept, 0)
    assert [problem.path for problem in report.problems] == ["bad.json"]
    assert len(content(store)) == 406


def children() -> set[int]:
    """The processes that this one started."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == os.getpid():
            found.add(int(folder.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="children are found in /proc")
def test_a_worker_that_dies_is_an_error_and_leaves_no_other_behind(
    store: Store, corpus: Path
) -> None:
    before = children()
    reports = run(store, corpus, workers=2, limit=300_000)
    next(reports)
    workers = children() - before
    os.kill(min(workers), signal.SIGKILL)

    with pytest.raises(IndexingStoppedError, match=r"^An indexing process ended early; "):
        list(reports)
    assert len(workers) == 2
    assert children() - before == set()
    kept = store.manifest().articles
    assert len(content(store)) == kept
    report = indexing.update(store, [corpus])
    assert (report.added, report.unchanged) == (406 - kept, kept)


def test_what_a_worker_cannot_get_over_is_raised_here(store: Store, corpus: Path) -> None:
    list(run(store, corpus, workers=1))
    commit = store.open()
    (store.path / commit.manifest.segments[0].file).unlink()
    compared = IndexedAt(store, commit.manifest)
    job = Job(folders=(corpus,), compared=compared, writes=False, run_limit=1000)
    tasks = tasks_of(corpus, stripes=2)
    indexed = IndexedArticles(commit.segments)

    with pytest.raises(IndexDamagedError, match="is missing"):
        list(build(job, tasks, indexed=indexed, workers=2, new_path=None))


def test_records_of_one_id_in_two_stripes_keep_apart(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    filler = "the tide came in and went out again " * 700
    lines = [json.dumps({"id": f"r{n % 300}", "text": f"{n} {filler}"}) for n in range(400)]
    (folder / "a.jsonl").write_text("\n".join(lines))
    store = create_store(tmp_path / "index")

    report = indexing.update(store, [folder])

    assert (report.added, report.removed) == (400, 0)
    found = content(store)
    assert found["a.jsonl#r7"].startswith("7 ")
    assert found["a.jsonl#r7~2"].startswith("307 ")
    assert len(found) == 400


def test_small_jobs_start_no_process_and_large_files_are_shared() -> None:
    def file(name: str, size: int) -> CorpusFile:
        return CorpusFile(name, name, size, 0)

    small = [file("a.txt", 1_000), file("b.jsonl", 3_000_000)]
    large = [file("a.txt", 5_000_000), file("b.jsonl.gz", 3_000_000), file("c.txt", 1)]

    assert worker_count(small, jobs=8) == 1
    assert worker_count(large, jobs=2) == 2
    assert worker_count(large, jobs=1) == 1
    assert make_tasks(small, workers=1) == [Task(tuple(small))]
    assert make_tasks(large, workers=2) == [
        Task((large[0],)),
        Task((large[1],), Stripe(0, 2)),
        Task((large[1],), Stripe(1, 2)),
        Task((large[2],)),
    ]


def test_a_program_without_a_guarded_main_part_may_index(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.jsonl").write_text("\n".join([LINES, LINES.replace('"r', '"s')]))
    (tmp_path / "program.py").write_text(
        "import searchkit\n"
        "with searchkit.open('index', create=True) as index:\n"
        "    print(index.update('corpus').added)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(searchkit.__file__).parents[1])}

    ran = subprocess.run(
        [sys.executable, "program.py"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ran.stdout, ran.stderr) == ("800\n", "")
