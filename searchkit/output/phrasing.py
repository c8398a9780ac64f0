"""Numbers, times and dates in words, the same in every form of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Precision
from searchkit.late_patterns import late_pattern
from searchkit.limits import DEFAULT_READING_LIMITS

if TYPE_CHECKING:
    from searchkit.article import ArticleDate
    from searchkit.results import Hit

_LIMIT = late_pattern(r"(?<![^(])limits\.([a-z_]+)")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun; the plural of most has an s.

    >>> counted(1, "article"), counted(1200, "article"), counted(2, "query", "queries")
    ('1 article', '1,200 articles', '2 queries')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def articles_found(total: int, more: int) -> str:
    """Return how many articles have all words of a query, and how many others only some.

    >>> articles_found(3, 322), articles_found(1, 0)
    ('3 articles, and 322 with some of the words', '1 article')
    """
    others = f", and {more:,} with some of the words" if more else ""
    return counted(total, "article") + others


def also_in(hit: Hit) -> str:
    """Return in which other outlets the text of a hit is, and where it was first, if that is known.

    Where the first day is that of several, nobody was first.
    """
    own, first = hit.source, hit.copies[0]
    outlets = sorted({copy.source for copy in hit.copies if copy.source} - {own})
    if not outlets:
        return f"and {counted(len(hit.copies), 'more copy', 'more copies')}"
    named = outlets[0] if len(outlets) == 1 else counted(len(outlets), "outlet")
    if _is_before(first.date, hit.date):
        there = "there" if len(outlets) == 1 else f"in {first.source or 'an unnamed one'}"
        return f"also in {named}, first {there} on {first.date}"
    return f"also in {named}{', first here' if _is_before(hit.date, first.date) else ''}"


def _is_before(one: ArticleDate | None, other: ArticleDate | None) -> bool:
    """Whether it is certain that one date is before another."""
    if one is None or other is None:
        return False
    have_times = one.precision is other.precision is Precision.TIME
    return one < other if have_times else one.last_day < other.start.date()


def duration(seconds: float) -> str:
    """Return a time in the unit that suits it.

    >>> duration(0.0004), duration(0.0042), duration(1.26), duration(75)
    ('0.4 ms', '4 ms', '1.3 s', '1 min 15 s')
    """
    if seconds < 0.001:
        return f"{seconds * 1000:.1f} ms"
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def size(number: int) -> str:
    """Return a number of bytes in the unit that suits it, in powers of 1,000.

    >>> size(999), size(1500), size(2_340_000_000)
    ('999 bytes', '1.5 kB', '2.3 GB')
    """
    if number < 1000:
        return counted(number, "byte")
    power = 1
    while power < 4 and number >= 999.95 * 1000**power:
        power += 1
    return f"{number / 1000**power:.1f} {('kB', 'MB', 'GB', 'TB')[power - 1]}"


def period(first: ArticleDate | None, last: ArticleDate | None) -> str:
    """Return from when to when, or nothing where no date is known."""
    if first is None or last is None:
        return ""
    return str(first) if first == last else f"{first} to {last}"


def option_name(limit: str) -> str:
    """Return the option of the command that sets a limit of reading.

    >>> option_name("file_size")
    '--max-file-size'
    """
    return f"--max-{limit.replace('_', '-')}"


def with_options(text: str) -> str:
    """Return what the library says of a limit, with the limit named as the command names it.

    A limit that the command has no option for keeps its name.

    >>> with_options("has more than 5,000 bytes (limits.file_size)")
    'has more than 5,000 bytes (--max-file-size)'
    >>> with_options("did not end within 10 s (limits.time)")
    'did not end within 10 s (--time-limit)'
    """
    return _LIMIT.sub(lambda found: _OPTIONS.get(found[1], found[0]), text)


_OPTIONS = {name: option_name(name) for name in DEFAULT_READING_LIMITS.as_dict()}
_OPTIONS["time"] = "--time-limit"
