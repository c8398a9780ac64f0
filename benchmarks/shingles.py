"""How much of a text was read, by its words in fours.

Each four words in a row are counted as often as they occur, as in the benchmark of article
extraction by Scrapinghub, so that figures can be compared with those of others.
"""

from __future__ import annotations

import re
from collections import Counter

_WORD = re.compile(r"\w+")
_WORDS = 4


def compared(found: str, truth: str) -> tuple[float, float]:
    """Return the precision and the recall of a text, each from 0 to 1.

    >>> compared("a b c d e", "a b c d e f g h")
    (1.0, 0.4)
    """
    one, other = _shingles(found), _shingles(truth)
    both = (one & other).total()
    return both / one.total() if found.strip() else 0.0, both / other.total()


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    last = max(len(words) - _WORDS + 1, 1)
    return Counter(tuple(words[at : at + _WORDS]) for at in range(last))
