"""What an index is to become by an update, what that takes, and whether it is refused.

An update makes an index equal to a corpus, and so takes out what is no longer there.
Where that is more than may have been meant, because other folders were named, or most
of the articles are gone, it is refused before anything is written.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from searchkit.corpus import READING_VERSION, SETTINGS, UNTOLD
from searchkit.errors import (
    CorpusEmptyError,
    CorpusNotFoundError,
    CorpusUnknownError,
    ManyRemovalsError,
    OtherCorpusError,
)
from searchkit.limits import DEFAULT_READING_LIMITS
from searchkit.local.store import Corpus
from searchkit.local.writing.comparing import Indexed
from searchkit.notes import Note, Remark
from searchkit.syncing.folders import Settled, look_at, owner, settle, together
from searchkit.syncing.planning import make_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from searchkit.corpus import Listing
    from searchkit.limits import ReadingLimits
    from searchkit.results import CorpusFolder
    from searchkit.syncing.folders import NamedFolder
    from searchkit.syncing.planning import Plan
    from searchkit.syncing.remembered import Known

_FEW = 20  # articles: of fewer than these any may go


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateOptions:
    """What is asked of an update, beside the folders.

    Attributes:
        rebuild: Write every article anew, whatever the index holds, and commit only
            the whole of it: until then, and if it is stopped, the index stays as it is.
        dry_run: Write nothing; only say what would be done.
        optimize: Make the index one segment, however long that takes.
        wait: How long to wait for another process that writes, in seconds.
        limits: How much of the corpus is read at most.
        source: The outlet that all articles are of; nothing: each is of its own;
            None: as the index remembers it.
        encoding: The encoding of all files, likewise.
        replace_corpus: Take out the articles of folders that are not named.
        allow_removals: Take out articles that are gone, however many they are.
        jobs: How many processes may read, 1 or more; None: as many as it pays to have.
    """

    rebuild: bool = False
    dry_run: bool = False
    optimize: bool = False
    wait: float = 0
    limits: ReadingLimits = DEFAULT_READING_LIMITS
    source: str | None = None
    encoding: str | None = None
    replace_corpus: bool = False
    allow_removals: bool = False
    jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Aim:
    """What an index is to become, and what that takes.

    Attributes:
        known: What it knows.
        corpus: What it is made of then.
        listing: What that holds.
        plan: What has to be done with files.
        notes: What a person should know of it.
        path: The index directory.
        is_guarded: Whether it is refused to take out most of the articles.
    """

    known: Known
    corpus: Corpus
    listing: Listing
    plan: Plan
    notes: tuple[Note, ...]
    path: Path
    is_guarded: bool

    def is_reached(self, *, optimize: bool) -> bool:
        """Tell whether there is nothing to do."""
        manifest = self.known.manifest
        return (
            not self.plan.read
            and not self.plan.gone
            and manifest.corpus == self.corpus
            and manifest.is_finished
            and manifest.generation >= 0
            and not (optimize and len(manifest.segments) > 1)
        )

    def check_removals(self, removed: int) -> None:
        """Refuse to take out so many articles, if these are most of them.

        Raises:
            ManyRemovalsError: They are.
        """
        articles = self.known.manifest.articles
        if self.is_guarded and articles >= _FEW and removed * 2 > articles:
            raise ManyRemovalsError(
                address=self.path,
                corpus=[folder.path for folder in self.corpus.folders],
                articles=articles,
                removed=removed,
            )


def make_aim(path: Path, known: Known, named: Sequence[NamedFolder], options: UpdateOptions) -> Aim:
    """Return what an index is to become.

    Args:
        path: The index directory.
        known: What the index knows.
        named: The folders that it is to be made of.
        options: What else is asked of the update.

    Raises:
        CorpusEmptyError: A folder holds no file of a known format.
        UpdateRefusedError: More articles would go than may have been meant.
        ArgumentError: There is no such encoding.
    """
    _check_any(named, [one.listing for one in named])
    settled = settle(named, known.folders, known.files.stamps)
    if not options.replace_corpus:
        _check_left(path, known, named, settled)
    corpus = _corpus(named, settled, options)
    listing = _with_options(together(named, corpus.folders), named, corpus.folders)
    is_guarded = not options.allow_removals and not options.replace_corpus
    _check_any(named, [listing])
    if is_guarded:
        _check_each(named, settled, known)
    known = replace(known, files=known.comparable(settled.left, corpus))
    stamps = known.files.stamps
    plan = make_plan(listing, {} if options.rebuild else stamps, stamps)
    notes = tuple(_notes(known, settled, plan, corpus, rebuild=options.rebuild))
    aim = Aim(known, corpus, listing, plan, notes, path, is_guarded)
    if is_guarded and plan.gone:
        indexed = Indexed(known.commit.segments)
        aim.check_removals(indexed.count_of(plan.gone))
    return aim


def remembered_folders(path: Path, known: Known) -> tuple[NamedFolder, ...]:
    """Return the folders that an index is made of, with what they hold.

    Args:
        path: The index directory.
        known: What the index knows.

    Raises:
        CorpusUnknownError: It is made of none.
        CorpusNotFoundError: One of them is not there any more.
        CorpusUnreadableError: One of them cannot be listed.
        CorpusSettingsError: The settings of one cannot be understood.
    """
    if not known.folders:
        raise CorpusUnknownError(path)
    try:
        return look_at([folder.path for folder in known.folders])
    except CorpusNotFoundError as error:
        raise CorpusNotFoundError(error.path, address=path) from None


def _corpus(named: Sequence[NamedFolder], settled: Settled, options: UpdateOptions) -> Corpus:
    """Return what the index is to be made of, as it remembers that."""
    settings = {folder.path: folder.settings for folder in named}
    return Corpus(
        tuple(_told(folder, options) for folder in settled.folders),
        READING_VERSION,
        tuple(settings[folder.path].aliases for folder in settled.folders),
    )


def _told(folder: CorpusFolder, options: UpdateOptions) -> CorpusFolder:
    """Return a folder with what is told of all its files; an empty text takes it back."""
    given = {"source": options.source, "encoding": options.encoding}
    return folder.replace(
        **{name: value or None for name, value in given.items() if value is not None}
    )


def _with_options(
    listing: Listing, named: Sequence[NamedFolder], folders: Sequence[CorpusFolder]
) -> Listing:
    """Return what a corpus holds, each file with what is told of it, without those to skip."""
    by_path = {folder.path: folder.settings for folder in named}
    settings = [by_path[one.path].replace(one.source, one.encoding) for one in folders]
    if not any(settings):
        return listing
    files, skipped = [], []
    for file in listing.files:
        inside = file.path[len(folders[file.folder].prefix) :]
        options = settings[file.folder].options(inside)
        if options is None:
            skipped.append(Remark(file.path, f"skipped by {SETTINGS}"))
        else:
            files.append(file if options is UNTOLD else replace(file, options=options))
    counts = {**listing.skipped, SETTINGS: len(skipped)} if skipped else listing.skipped
    return replace(
        listing,
        files=tuple(files),
        skipped=dict(sorted(counts.items())),
        passed_over=(*listing.passed_over, *skipped),
    )


def _check_left(path: Path, known: Known, named: Sequence[NamedFolder], settled: Settled) -> None:
    """Refuse to leave out folders that the index holds articles of."""
    if not settled.left:
        return
    is_all = len(settled.left) == len(known.folders)
    articles = known.articles
    is_open = known.manifest.generation >= 0
    going = articles if is_all else _count(known, settled.left) if is_open else None
    if going != 0:
        raise OtherCorpusError(
            address=path,
            corpus=[folder.path for folder in known.folders],
            left=[folder.path for folder in settled.left],
            named=[folder.path for folder in named],
            articles=articles,
            removed=going,
        )


def _check_any(named: Sequence[NamedFolder], listings: Sequence[Listing]) -> None:
    """Refuse folders that hold nothing: what is not mounted looks like that."""
    if not any(listing.files or listing.problems for listing in listings):
        raise CorpusEmptyError(named[0].path, skipped=named[0].listing.skipped)


def _check_each(named: Sequence[NamedFolder], settled: Settled, known: Known) -> None:
    """Refuse one folder of several that holds nothing any more, likewise."""
    folders = {folder.path: folder for folder in settled.folders}
    for one in named:
        is_empty = not one.listing.files and not one.listing.problems
        if is_empty and _count(known, [folders[one.path]]):
            raise CorpusEmptyError(one.path, skipped=one.listing.skipped)


def _count(known: Known, folders: Sequence[CorpusFolder]) -> int:
    """Return how many articles of the index are of some of its folders."""
    indexed = Indexed(known.commit.segments)
    prefixes = {folder.prefix for folder in folders}

    def is_of_these(path: str) -> bool:
        its = owner(path, known.folders)
        return its is not None and its.prefix in prefixes

    return indexed.count_of(filter(is_of_these, indexed.paths()))


def _notes(
    known: Known, settled: Settled, plan: Plan, corpus: Corpus, *, rebuild: bool
) -> Iterator[Note]:
    for before, now in settled.moved:
        yield Note(f"The corpus was moved from {before} to {now}.")
    if rebuild:
        return
    if known.is_read_otherwise(corpus):
        yield Note(
            "This version of searchkit reads files differently, so all of them are read again."
        )
    elif plan.told:
        files = "1 file is" if plan.told == 1 else f"{plan.told:,} files are"
        yield Note(f"{files} read again, because the settings for reading changed.")
