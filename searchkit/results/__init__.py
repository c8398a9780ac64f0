"""What the index answers: hits, counts, and reports of what was done.

These are records alone. They know nothing of engines, of files or of how they
will be drawn, so that every engine can return them and `output` can draw them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Literal, NoReturn, Protocol, TypeAlias, overload

from searchkit.article import Article, ArticleDate, Facts, Span
from searchkit.errors import UnreadableFileError
from searchkit.notes import Note, Remark
from searchkit.records import Record, SequenceRecordType

__all__ = [
    "Completion",
    "CompletionKind",
    "Copy",
    "CorpusFolder",
    "Hit",
    "MarkedArticle",
    "Note",
    "Results",
    "Snippet",
    "SourceCount",
    "Stats",
    "Suggestion",
    "UpdateReport",
]


class Snippet(Record):
    """A passage of an article as one line, and what matched in it.

    Attributes:
        text: The passage, its white space collapsed, with "…" at an end that
            is cut.
        spans: The matches, in ``text``, in order and without overlap.
    """

    text: str
    spans: tuple[Span, ...]


class Copy(Record):
    """An article that has the same text as another, shortened or edited perhaps.

    Attributes:
        key: The key of the article.
        source: The outlet that published it, or None.
        date: When it was published, or None.
        title: Its headline.
    """

    key: str
    source: str | None
    date: ArticleDate | None
    title: str


_set = object.__setattr__


class ReadsArticles(Protocol):
    """What a hit reads of its article from, when it is asked for."""

    def article(self, reference: Any) -> Article:
        """Return an article."""

    def facts(self, reference: Any) -> Facts:
        """Return what is known of an article besides its text."""

    def key(self, reference: Any) -> str:
        """Return the key of an article."""


def read_copies(view: ReadsArticles, references: Iterable[Any]) -> tuple[Copy, ...]:
    """Return what is shown of some articles beside another."""
    facts = map(view.facts, references)
    return tuple([Copy(one.key, one.source, one.date, one.title) for one in facts])


class Hit:
    """One article that a search found.

    A search without snippets reads no article; such a hit reads the article when it
    is first asked for, or when the hit is pickled. What is known of it besides its text is read
    in a fraction of the time: the title, source, date, authors and url, which are in `facts`.

    Attributes:
        rank: Its number among all that was found, from 1; paging does not change it.
        score: How well it matches the query, only comparable within one search; None
            if that does not decide the order, because it is by date, the query has
            no words, or an address in it comes first.
        snippets: The passages that show why it was found, in the order of the text.
        title_spans: What matched in the title, in order and without overlap.
        lacks: The words and phrases of the query that the article does not have, as a query
            has them; those that have to be found are never among them.
        shared: Of an article that is like another, the words that both have, as that one has
            them, those that weigh most first.
    """

    __slots__ = (
        "_article",
        "_copied",
        "_copies",
        "_facts",
        "_reference",
        "_view",
        "lacks",
        "rank",
        "score",
        "shared",
        "snippets",
        "title_spans",
    )

    rank: int
    score: float | None
    snippets: tuple[Snippet, ...]
    title_spans: tuple[Span, ...]
    lacks: tuple[str, ...]
    shared: tuple[str, ...]
    _copies: tuple[Copy, ...] | None
    _copied: Sequence[Any]
    _article: Article | None
    _facts: Facts | None
    _view: ReadsArticles | None
    _reference: Any

    def __init__(
        self,
        *,
        rank: int,
        score: float | None,
        article: Article | None = None,
        view: ReadsArticles | None = None,
        reference: Any = None,
        snippets: tuple[Snippet, ...] = (),
        title_spans: tuple[Span, ...] = (),
        lacks: tuple[str, ...] = (),
        shared: tuple[str, ...] = (),
        copies: tuple[Copy, ...] | None = None,
        copied: Sequence[Any] = (),
    ) -> None:
        """Give either the article, or a view and what that calls the article by.

        And either the copies, or what the view calls them by, if there are any.
        """
        # One by one: a search makes many hits, and a loop takes twice as long.
        _set(self, "rank", rank)
        _set(self, "score", score)
        _set(self, "snippets", snippets)
        _set(self, "title_spans", title_spans)
        _set(self, "lacks", lacks)
        _set(self, "shared", shared)
        _set(self, "_copies", copies)
        _set(self, "_copied", copied)
        _set(self, "_article", article)
        _set(self, "_facts", None)
        _set(self, "_view", view)
        _set(self, "_reference", reference)

    @property
    def article(self) -> Article:
        """The article, whole."""
        if self._article is None:
            if self._view is None:
                raise TypeError("a hit needs an article, or what reads it")
            _set(self, "_article", self._view.article(self._reference))
            assert self._article is not None
        return self._article

    @property
    def facts(self) -> Facts:
        """What is known of the article besides its text."""
        if self._facts is None:
            view = self._view if self._article is None else None
            facts = self.article.facts if view is None else view.facts(self._reference)
            _set(self, "_facts", facts)
            assert self._facts is not None
        return self._facts

    @property
    def copies(self) -> tuple[Copy, ...]:
        """Where copies are folded, the other articles with the same text that the query finds.

        The earliest comes first, undated ones last. They are read when asked for.
        """
        if self._copies is None:
            view = self._view
            _set(self, "_copies", () if view is None else read_copies(view, self._copied))
            assert self._copies is not None
        return self._copies

    def quoted(
        self, article: Article, snippets: tuple[Snippet, ...], title_spans: tuple[Span, ...]
    ) -> Hit:
        """Return the same hit with the article, quoted."""
        return Hit(
            rank=self.rank,
            score=self.score,
            article=article,
            view=self._view,
            snippets=snippets,
            title_spans=title_spans,
            lacks=self.lacks,
            shared=self.shared,
            copies=self._copies,
            copied=self._copied,
        )

    @property
    def _known(self) -> Article | Facts:
        return self._article or self._facts or self.facts

    @property
    def title(self) -> str:
        """The headline of the article; never empty."""
        return self._known.title

    @property
    def source(self) -> str | None:
        """The outlet that published the article, or None."""
        return self._known.source

    @property
    def date(self) -> ArticleDate | None:
        """When the article was published, or None."""
        return self._known.date

    @property
    def authors(self) -> tuple[str, ...]:
        """The names of the authors, in the order given."""
        return self._known.authors

    @property
    def url(self) -> str | None:
        """The address that the article was published at, or None."""
        return self._known.url

    @property
    def key(self) -> str:
        """The key of the article, which takes a fifth of reading the other facts."""
        if self._facts is not None:
            return self._facts.key
        if self._article is None and self._view is not None:
            return self._view.key(self._reference)
        return self.article.key

    def _parts(self) -> dict[str, Any]:
        named = ("rank", "score", "article", "snippets", "title_spans", "lacks")
        names = (*named, "shared", "copies")
        return {name: getattr(self, name) for name in names}

    def __eq__(self, other: object) -> bool:
        return self._parts() == other._parts() if isinstance(other, Hit) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._parts().values()))

    def to_dict(self, fields: Sequence[str] | None = None) -> dict[str, object]:
        """Return the hit as plain values: what the command prints as JSON lines.

        Args:
            fields: Some of :data:`searchkit.results.plain.HIT_FIELDS`; None: all but
                ``text`` and ``furniture``.

        Raises:
            ArgumentError: There is no such field.
        """
        from searchkit.results.plain import plain_hit  # late: it imports this module

        return plain_hit(self, fields)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the article, not what reads it."""
        return partial(Hit, **self._parts()), ()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"Hit is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"Hit is frozen: {name} cannot be deleted")

    def __repr__(self) -> str:
        return f"Hit(rank={self.rank}, score={self.score}, article={self.key!r})"


