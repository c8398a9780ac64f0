"""The parts of a text that may be furniture, if they recur in many articles of an outlet.

One article cannot tell whether `Support our journalism` is its own. A hundred of one outlet
can. So each text is parted here into what a page puts into it, by its shape alone, and each
part has a *pattern*: what is left of it without what varies. Patterns are counted over a
corpus, and those that recur make their parts furniture (:mod:`searchkit.syncing.evidence`).
The shapes of parts are:

- lines; their numbers vary if they are short or no sentences: `Hide caption 1 of 32`;
- short lines whose names vary: `Ada Marsh contributed to this report.`;
- labels at the beginning of a line: in capitals (`JUST WATCHED`), before a colon (`SEE ALSO:`), or
  two, four or six words of a line that is no sentence (`Story highlights`). What follows a label
  with a colon is the headline of another piece, and so a part too, unless it is a sentence or
  the first line;
- what is inserted in brackets, behind a label in capitals: `(RELATED: The tide turns)`;
- a title that is given twice, between labels: `JUST WATCHED The tide MUST WATCH The tide 01:27`;
- what pops up at a link, where the words of the link are given again without a space to what
  follows, and a word in capitals closes it: `Ada Marsh Ada MarshTide turns Boats sail MORE`.

A part is no more than a candidate. Questions are none, since headings recur, nor are names with a
comma between, which are who was quoted, or names in the first line, where a report may be from.
A sentence that quotes somebody or tells of the past may be what reporters write again and
again, such as that somebody did not respond; it needs to recur together with the lines beside
it, as galleries do.
"""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from zlib import adler32, crc32

from searchkit import utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class Shape(IntEnum):
    """How a part looks, which decides how much evidence it needs."""

    WORD = 0  # a line of up to three words
    PHRASE = 1  # a line of up to five words
    LINE = 2  # a longer one
    SENTENCE = 3  # a longer one that ends as a sentence does
    TEMPLATE = 4  # a line without its names
    LOUD_LABEL = 5  # in capitals or in brackets
    LABEL = 6  # before a colon
    OPENING = 7  # the first two words
    LONG_OPENING = 8  # the first four or six words
    INSERTION = 9  # in brackets
    DOUBLE = 10  # a title that is given twice
    POPUP = 11
    ANY_POPUP = 12  # each of them once, however it is closed
    PROSE = 13  # how a sentence begins: counts against the label of the same words
    TOLD = 14  # a sentence that quotes somebody or tells of the past
    HEAD = 15  # what may be a label at the head of a sentence: counts nothing


Part: TypeAlias = tuple[int, int, int, int, int]
"""One part: what the columns of :class:`Parts` have of it."""


class Parts(NamedTuple):
    """The parts of texts. There are a great many, so each of these is a column.

    Attributes:
        shapes: How they look.
        patterns: What is left of each without what varies, as a number of 64 bits.
        starts: Where each starts in its text, in characters.
        ends: Where it ends, excluded; where it starts, if it is only counted.
        texts: A number of 32 bits that is equal for parts in equal lines.
    """

    shapes: list[int]
    patterns: list[int]
    starts: list[int]
    ends: list[int]
    texts: list[int]

    def rows(self) -> Iterator[Part]:
        """Yield them one by one."""
        return zip(*self, strict=True)

    def extend(self, rows: Iterable[Part]) -> None:
        """Add some."""
        shapes, patterns, starts, ends, texts = self
        for shape, pattern, start, end, text in rows:
            shapes.append(shape)
            patterns.append(pattern)
            starts.append(start)
            ends.append(end)
            texts.append(text)


SAMPLED = 4
"""Of so many texts the sentences of one are counted by how they begin."""


_SIGNS = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) not in " \n")
_DIGITS = b"0123456789"
_SMALL = bytes(range(256)).lower()
_CASES = bytes(
    ord("A" if chr(code).isupper() else "a" if chr(code).islower() else " ") if code < 128 else code
    for code in range(256)
)

_MOST_WORDS = {Shape.WORD: 3, Shape.PHRASE: 5}
_LONGEST_QUESTION = 12  # words
_LONGEST_TEMPLATE = 90  # characters
_FEWEST_IN_TEMPLATE = 3  # words that are no names
_JOINTS = frozenset(("and", "of", "the", "de", "von", "van"))  # of names
_LAST = 5  # lines at the end of a text, which a template that is a sentence has to be among
_LONGEST_LABEL = 45  # characters up to a colon
_LONGEST_LINK = 70  # characters from the words of a link to where they are given again
_FARTHEST = 140  # bytes from a seam back to where the words of its link end
_LONGEST_POPUP = 700  # characters
_MOST_CLOSERS = 10  # words in capitals that may close a popup

