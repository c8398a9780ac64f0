"""What an index knows of its corpus before an update, and what of that still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchkit.errors import IndexDamagedError, IndexNotFoundError, IndexOutdatedError
from searchkit.local.store import NOTHING, FilesRead, OpenCommit
from searchkit.local.writing.comparing import Indexed
from searchkit.schema import source_term
from searchkit.syncing.folders import owner
from searchkit.syncing.planning import READ_AGAIN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.local.store import Corpus, FileStamp, Manifest, PartRead, Store
    from searchkit.results import CorpusFolder

_RENAMED = "renamed"  # stands for how a file was read in which outlets have other names now


@dataclass(frozen=True, slots=True)
class Known:
    """What an index knows of its corpus before an update.

    Attributes:
        commit: Its newest commit.
        files: What is known of the files of the corpus.
        recorded: Whether that was recorded; else all of them have to be read.
        corpus: What the index is made of, as far as any of its manifests says so.
        articles: How many articles that manifest tells of.
    """

    commit: OpenCommit
    files: FilesRead
    recorded: bool
    corpus: Corpus | None
    articles: int

    @classmethod
    def of(cls, store: Store, *, rebuild: bool) -> Known:
        """Return what an index knows.

        Args:
            store: The index; there need not be any.
            rebuild: Whether it does not matter if it is damaged or outdated.

        Raises:
            IndexStateError: It is, and that matters.
        """
        if store.is_blank:
            nothing = OpenCommit(NOTHING, ())
            return cls(nothing, FilesRead({}), recorded=False, corpus=None, articles=0)
        commit = _whole(store) if rebuild else store.open()
        if commit.damage and not rebuild:
            raise IndexDamagedError(store.path, reason=commit.damage)
        told = (commit.manifest.generation < 0 and store.remembered()) or commit.manifest
        files = store.files_read(commit.manifest)
        is_recorded = files is not None
        if files is None:
            files = FilesRead(dict.fromkeys(Indexed(commit.segments).paths(), READ_AGAIN))
        return cls(commit, files, is_recorded, told.corpus, told.articles)

    def parts(self, looks: Mapping[str, FileStamp]) -> dict[str, PartRead]:
        """Return what was read of files that still look as they did."""
        return {
            path: part for path, part in self.files.parts.items() if part.stamp == looks.get(path)
        }

    @property
    def manifest(self) -> Manifest:
        """The newest commit, as its manifest tells it."""
        return self.commit.manifest

    def is_read_otherwise(self, corpus: Corpus) -> bool:
        """Tell whether files were read by another version than is going to be remembered."""
        return self.corpus is not None and self.corpus.reading != corpus.reading

    @property
    def folders(self) -> tuple[CorpusFolder, ...]:
        """The folders that the index is made of."""
        return self.corpus.folders if self.corpus else ()

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
        changed = {}
        for path, stamp in stamps.items():
            if left and owner(path, self.folders) in left:  # its prefix may be that of another now
                changed[path] = READ_AGAIN
            elif path in renamed and stamp.options is not None:
                changed[path] = stamp._replace(options=_RENAMED)
        return FilesRead({**stamps, **changed})

    def _renamed(self, corpus: Corpus) -> set[str]:
        """Return the paths of files with articles of outlets whose spellings have changed."""
        if self.corpus is None:
            return set()
        before = zip(self.folders, self.corpus.aliases, strict=True)
        aliases = {folder.prefix: its for folder, its in before}
        renamed: set[str] = set()
        for folder, now in zip(corpus.folders, corpus.aliases, strict=True):
            was = aliases.get(folder.prefix, ())
            names = {spelling for spelling, _ in set(now) - set(was)}
            names |= {name for _, name in set(was) - set(now)}
            if names:
                indexed = Indexed(self.commit.segments)
                paths = indexed.paths_of_sources({source_term(name) for name in names})
                renamed |= {path for path in paths if path.startswith(folder.prefix)}
        return renamed


def _whole(store: Store) -> OpenCommit:
    """Return the newest commit with those of its segments that are as they were written.

    Where there is none, number -1.
    """
    try:
        opened = store.open()
    except (IndexNotFoundError, IndexDamagedError, IndexOutdatedError):
        return OpenCommit(NOTHING, ())
    segments = tuple(segment for segment in opened.segments if _is_whole(segment.arrays))
    manifest = opened.manifest.replace(segments=tuple(segment.entry for segment in segments))
    return OpenCommit(manifest, segments)


def _is_whole(segment: ArraySegment) -> bool:
    try:
        return not any(True for _ in segment.faults())
    except IndexDamagedError:
        return False