class Results(Record, Sequence[Hit], metaclass=SequenceRecordType, kw_only=True):
    """The hits of one search, best first or in the order asked for.

    It is a sequence of its hits, so it is false when it has none.

    Attributes:
        query: The query as it was typed.
        total: How many articles were found, exactly: those that have all words that stand side
            by side; where none has, those that have some, and a note says so.
        took: How long the search took, in seconds.
        hits: The hits asked for.
        offset: How many hits were skipped before the first of ``hits``.
        notes: What the reader of the results should know.
        more: How many others have only some of the words, exactly. By relevance they are in one
            order with those that have all; by date they are left out.
        understood: The query and its filters as they were read, in the query language.
        corrected: The query with what the notes suggest in place of its parts, or None if they
            suggest nothing: what may have been meant.
        generation: The number of the commit that the results are of.
        timed_out: Whether time was up (``limits.time``) before all of the search was done: then
            ``total`` and ``more`` are of what was found until then, or hits are not quoted. A
            note says which.
        groups: Where copies of one text were folded to one hit, how many hits the ``total``
            articles are so, exactly; None where they were not.
        more_groups: How many hits more the ``more`` others make, exactly.
    """

    query: str
    total: int
    took: float
    hits: tuple[Hit, ...]
    offset: int = 0
    notes: tuple[Note, ...] = ()
    more: int = 0
    understood: str = ""
    corrected: str | None = None
    generation: int = 0
    timed_out: bool = False
    groups: int | None = None
    more_groups: int = 0

    def to_dict(self, fields: Sequence[str] | None = None) -> dict[str, object]:
        """Return the results as plain values: what the command prints as JSON.

        Args:
            fields: The fields of each hit, as in :meth:`Hit.to_dict`.

        Raises:
            ArgumentError: There is no such field.
        """
        from searchkit.results.plain import plain_results  # late: it imports this module

        return plain_results(self, fields)

    def __repr__(self) -> str:
        more = f" and {self.more:,} more" if self.more else ""
        return f"Results({self.query!r}, {len(self.hits)} of {self.total:,}{more})"

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    @overload
    def __getitem__(self, number: int) -> Hit: ...

    @overload
    def __getitem__(self, number: slice) -> tuple[Hit, ...]: ...

    def __getitem__(self, number: int | slice) -> Hit | tuple[Hit, ...]:
        return self.hits[number]


