"""The passage of an article that shows a quotation and the words around it.

It goes from the beginning of the sentence that the quotation begins in to the end of the one
that it ends in, for these may say who said it; but no further than some characters from it,
where the rest of a sentence is longer. The middle of a long quotation is left out.

    He told the harbour board: “The tide is late … and nobody knows why,” and left.
    ------- around ----------   === quoted ====   ===== quoted ======  -- around -
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.analysis import sentences
from searchkit.article import Span
from searchkit.quoting.repetition import ELLIPSIS
from searchkit.records import NamedTuple
from searchkit.results import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_AROUND = 160  # characters before and behind a quotation, at most
_HEAD, _TAIL = 280, 120  # characters of a long stretch that are shown
_CONTEXT = 100  # characters beyond that, by which the ends of sentences are judged


class _Stretch(NamedTuple):
    """A stretch of a text, and whether sentences go on before and behind it."""

    start: int
    end: int
    is_cut_before: bool
    is_cut_after: bool


def quoted_passage(text: str, spans: Sequence[Span]) -> Snippet:
    """Return a quotation and the words around it as one line, with the quotation marked.

    Args:
        text: The text of an article, its furniture blank.
        spans: Where the quotation stands in it, in order, without overlap, one or more.
    """
    start, end, is_cut_before, is_cut_after = _surroundings(text, spans[0].start, spans[-1].end)
    shown = [Span(start, end)]
    if end - start > _HEAD + _TAIL:
        shown = [
            Span(start, _break_before(text, start + _HEAD, start)),
            Span(_break_behind(text, end - _TAIL, end), end),
        ]
    line = ELLIPSIS if is_cut_before else ""
    marks: list[Span] = []
    for number, stretch in enumerate(shown):
        line += f" {ELLIPSIS} " if number else ""
        raw = text[stretch.start : stretch.end]
        marks += [
            Span(len(line) + _collapsed(raw[: first + 1]) - 1, len(line) + _collapsed(raw[:last]))
            for first, last in _within(raw, stretch, spans)
        ]
        line += " ".join(raw.split())
    return Snippet(line + ELLIPSIS if is_cut_after else line, tuple(marks))


def _collapsed(text: str) -> int:
    """Return how long a text is with its white space collapsed."""
    return len(" ".join(text.split()))


def _within(raw: str, stretch: Span, spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Yield what of spans lies in a stretch of text, counted from there, without white space."""
    for span in spans:
        start = max(span.start, stretch.start) - stretch.start
        end = min(span.end, stretch.end) - stretch.start
        said = raw[start:end] if start < end else ""
        if said.strip():
            yield start + len(said) - len(said.lstrip()), start + len(said.rstrip())


def _surroundings(text: str, start: int, end: int) -> _Stretch:
    """Return from where to where a quotation is shown with the words around it."""
    low = max(text.rfind("\n\n", 0, start), start - _AROUND - _CONTEXT, 0)
    stop = text.find("\n\n", end)
    high = min(len(text) if stop < 0 else stop, end + _AROUND + _CONTEXT)
    begin, finish = start, high
    for first, last in sentences(text[low:high]):
        if low + first <= start:
            begin = low + first
        if low + last >= end:
            finish = low + last
            break
    nearest = _break_behind(text, start - _AROUND, start)
    furthest = _break_before(text, end + _AROUND, end)
    return _Stretch(max(begin, nearest), min(finish, furthest), begin < nearest, finish > furthest)


def _break_behind(text: str, at: int, stop: int) -> int:
    """Return where the first word behind a place begins, ``stop`` at the latest."""
    if at <= 0:
        return 0
    while at < stop and not (text[at - 1].isspace() and not text[at].isspace()):
        at += 1
    return at


def _break_before(text: str, at: int, stop: int) -> int:
    """Return where the last word before a place ends, ``stop`` at the earliest."""
    if at >= len(text):
        return len(text)
    while at > stop and not (text[at].isspace() and not text[at - 1].isspace()):
        at -= 1
    return at
