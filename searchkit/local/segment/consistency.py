"""Whether the arrays of a segment agree with each other.

Checksums show that a file is as it was written; this module, that what was written
makes sense. Every array is read, some terms at a time. It knows what arrays mean
to each other, and not what a field or a column means to an index.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.errors import IndexDamagedError
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.local.segment.postings import chunks
from searchkit.local.segment.terms import HEAD_EVERY, TermDictionary, head

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy.typing as npt

    from searchkit.local.segment.field_reader import FieldReader
    from searchkit.local.segment.segment_reader import ArraySegment

    Array = npt.NDArray[Any]

_POSTINGS = 1 << 17  # postings that are read at a time, but for those of one term
_TERMS = 4096  # terms that are read at a time


def disagreements(
    segment: ArraySegment, *, passed: Callable[[float], None] = lambda _: None
) -> Iterator[str]:
    """Read a whole segment and yield what in it does not agree, in words.

    Stored fields are not looked at: what they mean is known to the store.

    Args:
        segment: The segment.
        passed: Called repeatedly with the share of it that was read, up to 1.
    """
    counts = [_posting_count(segment, name) for name in segment.field_names]
    before = 0
    for name, count in zip(segment.field_names, counts, strict=True):

        def pass_(postings: int, before: int = before) -> None:
            passed((before + postings) / max(sum(counts), 1))

        yield from _prefixed(f"field {name}: ", _field_disagreements(segment, name, pass_))
        before += count
    for name in segment.length_names:
        yield from _prefixed(f"lengths of {name}: ", _length_disagreements(segment, name))
    for name in segment.column_names:
        yield from _prefixed(f"column {name}: ", _column_disagreements(segment, name))
    for name in segment.hash_names:
        yield from _prefixed(f"hashes {name}: ", _hash_disagreements(segment, name))
    yield from _prefixed("copies: ", _copy_disagreements(segment))


def _prefixed(prefix: str, found: Iterable[str]) -> Iterator[str]:
    """Yield what was found, and an error that ends the search as one thing more."""
    try:
        for what in found:
            yield prefix + what
    except IndexDamagedError as error:
        yield error.reason.partition(": ")[2]


def _posting_count(segment: ArraySegment, name: str) -> int:
    try:
        field = segment.field(name)
    except IndexDamagedError:  # reported when the field is looked at
        return 0
    return field.posting_count if field else 0


def _field_disagreements(
    segment: ArraySegment, name: str, passed: Callable[[int], None]
) -> Iterator[str]:
    field = segment.field(name)
    assert field is not None
    yield from _order_disagreements("terms", field.terms, strictly=True)
    if field.forms is not None:
        yield from _order_disagreements("forms", field.forms, strictly=False)
    if field.stems is not None:
        yield from _order_disagreements("stems", field.stems.names, strictly=True)
        yield from field.stems.disagreements(field.terms)
    starts = field.starts[:].astype(np.int64)
    if np.any(np.diff(starts) < 1):
        yield "a term has no postings"
        return
    tokens = np.zeros(segment.n_articles, np.int64)
    counted = np.zeros(len(field.forms or ()), np.int64)
    for first, last in chunks(starts, _POSTINGS):
        yield from _posting_disagreements(field, first, last, tokens, counted)
        passed(int(starts[last]))
    if not np.array_equal(counted, field.form_counts) and field.has_forms:
        yield "its forms do not occur in the text as often as they are counted"
    lengths = segment.lengths(name)
    if lengths is not None and field.has_positions and not np.array_equal(tokens, lengths):
        article = np.flatnonzero(tokens != lengths).item(0)
        yield f"article {article} has {tokens[article]} tokens, its length is {lengths[article]}"


def _posting_disagreements(
    field: FieldReader, first: int, last: int, tokens: Array, counted: Array
) -> Iterator[str]:
    """Yield what does not agree in the postings of some terms.

    Args:
        field: The field.
        first: The first term.
        last: The term behind the last.
        tokens: The tokens of each article so far, int64, (n_articles,); they are added to.
        counted: The occurrences of each form so far, int64, (n_forms,); they
            are added to.
    """
    starts = field.starts[first : last + 1].astype(np.int64)
    articles = field.articles_of_terms(first, last)
    begins = np.zeros(len(articles) + 1, np.bool_)
    begins[starts - starts[0]] = True
    if np.any((np.diff(articles) < 1) & ~begins[1:-1]):
        yield f"the articles of terms {first} to {last - 1} do not ascend"
    frequencies = field.frequencies(int(starts[0]), int(starts[-1]))
    if not frequencies.all():
        yield f"an article of terms {first} to {last - 1} has them zero times"
    np.add.at(tokens, articles, frequencies)
    if not field.has_positions:
        return
    occurrences = field.occurrences_of_terms(first, last)
    begins = np.zeros(len(occurrences.positions) + 1, np.bool_)
    begins[np.cumsum(occurrences.counts)] = True
    if np.any((np.diff(occurrences.positions) < 1) & ~begins[1:-1]):
        yield f"the positions of terms {first} to {last - 1} do not ascend"
    if occurrences.forms is not None:
        counted += np.bincount(occurrences.forms, minlength=len(counted))
        forms, terms = field.forms_of_terms(first, last)
        if not np.array_equal(field.form_terms[forms], first + terms):
            yield f"the forms of terms {first} to {last - 1} are those of other terms"


def _order_disagreements(what: str, names: TermDictionary, *, strictly: bool) -> Iterator[str]:
    for start in range(0, len(names), _TERMS):
        end = min(start + _TERMS, len(names))
        some = names.slice(start, min(end + 1, len(names)))
        if any(a > b or (strictly and a == b) for a, b in pairwise(some)):
            yield f"its {what} {start} to {end - 1} are not sorted"
        heads = names.heads[start // HEAD_EVERY : -(-end // HEAD_EVERY)]
        if heads.tolist() != [head(name) for name in some[: end - start : HEAD_EVERY]]:
            yield f"its {what} {start} to {end - 1} do not begin as their heads do"


def _length_disagreements(segment: ArraySegment, name: str) -> Iterator[str]:
    lengths, recorded = segment.lengths(name), segment.length_statistics(name)
    assert lengths is not None
    total = int(lengths.sum(dtype=np.int64))
    bounds = (int(lengths.min(initial=recorded.least)), int(lengths.max(initial=0)))
    if total != recorded.total or bounds != (recorded.least, recorded.most):
        yield "their sum or their bounds differ from those recorded"


def _column_disagreements(segment: ArraySegment, name: str) -> Iterator[str]:
    column = segment.column(name)
    if isinstance(column, ReferenceColumn) and isinstance(column.values, TermDictionary):
        yield from _order_disagreements("values", column.values, strictly=True)


def _copy_disagreements(segment: ArraySegment) -> Iterator[str]:
    if segment.copies is not None:
        yield from segment.copies.disagreements(segment.n_articles)


def _hash_disagreements(segment: ArraySegment, name: str) -> Iterator[str]:
    lists = segment.hashes(name)
    if lists is not None:
        yield from lists.disagreements(segment.n_articles)
