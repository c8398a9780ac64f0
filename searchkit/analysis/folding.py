"""One spelling for all spellings of a word that mean the same to a reader.

``Naïve``, ``naive`` and ``NAÏVE`` have one folded surface. Words, sources and
filters are compared by it. What a letter folds to is decided in
:mod:`searchkit.analysis.characters`; here whole strings are put together.
"""

from __future__ import annotations

import unicodedata

from searchkit.analysis.characters import FOLDED, SURFACES


def fold(word: str) -> str:
    """Return ``word`` without case, accents and width.

    ``й`` and a few other letters that Unicode derives from another stay: they
    are letters of their own. Folding twice changes nothing. The string may be
    more than a word, such as the name of a source; white space stays.

    >>> fold("Naïve"), fold("Straße"), fold("ﬁve"), fold("Łódź")
    ('naive', 'strasse', 'five', 'lodz')
    """
    if word.isascii():
        return word.lower()
    folded = unicodedata.normalize("NFC", word).translate(FOLDED)
    return unicodedata.normalize("NFC", folded)


def surface(text: str) -> str:
    r"""Return a piece of text as it stands in a word: lower case, NFC, accents kept.

    Apostrophes are straight, full-width characters and ligatures are the
    ordinary ones, invisible characters are gone.

    >>> surface("O\u2019Brien"), surface("Cafe\u0301"), surface("co\u00adop")
    ("o'brien", 'café', 'coop')
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    plain = unicodedata.normalize("NFC", text).translate(SURFACES).lower()
    return unicodedata.normalize("NFC", plain)
