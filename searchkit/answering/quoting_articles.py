"""Who printed a quotation, and when: the same for every engine.

A view proposes articles by the shingles that it keeps. Their texts decide which of them have the
quotation (:mod:`searchkit.exploring.quotations`), and what stands before it whether it belongs
to the page: the same words before it in one outlet, more than a week apart, are not written for
two articles.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import UTC, date
from typing import TYPE_CHECKING

from searchkit import analysis, deadlines
from searchkit.article import Precision
from searchkit.errors import ArgumentError
from searchkit.exploring.quotations import as_quotation, in_common, is_same, quotations
from searchkit.exploring.quoted_words import LEAST_WORDS
from searchkit.quoting.quoted_passages import quoted_passage
from searchkit.records import NamedTuple
from searchkit.results import Copy
from searchkit.results.printings import PrintedQuotation, Printing
from searchkit.schema import NO_SOURCE, source_term
from searchkit.schema.outlet_identity import outlet_identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import tzinfo

    from searchkit.article import Article, ArticleDate
    from searchkit.engine import Reference, View
    from searchkit.exploring.quotations import Quotation
    from searchkit.query.filters import Filters
    from searchkit.query.nodes import Node

MOST_READ = 200
"""Articles that are read for one quotation, those first that have most of it."""

_WORDS_BEFORE = 15  # by which furniture is recognised
_BEFORE = 400  # characters that have so many words, nearly always
_DAYS = 7  # between which an article of its own may repeat these words
_GROUPS = 16  # of shingles that are looked at for each quotation that is asked for


class Read(NamedTuple):
    """An article that was read.

    Attributes:
        article: The article.
        prose: Its text without furniture.
        quotations: Its quotations.
        day: The day it was published on; None where it is not known to the day.
    """

    article: Article
    prose: str
    quotations: list[Quotation]
    day: date | None


class Found(NamedTuple):
    """A quotation in an article.

    Attributes:
        reference: What the view calls the article by.
        read: The article.
        quotation: The quotation there.
    """

    reference: Reference
    read: Read
    quotation: Quotation

    @property
    def text(self) -> str:
        """The quotation as the article has it, as one line."""
        spans = self.quotation.spans
        return " ".join(" ".join(self.read.prose[start:end] for start, end in spans).split())

    @property
    def outlet(self) -> str | None:
        """What all spellings of its outlet have in common; None where it has none."""
        term = source_term(self.read.article.source)
        return None if term == NO_SOURCE else outlet_identity(term)


class QuotationFinder:
    """Finds the articles that have quotations, and reads each of them once.

    Args:
        view: The view of the index.
        timezone: The zone in which a moment that no place is known of has a day.

    Attributes:
        has_left_out: Whether more articles may have a quotation than were read for it.
    """

    def __init__(self, view: View, timezone: tzinfo) -> None:
        self.has_left_out = False
        self._view = view
        self._timezone = timezone
        self._known: dict[Reference, Read] = {}

    def of_text(self, text: str) -> tuple[list[PrintedQuotation], int]:
        """Return the quotations in a text, or the text as one, and how many that are.

        Those that no article has are left out.

        Raises:
            ArgumentError: The text has too few words for a quotation.
        """
        asked = quotations(text) or [_as_quotation(text)]
        found = []
        for quotation in asked:
            spans = quotation.spans or ((0, len(text)),)
            said = " ".join(" ".join(text[start:end] for start, end in spans).split())
            if printings := list(self.alike(quotation, None)):
                found.append(self._printed(said, printings))
        return found, len(asked)

    def of_article(self, reference: Reference) -> tuple[list[PrintedQuotation], int]:
        """Return the quotations of an article that others have too, and how many it has."""
        read = self.read(reference)
        found = []
        for quotation in read.quotations:
            own = Found(reference, read, quotation)
            others = [
                other for other in self.alike(quotation, read.day) if other.reference != reference
            ]
            if others:
                found.append(self._printed(own.text, [own, *others]))
        return found, len(read.quotations)

    def about(
        self, node: Node, filters: Filters, *, limit: int
    ) -> tuple[list[PrintedQuotation], int]:
        """Return the quotations that most outlets share among the articles of a query.

        Args:
            node: The query; articles with some of its words side by side count, too.
            filters: What counts.
            limit: How many to return at most.
        """
        among = (node, filters)
        found: list[PrintedQuotation] = []
        covered: set[int] = set()
        groups = self._view.shared_shingles(*among, limit=limit * _GROUPS)
        for shingles, outlets, reference in groups:
            better = sum(one.outlets > 2 * outlets for one in found)
            if better >= limit:  # others share it slightly changed, but hardly so many
                break
            read = self.read(reference)
            for quotation in read.quotations:
                if len(quotation.shingles.intersection(shingles)) < 2:
                    continue
                if not covered.isdisjoint(quotation.shingles):
                    continue
                alike = self.alike(quotation, read.day, among)
                others = [one for one in alike if one.reference != reference]
                if others:
                    covered |= quotation.shingles
                    own = Found(reference, read, quotation)
                    found.append(self._printed(own.text, [own, *others]))
        found.sort(key=lambda one: (-one.outlets, -one.articles, one.text))
        return found[:limit], len(found)

    def alike(
        self, asked: Quotation, day: date | None, among: tuple[Node, Filters] | None = None
    ) -> Iterator[Found]:
        """Yield the articles that have a quotation, each once, where most of it is in common.

        Args:
            asked: The quotation.
            day: The day it was printed on; None: not known.
            among: A query and filters that the articles have to fulfil; None: nothing.
        """
        references = self._view.quoting(asked.kept(), limit=MOST_READ + 1, among=among)
        self.has_left_out |= len(references) > MOST_READ
        for reference in references[:MOST_READ]:
            read = self.read(reference)
            days = None if day is None or read.day is None else abs((day - read.day).days)
            same = [one for one in read.quotations if is_same(asked, one, days)]
            if same:
                best = max(same, key=lambda one: in_common(asked, one))
                yield Found(reference, read, best)

    def _printed(self, text: str, found: Sequence[Found]) -> PrintedQuotation:
        """Return a quotation with the articles that have it, in order."""
        furniture = _furniture(found)
        own = [one for one in found if one.reference not in furniture]
        days = [one.read.day for one in own if one.read.day is not None]
        first = min(days) if len(days) > 1 and not _may_be_earlier(own, min(days)) else None
        ordered = sorted(found, key=lambda one: _order(one, furniture))
        printings = []
        for one, *copies in self._folded(ordered, furniture):
            is_furniture = one.reference in furniture
            is_first = first is not None and one.read.day == first and not is_furniture
            printings.append(_printing(one, copies, is_first=is_first, is_furniture=is_furniture))
        return PrintedQuotation(
            text=text,
            printings=tuple(printings),
            articles=len(found),
            outlets=len({one.outlet for one in found} - {None}),
            first=first,
            last=max(days, default=None),
        )

    def _folded(
        self, found: Iterable[Found], furniture: set[Reference]
    ) -> Iterable[Sequence[Found]]:
        """Return articles in order, those with the same text together."""
        groups: list[list[Found]] = []
        group_of: dict[tuple[Reference, bool], list[Found]] = {}
        for one in found:
            is_furniture = one.reference in furniture
            group = group_of.get((one.reference, is_furniture))
            if group is None:
                group = []
                groups.append(group)
                if self._view.knows_copies:
                    alike = self._view.copies_of(one.reference)
                    group_of.update(((copy, is_furniture), group) for copy in alike)
            group.append(one)
        return groups

    def read(self, reference: Reference) -> Read:
        """Return an article with its quotations.

        Raises:
            SearchTimeoutError: Time is up.
        """
        read = self._known.get(reference)
        if read is None:
            deadlines.check()
            article = self._view.article(reference)
            prose = article.prose
            day = _day(article.date, self._timezone)
            read = self._known[reference] = Read(article, prose, quotations(prose), day)
        return read


def _as_quotation(text: str) -> Quotation:
    asked = as_quotation(text)
    if asked.length < LEAST_WORDS:
        raise ArgumentError(
            f"A quotation needs {LEAST_WORDS} words or more to be told from others, and this "
            f"has {asked.length}. Give more of it.",
            name="text",
            value=text,
        )
    return asked


def _day(dated: ArticleDate | None, timezone: tzinfo) -> date | None:
    """Return the day of a date; None where it is not known to the day."""
    if dated is None or dated.precision in {Precision.YEAR, Precision.MONTH}:
        return None
    if dated.precision is Precision.TIME and dated.offset == 0:
        with suppress(OverflowError):  # at the ends of the calendar
            return dated.start.replace(tzinfo=UTC).astimezone(timezone).date()
    return dated.start.date()


def _printing(
    one: Found, copies: Sequence[Found], *, is_first: bool, is_furniture: bool
) -> Printing:
    """Return an article that has a quotation, with those that have the same text."""
    article = one.read.article
    return Printing(
        key=article.key,
        title=article.title,
        source=article.source,
        date=article.date,
        day=one.read.day,
        passage=quoted_passage(one.read.prose, one.quotation.spans),
        spans=one.quotation.spans,
        is_first=is_first,
        is_furniture=is_furniture,
        copies=tuple(
            Copy(key=other.key, source=other.source, date=other.date, title=other.title)
            for other in (copy.read.article for copy in copies)
        ),
    )


def _may_be_earlier(found: Iterable[Found], first: date) -> bool:
    """Whether an article that is known to the month or the year may be of an earlier day."""
    return any(
        one.read.day is None and dated is not None and dated.start.date() < first
        for one in found
        for dated in [one.read.article.date]
    )


def _order(one: Found, furniture: set[Reference]) -> tuple[object, ...]:
    """Return what printings are sorted by."""
    article, day = one.read.article, one.read.day
    known = 0 if day else 1 if article.date else 2
    at = day or (article.date.start.date() if article.date else date.max)
    named = article.source is None, (article.source or "").casefold()
    return one.reference in furniture, known, at, named, article.key


def _furniture(found: Iterable[Found]) -> set[Reference]:
    """Return the articles of which a quotation belongs to the page."""
    alike = defaultdict(list)
    for one in found:
        start = one.quotation.spans[0].start
        words = analysis.words(one.read.prose[max(0, start - _BEFORE) : start])[-_WORDS_BEFORE:]
        if one.outlet is not None and len(words) == _WORDS_BEFORE:
            alike[one.outlet, tuple(words)].append(one)
    return {
        one.reference
        for group in alike.values()
        for days in [[one.read.day for one in group if one.read.day is not None]]
        if days and (max(days) - min(days)).days > _DAYS
        for one in group
    }
