"""How much of a corpus is read at most.

Articles come from strangers, and a small file can unpack to a huge one. What
reading may cost is bounded here, in numbers that a program can change, and the
command by an option of the same name. What is beyond a limit is not read and is
reported with its file; the rest is read.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from searchkit.errors import ArgumentError

_MOST = 1_000_000_000  # positions in a text are numbers of 32 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingLimits:
    """The largest files and articles that are read, each number from 1 to a billion.

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
        inflation: How many times its size a gzip file may unpack to. Text grows by
            3 to 10, the most repetitive tables by 50; the most that gzip can do is 1,032.

    Raises:
        ArgumentError: A number is outside that range.
    """

    article_size: int = 64_000_000
    title_length: int = 10_000
    file_size: int = 256_000_000
    json_values: int = 5_000_000
    front_matter_size: int = 100_000
    inflation: int = 200

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not 0 < value <= _MOST:
                raise ArgumentError(
                    f"limits.{field.name} is {value:,}. It must be from 1 to {_MOST:,}.",
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


USUAL = ReadingLimits()
"""The limits where no others are given."""
