"""Where quotations stand in a text: from an opening mark to the one that closes it.

Each kind of mark opens and closes in its own way, and a closing mark is looked for in the
same paragraph only:

=====================  ======================================================
``“…”`` ``‟…”``        typographic
``"…"``                straight; it opens where white space or a bracket is before it and
                       none behind it
``”…”``                typographic, the opening mark turned the wrong way
``„…“`` ``„…”``        German, Polish
``«…»`` ``‹…›``        French; with or without spaces inside
``»…«`` ``»…»``        German reversed, Swedish
````` `…'' ```         typed on old machines; ``‘‘…’’`` too
``‘…’``                where nothing else is open, and what is quoted is long
=====================  ======================================================

What is between belongs to the quotation, other marks too. A straight mark may close a
typographic one, and the other way round, where no mark of the right kind does. Texts are full
of errors, so three rules keep one from turning all behind it inside out:

1. Another opening of the same kind before the close: the first was stray.
2. A paragraph that ends unclosed goes on in the next one if that begins with the same
   opening mark, as quotations over several paragraphs do.
3. Else the quotation is its first sentence, and reading goes on behind it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Final

from searchkit import analysis
from searchkit.article import Span
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MARKS: Final = '"“”„‟«»‹›'
_DOUBLED: Final = {"``": "''", "‘‘": "’’"}

_CLOSERS: Final = {
    "“": "”",
    "‟": "”",
    "”": "”",
    "„": "“”",
    '"': '"',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "``": ("''", '"'),
    "‘‘": ("’’", '"'),
}
_ALWAYS_OPEN: Final = frozenset("“„‟") | set(_DOUBLED)
_TURNED: Final = frozenset('"”»›')  # that open only where white space is before them

_OPENING: Final = frozenset("([{<–—‘'¡¿")  # what may stand right before an opening mark
_MISSING_SPACE: Final = frozenset(",:")  # that a space should have followed

_SINGLE_CLOSE: Final = re.compile(r"(?<=[.,!?…—])’(?!\w)")
_PLAIN_SINGLE_CLOSE: Final = re.compile(r"(?<=[^\Ws])’(?!\w)")
_LEAST_SINGLE: Final = 8  # words between single marks

_WRAPPED_WIDTHS: Final = range(40, 101)  # of lines that a program may have wrapped


class Marked(NamedTuple):
    """A quotation as its marks show it.

    Attributes:
        spans: What is between the marks, a span for each paragraph.
        start: Where its opening mark begins.
        end: Where its closing mark ends.
    """

    spans: tuple[Span, ...]
    start: int
    end: int


def marked(text: str) -> list[Marked]:
    """Return the quotations of a text, in order and without overlap.

    >>> text = 'He said “no “maybe” not” and "yes", she „nein“.'
    >>> [text[start:end] for quotation in marked(text) for start, end in quotation.spans]
    ['maybe', 'yes', 'nein']
    """
    found = _Reading(text).all()
    if "‘" in text:
        found += list(_in_single_marks(text, found))
        found.sort(key=lambda quotation: quotation.start)
    return found


class _Reading:
    """One text, read from mark to mark.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._marks = _marks_of(text)
        self._found: list[Marked] = []
        self._spans: list[Span] = []  # the paragraphs before of what is open
        self._begin = 0  # where its first opening mark begins
        self._start = 0  # where what is open begins
        self._sign = ""  # what opened it; nothing: nothing is open

    def all(self) -> list[Marked]:
        """Return the quotations."""
        marks = self._marks
        number = 0
        while number < len(marks):
            at, sign = marks[number]
            if self._sign:
                number = self._inside(number, at, sign)
            elif self._is_plain_pair(number):
                self._add_plain(at, marks[number + 1][0])
                number += 2
            else:
                if self._opens(at, sign):
                    self._open(at, sign)
                number += 1
            if number == len(marks) and self._sign:
                number = self._cut(_paragraph_end(self._text, self._start, len(self._text)))
        return self._found

    def _is_plain_pair(self, number: int) -> bool:
        """Whether a mark and the next one are those of a quotation, as nearly all are.

        It tells no more than the other rules do, and sooner.
        """
        if number + 1 == len(self._marks):
            return False
        (at, sign), (close, closing) = self._marks[number : number + 2]
        text = self._text
        if closing == '"' == sign:
            is_pair = at > 0 and text[at - 1] == " " and text[at + 1] > " " < text[close - 1]
            is_pair = is_pair and text[close - 1] not in _OPENING
        else:
            is_pair = sign == "“" and closing == "”"
        return is_pair and text.find("\n", at, close) < 0

    def _add_plain(self, at: int, close: int) -> None:
        """Take a quotation in marks of one character."""
        self._found.append(Marked((Span(at + 1, close),), at, close + 1))

    def _inside(self, number: int, at: int, sign: str) -> int:
        """Take a mark where a quotation is open; return the number of the next one to take."""
        end = self._text.find("\n", self._start, at)
        if end >= 0 and (end := _paragraph_end(self._text, self._start, at)) < at:
            if sign == self._sign and not self._text[end:at].strip():
                self._spans.append(Span(self._start, end))
                self._start = at + len(sign)
                return number + 1
            return self._cut(end)
        if self._closes(at, sign):
            self._add(Span(self._start, at), at + len(sign))
        elif sign == self._sign:
            self._leave()
            self._open(at, sign)
        return number + 1

    def _opens(self, at: int, sign: str) -> bool:
        """Whether a mark opens a quotation where none is open."""
        if sign in _ALWAYS_OPEN:
            return True
        if sign in _TURNED:
            return self._faces_right(at, sign) or self._lacks_space(at, sign)
        return sign in _CLOSERS and not self._faces_left(at, sign)

    def _closes(self, at: int, sign: str) -> bool:
        """Whether a mark closes the quotation that is open."""
        if sign == self._sign:
            if sign in _TURNED:
                return not self._faces_right(at, sign)
            return sign == "“" and self._faces_left(at, sign)
        if sign in _CLOSERS[self._sign]:
            return True
        if self._sign == '"' and sign == "”":
            return self._text.find("“", self._start, at) < 0
        return self._sign == "“" and sign == '"' and self._closes_instead(at)

    def _closes_instead(self, at: int) -> bool:
        """Whether a straight mark closes a typographic one, which nothing else does."""
        if not self._faces_left(at, '"') or self._text.find('"', self._start, at) >= 0:
            return False
        end = _paragraph_end(self._text, at, len(self._text))
        close = self._text.find("”", at, end)
        return close < 0 or self._text.find("“", at, close) >= 0

    def _faces_right(self, at: int, sign: str) -> bool:
        """Whether white space or a bracket is before a mark, and none behind it."""
        text, behind = self._text, at + len(sign)
        if behind >= len(text) or text[behind].isspace():
            return False
        return at == 0 or text[at - 1].isspace() or text[at - 1] in _OPENING

    def _faces_left(self, at: int, sign: str) -> bool:
        """Whether no white space is before a mark, and no word begins behind it."""
        text, behind = self._text, at + len(sign)
        if at == 0 or text[at - 1].isspace() or text[at - 1] in _OPENING:
            return False
        return behind >= len(text) or not text[behind].isalnum()

    def _lacks_space(self, at: int, sign: str) -> bool:
        """Whether a straight mark opens but for a space that is missing: ``said,"Yes"``."""
        before, behind = self._text[max(at - 1, 0) : at], self._text[at + 1 : at + 2]
        return sign == '"' and before in _MISSING_SPACE and behind.isalpha()

    def _open(self, at: int, sign: str) -> None:
        self._sign, self._begin, self._start = sign, at, at + len(sign)

    def _leave(self) -> None:
        """Give up what is open, but for the paragraphs of it that have ended."""
        self._sign = ""
        if self._spans:
            self._add(self._spans.pop(), self._spans[-1].end if self._spans else self._start)

    def _cut(self, end: int) -> int:
        """End what is open in its first sentence; return the number of the mark behind it.

        Args:
            end: Where its paragraph ends.
        """
        first = next(iter(analysis.sentences(self._text[self._start : end])), None)
        if first is None:
            self._leave()
        else:
            end = self._start + first.end
            self._add(Span(self._start, end), end)
        return bisect_left(self._marks, (end, ""))

    def _add(self, last: Span, end: int) -> None:
        self._found.append(Marked((*self._spans, last), self._begin, end))
        self._spans, self._sign = [], ""


