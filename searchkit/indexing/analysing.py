"""An article -> what is written of it: its terms, its language, its fingerprint."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from searchkit import analysis
from searchkit.schema import DEFAULT_LANGUAGE, TEXT_FIELDS, to_fields

if TYPE_CHECKING:
    from searchkit.article import Article


def analyse(article: Article) -> dict[str, Any]:
    """Return the fields of an article, its words analysed in its own language."""
    prose = article.prose
    language = article.language or analysis.detect(prose)
    texts = {"title": article.title, "text": prose}
    stemmed_in = language or DEFAULT_LANGUAGE
    terms = {
        field: [analysis.stem(word, stemmed_in) for word in analysis.words(texts[field])]
        for field in TEXT_FIELDS
    }
    return to_fields(article, language=language, terms=terms, fingerprint=fingerprint(article))


def fingerprint(article: Article) -> str:
    """Return 32 hexadecimal digits that differ wherever anything about two articles does."""
    content = [
        article.title,
        article.text,
        str(article.date),
        article.source,
        article.authors,
        article.url,
        article.language,
        article.furniture,
        (article.origins.title, article.origins.date, article.origins.source),
    ]
    return hashlib.blake2b(json.dumps(content).encode("ascii"), digest_size=16).hexdigest()
