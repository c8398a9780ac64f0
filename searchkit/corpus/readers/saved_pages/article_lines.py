"""Which lines of a page are lines of its article.

Lines are lists of the text's own; what is blank parts paragraphs and is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.corpus.readers.saved_pages.page_titles import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEAD = 8  # lines that are not blank, of which one may be the title
_SHORT = 120  # characters of what stands above a title: a rubric, a date
_SHINGLE = 4  # words
_CONFIRMED = 0.6  # of the shingles of a line
_KEPT = 0.4  # of the text, that is confirmed at least, or the witness knows nothing


def without_title(lines: Sequence[str], titles: Iterable[str]) -> list[str]:
    """Return lines behind the title, if that is at their head.

    Args:
        lines: The lines.
        titles: What the title may be.

    >>> without_title(["NEWS", "Low tide", "", "It went."], ["Low Tide!"])
    ['', 'It went.']
    """
    known = {" ".join(words_of(title)) for title in titles} - {""}
    head = [number for number, line in enumerate(lines) if line.strip()][:_HEAD]
    for number in head:
        if " ".join(words_of(lines[number])) in known:
            return list(lines[number + 1 :])
        if len(lines[number]) > _SHORT:
            break
    return list(lines)


def confirmed(lines: Sequence[str], witness: str) -> list[str]:
    """Return the lines that another reading of a page has, too.

    A line is kept if the witness has its words in their order, or most of them. Where that is
    so of a small part alone, the witness missed the article, and all are kept.

    Args:
        lines: The lines.
        witness: The other reading.
    """
    words = words_of(witness)
    text = f" {' '.join(words)} "
    shingles = set(_shingles(words))
    kept = [line for line in lines if _has(text, shingles, words_of(line))]
    is_known = sum(map(len, kept)) >= _KEPT * sum(map(len, lines))
    return kept if is_known else list(lines)


def has_all(witness: str, text: str) -> bool:
    """Whether nearly all of a text is in another one."""
    shingles = list(_shingles(words_of(text)))
    known = set(_shingles(words_of(witness)))
    return bool(shingles) and sum(one in known for one in shingles) >= 0.9 * len(shingles)


def _has(text: str, shingles: set[tuple[str, ...]], words: list[str]) -> bool:
    """Whether a line's words are in a text, or most of them are."""
    if not words or f" {' '.join(words)} " in text:
        return True
    own = list(_shingles(words))
    return bool(own) and sum(one in shingles for one in own) >= _CONFIRMED * len(own)


def _shingles(words: Sequence[str]) -> Iterable[tuple[str, ...]]:
    """Return every four words in a row."""
    return zip(*(words[start:] for start in range(_SHINGLE)), strict=False)
