"""Whether two articles differ, in 16 bytes.

An index keeps the fingerprint of each of its articles, so that an update writes only
those that differ from what it has.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from searchkit import utf8
from searchkit.article import Origin
from searchkit.hashing import blake2b

if TYPE_CHECKING:
    from searchkit.article import Article

FINGERPRINT_LENGTH = 16
"""Bytes of a fingerprint."""


def fingerprint(article: Article) -> bytes:
    """Return 16 bytes that differ wherever anything about two articles does, but their keys.

    What was detected follows from the rest, so an article is the same before and after.
    """
    origins = article.origins
    is_declared = origins.language not in {Origin.DETECTED, Origin.DOUBTFUL}
    facts: tuple[object, ...] = (
        article.title,
        str(article.date),
        article.source,
        article.authors,
        article.url,
        (article.language, origins.language) if is_declared else (None, Origin.NONE),
        article.furniture,
        origins.title,
        origins.date,
        origins.source,
        str(origins.encoding),
    )
    if article.is_as_is:
        facts = (*facts, "as is")
    head = json.dumps(facts).encode("ascii")  # its end cannot be taken for the text's beginning
    text = utf8.encode(article.text)
    return blake2b(head + text, digest_size=FINGERPRINT_LENGTH).digest()
