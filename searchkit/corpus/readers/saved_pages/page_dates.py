"""The day on which a page was published, as far as the page tells.

1. Where a page declares a date, in JSON-LD, in its head, in microdata, in its address or in an
   element of published times, what is declared votes, and htmldate with it, which knows many more
   places that may have a date.
2. Else htmldate answers from whatever there is, free text and names of pictures included, and is
   wrong as often as not. Its answer stands where a reader of the page would see that day: near
   the headline, in an element that is named after dates, or as the only one of the page.
3. If its answer says when the page was changed, the day beside the headline counts instead, or the
   only one that is shown; and so does the day beside it where nobody sees htmldate's.
4. Else there is none.

`python -m benchmarks reading` counts the days that are right. A day is taken as it was written,
not as Greenwich has it. Where one moment is declared both in Greenwich's time and in that of the
place, the place's counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from searchkit.article import ArticleDate, Origin, Precision
from searchkit.corpus.facts.paths import date_in_address
from searchkit.corpus.facts.publication_dates import parse_date
from searchkit.corpus.readers.saved_pages.page_declarations import value_of
from searchkit.corpus.readers.saved_pages.shown_days import shown_days
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from searchkit.corpus.readers.saved_pages.page_declarations import Declarations

# Plain names of `meta` elements that say when a page was published; then when that was, or when
# it was changed; then when it was changed.
_PUBLISHED = """
    analyticsattributesarticledate articledateoriginal articlepostdate articlepublicationdate
    articlepublished articlepublisheddate articlepublishedtime btpubdate citationdate
    citationpublicationdate contentcreatedate cxenseparserecspublishtime datepublished dateposted
    dcdatecreated dcdateissued dcdatepublication dcsextarticlefirstpublished dctermscreated
    dctermsissued displaydate mediatorpublishedtime ogarticlepublished ogarticlepublishedtime
    ogdatepublished ogpubdate ogpublishdate ogpublishedtime originalpublicationdate
    parselypubdate pdate ptime pubdate publicationdate publishdate publisheddate publishedtime
    publishtime rbpubdate rnewsdatepublished sailthrudate shareaholicarticlepublishedtime
    twtpublishedat vrpublishedtime
""".split()
_LOOSE = "date dcdate dctermsdate created datecreated dccreated timestamp".split()
_CHANGED = """
    articlemodified articlemodifiedtime datemodified dcmodified dctermsmodified lastmodified
    lastmod modified modifiedtime ogarticlemodifiedtime ogmodifiedtime ogupdatedtime revised
    updatedtime
""".split()

_PUBLISHED_TIME = re.compile(
    r"\b(?:published|entry-date|entry-time|pubdate|post-date|date-published|dt-published)\b"
)
_MOST_TIMES = 1000
_ZONE = re.compile(r" ?(?:Z|(?!AM|PM)[A-Z]{3,4}|(?<=[\d ])[+-]\d{2}:?\d{2})\Z", re.ASCII)
_DAY_IN_PART = re.compile(r"/(\d{1,2}[-.]\d{1,2}[-.]\d{4})(?=/|\Z)", re.ASCII)

# How much each place counts.
_ITEM, _DECLARED, _OF_HTMLDATE, _PUBLISHED_ELEMENT, _ELEMENT, _UNCERTAIN = 3.2, 3, 2, 1.5, 1, 0.5
_LESS_IN_GREENWICH = 0.1  # where a page was published, it may have been another day
_FARTHEST = timedelta(hours=14)  # a zone from Greenwich
_STEP = timedelta(minutes=15)  # between zones


class PageDate(NamedTuple):
    """The date of a page.

    Attributes:
        day: The day, where the page was published.
        date: The same, as exactly as it is known.
        origin: Where it is known from.
    """

    day: date
    date: ArticleDate
    origin: Origin


class _Vote(NamedTuple):
    """What one place of a page says of when it was published.

    Attributes:
        said: What it says.
        clock: The day and the time as they were written.
        weight: How much it counts.
        origin: What kind of place it is.
    """

    said: str
    clock: datetime
    weight: float
    origin: Origin

    @property
    def is_in_greenwich(self) -> bool:
        """Whether the time is Greenwich's."""
        return self.said.endswith(("Z", "UTC", "GMT", "+00:00", "+0000"))


class _Times(NamedTuple):
    """The days in `time` and `abbr` elements."""

    published: list[_Vote]
    any: list[_Vote]
    abbreviated: AbstractSet[date]


def page_date(
    tree: HtmlElement,
    declared: Declarations,
    addresses: Sequence[str],
    headings: Sequence[HtmlElement],
) -> PageDate | None:
    """Return the date on which a page was published, or None.

    Args:
        tree: The page.
        declared: What it declares.
        addresses: Addresses that it has, or was saved from.
        headings: Elements that may be its headline.
    """
    times = _times(tree)
    votes = [*_declared(declared), *_in_addresses(addresses), *times.published]
    guess = _guess(tree, addresses)
    if votes:
        loose = _first(declared, _LOOSE, _UNCERTAIN)
        return _elected([*votes, *times.any, *loose], guess)
    if guess is None:
        return None
    changed = {vote.clock.date() for vote in _first(declared, (*_CHANGED, *_LOOSE), 0)}
    shown = shown_days(tree, headings)
    if guess in changed or guess in times.abbreviated:
        day = shown.nearest or shown.only
    else:
        seen = {*shown.near, *shown.marked, shown.only}
        seen.update(vote.clock.date() for vote in times.any)
        day = guess if guess in seen else shown.nearest
    return PageDate(day, ArticleDate.of_day(day), Origin.SHOWN) if day else None


