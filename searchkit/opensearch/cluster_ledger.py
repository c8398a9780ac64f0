"""What an update of an index on a cluster has done so far, and what is written of it.

Reports of what was read come in. Where furniture is settled at the end, runs wait until all is
read; else each is sent at once. A file is recorded as read only when all of its articles are
acknowledged; so what an update that was stopped has written is found again by it, and only what is
missing is written. Nothing shows before it is committed, unless a shard moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from searchkit.errors import UnreadableFileError
from searchkit.local.writing.counting import settled
from searchkit.local.writing.furnishing import furnished
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.runs import Batch
from searchkit.local.writing.tally import FileTally, Tally
from searchkit.opensearch.article_documents import article_documents, word_documents
from searchkit.opensearch.bulks import Bulks
from searchkit.opensearch.copies_written import CopiesWritten
from searchkit.opensearch.kept_records import article_of, asked_for
from searchkit.progress import Phase
from searchkit.records import Record
from searchkit.syncing.evidence import NO_EVIDENCE
from searchkit.syncing.planning import stamp_of, unread
from searchkit.syncing.remembered import FilesRead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.corpus import CorpusFile
    from searchkit.local.writing.batching import Saved
    from searchkit.local.writing.runs import SavedRun
    from searchkit.opensearch.cluster_state import ClusterStore, Commit, Lease
    from searchkit.opensearch.compared_articles import ClusterArticles
    from searchkit.syncing.evidence import Evidence
    from searchkit.syncing.target import Target
    from searchkit.syncing.update_options import UpdateOptions
    from searchkit.syncing.watch import Watch

    Array = npt.NDArray[Any]

_RUN = 1 << 26  # characters of text of a run of articles that the cluster has already
_PAGE = 200  # articles that are fetched with their texts at a time


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
    folder: Path

    @property
    def keeps(self) -> bool:
        """Whether what was read is kept where it is stopped."""
        return self.lease is not None and not self.options.rebuild


class ClusterLedger:
    """Keeps account of an update.

    Args:
        update: The update.
        indexed: The articles that the cluster has.
        files: The files to be read.

    Attributes:
        tally: What was found and done.
        n_ended: How many files were read to their end.
        repeated: Paths of files in which two stripes have articles of one key.
    """

    def __init__(
        self, update: ClusterUpdate, indexed: ClusterArticles, files: Sequence[CorpusFile]
    ) -> None:
        self.indexed = indexed
        self.tally = Tally()
        self.n_ended = 0
        self.repeated: list[str] = []
        self.evidence: Evidence | None = None
        if update.commit is not None and not update.target.settles:
            self.evidence = update.commit.manifest.evidence
        self._update = update
        known = update.target.remembered.files.stamps
        self._stamps = {**known, **{file.path: unread(file) for file in files}}
        self._looks = {file.path: stamp_of(file, began_ns=update.began_ns) for file in files}
        self._files: dict[str, FileTally] = {}  # that are not done with
        self._gone: dict[str, list[int]] = {}  # articles that are to be removed, by path
        self._runs: list[SavedRun] = []
        self._copies = CopiesWritten(update.store, update.generation)

    def known_before(self, before: ClusterLedger) -> None:
        """Take over what another ledger knew of the other files."""
        self._stamps = {**before.files_read.stamps, **self._stamps}

    @property
    def files_read(self) -> FilesRead:
        """What is to be recorded of the files of the corpus."""
        archives = self._update.target.settled_archives(self._update.began_ns)
        return FilesRead(self._stamps, archives=archives)

    def take(self, saved: Saved) -> None:
        """Take in a report of what was saved; unless it has to wait, it is written."""
        if saved.run:
            self._runs.append(saved.run)
        self.tally.rewritten += sum(map(len, saved.replaced.values()))
        if not self._update.target.settles:
            self.send()
        for part in saved.files:
            self.tally.added += part.added
            self.tally.replaced += part.replaced
            if part.path not in self._files:
                self._files[part.path] = FileTally(self.indexed.articles_of(part.path))
            state = self._files[part.path]
            state.add(part)
            if state.n_ended == part.stripe.count:
                self._finish_file(part.path)

    def _finish_file(self, path: str) -> None:
        """Draw the conclusions from a file that was read to its end."""
        state, tally = self._files[path], self.tally
        self.n_ended += 1
        tally.problems += [UnreadableFileError(path, reason) for reason in state.problems]
        tally.remarks += state.remarks
        if state.doubtful:
            tally.doubtful[path] = state.doubtful
        if state.has_repeated_keys:
            self.repeated.append(path)
        if state.problems:
            return
        if path not in self.repeated:
            self._stamps[path] = self._looks[path]
        del self._files[path]
        self._remove(path, state.unseen)

    def remove_file(self, path: str) -> None:
        """Have all articles removed of a file that is no longer there."""
        self._remove(path, self.indexed.articles_of(path))
        self._stamps.pop(path, None)

    def _remove(self, path: str, articles: Mapping[int, Array]) -> None:
        numbers = [number for found in articles.values() for number in found.tolist()]
        if numbers:
            self._gone[path] = numbers
            self.tally.removed += len(numbers)

    def end_reading(self) -> None:
        """Write what waits and remove what is gone, now that all is read.

        Raises:
            ManyRemovalsError: That is more than may have been meant.
        """
        self._update.target.check_removals(self.tally.removed)
        if self._update.lease is None:
            return
        self._update.watch.enter(Phase.WRITING)
        if self._update.target.settles and self.evidence is None:
            self._runs += self._runs_of_kept()
            self.evidence = settled(self._runs, ())
        self.send()
        if self._update.options.rebuild:
            return  # what is gone was never written
        with self._articles() as bulks:
            for path, numbers in self._gone.items():
                bulks.remove(self.indexed.names(path, numbers))

    def send(self) -> None:
        """Write the articles of runs to the cluster, and forget these."""
        if self._update.lease is None:
            self._runs = []
            return
        evidence = self.evidence or NO_EVIDENCE
        while self._runs:
            saved = self._runs[0]
            run = furnished(saved.open(), evidence)
            store, lease = self._update.store, self._update.lease
            with Bulks(store, lease, store.words(self._update.generation)) as words:
                words.make(word_documents(run))
            with self._articles() as bulks:
                bulks.write(article_documents(run, self._copies.of_run(run)))
            del run
            saved.remove()
            del self._runs[0]

    def _articles(self) -> Bulks:
        assert self._update.lease is not None
        store = self._update.store
        return Bulks(store, self._update.lease, store.articles(self._update.generation))

    def _runs_of_kept(self) -> list[SavedRun]:
        """Return the articles that a first update before this one had written, to be settled."""
        if self._update.options.rebuild:
            return []
        gone = {n for path, ns in self._gone.items() for n in self.indexed.names(path, ns)}
        runs = []
        batch = Batch(Vocabulary(), self.new_path)
        for name, article, digest in stored_articles(
            self._update.store, self._update.store.articles(self._update.generation)
        ):
            if name not in gone:
                batch.add(article, fingerprint=digest)
            if batch.size >= _RUN:
                runs.append(batch.finish())
                batch = Batch(Vocabulary(), self.new_path)
        runs.append(batch.finish())
        # What was read now comes last, and so is what stays.
        return [run for run in runs if run]

    def new_path(self) -> Path:
        """Return where a new run may be written."""
        return new_run_path(self._update.folder)


def new_run_path(folder: Path) -> Path:
    """Return a path in a folder that no file has."""
    return folder / f"{uuid4().hex}.run"


def stored_articles(
    store: ClusterStore, index: str, seen: Callable[[int], None] = lambda _: None
) -> Iterator[tuple[str, Article, bytes]]:
    """Yield all articles of an index as they were read, with their names and fingerprints.

    Args:
        store: The cluster.
        index: The index of articles.
        seen: Told how many were fetched, after each request.
    """
    for hits in _pages(store, index, asked_for("fingerprint", has_texts=True), size=_PAGE):
        for hit in hits:
            fingerprint = bytes.fromhex(hit["fields"]["fingerprint"][0])
            yield hit["_id"], article_of(hit, is_as_read=True), fingerprint
        seen(len(hits))


def _pages(
    store: ClusterStore, index: str, asked: Mapping[str, object], *, size: int
) -> Iterator[list[Any]]:
    """Yield all articles of an index, some at a time, by their keys."""
    body = {"size": size, "query": {"match_all": {}}, "sort": [{"key": "asc"}], **asked}
    while True:
        hits: list[Any] = store.search(index, body)["hits"]["hits"]
        yield hits
        if len(hits) < size:
            return
        body["search_after"] = hits[-1]["sort"]
