"""The text of an article that its object keeps in parts, under names of its own.

Programs cut texts into chunks, passages or slides, and call these as they like. Parts are
known from articles by what they lack: they have a text, perhaps under a heading, but no date,
author, address or id (but their number), and are in an object that has a title or a
date. Comments and captions look the same, so the names of their lists count, too, and so do
those of lists that usually hold articles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.facts.declared_facts import declared_in, id_in, plain_names, text_in, title_in
from searchkit.corpus.facts.field_names import RECORD_LISTS, plain_name
from searchkit.corpus.facts.values_as_text import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Of lists that usually hold articles, those that may hold parts, and that mostly do.
_EITHER = ("items", "item", "edges", "data", "value")
_MOSTLY_PARTS = ("pages", "nodes", "rows")
_ARTICLES = tuple(RECORD_LISTS.difference(_EITHER, _MOSTLY_PARTS))
_DEEPEST = 4  # lists within lists
_BESIDE = re.compile(
    r"comment|repl(?:y|ies)|reviews|reaction|related|recommend|similar|image|photo|picture|galler"
    r"|media|caption|links?|tags|keyword|topic|categor|author|byline|credit|contributor|reference"
    r"|footnote|sources|embed|figure|entit|annotation|correction"
)
_SENTENCE = re.compile(r"\w\W+\w[^\n]{0,20}[.!?…。！？][\"'”’»)]?\s*\Z")
_WORDS = ("p", "paragraph", "sentence", "passage", "chunk", "segment", "utterance", "txt")


def text_in_parts(fields: Mapping[str, object]) -> str | None:
    r"""Return the text of an article from lists of parts, or None where there are none.

    Args:
        fields: By plain name, from :func:`plain_names`; what is nested has the name of what
            it is in before its own.

    >>> text_in_parts({"title": "Tides", "chunks": [{"text": "Low."}, {"text": "High."}]})
    'Low.\n\nHigh.'
    """
    if not any(isinstance(value, list) for value in fields.values()):
        return None  # by far the most
    own = declared_in(fields)
    evidence = (own.title is not None) + (own.date is not None)
    return "\n\n".join(_texts(fields, evidence, 0)) or None


def _texts(fields: Mapping[str, object], evidence: int, depth: int) -> Iterator[str]:
    """Yield the texts of the lists of parts in an object, and in objects of such lists."""
    lists = {  # each once; it has a name more where what is around it is the article's own
        id(value): (name, value)
        for name, value in fields.items()
        if isinstance(value, list) and value and isinstance(value[0], (dict, str))
    }
    for name, values in lists.values() if depth <= _DEEPEST else ():
        if evidence <= name.endswith(_EITHER) or name.endswith(_ARTICLES) or _BESIDE.search(name):
            continue
        if _are_sentences(values) or _are_parts(values, headed=not name.endswith(_EITHER)):
            yield text_of(list(map(_unboxed, values))) or ""
        elif all(isinstance(value, dict) for value in values):
            inner = [plain_names(value) for value in values if isinstance(value, dict)]
            if not any(map(_has_facts, inner)):
                for part in inner:
                    yield from _texts(part, evidence, depth + 1)


def _are_sentences(values: Sequence[object]) -> bool:
    """Whether values are texts that mostly end as sentences do, and not names or tags."""
    if not all(isinstance(value, str) for value in values):
        return False
    ends = sum(
        bool(_SENTENCE.search(value.rstrip()[-60:])) for value in values if isinstance(value, str)
    )
    return 2 * ends > len(values)


def _has_facts(fields: Mapping[str, object]) -> bool:
    """Whether an object says what only an article, or a comment, says of itself."""
    own = declared_in(fields)
    return bool(own.date or own.url or own.authors)


def _are_parts(values: Sequence[object], *, headed: bool) -> bool:
    """Whether values are parts of one text, with headings or without, and no articles."""
    has_text = False
    for number, value in enumerate(values):
        if not isinstance(value, dict):
            return False
        fields = plain_names(value)
        if _has_facts(fields) or (not headed and title_in(fields)):
            return False
        if id_in(value) not in (None, str(number), str(number + 1)):
            return False
        has_text = has_text or _has_text(fields) or _unboxed(value) is not value
    return has_text


def _has_text(fields: Mapping[str, object]) -> bool:
    return bool(text_in(fields)) or any(name in fields for name in _WORDS)


def _unboxed(value: object) -> object:
    """Return what has the text of a part, which may be boxed: ``{"section": {"text": …}}``."""
    if not isinstance(value, dict) or _has_text(plain_names(value)):
        return value
    boxed = (
        inner
        for name, inner in value.items()
        if isinstance(inner, dict) and not _BESIDE.search(plain_name(str(name)))
    )
    return next((inner for inner in boxed if _has_text(plain_names(inner))), value)
