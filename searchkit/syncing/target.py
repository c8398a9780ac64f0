"""What an index is to become by an update, what that takes, and whether it is refused.

An update makes an index equal to a corpus, and so removes what is no longer there.
Where that is more than may have been meant, because other folders were named, or most
of the articles are gone, it is refused before anything is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from searchkit.corpus import NO_OPTIONS, READING_VERSION, SETTINGS, CorpusListing
from searchkit.errors import (
    CorpusEmptyError,
    CorpusNotFoundError,
    CorpusUnknownError,
    ManyRemovalsError,
    OtherCorpusError,
)
from searchkit.notes import Note, Remark
from searchkit.records import Record
from searchkit.syncing.archives import with_members
from searchkit.syncing.folders import NamedFolder, Recognised, joined, look_at, recognise
from searchkit.syncing.planning import Plan, is_settled, make_plan
from searchkit.syncing.remembered import Corpus, Remembered, owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from searchkit.corpus import CorpusFile
    from searchkit.results import CorpusFolder
    from searchkit.syncing.remembered import ArchiveRead
    from searchkit.syncing.update_options import UpdateOptions

_FEW = 20  # articles: of fewer than these any may go


class Target(Record):
    """What an index is to become, and what that takes.

    Attributes:
        remembered: What it remembers.
        corpus: What it is made of then.
        listing: What that holds.
        plan: What has to be done with files.
        archives: What lies in archives, by their paths.
        notes: What a person should know about it.
        is_guarded: Whether it is refused to remove most of the articles.
        rebuild: Whether every article is written again, whatever the index holds.
    """

    remembered: Remembered
    corpus: Corpus
    listing: CorpusListing
    plan: Plan
    archives: Mapping[str, ArchiveRead]
    notes: tuple[Note, ...]
    is_guarded: bool
    rebuild: bool

    @property
    def is_first(self) -> bool:
        """Whether what is committed before the update ends is not to be answered from."""
        known = self.remembered
        is_built = known.is_readable and known.is_finished and known.articles > 0
        return not self.rebuild and not is_built

    @property
    def settles(self) -> bool:
        """Whether it is found at the end what is furniture of each outlet."""
        return self.is_first or self.rebuild

    def settled_archives(self, began_ns: int) -> Mapping[str, ArchiveRead]:
        """Return what is to be recorded of archives: of those that cannot have changed since.

        Args:
            began_ns: A time before they were looked at, in nanoseconds since 1970.
        """
        return {
            path: archive
            for path, archive in self.archives.items()
            if is_settled(archive.stamp.mtime_ns, began_ns=began_ns)
        }

    @property
    def is_reached(self) -> bool:
        """Whether there is nothing to do."""
        known = self.remembered
        is_due = self.plan.read or self.plan.gone or known.corpus != self.corpus
        is_due = is_due or known.files.archives != self.archives
        return not is_due and known.is_finished and known.is_readable

    def check_removals(self, removed: int) -> None:
        """Refuse to remove so many articles, if these are most of them.

        Raises:
            ManyRemovalsError: They are.
        """
        articles = self.remembered.articles if self.remembered.is_readable else 0
        if self.is_guarded and articles >= _FEW and removed * 2 > articles:
            raise ManyRemovalsError(
                address=self.remembered.address,
                corpus=[folder.path for folder in self.corpus.folders],
                articles=articles,
                removed=removed,
                host=self.remembered.elsewhere,
            )


def make_target(known: Remembered, named: Sequence[NamedFolder], options: UpdateOptions) -> Target:
    """Return what an index is to become.

    Args:
        known: What the index remembers.
        named: The folders that it is to be made of.
        options: What else is asked of the update.

    Raises:
        CorpusEmptyError: A folder holds no file of a known format.
        UpdateRefusedError: More articles would go than may have been meant.
        UpdateStoppedError: It was stopped while archives were opened.
        ArgumentError: There is no such encoding.
    """
    _check_any(known, named, [one.listing for one in named])
    recognised = recognise(named, known.folders, known.files.looks, by_time=known.elsewhere is None)
    if not options.replace_corpus:
        _check_left(known, named, recognised)
    corpus = _corpus(named, recognised, options)
    comparable = known.comparable(recognised.left, corpus)
    listing, archives = with_members(
        joined(named, corpus.folders),
        {} if options.rebuild else comparable.archives,
        [folder.path for folder in corpus.folders],
        options,
    )
    listing = _with_options(listing, named, corpus.folders, as_is=options.as_is)
    is_guarded = not options.allow_removals and not options.replace_corpus
    _check_any(known, named, [listing])
    if is_guarded:
        _check_each(named, recognised, known)
    known = known.replace(files=comparable)
    stamps = known.files.stamps
    plan = make_plan(listing, {} if options.rebuild else stamps, stamps)
    notes = tuple(_notes(known, recognised, plan, corpus, rebuild=options.rebuild))
    target = Target(known, corpus, listing, plan, archives, notes, is_guarded, options.rebuild)
    if is_guarded and plan.gone:
        target.check_removals(known.indexed.count_of(plan.gone))
    return target


def remembered_folders(
    known: Remembered, *, is_index: Callable[[Iterable[str]], bool]
) -> tuple[NamedFolder, ...]:
    """Return the folders that an index is made of, with what they hold.

    Args:
        known: What the index remembers.
        is_index: As for :func:`look_at`.

    Raises:
        CorpusUnknownError: It is made of none.
        CorpusNotFoundError: One of them is not there any more.
        CorpusUnreadableError: One of them cannot be listed.
        CorpusSettingsError: The settings of one cannot be understood.
    """
    if not known.folders:
        raise CorpusUnknownError(known.address)
    try:
        return look_at([folder.path for folder in known.folders], is_index=is_index)
    except CorpusNotFoundError as error:
        raise CorpusNotFoundError(error.path, address=known.address, host=known.elsewhere) from None


def _corpus(named: Sequence[NamedFolder], recognised: Recognised, options: UpdateOptions) -> Corpus:
    """Return what the index is to be made of, as it remembers that."""
    settings = {folder.path: folder.settings for folder in named}
    given = {"source": options.source, "encoding": options.encoding}
    # An empty text takes back what was given before.
    changes = {name: value or None for name, value in given.items() if value is not None}
    return Corpus(
        tuple(folder.replace(**changes) for folder in recognised.folders),
        READING_VERSION,
        tuple(settings[folder.path].aliases for folder in recognised.folders),
    )


def _with_options(
    listing: CorpusListing,
    named: Sequence[NamedFolder],
    folders: Sequence[CorpusFolder],
    *,
    as_is: bool,
) -> CorpusListing:
    """Return what a corpus holds, each file with the options that hold for it.

    Files that the settings skip are left out.
    """
    by_path = {folder.path: folder.settings for folder in named}
    settings = [by_path[one.path].replace(one.source, one.encoding, as_is=as_is) for one in folders]
    if not any(settings):
        return listing
    files: list[CorpusFile] = []
    unread: list[CorpusFile] = []
    skipped = []
    for group, those in ((files, listing.files), (unread, listing.unread)):
        for file in those:
            inside = file.path[len(folders[file.folder].prefix) :]
            options = settings[file.folder].options(inside)
            if options is None:
                skipped.append(Remark(file.path, f"skipped by {SETTINGS}"))
            else:
                group.append(file if options is NO_OPTIONS else replace(file, options=options))
    counts = {**listing.skipped, SETTINGS: len(skipped)} if skipped else listing.skipped
    return replace(
        listing,
        files=tuple(files),
        skipped=dict(sorted(counts.items())),
        passed_over=(*listing.passed_over, *skipped),
        unread=tuple(unread),
    )


def _check_left(known: Remembered, named: Sequence[NamedFolder], recognised: Recognised) -> None:
    """Refuse to leave out folders that the index holds articles of."""
    left = recognised.left
    if not left:
        return
    removed = None  # not known
    if len(left) == len(known.folders):
        removed = known.articles
    elif known.is_readable:
        removed = _count(known, left)
    if removed != 0:
        raise OtherCorpusError(
            address=known.address,
            corpus=[folder.path for folder in known.folders],
            left=[folder.path for folder in left],
            named=[folder.path for folder in named],
            articles=known.articles,
            removed=removed,
            host=known.elsewhere,
        )


def _check_any(
    known: Remembered, named: Sequence[NamedFolder], listings: Sequence[CorpusListing]
) -> None:
    """Refuse folders that hold nothing: what is not mounted looks like that."""
    if any(one.files or one.problems or one.archives for one in listings):
        return
    if not (known.articles and any(listing.unread for listing in listings)):
        first = named[0].listing
        raise CorpusEmptyError(named[0].path, skipped=first.skipped, missing=first.missing)


def _check_each(named: Sequence[NamedFolder], recognised: Recognised, known: Remembered) -> None:
    """Refuse one folder of several that holds nothing any more, for the same reason."""
    folders = {folder.path: folder for folder in recognised.folders}
    for one in named:
        listing = one.listing
        is_empty = not (listing.files or listing.problems or listing.unread or listing.archives)
        if is_empty and _count(known, [folders[one.path]]):
            raise CorpusEmptyError(one.path, skipped=listing.skipped, missing={})


def _count(known: Remembered, folders: Sequence[CorpusFolder]) -> int:
    """Return how many articles of the index are of some of its folders."""
    prefixes = {folder.prefix for folder in folders}

    def is_of_these(path: str) -> bool:
        folder = owner(path, known.folders)
        return folder is not None and folder.prefix in prefixes

    return known.indexed.count_of(filter(is_of_these, known.indexed.paths()))


def _notes(
    known: Remembered, recognised: Recognised, plan: Plan, corpus: Corpus, *, rebuild: bool
) -> Iterator[Note]:
    for before, now in recognised.moved:
        where = f"{before} on {known.elsewhere}" if known.elsewhere else before
        yield Note(f"The corpus was moved from {where} to {now}.")
    if rebuild:
        return
    if known.is_read_otherwise(corpus):
        yield Note(
            "This version of searchkit reads files differently, so all of them are read again."
        )
    elif plan.n_reset:
        files = "1 file is" if plan.n_reset == 1 else f"{plan.n_reset:,} files are"
        yield Note(f"{files} read again, because the settings for reading changed.")
