"""What an engine must be able to do for an :class:`searchkit.index.Index` to stand on it.

An :class:`Engine` is where an index is kept: it is written to, and opened. A :class:`View` is
one state of the index, opened: it never changes, and threads share it. Neither protocol says
how articles are kept, so that an index in a directory of this machine and one on a cluster are
searched by the same code: :mod:`searchkit.answering` asks a view what is in here and no more.

An article is called by a *reference*: what a view calls it by, and nobody else may look into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

from searchkit.query.clues import NO_CLUES, Clues
from searchkit.query.rankings import Ranking
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, tzinfo
    from pathlib import Path

    from searchkit.article import Article, ArticleDate, Facts, Precision
    from searchkit.notes import Note
    from searchkit.progress import Progress
    from searchkit.query.filters import Filters, Sort
    from searchkit.query.nodes import Leaf, Node, Pattern, Word
    from searchkit.results import (
        CheckReport,
        Completion,
        CompletionKind,
        CorpusFolder,
        RepairReport,
        SourceCount,
        Stats,
        Suggestion,
        UpdateReport,
    )
    from searchkit.results.explanations import ExplainedArticle, ExplainedLeaf
    from searchkit.results.surveys import AuthorCount, Unit
    from searchkit.syncing.update_options import UpdateOptions

Reference: TypeAlias = Any
"""What a view calls one of its articles by."""

USUAL_RANKING = Ranking()
"""How articles are put in order where nothing else is asked."""

COMMON = 512
"""Articles that have a shingle, above which it tells nothing of a quotation."""

RARE = 16
"""Articles that have a shingle, up to which it alone makes an article a candidate."""

FEW = 3
"""Shingles of a quotation, up to which one of them is enough."""


class SharedShingles(NamedTuple):
    """Shingles that quotations in the same articles have.

    Attributes:
        shingles: The shingles, of 32 bits, two or more, ascending.
        outlets: How many outlets have two of them at least; articles without an outlet do not
            count.
        first: The first article that has them.
    """

    shingles: tuple[int, ...]
    outlets: int
    first: Reference


class FoundLeaf(NamedTuple):
    """A leaf of a query that was looked for.

    Attributes:
        leaf: The leaf.
        fields: The fields in which it was looked for.
        articles: How many articles have it in one of these.
        idf: How rare it is; 0 where there are no fields to look in.
    """

    leaf: Leaf
    fields: tuple[str, ...]
    articles: int
    idf: float


class PageRequest(NamedTuple):
    """Which part of what a query finds is asked for.

    Attributes:
        sort: The order. Articles that are level come newest first, undated ones last, and those
            of one moment by their keys.
        offset: How many articles to skip, 0 or more.
        limit: How many to return at most, 0 or more; 0 only counts.
        some_words: Whether articles with only some of the words are in order of date, too.
        ranking: How scores are made. Plain BM25 reads each word as its whole stem, so it may
            find more; else this decides the order by relevance, and nothing else.
        clues: What the query says of the order by relevance alone.
        fold: Whether copies of one text are one hit. A cluster stands where the best of those
            members stands that are found. The hit is the earliest of these in canonical order
            that scores .98 of the best or more; in an order by date, the first. Offset and
            limit count folded hits.
        quoted: Whether passages of the hits are quoted next: who has to fetch articles from afar
            does so at once.
    """

    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 0
    some_words: bool = False
    ranking: Ranking = USUAL_RANKING
    clues: Clues = NO_CLUES
    fold: bool = False
    quoted: bool = False


ONLY_COUNTS = PageRequest()
"""What is asked for where no article is to be shown."""


class SurveyRequest(NamedTuple):
    """What is to be counted of the articles that a query finds.

    Attributes:
        by: How long a period is; or what :func:`searchkit.query.dates.periods.fitting_unit`
            chooses.
        timezone: The zone in which a moment that no place is known of has a day.
        sources: How many outlets to return at most, 0 or more; None: all.
        authors: How many authors to return at most, 0 or more; None: all.
    """

    by: Unit | Literal["auto"]
    timezone: tzinfo
    sources: int | None
    authors: int | None


class Page(NamedTuple):
    """A part of what a query finds.

    Attributes:
        total: How many articles it finds that have all words side by side, exactly.
        hits: The articles of the page, in order, each with its score.
        leaves: The leaves of the query, in its order, but for those under `Not`.
        notes: What a reader should know of how the query was understood.
        more: How many articles it finds that have only some of these words, exactly.
        lacks: What each of the hits lacks of these words, in the order of the query.
        copies: Where copies are folded, for each of the hits the other members of its cluster
            that the query finds, in canonical order.
        groups: Where copies are folded, how many clusters and single articles those are that
            have all words; where none has or some words are enough, those that have some.
        more_groups: How many others there are with those that have only some of these words.
        undated: How many articles without a date the query finds beside these, with all words if
            it finds any that have them and some are not enough; None: it was not counted. It is
            where dates are asked for by filters and that takes no other request.
    """

    total: int
    hits: Sequence[tuple[Reference, float]]
    leaves: Sequence[FoundLeaf]
    notes: tuple[Note, ...] = ()
    more: int = 0
    lacks: Sequence[tuple[Node, ...]] = ()
    copies: Sequence[Sequence[Reference]] = ()
    groups: int | None = None
    more_groups: int = 0
    undated: int | None = None


class SurveyCounts(NamedTuple):
    """How many of the articles that a query finds are of which time, outlet and so on.

    Attributes:
        total: How many articles it finds.
        undated: How many of them have no date.
        first: The earliest date; None: there is none.
        last: The latest date.
        unit: How long a period is.
        periods: How many articles each period has that has any, by its first day, ascending.
        apart: How many articles have a date that may lie in several periods, by its precision.
        sources: The outlets, as :meth:`View.sources` has them, articles without one among them.
        n_sources: How many outlets there are; articles without one are none.
        languages: How many articles each language has that has any, most first.
        authors: The authors, those with most articles first.
        n_authors: How many authors there are.
    """

    total: int
    undated: int
    first: ArticleDate | None
    last: ArticleDate | None
    unit: Unit
    periods: Mapping[date, int]
    apart: Mapping[Precision, int]
    sources: tuple[SourceCount, ...]
    n_sources: int
    languages: Mapping[str, int]
    authors: tuple[AuthorCount, ...]
    n_authors: int


class TellingTerm(NamedTuple):
    """A term of a text that tells what it is about.

    Attributes:
        term: The name of the inflection class.
        articles: How many articles have it, 2 or more.
        idf: How rare it is, above 0.
    """

    term: str
    articles: int
    idf: float


class AlikePage(NamedTuple):
    """A part of the articles that share terms with a text.

    Attributes:
        total: How many there are, exactly.
        hits: The articles of the page, in order, each with its score.
        shared: Which of the terms each of the hits has, by their numbers, ascending.
        copies: Where copies are folded, for each of the hits the other members of its cluster
            that are found, in canonical order.
        groups: Where copies are folded, how many clusters and single articles there are.
    """

    total: int
    hits: Sequence[tuple[Reference, float]]
    shared: Sequence[tuple[int, ...]]
    copies: Sequence[Sequence[Reference]] = ()
    groups: int | None = None


class View(Protocol):
    """One state of an index."""

    @property
    def notes(self) -> tuple[Note, ...]:
        """Why it is not the newest state, if it is not."""

    @property
    def n_articles(self) -> int:
        """How many articles there are."""

    @property
    def is_at_hand(self) -> bool:
        """Whether what it answers comes from this machine, and not over a network."""

    @property
    def generation(self) -> int:
        """The number of this state, another one whenever anything that is in it differs."""

    @property
    def languages(self) -> Mapping[str, int]:
        """The languages, by their codes, and how many articles each has, most first."""

    @property
    def folders(self) -> Sequence[CorpusFolder]:
        """The folders that the index was made from."""

    def check_finished(self) -> None:
        """Raise if the index has only a part of its corpus.

        Raises:
            IndexUnfinishedError: Its first update has not ended.
        """

    def find(self, node: Node, filters: Filters, request: PageRequest = ONLY_COUNTS) -> Page:
        """Return a page of what a query finds, and how much that is in all.

        A page in order of relevance is of all articles that have some of the words side by
        side; one in order of date, of those that have all of them, if there are any.

        Args:
            node: The query.
            filters: What may be returned.
            request: Which part.

        Raises:
            QueryError: A regular expression cannot be read.
        """

    @property
    def knows_copies(self) -> bool:
        """Whether copies were looked for among all articles."""

    def check_copies(self) -> None:
        """Raise if copies were not looked for among all articles.

        Raises:
            IndexStateError: They were not; it says what to do.
        """

    def copies(self, node: Node, filters: Filters) -> Sequence[Sequence[Reference]]:
        """Return the clusters of copies of which a query finds a member.

        Returns:
            All members of each, in canonical order (:mod:`searchkit.exploring.copy_clusters`).
        """

    def copies_of(self, reference: Reference) -> Sequence[Reference]:
        """Return the members of an article's cluster in canonical order; none: it is in none."""

    def count_undated(self, node: Node, filters: Filters) -> int:
        """Return how many articles without a date a query finds, with some of its words."""

    def survey(self, node: Node, filters: Filters, request: SurveyRequest) -> SurveyCounts:
        """Return of which time, outlets and so on the articles are that a query finds.

        All of it is exact. Articles with some of the words side by side count. What is level
        is in the order of its folded name, articles without an outlet behind those of one.

        Args:
            node: The query.
            filters: What counts. The outlets are counted as if it named none.
            request: What is counted.
        """

    def telling_terms(self, terms: Mapping[str, float], *, most: int) -> Sequence[TellingTerm]:
        """Return the terms of a text that tell most about it, those that weigh most first.

        A term weighs what it counts in the text, times its idf. What fewer than two articles
        have is left out: it makes no article like another.

        Args:
            terms: The names of inflection classes, each with what it counts in the text, above 0.
            most: How many to return at most, 1 or more.
        """

    def alike(
        self,
        terms: Sequence[tuple[str, float]],
        filters: Filters,
        *,
        least: int,
        leaving_out: Collection[Reference] = (),
        sort: Sort = "relevance",
        offset: int = 0,
        limit: int = 0,
        fold: bool = False,
    ) -> AlikePage:
        """Return a page of the articles that have some of the terms of a text.

        A score is the sum of what the terms score in titles and texts, as inflections without
        relatives, each multiplied.

        Args:
            terms: The names of inflection classes, each with what multiplies its score, above 0.
            filters: What may be returned.
            least: How many of the terms an article must have, 1 or more.
            leaving_out: Articles that are not returned.
            sort: The order, as in a :class:`PageRequest`.
            offset: How many articles to skip, 0 or more.
            limit: How many to return at most, 0 or more; 0 only counts.
            fold: Whether copies of one text are one hit, as there.
        """

    @property
    def has_quotations(self) -> bool:
        """Whether quotations can be looked up: an index of an earlier version cannot do it."""

    def quoting(
        self, shingles: Sequence[int], *, limit: int, among: tuple[Node, Filters] | None = None
    ) -> Sequence[Reference]:
        """Return the articles that may have a quotation, those that are likeliest first.

        These are the articles that have two or more of the shingles in quotations; or one, if it
        is one of :data:`FEW`, or no more than :data:`RARE` articles have it. Shingles that more
        than :data:`COMMON` articles have do not count unless all are so common. Articles come by
        how many they have, and then by their keys.

        Args:
            shingles: Those of the quotation that an index keeps; see
                :mod:`searchkit.exploring.winnowing`.
            limit: How many articles to return at most, 0 or more.
            among: A query and filters that they have to fulfil; None: nothing.
        """

    def shared_shingles(
        self, node: Node, filters: Filters, *, limit: int
    ) -> Sequence[SharedShingles]:
        """Return the shingles that most outlets have in quotations, of what a query finds.

        Those are together whose first three articles are the same, or all where there are two:
        first by fingerprint, and then by key, so that it depends on nothing else. A phrase that
        anybody may use is a single shingle, and left out; so is what one article alone
        has, and what more than :data:`COMMON` have. The others come by their outlets, by
        how many they are, and then by their values.

        Args:
            node: The query; articles with some of its words side by side count, too.
            filters: What counts.
            limit: How many of these groups to return at most, 0 or more.
        """

    def leaves(self, node: Node) -> tuple[ExplainedLeaf, ...]:
        """Return what each leaf of a query covers, those under `Not` too."""

    def explain(
        self,
        node: Node,
        filters: Filters,
        reference: Reference,
        *,
        ranking: Ranking = USUAL_RANKING,
        clues: Clues = NO_CLUES,
    ) -> ExplainedArticle:
        """Return why a query finds an article, with some of its words, or why not.

        Args:
            node: The query.
            filters: What may be returned.
            reference: The article.
            ranking: How scores are made.
            clues: What the query says of the order alone.
        """

    def forms(self, term: Word | Pattern, language: str) -> frozenset[str]:
        """Return the words, folded, that a word or a pattern covers in articles of a language.

        Those that a word covers as an acronym are in capitals.
        """

    def article(self, reference: Reference) -> Article:
        """Return an article."""

    def facts(self, reference: Reference) -> Facts:
        """Return what is known of an article besides its text, which need not be read for it."""
        return self.article(reference).facts

    def key(self, reference: Reference) -> str:
        """Return the key of an article."""

    def language(self, reference: Reference) -> str:
        """Return the language of an article, as the index names it."""

    def identities(self, references: Sequence[Reference]) -> Iterable[tuple[str, bytes]]:
        """Return the key of each of many articles, and 16 bytes that change when it does."""

    def reference(self, key: str) -> Reference | None:
        """Return what an article is called by that has a key, or None."""

    def references(self) -> Iterator[Reference]:
        """Yield what every article is called by, in a fixed order."""

    def of_file(self, name: str) -> Sequence[Reference]:
        """Return the articles whose key, or else whose file, is spelt so; see `file_names`."""

    def file_names(self) -> Iterable[str]:
        """Return the keys of all articles and the paths of their files."""

    def outlets(self) -> Mapping[str, int]:
        """Return the outlets by their terms, and how many articles each has."""

    def outlet_name(self, term: str) -> str:
        """Return the name of an outlet, by its term, as the article with the least key has it."""

    def sources(self) -> tuple[SourceCount, ...]:
        """Return the outlets with most articles first; articles without one are counted too.

        An outlet that is spelt in several ways has the name that most of its articles have.
        """

    def stats(self) -> Stats:
        """Return counts over the whole index."""

    def complete(
        self, prefix: str, *, kind: CompletionKind | None, limit: int
    ) -> tuple[Completion, ...]:
        """Return how a query that is being typed may go on."""

    def suggest(self, word: str, *, limit: int) -> tuple[Suggestion, ...]:
        """Return words of the articles that are spelt almost like a word."""

    def close(self) -> None:
        """Let go of what is open."""


