"""An index kept up to date while files come: folders are watched, and read in batches.

The system tells of changes; which files have changed, and how, an update finds out by itself. So
an event that is missed or comes twice does no harm. A batch begins when nothing has changed for a
moment, or when changes go on for long. A file that is half written then is read again when
the rest of it comes. Once all is quiet, one more update looks at files that were so young that a
later change might not show.

What fails is tried again, less and less often: the folder may come back, or another process may
finish with the index. It is reported once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Unpack, cast

from searchkit.addresses import engine_at
from searchkit.arguments import check_seconds
from searchkit.errors import (
    Address,
    CorpusNotFoundError,
    FolderUnwatchableError,
    SearchkitError,
    UnreadableFileError,
    UpdateStoppedError,
    WatchingMissingError,
)
from searchkit.index import Folders, update_index
from searchkit.records import NamedTuple, Record
from searchkit.results import UpdateReport
from searchkit.syncing.update_options import UpdateKeywords

QUIET = 0.5
"""Seconds without a change after which a batch begins."""

_LONGEST = 10.0  # seconds of changes after which one begins all the same
_SETTLE = 2.5  # seconds after a batch in which a file may look the same after another change
_FIRST_RETRY, _LAST_RETRY = 2.0, 60.0  # seconds after what has failed
_ONLY_AT_FIRST = frozenset({"rebuild", "optimize", "replace_corpus"})  # options of an update
_TICK = 0.5  # seconds between two looks at whether it is time for something


class Batch(Record):
    """What one batch of changes came to.

    Attributes:
        report: What the update did; None: it failed.
        error: Why it failed, or None.
        problems: The files that could not be read, but for those that the batch before had.
    """

    report: UpdateReport | None = None
    error: SearchkitError | None = None
    problems: tuple[UnreadableFileError, ...] = ()

    @property
    def has_changes(self) -> bool:
        """Whether the index has changed."""
        report = self.report
        return bool(report and (report.added or report.replaced or report.removed))


def watch_folders(
    address: Address,
    corpus: Folders | None = None,
    *,
    quiet: float = QUIET,
    **options: Unpack[UpdateKeywords],
) -> Iterator[Batch]:
    """Keep an index equal to folders while these change, and yield what each batch came to.

    The index is made where there is none. The first batch is that of an update when it begins;
    later ones are yielded if they changed something, or failed.

    Args:
        address: Where the index is.
        corpus: The folder or the folders; None: those that the index remembers.
        quiet: For how many seconds nothing has to change before a batch begins.
        options: As for :meth:`searchkit.index.Index.update`; ``stop`` ends the watching.

    Raises:
        WatchingMissingError: The library that watches folders is not installed.
        FolderUnwatchableError: The system cannot watch a folder.
        SearchkitError: The first update failed.
    """
    check_seconds("quiet", quiet)
    watch = library_to_watch()
    stop = options.get("stop") or _never
    update = _Updates(address, corpus, options)
    with_first = update.first()
    if with_first is None:
        return
    yield with_first
    folders = _folders(address)
    ignored = _index_folder(address)
    while not stop():
        try:
            for has_changed in _changes(watch, folders, ignored, quiet, stop):
                batch = update.next(has_changed=has_changed)
                if batch:
                    yield batch
                if update.is_stopped or isinstance(update.failed, CorpusNotFoundError):
                    break
        except FolderUnwatchableError as error:
            if all(folder.exists() for folder in folders):
                raise
            batch = update.failed_with(CorpusNotFoundError(folders[0], address=address), error)
            if batch:
                yield batch
        if update.is_stopped:
            return
        _sleep(_TICK, stop)


def _never() -> bool:
    return False


class _Updates:
    """The updates of an index, one for each batch.

    Args:
        address: Where the index is.
        corpus: Its folders, as they were named.
        options: What else is asked.

    Attributes:
        failed: Why the last one failed, or None.
        is_stopped: Whether it was stopped.
    """

    def __init__(self, address: Address, corpus: Folders | None, options: UpdateKeywords) -> None:
        self._address = address
        self._corpus = corpus
        self._options = options
        later: dict[str, Any] = {k: v for k, v in options.items() if k not in _ONLY_AT_FIRST}
        self._later = cast("UpdateKeywords", later)
        self._problems: set[str] = set()
        self._again_at: float | None = None
        self._delay = _FIRST_RETRY
        self.failed: SearchkitError | None = None
        self.is_stopped = False

    def first(self) -> Batch | None:
        """Return what the first update came to; None: it was stopped.

        Raises:
            SearchkitError: It failed.
        """
        try:
            return self._done(update_index(self._address, self._corpus, **self._options))
        except UpdateStoppedError:
            self.is_stopped = True
            return None

    def next(self, *, has_changed: bool) -> Batch | None:
        """Update if it is time to, and return what that came to if it is news."""
        is_due = self._again_at is not None and time.monotonic() >= self._again_at
        if not has_changed and not is_due:
            return None
        self._again_at = None
        try:
            report = update_index(self._address, **self._later)
        except UpdateStoppedError:
            self.is_stopped = True
            return None
        except SearchkitError as error:
            return self.failed_with(error)
        has_failed, self.failed = self.failed is not None, None
        batch = self._done(report)
        is_news = batch.has_changes or bool(batch.problems) or has_failed
        if not has_changed and not is_news:
            self._again_at = None
        return batch if is_news else None

    def failed_with(
        self, error: SearchkitError, cause: SearchkitError | None = None
    ) -> Batch | None:
        """Take in that an update failed, and return a batch if that is not known yet."""
        error.__cause__ = cause
        is_known = self.failed is not None and str(self.failed) == str(error)
        self._delay = min(2 * self._delay, _LAST_RETRY) if is_known else _FIRST_RETRY
        self._again_at = time.monotonic() + self._delay
        self.failed = error
        return None if is_known else Batch(error=error)

    def _done(self, report: UpdateReport) -> Batch:
        self._again_at = time.monotonic() + _SETTLE
        problems = {str(problem): problem for problem in report.problems}
        unknown = [problem for text, problem in problems.items() if text not in self._problems]
        self._problems = set(problems)
        return Batch(report, problems=tuple(unknown))


def _changes(
    watch: Callable[..., Iterable[Any]],
    folders: Sequence[Path],
    ignored: Path | None,
    quiet: float,
    stop: Callable[[], bool],
) -> Iterator[bool]:
    """Yield whether something has changed in folders, again and again, until one is another.

    Args:
        watch: The function of watchfiles.
        folders: The folders.
        ignored: The index, which may lie in one of them.
        quiet: For how many seconds nothing has to change before a batch begins.
        stop: Asks whether to stop.

    Raises:
        FolderUnwatchableError: The system cannot watch one.
    """
    began = list(map(_identity, folders))

    def counts(_change: object, path: str) -> bool:
        return not (ignored and Path(path).is_relative_to(ignored)) and not _is_hidden(
            path, folders
        )

    changes = watch(
        *folders,
        watch_filter=counts,
        debounce=int(_LONGEST * 1000),
        step=max(1, int(min(quiet, _LONGEST) * 1000)),
        rust_timeout=int(_TICK * 1000),
        yield_on_timeout=True,
        stop_event=_StopEvent(stop),
    )
    # What happened before the folders were watched is found by an update of its own.
    is_first = True
    try:
        for batch in changes:
            yield bool(batch) or is_first
            is_first = False
            if list(map(_identity, folders)) != began:
                yield True
                return
    except (OSError, RuntimeError) as error:  # watchfiles has an error of its own, of these
        raise FolderUnwatchableError(folders, reason=str(error)) from error


class _StopEvent(NamedTuple):
    """What watchfiles asks whether to stop."""

    stop: Callable[[], bool]

    def is_set(self) -> bool:
        """Whether to stop."""
        return self.stop()


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return what is another where a folder was removed and made again; None: it is gone."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_hidden(path: str, folders: Sequence[Path]) -> bool:
    """Whether a part of a path below a folder begins with a dot, so that it is never read."""
    for folder in folders:
        if Path(path).is_relative_to(folder):
            return any(part.startswith(".") for part in Path(path).relative_to(folder).parts)
    return False


def _folders(address: Address) -> list[Path]:
    """Return the folders that an index was made from."""
    view = engine_at(address).view()
    try:
        return [folder.path for folder in view.folders]
    finally:
        view.close()


def _index_folder(address: Address) -> Path | None:
    """Return where an index is on this machine; None: it is elsewhere."""
    path = Path(address)
    return path.resolve() if path.is_dir() else None


def library_to_watch() -> Callable[..., Iterable[Any]]:
    """Return the function that watches folders.

    Raises:
        WatchingMissingError: It is not installed.
    """
    try:
        from watchfiles import watch  # an extra
    except ModuleNotFoundError as error:
        raise WatchingMissingError from error
    return watch


def _sleep(seconds: float, stop: Callable[[], bool]) -> None:
    """Wait, unless it is to stop."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not stop():
        time.sleep(0.05)
