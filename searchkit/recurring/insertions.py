"""What a page inserts into the lines of a text, as parts that may recur: asides and popups.

An aside is in brackets, behind a label in capitals: `(RELATED: The tide turns)`. A popup is what
shows at a link: the words of the link are given again without a space to what follows, and a word
in capitals closes it, as in `Ada Marsh Ada MarshTide turns Boats sail MORE`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zlib import crc32

import numpy as np

from searchkit import utf8
from searchkit.recurring.part_shapes import Candidates, Shape, patterns_of, without_what_varies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from searchkit.recurring.text_lines import TextLines

    Array = npt.NDArray[Any]

_LONGEST_LINK: Final = 70  # characters from the words of a link to where they are given again
_FARTHEST: Final = 140  # bytes from a seam back to where the words of its link end
_LONGEST_POPUP: Final = 700  # characters
_COMPARED: Final = 60  # characters of a popup that tell it from others
_MOST_CLOSERS: Final = 10  # words in capitals that may close a popup

_ASIDE: Final = re.compile(r"([A-Z]{2,}(?: [A-Z]{2,}){0,3}): ?[^()\[\]\n]{3,200}[)\]]")
_WORD_BEFORE: Final = re.compile(r"[^\W\d_][\w'’.-]{2,30}\Z")
_CLOSER: Final = re.compile(r"(?<![\w'’])[A-Z]{3,}(?![\w-])")

_Inserted: TypeAlias = tuple[int, bytes, int, int, int]
"""A shape, what is left of the part, its start, its end and the number of its words."""


def insertions(text: str, lines: TextLines, ends: Sequence[int]) -> Candidates:
    """Return what a page inserted into the lines of some texts.

    Args:
        text: The texts, with a line end between any two.
        lines: Their lines.
        ends: Where each of the texts ends, in characters.
    """
    found = [*_asides(text, lines.brackets()), *_popups(text, _seams(lines), ends)]
    shapes, left, starts, lasts, words = zip(*found, strict=True) if found else ((),) * 5
    return Candidates(
        np.array(shapes, np.uint8),
        patterns_of(left),
        np.array(starts, np.int64),
        np.array(lasts, np.int64),
        np.array(words, np.uint32),
    )


def _asides(text: str, begins: Iterable[int]) -> Iterator[_Inserted]:
    """Yield what is in brackets, which may begin at some places."""
    for begin in begins:
        if match := _ASIDE.match(text, begin + 1):
            (left,) = without_what_varies([b"i"], [match[1]])
            yield int(Shape.INSERTION), left, begin, match.end(), crc32(utf8.encode(match[0]))


def _popups(text: str, seams: Sequence[int], ends: Sequence[int]) -> Iterator[_Inserted]:
    """Yield what pops up at links.

    Args:
        text: The texts.
        seams: Where words may end that are given again, in characters.
        ends: Where each of the texts ends, in characters.
    """
    for seam in seams:
        start = _link_end(text, seam)
        if start < 0:
            continue
        line_end = text.find("\n", seam)
        line_end = len(text) if line_end < 0 else line_end
        closers: dict[str, int] = {}
        for match in _CLOSER.finditer(text, seam, min(line_end, seam + _LONGEST_POPUP)):
            closers.setdefault(match[0], match.end())
            if len(closers) == _MOST_CLOSERS:
                break
        compared = min(seam + _COMPARED, ends[bisect_left(ends, seam)])
        words = crc32(utf8.encode(text[seam:compared]))
        yield int(Shape.ANY_POPUP), b"p", start, start, words
        for closer, end in closers.items():
            yield int(Shape.POPUP), b"p" + closer.encode(), start, end, words


def _seams(lines: TextLines) -> list[int]:
    """Return where words of small letters, there shortly before, go on in a capital.

    Returns:
        The places, in characters.
    """
    places = lines.where_capitals_follow()
    found = [place for place in places.tolist() if _came_before(lines.encoded, place)]
    seams: list[int] = lines.characters_before(np.array(found, np.int64)).tolist()
    return seams


def _came_before(encoded: bytes, end: int) -> bool:
    """Whether the last bytes of a word, up to some place, stand shortly before, too."""
    return encoded.rfind(encoded[end - 4 : end], max(0, end - _FARTHEST), end - 4) >= 0


def _link_end(text: str, seam: int) -> int:
    """Return where the words of a link end that are given again up to a seam; -1: they are not."""
    word = _WORD_BEFORE.search(text, max(0, seam - 32), seam)
    if word is None or not word[0][0].isupper():
        return -1
    line = text.rfind("\n", 0, seam) + 1
    before = text.rfind(word[0], max(line, word.start() - _LONGEST_LINK), word.start())
    end = before + len(word[0])
    return -1 if before < 0 or text[end : end + 1].isalnum() else end
