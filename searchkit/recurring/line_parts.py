"""Lines as parts that may recur: sentences, which most of them are, and others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from zlib import adler32

import numpy as np

from searchkit.recurring.label_parts import (
    find_beginning,
    find_head,
    find_labels,
    find_loud_head,
)
from searchkit.recurring.part_shapes import DIGITS, Candidates, Shape

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.recurring.part_shapes import Found
    from searchkit.recurring.text_lines import TextLines

    Array = npt.NDArray[Any]

_TOLD_ENDS: Final = ".!\"”’'。"
_SENTENCE_ENDS: Final = frozenset("?" + _TOLD_ENDS)
_QUOTATION_MARKS: Final = "\"“‘'«„"
_SHORTEST_PROSE: Final = 45  # characters
_MOST_IN_WORD, _MOST_IN_PHRASE = 3, 5  # words
_MOST_WITHOUT_LABEL: Final = 2  # words
_LONGEST_QUESTION: Final = 12  # words
_LONGEST_TEMPLATE: Final = 90  # characters
_FEWEST_IN_TEMPLATE: Final = 3  # words that are no names
_JOINTS: Final = frozenset(("and", "of", "the", "de", "von", "van"))  # of names
_OF_THE_PAST: Final = (
    b"ed ",
    *(f" {word} ".encode() for word in "said was had were did he she they has".split()),
)
_MEASURES: Final = re.compile(r"[%$£€]|\d[.,]\d|percent")  # numbers that tell something

_SENTENCE, _TOLD = int(Shape.SENTENCE), int(Shape.TOLD)
_WORD, _PHRASE, _LINE = int(Shape.WORD), int(Shape.PHRASE), int(Shape.LINE)
_TEMPLATE: Final = int(Shape.TEMPLATE)


def are_prose(lines: TextLines) -> Array:
    """Return which lines are long and end as sentences do, bool, (n_lines,).

    At the end of a text, only longer ones are: they are no templates.
    """
    is_long = lines.lengths > np.where(lines.is_last, _LONGEST_TEMPLATE, _SHORTEST_PROSE)
    prose: Array = is_long & lines.end_with(_TOLD_ENDS)
    return prose


def sentences(lines: TextLines, numbers: Array) -> Candidates:
    """Return lines as the sentences that they are.

    Args:
        lines: All lines.
        numbers: Those that are prose, int64, (n,).
    """
    left = [lines.patterns[number] for number in numbers.tolist()]
    patterns = lines.texts[numbers].astype(np.uint64) << np.uint64(32)
    patterns |= np.fromiter(map(adler32, left), np.uint64, len(left))
    is_quoted = lines.begin_with(_QUOTATION_MARKS)[numbers]
    untold = np.flatnonzero(~is_quoted).tolist()
    for words in _OF_THE_PAST:
        untold = [place for place in untold if words not in left[place]]
    shapes = np.full(len(left), _TOLD, np.uint8)
    shapes[untold] = _SENTENCE
    starts = lines.starts[numbers]
    return Candidates(
        shapes, patterns, starts, starts + lines.lengths[numbers], lines.texts[numbers]
    )


def find_in_sentences(found: Found, lines: TextLines, is_meant: Array) -> None:
    """Add what sentences begin with.

    Args:
        found: What it is added to.
        lines: All lines.
        is_meant: Which of them are prose, bool, (n_lines,).
    """
    is_small = lines.second_is_small()
    numbers = np.flatnonzero(is_meant & ~is_small)
    for number, line in zip(numbers.tolist(), lines.written(numbers), strict=False):
        if line[1:3].isupper():
            find_loud_head(found, line, number)
    numbers = np.flatnonzero(is_meant & lines.is_first)
    for number, line in zip(numbers.tolist(), lines.written(numbers), strict=False):
        find_head(found, line, number)
    is_meant = is_meant & lines.is_sampled
    has_label = is_meant & (~is_small | lines.have_colon())
    for number in np.flatnonzero(is_meant & ~has_label).tolist():
        find_beginning(found, "", lines.patterns[number].strip(), number)
    numbers = np.flatnonzero(has_label)
    for number, line in zip(numbers.tolist(), lines.written(numbers), strict=False):
        find_beginning(found, line, lines.patterns[number].strip(), number)


def find_lines(found: Found, lines: TextLines, numbers: Array) -> None:
    """Add lines that are short or do not end as a sentence does, and what is in them.

    Args:
        found: What they are added to.
        lines: All lines.
        numbers: Those that are meant, int64, (n,), none of them empty.
    """
    flags = (lines.is_first, lines.is_last, lines.is_sampled)
    columns = [
        numbers.tolist(),
        lines.written(numbers),
        *(flag[numbers].tolist() for flag in flags),
    ]
    for number, line, is_first, is_last, is_sampled in zip(*columns, strict=False):
        pattern = lines.patterns[number]
        words = pattern.strip()
        seen = line.rstrip()
        if not words or not seen:
            continue
        count = words.count(b" ") + 1
        last = seen[-1]
        is_sentence = last in _SENTENCE_ENDS
        if is_sentence and count > _MOST_WITHOUT_LABEL:
            if is_sampled:
                find_beginning(found, line, words, number)
            if line[1:3].isupper():
                find_loud_head(found, line, number)
        if (last == "?" and count <= _LONGEST_QUESTION) or (
            count <= _MOST_IN_PHRASE and _names_somebody(line, is_first=is_first)
        ):
            continue
        shape = _shape(line, pattern, count, is_sentence=is_sentence)
        if shape not in (_SENTENCE, _TOLD):
            pattern = _without_numbers(pattern, line)
        found.rows.append((shape, pattern, number, 0, len(line)))
        if not is_sentence and count > _MOST_WITHOUT_LABEL:
            find_labels(found, line, number, is_first=is_first)
        may_be_template = count > _FEWEST_IN_TEMPLATE and len(line) <= _LONGEST_TEMPLATE
        if may_be_template and not is_first and (is_last or not is_sentence):
            _find_template(found, line, number)


def _without_numbers(pattern: bytes, line: str) -> bytes:
    """Return the pattern of a line without digits, unless they tell something."""
    bare = pattern.translate(None, DIGITS)
    return pattern if len(bare) < len(pattern) and _MEASURES.search(line) else bare


def _names_somebody(line: str, *, is_first: bool) -> bool:
    """Whether a line is who said or wrote something and where, or where a report is from.

    The first line may be a place: `LONDON`. Elsewhere it takes a comma: `Ada Marsh, Pier Post`.
    """
    return (is_first or ", " in line) and all(word[0].isupper() for word in line.split())


def _shape(line: str, pattern: bytes, count: int, *, is_sentence: bool) -> int:
    """Return the shape of a line of so many words."""
    if count <= _MOST_IN_PHRASE:
        return _WORD if count <= _MOST_IN_WORD else _PHRASE
    if not is_sentence:
        return _LINE
    tells = line[0] in _QUOTATION_MARKS or any(words in pattern for words in _OF_THE_PAST)
    return _TOLD if tells else _SENTENCE


def _find_template(found: Found, line: str, number: int) -> None:
    """Add a short line by what is left of it without names."""
    words = line.split()
    common = [word for word in words if word.islower() and word not in _JOINTS]
    if _FEWEST_IN_TEMPLATE <= len(common) < len(words):
        found.named.append((_TEMPLATE, b"t", " ".join(common), number, 0, len(line)))
