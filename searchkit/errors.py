"""Every error that searchkit raises on purpose, as one tree.

::

    SearchkitError
    ├── CorpusNotFoundError     there is no such folder of articles
    ├── CorpusUnreadableError   the folder cannot be listed
    ├── CorpusEmptyError        the folder holds nothing that can be read
    ├── CorpusUnknownError      no folder was named, and the index remembers none
    ├── CorpusOverlapError      a folder was named twice, or lies in another
    ├── CorpusSettingsError     its searchkit.toml cannot be understood
    ├── UpdateRefusedError      an update might remove more than was intended
    │   ├── OtherCorpusError        the index holds articles of another folder
    │   └── ManyRemovalsError       most of the articles are gone
    ├── UnreadableFileError     one file of a corpus cannot be read
    ├── EvaluationFileError     queries or judgments cannot be read
    ├── QueryError              a query cannot be understood
    ├── DateError               a text is not a date
    ├── ArgumentError           an argument has the wrong type or value
    ├── SavedSearchError        a saved search cannot be used, or not be saved so
    │   └── SavedSearchExistsError  there is one of that name already
    ├── PictureError            a picture cannot be drawn on this machine
    ├── SearchTimeoutError      a search did not end in the time that it was given
    ├── ArticleNotFoundError    no article has that key
    ├── ArticleAmbiguousError   a path could mean any of several articles
    ├── FolderUnwatchableError  the system cannot watch a folder
    ├── WatchingMissingError    the library that watches folders is not installed
    ├── IndexingStoppedError    a process of an update ended early
    ├── UpdateStoppedError      an update was stopped on request
    ├── UnstorableValueError    an index cannot store such a value
    ├── IndexReadOnlyError      Whoosh may read an index, but not write to it
    └── IndexStateError         the index cannot be used in its present state
        ├── IndexNotFoundError      there is none
        ├── IndexUnfinishedError    it is still being built, or building it was stopped
        ├── NotAnIndexError         the directory holds something else
        ├── IndexDamagedError       a part of it is missing or broken
        ├── IndexOutdatedError      another version of searchkit wrote it
        ├── IndexForeignError       another program wrote to it
        ├── IndexLockedError        another process is writing to it
        ├── SavedSearchesDamagedError  its saved searches cannot be read
        ├── TurnTakenError          another process is at its saved searches
        ├── IndexUnreadableError    no permission to read it, or the disk failed
        ├── IndexUnwritableError    no permission to write to it, or the disk is full
        ├── ClusterUnreachableError no host of the cluster that it is on answers
        ├── ClusterRefusedError     the cluster that it is on does not do what is asked
        └── IndexClosedError        this program has closed it

Each carries its parts as attributes, and its text says what is wrong, where, and
what to do. The command prints that text as one line, with what to type at its end;
programs catch the class.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from searchkit.records import Record

Address: TypeAlias = str | os.PathLike[str]
"""Where an index is: a directory, or the address of another engine."""

_SHOWN = 40  # characters of a text that an error quotes


class SearchkitError(Exception):
    """The root of the tree."""

    def for_others(self) -> str:
        """Return what may be said to people elsewhere: nothing about this machine.

        What only concerns those who keep the index is not said at all.
        """
        return "The index cannot be used at the moment. Try again later."

    def __reduce__(self) -> tuple[Any, ...]:
        # An error is made from other arguments than the text that pickle would give it.
        return _unpickled, (type(self), self.args, self.__dict__)


def _unpickled(
    kind: type[SearchkitError], args: tuple[Any, ...], parts: dict[str, Any]
) -> SearchkitError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(parts)
    return error


class CorpusNotFoundError(SearchkitError):
    """There is no such folder of articles.

    Attributes:
        path: The path that was asked for, or that an index remembers.
        address: The address of that index, or None.
        host: The machine on which the index was made from it, or None if that is this one.
    """

    def __init__(
        self, path: Path, *, address: Address | None = None, host: str | None = None
    ) -> None:
        self.path = path
        self.address = None if address is None else str(address)
        self.host = host
        if os.path.lexists(path):
            what = f"{path} is not a folder"
        else:
            here = "" if path.is_absolute() else " here"
            what = f'There is no folder "{path}"{here}'
        if address is None:
            text = f"{what}. Name the folder that holds the articles."
        elif host is None:
            text = (
                f"{what}, and the index in {address} was made from it. "
                "If it was moved, name the folder where it is now."
            )
        else:
            text = (
                f"{what}, and the index in {address} was made from it on {host}. "
                "Name the folder that holds the same articles on this machine."
            )
        super().__init__(text)


class CorpusUnreadableError(SearchkitError):
    """A folder of articles cannot be listed.

    Attributes:
        path: The folder.
        error: What the system said.
    """

    def __init__(self, path: Path, *, error: OSError) -> None:
        self.path = path
        self.error = error
        super().__init__(
            f"Cannot read the folder {path}: {error.strerror or error}. Nothing was indexed."
        )


class CorpusEmptyError(SearchkitError):
    """A folder holds no file in a known format.

    Attributes:
        path: The folder.
        skipped: How many files of other kinds it holds, by kind.
        missing: How many files of each suffix it holds that an extra of this package reads
            which is not installed, by extra.
    """

    def __init__(
        self,
        path: Path,
        *,
        skipped: Mapping[str, int],
        missing: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.path = path
        self.skipped = skipped
        self.missing = missing
        others = f" (skipped: {_kinds(skipped)})" if skipped else ""
        needed = [
            f"{_kinds(counts)} files need: pip install 'searchkit[{extra}]'"
            for extra, counts in missing.items()
        ]
        known = (
            "Articles are files of text, Markdown, JSON or CSV, pages, feeds, mail, PDF and the "
            "like, or archives of these."
        )
        super().__init__(
            f"No articles in {path}{others}. Nothing was indexed. {'; '.join(needed) or known}"
        )


def _kinds(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in sorted(counts.items()))


class CorpusUnknownError(SearchkitError):
    """No folder was named, and the index does not remember any.

    Attributes:
        address: The address of the index.
    """

    def __init__(self, address: Address) -> None:
        self.address = str(address)
        super().__init__(
            f"The index in {address} has no corpus yet. Name the folder that holds the articles."
        )


class CorpusOverlapError(SearchkitError):
    """A folder was named twice, or it lies in another one that was named.

    Attributes:
        inner: The folder.
        outer: The other one; equal to ``inner`` where it was named twice.
    """

    def __init__(self, inner: Path, outer: Path) -> None:
        self.inner = inner
        self.outer = outer
        super().__init__(
            f"The folder {inner} is named twice. Name it once."
            if inner == outer
            else f"The folder {inner} is inside {outer}. Name only {outer}."
        )


class CorpusSettingsError(SearchkitError):
    """The settings of a folder of articles cannot be understood.

    Attributes:
        path: The file with the settings.
        reason: What is wrong, in words.
        line: The number of the line, from 1; None: the file as a whole.
    """

    def __init__(self, path: Path, reason: str, *, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        where = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{where}: {reason}.")


class UpdateRefusedError(SearchkitError):
    """An update might remove more than was intended; nothing was changed.

    Attributes:
        address: The address of the index.
        corpus: The folders that the index was made from.
        articles: How many articles it holds.
        removed: How many of them would be removed; None: not known.
    """

    def __init__(
        self,
        message: str,
        *,
        address: Address,
        corpus: Sequence[Path],
        articles: int,
        removed: int | None,
    ) -> None:
        self.address = str(address)
        self.corpus = tuple(corpus)
        self.articles = articles
        self.removed = removed
        super().__init__(message)


class OtherCorpusError(UpdateRefusedError):
    """The index holds articles from folders that were not named.

    Attributes:
        named: The folders that were named.
        left: The folders of the index that were not named.
        host: The machine on which the index was made from them, or None if that is this one.
    """

    def __init__(
        self,
        *,
        address: Address,
        corpus: Sequence[Path],
        left: Sequence[Path],
        named: Sequence[Path],
        articles: int,
        removed: int | None,
        host: str | None = None,
    ) -> None:
        self.named = tuple(named)
        self.left = tuple(left)
        self.host = host
        is_all = len(self.left) == len(corpus)
        those = "those" if removed is None else f"the {removed:,}"
        going = "them all" if is_all else f"{those} from {_listed(left)}"
        super().__init__(
            f"The index in {address} holds {_articles(articles)} from {_listed(corpus)}"
            f"{_on(host)}. "
            f"Indexing {'' if is_all else 'only '}{_listed(named)} would remove {going}.",
            address=address,
            corpus=corpus,
            articles=articles,
            removed=removed,
        )


class ManyRemovalsError(UpdateRefusedError):
    """Most articles of the index are no longer in the corpus.

    Attributes:
        host: The machine on which the index was made from it, or None if that is this one.
    """

    def __init__(
        self,
        *,
        address: Address,
        corpus: Sequence[Path],
        articles: int,
        removed: int,
        host: str | None = None,
    ) -> None:
        self.host = host
        gone = "no longer" if host is None else f"from {host}, and not"
        super().__init__(
            f"{removed:,} of the {_articles(articles)} in the index in {address} are {gone} in "
            f"{_listed(corpus)}{'' if host is None else ' here'}. Nothing was changed.",
            address=address,
            corpus=corpus,
            articles=articles,
            removed=removed,
        )


def _on(host: str | None) -> str:
    return "" if host is None else f" on {host}"


def _articles(count: int) -> str:
    return f"{count:,} article" if count == 1 else f"{count:,} articles"


def _articles_are(count: int) -> str:
    return f"{_articles(count)} {'is' if count == 1 else 'are'}"


def _listed(paths: Sequence[Path]) -> str:
    """Return paths as a sentence lists them."""
    *others, last = map(str, paths)
    return f"{', '.join(others)} and {last}" if others else last


class UnreadableFileError(SearchkitError):
    """One file of a corpus cannot be read in its format.

    Attributes:
        path: The file's path, relative to the corpus.
        reason: What is wrong with it, in words.
    """

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(f"{path}: {reason}")

    def __reduce__(self) -> tuple[type[UnreadableFileError], tuple[str, str]]:
        return UnreadableFileError, (self.path, self.reason)


class EvaluationFileError(SearchkitError):
    """A file of queries, of judgments or of an evaluation cannot be read.

    Attributes:
        path: The file.
        reason: What is wrong, in words.
        line: The number of the line, from 1; None: the file as a whole.
    """

    def __init__(self, path: Path, reason: str, *, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        where = f"{path}, line {line}" if line else str(path)
        super().__init__(f"{where}: {reason}.")


class QueryError(SearchkitError):
    """A query that cannot be understood.

    Attributes:
        query: The query as it was typed.
        position: Offset in ``query`` of the first character at fault, from 0.
        end: Offset after the last one.
    """

    def __init__(self, message: str, *, query: str, position: int = 0, end: int = 0) -> None:
        self.query = query
        self.position = position
        self.end = max(end, position)
        super().__init__(message)

    def for_others(self) -> str:
        """Return the text of the error."""
        return str(self)

    @property
    def pointed(self) -> str:
        """The query, and a line under it that points at the fault.

        >>> print(QueryError("", query="tide AND", position=5, end=8).pointed)
        tide AND
             ^^^
        """
        shown = "".join(char if char.isprintable() else " " for char in self.query)
        return f"{shown}\n{' ' * self.position}{'^' * max(1, self.end - self.position)}"


class DateError(SearchkitError, ValueError):
    """A text that is not a date, or a date that does not exist.

    Attributes:
        text: The text.
        reason: What is wrong with it, in words.
        position: Offset in ``text`` of the first character at fault, from 0.
        suggestion: What to write instead, or None.
    """

    def __init__(
        self, text: str, reason: str, *, position: int = 0, suggestion: str | None = None
    ) -> None:
        self.text = text
        self.reason = reason
        self.position = position
        self.suggestion = suggestion
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        advice = suggestion or "a date such as 2018, 2018-03-14, yesterday or past 3 days"
        what = f"{shown}: {reason}" if shown.strip() else reason.capitalize()
        super().__init__(f"{what}. Write {advice}.")

    def for_others(self) -> str:
        """Return the text of the error."""
        return str(self)


class ArgumentError(SearchkitError, ValueError):
    """An argument of the wrong type, or with a value that it cannot have.

    Attributes:
        name: The name of the parameter in the library.
        value: The value that was given.
    """

    def __init__(self, message: str, *, name: str, value: object) -> None:
        self.name = name
        self.value = value
        super().__init__(message)

    def for_others(self) -> str:
        """Return the text of the error."""
        return str(self)


class PictureError(SearchkitError):
    """A picture cannot be drawn on this machine, since something is not installed."""


class SearchTimeoutError(SearchkitError):
    """A search did not end in the time that it was given, and a part of it would mislead.

    Attributes:
        seconds: How long it was given.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"The search did not end within {seconds:g} s (limits.time). Ask for less: whole "
            "words, a longer beginning before *, fewer words."
        )

    def for_others(self) -> str:
        """Return the text without the limit, which those who ask from elsewhere cannot set."""
        return str(self).replace(" (limits.time)", "")


