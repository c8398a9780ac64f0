"""The passages of an article that show why it was found.

A snippet is a line of text and the spans of it that matched. This module picks
the passages and lays them out as lines; it knows nothing of queries, indexes,
terminals or HTML: what matched is given to it, and `output` draws what it returns.

How a passage is made. Around neighbouring matches it is the sentence that holds
them, or the neighbouring sentences where together they hold more different words
of the query and fit in the width. A sentence that does not fit is cut between
words around its closest matches, and a cut end is marked with "…". A passage
never holds furniture of the page, never cuts a word or a match, and never
shares text with another passage. Only runs longer than any word, as in Chinese,
Japanese or a long address, are cut anywhere.

How passages are chosen. The first is the one whose different words weigh most
(a repeated word counts once, a rare word more than a common one); then comes,
time and again, the one whose words weigh most that no passage so far has shown.
Ties go to the greater weight of all its words, then to the words that stand
closer together, best in one sentence, then to the earlier passage. A further
passage is shown only if it has a word that was not shown yet or weighs as much
as the first, and never with the same text: one strong passage is better than
three weak ones. Nor is a passage shown that says nothing but what was seen before: the
title of the article, or sentences that hits above it show. Case and punctuation make no
difference there.

The work stays near the matches. Every match starts a cluster: the matches after
it, within the width, that hold the most different words. What a cluster holds
bounds what its passage can hold, so clusters are tried from the best down, and
only for those tried are the sentences around them looked for.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from heapq import heapify, heappop, heappush
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from searchkit.analysis import is_never_wrapped, sentences
from searchkit.article import Span
from searchkit.records import Record
from searchkit.results import Snippet

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

ELLIPSIS = "…"  # stands where a passage was cut

LONGEST_WORD = 40
"""Characters without white space that still count as one word and are not cut."""

_CONTEXT = 100
"""Characters looked at beyond the reach of a passage.

Sentence ends are judged by what stands around them, and whether lines are
wrapped by whole lines of them, which this is long enough to find.
"""

_PATIENCE = 64
"""Clusters that may disappoint, by holding less than they promised or the same text again.

After that, no cluster promises more than its first mark, which it surely holds,
and no text is tried again. So a long text takes no longer than a short one.
"""

_GAIN = 1_000_000  # weights become whole numbers, so that the same words always add up to the same

_HEAD = 2000  # characters of a text in which its title may come again as a line
_WORD = re.compile(r"\w+")
_AFTER_WORDS = re.compile(r"[^\w\s]*")

_SENTENCE_END = re.compile(r"[.!?…][\s\"'”’»)]|[\n。！？]")  # more or less, for comparing clusters
_INK = re.compile(r"\S")
_JOINED = frozenset({"Mn", "Mc", "Me", "Cf"})  # categories drawn with the character before


class Match(NamedTuple):
    """A place in an article's text that answers a word of the query.

    It neither begins nor ends with white space.

    Attributes:
        start: Where it begins in the text, in characters.
        end: Where it ends, excluded; above ``start``.
        term: The number of the query's word that it answers, from 0.
    """

    start: int
    end: int
    term: int


class _Marks(Record):
    """Matches in the order of the text, those that overlap as one; a list for each attribute."""

    starts: list[int]
    ends: list[int]
    terms: list[tuple[int, ...]]  # most often of a single match
    blocks: list[int]  # how many spans of furniture begin before it


_Cluster: TypeAlias = tuple[int, int, int, int, int]
"""Neighbouring marks that one passage may hold; the least is the best.

