"""The words of a quotation as they are compared: without what an editor changed.

An editor who shortens or mends a quotation shows it: ``[W]e`` is *We*, while
``[the taboo topics]``, ``…``, ``. . .`` and ``***`` are *gaps*, since other words may have stood
there. What is between gaps is a *stretch*. Case, accents and punctuation do not count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from searchkit import analysis

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAST_WORDS: Final = 8
"""Of how many words a quotation is compared; shorter ones are alike by chance too often."""

LEAST_CHARACTERS: Final = 2 * LEAST_WORDS - 1
"""How long so many words are at least, with the spaces between, in scripts with spaces."""

_EDITED: Final = re.compile(r"[\[…*]|\.\s?\.")
_MENDED: Final = re.compile(r"\[([^\W\d_]{1,6})\](?=\.?\w)|(?<=[^\W\d_])\[([^\W\d_]{1,6})\]")
_COMMENT: Final = re.compile(r"\s?\[(?:sic|\d{1,3})\]", re.IGNORECASE)
_GAP: Final = re.compile(r"\[[^\[\]]*\]|\((?:…|\.\s?\.\s?\.)\)|…|\.(?:\s?\.)+|\*(?:\s?\*)+")


def stretches(text: str, spans: Iterable[tuple[int, int]]) -> list[str]:
    """Return what is between the gaps of a quotation.

    Args:
        text: The text that it stands in.
        spans: Where.

    >>> stretches("[W]e will not … debate [the topics] now", [(0, 39)])
    ['We will not ', ' debate ', ' now']
    """
    said = " ".join([text[start:end] for start, end in spans])
    if not _EDITED.search(said):
        return [said]
    mended = _COMMENT.sub("", _MENDED.sub(r"\1\2", said))
    return _GAP.split(mended)


def words_of(stretches: Sequence[str]) -> list[list[str]]:
    """Return the words of stretches, as they are compared."""
    return [list(map(compared, analysis.words(stretch))) for stretch in stretches]


@lru_cache(1 << 16)
def compared(word: str) -> str:
    """Return what of a word is compared: no case, no accents, no dots.

    >>> compared("Señor"), compared("u.s"), compared("US")
    ('senor', 'us', 'us')
    """
    return analysis.fold(word).replace(".", "")
