"""An article, and where each thing known of it came from.

These are the records that the rest of the package passes around. They know
nothing of files, of the index or of any engine: an article that was read from
a folder and one that a search returned are the same record.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum
from functools import total_ordering

from searchkit.records import NamedTuple, Record


class Span(NamedTuple):
    """A stretch of a text, in characters (code points); ``end`` is excluded."""

    start: int
    end: int


class Precision(StrEnum):
    """How much of a publication date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    TIME = "time"


class Origin(StrEnum):
    """Where a fact about an article came from."""

    GIVEN = "given"  # by a person, for all articles of a file
    HEADER = "header"  # a line of a special form at the top of a text file
    FRONT_MATTER = "front matter"
    JSON = "json"
    TABLE = "table"  # a column of one
    FEED = "feed"  # an entry of a feed, or the feed itself
    PROPERTIES = "properties"  # what a file states beside its text
    REFERENCE = "reference"  # an entry of an export of references
    PATH = "path"  # the names of the file and its folders
    URL = "url"  # the article's address: its domain, or a date in it
    TEXT = "text"  # how the article speaks of itself
    HEADING = "heading"  # a title: what has the form of one, such as the largest letters
    FIRST_LINE = "first line"  # a title: the first line stands alone
    FIRST_SENTENCE = "first sentence"  # a title: no line stands alone
    DETECTED = "detected"  # a language: judged by the words of the text
    DOUBTFUL = "doubtful"  # a language: the likeliest of several by the words of the text
    JSON_LD = "json-ld"  # what a page declares for machines, by the names of schema.org
    META = "meta"  # what the head of a page declares
    MARKUP = "markup"  # an element of a page that says what it has: a time, microdata
    SHOWN = "shown"  # a date that a page shows and does not declare
    NONE = "none"  # not known


class Known(StrEnum):
    """How the encoding of a file is known."""

    DECLARED = "declared"
    MARK = "byte order mark"
    VALID = "valid UTF-8"  # which text in another encoding hardly ever is by chance
    GUESSED = "guessed"  # by how often which letters follow which
    DOUBTFUL = "doubtful"  # the likeliest of several, or some bytes mean nothing in it


class Encoding(Record):
    """How the bytes of an article's file were turned into text.

    Attributes:
        name: The name of the encoding, in lower case: ``utf-8``, ``windows-1252``.
        known: How it is known.

    >>> str(UTF_8)
    'utf-8 (valid UTF-8)'
    """

    name: str
    known: Known

    def __str__(self) -> str:
        """Return the name and how it is known."""
        return f"{self.name} ({self.known})"


UTF_8 = Encoding("utf-8", Known.VALID)
"""The encoding of nearly every file; text in ASCII is UTF-8 too."""


@total_ordering
class ArticleDate(Record):
    """The publication date of an article, as far as it is known.

    Attributes:
        start: The first second of the period that is known, as clocks showed it where the
            article was published; without a time zone.
        precision: How long that period is: a year, a month, a day, or a moment.
        offset: How far these clocks were ahead of UTC, in minutes, of a time that was given
            with a zone; None: not known. 0 is what a program writes that knows no place:
            such a time is a moment, and on another day elsewhere.

    >>> str(ArticleDate.of_month(2021, 3))
    '2021-03'
    >>> ArticleDate.of_month(2021, 2).last_day
    datetime.date(2021, 2, 28)
    """

    start: datetime
    precision: Precision
    offset: int | None = None

    def __lt__(self, other: ArticleDate) -> bool:
        """Whether the date sorts before another: they sort by their first moments."""
        return self._order() < other._order()

    def _order(self) -> tuple[datetime, Precision, int]:
        return self.moment, self.precision, -1 if self.offset is None else self.offset

    @classmethod
    def of_year(cls, year: int) -> ArticleDate:
        """Return the date of something known to the year."""
        return cls(datetime(year, 1, 1), Precision.YEAR)  # noqa: DTZ001 - no zone is known

    @classmethod
    def of_month(cls, year: int, month: int) -> ArticleDate:
        """Return the date of something known to the month."""
        return cls(datetime(year, month, 1), Precision.MONTH)  # noqa: DTZ001 - no zone is known

    @classmethod
    def of_day(cls, day: date) -> ArticleDate:
        """Return the date of something known to the day."""
        return cls(datetime.combine(day, time()), Precision.DAY)

    @classmethod
    def of_time(cls, moment: datetime) -> ArticleDate:
        """Return the date of something known to the second, with the offset of its zone.

        >>> str(ArticleDate.of_time(datetime.fromisoformat("2021-03-14T23:30:00-05:00")))
        '2021-03-14T23:30:00-05:00'
        """
        offset = moment.utcoffset()
        if offset is None:
            return cls(moment.replace(tzinfo=None, microsecond=0), Precision.TIME)
        minutes = round(offset.total_seconds() / 60)  # before 1972 some had seconds, too
        shown = moment.astimezone(timezone(timedelta(minutes=minutes)))
        return cls(shown.replace(tzinfo=None, microsecond=0), Precision.TIME, minutes)

    @property
    def moment(self) -> datetime:
        """The first second in UTC; as clocks showed it, where no offset is known."""
        return self.start - timedelta(minutes=self.offset or 0)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        day = self.start.date()
        if self.precision is Precision.YEAR:
            return day.replace(month=12, day=31)
        if self.precision is Precision.MONTH:
            return last_of_month(day.year, day.month)
        return day

    def __str__(self) -> str:
        """Return the date in ISO 8601, no more precise than it is known."""
        if self.precision is Precision.TIME:
            return self.start.isoformat() + _written(self.offset)
        length = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}[self.precision]
        return self.start.date().isoformat()[:length]


