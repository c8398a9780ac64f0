"""The index that people hold.

An :class:`Index` answers from one view of what its engine keeps: the newest one when it was
opened or last refreshed. It knows articles, queries and results, and nothing of how an engine
keeps them, or where.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Literal, NoReturn, Self, TypeAlias, Unpack, cast

from searchkit import deadlines, utf8
from searchkit.addresses import engine_at
from searchkit.answering.answers import Answers
from searchkit.arguments import (
    check_count,
    check_flags,
    check_functions,
    check_kind,
    check_seconds,
)
from searchkit.article import Article
from searchkit.engine import Engine, PageRequest, Reference, Repairable, SurveyRequest, View
from searchkit.errors import (
    Address,
    ArgumentError,
    IndexClosedError,
    IndexNotFoundError,
    UpdateStoppedError,
)
from searchkit.gaps import gaps_of
from searchkit.limits import DEFAULT_LIMITS, Limits
from searchkit.notes import Note
from searchkit.progress import Progress
from searchkit.query import (
    SORTS,
    FilterOptions,
    Node,
    ParsedQuery,
    Ranking,
    RankingName,
    Sort,
    make_filters,
    make_ranking,
    read_timezone,
)
from searchkit.query.dates.periods import UNITS
from searchkit.records import Record
from searchkit.results import (
    CheckReport,
    Completion,
    CompletionKind,
    Gaps,
    MarkedArticle,
    RepairReport,
    Results,
    SourceCount,
    Stats,
    Suggestion,
    TransferReport,
    UpdateReport,
)
from searchkit.results.explanations import Explanation
from searchkit.results.found_copies import Copies
from searchkit.results.printings import Quotations
from searchkit.results.saved_searches import NewHits, SavedSearch
from searchkit.results.similar_articles import SimilarArticles, Story
from searchkit.results.surveys import Survey, Unit
from searchkit.saved import WAIT
from searchkit.syncing.update_options import UpdateKeywords, UpdateOptions

Folders: TypeAlias = str | PathLike[str] | Iterable[str | PathLike[str]]
"""A folder of articles, or several."""


class Index:
    """An index of articles.

    Several threads may use one index at a time. A search sees the commit that
    was newest at the last :meth:`refresh`; :meth:`update` refreshes.

    Attributes:
        address: Where the index is, as it was given to :func:`searchkit.open`.
    """

    def __init__(self, engine: Engine, *, to_update: bool = False) -> None:
        """Use :func:`searchkit.open`."""
        self.address = engine.address
        self._engine = engine
        view = engine.view()
        if not to_update:
            view.check_finished()
        # Exchanged as a whole and never changed, so that threads need no lock.
        self._answers: Answers | None = Answers(view, self.address, engine.memos)

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
        if self._answers is None:
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
        return self._view().n_articles

    def __contains__(self, key: object) -> bool:
        """Whether an article has a key."""
        return isinstance(key, str) and self._view().reference(key) is not None

    def __iter__(self) -> Iterator[Article]:
        """Yield every article, each read when its turn comes."""
        view = self._view()
        for reference in view.references():
            self._view()
            yield view.article(reference)

    def keys(self) -> Iterator[str]:
        """Yield the key of every article, in the order in which iteration gives them.

        Raises:
            IndexClosedError: The index was closed.
        """
        view = self._view()
        for reference in view.references():
            self._view()
            yield view.key(reference)

    def gaps(self) -> Gaps:
        """Return what is not known of the articles, all of which are read for that.

        Raises:
            IndexClosedError: The index was closed.
            IndexDamagedError: An article cannot be read.
        """
        return gaps_of(self)

    def close(self) -> None:
        """Close the files; closing again does nothing."""
        if self._answers:
            self._answers.view.close()
        self._answers = None

    def refresh(self) -> bool:
        """Look for a later commit, and answer from it from now on.

        Returns:
            Whether there was one.

        Raises:
            IndexClosedError: The index was closed.
            IndexStateError: There is no longer an index, or no commit of it is whole;
                answers still come from what was opened.
        """
        newer = self._engine.newer(self._opened().view)
        if newer is None:
            return False
        # Searches under way go on with the view that they began with.
        self._answers = Answers(newer, self.address, self._engine.memos)
        return True

    @property
    def generation(self) -> int:
        """The number of the commit that is answered from; a later one has a higher number.

        Raises:
            IndexClosedError: The index was closed.
        """
        return self._opened().view.generation

    @property
    def notes(self) -> tuple[Note, ...]:
        """Why the index does not answer from the newest commit, if so.

        Raises:
            IndexClosedError: The index was closed.
        """
        return self._opened().view.notes

    def update(
        self, corpus: Folders | None = None, **options: Unpack[UpdateKeywords]
    ) -> UpdateReport:
        """Make the index equal to a folder of articles, or to several: add, replace, remove.

        The index remembers its folders. Others are refused, and so is an update that
        would remove more than half of 20 articles or more; then nothing is written. A
        folder that was moved is recognized by its files.

        Args:
            corpus: The folder or the folders, all of them; None: those remembered.
            options: What else is asked, by the names in :class:`searchkit.UpdateOptions`.

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
        asked = UpdateOptions(**options)
        try:
            report = self._engine.update(_folders(corpus), asked, create=False)
        except UpdateStoppedError:
            self.refresh()
            raise
        self.refresh()
        return report

    def search(
        self,
        query: str | Node | ParsedQuery,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        snippets: int = 3,
        join_matches: bool = False,
        fold: bool = False,
        all_words: bool = False,
        some_words: bool = False,
        ranking: RankingName | Ranking = "full",
        recent: str | timedelta | None = None,
        strict: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        **filters: Unpack[FilterOptions],
    ) -> Results:
        """Find articles.

        Articles that have some words of the query, each in any inflection, are in one order
        by relevance, and each hit tells which words it lacks. An order by date has only those
        with all words, and so does the total; if there is none, those with some, and a note
        says so. An empty query finds every article.

        Args:
            query: A query as described in `docs/query-language.md`; or a tree of
                :mod:`searchkit.query.nodes`, which is used as it is; or a query that was read
                before, by :func:`searchkit.query.parse`.
            limit: How many hits to return at most, 0 or more.
            offset: How many hits to skip, 0 or more.
            sort: ``relevance``, ``newest`` or ``oldest``; undated articles come last.
            snippets: How many passages of an article to quote at most, 0 or more; with
                0, a hit reads its article only when that is accessed.
            join_matches: Whether matches side by side are one span, as a page shows them.
            fold: Whether copies of one text are one hit, which tells the others; ``limit`` and
                ``offset`` count such hits. An index that an earlier version made has none.
            all_words: Whether to leave out articles that lack any of the words.
            some_words: Whether articles that lack some of the words count as found, too, and
                are in an order by date.
            ranking: How scores are made: ``full``, in all stages; ``first``, in the first one
                alone; ``bm25``, of titles and texts as one field, by BM25 and nothing else; or a
                :class:`searchkit.Ranking`, which sets k1 and b of the last.
            recent: The time in which what newness adds to a score halves, ``30d`` or ``2 weeks``;
                None: newness counts nothing.
            strict: Reject a query that can only be read by guessing;
                otherwise notes say how it was read.
            limits: The largest query that is read, and how long the search may take.
            filters: Which articles to return: ``source``, ``since``, ``until``, ``undated`` and
                ``timezone``, as :class:`searchkit.query.FilterOptions` describes them.

        Raises:
            QueryError: ``strict``, and a part of the query needs guessing.
            ArgumentError: An argument has the wrong type or value.
            SearchTimeoutError: ``limits.time`` was up, and what was found would mislead.
            IndexDamagedError: A part of the index that the search needs is damaged.
            IndexClosedError: The index was closed.
        """
        began = time.perf_counter()
        _check_page(limit, offset, sort, snippets)
        seconds = _seconds(limits)
        check_flags(join_matches=join_matches, fold=fold)
        chosen = make_filters(**filters)
        answers = self._current()
        _check_words(all_words, some_words)
        parsed = _parsed(answers, query, filters, strict=strict, limits=limits, all_words=all_words)
        request = PageRequest(
            sort=sort,
            offset=offset,
            limit=limit,
            some_words=some_words,
            ranking=make_ranking(ranking, recent),
            clues=parsed.clues,
            fold=fold,
            quoted=bool(snippets),
        )
        with deadlines.within(seconds):
            return answers.search(
                parsed, chosen, request, snippets=snippets, join_matches=join_matches, began=began
            )

    def explain(
        self,
        query: str | Node | ParsedQuery,
        *,
        article: str | None = None,
        all_words: bool = False,
        some_words: bool = False,
        ranking: RankingName | Ranking = "full",
        recent: str | timedelta | None = None,
        strict: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        **filters: Unpack[FilterOptions],
    ) -> Explanation:
        """Explain how a query is understood, and why it finds an article or does not.

        Args:
            query: As for :meth:`search`.
            article: The key of the article, or None to ask about the query alone.
            all_words: As for :meth:`search`.
            some_words: As for :meth:`search`.
            ranking: As for :meth:`search`.
            recent: As for :meth:`search`.
            strict: As for :meth:`search`.
            limits: As for :meth:`search`.
            filters: As for :meth:`search`.

        Raises:
            QueryError: ``strict``, and a part of the query needs guessing.
            ArgumentError: An argument has the wrong type or value.
            ArticleNotFoundError: No article has that key.
            SearchTimeoutError: It takes longer than ``limits`` allow.
            IndexClosedError: The index was closed.
        """
        seconds = _seconds(limits)
        chosen = make_filters(**filters)
        answers = self._current()
        _check_words(all_words, some_words)
        parsed = _parsed(answers, query, filters, strict=strict, limits=limits, all_words=all_words)
        reference = None if article is None else _reference(answers, article)
        with deadlines.within(seconds):
            return answers.explain(
                parsed,
                chosen,
                reference,
                some_words=some_words,
                ranking=make_ranking(ranking, recent),
            )

    def survey(
        self,
        query: str | Node | ParsedQuery,
        *,
        by: Unit | Literal["auto"] = "auto",
        share: bool = False,
        sources: int | None = 20,
        authors: int | None = 20,
        all_words: bool = False,
        some_words: bool = False,
        strict: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        **filters: Unpack[FilterOptions],
    ) -> Survey:
        """Count the articles that a query finds by time, outlet, language and author.

        Counts are exact. They are of the articles that have all words of the query; if there
        is none, of those with some, and a note says so.

        Args:
            query: As for :meth:`search`.
            by: How long a period is: ``day``, ``week``, ``month``, ``quarter``, ``year``; or
                ``auto``, as fits the time from the first article to the last.
            share: Whether to count, for each period, all articles that pass the filters, too,
                since a period of many articles has more of every kind.
            sources: How many outlets to return at most, those with most articles; None: all.
                They are counted without the filter ``source``, so that others can be chosen.
            authors: How many authors to return at most; None: all.
            all_words: As for :meth:`search`.
            some_words: Whether articles that lack some of the words count, too.
            strict: As for :meth:`search`.
            limits: The same.
            filters: As for :meth:`search`. A moment that no place is known of counts on the day
                that clocks show in ``timezone``.

        Raises:
            QueryError: ``strict``, and a part of the query needs guessing.
            ArgumentError: An argument has the wrong type or value, or there are far too many
                periods.
            SearchTimeoutError: It takes longer than ``limits`` allow.
            IndexClosedError: The index was closed.
        """
        return self.surveys(
            [query],
            by=by,
            share=share,
            sources=sources,
            authors=authors,
            all_words=all_words,
            some_words=some_words,
            strict=strict,
            limits=limits,
            **filters,
        )[0]

    def surveys(
        self,
        queries: Iterable[str | Node | ParsedQuery],
        *,
        by: Unit | Literal["auto"] = "auto",
        share: bool = False,
        sources: int | None = 20,
        authors: int | None = 20,
        all_words: bool = False,
        some_words: bool = False,
        strict: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        **filters: Unpack[FilterOptions],
    ) -> tuple[Survey, ...]:
        """Count the articles of several queries by the same periods, to compare them.

        Args:
            queries: The queries; of several with one unit and one time from first to last.
            by: As for :meth:`survey`, like the others.
            share: The same.
            sources: The same.
            authors: The same.
            all_words: The same.
            some_words: The same.
            strict: The same.
            limits: The same.
            filters: The same.

        Raises:
            SearchkitError: As :meth:`survey` does.
        """
        began = time.perf_counter()
        _check_survey(by, sources, authors)
        check_flags(share=share)
        seconds = _seconds(limits)
        chosen = make_filters(**filters)
        answers = self._current()
        _check_words(all_words, some_words)
        parsed = [
            _parsed(answers, query, filters, strict=strict, limits=limits, all_words=all_words)
            for query in _several(queries)
        ]
        if not parsed:
            return ()
        from searchkit.answering.surveying import SurveyOptions  # late: no search needs it

        zone = read_timezone(filters.get("timezone"))
        options = SurveyOptions(SurveyRequest(by, zone, sources, authors), share, some_words)
        with deadlines.within(seconds):
            return answers.surveys(parsed, chosen, options, began=began)

    def similar(
        self,
        key: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        fold: bool = True,
        limits: Limits = DEFAULT_LIMITS,
        **filters: Unpack[FilterOptions],
    ) -> SimilarArticles:
        """Find the articles that are like one: that share the words that tell what it is about.

        Of the 32 words that weigh most in the article, in any inflection, those are found that
        have 3 or more, without the article itself and copies of it.

        Args:
            key: The key of the article.
            limit: How many hits to return at most, 0 or more.
            offset: How many hits to skip, 0 or more.
            sort: ``relevance``, ``newest`` or ``oldest``; undated articles come last.
            fold: Whether copies of one text are one hit, which tells the others.
            limits: How long it may take.
            filters: As for :meth:`search`.

        Raises:
            ArticleNotFoundError: No article has that key.
            ArgumentError: An argument has the wrong type or value.
            SearchTimeoutError: It takes longer than ``limits`` allow.
            IndexDamagedError: A part of the index that is needed is damaged.
            IndexClosedError: The index was closed.
        """
        began = time.perf_counter()
        _check_page(limit, offset, sort)
        check_kind("key", key, str, "text")
        check_flags(fold=fold)
        chosen = make_filters(**filters)
        with deadlines.within(_seconds(limits)):
            return self._current().similar(
                key, chosen, sort=sort, offset=offset, limit=limit, fold=fold, began=began
            )

    def story(
        self,
        key: str,
        *,
        limit: int = 50,
        fold: bool = True,
        limits: Limits = DEFAULT_LIMITS,
        **filters: Unpack[FilterOptions],
    ) -> Story:
        """Find the story that an article is a part of, in order of time.

        Of the articles that are most like it, those belong to its story that lead to its day:
        between one and the next lie 30 days at most. Where its own day is not known, that of
        the article counts that is most like it and may be of its time.

        Args:
            key: The key of the article.
            limit: How many of the articles that are most like it are looked at, 0 or more.
            fold: Whether copies of one text are one hit, which tells the others.
            limits: How long it may take.
            filters: As for :meth:`search`.

        Raises:
            SearchkitError: As :meth:`similar` does.
        """
        began = time.perf_counter()
        check_count("limit", limit)
        check_kind("key", key, str, "text")
        check_flags(fold=fold)
        chosen = make_filters(**filters)
        with deadlines.within(_seconds(limits)):
            return self._current().story(key, chosen, limit=limit, fold=fold, began=began)

    def quotations(
        self,
        text: str | None = None,
        *,
        article: str | None = None,
        about: str | Node | ParsedQuery | None = None,
        limit: int = 10,
        all_words: bool = False,
        strict: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        **filters: Unpack[FilterOptions],
    ) -> Quotations:
        """Find who printed a quotation, and when.

        An article has a quotation if it stands between quotation marks there, perhaps slightly cut
        or reworded. Quotations have at least 8 words. What is called first was printed first in
        the articles of this index; who said it first, nobody can tell from that.

        Args:
            text: A quotation, with its marks or without; or a text, whose quotations are meant.
            article: The key of an article; those of its quotations that others have, too.
            about: A query; those quotations that most outlets share among the articles that
                have all of its words; if there is none, that have some, and a note says so.
            limit: How many quotations to return at most, 0 or more, of those about a query.
            all_words: As for :meth:`search`, of ``about``.
            strict: As for :meth:`search`, of ``about``.
            limits: As for :meth:`search`.
            filters: As for :meth:`search`, of ``about``; ``timezone`` is that of days.

        Raises:
            ArgumentError: Not one of ``text``, ``article`` and ``about`` is given; the text has
                fewer than 8 words; or an argument has the wrong type or value.
            QueryError: ``strict``, and a part of the query needs guessing.
            ArticleNotFoundError: No article has that key.
            SearchTimeoutError: It takes longer than ``limits`` allow.
            IndexOutdatedError: The index keeps no quotations, since an earlier version of
                searchkit made it.
            IndexClosedError: The index was closed.
        """
        began = time.perf_counter()
        _check_asked(text, article, about, filters)
        check_count("limit", limit)
        check_flags(all_words=all_words)
        chosen = make_filters(**filters)
        zone = read_timezone(filters.get("timezone"))
        answers = self._current()
        with deadlines.within(_seconds(limits)):
            if text is not None:
                return answers.quotations_of_text(text, timezone=zone, began=began)
            if article is not None:
                reference = _reference(answers, article)
                return answers.quotations_of_article(reference, timezone=zone, began=began)
            parsed = _parsed(
                answers, about or "", filters, strict=strict, limits=limits, all_words=all_words
            )
            return answers.quotations_about(parsed, chosen, limit=limit, timezone=zone, began=began)

    def copies(
        self,
        query: str | Node | ParsedQuery = "",
        *,
        article: str | None = None,
        limit: int = 10,
        offset: int = 0,
        all_words: bool = False,
        strict: bool = False,
        limits: Limits = DEFAULT_LIMITS,
        **filters: Unpack[FilterOptions],
    ) -> Copies:
        """Find articles that have the same text, shortened or edited perhaps.

        Args:
            query: A query; the clusters in which it finds an article, with all words or, if no
                article has them, some. Empty: all clusters.
            article: The key of an article; the cluster that this is in.
            limit: How many clusters to return at most, 0 or more.
            offset: How many clusters to skip, 0 or more.
            all_words: As for :meth:`search`.
            strict: As for :meth:`search`.
            limits: As for :meth:`search`.
            filters: As for :meth:`search`.

        Raises:
            QueryError: ``strict``, and a part of the query needs guessing.
            ArgumentError: An argument has the wrong type or value, or both a query and an
                article are given.
            ArticleNotFoundError: No article has that key.
            SearchTimeoutError: It takes longer than ``limits`` allow.
            IndexOutdatedError: An earlier version of searchkit made the index, or a part of it.
            IndexClosedError: The index was closed.
        """
        began = time.perf_counter()
        check_count("limit", limit)
        check_count("offset", offset)
        check_flags(all_words=all_words)
        seconds = _seconds(limits)
        chosen = make_filters(**filters)
        answers = self._current()
        if article is not None:
            if query or _choosing(filters):
                raise ArgumentError(
                    "Ask for the copies of an article or of a query, not of both.",
                    name="article",
                    value=article,
                )
            reference = _reference(answers, article)
            with deadlines.within(seconds):
                return answers.copies_of(reference, offset=offset, limit=limit, began=began)
        with deadlines.within(seconds):
            parsed = _parsed(
                answers, query, filters, strict=strict, limits=limits, all_words=all_words
            )
            return answers.copies(parsed, chosen, offset=offset, limit=limit, began=began)

    def article(self, key: str) -> Article:
        """Return an article by its key.

        Raises:
            ArticleNotFoundError: No article has that key.
            IndexClosedError: The index was closed.
        """
        answers = self._current()
        return answers.view.article(_reference(answers, key))

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
        return self._current().key_of(str(path))

    def marked(self, key: str, query: str, *, join_matches: bool = False) -> MarkedArticle:
        """Return an article by its key, with what a query matches in it.

        Args:
            key: The key.
            query: The query.
            join_matches: Whether matches side by side are one span.

        Raises:
            ArticleNotFoundError: No article has that key.
            IndexClosedError: The index was closed.
        """
        check_kind("query", query, str, "text")
        answers = self._current()
        check_flags(join_matches=join_matches)
        return answers.marked(_reference(answers, key), query, join_matches=join_matches)

    def complete(
        self,
        prefix: str,
        *,
        kind: CompletionKind | None = None,
        limit: int = 10,
        limits: Limits = DEFAULT_LIMITS,
    ) -> tuple[Completion, ...]:
        """Return completions of a query that is being typed.

        Args:
            prefix: The beginning of a word, of a field, of a source; or a field and
                the beginning of its value, such as ``source:us``. Case and accents
                do not matter.
            kind: The only kind to return, or None for all.
            limit: How many of each kind to return at most, 0 or more.
            limits: How long it may take.

        Returns:
            Fields, then sources and languages, then words, each kind with the most
            frequent first.

        Raises:
            ArgumentError: An argument has the wrong type or value.
            SearchTimeoutError: It takes longer than ``limits`` allow.
            IndexClosedError: The index was closed.
        """
        check_kind("prefix", prefix, str, "text")
        check_count("limit", limit)
        with deadlines.within(_seconds(limits)):
            return self._view().complete(prefix, kind=kind, limit=limit)

    def suggest(
        self, word: str, *, limit: int = 5, limits: Limits = DEFAULT_LIMITS
    ) -> tuple[Suggestion, ...]:
        """Return words of the index that are spelt almost like a word.

        Args:
            word: The word, which may itself be in the index.
            limit: How many to return at most, 0 or more.
            limits: How long it may take.

        Returns:
            Those with the fewest letters changed first, and of these the most frequent.

        Raises:
            ArgumentError: An argument has the wrong type or value.
            SearchTimeoutError: It takes longer than ``limits`` allow.
            IndexClosedError: The index was closed.
        """
        check_kind("word", word, str, "text")
        check_count("limit", limit)
        with deadlines.within(_seconds(limits)):
            return self._view().suggest(word, limit=limit)

    def sources(self) -> tuple[SourceCount, ...]:
        """Return the outlets of the index, those with most articles first.

        Raises:
            IndexClosedError: The index was closed.
        """
        return self._view().sources()

    def stats(self) -> Stats:
        """Return counts over the whole index.

        Raises:
            IndexClosedError: The index was closed.
        """
        return self._view().stats()

    @property
    def saved(self) -> tuple[SavedSearch, ...]:
        """The searches that are saved, by their names, as they are now.

        Raises:
            SavedSearchesDamagedError: They cannot be read.
            IndexClosedError: The index was closed.
        """
        return tuple(self._current().searches.all().values())

    def save_search(
        self,
        name: str,
        query: str = "",
        *,
        replace: bool = False,
        strict: bool = False,
        wait: float = WAIT,
        **filters: Unpack[FilterOptions],
    ) -> SavedSearch:
        """Save a search under a name, which `@NAME` in a query calls it by.

        What it finds now, in the newest commit, counts as shown, so that :meth:`new_hits` has
        what comes later. Dates such as ``past 30 days`` are kept as they are, and mean the day
        on which it is run.

        Args:
            name: Letters, digits, ``-``, ``_`` and ``.``, with a letter or a digit at both ends.
            query: As text; it may name other saved searches.
            replace: Whether to replace a search of that name.
            strict: Reject a query that can only be read by guessing.
            wait: How long to wait for another process that saves searches, in seconds.
            filters: As for :meth:`search`.

        Raises:
            SavedSearchError: There is one of that name, and ``replace`` is false; or saved
                searches would name each other in a circle.
            QueryError: ``strict``, and a part of the query needs guessing.
            ArgumentError: An argument has the wrong type or value.
            SavedSearchesDamagedError: Those that are saved cannot be read.
            TurnTakenError: Another process saves searches.
            IndexUnwritableError: The disk is full, or the like; nothing was saved.
            IndexClosedError: The index was closed.
        """
        from searchkit.answering import keeping  # late: few processes save searches
        from searchkit.saved.making import make_saved_search

        check_flags(replace=replace, strict=strict)
        check_seconds("wait", wait)
        search = make_saved_search(name, query, filters)
        self._current()
        self.refresh()
        keeping.save(self._current(), search, replace=replace, strict=strict, wait=wait)
        return search

    def forget_search(self, name: str, *, wait: float = WAIT) -> SavedSearch:
        """Remove a saved search, and return it.

        Raises:
            SavedSearchError: There is none of that name, or another one names it.
            SavedSearchesDamagedError: They cannot be read.
            TurnTakenError: Another process saves searches.
            IndexUnwritableError: The disk is full, or the like; nothing was removed.
            IndexClosedError: The index was closed.
        """
        from searchkit.answering import keeping  # late: few processes save searches

        check_kind("name", name, str, "text")
        check_seconds("wait", wait)
        return keeping.forget(self._current(), name, wait=wait)

    @contextlib.contextmanager
    def new_hits(
        self,
        *names: str,
        recipient: str | None = None,
        changed: bool = False,
        all_hits: bool = False,
        limit: int | None = None,
        snippets: int = 3,
        keep: bool = False,
        wait: float = WAIT,
    ) -> Iterator[tuple[NewHits, ...]]:
        """Give what saved searches find that they did not find when that was last shown.

        Use it in a ``with`` statement: if its block ends without an error, the hits count as
        shown, and those that did not fit into the limit are new the next time, too. A hit was
        shown if its key was among what the search found; it has all words side by side.

        Args:
            names: The searches; none: all of them.
            recipient: Who is shown it, by a name like that of a search: each recipient has
                a bookmark. None is a recipient without a name.
            changed: Whether articles that have changed since then count once more.
            all_hits: Whether everything that the searches find counts as new.
            limit: How many hits of each search to give at most, the newest; None: all.
            snippets: How many passages of an article to quote at most, 0 or more.
            keep: Whether to leave the bookmarks where they are.
            wait: How long to wait for another process that shows the same recipient what is
                new, in seconds.

        Raises:
            SavedSearchError: There is no search of such a name, or it cannot be used.
            ArgumentError: An argument has the wrong type or value.
            SavedSearchesDamagedError: The saved searches cannot be read.
            TurnTakenError: Another process shows the same recipient what is new.
            IndexUnwritableError: The disk is full, or the like; the hits are new the next time.
            IndexClosedError: The index was closed.
        """
        from searchkit.answering import new_hits  # late: few processes ask for it
        from searchkit.saved.making import check_name

        for name in names:
            check_kind("names", name, str, "text")
        if recipient is not None:
            check_name("recipient", recipient)
        check_flags(changed=changed, all_hits=all_hits, keep=keep)
        if limit is not None:
            check_count("limit", limit)
        check_count("snippets", snippets)
        check_seconds("wait", wait)
        self._current()
        asked = new_hits.Asked(recipient, changed, all_hits, limit, snippets)
        with self._engine.memos.turn(new_hits.turn_of(recipient), wait=wait):
            self.refresh()  # or an older commit could take a bookmark back
            answers = self._current()
            searches = answers.searches.chosen(names)
            with new_hits.shown(answers, searches, asked, keep=keep) as found:
                yield found

    def export_searches(self) -> str:
        """Return the saved searches as JSON, for :meth:`import_searches` of another index.

        Raises:
            SavedSearchesDamagedError: They cannot be read.
            IndexClosedError: The index was closed.
        """
        from searchkit.saved.searches_file import to_file  # late: few processes ask for it

        return utf8.decode(to_file(self.saved))

    def import_searches(
        self, searches: str, *, replace: bool = False, wait: float = WAIT
    ) -> tuple[SavedSearch, ...]:
        """Save the searches that another index has exported, all of them or none.

        What they find now counts as shown.

        Args:
            searches: What :meth:`export_searches` returned.
            replace: Whether to replace others of the same names.
            wait: How long to wait for another process that saves searches, in seconds.

        Returns:
            Those that were not there yet.

        Raises:
            SavedSearchError: There are others of the same names, and ``replace`` is false; or
                one cannot be used.
            ArgumentError: The text cannot be read.
            SavedSearchesDamagedError: Those that are saved cannot be read.
            TurnTakenError: Another process saves searches.
            IndexUnwritableError: The disk is full, or the like; nothing was saved.
            IndexClosedError: The index was closed.
        """
        from searchkit.answering import keeping  # late: few processes save searches

        check_kind("searches", searches, str, "text")
        check_flags(replace=replace)
        check_seconds("wait", wait)
        data = utf8.encode(searches)
        self._current()
        self.refresh()
        return keeping.take_over(self._current(), data, replace=replace, wait=wait)

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
        return check_index(self.address, deep=deep, progress=progress)

    def _opened(self) -> Answers:
        """Return what answers, whether the index is finished or not."""
        if self._answers is None:
            raise IndexClosedError(self.address)
        return self._answers

    def _current(self) -> Answers:
        """Return what answers."""
        answers = self._opened()
        answers.view.check_finished()
        return answers

    def _view(self) -> View:
        return self._current().view


