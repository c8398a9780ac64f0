"""Texts in JSON, parsed: one value, one a line, or one after another.

What programs write is not always what its name says: exports named ``.json`` hold a
value a line, and results of several requests are put together into one file. All
that can be told apart without a guess is read.
"""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from typing import TYPE_CHECKING, NamedTuple

from searchkit.corpus.decoding import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.limits import ReadingLimits

_DECODER = json.JSONDecoder(strict=False)  # line breaks within texts do no harm
_BETWEEN = re.compile(r"[\s,\x1e\ufeff]*")  # RFC 7464 parts texts by record separators
_NEXT_VALUE = re.compile(r"\n(?=[{\[])")
_LIST = re.compile(r"[\s\ufeff]*\[(?:[ \t]*\n)*([ \t]*)(?={)")


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
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise _refused(error, one_of_many=one_of_many) from error


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
        return [Parsed(_DECODER.decode(text))]
    except (ValueError, RecursionError) as error:
        if has_a_value_a_line(text):
            return _parse_lines(text, limits)
        if _has_more_than_one(text):
            return _parse_one_after_another(text)
        if records := _parse_broken_list(text):
            return records
        raise _refused(error, one_of_many=False) from error


def parse_line(line: str, limits: ReadingLimits) -> object:
    """Return the value of one line of several; a comma may stand behind it.

    Raises:
        ContentError: It is not JSON, or too much of it.
    """
    bare = line.strip()
    return parse(bare[:-1] if bare.endswith((",", "\x1e")) else bare, limits, one_of_many=True)


def has_a_value_a_line(text: str) -> bool:
    """Tell whether each line of a text begins an object of its own."""
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    return len(lines) > 1 and all(line.lstrip().startswith("{") for line in lines)


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
        value, end = _DECODER.raw_decode(text, _after_gap(text, 0))
    except (ValueError, RecursionError):
        return False
    following = _after_gap(text, end)
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


def _parse_one_after_another(text: str) -> Iterator[Parsed]:
    """Yield values that follow one another, behind a broken one the next that begins a line."""
    position = _after_gap(text, 0)
    while position < len(text):
        try:
            value, end = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            yield Parsed(_refused(error, one_of_many=False))
            following = _NEXT_VALUE.search(text, position)
            end = following.end() if following else len(text)
        else:
            yield Parsed(value)
        position = _after_gap(text, end)


def _parse_broken_list(text: str) -> list[Parsed] | Iterator[Parsed] | None:
    """Return the records of a list that is no JSON as a whole; None where there are none.

    Behind a broken one comes the next that begins a line as the first one does. A list
    that is whole but for its commas is one value.
    """
    start = _LIST.match(text)
    if start is None:
        return None
    following = re.compile(rf"\n{start[1]}(?={{)")
    found: list[Parsed] = []
    position = start.end()
    while position < len(text) and text[position] != "]":
        try:
            value, end = _DECODER.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            found.append(Parsed(_refused(error, one_of_many=False)))
            next_one = following.search(text, position)
            end = next_one.end() if next_one else len(text)
        else:
            found.append(Parsed(value))
        position = _after_gap(text, end)
    values = [each.value for each in found if not isinstance(each.value, ContentError)]
    if len(values) == len(found) and position < len(text):
        return [Parsed(values)]
    return iter(found) if values else None


def _after_gap(text: str, position: int) -> int:
    """Return where what parts two values ends."""
    gap = _BETWEEN.match(text, position)
    return gap.end() if gap else position


def _check_size(text: str, limits: ReadingLimits) -> None:
    most = limits.json_values
    if len(text) > most and sum(map(text.count, ",[{")) > most:
        raise ContentError(limits.passed("json_values", "may hold more than {} values"))


def _refused(error: Exception, *, one_of_many: bool) -> ContentError:
    """Return what an error of parsing means for the file."""
    if isinstance(error, json.JSONDecodeError):
        line = "" if one_of_many else f"line {error.lineno} "
        said = error.msg.removesuffix(" at")  # some of them end so, before the place
        return ContentError(f"is not valid JSON: {said} at {line}column {error.colno}")
    if isinstance(error, RecursionError):
        return ContentError("is not valid JSON: it is nested too deeply")
    # A number of thousands of digits.
    return ContentError("is not valid JSON: it has a number that is too long")