class SavedSearchError(SearchkitError):
    """A saved search that there is not, or that cannot be used or saved so.

    Attributes:
        name: Its name.
    """

    def __init__(self, message: str, *, name: str) -> None:
        self.name = name
        super().__init__(message)


class SavedSearchExistsError(SavedSearchError):
    """There are saved searches of these names already.

    Attributes:
        names: Their names.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        there_is = "There is a saved search" if len(names) == 1 else "There are saved searches"
        them = "it" if len(names) == 1 else "them"
        super().__init__(f"{there_is} {', '.join(names)} already. Replace {them}.", name=names[0])


class ArticleNotFoundError(SearchkitError, KeyError):
    """No article of the index has that key.

    Attributes:
        key: The key that was asked for.
        address: The address of the index.
    """

    def __init__(self, key: str, *, address: Address) -> None:
        self.key = key
        self.address = str(address)
        super().__init__(f"No article {key} in {address}. Search for it to see its key.")

    __str__ = Exception.__str__  # a KeyError would print its text in quotes

    def for_others(self) -> str:
        """Return the text without the address of the index."""
        return f"No article has the key {self.key}. Search for it to see its key."


class ArticleAmbiguousError(SearchkitError):
    """A path could mean any of several articles.

    Attributes:
        path: The path that was asked for.
        keys: The keys of those articles, or the first few.
    """

    def __init__(self, path: str, *, keys: Sequence[str], count: int) -> None:
        self.path = path
        self.keys = tuple(keys)
        named = ", ".join(self.keys) + (", …" if count > len(keys) else "")
        super().__init__(f"{path} could be any of {count:,} articles: {named}. Name one of them.")

    def for_others(self) -> str:
        """Return the text of the error."""
        return str(self)


class FolderUnwatchableError(SearchkitError):
    """The system cannot watch folders.

    Attributes:
        folders: The folders.
        reason: Why not, as the system says it.
    """

    def __init__(self, folders: Sequence[Path], *, reason: str) -> None:
        self.folders = tuple(folders)
        self.reason = reason
        named = ", ".join(map(str, folders))
        super().__init__(
            f"{named} cannot be watched: {reason.rstrip('.')}. Index the folder from time to time "
            "instead, or set WATCHFILES_FORCE_POLLING=1, so that changes are looked for."
        )


class WatchingMissingError(SearchkitError):
    """The library that watches folders is not installed."""

    def __init__(self) -> None:
        super().__init__("Watching folders needs: pip install 'searchkit[watch]'")


class IndexingStoppedError(SearchkitError):
    """A process of an update ended before it had finished."""

    def __init__(self) -> None:
        super().__init__(
            "An indexing process ended early; the system may have run out of memory. "
            "What was committed is kept. Update the index again to continue from there."
        )


class UpdateStoppedError(SearchkitError):
    """An update was stopped on request before it had finished.

    Attributes:
        kept: How many articles the index has now; None: it was not changed.
    """

    def __init__(self, kept: int | None) -> None:
        self.kept = kept
        if kept is None:
            what = "the index was not changed."
        elif kept == 0:
            what = "no article had been kept yet, the next run starts from the beginning."
        else:
            what = f"{_articles_are(kept)} kept, the next run goes on from there."
        super().__init__(f"Stopped; {what}")


class UnstorableValueError(SearchkitError, TypeError):
    """A value that cannot be stored in an index.

    Attributes:
        value: The value.
    """

    def __init__(self, value: object) -> None:
        self.value = value
        super().__init__(
            f"A value of type {type(value).__module__}.{type(value).__qualname__} "
            "cannot be stored. Store a string, a number, a date, bytes, "
            "or a list, tuple, set or dict of them."
        )


class IndexReadOnlyError(SearchkitError):
    """Whoosh may read an index of searchkit, but not write to it."""

    def __init__(self) -> None:
        super().__init__(
            "Whoosh may read this index but not write to it. Update it with searchkit."
        )


class IndexStateError(SearchkitError):
    """The index cannot be used in its present state.

    Attributes:
        address: The directory of the index, or another address that it was opened by.
    """

    def __init__(self, message: str, *, address: Address) -> None:
        self.address = str(address)
        super().__init__(message)


class IndexNotFoundError(IndexStateError):
    """There is no index in that directory."""

    def __init__(self, address: Address) -> None:
        super().__init__(f"No index in {address}. Build one.", address=address)


class NotAnIndexError(IndexStateError):
    """The directory holds something else, which is left alone."""

    def __init__(self, address: Address, *, found: str) -> None:
        self.found = found
        super().__init__(
            f"{address} is not an index: {found}. Name an empty directory or a new one.",
            address=address,
        )


class IndexDamagedError(IndexStateError):
    """A part of the index is missing or cannot be read.

    Attributes:
        reason: What is wrong, in words.
    """

    def __init__(self, address: Address, *, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The index in {address} is damaged: {reason}. Check it, then repair or rebuild it.",
            address=address,
        )


class IndexOutdatedError(IndexStateError):
    """The index was written by a version of searchkit with another format or analysis."""

    def __init__(self, address: Address, *, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The index in {address} was made by another version of searchkit: {reason}. "
            "Rebuild it.",
            address=address,
        )


class IndexForeignError(IndexStateError):
    """Another program has written to the index, or its newest manifest was lost.

    Attributes:
        file: The name of the file that shows it.
    """

    def __init__(self, address: Address, *, file: str) -> None:
        self.file = file
        super().__init__(
            f"Another program has written to the index in {address}, or its newest manifest was "
            f"lost: {file} is newer than what searchkit committed. Nothing was overwritten. "
            "To continue from the last commit, check and repair the index.",
            address=address,
        )


def _moment(time: datetime) -> str:
    return f"{time:%Y-%m-%d %H:%M:%S %Z}"


class LockHolder(Record):
    """The process that is writing an index, by its own account.

    Attributes:
        pid: The number of the process.
        host: The machine it runs on.
        since: When it began, by the clock of that machine.
    """

    pid: int
    host: str
    since: datetime


class IndexUnfinishedError(IndexStateError):
    """The index has only a part of its corpus: its first update has not finished.

    Attributes:
        articles: How many articles it has so far.
        is_running: Whether a process is building it; otherwise that was stopped.
        pid: The number of that process, or None if there is none or it is not known.
        host: The machine that it runs on, or None.
        since: When it began, by the clock of that machine, or None.
    """

    def __init__(
        self, address: Address, *, articles: int, is_running: bool, holder: LockHolder | None
    ) -> None:
        self.articles = articles
        self.is_running = is_running
        self.pid = holder.pid if holder else None
        self.host = holder.host if holder else None
        self.since = holder.since if holder else None
        if is_running:
            builder = (
                f"process {holder.pid} since {_moment(holder.since)}" if holder else "a process"
            )
            what = f"is being built by {builder}. Try again when it has finished."
        else:
            kept = f", and {_articles_are(articles)} kept" if articles else ""
            what = f"is not finished: building it was stopped{kept}. Finish it."
        super().__init__(f"The index in {address} {what}", address=address)


class IndexLockedError(IndexStateError):
    """Another process is writing to the index.

    Attributes:
        holder: That process, or None if it is not known.
    """

    def __init__(self, address: Address, *, holder: LockHolder | None) -> None:
        self.holder = holder
        writer = (
            f"process {holder.pid} on {holder.host} since {_moment(holder.since)}"
            if holder
            else "another process"
        )
        super().__init__(
            f"The index in {address} is being written by {writer}. Try again when it has finished.",
            address=address,
        )


class SavedSearchesDamagedError(IndexStateError):
    """The saved searches of an index cannot be read; they stay as they are.

    Attributes:
        reason: What is wrong, in words.
    """

    def __init__(self, address: Address, *, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The saved searches of the index in {address} cannot be read: {reason}. "
            "Nothing was changed.",
            address=address,
        )


class TurnTakenError(IndexStateError):
    """Another process changes the saved searches, or shows the same recipient what is new.

    Attributes:
        name: What is done by one process at a time.
    """

    def __init__(self, address: Address, *, name: str) -> None:
        self.name = name
        super().__init__(
            f"Another process is at the saved searches of the index in {address}. "
            "Try again when it has finished.",
            address=address,
        )


class IndexUnreadableError(IndexStateError):
    """The index cannot be read: no permission, or the disk failed.

    Attributes:
        error: What the system said.
    """

    def __init__(self, address: Address, *, error: OSError) -> None:
        self.error = error
        super().__init__(
            f"The index in {address} cannot be read: {error.strerror} ({error.filename}). "
            "Run this as a user who can read it.",
            address=address,
        )


class IndexUnwritableError(IndexStateError):
    """The index cannot be written. What was committed before is unchanged.

    Attributes:
        error: What the system said.
    """

    def __init__(self, address: Address, *, error: OSError) -> None:
        self.error = error
        where = f" ({error.filename})" if error.filename else ""
        super().__init__(
            f"The index in {address} cannot be written: {error.strerror or error}{where}. What was "
            f"committed before is unchanged. {_WAY_OUT.get(error.errno or 0, 'Try again.')}",
            address=address,
        )


_MAKE_ROOM = "Free some space on the disk and try again."
_NO_PERMISSION = "Run this as a user who can write to it, or name another directory."
_WAY_OUT = {
    errno.ENOSPC: _MAKE_ROOM,
    errno.EDQUOT: _MAKE_ROOM,
    errno.EFBIG: "A file would exceed the size limit of this system: raise it and try again.",
    errno.EACCES: _NO_PERMISSION,
    errno.EPERM: _NO_PERMISSION,
    errno.EROFS: _NO_PERMISSION,
}


class ClusterUnreachableError(IndexStateError):
    """No host of the cluster answers that the index is on; nothing was changed for certain.

    Attributes:
        reason: What each host did, in words.
    """

    def __init__(self, address: Address, *, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"The cluster of {address} cannot be reached: {reason}. "
            "See whether it runs, and name all of its hosts.",
            address=address,
        )


class ClusterRefusedError(IndexStateError):
    """The cluster that the index is on does not do what is asked, or answers nothing of use.

    Attributes:
        reason: Why, in words.
        status: The status of its answer; 0: there is none.
    """

    def __init__(self, address: Address, *, reason: str, status: int = 0) -> None:
        self.reason = reason
        self.status = status
        super().__init__(f"The cluster of {address} refuses: {reason}.", address=address)


class IndexClosedError(IndexStateError):
    """This program has closed the index."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            f"The index in {address} is closed. Open it again to use it.", address=address
        )
