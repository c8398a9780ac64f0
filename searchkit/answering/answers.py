"""What a person asks of an index, answered from one view of it."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING

from searchkit import deadlines
from searchkit.answering.empty_results import UNDATED, what_is_undated, why_nothing
from searchkit.answering.finding import count_in, counted
from searchkit.answering.hits import MatchFinders, make_hits
from searchkit.answering.missing_words import notes_on_words
from searchkit.answering.value_notes import notes_on_values
from searchkit.engine import PageRequest
from searchkit.errors import (
    ArticleAmbiguousError,
    ArticleNotFoundError,
    IndexOutdatedError,
    SearchTimeoutError,
)
from searchkit.notes import Note, corrected
from searchkit.query import DEFAULT_LIMITS, ParsedQuery, parse, read_timezone
from searchkit.query.all_or_some import groups, with_all
from searchkit.query.nodes import And, leaves
from searchkit.query.pasted_urls import is_led_by_address
from searchkit.query.saved_names import name_key
from searchkit.query.trees import filtered
from searchkit.query.unparsing import to_text
from searchkit.query.unspaced import joined
from searchkit.quoting.matches import neighbours_joined, spans_of
from searchkit.results import MarkedArticle, Results, read_copies
from searchkit.results.explanations import Explanation
from searchkit.schema import UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from searchkit.answering.finding import Counts
    from searchkit.answering.quoting_articles import QuotationFinder
    from searchkit.answering.surveying import SurveyOptions
    from searchkit.engine import Memos, Page, Reference, View
    from searchkit.limits import Limits
    from searchkit.query.filters import Filters, Sort
    from searchkit.query.nodes import Node
    from searchkit.query.rankings import Ranking
    from searchkit.results import Copy
    from searchkit.results.found_copies import Copies
    from searchkit.results.printings import PrintedQuotation, Quotations
    from searchkit.results.saved_searches import SavedSearch
    from searchkit.results.similar_articles import SimilarArticles, Story
    from searchkit.results.surveys import Survey
    from searchkit.saved.collection import Collection
    from searchkit.saved.saved_queries import QueriesByName

_NAMED = 5  # articles, where a path may mean more

_NOT_QUOTED = Note("Time was up (limits.time) before every hit had been quoted.")


class Answers:
    """Answers from one view of an index; threads may share it.

    Args:
        view: The view.
        address: The address of the index, for errors.
        memos: What is kept beside its articles.

    Attributes:
        view: The view.
        memos: What is kept beside its articles, whatever the view.
        finders: Makes what finds the words of queries in articles.
    """

    def __init__(self, view: View, address: str, memos: Memos) -> None:
        self.view = view
        self.memos = memos
        self._address = address
        self.finders = MatchFinders(view)

    @cached_property
    def searches(self) -> Collection:
        """The saved searches of the index, as they are now, whatever the view."""
        from searchkit.saved.collection import Collection  # late: few searches name one

        return Collection(self.memos, self._address)

    def saved_queries(
        self,
        *,
        strict: bool = False,
        timezone: tzinfo,
        limits: Limits = DEFAULT_LIMITS,
        added: Sequence[SavedSearch] = (),
    ) -> QueriesByName:
        """Return what reads the saved searches that a query names.

        Args:
            strict: Whether to refuse what needs guessing.
            timezone: Where days begin in the query.
            limits: How large a query may be.
            added: Searches to be saved, as if they were.
        """
        from searchkit.saved.saved_queries import QueriesByName  # late: few searches name one

        def load() -> Mapping[str, SavedSearch]:
            return {**self.searches.all(), **{name_key(one.name): one for one in added}}

        return QueriesByName(
            load, language=self._language, strict=strict, limits=limits, timezone=timezone
        )

    @property
    def _language(self) -> str | None:
        """The language that most articles have."""
        return next((code for code in self.view.languages if code != UNKNOWN_LANGUAGE), None)

    def parse(
        self,
        query: str | Node | ParsedQuery,
        *,
        strict: bool,
        timezone: tzinfo,
        limits: Limits,
        all_words: bool,
    ) -> ParsedQuery:
        """Return a query as a tree; a tree is used as it is, unless all words are required."""
        if isinstance(query, ParsedQuery):
            parsed = query
        elif isinstance(query, str):
            parsed = self._parsed(query, strict=strict, timezone=timezone, limits=limits)
        else:
            parsed = ParsedQuery("", query)
        return parsed.replace(node=with_all(parsed.node)) if all_words else parsed

    def _parsed(self, query: str, *, strict: bool, timezone: tzinfo, limits: Limits) -> ParsedQuery:
        """Return a query that was typed as a tree, with what the saved searches find in it."""
        saved = None
        if "@" in query:
            saved = self.saved_queries(strict=strict, timezone=timezone, limits=limits)
        return parse(
            query,
            language=self._language,
            strict=strict,
            limits=limits,
            timezone=timezone,
            saved=saved,
        )

    def search(
        self,
        parsed: ParsedQuery,
        filters: Filters,
        request: PageRequest,
        *,
        snippets: int,
        join_matches: bool,
        began: float,
    ) -> Results:
        """Return a page of hits, quoted, with what a reader should know."""
        node = parsed.node
        page = self.view.find(node, filters, request)
        counts = counted(page, some_words=request.some_words)
        is_scored = (
            request.sort == "relevance"
            and any(score for _, score in page.hits)
            and not is_led_by_address(node)
        )
        hits = make_hits(
            self.view,
            page,
            self.finders,
            first=request.offset + 1,
            snippets=snippets,
            is_scored=is_scored,
            acronyms=parsed.clues.acronyms,
            is_joined=join_matches,
        )
        found = tuple(hits)
        is_quoted = not snippets or not deadlines.is_over()
        told = self._notes(parsed, filters, page, counts)
        suggesting = [note for note in told if note.suggestion != UNDATED]
        return Results(
            query=parsed.text,
            total=counts.total,
            took=time.perf_counter() - began,
            hits=found,
            offset=request.offset,
            notes=(*told, *([] if is_quoted else [_NOT_QUOTED]), *self.view.notes),
            more=counts.more,
            understood=to_text(filtered(node, filters)),
            corrected=corrected(parsed.text, suggesting),
            generation=self.view.generation,
            timed_out=deadlines.has_cut() or not is_quoted,
            groups=page.groups,
            more_groups=page.more_groups,
        )

    def surveys(
        self,
        queries: Sequence[ParsedQuery],
        filters: Filters,
        options: SurveyOptions,
        *,
        began: float,
    ) -> tuple[Survey, ...]:
        """Return surveys of queries, all by the same periods, with what a reader should know."""
        from searchkit.answering import surveying  # late: a search counts nothing else

        pages = [self.view.find(parsed.node, filters) for parsed in queries]
        found = [counted(page, some_words=options.some_words) for page in pages]
        nodes = [
            with_all(parsed.node) if counts.have_all else parsed.node
            for parsed, counts in zip(queries, found, strict=True)
        ]
        surveyed = surveying.counts_of(self.view, nodes, filters, options)
        timeline = surveying.timeline_of(self.view, surveyed, filters, options)
        surveys = []
        for parsed, page, counts, one in zip(queries, pages, found, surveyed, strict=True):
            survey = surveying.survey_of(one, timeline, query=parsed.text, more=counts.more)
            notes = (*self._notes(parsed, filters, page, counts), *self.view.notes)
            took, is_cut = time.perf_counter() - began, deadlines.has_cut()
            surveys.append(survey.replace(took=took, timed_out=is_cut, notes=notes))
        return tuple(surveys)

    def quotations_of_text(self, text: str, *, timezone: tzinfo, began: float) -> Quotations:
        """Return who printed a quotation, or those in a text."""
        finder = self._quotation_finder(timezone)
        return self._quotations(finder, finder.of_text(text), began, text=text)

    def quotations_of_article(
        self, reference: Reference, *, timezone: tzinfo, began: float
    ) -> Quotations:
        """Return who else printed the quotations of an article."""
        finder = self._quotation_finder(timezone)
        found = finder.of_article(reference)
        return self._quotations(finder, found, began, article=self.view.key(reference))

    def quotations_about(
        self, parsed: ParsedQuery, filters: Filters, *, limit: int, timezone: tzinfo, began: float
    ) -> Quotations:
        """Return the quotations that most outlets share among the articles of a query."""
        finder = self._quotation_finder(timezone)
        page = self.view.find(parsed.node, filters)
        counts = counted(page, some_words=False)
        node = with_all(parsed.node) if counts.have_all else parsed.node
        found = finder.about(node, filters, limit=limit)
        notes = self._notes(parsed, filters, page, counts)
        return self._quotations(finder, found, began, about=parsed.text, notes=notes)

    def _quotation_finder(self, timezone: tzinfo) -> QuotationFinder:
        """Return what finds quotations.

        Raises:
            IndexOutdatedError: The index keeps none.
        """
        from searchkit.answering.quoting_articles import QuotationFinder  # late: few need it

        if not self.view.has_quotations:
            raise IndexOutdatedError(self._address, reason="it keeps no quotations")
        return QuotationFinder(self.view, timezone)

    def _quotations(
        self,
        finder: QuotationFinder,
        found: tuple[Sequence[PrintedQuotation], int],
        began: float,
        *,
        notes: tuple[Note, ...] = (),
        **asked: str,
    ) -> Quotations:
        from searchkit.answering.quoting_articles import MOST_READ  # late: few need it
        from searchkit.results.printings import Quotations

        if finder.has_left_out:
            message = f"Of the articles that may have a quotation {MOST_READ} were read; others may"
            notes = (*notes, Note(f"{message} have it, too, and earlier."))
        return Quotations(
            found=tuple(found[0]),
            considered=found[1],
            took=time.perf_counter() - began,
            notes=(*notes, *self.view.notes),
            **asked,
        )

    def explain(
        self,
        parsed: ParsedQuery,
        filters: Filters,
        reference: Reference | None,
        *,
        some_words: bool,
        ranking: Ranking,
    ) -> Explanation:
        """Return how a query is understood, and of one article why it finds it or not."""
        node = parsed.node
        page = self.view.find(node, filters, PageRequest(ranking=ranking))
        counts = counted(page, some_words=some_words)
        article = None
        if reference is not None:
            article = self.view.explain(
                node, filters, reference, ranking=ranking, clues=parsed.clues
            )
        return Explanation(
            query=parsed.text,
            understood=to_text(filtered(node, filters)),
            total=counts.total,
            more=counts.more,
            notes=self._notes(parsed, filters, page, counts),
            leaves=tuple(dict.fromkeys(self.view.leaves(node))),
            article=article,
            copies=self._other_copies(reference) if reference is not None else (),
        )

    def _other_copies(self, reference: Reference) -> tuple[Copy, ...]:
        others = [one for one in self.view.copies_of(reference) if one != reference]
        return read_copies(self.view, others)

    def copies(
        self, parsed: ParsedQuery, filters: Filters, *, offset: int, limit: int, began: float
    ) -> Copies:
        """Return the clusters of copies of which a query finds a member.

        Raises:
            IndexOutdatedError: Copies were not looked for among all articles.
        """
        self.view.check_copies()
        page = self.view.find(parsed.node, filters)
        notes = self._notes(parsed, filters, page, counted(page))
        found = self.view.copies(parsed.node, filters)
        return self._copies(
            found, offset=offset, limit=limit, began=began, query=parsed.text, notes=notes
        )

    def copies_of(self, reference: Reference, *, offset: int, limit: int, began: float) -> Copies:
        """Return the cluster that an article is in, if it is in one.

        Raises:
            IndexOutdatedError: Copies were not looked for among all articles.
        """
        self.view.check_copies()
        cluster = self.view.copies_of(reference)
        found = [cluster] if cluster else []
        return self._copies(found, offset=offset, limit=limit, began=began)

    def _copies(
        self,
        clusters: Sequence[Sequence[Reference]],
        *,
        offset: int,
        limit: int,
        began: float,
        query: str = "",
        notes: tuple[Note, ...] = (),
    ) -> Copies:
        from searchkit.answering.copied_articles import clusters_as_copies  # late: few need it

        return clusters_as_copies(
            self.view,
            clusters,
            offset=offset,
            limit=limit,
            began=began,
            query=query,
            notes=notes,
        )

    def similar(
        self,
        key: str,
        filters: Filters,
        *,
        sort: Sort,
        offset: int,
        limit: int,
        fold: bool,
        began: float,
    ) -> SimilarArticles:
        """Return a page of the articles that are like one.

        Raises:
            ArticleNotFoundError: No article has that key.
        """
        from searchkit.answering.likeness import similar_articles  # late: few commands need it

        return similar_articles(
            self.view,
            self.reference(key),
            filters,
            sort=sort,
            offset=offset,
            limit=limit,
            fold=fold,
            began=began,
        )

    def story(self, key: str, filters: Filters, *, limit: int, fold: bool, began: float) -> Story:
        """Return the story that an article is a part of.

        Raises:
            ArticleNotFoundError: No article has that key.
        """
        from searchkit.answering.stories import story_of  # late: few commands need it

        return story_of(
            self.view, self.reference(key), filters, limit=limit, fold=fold, began=began
        )

    def reference(self, key: str) -> Reference:
        """Return what the view calls the article by that has a key.

        Raises:
            ArticleNotFoundError: No article has it.
        """
        reference = self.view.reference(key)
        if reference is None:
            raise ArticleNotFoundError(key, address=self._address)
        return reference

    def key_of(self, path: str) -> str:
        """Return the key of the article that a person means by a path.

        Raises:
            ArticleNotFoundError: There is no such article.
            ArticleAmbiguousError: There are several.
        """
        from searchkit.answering.path_names import names_meant  # late: few commands need it

        view = self.view
        names = names_meant(
            path, view.folders, lambda name: bool(view.of_file(name)), view.file_names
        )
        meant = tuple(dict.fromkeys(one for name in names for one in view.of_file(name)))
        if not meant:
            raise ArticleNotFoundError(path, address=self._address)
        keys = [view.key(reference) for reference in meant[:_NAMED]]
        if len(keys) > 1:
            raise ArticleAmbiguousError(path, keys=keys, count=len(meant))
        return keys[0]

    def marked(
        self, reference: Reference, query: str, *, join_matches: bool = False
    ) -> MarkedArticle:
        """Return an article with what a query matches in it."""
        article = self.view.article(reference)
        parsed = self._parsed(
            query, strict=False, timezone=read_timezone(None), limits=DEFAULT_LIMITS
        )
        sought = (*leaves(parsed.node), *parsed.clues.acronyms)
        finder = self.finders.of(sought, self.view.language(reference))
        in_title, in_text = map(spans_of, finder.in_article(article))
        if join_matches:
            in_title = neighbours_joined(article.title, in_title)
            in_text = neighbours_joined(article.text, in_text)
        return MarkedArticle(article, query, in_text, in_title)

    def _notes(
        self, parsed: ParsedQuery, filters: Filters, page: Page, counts: Counts
    ) -> tuple[Note, ...]:
        """Return how a query was read, and what a reader should know of what was found."""
        return (
            *parsed.notes,
            *filters.notes,
            *notes_on_values(self.view, parsed.node, filters),
            *self._notes_on_page(parsed.node, filters, page, counts),
        )

    def _notes_on_page(
        self, node: Node, filters: Filters, page: Page, counts: Counts
    ) -> tuple[Note, ...]:
        """Return what a reader should know of what was found, each message once.

        Where time is up, nothing more is asked of the index.
        """
        if deadlines.is_over() or deadlines.has_cut():
            return page.notes
        notes = [*page.notes]
        with suppress(SearchTimeoutError):
            notes += self._notes_that_search(node, filters, page, counts)
        once = {note.message: note for note in reversed(notes)}  # where it is to be said first
        return tuple(note for note in notes if once[note.message] is note)

    def _notes_that_search(
        self, node: Node, filters: Filters, page: Page, counts: Counts
    ) -> Iterator[Note]:
        """Yield what it takes other searches to know."""
        count = partial(count_in, self.view)
        yield from notes_on_words(self.view, count, node, filters, page)
        if not counts.total:
            yield from why_nothing(node, filters, count)
        elif not page.total:
            yield _note_on_some(node, filters)

        def n_undated(node: Node, filters: Filters) -> int:
            if page.undated is not None:
                return page.undated
            return self.view.count_undated(with_all(node) if counts.have_all else node, filters)

        yield from what_is_undated(node, filters, counts.total, n_undated)


def _note_on_some(node: Node, filters: Filters) -> Note:
    """Return a note on a query of which articles have only some of the words."""
    parts = (part for group in groups(node) for part in joined(group.parts))
    words = dict.fromkeys(map(to_text, parts))
    passing = " that passes" if filters or isinstance(node, And) else ""
    return Note(f"No article{passing} has all of: {', '.join(words)}. These have some.")