class MarkedArticle(Record):
    """An article with what a query matches in it.

    Attributes:
        article: The article, whole.
        query: The query as it was typed, or None if there was none.
        spans: What matched in the text, in order and without overlap.
        title_spans: What matched in the title, in order and without overlap.
    """

    article: Article
    query: str | None = None
    spans: tuple[Span, ...] = ()
    title_spans: tuple[Span, ...] = ()


class SourceCount(Record):
    """How much of the index one source has.

    Attributes:
        source: The outlet, or None for the articles without one.
        articles: How many articles it has.
        first: The earliest date among them, or None if all are undated.
        last: The latest date among them, or None if all are undated.
    """

    source: str | None
    articles: int
    first: ArticleDate | None
    last: ArticleDate | None


CompletionKind: TypeAlias = Literal["field", "source", "language", "word"]
"""What may complete a query."""


class Completion(Record):
    """A completion of something that is being typed.

    Attributes:
        text: The whole word, folded; or the name as it is written.
        kind: What it is.
        count: How often the word occurs in the index, or how many articles have
            that source or language; None for a field.
    """

    text: str
    kind: CompletionKind
    count: int | None = None


class Suggestion(Record):
    """A word of the index that may have been meant.

    Attributes:
        word: The word, folded.
        distance: How many edits it is away from what was typed: 1 or 2.
        count: How often it occurs in the index.
    """

    word: str
    distance: int
    count: int


class CorpusFolder(Record):
    """A folder that an index was made from.

    Attributes:
        path: The folder: absolute, symbolic links resolved.
        prefix: What the keys of its articles begin with: nothing for the first folder
            of an index, for others a name and a slash.
        source: The outlet given for all of them, or None.
        encoding: The encoding given for all its files, or None.
    """

    path: Path
    prefix: str = ""
    source: str | None = None
    encoding: str | None = None


class Stats(Record, kw_only=True):
    """What an index holds.

    Attributes:
        articles: How many articles.
        dated: How many of them have a date.
        sources: How many different sources.
        languages: Articles by ISO 639-1 code, or by "unknown".
        terms: How many different terms the texts and titles have.
        size: Bytes that the index takes.
        first: The earliest date, or None if no article has one.
        last: The latest date, or None if no article has one.
        updated: When the index was last written, or None if it is not known.
        corpus: The folders that it was made from; none before the first update.
        segments: How many segments it is made of, if it is in a directory.
        drift: The share of the lines, from 0 to 1, that a rebuild would take for furniture or
            leave otherwise; of a sample, and 0 while few articles were added.
        shards: In how many shards its articles are, if it is on a cluster.
        replicas: How many copies of each shard there are to be, if it is on a cluster.
        health: ``green`` where all shards and copies have a place, ``yellow`` where a copy has
            none, ``red`` where a shard has none; if it is on a cluster.
    """

    articles: int
    dated: int
    sources: int
    languages: Mapping[str, int]
    terms: int
    size: int
    first: ArticleDate | None
    last: ArticleDate | None
    updated: datetime | None
    corpus: tuple[CorpusFolder, ...] = ()
    segments: int | None = None
    drift: float = 0.0
    shards: int | None = None
    replicas: int | None = None
    health: str | None = None