_SENTENCE_ENDS = frozenset(".!?\"”’'。")
_TOLD_ENDS = _SENTENCE_ENDS - {"?"}
_SHORTEST_PROSE = 45  # characters
_OPENINGS = ((2, Shape.OPENING), (4, Shape.LONG_OPENING), (6, Shape.LONG_OPENING))
_SENTENCE, _PROSE, _TOLD = int(Shape.SENTENCE), int(Shape.PROSE), int(Shape.TOLD)
_QUOTATION_MARKS = frozenset("\"“‘'«„")
_OF_THE_PAST = (
    b"ed ",
    *(f" {word} ".encode() for word in "said was had were did he she they has".split()),
)
_MEASURES = re.compile(r"[%$£€]|\d[.,]\d|percent")  # numbers that tell something
_LOUD = re.compile(r"\W{0,3}([A-Z][A-Z'’]+(?: [A-Z][A-Z'’]+){0,3})(?=:? \S)")
_COLON = re.compile(r"\W{0,3}([\w'’]+(?:[ -][\w'’]+){0,4}) ?:(?=\s?[^\s\d])")
_OPENING = re.compile(r"\W{0,3}(\w\S*) (\S+)( \S+)?( \S+)?( \S+)?( \S+)?(?= )")
_DOUBLE = re.compile(r" (\S.{3,160}) (\S.{0,60}?) \1(?: \d+:\d\d(?::\d\d)?)?(?!\w)")
_INSERTION = re.compile(r"([A-Z]{2,}(?: [A-Z]{2,}){0,3}): ?[^()\[\]\n]{3,200}[)\]]")
_SEAM = b"aaaA"  # of a text in which letters are only small or capital
_WORD_BEFORE = re.compile(r"[^\W\d_][\w'’.-]{2,30}\Z")
_CLOSER = re.compile(r"(?<![\w'’])[A-Z]{3,}(?![\w-])")


def recurring_parts(text: str) -> Parts:
    r"""Return the parts of a text that would be furniture if they recurred.

    Args:
        text: The text, without furniture that is known already; lines end in ``\n``.

    >>> [Shape(shape).name for shape in recurring_parts("READ ALSO: Tide turns").shapes]
    ['PHRASE', 'LOUD_LABEL', 'LOUD_LABEL']
    """
    encoded = utf8.encode(text)
    lines = text.split("\n")
    patterns = _plain(encoded).split(b"\n")
    starts = list(accumulate([len(line) + 1 for line in lines], initial=0))
    texts = list(map(crc32, patterns))
    is_sampled = sum(texts) % SAMPLED == 0
    filled = [number for number, line in enumerate(lines) if line]
    last = set(filled[-_LAST:])
    prose = {
        number
        for number in filled
        if lines[number][-1] in _TOLD_ENDS
        and len(lines[number]) > (_LONGEST_TEMPLATE if number in last else _SHORTEST_PROSE)
    }
    found = _of_prose(lines, patterns, starts, texts, sorted(prose), is_sampled=is_sampled)
    for number in filled:
        if number not in prose:
            is_first = number == filled[0]
            line = _Line(lines[number], patterns[number], starts[number], texts[number], is_first)
            found.extend(line.parts(is_last=number in last, is_sampled=is_sampled))
        elif number == filled[0]:
            found.extend(_head(lines[number], starts[number], texts[number]))
    for bracket in "([":
        if bracket in text:
            found.extend(_insertions(text, bracket))
    if _SEAM in (cases := encoded.translate(_CASES)):
        found.extend(_popups(text, encoded, cases))
    return found


def _plain(encoded: bytes) -> bytes:
    """Return a text in small letters, without the ASCII signs in it."""
    return encoded.translate(_SMALL, _SIGNS)


def _hash(words: bytes) -> int:
    return crc32(words) << 32 | adler32(words)


def _pattern(kind: bytes, words: str) -> int:
    return _hash(kind + _plain(utf8.encode(words)).translate(None, _DIGITS).strip())


