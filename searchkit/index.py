"""The index that people hold.

An :class:`Index` answers from the commit that was newest when it was opened or
last refreshed. It knows articles, queries and results, and no files, arrays or
Whoosh: an index on another engine would have to do what is in this module.

The order of a search: read the query, find the page of articles that is shown,
then read those few and find the matches in their text again to quote them.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn, Self

from searchkit.arguments import (
    check_count,
    check_flags,
    check_functions,
    check_kind,
    check_seconds,
)
from searchkit.article import Article, Origin
from searchkit.errors import (
    ArgumentError,
    ArticleAmbiguousError,
    ArticleNotFoundError,
    IndexClosedError,
    UpdateStoppedError,
)
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.local.searching.snapshot import Snapshot
from searchkit.local.store import (
    Store,
    create_store,
    open_or_create_store,
    open_remains,
    open_store,
    store_for,
)
from searchkit.notes import Note
from searchkit.progress import Progress
from searchkit.query import (
    DEFAULT_LIMITS,
    SORTS,
    Limits,
    Node,
    ParsedQuery,
    Sort,
    make_filters,
    parse,
    read_timezone,
)
from searchkit.query.addresses import is_led_by_address
from searchkit.query.nodes import leaves
from searchkit.quoting.matches import spans_of
from searchkit.quoting.repetition import statements
from searchkit.quoting.snippets import quote
from searchkit.records import Record
from searchkit.results import (
    CheckReport,
    Completion,
    CompletionKind,
    Hit,
    MarkedArticle,
    RepairReport,
    Results,
    SourceCount,
    Stats,
    Suggestion,
    UpdateReport,
)
from searchkit.results.explanations import Explanation

if TYPE_CHECKING:
    from searchkit.local.searching.searcher import Page
    from searchkit.quoting.match_finder import MatchFinder

_NAMED = 5  # articles, where a path may mean more


class Index:
    """An index of articles.

    Several threads may use one index at a time. A search sees the commit that
    was newest at the last :meth:`refresh`; :meth:`update` refreshes.

    Attributes:
        address: Where the index is, as it was given to :func:`searchkit.open`.
    """

    def __init__(self, store: Store, *, to_update: bool = False) -> None:
        """Use :func:`searchkit.open`."""
        self.address = str(store.path)
        self._store = store
        commit = store.open()
        if not to_update:
            store.check_finished(commit.manifest)
        # Exchanged as a whole and never changed, so that threads need no lock.
        self._snapshot: Snapshot | None = Snapshot(commit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        if self._snapshot is None:
            return f"Index({self.address!r}, closed)"
        articles = f"{len(self):,} article{'' if len(self) == 1 else 's'}"
        return f"Index({self.address!r}, {articles})"

    def __reduce__(self) -> NoReturn:
        raise TypeError(
            "An Index cannot be pickled, because it has files open. Open it again where it is "
            f"needed: searchkit.open({self.address!r})"
        )

    def __len__(self) -> int:
        """Return how many articles there are."""
        return self._current().n_articles

    def __contains__(self, key: object) -> bool:
        """Tell whether an article has a key."""
        return isinstance(key, str) and self._current().number(key) is not None

    def __iter__(self) -> Iterator[Article]:
        """Yield every article, each read when its turn comes."""
        snapshot = self._current()
        for number in snapshot.numbers():
            self._current()
            yield snapshot.article(number)

    def keys(self) -> Iterator[str]:
        """Yield the key of every article, in the order in which iteration gives them.

        Raises:
            IndexClosedError: The index was closed.
        """
        snapshot = self._current()
        for number in snapshot.numbers():
            self._current()
            yield snapshot.key(number)

    def close(self) -> None:
        """Close the files; closing again does nothing."""
        if self._snapshot:
            self._snapshot.close()
        self._snapshot = None

    def refresh(self) -> bool:
        """Look for a later commit, and answer from it from now on.

        Returns:
            Whether there was one.

        Raises:
            IndexClosedError: The index was closed.
            IndexStateError: There is no longer an index, or no commit of it is whole;
                answers still come from what was opened.
        """
        current = self._opened()
        if self._store.generation == current.manifest.generation:
            return False
        newest = self._store.open()
        if newest.manifest == current.manifest:
            return False
        # Searches under way go on with the commit that they began with.
        self._snapshot = Snapshot(newest)
        return True

    @property
    def notes(self) -> tuple[Note, ...]:
        """Why the index does not answer from the newest commit, if so.

        Raises:
            IndexClosedError: The index was closed.
        """
        return self._opened().notes

    def update(
        self,
        corpus: str | PathLike[str] | Iterable[str | PathLike[str]] | None = None,
        *,
        rebuild: bool = False,
        dry_run: bool = False,
        optimize: bool = False,
        wait: float = 0,
        limits: ReadingLimits = DEFAULT_READING_LIMITS,
        source: str | None = None,
        encoding: str | None = None,
        replace_corpus: bool = False,
        allow_removals: bool = False,
        jobs: int | None = None,
        progress: Callable[[Progress], None] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> UpdateReport:
        """Make the index equal to a folder of articles, or to several: add, replace, remove.

        The index remembers its folders. Others are refused, and so is an update that
        would remove more than half of 20 articles or more; then nothing is written. A
        folder that was moved is recognized by its files.

        Args:
            corpus: The folder or the folders, all of them; None: those remembered.
            rebuild: Write every article again, even if it has not changed. The
                index is not changed until everything is written.
            dry_run: Write nothing; only report what would be done.
            optimize: Merge all segments into one, which makes searches somewhat
                faster and takes about as long as reading a quarter of the corpus.
            wait: How long to wait for another process that is writing the index, in seconds.
            limits: How much of the corpus is read at most.
            source: The outlet of all articles, whatever they say themselves; ``""`` clears
                it; None: the one remembered for each folder.
            encoding: The encoding of all files, unless a byte order mark says otherwise;
                ``""`` clears it; None: the one remembered for each folder.
            replace_corpus: Replace the remembered folders by these, and remove the
                articles of the others; implies ``allow_removals``.
            allow_removals: Remove what is gone, however much it is.
            jobs: How many processes may read, 1 or more; None: as many as are useful.
            progress: Called repeatedly with how far the update has come.
            stop: Called repeatedly, to ask whether to stop. What was read by then is
                kept, and the next update continues from there; a rebuild that is stopped
                leaves the index unchanged.

        Raises:
            UpdateStoppedError: ``stop`` asked for it.
            CorpusNotFoundError: There is no such folder.
            CorpusUnreadableError: A folder cannot be listed.
            CorpusEmptyError: It holds no file in a known format; the index is unchanged.
            CorpusOverlapError: A folder is named twice, or is inside another.
            CorpusUnknownError: No folder is named, and none is remembered.
            UpdateRefusedError: More articles would be removed than may be intended.
            IndexLockedError: Another process is writing the index.
            IndexUnwritableError: The disk is full, or the like; what was committed stays.
            IndexDamagedError: What the index holds cannot be compared with the corpus.
            IndexClosedError: The index was closed.
            ArgumentError: There is no such encoding.
        """
        self._opened()
        try:
            report = _update(
                self._store,
                corpus,
                create=False,
                progress=progress,
                stop=stop,
                rebuild=rebuild,
                dry_run=dry_run,
                optimize=optimize,
                wait=wait,
                limits=limits,
                source=source,
                encoding=encoding,
                replace_corpus=replace_corpus,
                allow_removals=allow_removals,
                jobs=jobs,
            )
        except UpdateStoppedError:
            self.refresh()
            raise
        self.refresh()
        return report

    def search(
        self,
        query: str | Node,
        *,
        source: str | Iterable[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        undated: bool = False,
        timezone: str | None = None,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        snippets: int = 3,
        strict: bool = False,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Results:
        """Find articles.

        All words of the query are required, each in any of its forms. If no
        article has all of them, those with some are returned, and a note says so. An
        empty query finds every article.

        Args:
            query: A query as described in `docs/query-language.md`; or a tree of
                :mod:`searchkit.query.nodes`, which is used as it is.
            source: One outlet or several, in upper or lower case, with or without
                accents; ``none`` for articles without one.
            since: From the start of this period: ``2018``, ``2018-03``,
                ``2018-03-14``, ``last week`` and anything else that is a date in a
                query; or a day or a moment.
            until: Up to the end of this period.
            undated: Only articles without a date.
            timezone: The IANA name of the time zone of dates, None for
                that of the machine.
            limit: How many hits to return at most, 0 or more.
            offset: How many hits to skip, 0 or more.
            sort: ``relevance``, ``newest`` or ``oldest``; undated articles come last.
            snippets: How many passages of an article to quote at most, 0 or more; with
                0, a hit reads its article only when that is accessed.
            strict: Reject a query that can only be read by guessing;
                otherwise notes say how it was read.
            limits: The largest query that is read.

        Raises:
            QueryError: ``strict``, and a part of the query needs guessing.
            ArgumentError: An argument has the wrong type or value.
            IndexDamagedError: A part of the index that the search needs is damaged.
            IndexClosedError: The index was closed.
        """
        began = time.perf_counter()
        _check_page(limit, offset, sort, snippets)
        check_kind("limits", limits, Limits, "searchkit.query.Limits")
        filters = make_filters(
            source=source,
            since=since,
            until=until,
            undated=undated,
            timezone=read_timezone(timezone),
        )
        snapshot = self._current()
        parsed = _parsed(query, snapshot, strict=strict, limits=limits, timezone=timezone)
        page = snapshot.find(parsed.node, filters, sort=sort, offset=offset, limit=limit)
        is_scored = (
            sort == "relevance"
            and any(one.score for one in page.selected)
            and not is_led_by_address(parsed.node)
        )
        hits = tuple(
            _hits(
                snapshot,
                page,
                first=offset + 1,
                snippets=snippets,
                is_scored=is_scored,
            )
        )
        return Results(
            query=parsed.text,
            total=page.total,
            took=time.perf_counter() - began,
            hits=hits,
            offset=offset,
            notes=(
                *parsed.notes,
                *filters.notes,
                *snapshot.notes_on_values(parsed.node, filters),
                *page.notes,
                *snapshot.notes,
            ),
        )

    def explain(
        self,
        query: str | Node,
        *,
        article: str | None = None,
        source: str | Iterable[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        undated: bool = False,
        timezone: str | None = None,
        strict: bool = False,
    ) -> Explanation:
        """Explain how a query is understood, and why it finds an article or does not.

        Args:
            query: As for :meth:`search`.
            article: The key of the article, or None to ask about the query alone.
            source: As for :meth:`search`.
            since: As for :meth:`search`.
            until: As for :meth:`search`.
            undated: As for :meth:`search`.
            timezone: As for :meth:`search`.
            strict: As for :meth:`search`.

        Raises:
            QueryError: ``strict``, and a part of the query needs guessing.
            ArgumentError: An argument has the wrong type or value.
            ArticleNotFoundError: No article has that key.
            IndexClosedError: The index was closed.
        """
        filters = make_filters(
            source=source,
            since=since,
            until=until,
            undated=undated,
            timezone=read_timezone(timezone),
        )
        snapshot = self._current()
        parsed = _parsed(query, snapshot, strict=strict, timezone=timezone)
        number = None if article is None else self._number(snapshot, article)
        explanation = snapshot.explain(parsed.node, filters, number)
        return replace(
            explanation,
            query=parsed.text,
            notes=(
                *parsed.notes,
                *filters.notes,
                *snapshot.notes_on_values(parsed.node, filters),
                *explanation.notes,
            ),
        )

    def article(self, key: str) -> Article:
        """Return an article by its key.

        Raises:
            ArticleNotFoundError: No article has that key.
            IndexClosedError: The index was closed.
        """
        snapshot = self._current()
        return snapshot.article(self._number(snapshot, key))

    def key_of(self, path: str | Path) -> str:
        """Return the key of the article that a person means by the path of its file.

        Args:
            path: The path, absolute or relative to the current folder; or only its end,
                if no other path ends in it.

        Raises:
            ArticleNotFoundError: There is no such article.
            ArticleAmbiguousError: There are several.
            IndexClosedError: The index was closed.
        """
        snapshot = self._current()
        numbers = snapshot.meant(str(path))
        if not numbers:
            raise ArticleNotFoundError(str(path), address=self.address)
        keys = [snapshot.key(number) for number in numbers[:_NAMED]]
        if len(keys) > 1:
            raise ArticleAmbiguousError(str(path), keys=keys, count=len(numbers))
        return keys[0]

    def marked(self, key: str, query: str) -> MarkedArticle:
        """Return an article by its key, with what a query matches in it.

        Raises:
            ArticleNotFoundError: No article has that key.
            IndexClosedError: The index was closed.
        """
        check_kind("query", query, str, "text")
        snapshot = self._current()
        number = self._number(snapshot, key)
        article = snapshot.article(number)
        node = parse(query, language=snapshot.main_language).node
        finder = snapshot.finder(tuple(leaves(node)), language=snapshot.language(number))
        in_title, in_text = finder.in_article(article)
        return MarkedArticle(article, query, spans_of(in_text), spans_of(in_title))

    def complete(
        self, prefix: str, *, kind: CompletionKind | None = None, limit: int = 10
    ) -> tuple[Completion, ...]:
        """Return completions of a query that is being typed.

        Args:
            prefix: The beginning of a word, of a field, of a source; or a field and
                the beginning of its value, such as ``source:us``. Case and accents
                do not matter.
            kind: The only kind to return, or None for all.
            limit: How many of each kind to return at most, 0 or more.

        Returns:
            Fields, then sources and languages, then words, each kind with the most
            frequent first.

        Raises:
            ArgumentError: The limit is below 0.
            IndexClosedError: The index was closed.
        """
        check_kind("prefix", prefix, str, "text")
        check_count("limit", limit)
        return self._current().complete(prefix, kind=kind, limit=limit)

    def suggest(self, word: str, *, limit: int = 5) -> tuple[Suggestion, ...]:
        """Return words of the index that are spelt almost like a word.

        Args:
            word: The word, which may itself be in the index.
            limit: How many to return at most, 0 or more.

        Returns:
            Those with the fewest letters changed first, and of these the most frequent.

        Raises:
            ArgumentError: The limit is below 0.
            IndexClosedError: The index was closed.
        """
        check_kind("word", word, str, "text")
        check_count("limit", limit)
        return self._current().suggest(word, limit=limit)

    def sources(self) -> tuple[SourceCount, ...]:
        """Return the outlets of the index, those with most articles first.

        Raises:
            IndexClosedError: The index was closed.
        """
        return self._current().sources

    def stats(self) -> Stats:
        """Return counts over the whole index.

        Raises:
            IndexClosedError: The index was closed.
        """
        snapshot = self._current()
        counts = snapshot.sources
        return Stats(
            articles=snapshot.n_articles,
            dated=snapshot.n_dated,
            sources=sum(count.source is not None for count in counts),
            languages=snapshot.languages,
            terms=snapshot.n_terms,
            size=self._store.size(),
            first=min((count.first for count in counts if count.first), default=None),
            last=max((count.last for count in counts if count.last), default=None),
            updated=snapshot.manifest.updated,
            segments=len(snapshot.segments),
            corpus=snapshot.manifest.corpus.folders if snapshot.manifest.corpus else (),
        )

    def check(
        self, *, deep: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> CheckReport:
        """Look for damage in this index; :func:`searchkit.check` does so for any index.

        Args:
            deep: Whether to read every byte.
            progress: Called repeatedly with how far a deep check has come.

        Raises:
            IndexStateError: There is no longer an index, or it cannot be read.
        """
        self._current()
        return check_index(self._store.path, deep=deep, progress=progress)

    def _number(self, snapshot: Snapshot, key: str) -> int:
        check_kind("key", key, str, "text")
        number = snapshot.number(key)
        if number is None:
            raise ArticleNotFoundError(key, address=self.address)
        return number

    def _opened(self) -> Snapshot:
        """Return what is opened, be it finished or not."""
        if self._snapshot is None:
            raise IndexClosedError(self._store.path)
        return self._snapshot

    def _current(self) -> Snapshot:
        """Return what is answered from."""
        snapshot = self._opened()
        self._store.check_finished(snapshot.manifest)
        return snapshot


def open_index(path: str | Path, *, create: bool = False) -> Index:
    """Open the index in a directory.

    Args:
        path: The directory.
        create: Make an empty index where there is none.

    An index whose first update was stopped, or is still running, can only be opened to
    be updated, with ``create``.

    Raises:
        IndexNotFoundError: There is none, and ``create`` is false.
        IndexUnfinishedError: Its first update has not finished, and ``create`` is false.
        NotAnIndexError: The directory holds something else.
        IndexOutdatedError: Another version of searchkit made it.
        IndexDamagedError: No commit of it is whole.
        IndexUnreadableError: No permission to read it.
        IndexUnwritableError: There is none, and none can be made.
    """
    check_flags(create=create)
    where = _path(path)
    return Index(open_or_create_store(where) if create else open_store(where), to_update=create)


def create_index(path: str | Path, *, wait: float = 0) -> Index:
    """Make an empty index in a directory, replacing any that is there.

    Args:
        path: The directory.
        wait: How long to wait for another process that is writing the index, in seconds.

    Raises:
        NotAnIndexError: The directory holds something else, which is left alone.
        IndexLockedError: Another process is writing the present index.
        IndexUnwritableError: It cannot be written.
    """
    check_seconds("wait", wait)
    return Index(create_store(_path(path), wait=wait))


def check_index(
    path: str | Path,
    *,
    deep: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> CheckReport:
    """Look for damage in an index, even one that cannot be opened; nothing is changed.

    Args:
        path: The directory.
        deep: Whether to read every byte: checksums, whether the parts of the index
            agree with each other, whether each article can be read.
        progress: Called repeatedly with how far a deep check has come.

    Raises:
        IndexNotFoundError: There is none.
        IndexUnfinishedError: Nothing is wrong, but its first update has not finished.
        NotAnIndexError: The directory holds something else.
        IndexOutdatedError: Another version of searchkit made it.
        IndexUnreadableError: No permission to read it.
    """
    from searchkit.local.store.checking import check  # late: who searches needs none of it

    check_flags(deep=deep)
    check_functions(progress=progress)
    return check(open_store(_path(path)), deep=deep, progress=progress)


def repair_index(
    path: str | Path, *, wait: float = 0, progress: Callable[[Progress], None] | None = None
) -> RepairReport:
    """Save every article of a damaged index that can still be read.

    What can be read of a damaged segment is indexed again; what cannot is named. The
    index is not changed until all of that is done, and the damaged files are kept in
    its folder `damaged`.

    Args:
        path: The directory.
        wait: How long to wait for another process that is writing the index, in seconds.
        progress: Called repeatedly with how far the repair has come.

    Raises:
        IndexNotFoundError: There is none.
        NotAnIndexError: The directory holds something else.
        IndexDamagedError: Not one article can be read.
        IndexOutdatedError: Another version of searchkit made it.
        IndexLockedError: Another process is writing the index.
        IndexUnwritableError: The disk is full, or the like.
    """
    from searchkit.local import writing as indexing  # late: who searches needs none of it

    check_seconds("wait", wait)
    check_functions(progress=progress)
    return indexing.repair(open_remains(_path(path)), wait=wait, progress=progress)


def update_index(
    path: str | PathLike[str],
    corpus: str | PathLike[str] | Iterable[str | PathLike[str]] | None = None,
    *,
    rebuild: bool = False,
    dry_run: bool = False,
    optimize: bool = False,
    wait: float = 0,
    limits: ReadingLimits = DEFAULT_READING_LIMITS,
    source: str | None = None,
    encoding: str | None = None,
    replace_corpus: bool = False,
    allow_removals: bool = False,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> UpdateReport:
    """Make the index in a directory equal to a corpus, and create it if there is none.

    Nothing is left behind if nothing could be indexed. With ``rebuild``, it does not
    matter what state the index is in.

    Args:
        path: The directory.
        corpus: As for :meth:`Index.update`.
        rebuild: As for :meth:`Index.update`.
        dry_run: As for :meth:`Index.update`; there need not be an index.
        optimize: As for :meth:`Index.update`.
        wait: As for :meth:`Index.update`.
        limits: As for :meth:`Index.update`.
        source: As for :meth:`Index.update`.
        encoding: As for :meth:`Index.update`.
        replace_corpus: As for :meth:`Index.update`.
        allow_removals: As for :meth:`Index.update`.
        jobs: As for :meth:`Index.update`.
        progress: As for :meth:`Index.update`.
        stop: As for :meth:`Index.update`.

    Raises:
        NotAnIndexError: The directory holds something else, which is left alone.
        SearchkitError: As :meth:`Index.update` does.
    """
    return _update(
        store_for(_path(path)),
        corpus,
        create=True,
        progress=progress,
        stop=stop,
        rebuild=rebuild,
        dry_run=dry_run,
        optimize=optimize,
        wait=wait,
        limits=limits,
        source=source,
        encoding=encoding,
        replace_corpus=replace_corpus,
        allow_removals=allow_removals,
        jobs=jobs,
    )


def rebuild_index(
    path: str | PathLike[str],
    corpus: str | PathLike[str] | Iterable[str | PathLike[str]] | None = None,
    *,
    optimize: bool = False,
    wait: float = 0,
    limits: ReadingLimits = DEFAULT_READING_LIMITS,
    source: str | None = None,
    encoding: str | None = None,
    replace_corpus: bool = False,
    allow_removals: bool = False,
    jobs: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> UpdateReport:
    """Build an index from scratch from its corpus, whatever state the present one is in.

    The present index is searched until the new one is complete and replaces it; if
    this is stopped, the present one stays.

    Args:
        path: The directory.
        corpus: As for :meth:`Index.update`.
        optimize: As for :meth:`Index.update`.
        wait: As for :meth:`Index.update`.
        limits: As for :meth:`Index.update`.
        source: As for :meth:`Index.update`.
        encoding: As for :meth:`Index.update`.
        replace_corpus: As for :meth:`Index.update`.
        allow_removals: As for :meth:`Index.update`.
        jobs: As for :meth:`Index.update`.
        progress: As for :meth:`Index.update`.
        stop: As for :meth:`Index.update`.

    Raises:
        NotAnIndexError: The directory holds something else, which is left alone.
        SearchkitError: As :meth:`Index.update` does.
    """
    return update_index(
        path,
        corpus,
        rebuild=True,
        optimize=optimize,
        wait=wait,
        limits=limits,
        source=source,
        encoding=encoding,
        replace_corpus=replace_corpus,
        allow_removals=allow_removals,
        jobs=jobs,
        progress=progress,
        stop=stop,
    )


def _path(path: str | PathLike[str], name: str = "path") -> Path:
    """Return a path that was given in either form."""
    check_kind(name, path, (str, PathLike), "a path")
    return Path(path)


def _update(
    store: Store,
    corpus: str | PathLike[str] | Iterable[str | PathLike[str]] | None,
    *,
    create: bool,
    **options: Any,
) -> UpdateReport:
    # Late: a search needs none of it.
    from searchkit.local import writing as indexing
    from searchkit.syncing.update_options import UpdateOptions

    check_kind("corpus", corpus, (str, PathLike, Iterable), "a path, or several", optional=True)
    if isinstance(corpus, str | PathLike):
        corpus = [corpus]
    folders = None if corpus is None else [_path(folder, "corpus") for folder in corpus]
    if folders == []:
        raise ArgumentError("No folder was named.", name="corpus", value=corpus)
    return indexing.update(store, folders, UpdateOptions(**options), create=create)


def _parsed(
    query: str | Node,
    snapshot: Snapshot,
    *,
    strict: bool,
    timezone: str | None,
    limits: Limits = DEFAULT_LIMITS,
) -> ParsedQuery:
    """Return a query as a tree; one that a program gives is taken as it stands."""
    check_kind("query", query, (str, Record), "text, or a tree of searchkit.query.nodes")
    check_kind("strict", strict, bool, "True or False")
    if not isinstance(query, str):
        return ParsedQuery("", query)
    return parse(
        query,
        language=snapshot.main_language,
        strict=strict,
        limits=limits,
        timezone=read_timezone(timezone),
    )


def _hits(
    snapshot: Snapshot, page: Page, *, first: int, snippets: int, is_scored: bool
) -> Iterator[Hit]:
    """Yield the hits of a page, quoted or to be read when they are asked for."""
    # A match names a leaf by its number in `sought`, and so does a weight.
    sought, weights = tuple(page.rarity), tuple(page.rarity.values())
    finders: dict[str, MatchFinder] = {}  # by the language of articles
    seen: set[str] = set()  # what hits above show
    for rank, (number, its_score) in enumerate(page.selected, start=first):
        score = its_score if is_scored else None
        if not snippets:
            yield Hit(rank=rank, score=score, read=partial(snapshot.article, number))
            continue
        language = snapshot.language(number)
        if language not in finders:
            finders[language] = snapshot.finder(sought, language=language)
        article = snapshot.article(number)
        in_title, in_text = finders[language].in_article(article)
        quoted = quote(
            article.text,
            in_text,
            weights=weights,
            furniture=article.furniture,
            title=_headline(article),
            seen=seen,
            limit=snippets,
        )
        seen.update(*(statements(snippet.text) for snippet in quoted))
        yield Hit(
            rank=rank,
            score=score,
            article=article,
            snippets=quoted,
            title_spans=spans_of(in_title),
        )


def _headline(article: Article) -> str:
    """Return the title that stands above an article, but for one that was taken from its text."""
    return "" if article.origins.title is Origin.FIRST_SENTENCE else article.title


def _check_page(limit: int, offset: int, sort: str, snippets: int) -> None:
    for name, value in (("limit", limit), ("offset", offset), ("snippets", snippets)):
        check_count(name, value)
    check_kind("sort", sort, str, "text")
    if sort not in SORTS:
        raise ArgumentError(
            f"There is no sort {sort}. Choose one of: {', '.join(SORTS)}.",
            name="sort",
            value=sort,
        )
