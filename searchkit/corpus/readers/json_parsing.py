"""Texts in JSON, parsed: one value, one a line, or one after another.

What programs write is not always what its name says: exports named ``.json`` hold a
value a line, and results of several requests are put together into one file. All
that can be told apart without a guess is read.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, NamedTuple

from searchkit.corpus.encoding.decoding import ContentError
from searchkit.corpus.readers.json_salvage import DECODER, Following, after_gap, refused, salvaged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from searchkit.limits import ReadingLimits


_SEAM = re.compile(r"\}\s*\{")  # of objects one after another; those of lists have commas


class Parsed(NamedTuple):
    """A value of a text, or what is wrong with it; and where it stands.

    Attributes:
        value: The value, or the error.
        line: The number of its line where each has one of its own, from 1; else None.
    """

    value: object
    line: int | None = None


def parse(text: str, limits: ReadingLimits, *, one_of_many: bool = False) -> object:
    """Return the value of a text in JSON.

    Args:
        text: The text.
        limits: How much is read at most.
        one_of_many: Whether it is one line of a file, whose number is told elsewhere.

    Raises:
        ContentError: It is not JSON, or too much of it.
    """
    _check_size(text, limits)
    try:
        return DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise refused(error, one_of_many=one_of_many) from error


def parse_all(text: str, limits: ReadingLimits) -> list[Parsed] | Iterator[Parsed]:
    """Return the values of a text in JSON: one, or several that follow one another.

    Args:
        text: The text, not blank.
        limits: How much is read at most.

    Raises:
        ContentError: It is no JSON at all, or too much of it.
    """
    _check_size(text, limits)
    try:
        return [Parsed(DECODER.decode(text))]
    except (ValueError, RecursionError) as error:
        if has_a_value_a_line(text):
            return _parse_lines(text, limits)
        if _has_more_than_one(text):
            return _parse_one_after_another(text)
        if (value := salvaged(text)) is not None:
            return [Parsed(value)]
        if text.lstrip("\ufeff \n").startswith("{") and _SEAM.search(text):
            return _parse_one_after_another(text)
        raise refused(error, one_of_many=False) from error


def parse_line(line: str, limits: ReadingLimits) -> object:
    """Return the value of one line of several; a comma may stand behind it.

    Raises:
        ContentError: It is not JSON, or too much of it.
    """
    bare = line.strip()
    return parse(bare[:-1] if bare.endswith((",", "\x1e")) else bare, limits, one_of_many=True)


def parse_all_of_line(line: str, limits: ReadingLimits) -> Iterator[object]:
    """Yield the value of a line; of a line with several or with a broken list, what is whole.

    For what is broken, an error is yielded.

    Raises:
        ContentError: Nothing of it is whole.
    """
    try:
        yield parse_line(line, limits)
    except ContentError:
        if _has_more_than_one(line):
            for each in _parse_one_after_another(line, one_of_many=True):
                yield each.value
        elif (value := salvaged(line, one_of_many=True)) is not None:
            yield value
        else:
            raise


def has_a_value_a_line(text: str) -> bool:
    """Tell whether each line of a text begins an object of its own."""
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if len(lines) < 2 or lines[0].rstrip().endswith(("[", "{")):
        return False
    return all(line.lstrip().startswith("{") for line in lines)


def is_one_value(head: bytes) -> bool:
    """Tell whether JSON begins with a value that goes on behind its first line.

    Args:
        head: Whole lines of it, in UTF-8.
    """
    first = head.removeprefix(BOM_UTF8).lstrip().partition(b"\n")[0].rstrip()
    return first.startswith((b"[", b"{")) and (
        first.endswith((b"[", b"{")) or (first.startswith(b"[") and first.endswith(b","))
    )


def _has_more_than_one(text: str) -> bool:
    """Tell whether a whole value stands at the beginning of a text, and more behind it."""
    try:
        value, end = DECODER.raw_decode(text, after_gap(text, 0))
    except (ValueError, RecursionError):
        return False
    following = after_gap(text, end)
    return isinstance(value, (dict, list)) and text[following : following + 1] in ("{", "[")


def _parse_lines(text: str, limits: ReadingLimits) -> Iterator[Parsed]:
    """Yield the value of each line that is not blank."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line or line.isspace():
            continue
        try:
            yield Parsed(parse_line(line, limits), number)
        except ContentError as error:
            yield Parsed(error, number)


def _parse_one_after_another(text: str, *, one_of_many: bool = False) -> Iterator[Parsed]:
    """Yield values that follow one another, behind a broken one the next that begins likewise."""
    fields: AbstractSet[str] = frozenset()
    position = after_gap(text, 0)
    following = Following(text, position)
    while position < len(text):
        try:
            value, end = DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            yield Parsed(refused(error, one_of_many=one_of_many))
            end = following.behind(position, fields)
        else:
            fields = value.keys() if isinstance(value, dict) else fields
            yield Parsed(value)
        position = after_gap(text, end)


def _check_size(text: str, limits: ReadingLimits) -> None:
    most = limits.json_values
    if len(text) > most and sum(map(text.count, ",[{")) > most:
        raise ContentError(limits.passed("json_values", "may hold more than {} values"))