class CheckReport(Record, kw_only=True):
    """What a check of an index found.

    Attributes:
        articles: How many articles the newest whole commit has; 0 if none is whole.
        faults: What is wrong, each in words; none: all is well.
        deep: Whether every byte was read.
        took: How long it took, in seconds.
        segments: How many segments it has, if the index is in a directory.
    """

    articles: int
    faults: tuple[str, ...]
    deep: bool
    took: float
    segments: int | None = None


class TransferReport(Record, kw_only=True):
    """What moving an index to another engine did.

    Attributes:
        articles: How many articles the index has.
        took: How long it took, in seconds.
    """

    articles: int
    took: float


class RepairReport(Record, kw_only=True):
    """What a repair of an index did.

    Attributes:
        kept: How many articles the index has now.
        indexed: How many of them were indexed again, from what is stored of them.
        lost: The keys of articles that could not be read; one whose key could not
            be read either is named by its file and its number there.
        faults: What was wrong, each in words; none: nothing was done.
        aside: The files that were taken out of use, relative to the index.
        took: How long it took, in seconds.
    """

    kept: int
    indexed: int
    lost: tuple[str, ...]
    faults: tuple[str, ...]
    aside: tuple[str, ...]
    took: float


class FileReading(Record):
    """What is made of a file.

    Attributes:
        path: Its path, relative to the folder of articles that it belongs to.
        articles: Its articles, their languages detected where none is declared.
        remarks: What was ignored of them.
        problems: What could not be read.
        took: How long it took, in seconds.
    """

    path: str
    articles: tuple[Article, ...]
    remarks: tuple[Remark, ...]
    problems: tuple[UnreadableFileError, ...]
    took: float


class UpdateReport(Record, kw_only=True):
    """What bringing an index up to date with a corpus did, or would do.

    Attributes:
        added: Articles that are new.
        replaced: Articles that had changed.
        removed: Articles that are gone from the corpus.
        unchanged: Articles left as they were.
        files: Files of the corpus that hold articles.
        skipped: How many files were skipped, by reason.
        missing: Files that were not read, since an extra of this package is not installed: by
            extra, how many there are of each suffix.
        problems: What could not be read; the rest was.
        remarks: What was ignored in files that were read.
        doubtful: Files whose encoding is in doubt, and the one they were read in.
        took: How long it took, in seconds.
        dry_run: Whether nothing was written.
        notes: What a person should know about it.
        passed_over: Files and folders that were skipped, each with the reason.
    """

    added: int
    replaced: int
    removed: int
    unchanged: int
    files: int
    skipped: Mapping[str, int]
    missing: Mapping[str, Mapping[str, int]]
    problems: tuple[UnreadableFileError, ...]
    remarks: tuple[Remark, ...]
    doubtful: Mapping[str, str]
    took: float
    dry_run: bool = False
    notes: tuple[Note, ...] = ()
    passed_over: tuple[Remark, ...] = ()


class Gaps(Record):
    """What is not known of the articles of an index, and where else facts came from.

    Attributes:
        articles: How many articles there are.
        origins: How many articles have their title, date, source and language from where,
            by these facts; most first.
        undated: The keys of articles without a date.
        without_source: The keys of articles without a source.
        doubtful: The keys of articles whose encoding is in doubt.
        in_doubtful_language: The keys of articles whose language is.
    """

    articles: int
    origins: Mapping[str, Mapping[str, int]]
    undated: tuple[str, ...]
    without_source: tuple[str, ...]
    doubtful: tuple[str, ...]
    in_doubtful_language: tuple[str, ...] = ()


class CorpusReport(Record):
    """What is missing in an index and its corpus.

    Attributes:
        update: What the last update could not read, or not wholly.
        gaps: What is not known of the articles.
    """

    update: UpdateReport
    gaps: Gaps