def _vote(said: object, weight: float, origin: Origin) -> Iterator[_Vote]:
    """Yield what one place says, if it is a day or a time."""
    if not isinstance(said, str):
        return
    said = " ".join(said.split())
    found = parse_date(_ZONE.sub("", said))
    if found and found.precision in (Precision.DAY, Precision.TIME):
        yield _Vote(said, found.start, weight, origin)


def _first(declared: Declarations, names: Iterable[str], weight: float) -> Iterator[_Vote]:
    """Yield what the first `meta` element says of those that have the names.

    One that has the time of the place comes before one that has Greenwich's.
    """
    values = (value for name in names for value in declared.metas.get(name, ()))
    votes = [vote for value in values for vote in _vote(value, weight, Origin.META)]
    yield from sorted(votes, key=lambda vote: vote.is_in_greenwich)[:1]


def _declared(declared: Declarations) -> Iterator[_Vote]:
    """Yield what a page declares: once in JSON-LD, once in its head, once in microdata."""
    said = (one.get("datePublished") for one in declared.objects)
    yield from _only_first(vote for one in said for vote in _vote(one, _DECLARED, Origin.JSON_LD))
    yield from _first(declared, _PUBLISHED, _DECLARED)
    items = declared.items.get("datepublished", ())
    yield from _only_first(vote for one in items for vote in _vote(one, _ITEM, Origin.MARKUP))


def _in_addresses(addresses: Iterable[str]) -> Iterator[_Vote]:
    """Yield the first day that an address has."""
    for address in addresses:
        found = date_in_address(address)
        if found is None or found.precision is not Precision.DAY:
            part = _DAY_IN_PART.search(address)
            found = parse_date(part[1].replace("-", ".")) if part else None
        if found and found.precision is Precision.DAY:
            yield _Vote("", found.start, _DECLARED, Origin.URL)
            return


def _times(tree: HtmlElement) -> _Times:
    """Return the days in elements for times; of several, none is that of the page."""
    published: dict[date, _Vote] = {}
    of_time: dict[date, _Vote] = {}
    abbreviated: set[date] = set()
    for number, element in enumerate(tree.iter("time", "abbr")):
        if number == _MOST_TIMES:
            break
        for vote in _vote(value_of(element), _ELEMENT, Origin.MARKUP):
            day = vote.clock.date()
            if element.tag == "time":
                of_time.setdefault(day, vote)
            else:
                abbreviated.add(day)
            if _PUBLISHED_TIME.search(element.get("class", "")) or "pubdate" in element.attrib:
                published.setdefault(day, vote._replace(weight=_PUBLISHED_ELEMENT))
    return _Times(
        list(published.values()) if len(published) == 1 else [],
        list(of_time.values()) if len(of_time) == 1 else [],
        abbreviated,
    )


def _only_first(votes: Iterator[_Vote]) -> Iterator[_Vote]:
    """Yield no more than one vote."""
    yield from (vote for vote, _ in zip(votes, "1", strict=False))


def _guess(tree: HtmlElement, addresses: Sequence[str]) -> date | None:
    """Return what htmldate makes of a page."""
    from htmldate import find_date

    address = next(iter(addresses), None)
    found = find_date(tree, original_date=True, url=address)
    return date.fromisoformat(found) if found else None


def _elected(votes: Sequence[_Vote], guess: date | None) -> PageDate:
    """Return the date with the most votes."""
    counted: dict[date, float] = defaultdict(float)
    days = [_day(vote, votes) for vote in votes]
    for vote, day in zip(votes, days, strict=True):
        counted[day] += vote.weight - (_LESS_IN_GREENWICH if vote.is_in_greenwich else 0)
    if guess:
        counted[guess] += _OF_HTMLDATE
    day = max(counted, key=lambda one: counted[one])
    for vote in sorted(votes, key=lambda one: one.clock.time() == time()):  # those with times first
        if vote.clock.date() == day:
            date_said = parse_date(vote.said) or ArticleDate.of_day(day)
            return PageDate(day, date_said, vote.origin)
    return PageDate(day, ArticleDate.of_day(day), Origin.SHOWN)


def _day(vote: _Vote, votes: Sequence[_Vote]) -> date:
    """Return the day of a vote; of a moment in Greenwich's time, that which the place says."""
    if vote.is_in_greenwich:
        for other in votes:
            apart = abs(other.clock - vote.clock)
            is_same = timedelta() < apart <= _FARTHEST and not apart % _STEP
            if is_same and not other.is_in_greenwich and other.clock.time() != time():
                return other.clock.date()
    return vote.clock.date()