def _marks_of(text: str) -> list[tuple[int, str]]:
    """Return where the marks of a text are, in order, and which each is."""
    signs = [sign for sign in _MARKS if sign in text]
    for opening, closing in _DOUBLED.items():
        if opening in text:
            signs += opening, closing
    found = []
    for sign in signs:
        at = text.find(sign)
        while at >= 0:
            found.append((at, sign))
            at = text.find(sign, at + len(sign))
    found.sort()
    return found


def _paragraph_end(text: str, start: int, end: int) -> int:
    """Return where the paragraph that goes on at ``start`` ends, ``end`` at the latest."""
    at = text.find("\n", start, end)
    while at >= 0:
        line = at - text.rfind("\n", 0, at) - 1
        if line not in _WRAPPED_WIDTHS or text[at + 1 : at + 2].isspace():
            return at
        at = text.find("\n", at + 1, end)
    return end


def _may_open(text: str, at: int) -> bool:
    """Whether a single mark may open a quotation: it stands right before a word."""
    is_first = at == 0 or text[at - 1].isspace() or text[at - 1] in _OPENING
    return is_first and text[at + 1 : at + 2].isalpha()


def _in_single_marks(text: str, others: Sequence[Marked]) -> Iterator[Marked]:
    """Yield the long quotations in single marks that are outside of others."""
    starts = [other.start for other in others]
    behind = 0
    at = -1
    while (at := text.find("‘", at + 1)) >= 0:
        before = bisect_right(starts, at) - 1
        if at < behind or (before >= 0 and at < others[before].end) or not _may_open(text, at):
            continue
        stop = min(len(text), starts[before + 1] if before + 1 < len(starts) else len(text))
        stop = _paragraph_end(text, at, stop)
        close = _SINGLE_CLOSE.search(text, at, stop) or _PLAIN_SINGLE_CLOSE.search(text, at, stop)
        if close and len(text[at : close.start()].split()) >= _LEAST_SINGLE:
            behind = close.end()
            yield Marked((Span(at + 1, close.start()),), at, behind)