class Memos(Protocol):
    """Bytes under names that are kept beside the articles: few, small, and no part of a view.

    They outlast everything that is done to the articles: an update, a rebuild, a repair.
    """

    def names(self) -> Sequence[str]:
        """Return the names of all memos, in order."""

    def read(self, name: str) -> bytes | None:
        """Return a memo, or None where there is none of that name.

        Raises:
            IndexStateError: It cannot be read.
        """

    def replace(self, name: str, content: bytes | None, *, instead_of: bytes | None) -> bool:
        """Replace a memo for good, unless it has changed, and return whether that was done.

        Args:
            name: Letters, digits, ``-``, ``_`` and ``.``.
            content: What it is to be; None: it is removed.
            instead_of: What it was when it was read; None: there was none.

        Raises:
            IndexStateError: It cannot be written; it stays what it was.
        """

    def turn(self, name: str, *, wait: float) -> AbstractContextManager[None]:
        """Be the only one that does something, by its name, until the block ends.

        An engine that cannot know when a process dies may let several in at a time.

        Args:
            name: As for :meth:`replace`.
            wait: How long to wait for another process, in seconds.

        Raises:
            TurnTakenError: Another process is at it.
        """


class Engine(Protocol):
    """Where an index is kept, or may come to be kept."""

    @property
    def address(self) -> str:
        """What the index was opened by."""

    @property
    def memos(self) -> Memos:
        """What is kept beside the articles."""

    def view(self) -> View:
        """Open the newest state of the index that is whole.

        Raises:
            IndexStateError: There is no index, or it cannot be read.
        """

    def newer(self, view: Any) -> View | None:
        """Open the newest state if it is another than that of a view of this engine, or None.

        Raises:
            IndexStateError: There is no longer an index, or it cannot be read.
        """

    def create(self, *, wait: float = 0) -> None:
        """Make an empty index, in place of one that may be there.

        Args:
            wait: How long to wait for another process that is writing the index, in seconds.

        Raises:
            IndexStateError: It cannot be written.
        """

    def update(
        self, corpus: Sequence[Path] | None, options: UpdateOptions, *, create: bool
    ) -> UpdateReport:
        """Make the index equal to a corpus, and say what that took.

        Args:
            corpus: The folders of the corpus; None: those that the index remembers.
            options: What else is asked.
            create: Make the index where there is none, unless nothing comes to be in it.

        Raises:
            SearchkitError: As :meth:`searchkit.index.Index.update` does.
        """

    def check(
        self, *, deep: bool = False, progress: Callable[[Progress], None] | None = None
    ) -> CheckReport:
        """Look for damage; nothing is changed.

        Raises:
            IndexStateError: There is no index, or it cannot be read at all.
        """


class Repairable(Engine, Protocol):
    """An engine that can save what is left of a damaged index; one in files can."""

    def repair(
        self, *, wait: float = 0, progress: Callable[[Progress], None] | None = None
    ) -> RepairReport:
        """Save every article that can still be read.

        Raises:
            IndexStateError: There is no index, or nothing of it can be read.
        """
