"""What an index remembers of its corpus, and what of that still holds."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from searchkit.records import NamedTuple, Record
from searchkit.schema import source_term

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from searchkit.corpus import ArchivedFile
    from searchkit.errors import Address
    from searchkit.results import CorpusFolder


class FileStamp(NamedTuple):
    """How a file of the corpus looked when it was read: another look means it may have changed.

    A corpus may have a great many files, so this is a tuple, as which it is also written.
    """

    size: int  # bytes
    mtime_ns: int  # nanoseconds since 1970
    options: str | None = ""  # a digest of how it was read; None: it has to be read again


READ_AGAIN = FileStamp(-1, -1, None)
"""Recorded of a file that has to be read at the next update, however it looks."""

_RENAMED = "renamed"  # no digest, so that the options of a file differ from it


class Corpus(Record):
    """What an index is made of, and how that is read.

    Attributes:
        folders: The folders, in the order in which they were first named.
        reading: The version of reading that the files were read by.
        aliases: Of each folder, spellings of outlets, each with the name that it is read as.
    """

    folders: tuple[CorpusFolder, ...]
    reading: int
    aliases: tuple[tuple[tuple[str, str], ...], ...]


class PartRead(Record):
    """What an update had read of a file when it was stopped.

    Attributes:
        stamp: How the file looked.
        done: The blocks of it that were read; None: all of it.
        unseen: Articles that the index has of it and that were not met: by the name of
            a part of the index, their numbers there.
        problems: What was wrong in what was read, in words.
        doubtful: The encoding in which it was read, where that is in doubt.
    """

    stamp: FileStamp
    done: frozenset[int] | None
    unseen: Mapping[str, tuple[int, ...]]
    problems: tuple[str, ...] = ()
    doubtful: str | None = None


class ArchiveRead(Record):
    """What lay in an archive when it was listed.

    Attributes:
        stamp: How the archive looked.
        files: The files of known formats.
        skipped: How many others there were, by kind.
    """

    stamp: FileStamp
    files: tuple[ArchivedFile, ...]
    skipped: Mapping[str, int]


class FilesRead(Record):
    """What is known of the files of the corpus at a commit.

    Attributes:
        stamps: How they looked when they were read, by path; those in archives, too.
        parts: What was read of those that are not done with, by path.
        archives: What lay in archives, by their paths.
    """

    stamps: Mapping[str, FileStamp]
    parts: Mapping[str, PartRead] = MappingProxyType({})
    archives: Mapping[str, ArchiveRead] = MappingProxyType({})

    @property
    def looks(self) -> Mapping[str, FileStamp]:
        """How the files looked that lie in folders: all but those in archives, and the archives."""
        if not self.archives:
            return self.stamps
        inside = tuple(f"{path}/" for path in self.archives)
        others = {path: one for path, one in self.stamps.items() if not path.startswith(inside)}
        return others | {path: one.stamp for path, one in self.archives.items()}


class IndexedFiles(Protocol):
    """The articles of an index, asked for by the files that they are of."""

    def paths(self) -> set[str]:
        """Return the paths of the files that articles are of."""

    def paths_of_sources(self, sources: Iterable[str]) -> set[str]:
        """Return the paths of the files that have articles of some sources, by their terms."""

    def count_of(self, paths: Iterable[str]) -> int:
        """Return how many articles some files have together."""


class Remembered(Record, kw_only=True):
    """What an index remembers of its corpus before an update.

    Attributes:
        address: Where the index is.
        indexed: Its articles; none where it cannot be read.
        is_readable: Whether it can be read; else what follows is known from what is left of it.
        is_finished: Whether an update has ended since it was first built.
        articles: How many articles it has.
        corpus: What it is made of; None: nothing yet, or it is not known.
        files: What is known of the files of the corpus.
        elsewhere: The machine on which the folders of the corpus are; None: this one, or it is
            not known.
    """

    address: Address
    indexed: IndexedFiles
    is_readable: bool
    is_finished: bool
    articles: int
    corpus: Corpus | None
    files: FilesRead
    elsewhere: str | None = None

    @property
    def folders(self) -> tuple[CorpusFolder, ...]:
        """The folders that the index is made of."""
        return self.corpus.folders if self.corpus else ()

    def is_read_otherwise(self, corpus: Corpus) -> bool:
        """Whether files were read by another version than is going to be remembered."""
        return self.corpus is not None and self.corpus.reading != corpus.reading

    def comparable(self, left: Sequence[CorpusFolder], corpus: Corpus) -> FilesRead:
        """Return what is known of files that lie where they were, and are read as they were.

        Args:
            left: Folders that are going to be no part of the corpus any more.
            corpus: What the index is going to be made of.
        """
        stamps = self.files.stamps
        if self.is_read_otherwise(corpus):
            return FilesRead({path: one._replace(options=None) for path, one in stamps.items()})
        renamed = self._renamed(corpus)
        if not left and not renamed:
            return self.files
        archives = {
            path: archive
            for path, archive in self.files.archives.items()
            if owner(path, self.folders) not in left
        }
        changed = {}
        for path, stamp in stamps.items():
            if left and owner(path, self.folders) in left:  # another may have its prefix now
                changed[path] = READ_AGAIN
            elif path in renamed and stamp.options is not None:
                changed[path] = stamp._replace(options=_RENAMED)
        return FilesRead({**stamps, **changed}, archives=archives)

    def _renamed(self, corpus: Corpus) -> set[str]:
        """Return the paths of files with articles of outlets whose spellings have changed."""
        if self.corpus is None:
            return set()
        pairs = zip(self.folders, self.corpus.aliases, strict=True)
        before = {folder.prefix: set(aliases) for folder, aliases in pairs}
        renamed: set[str] = set()
        for folder, aliases in zip(corpus.folders, corpus.aliases, strict=True):
            was, now = before.get(folder.prefix, set()), set(aliases)
            names = {spelling for spelling, _ in now - was} | {name for _, name in was - now}
            if names:
                paths = self.indexed.paths_of_sources({source_term(name) for name in names})
                renamed |= {path for path in paths if path.startswith(folder.prefix)}
        return renamed


def owner(path: str, folders: Sequence[CorpusFolder]) -> CorpusFolder | None:
    """Return which of the folders of an index a path with its prefix belongs to."""
    return max(
        (folder for folder in folders if path.startswith(folder.prefix)),
        key=lambda folder: len(folder.prefix),
        default=None,
    )
