"""What an update of an index on a cluster has done so far, and what is written of it.

Reports of what was read come in. Where furniture is settled at the end, runs wait until all is
read; else each is sent at once. In a long first update what waits is sent meanwhile, without what
is furniture as far as that can be told by then; articles in which something else proves to be
furniture are sent again at the end. A file is recorded as read only when all of its articles are
acknowledged; so what an update that was stopped or killed has written is found again by the next
one, and only what is missing is written. Nothing shows before it is committed, unless a shard
moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np

from searchkit.local.segment.columns import ReferenceColumn
from searchkit.local.writing.counting import settled
from searchkit.local.writing.file_accounts import FileAccounts
from searchkit.local.writing.furnishing import furnished
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.runs import Batch
from searchkit.opensearch.bulks import Bulks
from searchkit.opensearch.compared_articles import number_of
from searchkit.opensearch.run_writer import RunWriter
from searchkit.opensearch.stored_on_cluster import stored_articles
from searchkit.progress import Phase
from searchkit.records import NamedTuple, Record
from searchkit.schema import RECURRING
from searchkit.syncing.evidence import NO_EVIDENCE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.corpus import CorpusFile
    from searchkit.local.writing.batching import Saved
    from searchkit.local.writing.runs import Run, SavedRun
    from searchkit.opensearch.cluster_state import ClusterStore, Commit, Lease
    from searchkit.opensearch.compared_articles import ClusterArticles
    from searchkit.syncing.evidence import Evidence
    from searchkit.syncing.remembered import FilesRead
    from searchkit.syncing.target import Target
    from searchkit.syncing.update_options import UpdateOptions
    from searchkit.syncing.watch import Watch

    Array = npt.NDArray[Any]

_RUN = 1 << 26  # characters of text of a run of articles that the cluster has already
_WAITING = 1 << 28  # characters of text after which it is recorded what was written
_SEGMENT = "articles"  # all articles are numbered as if they were in one segment


class ClusterUpdate(Record, kw_only=True):
    """An update of an index on a cluster: what everything that takes part in it is handed.

    Attributes:
        store: The cluster.
        options: What is asked.
        target: What the index is to become.
        lease: The right to write; None: nothing is written.
        watch: What reports how far it has come, and asks whether to stop it.
        began_ns: When it began, in nanoseconds since 1970.
        commit: The commit that it begins with; None: there is none.
        generation: The generation that is written to.
        n_before: How many articles there are that it begins with.
        folder: Where runs lie meanwhile.
    """

    store: ClusterStore
    options: UpdateOptions
    target: Target
    lease: Lease | None
    watch: Watch
    began_ns: int
    commit: Commit | None
    generation: int
    n_before: int
    folder: Path

    @property
    def keeps(self) -> bool:
        """Whether what was read is kept where it is stopped."""
        return self.lease is not None and not self.options.rebuild


class _Sent(NamedTuple):
    """A run that was sent before it was known what is furniture.

    Attributes:
        run: The run.
        recurring: What was taken for furniture in each of its articles.
    """

    run: SavedRun
    recurring: Sequence[str]


class ClusterLedger:
    """Keeps account of an update.

    Args:
        update: The update.
        indexed: The articles that the cluster has.
        files: The files to be read.
        recorded: What is known of the files of the corpus.
        evidence: What is furniture of each outlet, if that is settled already.

    Attributes:
        files: What is known of the files.
        evidence: What is furniture of each outlet; None: that is settled at the end.
    """

    def __init__(
        self,
        update: ClusterUpdate,
        indexed: ClusterArticles,
        files: Sequence[CorpusFile],
        recorded: FilesRead,
        *,
        evidence: Evidence | None = None,
    ) -> None:
        self.indexed = indexed
        self.evidence = evidence
        self.files = FileAccounts(
            update.target,
            files,
            recorded,
            began_ns=update.began_ns,
            segments=[_SEGMENT],
            articles_of=indexed.articles_of,
            keys_of=indexed.keys_of,
        )
        self._update = update
        self._settles = evidence is None and update.target.settles
        if evidence is None and update.commit is not None and not self._settles:
            self.evidence = update.commit.manifest.evidence
        self._runs: list[SavedRun] = []
        self._writer = (
            None
            if update.lease is None
            else RunWriter(update.store, update.lease, update.generation)
        )
        self._sent: list[_Sent] = []
        self._unrecorded = 0  # characters of what was sent since the last commit
        self._replaced: set[int] = set()

    def take(self, saved: Saved) -> None:
        """Take in a report of what was saved; unless it has to wait, it is written."""
        if saved.run:
            self._runs.append(saved.run)
        replaced = [number for numbers in saved.replaced.values() for number in numbers]
        self.files.tally.rewritten += len(replaced)
        if not self._settles:
            self._send(self.evidence or NO_EVIDENCE)
        else:
            self._replaced.update(replaced)
            if self._update.keeps and sum(run.size for run in self._runs) >= _WAITING:
                self.send_meanwhile()
        self.files.take(saved.files)

    @property
    def is_due(self) -> bool:
        """Whether so much was sent that it should be recorded."""
        return self._update.keeps and self._unrecorded >= _WAITING

    def recorded(self) -> FilesRead:
        """Return what is to be recorded of the files of the corpus now."""
        self._unrecorded = 0
        return self.files.files_read()

    def end_reading(self) -> None:
        """Write what waits and remove what is gone, now that all is read.

        Raises:
            ManyRemovalsError: That is more than may have been meant.
        """
        self._update.target.check_removals(self.files.tally.removed)
        if self._update.lease is not None:
            self._update.watch.enter(Phase.WRITING)
            if self._settles:
                self._sent += self._kept()
                known = [*(sent.run for sent in self._sent), *self._runs]
                self.evidence = settled(known, ())
            self._send(self.evidence or NO_EVIDENCE)
            self._send_again(self.evidence or NO_EVIDENCE)
            self._remove_gone()
        self.files.end()

    def _remove_gone(self) -> None:
        """Remove articles that the corpus no longer has."""
        if self._update.options.rebuild:
            return  # they were never written
        store, lease = self._update.store, self._update.lease
        assert lease is not None
        with Bulks(store, lease, store.articles(self._update.generation)) as bulks:
            for path, articles in self.files.gone.items():
                bulks.remove(self._names(path, articles))

    def _names(self, path: str, articles: Mapping[int, Array]) -> list[str]:
        """Return what the documents of articles of a file are called."""
        return self.indexed.names(path, np.concatenate(list(articles.values())).tolist())

    def send_meanwhile(self) -> None:
        """Write what waits, before all is read."""
        if not self._settles:
            return  # nothing waits
        evidence = settled([*(sent.run for sent in self._sent), *self._runs], ())
        self._send(evidence, keeps=True)

    def _send(self, evidence: Evidence, *, keeps: bool = False) -> None:
        """Write the articles of runs to the cluster, and forget these.

        Args:
            evidence: What is furniture.
            keeps: Whether that may prove to be something else.
        """
        if self._writer is None:
            self._runs = []
            return
        with self._writer.writing():
            while self._runs:
                saved = self._runs[0]
                run = furnished(saved.open(), evidence)
                self._writer.write(run)
                self._unrecorded += saved.size
                if keeps:
                    self._sent.append(_Sent(saved, _recurring(run)))
                else:
                    saved.remove()
                del run, self._runs[0]

    def _send_again(self, evidence: Evidence) -> None:
        """Write those articles again in which something else is furniture than was thought."""
        if self._writer is None:
            return
        with self._writer.writing():
            for sent in self._sent:
                run = furnished(sent.run.open(), evidence)
                pairs = zip(_recurring(run), sent.recurring, strict=True)
                is_other = [now != before for now, before in pairs]
                if any(is_other):
                    self._writer.write_again(run, is_other)
                del run
                sent.run.remove()
        self._sent = []

    def _kept(self) -> Iterator[_Sent]:
        """Yield the articles that a first update before this one had written, as runs."""
        if self._update.options.rebuild or self._update.commit is None:
            return
        gone = {n for path, found in self.files.gone.items() for n in self._names(path, found)}
        batch, recurring = Batch(Vocabulary(), self._new_path), list[str]()
        for stored in stored_articles(
            self._update.store, self._update.store.articles(self._update.generation)
        ):
            if stored.name in gone or number_of(stored.article.key) in self._replaced:
                continue
            batch.add(stored.article, fingerprint=stored.fingerprint)
            recurring.append(stored.recurring)
            if batch.size >= _RUN:
                yield _sent(batch, recurring)
                batch, recurring = Batch(Vocabulary(), self._new_path), []
        if recurring:
            yield _sent(batch, recurring)

    def _new_path(self) -> Path:
        """Return where a new run may be written."""
        return new_run_path(self._update.folder)


def _sent(batch: Batch, recurring: Sequence[str]) -> _Sent:
    """Return articles of which there are some as a run that was sent."""
    run = batch.finish()
    assert run is not None
    return _Sent(run, recurring)


def _recurring(run: Run) -> list[str]:
    """Return what is furniture in each article of a run, as documents have it."""
    column = run.columns[RECURRING]
    assert isinstance(column, ReferenceColumn)
    return [value.decode("ascii") for value in column.of_articles()]


def new_run_path(folder: Path) -> Path:
    """Return a path in a folder that no file has."""
    return folder / f"{uuid4().hex}.run"
