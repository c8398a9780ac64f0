"""What a snippet need not say again: the title, and sentences that were shown before.

Case and punctuation make no difference: sentences are compared by their words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.analysis import sentences
from searchkit.article import Span
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

ELLIPSIS = "…"
"""What marks the end of a passage or a title that was cut."""

_HEAD = 2000  # characters of a text in which its title may come again as a line
_WORD = late_pattern(r"\w+")
_NO_WORDS = {code: " " for code in range(0x80) if not (chr(code).isalnum() or chr(code) == "_")}
_AFTER_WORDS = late_pattern(r"[^\w\s]*")


def folded_words(text: str) -> str:
    """Return the words of a text without case and punctuation, one space between two."""
    return " ".join(_WORD.findall(text.casefold()))


def statements(text: str) -> frozenset[str]:
    """Return the sentences of a snippet as :func:`is_seen` compares them.

    >>> sorted(statements("The tide came in. It was cold…"))
    ['it was cold', 'the tide came in']
    """
    return frozenset(folded_words(text[start:end]) for start, end in sentences(text)) - {""}


def is_seen(line: str, seen: AbstractSet[str]) -> bool:
    """Whether a passage says nothing but what was seen, as a whole or sentence by sentence.

    Args:
        line: The passage.
        seen: Folded sentences, none of them empty.
    """
    folded = folded_words(line)
    if not folded.startswith(tuple(seen)):  # then its first sentence is not among them
        return False
    return folded in seen or all(
        folded_words(line[start:end]) in seen for start, end in sentences(line)
    )


def with_titles(text: str, title: str, furniture: Sequence[Span]) -> Sequence[Span]:
    """Return the furniture and, as more of it, what repeats the title in the head of a text."""
    words = _WORD.findall(title.casefold())
    if not words:
        return furniture
    last_end = text.find("\n", _HEAD)
    head = text if last_end < 0 else text[:last_end]
    if head.isascii() and not all(map(head.lower().__contains__, words)):  # quick to tell
        return furniture
    found = []
    firsts = (words[0][0], words[0][0].upper())
    start = 0
    while start < min(len(text), _HEAD):
        line_end = text.find("\n", start)
        line_end = len(text) if line_end < 0 else line_end
        # Few lines can begin with the first word, and this is quick to test.
        if line_end > start and (text[start] in firsts or not text[start].isalnum()):
            end = _end_of(words, text, start, line_end)
            if end and _ends_there(text, title, end, line_end):
                is_free = not any(span.start < end and start < span.end for span in furniture)
                found += [Span(start, end)] if is_free else []
        start = line_end + 1
    return sorted([*furniture, *found]) if found else furniture


def _end_of(words: Sequence[str], text: str, start: int, stop: int) -> int:
    """Return where the given words, with which a line may begin, end; 0: it begins otherwise."""
    end = start
    for word in words:
        match = _WORD.search(text, end, stop)
        if match is None or match[0].casefold() != word:
            return 0
        end = match.end()
    after = _AFTER_WORDS.match(text, end, stop)
    return after.end() if after else end


def _ends_there(text: str, title: str, end: int, line_end: int) -> bool:
    """Whether a line or a sentence ends with its title, or the title was cut from it."""
    return (
        not text[end:line_end].strip()
        or text[end - 1] in ".!?…。！？\"'”’»)"
        or title.endswith(ELLIPSIS)
    )