def _of_prose(
    lines: Sequence[str],
    patterns: Sequence[bytes],
    starts: Sequence[int],
    texts: Sequence[int],
    prose: Sequence[int],
    *,
    is_sampled: bool,
) -> Parts:
    """Return the parts of lines that are long and end as sentences do, as most lines are.

    Args:
        lines: All lines.
        patterns: What is left of each.
        starts: Where each starts.
        texts: The number of each.
        prose: The lines that are meant, by number.
        is_sampled: Whether it is counted how they begin.
    """
    found = Parts(
        [_TOLD if _tells(lines[n], patterns[n]) else _SENTENCE for n in prose],
        [texts[n] << 32 | adler32(patterns[n]) for n in prose],
        [starts[n] for n in prose],
        [starts[n] + len(lines[n]) for n in prose],
        [texts[n] for n in prose],
    )
    for n in [n for n in prose if lines[n][1:3].isupper()]:
        found.extend(_loud_head(lines[n], starts[n], texts[n]))
    if is_sampled:
        for n in prose:
            found.extend(_against(lines[n], patterns[n], starts[n], texts[n]))
    return found


def _head(line: str, start: int, text: int) -> Iterator[Part]:
    """Yield the first two words of the first line."""
    if match := _OPENING.match(line):
        words = line[match.start(1) : match.end(2)]
        yield Shape.HEAD, _pattern(b"o", words), start, start + match.end(2), text


class _Line(NamedTuple):
    """A line that is short or does not end as a sentence does.

    Attributes:
        line: The line.
        pattern: What is left of it.
        start: Where it starts.
        text: Its number.
        is_first: Whether it is the first of its text.
    """

    line: str
    pattern: bytes
    start: int
    text: int
    is_first: bool

    def parts(self, *, is_last: bool, is_sampled: bool) -> Iterator[Part]:
        """Yield its parts.

        Args:
            is_last: Whether it is one of the last of its text.
            is_sampled: Whether it is counted how sentences begin.
        """
        line, pattern, start, text, is_first = self
        plain = pattern.strip()
        if not plain:
            return
        end = start + len(line)
        last = line.rstrip()[-1]
        is_sentence = last in _SENTENCE_ENDS
        count = plain.count(b" ") + 1
        if count > 2 and is_sentence:
            if is_sampled:
                yield from _against(line, plain, start, text)
            if line[1:3].isupper():
                yield from _loud_head(line, start, text)
        if last == "?" and count <= _LONGEST_QUESTION:
            return
        if count <= _MOST_WORDS[Shape.PHRASE] and _names_somebody(line, is_first=is_first):
            return
        shape = _shape(count, is_sentence)
        if shape == _SENTENCE and _tells(line, pattern):
            shape = _TOLD
        if shape not in (_SENTENCE, _TOLD) and not _MEASURES.search(line):
            pattern = pattern.translate(None, _DIGITS)
        yield shape, _hash(pattern), start, end, text
        if count > 2 and not is_sentence:
            yield from _labels(line, start, text, is_first=is_first)
        if not is_first and (is_last or not is_sentence) and count > _FEWEST_IN_TEMPLATE:
            yield from _template(line, start, text)


def _names_somebody(line: str, *, is_first: bool) -> bool:
    """Whether a line is who said or wrote something and where, or where a report is from.

    The first line may be a place: `LONDON`. Elsewhere it takes a comma: `Ada Marsh, Pier Post`.
    """
    return (is_first or ", " in line) and all(word[0].isupper() for word in line.split())


def _template(line: str, start: int, text: int) -> Iterator[Part]:
    """Yield a short line by what is left of it without names."""
    if len(line) <= _LONGEST_TEMPLATE:
        words = line.split()
        common = [word for word in words if word.islower() and word not in _JOINTS]
        if _FEWEST_IN_TEMPLATE <= len(common) < len(words):
            pattern = _pattern(b"t", " ".join(common))
            yield Shape.TEMPLATE, pattern, start, start + len(line), text


def _tells(line: str, pattern: bytes) -> bool:
    """Whether a sentence quotes somebody or tells of the past."""
    if line[0] in _QUOTATION_MARKS:
        return True
    for words in _OF_THE_PAST:  # noqa: SIM110 - any() takes twice as long
        if words in pattern:
            return True
    return False


def _shape(count: int, is_sentence: bool) -> int:
    """Return the shape of a line of so many words."""
    if count <= _MOST_WORDS[Shape.PHRASE]:
        return Shape.WORD if count <= _MOST_WORDS[Shape.WORD] else Shape.PHRASE
    return _SENTENCE if is_sentence else Shape.LINE