def open_index(path: Address, *, create: bool = False) -> Index:
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
    engine = engine_at(path)
    if not create:
        return Index(engine)
    try:
        return Index(engine, to_update=True)
    except IndexNotFoundError:
        engine.create()
        return Index(engine, to_update=True)


def create_index(path: Address, *, wait: float = 0) -> Index:
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
    engine = engine_at(path)
    engine.create(wait=wait)
    return Index(engine)


def check_index(
    path: Address,
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
    check_flags(deep=deep)
    check_functions(progress=progress)
    engine = engine_at(path)
    report = engine.check(deep=deep, progress=progress)
    from searchkit.saved.searches_check import faults_of_searches  # late: few processes check

    faults = faults_of_searches(engine.memos, engine.address)
    return report.replace(faults=(*report.faults, *faults)) if faults else report


def repair_index(
    path: Address, *, wait: float = 0, progress: Callable[[Progress], None] | None = None
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
    check_seconds("wait", wait)
    check_functions(progress=progress)
    engine = engine_at(path)
    if not hasattr(engine, "repair"):
        message = f"The index at {engine.address} cannot be repaired from here. Rebuild it."
        raise ArgumentError(message, name="path", value=path)
    return cast("Repairable", engine).repair(wait=wait, progress=progress)


def transfer_index(
    source: Address,
    target: Address,
    *,
    shards: int | None = None,
    replicas: int | None = None,
    wait: float = 0,
    progress: Callable[[Progress], None] | None = None,
) -> TransferReport:
    """Move an index between a directory and a cluster, without its corpus.

    The index stays where it is, too. Saved searches come along.

    Args:
        source: Where it is.
        target: Where it is to be; there must be no index yet.
        shards: In how many shards the articles are on a cluster; None: 1.
        replicas: How many copies of each shard there are; None: one where there is a node for it.
        wait: How long to wait for another process that writes there, in seconds.
        progress: Called repeatedly with how far it has come.

    Raises:
        ArgumentError: There is an index already, or an argument is of no use.
        IndexStateError: The index cannot be read, or nothing can be written there.
    """
    from searchkit.opensearch.transferring import transfer  # late: few programs need it

    options = UpdateOptions(shards=shards, replicas=replicas, wait=wait, progress=progress)
    return transfer(engine_at(source), engine_at(target), options)


def update_index(
    path: Address, corpus: Folders | None = None, **options: Unpack[UpdateKeywords]
) -> UpdateReport:
    """Make the index in a directory equal to a corpus, and create it if there is none.

    Nothing is left behind if nothing could be indexed. With ``rebuild``, it does not
    matter what state the index is in; with ``dry_run``, there need not be one.

    Args:
        path: The directory.
        corpus: As for :meth:`Index.update`.
        options: As for :meth:`Index.update`.

    Raises:
        NotAnIndexError: The directory holds something else, which is left alone.
        SearchkitError: As :meth:`Index.update` does.
    """
    asked = UpdateOptions(**options)
    return engine_at(path).update(_folders(corpus), asked, create=True)


def rebuild_index(
    path: Address, corpus: Folders | None = None, **options: Unpack[UpdateKeywords]
) -> UpdateReport:
    """Build an index from scratch from its corpus, whatever state the present one is in.

    The present index is searched until the new one is complete and replaces it; if
    this is stopped, the present one stays.

    Args:
        path: The directory.
        corpus: As for :meth:`Index.update`.
        options: As for :meth:`Index.update`.

    Raises:
        NotAnIndexError: The directory holds something else, which is left alone.
        SearchkitError: As :meth:`Index.update` does.
    """
    options["rebuild"] = True
    return update_index(path, corpus, **options)


def _folders(corpus: Folders | None) -> list[Path] | None:
    """Return the folders that were named, or None where those remembered are meant."""
    check_kind("corpus", corpus, (str, PathLike, Iterable), "a path, or several", optional=True)
    if corpus is None:
        return None
    named = [corpus] if isinstance(corpus, str | PathLike) else list(corpus)
    for folder in named:
        check_kind("corpus", folder, (str, PathLike), "a path")
    if not named:
        raise ArgumentError("No folder was named.", name="corpus", value=corpus)
    return list(map(Path, named))


def _parsed(
    answers: Answers,
    query: str | Node | ParsedQuery,
    filters: FilterOptions,
    *,
    strict: bool,
    all_words: bool,
    limits: Limits = DEFAULT_LIMITS,
) -> ParsedQuery:
    """Return a query as a tree, with its dates in the zone of the filters."""
    check_kind("query", query, (str, Record), "text, or a tree of searchkit.query.nodes")
    check_kind("strict", strict, bool, "True or False")
    zone = read_timezone(filters.get("timezone"))
    return answers.parse(query, strict=strict, limits=limits, timezone=zone, all_words=all_words)


def _seconds(limits: Limits) -> float | None:
    """Return how long a question may take, in seconds; None: as long as it takes."""
    check_kind("limits", limits, Limits, "searchkit.query.Limits")
    check_seconds("limits.time", 0 if limits.time is None else limits.time)
    return limits.time


def _several(queries: object) -> Iterable[str | Node | ParsedQuery]:
    """Return queries, of which one alone is refused, since it would be read letter by letter."""
    is_one = isinstance(queries, str | Record)
    kinds = () if is_one else (Iterable,)
    check_kind("queries", queries, kinds, "several queries, such as a list")
    return cast("Iterable[str | Node | ParsedQuery]", queries)


def _check_survey(by: str, sources: int | None, authors: int | None) -> None:
    check_kind("by", by, str, "text")
    units = ("auto", *UNITS)
    if by not in units:
        raise ArgumentError(
            f"There is no unit {by}. Choose one of: {', '.join(units)}.", name="by", value=by
        )
    for name, value in (("sources", sources), ("authors", authors)):
        if value is not None:
            check_count(name, value)


def _check_words(all_words: bool, some_words: bool) -> None:
    check_flags(all_words=all_words, some_words=some_words)
    if all_words and some_words:
        raise ArgumentError(
            "all_words and some_words exclude each other.", name="some_words", value=True
        )


def _reference(answers: Answers, key: str) -> Reference:
    check_kind("key", key, str, "text")
    return answers.reference(key)


def _check_asked(
    text: str | None,
    article: str | None,
    about: str | Node | ParsedQuery | None,
    filters: FilterOptions,
) -> None:
    """Raise unless quotations are asked for in one way."""
    check_kind("text", text, str, "text", optional=True)
    given = {"text": text, "article": article, "about": about}
    names = [name for name, value in given.items() if value is not None]
    if len(names) != 1:
        raise ArgumentError(
            "Quotations are those of one of text, article and about. Name one of them.",
            name=(names or ["text"])[-1],
            value=given[(names or ["text"])[-1]],
        )
    unused = _choosing(filters)
    if about is None and unused:
        raise ArgumentError(
            f"{unused[0]} chooses among the articles of a query. Name one as about.",
            name=unused[0],
            value=filters[unused[0]],  # type: ignore[literal-required]
        )


def _choosing(filters: FilterOptions) -> list[str]:
    """Return the names of the filters that leave articles out: a time zone alone does not."""
    return [name for name, value in filters.items() if value and name != "timezone"]


def _check_page(limit: int, offset: int, sort: str, snippets: int = 0) -> None:
    for name, value in (("limit", limit), ("offset", offset), ("snippets", snippets)):
        check_count(name, value)
    check_kind("sort", sort, str, "text")
    if sort not in SORTS:
        raise ArgumentError(
            f"There is no sort {sort}. Choose one of: {', '.join(SORTS)}.",
            name="sort",
            value=sort,
        )