The weight of their words that no passage has shown and that of all their words,
both negated, the distance between the first mark and the last, and the numbers
of these.
"""


class _Passage(NamedTuple):
    """A stretch of the text that becomes a snippet."""

    start: int
    end: int
    cut_before: bool  # whether its sentence begins before it
    cut_after: bool


def snippets(
    text: str,
    matches: Sequence[Match],
    *,
    weights: Sequence[float] = (),
    furniture: Sequence[Span] = (),
    title: str = "",
    seen: AbstractSet[str] = frozenset(),
    limit: int = 3,
    width: int = 240,
) -> tuple[Snippet, ...]:
    """Return the passages of a text that show its matches best, in the order of the text.

    Without a match outside the furniture, the beginning of the text stands in.

    Args:
        text: The article's text, of any length.
        matches: Where it answers the query, in any order; they may overlap. Of
            a match longer than ``width``, the first ``width`` characters count.
        weights: How much each word of the query says, by its number; idf, 0 or
            more. A word without a weight weighs 1.
        furniture: Spans of the text that are not the article's own, in order
            and without overlap. Nothing in or across them is shown.
        title: The headline above the snippets, or nothing; where a line or a sentence at the
            head of the text says it again, that is not shown.
        seen: Sentences that are shown already, as :func:`statements` returns them. A
            passage that has no others is left out.
        limit: How many snippets at most, 1 or more.
        width: How long a passage may be, in characters of the text, 1 or more;
            "…" comes on top.

    Returns:
        Up to ``limit`` snippets; none only if all the text is furniture, white space
        and title, or says nothing that was not seen.
    """
    furniture = _with_title(text, title, furniture)
    seen = seen | ({_folded(title)} - {""})
    marks = _marks(matches, furniture, width)
    page = _Page(text, marks, furniture, width)
    if not marks.starts:
        return _opening(page, seen)
    terms = set(chain.from_iterable(marks.terms))
    gains = {term: round(_GAIN * (weights[term] if term < len(weights) else 1.0)) for term in terms}
    chosen = _choose(page, gains, limit, seen)
    return tuple([page.snippet(passage, line) for passage, line in sorted(chosen)])


def statements(text: str) -> frozenset[str]:
    """Return the sentences of a snippet, folded, to be told again from others.

    >>> sorted(statements("The tide came in. It was cold…"))
    ['it was cold', 'the tide came in']
    """
    return frozenset(_folded(text[start:end]) for start, end in sentences(text)) - {""}


def _folded(text: str) -> str:
    """Return the words of a text without case and punctuation."""
    return " ".join(_WORD.findall(text.casefold()))


def _is_seen(line: str, seen: AbstractSet[str]) -> bool:
    """Tell whether a passage says nothing that was not seen."""
    return bool(seen) and (
        _folded(line) in seen
        or all(_folded(line[start:end]) in seen for start, end in sentences(line))
    )


def _opening(page: _Page, seen: AbstractSet[str]) -> tuple[Snippet, ...]:
    """Return the beginning of the text as the only snippet, unless it was seen."""
    opening = page.opening()
    if opening is None or _is_seen(line := page.line(opening), seen):
        return ()
    return (page.snippet(opening, line),)


def _with_title(text: str, title: str, furniture: Sequence[Span]) -> Sequence[Span]:
    """Return the furniture and the places in the head of a text that repeat the title."""
    words = _WORD.findall(title.casefold())
    if not words:
        return furniture
    found = []
    firsts = (words[0][0], words[0][0].upper())
    start = 0
    while start < min(len(text), _HEAD):
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        # Few lines can begin with the first word, and this is quick to tell.
        if line_end > start and (text[start] in firsts or not text[start].isalnum()):
            end = _end_of(words, text, start, line_end)
            if end and _ends_there(text, title, end, line_end):
                is_free = not any(span.start < end and start < span.end for span in furniture)
                found += [Span(start, end)] if is_free else []
        start = line_end + 1
    return sorted([*furniture, *found]) if found else furniture


def _end_of(words: Sequence[str], text: str, start: int, stop: int) -> int:
    """Return where a line ends that begins with some words, or 0 if it does not."""
    place = start
    for word in words:
        match = _WORD.search(text, place, stop)
        if match is None or match[0].casefold() != word:
            return 0
        place = match.end()
    after = _AFTER_WORDS.match(text, place, stop)
    return after.end() if after else place


def _ends_there(text: str, title: str, end: int, line_end: int) -> bool:
    """Tell whether a line or a sentence ends with its title, or the title was cut from it."""
    return (
        not text[end:line_end].strip()
        or text[end - 1] in ".!?…。！？\"'”’»)"
        or title.endswith(ELLIPSIS)
    )


def _marks(matches: Sequence[Match], furniture: Sequence[Span], width: int) -> _Marks:
    """Return the matches outside the furniture in order, overlapping ones as one.

    A chain of overlapping matches is parted where it would outgrow ``width``.
    """
    furnished = [span.start for span in furniture]
    starts: list[int] = []
    ends: list[int] = []
    terms: list[tuple[int, ...]] = []
    blocks: list[int] = []
    reach = block = 0  # reach: where the last mark ends
    for start, end, term in sorted(matches):
        if furnished:
            block = bisect_right(furnished, start)
            if block and furniture[block - 1].end > start:
                continue
            if block < len(furnished) and furnished[block] < end:
                continue
        stop = min(end, start + width)
        if start < reach and stop - starts[-1] <= width:
            ends[-1] = reach = max(reach, stop)
            terms[-1] += (term,)
        elif stop > reach:
            starts.append(max(start, reach))
            ends.append(stop)
            terms.append((term,))
            blocks.append(block)
            reach = stop
    return _Marks(starts, ends, terms, blocks)


def _clusters(page: _Page, gains: Mapping[int, int]) -> list[_Cluster]:
    """Return for each mark the nearest marks from there on with the most different words."""
    marks = page.marks
    starts, ends, blocks = marks.starts, marks.ends, marks.blocks
    if len(gains) == 1:  # then each shows as much by itself
        (weight,) = gains.values()
        return [(-weight, -weight, 0, number, number) for number in range(len(starts))]
    found: list[_Cluster] = []
    nearest: dict[int, int] = {}  # word -> first mark from here on that has it; farthest first
    block = -1
    for first in range(len(starts) - 1, -1, -1):
        if blocks[first] != block:
            nearest.clear()
            block = blocks[first]
        for term in marks.terms[first]:
            nearest.pop(term, None)
            nearest[term] = first
        weight, last, reach = 0, first, starts[first] + page.width
        for term, number in reversed(nearest.items()):
            if ends[number] > reach:
                break
            weight += gains[term]
            last = number
        distance = 0 if first == last else page.distance(first, last)
        found.append((-weight, -weight, distance, first, last))
    return found


def _choose(
    page: _Page, gains: Mapping[int, int], limit: int, seen: AbstractSet[str]
) -> list[tuple[_Passage, str]]:
    """Return the passages worth showing with their lines, the best first.

    Clusters wait in a heap under what they promise. A promise only ever
    shrinks: as words are shown elsewhere, or as sentences turn out too long.
    """
    heap = _clusters(page, gains)
    heapify(heap)
    chosen: dict[str, _Passage] = {}  # by their lines
    shown: set[int] = set()
    enough = 0  # the weight of the first passage
    patience = _PATIENCE
    while heap and len(chosen) < limit:
        cluster = heappop(heap)
        fresh, weight, _, first, last = cluster
        if 0 < len(shown) < len(gains):
            current = _weighed(page, first, last, gains, shown)
            if current > cluster:
                heappush(heap, current)
                continue
        if chosen and not fresh and -weight < enough:
            break
        passage = page.passage(first, last, chosen.values())
        if passage is None:
            continue
        held = page.held(passage)
        last_held = max(first, held.stop - 1)
        if last_held < last:
            heappush(heap, _weighed(page, first, last_held, gains, shown))
            patience -= 1
            if patience == 0:
                heap = [_weighed(page, other, other, gains, shown) for *_, other, _ in heap]
                heapify(heap)
            continue
        line = page.line(passage)
        if line in chosen or _is_seen(line, seen):
            patience -= 1
            if patience <= 0:
                break
            continue
        chosen[line] = passage
        new = page.terms(held.start, held.stop) - shown
        if not shown:
            enough = sum([gains[term] for term in new])
        shown |= new
        if new and 1 < len(shown) == len(gains) and len(chosen) < limit:
            # All that is left is to be as good as the first.
            heap = [(0, *cluster[1:]) for cluster in heap if -cluster[1] >= enough]
            heapify(heap)
    return [(passage, line) for line, passage in chosen.items()]


def _weighed(
    page: _Page, first: int, last: int, gains: Mapping[int, int], shown: set[int]
) -> _Cluster:
    """Return the cluster of those marks, weighed against the words shown already."""
    terms = page.terms(first, last + 1)
    return (
        -sum([gains[term] for term in terms - shown]),
        -sum([gains[term] for term in terms]),
        page.distance(first, last),
        first,
        last,
    )


class _Page(Record):
    """A text with its marks, and where passages may begin and end in it."""

    text: str
    marks: _Marks
    furniture: Sequence[Span]
    width: int

    def distance(self, first: int, last: int) -> int:
        """Return how far apart two marks start; a width farther where a sentence ends between."""
        if first == last:
            return 0
        start, stop = self.marks.starts[first], self.marks.starts[last]
        parted = _SENTENCE_END.search(self.text, self.marks.ends[first], stop) is not None
        return stop - start + parted * self.width

    def terms(self, first: int, stop: int) -> set[int]:
        """Return the words of consecutive marks, ``stop`` excluded."""
        return set(chain.from_iterable(self.marks.terms[first:stop]))

    def line(self, passage: _Passage) -> str:
        """Return the text of a passage, its white space collapsed."""
        return " ".join(self.text[passage.start : passage.end].split())

    def held(self, passage: _Passage) -> range:
        """Return the numbers of the marks that lie in a passage, whole."""
        first = bisect_left(self.marks.starts, passage.start)
        return range(first, bisect_right(self.marks.ends, passage.end, first))

    def snippet(self, passage: _Passage, line: str) -> Snippet:
        """Return a passage, whose line is given, with the spans of its marks."""
        raw = self.text[passage.start : passage.end]
        before = ELLIPSIS if passage.cut_before else ""
        after = ELLIPSIS if passage.cut_after else ""
        spans: list[Span] = []
        reach = 0  # where the last span ends
        for mark in self.held(passage):
            start = self.marks.starts[mark] - passage.start
            end = self.marks.ends[mark] - passage.start
            if line != raw:
                start, end = _collapsed(raw, start), len(" ".join(raw[:end].split()))
            start, end = start + len(before), end + len(before)
            if spans and reach == start:
                spans[-1] = Span(spans[-1].start, end)
            else:
                spans.append(Span(start, end))
            reach = end
        return Snippet(f"{before}{line}{after}", tuple(spans))

    def opening(self) -> _Passage | None:
        """Return the first whole sentences that fit, or a cut one; None without text."""
        for number in range(len(self.furniture) + 1):
            block = self._block(number)
            ink = _INK.search(self.text, block.start, block.end)
            if ink is None:
                continue
            start = ink.start()
            room = start + self.width
            stop = room + _CONTEXT
            end = self._last_line_end(stop) if stop < block.end else block.end
            fitting = 0
            for sentence in sentences(self.text[start:end]):
                if start + sentence.end > room:
                    break
                fitting = start + sentence.end
            if fitting:
                return _Passage(start, fitting, cut_before=False, cut_after=False)
            end = self._last_break(room, start + 1)
            return _Passage(start, end, cut_before=False, cut_after=True)
        return None

    def passage(self, first: int, last: int, taken: Iterable[_Passage]) -> _Passage | None:
        """Return the passage for the marks from ``first`` to ``last``.

        It holds fewer than all of them where whole sentences do not fit, or
        where a passage taken before stands in the way; there is none where the
        first mark is in such a passage, or reaches into it.
        """
        ends = self.marks.ends
        start, end = self.marks.starts[first], ends[first]
        floor, ceiling = block = self._block(self.marks.blocks[first])
        for passage in taken:
            if passage.start <= start:
                floor = max(floor, passage.end)
            else:
                ceiling = min(ceiling, passage.start)
        if start < floor or end > ceiling:
            return None
        while ends[last] > ceiling:
            last -= 1
        stop = ends[last]
        around = self._surroundings(Span(start, end), stop, block)
        begin = finish = fitting = around.start
        for sentence in sentences(self.text[around.start : around.end]):
            if begin <= around.start + sentence.start <= start:
                begin = around.start + sentence.start
            finish = around.start + sentence.end
            if finish <= begin + self.width and finish <= ceiling:
                fitting = finish
            if finish >= stop:
                break
        if begin >= floor and fitting >= end:
            return _Passage(begin, fitting, cut_before=False, cut_after=False)
        room = Span(max(begin, floor), min(finish, ceiling))
        cut = self._cut(Span(start, stop), room)
        return _Passage(*cut, cut_before=cut.start != begin, cut_after=cut.end != finish)

    def _block(self, number: int) -> Span:
        """Return the stretch after ``number`` spans of furniture, up to the next."""
        start = self.furniture[number - 1].end if number else 0
        after = number < len(self.furniture)
        return Span(start, self.furniture[number].start if after else len(self.text))

    def _surroundings(self, first: Span, stop: int, block: Span) -> Span:
        """Return the stretch whose sentences a passage from a mark to ``stop`` can be made of.

        No sentence crosses a blank line or the ends of a line that is surely not
        wrapped, so it ends there; else with a whole line.
        """
        text = self.text
        reach = self.width + _CONTEXT
        start = max(block.start, first.end - reach)
        end = min(block.end, first.start + reach)
        line = text.rfind("\n", start, first.start) + 1
        is_own = line and is_never_wrapped(text, line, block.end)
        if is_own:
            start = line
        elif line and (gap := text.rfind("\n\n", start, line)) >= 0:
            start = gap
        elif start > block.start:
            start = text.find("\n", start, start + _CONTEXT) + 1 or start
        gap = text.find("\n\n", stop, end)
        line_end = text.find("\n", first.end, end) if is_own else -1
        if line_end >= stop:
            end = line_end
        elif gap >= 0:
            end = gap
        elif end < block.end:
            end = self._last_line_end(end)
        return Span(start, end)

    def _last_line_end(self, at: int) -> int:
        """Return the last end of a line in the context before ``at``, else ``at``."""
        found = self.text.rfind("\n", at - _CONTEXT, at)
        return at if found < 0 else found

    def _cut(self, core: Span, room: Span) -> Span:
        """Return a stretch of the width around ``core``, cut between words, within ``room``."""
        start = self._last_break(core.start, room.start)
        end = self._first_break(core.end, room.end)
        if end - start > self.width:
            return core
        begin = max(room.start, start - (self.width - (end - start)) // 2)
        begin = max(room.start, min(begin, room.end - self.width))
        if begin > room.start:
            begin = self._first_break(begin, start)
            while (mark := self._mark_across(begin)) is not None:
                begin = self._first_break(self.marks.ends[mark], core.start)
        finish = min(room.end, begin + self.width)
        if finish < room.end:
            finish = self._last_break(finish, end)
            while (mark := self._mark_across(finish)) is not None:
                finish = self._last_break(self.marks.starts[mark], core.end)
        return Span(begin, finish)

    def _first_break(self, at: int, stop: int) -> int:
        """Return the first place from ``at`` to ``stop`` that is beside white space.

        Where there is none near, the run is longer than any word; then it is
        ``at``, or the next character that can be parted from the one before it.
        """
        for place in range(at, min(stop, at + LONGEST_WORD) + 1):
            if self._is_break(place):
                return place
        while at < stop and unicodedata.category(self.text[at]) in _JOINED:
            at += 1
        return at

    def _last_break(self, at: int, stop: int) -> int:
        """Return the last place from ``at`` down to ``stop``, as :meth:`_first_break`."""
        for place in range(at, max(stop, at - LONGEST_WORD) - 1, -1):
            if self._is_break(place):
                return place
        while at > stop and unicodedata.category(self.text[at]) in _JOINED:
            at -= 1
        return at

    def _is_break(self, place: int) -> bool:
        """Whether a cut there parts no word."""
        text = self.text
        if place in {0, len(text)}:
            return True
        return text[place].isspace() or text[place - 1].isspace()

    def _mark_across(self, place: int) -> int | None:
        """Return the number of the mark that a cut at ``place`` would part, or None."""
        before = bisect_left(self.marks.starts, place) - 1
        return before if before >= 0 and self.marks.ends[before] > place else None


def _collapsed(raw: str, at: int) -> int:
    """Return where the character at ``at``, no white space, comes to stand once it is collapsed."""
    return len(" ".join(raw[: at + 1].split())) - 1