def _loud_head(line: str, start: int, text: int) -> Iterator[Part]:
    """Yield the label in capitals at the head of a sentence, and titles that are given twice."""
    if match := _LOUD.match(line):
        yield Shape.HEAD, _pattern(b"l", match[1]), start, start + match.end(), text
        yield from _doubles(line, start, match, text)


def _against(line: str, pattern: bytes, start: int, text: int) -> Iterator[Part]:
    """Yield how a sentence begins, which counts against labels of the same words."""
    words = pattern.strip().split(b" ", 2)
    yield _PROSE, _hash(b"o" + b" ".join(words[:2])), start, start, text
    if match := _LOUD.match(line) or (":" in line[:_LONGEST_LABEL] and _COLON.match(line)):
        yield _PROSE, _pattern(b"l", match[1]), start, start, text


def _labels(line: str, start: int, text: int, *, is_first: bool) -> Iterator[Part]:
    """Yield the labels at the head of a line that is no sentence."""
    loud = _LOUD.match(line)
    if loud and not line.isupper():
        yield Shape.LOUD_LABEL, _pattern(b"l", loud[1]), start, start + loud.end(), text
        yield from _doubles(line, start, loud, text)
    if ":" in line[:_LONGEST_LABEL] and (match := _COLON.match(line)):
        is_loud = match[1].isupper() or line.lstrip()[:1] in {"(", "["}
        end = start + (match.end() if is_first else len(line))
        shape = Shape.LOUD_LABEL if is_loud else Shape.LABEL
        yield shape, _pattern(b"l", match[1]), start, end, text
    elif not loud and (match := _OPENING.match(line)):
        yield from _openings(line, match, start, text)


def _openings(line: str, match: re.Match[str], start: int, text: int) -> Iterator[Part]:
    """Yield the first words of a line, if not both of the first two may be of a name."""
    if match[1][0].islower() or match[2][0].islower():
        for group, shape in _OPENINGS:
            if match[group]:
                words = line[match.start(1) : match.end(group)]
                yield shape, _pattern(b"o", words), start, start + match.end(group), text


def _doubles(line: str, start: int, label: re.Match[str], text: int) -> Iterator[Part]:
    """Yield the titles that are given twice behind labels, from a label at the head on."""
    begin = 0
    found: re.Match[str] | None = label
    while found:
        words = " ".join(found[1].split(" ")[:2])
        double = _DOUBLE.match(line, found.start(1) + len(words))
        if double is None:
            return
        pattern = _pattern(b"d", f"{words} {double[2]}")
        yield Shape.DOUBLE, pattern, start + begin, start + double.end(), text
        begin = double.end()
        found = _LOUD.match(line, begin + 1)


def _insertions(text: str, bracket: str) -> Iterator[Part]:
    """Yield what is inserted in brackets of a kind."""
    begin = text.find(bracket)
    for piece in text[begin + 1 :].split(bracket):
        if piece[:2].isupper() and (match := _INSERTION.match(piece)):
            end = begin + 1 + match.end()
            words = crc32(utf8.encode(match[0]))
            yield Shape.INSERTION, _pattern(b"i", match[1]), begin, end, words
        begin += 1 + len(piece)


def _popups(text: str, encoded: bytes, cases: bytes) -> Iterator[Part]:
    """Yield what pops up at links.

    Args:
        text: The text.
        encoded: In UTF-8.
        cases: The same, its letters of ASCII as ``a`` and ``A``.
    """
    pieces = cases.split(_SEAM)[:-1]
    for place in accumulate(len(piece) + len(_SEAM) for piece in pieces):
        end = place - 1
        word = encoded[end - 4 : end]
        if encoded.rfind(word, max(0, end - _FARTHEST), end - 4) < 0:
            continue  # by far the commonest
        seam = end if len(encoded) == len(text) else len(utf8.decode(encoded[:end]))
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
        words = crc32(utf8.encode(text[seam : seam + 60]))
        yield Shape.ANY_POPUP, _hash(b"p"), start, start, words
        for closer, popup_end in closers.items():
            yield Shape.POPUP, _hash(b"p" + closer.encode()), start, popup_end, words


def _link_end(text: str, seam: int) -> int:
    """Return where the words of a link end that are given again up to a seam; -1: they are not."""
    word = _WORD_BEFORE.search(text, max(0, seam - 32), seam)
    if word is None or not word[0][0].isupper():
        return -1
    line = text.rfind("\n", 0, seam) + 1
    before = text.rfind(word[0], max(line, word.start() - _LONGEST_LINK), word.start())
    end = before + len(word[0])
    return -1 if before < 0 or text[end : end + 1].isalnum() else end
