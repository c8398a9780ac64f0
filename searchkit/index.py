"""The index that people hold.

An :class:`Index` answers from the commit that was newest when it was opened or
last refreshed. It knows articles, queries and results, and no files, arrays or
Whoosh: what an index on another engine will have to do is what stands here.

The order of a search: read the query, evaluate it over all segments, select
the page that is shown, then fetch those few articles and find the matches in
their text again to quote them.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

from searchkit import indexing, searching
from searchkit.errors import ArgumentError, ArticleNotFoundError, IndexClosedError
from searchkit.query import SORTS, leaves, make_filters, parse
from searchkit.results import MarkedArticle, Results, Stats
from searchkit.schema import from_fields, stored_language
from searchkit.store import create_store, open_or_create_store, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from types import TracebackType

    from searchkit.article import Article
    from searchkit.query import Sort
    from searchkit.results import SourceCount, UpdateReport
    from searchkit.searching import Snapshot
    from searchkit.store import Store


class Index:
    """An index of articles.

    Several threads may search one index at a time. A search sees the commit
    that was newest at the last :meth:`refresh`; :meth:`update` refreshes.

    Attributes:
        address: Where the index is, as it was given to :func:`searchkit.open`.
    """

    def __init__(self, store: Store) -> None:
        """Use :func:`searchkit.open`."""
        self.address = str(store.path)
        self._store = store
        self._snapshot: Snapshot | None = searching.Snapshot(store.reader())
        # Whoosh's readers keep a place in the file that they read from.
        self._lock = threading.RLock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; closing again does nothing."""
        with self._lock:
            if self._snapshot:
                self._snapshot.close()
            self._snapshot = None

    def refresh(self) -> bool:
        """Look for a later commit, and answer from it from now on.

        Returns:
            Whether there was one.

        Raises:
            IndexClosedError: The index was closed.
            IndexDamagedError: The commit cannot be read; the one before is still answered from.
        """
        with self._lock:
            old = self._current()
            if self._store.generation == old.generation:
                return False
            self._snapshot = searching.Snapshot(self._store.reader())
            old.close()
            return True

    def update(
        self,
        corpus: str | Path,
        *,
        rebuild: bool = False,
        dry_run: bool = False,
        progress: indexing.Progress | None = None,
    ) -> UpdateReport:
        """Make the index equal to a folder of articles: add, replace, remove.

        Args:
            corpus: The folder.
            rebuild: Write every article anew, also those that have not changed.
            dry_run: Write nothing; only say what would be done.
            progress: Called with the bytes read so far and the bytes to read.

        Raises:
            CorpusNotFoundError: There is no such folder.
            CorpusEmptyError: It holds no file of a known format; the index is left as it is.
            IndexLockedError: Somebody else is writing the index.
            IndexClosedError: The index was closed.
        """
        self._current()
        report = indexing.update(
            self._store, Path(corpus), rebuild=rebuild, dry_run=dry_run, progress=progress
        )
        self.refresh()
        return report

    def search(
        self,
        query: str,
        *,
        source: str | Iterable[str] | None = None,
        since: str | date | None = None,
        until: str | date | None = None,
        undated: bool = False,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
    ) -> Results:
        """Find articles.

        All words of the query are needed, each in any of its forms. Where no
        article has all, those with some are returned, and a note says so. A
        query of white space finds every article.

        Args:
            query: Words and quoted phrases.
            source: One outlet or several, in any case and with or without
                accents; ``none`` for articles without one.
            since: A year, a month or a day (``2018``, ``2018-03``, ``2018-03-14``).
            until: The same; the whole period is included.
            undated: Only articles without a date.
            limit: How many hits to return at most, 0 or more.
            offset: How many hits to pass over, 0 or more.
            sort: ``relevance``, ``newest`` or ``oldest``; undated articles come last.

        Raises:
            QueryError: The query cannot be understood.
            ArgumentError: An argument cannot have that value.
            IndexClosedError: The index was closed.
        """
        began = time.perf_counter()
        _check_page(limit, offset, sort)
        filters = make_filters(source=source, since=since, until=until, undated=undated)
        with self._lock:
            snapshot = self._current()
            parsed = parse(query, language=snapshot.main_language)
            evaluation, found_some = snapshot.find(parsed.node, filters)
            notes = (*parsed.notes, *snapshot.notes_on_sources(filters), *found_some)
            hits = snapshot.hits(evaluation, parsed.node, sort=sort, offset=offset, limit=limit)
        return Results(
            query=query,
            total=evaluation.total,
            took=time.perf_counter() - began,
            hits=hits,
            offset=offset,
            notes=notes,
        )

    def article(self, key: str) -> Article:
        """Return an article by its key.

        Raises:
            ArticleNotFoundError: No article has that key.
            IndexClosedError: The index was closed.
        """
        with self._lock:
            stored = self._current().stored(key)
        if stored is None:
            raise ArticleNotFoundError(key, index=self.address)
        return from_fields(stored)

    def marked(self, key: str, query: str) -> MarkedArticle:
        """Return an article by its key, with the places in it that answer a query.

        Raises:
            ArticleNotFoundError: No article has that key.
            QueryError: The query cannot be understood.
            IndexClosedError: The index was closed.
        """
        with self._lock:
            snapshot = self._current()
            stored = snapshot.stored(key)
            wanted = leaves(parse(query, language=snapshot.main_language).node)
        if stored is None:
            raise ArticleNotFoundError(key, index=self.address)
        article = from_fields(stored)
        in_title, in_text = searching.find_in(
            article, tuple(wanted), language=stored_language(stored)
        )
        return MarkedArticle(article, query, searching.merged(in_text), searching.merged(in_title))

    def sources(self) -> tuple[SourceCount, ...]:
        """Return the outlets of the index, those with most articles first.

        Raises:
            IndexClosedError: The index was closed.
        """
        with self._lock:
            return self._current().sources

    def stats(self) -> Stats:
        """Return counts over the whole index.

        Raises:
            IndexClosedError: The index was closed.
        """
        with self._lock:
            snapshot = self._current()
            return Stats(
                articles=snapshot.articles,
                dated=snapshot.dated,
                sources=sum(count.source is not None for count in snapshot.sources),
                languages=snapshot.languages,
                terms=snapshot.term_count(),
                size=self._store.size(),
                first=min((c.first for c in snapshot.sources if c.first), default=None),
                last=max((c.last for c in snapshot.sources if c.last), default=None),
                updated=self._store.records().updated,
                segments=len(snapshot.segments),
            )

    def _current(self) -> Snapshot:
        if self._snapshot is None:
            raise IndexClosedError(self._store.path)
        return self._snapshot


def open_index(path: str | Path, *, create: bool = False) -> Index:
    """Open the index in a directory.

    Args:
        path: The directory.
        create: Make an empty index where there is none.

    Raises:
        IndexNotFoundError: There is none, and ``create`` is false.
        NotAnIndexError: The directory holds something else.
        IndexOutdatedError: Another version of searchkit made it.
        IndexDamagedError: It cannot be read.
    """
    return Index(open_or_create_store(Path(path)) if create else open_store(Path(path)))


def create_index(path: str | Path) -> Index:
    """Make an empty index in a directory, in place of one that may be there.

    Raises:
        NotAnIndexError: The directory holds something else, which is left alone.
        IndexLockedError: Somebody else is writing the index that is there.
    """
    return Index(create_store(Path(path)))


def _check_page(limit: int, offset: int, sort: str) -> None:
    for name, value in (("limit", limit), ("offset", offset)):
        if value < 0:
            raise ArgumentError(f"{name} is {value}. It must be 0 or more.", name=name, value=value)
    if sort not in SORTS:
        raise ArgumentError(
            f"There is no sort {sort}. Choose one of: {', '.join(SORTS)}.",
            name="sort",
            value=sort,
        )
