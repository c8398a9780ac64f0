"""Lines at places -> paragraphs, and which of them is the title.

Where a paragraph ends shows in where its lines are: the next line is indented or further away, or
its first word would have had room in this one. A paragraph goes on in the next column and on the
next page. A word that was broken at the end of a line is put together, unless the hyphen is
its own.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from searchkit.corpus.facts.titles import ends_sentence
from searchkit.corpus.readers.pdf.pdf_lines import Line
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_OTHER_SIZE = 1.12  # times the size, from which on two lines are of two paragraphs
_FURTHER = 1.35  # times the usual distance of two lines
_INDENT = 0.8  # ems
_ROOM = 0.5  # ems that are left beside the word that would have had room
_RAISED = 0.7  # ems that a piece of a line may be higher or lower than the others
_SPACE = 0.15  # ems between two pieces of which one is a space
_TITLE_SIZE = 1.2  # times the size of the text
_NEXT_SIZE = 0.8  # times the size of the title; what is larger might be the title as well
_LONGEST_TITLE = 4  # lines
_ITEM = re.compile(r"[•▪◦‣·*–—-]\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d+)*\.? ")  # a chapter, of several
_END_OF_QUESTION = re.compile(r"[!?:][\"'”’»)]*\Z")
_JOINED = re.compile(r"[\w:/][–/-]\Z")  # `2018–` and an address go on without a space
_LAST_PART = re.compile(r"[^\W\d_]+\Z")
_FIRST_PART = re.compile(r"[^\W\d_]+")
_HYPHENATED = re.compile(r"[^\W\d_]+-[^\W\d_]+")


class Paragraph(NamedTuple):
    """A paragraph.

    Attributes:
        text: Its text; a line of its own in it follows a line end.
        size: The size of its first line, in points.
        lines: How many lines it has on the page.
        page: The page that it begins on, from 0.
    """

    text: str
    size: float
    lines: int
    page: int


class _Placed(NamedTuple):
    """A line and what is around it.

    Attributes:
        line: The line.
        page: Its page, from 0.
        run: The number of the stretch of lines beneath each other that it is in.
    """

    line: Line
    page: int
    run: int


class _Run(NamedTuple):
    """A stretch of lines of one size beneath each other.

    Attributes:
        left: Where most of its lines begin.
        right: Where its longest line ends.
        leading: The usual distance between two of its lines, in points.
    """

    left: float
    right: float
    leading: float


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Return the paragraphs of some pages.

    Args:
        pages: The lines of each page, in the order in which they are read.
    """
    placed = list(_placed([_whole_lines(page) for page in pages]))
    runs = _runs(placed)
    hyphenated = _hyphenated(placed)
    paragraphs: list[Paragraph] = []
    begun: list[str] = []
    first: _Placed | None = None
    count = 0
    for number, one in enumerate(placed):
        before = placed[number - 1] if number else None
        gap = _gap(before, one, runs) if before else "\n\n"
        if gap == "\n\n":
            if first:
                paragraphs.append(Paragraph("".join(begun), first.line.size, count, first.page))
            begun, first, count = [one.line.text], one, 0
        elif before and before.line.is_broken:
            begun.append(_rest_of_word(begun[-1], one.line.text, hyphenated))
        else:
            is_joined = gap == " " and _JOINED.search(begun[-1])
            begun.append(one.line.text if is_joined else gap + one.line.text)
        count += 1
    if first:
        paragraphs.append(Paragraph("".join(begun), first.line.size, count, first.page))
    return paragraphs


def title_in(paragraphs: Sequence[Paragraph]) -> str | None:
    """Return the title that the first page shows, if it is certain.

    It is the only paragraph in the largest letters of the page, which are larger than those
    of the text and clearly larger than the next ones.
    """
    sizes: Counter[float] = Counter()
    for one in paragraphs:
        sizes[one.size] += len(one.text)
    shown = [one for one in paragraphs if one.page == 0 and _has_words(one.text)]
    if not shown or len(sizes) < 2:
        return None
    largest = max(one.size for one in shown)
    titles = [one for one in shown if one.size == largest]
    others = [one.size for one in shown if one.size < largest]
    is_title = (
        len(titles) == 1
        and titles[0].lines <= _LONGEST_TITLE
        and " " in titles[0].text
        and not _NUMBERED.match(titles[0].text)
        and largest >= _TITLE_SIZE * sizes.most_common(1)[0][0]
        and all(size < _NEXT_SIZE * largest for size in others)
    )
    return " ".join(titles[0].text.split()) if is_title else None


