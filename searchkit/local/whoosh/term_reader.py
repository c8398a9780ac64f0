"""Terms and their postings as Whoosh reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.reading import TermInfo, TermNotFound

from searchkit.local.whoosh.extras import weights_of
from searchkit.local.whoosh.matcher import PostingMatcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from whoosh.fields import FieldType
    from whoosh.formats import Format

    from searchkit.local.segment.field_reader import FieldReader, Postings
    from searchkit.local.segment.segment_reader import ArraySegment


class ColumnarTermsReader(TermsReader):
    """Reads the terms and postings of a segment.

    Args:
        segment: The segment.
    """

    def __init__(self, segment: ArraySegment) -> None:
        self._segment = segment

    def close(self) -> None:
        self._segment.close()

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._postings(*term) is not None

    def indexed_field_names(self) -> list[str]:
        return self._segment.field_names

    def cursor(self, fieldname: str, fieldobj: FieldType) -> FieldCursor:
        return TermCursor(self._segment, fieldname, fieldobj)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in map(self._segment.field, self._segment.field_names):
            assert field is not None
            yield from ((field.name, term) for term in field.terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return ((field.name, term) for field, _, term in self._numbered(fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return self.items_from("", b"")

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        for field, number, term in self._numbered(fieldname, prefix):
            yield (field.name, term), term_info(self._segment, field.postings(number))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        return term_info(self._segment, self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        postings = self._postings(fieldname, text)
        if postings is None:
            return 0.0
        return float(weights_of(self._segment, postings).sum(dtype=np.float64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        postings = self._postings(fieldname, text)
        return 0 if postings is None else len(postings)

    def matcher(
        self, fieldname: str, text: bytes, format_: Format, scorer: Any = None
    ) -> PostingMatcher:
        return PostingMatcher(
            self._segment,
            self._found(fieldname, text),
            lengths=self._segment.lengths(fieldname),
            format_=format_,
            term=(fieldname, text),
            scorer=scorer,
        )

    def _postings(self, name: str, term: bytes) -> Postings | None:
        field = self._segment.field(name)
        number = -1 if field is None else field.terms.find(term)
        return None if field is None or number < 0 else field.postings(number)

    def _found(self, name: str, term: bytes) -> Postings:
        postings = self._postings(name, term)
        if postings is None:
            raise TermNotFound(f"No term {name}:{term!r}")
        return postings

    def _numbered(self, name: str, prefix: bytes) -> Iterator[tuple[FieldReader, int, bytes]]:
        """Yield field, number and term from a term on, through all fields after it."""
        for field_name in self._segment.field_names:
            field = self._segment.field(field_name)
            if field is None or field_name < name:
                continue
            start = field.terms.rank(prefix) if field_name == name else 0
            terms = field.terms.iterate(start, len(field.terms))
            for number, term in enumerate(terms, start):
                yield field, number, term


def term_info(segment: ArraySegment, postings: Postings) -> TermInfo:
    """Return what Whoosh's scorers want to know of a term."""
    weights, articles = weights_of(segment, postings), postings.articles
    lengths = segment.lengths(postings.field.name)
    least = most = 0
    if lengths is not None:
        its_lengths = lengths[articles]
        least, most = int(its_lengths.min()), int(its_lengths.max())
    return TermInfo(
        weight=float(weights.sum(dtype=np.float64)),
        df=len(postings),
        minlength=least,
        maxlength=most,
        maxweight=float(weights.max()),
        minid=int(articles[0]),
        maxid=int(articles[-1]),
    )


class TermCursor(FieldCursor):
    """Goes through the terms of a field, forward or to any of them.

    Args:
        segment: The segment.
        name: The name of the field.
        fieldobj: What makes text of terms.
    """

    def __init__(self, segment: ArraySegment, name: str, fieldobj: FieldType) -> None:
        self._segment = segment
        self._field = segment.field(name)
        self._fieldobj = fieldobj
        self._count = 0 if self._field is None else len(self._field.terms)
        self._number = 0

    def is_valid(self) -> bool:
        return self._number < self._count

    def first(self) -> Any:
        self._number = 0
        return self.text()

    def next(self) -> Any:
        self._number += 1
        return self.text()

    def find(self, string: str | bytes) -> Any:
        term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._number = 0 if self._field is None else self._field.terms.rank(term)
        return self.text()

    def text(self) -> Any:
        if self._field is None or not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._field.terms[self._number])

    def term_info(self) -> TermInfo | None:
        if self._field is None or not self.is_valid():
            return None
        return term_info(self._segment, self._field.postings(self._number))
