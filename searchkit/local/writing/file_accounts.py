"""What an update knows of each file of the corpus, and what is recorded of that at a commit.

A file is recorded as read when it was read to its end and nothing of it waits: articles that it no
longer has are removed only when all files are read. What an update that was stopped had read of a
file in blocks is recorded, too, so that the next one goes on there. Every engine has the
same accounts; only where articles have their numbers is another matter for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.errors import UnreadableFileError
from searchkit.local.writing.batching import key_hash
from searchkit.local.writing.tally import FileTally, Tally
from searchkit.local.writing.worker_pool import make_tasks
from searchkit.syncing.planning import stamp_of, unread
from searchkit.syncing.remembered import FilesRead, PartRead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.corpus import CorpusFile
    from searchkit.local.writing.batching import FileRead, Task
    from searchkit.syncing.target import Target

    Array = npt.NDArray[Any]

_NOTHING_DONE: frozenset[int] = frozenset()


class FileAccounts:
    """Keeps account of the files of an update.

    Args:
        target: What the index is to become.
        files: The files to be read.
        recorded: What was known of the files of the corpus before.
        began_ns: When the update began, in nanoseconds since 1970.
        segments: The names of the segments of the index.
        articles_of: Gives the articles that it has of a file: by segment, their numbers, int64.
        keys_of: Gives the keys of articles of a file: of each segment, their numbers.

    Attributes:
        tally: What was found and done.
        stamps: What is to be recorded of each file, but for what still waits.
        n_ended: How many files were read to their end.
        repeated: Paths of files in which two stripes have articles of one key.
        open: Those that are not done with, by path.
        gone: Articles of files that are to be removed when all is read, by path.
    """

    def __init__(
        self,
        target: Target,
        files: Sequence[CorpusFile],
        recorded: FilesRead,
        *,
        began_ns: int,
        segments: Sequence[str],
        articles_of: Callable[[str], Mapping[int, Array]],
        keys_of: Callable[[str, Mapping[int, Array]], Iterable[bytes]],
    ) -> None:
        self.tally = Tally()
        self.stamps = {**recorded.stamps, **{file.path: unread(file) for file in files}}
        self.n_ended = 0
        self.repeated: list[str] = []
        self.open: dict[str, FileTally] = {}
        self.gone: dict[str, dict[int, Array]] = {}
        self._target = target
        self._recorded = recorded
        self._looks = {file.path: stamp_of(file, began_ns=began_ns) for file in files}
        self._began_ns = began_ns
        self._segments = segments
        self._articles_of = articles_of
        self._keys_of = keys_of

    def go_on(self) -> dict[str, frozenset[int] | None]:
        """Go on with files that an update before this one was reading when it was stopped.

        Only those count that still look as they did.

        Returns:
            Which blocks of each need not be read, None: nothing of it.
        """
        done = {}
        for path, part in self._recorded.parts.items():
            if part.stamp != self._looks.get(path) or not (state := self._state_of(path, part)):
                continue
            done[path] = part.done
            self.open[path] = state
            if part.done is None:
                self._finish(path)
        return done

    def take(self, parts: Sequence[FileRead]) -> None:
        """Take in what was read of some files."""
        for part in parts:
            self.tally.added += part.added
            self.tally.replaced += part.replaced
            if part.path not in self.open:
                self.open[part.path] = FileTally(dict(self._articles_of(part.path)))
            state = self.open[part.path]
            state.add(part)
            if state.n_ended == part.stripe.count:
                self._finish(part.path)

    def remove(self, path: str) -> None:
        """Have all articles removed of a file that is no longer there."""
        self._remove(path, self._articles_of(path))
        self.stamps.pop(path, None)

    def end(self) -> None:
        """Take in that what is gone was removed, and that nothing more is read."""
        self.gone.clear()
        self.open.clear()

    def with_repeated_keys(self) -> list[str]:
        """Return the paths of files in which two stripes have met the same keys so far."""
        return [*self.repeated, *(path for path, s in self.open.items() if s.has_repeated_keys)]

    def files_read(self) -> FilesRead:
        """Return what is to be recorded of the files of the corpus."""
        stamps, parts = dict(self.stamps), {}
        for path, gone in self.gone.items():
            # Else the file itself is gone, or is to be read again from its beginning.
            if path in stamps and path not in self.repeated:
                parts[path] = PartRead(stamps[path], None, self._named(gone))
                stamps[path] = stamps[path]._replace(options=None)
        for path in self.repeated:
            stamps[path] = stamps[path]._replace(options=None)
        for path, state in self.open.items():
            look = self._looks[path]
            if state.done and look.options is not None and not state.has_repeated_keys:
                parts[path] = PartRead(
                    look,
                    frozenset(state.done),
                    self._named(state.unseen),
                    tuple(state.problems),
                    state.doubtful,
                )
        return FilesRead(stamps, parts, self._target.settled_archives(self._began_ns))

    def _finish(self, path: str) -> None:
        """Draw the conclusions from a file that was read to its end."""
        state, tally = self.open[path], self.tally
        self.n_ended += 1
        # A file that cannot be unpacked to its end says so in each stripe.
        tally.problems += [UnreadableFileError(path, reason) for reason in state.problems]
        tally.remarks += state.remarks
        if state.doubtful:
            tally.doubtful[path] = state.doubtful
        if state.has_repeated_keys:
            self.repeated.append(path)
        if state.problems:
            return
        self.stamps[path] = self._looks[path]
        del self.open[path]
        self._remove(path, state.unseen)

    def _remove(self, path: str, articles: Mapping[int, Array]) -> None:
        """Have articles of a file removed when all is read."""
        gone = {segment: numbers for segment, numbers in articles.items() if len(numbers)}
        if gone:
            self.gone[path] = gone
            self.tally.removed += sum(map(len, gone.values()))

    def _named(self, articles: Mapping[int, Array]) -> dict[str, tuple[int, ...]]:
        """Return articles by the names of their segments."""
        return {
            self._segments[segment]: tuple(numbers.tolist())
            for segment, numbers in articles.items()
            if len(numbers)
        }

    def _state_of(self, path: str, part: PartRead) -> FileTally | None:
        """Return what was read of a file; None: that does not fit the index."""
        indexed = self._articles_of(path)
        segment_of = {self._segments[segment]: segment for segment in indexed}
        if not segment_of.keys() >= part.unseen.keys():
            return None
        unseen = {segment: np.zeros(0, np.int64) for segment in indexed}
        unseen |= {segment_of[f]: np.array(ns, np.int64) for f, ns in part.unseen.items()}
        if not all(np.isin(ns, indexed[segment]).all() for segment, ns in unseen.items()):
            return None
        seen = {
            segment: np.setdiff1d(numbers, unseen[segment], assume_unique=True)
            for segment, numbers in indexed.items()
        }
        hashes = b"".join(map(key_hash, self._keys_of(path, seen)))
        return FileTally(
            unseen,
            keys=[np.frombuffer(hashes, np.uint64)],
            problems=dict.fromkeys(part.problems),
            doubtful=part.doubtful,
            done=set(part.done or ()),
        )


def tasks_left(
    files: Sequence[CorpusFile],
    recorded: FilesRead,
    done: Mapping[str, frozenset[int] | None],
    *,
    workers: int,
) -> list[Task]:
    """Return the tasks of reading files, as far as that was not done before.

    Args:
        files: The files.
        recorded: What was known of them before.
        done: Which blocks of each need not be read, None: nothing of it.
        workers: How many processes there will be.
    """
    left = [file for file in files if done.get(file.path, _NOTHING_DONE) is not None]
    blocks = {path: numbers for path, numbers in done.items() if numbers is not None}
    met = {path for path in blocks if not recorded.parts[path].unseen}
    return make_tasks(left, workers=workers, done=blocks, met=met)