def _whole_lines(page: Sequence[Line]) -> list[Line]:
    """Return lines with the pieces put back that are raised or lowered in them, as in `4th`."""
    lines: list[Line] = []
    for line in page:
        if lines and (gap := _gap_within(lines[-1], line)) is not None:
            before = lines[-1]
            larger = max(before, line, key=lambda one: one.size)
            lines[-1] = Line(
                before.text + gap + line.text,
                before.left,
                line.right,
                larger.bottom,
                larger.size,
                line.is_broken,
            )
        else:
            lines.append(line)
    return lines


def _gap_within(before: Line, line: Line) -> str | None:
    """Return what is between two pieces of one line, or None if they are not beside each other."""
    size = max(before.size, line.size)
    is_beside = abs(before.bottom - line.bottom) < _RAISED * size and not before.is_broken
    apart = line.left - before.right
    if not is_beside or not -_SPACE * size < apart < size:
        return None
    return " " if apart > _SPACE * size else ""


def _has_words(text: str) -> bool:
    return sum(map(str.isalpha, text)) > 1


def _placed(pages: Sequence[Sequence[Line]]) -> Iterator[_Placed]:
    """Yield the lines of all pages with their runs."""
    run = 0
    for number, page in enumerate(pages):
        before: Line | None = None
        for line in page:
            if before is None or not _is_beneath(line, before):
                run += 1
            yield _Placed(line, number, run)
            before = line


def _is_beneath(line: Line, before: Line) -> bool:
    """Whether a line goes on in the column of the one before, in letters of the same size."""
    return (
        line.bottom < before.bottom - 0.3 * line.size
        and line.left < before.right
        and line.right > before.left
        and not _differ(line, before)
    )


def _differ(one: Line, other: Line) -> bool:
    """Whether two lines are of different sizes."""
    return max(one.size, other.size) > _OTHER_SIZE * min(one.size, other.size)


def _runs(placed: Sequence[_Placed]) -> dict[int, _Run]:
    lines: dict[int, list[Line]] = {}
    for one in placed:
        lines.setdefault(one.run, []).append(one.line)
    return {number: _run(run) for number, run in lines.items()}


def _run(lines: Sequence[Line]) -> _Run:
    """Return what lines beneath each other have in common."""
    lefts = Counter(round(line.left) for line in lines)
    distances = Counter(round(a.bottom - b.bottom, 1) for a, b in pairwise(lines))
    most = distances.most_common(1)
    return _Run(
        left=lefts.most_common(1)[0][0],
        right=max(line.right for line in lines),
        leading=most[0][0] if most and most[0][1] > 1 else 1.25 * lines[0].size,
    )


def _gap(before: _Placed, one: _Placed, runs: dict[int, _Run]) -> str:
    """Return what is between two lines: a space, a line end or a blank line."""
    above, below = before.line, one.line
    if above.is_broken:
        return " "
    if _differ(above, below):
        return "\n\n"
    is_ended = ends_sentence(above.text) or _END_OF_QUESTION.search(above.text) is not None
    own, run = runs[one.run], runs[before.run]
    if before.run != one.run:
        is_new = below.left > own.left + _INDENT * below.size or _has_room(above, below, run)
        goes_on = below.text[:1].islower() or not (is_ended and is_new)
        return " " if goes_on else "\n\n"
    if above.bottom - below.bottom > _FURTHER * own.leading:
        return "\n\n"
    if below.left > above.left + _INDENT * below.size and (
        is_ended or _has_room(above, below, own)
    ):
        return "\n\n"
    if _ITEM.match(below.text):
        return "\n"
    if _has_room(above, below, own) and not (below.text[:1].islower() and not is_ended):
        return "\n\n" if is_ended else "\n"
    return " "


def _has_room(above: Line, below: Line, run: _Run) -> bool:
    """Whether the first word of a line would have had room at the end of the one before."""
    word = below.text.split(" ", 1)[0]
    width = (below.right - below.left) / max(len(below.text), 1) * (len(word) + 1)
    return run.right - above.right > width + _ROOM * above.size


def _hyphenated(placed: Sequence[_Placed]) -> frozenset[str]:
    """Return the words of a text that have a hyphen of their own, case folded."""
    return frozenset(
        word.casefold() for one in placed for word in _HYPHENATED.findall(one.line.text)
    )


def _rest_of_word(before: str, text: str, hyphenated: frozenset[str]) -> str:
    """Return the line that a broken word goes on in, with the hyphen if it is the word's own."""
    begin, end = _LAST_PART.search(before), _FIRST_PART.match(text)
    if begin is None or end is None:
        return f"-{text}"
    is_own = text[0].isupper() and not begin[0].isupper()
    return f"-{text}" if is_own or f"{begin[0]}-{end[0]}".casefold() in hyphenated else text
