"""Files read, compared with the index, and saved as runs, one batch after another.

This is what each process that indexes does, be it the only one or one of many.
What it yields are reports for the process that commits: how far it has come, and runs. A
file is reported only with the run that has the last of its new articles, so that
a commit never takes half a file for a whole one. Of a file that is read in blocks,
what was read so far is reported with each run, and runs end where a block does. So
reading that is stopped there can go on with the next block another time.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, Self

from searchkit import utf8
from searchkit.article import Known
from searchkit.corpus import WHOLE, OpenArchives, ReaderProcess, can_be_shared, read
from searchkit.errors import UnreadableFileError
from searchkit.hashing import blake2b
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.runs import Batch
from searchkit.notes import Remark
from searchkit.records import Record
from searchkit.syncing.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.corpus import CorpusFile, Stripe
    from searchkit.local.writing.indexed_articles import IndexedArticle
    from searchkit.local.writing.runs import SavedRun

    Array = npt.NDArray[Any]

RUN_LIMIT = 1 << 28
"""Characters of text that a run may hold."""

_ARTICLES = 1 << 17  # of a run: each adds some hundred bytes to memory, however short it is
_STEP = 1 << 20  # bytes of a file after which it is reported how far the reading has come
_VOCABULARY_LIMIT = 9 << 14  # chunks of text; with all that is known of them some 700 bytes each


class Compared(Protocol):
    """The articles of an index that those of a corpus are compared with."""

    def articles_of(self, path: str) -> Mapping[int, Array]:
        """Return the articles of a file: for each segment that has some, their numbers, int64."""

    def with_key(self, key: str, *, within: Sequence[int]) -> Sequence[IndexedArticle]:
        """Return the articles with a key; there can be several after a breakdown.

        Args:
            key: The key.
            within: The segments to look into.
        """


class Job(Record, kw_only=True):
    """What all processes of one update are to do.

    Attributes:
        folders: The folders of the corpus.
        compared: Opens what is compared with; it can be pickled.
        rebuild: Write every article again, changed or not.
        writes: Whether anything is written.
        limits: How much of the corpus is read at most.
        run_limit: Characters of text that a run may hold before it is saved.
    """

    folders: tuple[Path, ...]
    compared: Callable[[], Compared]
    rebuild: bool = False
    writes: bool = True
    limits: ReadingLimits = DEFAULT_READING_LIMITS
    run_limit: int = RUN_LIMIT


class Task(Record):
    """Files to read, or one stripe of one file.

    Attributes:
        files: The files.
        stripe: Which stripe of each.
        is_new: Whether the index has no articles of them that may be met, so that none
            need be looked for.
    """

    files: tuple[CorpusFile, ...]
    stripe: Stripe = WHOLE
    is_new: bool = False

    @property
    def size(self) -> int:
        """How much it has a process read, in bytes."""
        return sum(_share(file, self.stripe) for file in self.files)


class Advanced(Record):
    """So many bytes more were read, and so many articles in them."""

    size: int
    articles: int = 0


ArticleNumbers = defaultdict[int, "array[int]"]
"""Articles of the index: by segment, their numbers, of 64 bits each."""


def _no_articles() -> ArticleNumbers:
    return defaultdict(partial(array, "q"))


@dataclass(slots=True)
class FileRead:
    """What was read of a file, or of a stripe of one.

    Attributes:
        path: Its path in the corpus.
        stripe: Which stripe of it.
        added: Articles that the index did not have.
        replaced: Articles that the index had otherwise.
        kept: Articles of the index that the file still has, changed or not.
        keys: For each article of a stripe, a hash of its key of 8 bytes, to be compared
            with those of other stripes.
        problems: What was wrong, in words.
        remarks: What was ignored.
        doubtful: The encoding in which articles of it were read, where that is in doubt.
        done: The blocks that were read.
        is_last: Whether it was read to its end; else another report follows, which
            has only what is new since this one.
    """

    path: str
    stripe: Stripe
    added: int = 0
    replaced: int = 0
    kept: ArticleNumbers = field(default_factory=_no_articles)
    keys: bytearray = field(default_factory=bytearray)  # no list: there may be millions
    problems: list[str] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    doubtful: str | None = None
    done: set[int] = field(default_factory=set)
    is_last: bool = False


class Saved(Record):
    """A run, and the files of which all that is new is in it or in runs before.

    Attributes:
        run: The run; None where the files held nothing new.
        replaced: Articles of the index that it replaces.
        files: The files.
    """

    run: SavedRun | None
    replaced: ArticleNumbers
    files: list[FileRead]


class _StoppedError(Exception):
    """The reading is to stop, and has come to where it can be continued later."""


class _FileReading:
    """A file that is being read, or a stripe of one.

    Args:
        file: The file.
        stripe: Which stripe of it.
        stop: Asked after each block whether to stop.

    Attributes:
        found: What was found since the last report.
        articles: How many articles were read since the last :meth:`advanced`.
        is_in_blocks: Whether it is read in blocks, and can be continued at any of them.
        is_shared: Whether another process reads a part of it, or an update before has.
        may_pause: Whether what was read so far ends where a block does.
    """

    def __init__(self, file: CorpusFile, stripe: Stripe, stop: Callable[[], bool]) -> None:
        self.file = file
        self.stripe = stripe
        self.found = FileRead(file.path, stripe)
        self.articles = 0
        self.is_in_blocks = can_be_shared(file)
        self.is_shared = stripe.count > 1 or bool(stripe.done)
        self.may_pause = not self.is_in_blocks
        self._stop = stop
        self._size = _share(file, stripe)
        self._reported = self._passed = 0  # bytes

    def pass_block(self, block: int, offset: int) -> None:
        """Take in that a block was passed, and where in the file it ends, in bytes."""
        self._passed = offset // self.stripe.count
        self.may_pause = True
        if self.is_in_blocks and self.stripe.has(block):
            self.found.done.add(block)
        if self._stop():
            raise _StoppedError

    def check_stop(self) -> None:
        """Stop in the middle of a file that is not read in blocks, if that is asked."""
        if not self.is_in_blocks and self._stop():
            raise _StoppedError

    def advanced(self) -> Advanced | None:
        """Return how far the reading has come since the last report, if that is far enough."""
        if not self._reported + _STEP <= self._passed < self._size:
            return None
        return self._advanced_to(self._passed)

    def ended(self) -> Advanced:
        """Return the rest of it."""
        return self._advanced_to(self._size)

    def _advanced_to(self, offset: int) -> Advanced:
        report = Advanced(offset - self._reported, self.articles)
        self._reported, self.articles = offset, 0
        return report


class Batcher:
    """Reads files and saves what is new in them as runs; close it at the end.

    Args:
        job: What is to be done with them.
        indexed: The articles of the commit that they are compared with.
        new_path: Gives the path of each run; None: nothing is written.
        stop: Asked after each block and each article whether to stop reading; once it
            has said so it says so for ever.
    """

    def __init__(
        self,
        job: Job,
        indexed: Compared,
        *,
        new_path: Callable[[], Path] | None,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._job = job
        self._indexed = indexed
        self._new_path = new_path
        self._stop = stop
        self._vocabulary = Vocabulary()
        self._batch: Batch | None = None
        self._process = ReaderProcess()
        self._archives = OpenArchives(job.limits)
        self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close()
        self._archives.close()

    def read(self, task: Task) -> Iterator[Advanced | Saved]:
        """Read the files of a task, or as much of them as there is time for."""
        with suppress(_StoppedError):
            for file in task.files:
                yield from self._read(file, task.stripe, is_new=task.is_new)

    def save(self) -> Saved:
        """Save what was read since the last run; call it at the end, too."""
        run = self._batch.finish() if self._batch else None
        saved = Saved(run, self._replaced, self._files)
        self._begin()
        return saved

    def _begin(self) -> None:
        if self._vocabulary.size > _VOCABULARY_LIMIT:
            self._vocabulary = Vocabulary()
        if self._new_path:
            dictionary = self._batch.dictionary if self._batch else None
            self._batch = Batch(self._vocabulary, self._new_path, dictionary=dictionary)
        self._replaced = _no_articles()
        self._files: list[FileRead] = []

    def _read(
        self, file: CorpusFile, stripe: Stripe, *, is_new: bool
    ) -> Iterator[Advanced | Saved]:
        """Read a file; where that is stopped, report what can be gone on from."""
        reading = _FileReading(file, stripe, self._stop)
        within = [] if is_new else list(self._indexed.articles_of(file.path))
        try:
            items = read(
                self._job.folders[file.folder],
                file,
                stripe=stripe,
                passed=reading.pass_block,
                waiting=reading.check_stop,
                limits=self._job.limits,
                process=self._process,
                archives=self._archives,
            )
            for item in items:
                if self._is_full() and reading.may_pause:
                    self._report(reading, is_last=False)
                    yield self.save()
                reading.may_pause = not reading.is_in_blocks
                if isinstance(item, UnreadableFileError):
                    reading.found.problems.append(item.reason)
                    continue
                if isinstance(item, Remark):
                    reading.found.remarks.append(item)
                    continue
                self._take(item, within, reading)
                if advanced := reading.advanced():
                    yield advanced
                reading.check_stop()
        except _StoppedError:
            self._report(reading, is_last=False)
            raise
        self._report(reading, is_last=True)
        yield reading.ended()

    def _report(self, reading: _FileReading, *, is_last: bool) -> None:
        """Have what was read of a file reported with the next run."""
        if is_last or reading.is_in_blocks:
            reading.found.is_last = is_last
            self._files.append(reading.found)
            reading.found = FileRead(reading.file.path, reading.stripe)

    def _take(self, article: Article, within: list[int], reading: _FileReading) -> None:
        """Note what the index has of an article, and take it into the batch if it is new."""
        found = reading.found
        encoding = article.origins.encoding
        if encoding and encoding.known is Known.DOUBTFUL:
            found.doubtful = encoding.name
        reading.articles += 1
        if reading.is_shared:
            found.keys += key_hash(utf8.encode(article.key))
        digest = fingerprint(article)
        indexed = self._indexed.with_key(article.key, within=within) if within else []
        alike = [one for one in indexed if one.fingerprint == digest and not self._job.rebuild]
        if indexed:
            kept = (alike or indexed)[0]
            found.kept[kept.segment].append(kept.number)
            if alike:
                return
            self._replaced[kept.segment].append(kept.number)
        if indexed and not self._job.rebuild:
            found.replaced += 1
        else:
            found.added += 1
        if self._batch:
            self._batch.add(article, fingerprint=digest)

    def _is_full(self) -> bool:
        """Whether the batch, or the vocabulary that its words are in, has grown too large."""
        return self._batch is not None and (
            self._batch.size >= self._job.run_limit
            or self._batch.count >= _ARTICLES
            or self._vocabulary.size > _VOCABULARY_LIMIT
        )


def key_hash(key: bytes) -> bytes:
    """Return a hash of a key, 8 bytes."""
    return blake2b(key, digest_size=8).digest()


def _share(file: CorpusFile, stripe: Stripe) -> int:
    """Return how many bytes of a file are reported as read with one of its stripes."""
    return (
        file.size * (stripe.number + 1) // stripe.count - file.size * stripe.number // stripe.count
    )
