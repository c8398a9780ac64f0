"""Texts in JSON, parsed: one value, one a line, or one after another.

What programs write is not always what its name says: exports named ``.json`` hold a
value a line, and results of several requests are put together into one file. All
that can be parted without a guess is read, and of broken lists what is whole.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.readers.json_salvage import (
    DECODER,
    after_gap,
    refused,
    salvaged,
    values_from,
)
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.limits import ReadingLimits


_SEAM = re.compile(r"\}\s*\{")  # of objects one after another; those of lists have commas


class Parsed(NamedTuple):
    """A value of a text, or what is wrong with it.

    Attributes:
        value: The value, or the error.
        line: The number of its line where each has one of its own, from 1; else None.
    """

    value: object
    line: int | None = None


def parse_all(
    text: str, limits: ReadingLimits, *, one_of_many: bool = False
) -> list[Parsed] | Iterator[Parsed]:
    """Return the only value of a text in JSON, in a list, or the several that follow one another.

    Args:
        text: The text, not blank.
        limits: How much is read at most.
        one_of_many: Whether it is one line of a file, whose number the caller knows.

    Raises:
        ContentError: It is no JSON at all, or too much of it.
    """
    most = limits.json_values
    if len(text) > most and sum(map(text.count, ",[{")) > most:
        raise ContentError(limits.passed("json_values", "may hold more than {} values"))
    try:
        return [Parsed(DECODER.decode(text))]
    except (ValueError, RecursionError) as error:
        if has_a_value_a_line(text):
            return _values_of_lines(text, limits)
        several = (Parsed(value) for value, _ in values_from(text, one_of_many=one_of_many))
        if _has_more_than_one(text):
            return several
        if (value := salvaged(text, one_of_many=one_of_many)) is not None:
            return [Parsed(value)]
        is_seamed = text.lstrip("\ufeff \n").startswith("{") and _SEAM.search(text)
        if is_seamed and not one_of_many:
            return several
        raise refused(error, one_of_many=one_of_many) from error


def has_a_value_a_line(text: str) -> bool:
    """Whether each line of a text begins an object of its own."""
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if len(lines) < 2 or lines[0].rstrip().endswith(("[", "{")):
        return False
    return all(line.lstrip().startswith("{") for line in lines)


def is_one_value(head: bytes) -> bool:
    """Whether JSON begins with a value that goes on behind its first line.

    Args:
        head: Whole lines of it, in UTF-8.
    """
    first = head.removeprefix(BOM_UTF8).lstrip().partition(b"\n")[0].rstrip()
    return first.startswith((b"[", b"{")) and (
        first.endswith((b"[", b"{")) or (first.startswith(b"[") and first.endswith(b","))
    )


def _has_more_than_one(text: str) -> bool:
    """Whether a text begins with a whole value, and has more behind it."""
    try:
        value, end = DECODER.raw_decode(text, after_gap(text, 0))
    except (ValueError, RecursionError):
        return False
    return isinstance(value, (dict, list)) and text.startswith(("{", "["), after_gap(text, end))


def _values_of_lines(text: str, limits: ReadingLimits) -> Iterator[Parsed]:
    """Yield the values of each line that is not blank."""
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            if bare := line.strip():
                for value, _ in parse_all(bare.removesuffix(","), limits, one_of_many=True):
                    yield Parsed(value, number)
        except ContentError as error:
            yield Parsed(error, number)
