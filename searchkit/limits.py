"""How much is read of what comes from strangers: of a corpus, and of a query.

A small file can unpack to a huge one, and a query can be pasted from anywhere. What
reading may cost is bounded here, in numbers that a program can change. What is beyond
a limit is not read and is reported with the name of the limit; the rest is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.errors import ArgumentError
from searchkit.records import Record

_MOST = 1_000_000_000  # positions in a text are numbers of 32 bits


class ReadingLimits(Record, kw_only=True):
    """The largest files and articles that are read, each number from 1 to a billion.

    The command has an option for each.

    Attributes:
        article_size: Characters of an article, with its title and everything else
            known about it. The longest novels have a sixth of that.
        title_length: Characters of a title.
        file_size: Bytes, unpacked, of a file that is read whole, or of one line
            of JSON lines. Reading takes several times as much memory.
        json_values: Values in a JSON file, or in one line of JSON lines, judged by
            its commas and brackets. Each may take 200 bytes of memory, however
            short it is.
        front_matter_size: Characters of the front matter of a Markdown file.
        inflation: How many times its size a packed file may unpack to. Text grows by
            3 to 10, the most repetitive tables by 50; the most that gzip can do is 1,032.
        archive_files: Files in an archive, those of archives in it included.
        elements: Elements of a page, or of any other file made of marked-up parts. What reads
            pages takes time by the square of their number.
        nesting: Elements within elements; of a page no more than 250, whatever is said here.
        reader_seconds: Seconds that what reads a file in a process of its own may take for one
            article.
        reader_memory: Megabytes of memory that such a process may have.

    Raises:
        ArgumentError: A number is outside that range.
    """

    article_size: int = 64_000_000
    title_length: int = 10_000
    file_size: int = 256_000_000
    json_values: int = 5_000_000
    front_matter_size: int = 100_000
    inflation: int = 200
    archive_files: int = 1_000_000
    elements: int = 250_000
    nesting: int = 1_000
    reader_seconds: int = 60
    reader_memory: int = 2_000

    if not TYPE_CHECKING:  # type checkers know its arguments from the fields

        def __init__(self, **limits: int) -> None:
            super().__init__(**limits)
            for name, value in limits.items():
                if not 0 < value <= _MOST:
                    raise ArgumentError(
                        f"limits.{name} is {value:,}. It must be from 1 to {_MOST:,}.",
                        name="limits",
                        value=value,
                    )

    def passed(self, name: str, what: str) -> str:
        """Return what is said of something beyond a limit.

        Args:
            name: The limit.
            what: What is true of it, with a pair of braces in place of the number.

        >>> ReadingLimits().passed("title_length", "has a title of more than {} characters")
        'has a title of more than 10,000 characters (limits.title_length)'
        """
        number = f"{getattr(self, name):,}"
        return f"{what.format(number)} (limits.{name})"


class Limits(Record):
    """The largest query that is read; what is beyond it is an error in a strict reading.

    Attributes:
        length: Characters of its text.
        nesting: Brackets within brackets.
        clauses: Words, patterns and values, all counted.
        distance: Words between the words of a phrase, or of NEAR and BEFORE.
        boost: How many times a part may count.
        notes: Notes on how a query was read; the rest are only counted.
        time: Seconds that a search may take, 0 or more; None: as long as it takes. The words
            that a pattern matches are looked for in half of it. Hits that are not quoted by then
            have no passages. A note says what was cut short, and what would be wrong so is
            an error.
    """

    length: int = 20_000
    nesting: int = 32
    clauses: int = 1_024
    distance: int = 1_000
    boost: float = 1_000.0
    notes: int = 20
    time: float | None = None


DEFAULT_READING_LIMITS = ReadingLimits()
"""The limits of reading a corpus where no others are given."""

DEFAULT_LIMITS = Limits()
"""The limits of a query where no others are given."""