def _written(offset: int | None) -> str:
    """Return the offset of a time as ISO 8601 writes it, or nothing where none is known."""
    if not offset:
        return "" if offset is None else "Z"
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month, from 1 to 12."""
    if month == 12:  # there may be no year behind it
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


class Origins(Record, kw_only=True):
    """Where the facts about an article came from.

    Attributes:
        title: Where its title came from.
        date: Where its date came from.
        source: Where its source came from.
        language: Where its language came from.
        encoding: The encoding that its text was read in; None: it was not read from a file.
    """

    title: Origin = Origin.NONE
    date: Origin = Origin.NONE
    source: Origin = Origin.NONE
    language: Origin = Origin.NONE
    encoding: Encoding | None = None


class Facts(Record, kw_only=True):
    """What is known of an article besides its text: what a list of hits shows.

    The attributes are those of :class:`Article`.
    """

    key: str
    title: str
    path: str
    date: ArticleDate | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    origins: Origins = Origins()


class Article(Record, kw_only=True):
    """One article of a corpus.

    Attributes:
        key: The name of the article in its corpus, which stays the same unless
            its file is renamed: the path, and for a file of several articles ``#`` and
            the record's own id or its number from 1.
        title: The headline; never empty.
        text: The article itself, without its headline and header lines;
            furniture of the page is still in it. Line ends are ``\\n``.
        path: The path of the file, relative to the corpus, with ``/`` as separator.
        date: When it was published, or None.
        source: The outlet that published it, or None.
        authors: Their names, in the order given.
        url: The address it was published at, or None.
        language: ISO 639-1 code of the language. An article that was read from a
            file has what the file declares, or None; one that comes from an index
            also has what was detected, or None if the text is too short to tell.
        furniture: The spans of ``text`` that belong to the page and not to the
            article, in order and without overlap. They are shown with the
            article but are not searched, ranked or quoted.
        origins: Where title, date, source and language came from, and how the text was read.
        is_as_is: Whether a person set that the text stays as it is stored: nothing is furniture.
    """

    key: str
    title: str
    text: str
    path: str
    date: ArticleDate | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    furniture: tuple[Span, ...] = ()
    origins: Origins = Origins()
    is_as_is: bool = False

    def __repr__(self) -> str:
        return f"Article({self.key!r}, {self.title!r})"

    @property
    def facts(self) -> Facts:
        """All but the text and what is furniture in it."""
        return Facts(
            key=self.key,
            title=self.title,
            path=self.path,
            date=self.date,
            source=self.source,
            authors=self.authors,
            url=self.url,
            language=self.language,
            origins=self.origins,
        )

    @property
    def prose(self) -> str:
        """The text with its furniture blanked out by spaces, so that spans fit both."""
        if not self.furniture:
            return self.text
        parts = []
        end = 0
        for span in self.furniture:
            parts += [self.text[end : span.start], " " * (span.end - span.start)]
            end = span.end
        parts.append(self.text[end:])
        return "".join(parts)
