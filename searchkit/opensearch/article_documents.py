"""A run of articles -> the documents of a cluster: what is searched, what is shown, and words.

A run is what a process has analysed (:mod:`searchkit.local.writing.runs`), by the tables that make
segments, too. So both engines have the same forms, terms and stems, and the same signatures.
"""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC
from itertools import compress, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.hashing import blake2b
from searchkit.local.segment.columns import (
    FixedColumn,
    NumberColumn,
    ReferenceColumn,
    VariableColumn,
)
from searchkit.local.segment.date_columns import date_codes, precisions_of, shown_days
from searchkit.local.segment.packed_strings import JOINT
from searchkit.local.segment.stored_fields import Frames, as_dictionaries, encoded_records
from searchkit.opensearch.kept_records import new_compressor, packed
from searchkit.opensearch.mappings import STEM_MARK, TERM_MARK
from searchkit.records import NamedTuple
from searchkit.schema import LABEL_SEPARATOR, NO_OFFSET, RECURRING, TEXT_FIELDS, UNDATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.columns import Column
    from searchkit.local.writing.runs import Run

    Array = npt.NDArray[Any]

_ID_LENGTH = 16  # bytes
_JOINT = utf8.decode(JOINT)
_AT_ONCE = 1 << 10  # articles whose tokens are made text together


class Document(NamedTuple):
    """What a cluster is to keep under a name.

    Attributes:
        name: The name, the same for the same key or the same meaning.
        content: Values of JSON by field.
    """

    name: str
    content: Mapping[str, Any]


class RunCopies(NamedTuple):
    """What the documents of a run say of copies.

    Attributes:
        sketches: The hashes of the sketch of each article, as signed numbers.
        names: What edges call each.
        edges: What the edges of each call the others.
    """

    sketches: Sequence[Sequence[int]]
    names: Sequence[str]
    edges: Sequence[Sequence[str]]

    def fields(self, number: int) -> dict[str, Any]:
        """Return the fields of the document of an article."""
        fields: dict[str, Any] = {"sketch": self.sketches[number], "content": self.names[number]}
        return fields | {"copies": self.edges[number]} if self.edges[number] else fields


def document_name(key: str) -> str:
    """Return what the document of an article is called: names may not be as long as keys are."""
    return blake2b(utf8.encode(key), digest_size=_ID_LENGTH).hexdigest()


def document_names(run: Run) -> list[str]:
    """Return what the documents of the articles of a run are called."""
    return [
        document_name(utf8.decode(key))
        for key in _values(run.columns["key"], slice(0, run.n_articles))
    ]


def article_documents(run: Run, copies: RunCopies) -> Iterator[Document]:
    """Yield the articles of a run.

    Args:
        run: The run; what is furniture by evidence has been left out of it.
        copies: What is known of their copies.
    """
    units = _units(run)
    entries = encoded_records(Frames(run.frames, as_dictionaries(run.dictionaries)))
    compressor = new_compressor()
    texts = zip(*(_texts(run, name, units) for name in TEXT_FIELDS), strict=True)
    run = run.replace(columns={name: _at_hand(column) for name, column in run.columns.items()})
    for first in range(0, run.n_articles, _AT_ONCE):
        some = slice(first, min(first + _AT_ONCE, run.n_articles))
        for number, facts in enumerate(_facts(run, some), start=first):
            content = dict(zip(TEXT_FIELDS, next(texts), strict=True)) | facts
            content |= packed(next(entries), compressor) | copies.fields(number)
            yield Document(document_name(facts["key"]), content)


class WordsSent:
    """Which words were sent to a cluster, by half of what their documents are called."""

    def __init__(self) -> None:
        self._halves = np.zeros(0, np.uint64)

    def are_new(self, names: Sequence[bytes]) -> Sequence[bool]:
        """Take in different names, and return which of them are met for the first time."""
        halves = np.frombuffer(b"".join(names), np.uint64)[:: _ID_LENGTH // 8]
        is_new = ~np.isin(halves, self._halves)
        self._halves = np.concatenate((self._halves, halves[is_new]))
        new: list[bool] = is_new.tolist()
        return new


def word_documents(run: Run, sent: WordsSent) -> Iterator[Document]:
    """Yield what the forms of a run mean: a term each, and the stem where it is another.

    How often each occurs in the run tells roughly which words are frequent.

    Args:
        run: The run.
        sent: The words of runs before it, which are there already.
    """
    counts = np.asarray(sum(run.counts[name].astype(np.int64) for name in TEXT_FIELDS)).tolist()
    names = _names(run)
    digests = [blake2b(name, digest_size=_ID_LENGTH).digest() for name in names]
    words = compress(zip(names, digests, counts, strict=True), sent.are_new(digests))
    for name, digest, count in words:
        term, form, *others = utf8.decode(name).split(_JOINT)
        content: dict[str, Any] = {"term": term, "form": form, "count": count}
        if others:
            content["stem"], content["language"] = others
        yield Document(digest.hex(), content)


def _facts(run: Run, some: slice) -> Iterator[dict[str, Any]]:
    """Yield what is searched and counted of some articles of a run besides their words."""
    columns = {name: _values(column, some) for name, column in run.columns.items()}
    lengths = {f"{name}_length": run.lengths[name][some].tolist() for name in TEXT_FIELDS}
    quoted = _quotations(run, some)
    for number, dates in enumerate(_dates(run, some)):
        row = {name: values[number] for name, values in columns.items()}
        facts: dict[str, Any] = {name: values[number] for name, values in lengths.items()}
        facts |= {name: utf8.decode(row[name]) for name in ("key", "path", "source", "language")}
        facts["fingerprint"] = row["fingerprint"].hex()
        facts["signature"] = b64encode(row["signature"]).decode("ascii")
        facts["quotations"] = quoted[number]
        facts |= dates
        for name, searched in (("author", ("author", "authors")), ("url", ("url",))):
            if row[name]:
                terms = utf8.decode(row[name]).split(LABEL_SEPARATOR)
                facts |= dict.fromkeys(searched, terms)
        if spans := row.get(RECURRING):
            facts[RECURRING] = spans.decode("ascii")
        yield facts


def _names(run: Run) -> list[bytes]:
    """Return the names of the meanings of a run, all at hand."""
    return run.meanings().some(np.arange(len(run.numbers)))


def _units(run: Run) -> Array:
    """Return each meaning as it is sent, by the number by which tokens name it, objects."""
    units = np.full(int(run.numbers.max(initial=0)) + 1, "", object)
    for number, name in zip(run.numbers.tolist(), _names(run), strict=True):
        term, form, *others = utf8.decode(name).split(_JOINT, 3)
        units[number] = unit(form, term, others[0] if others else None)
    return units


def unit(form: str, term: str, stem: str | None) -> str:
    """Return a token as it is sent; a form that is the term is there once.

    >>> unit("tables", "table", "tabl"), unit("tide", "tide", None)
    ('tables|||table||||tabl', '|||tide')
    """
    of_stem = "" if stem is None else f"{STEM_MARK}{stem}"
    return f"{'' if form == term else form}{TERM_MARK}{term}{of_stem}"


def _texts(run: Run, name: str, units: Array) -> Iterator[str]:
    """Yield a field of each article as units with spaces between."""
    left_out = run.left_out if name == "text" else run.left_out[:0]
    ends = np.cumsum(run.lengths[name])
    # Where the articles end among all tokens, those that are left out, too.
    ends_before = ends + np.searchsorted(left_out - np.arange(len(left_out)), ends)
    for first in range(0, run.n_articles, _AT_ONCE):
        last = min(first + _AT_ONCE, run.n_articles)
        begin = int(ends_before[first - 1]) if first else 0
        tokens = run.tokens[name][begin : int(ends_before[last - 1])]
        gone = left_out[slice(*np.searchsorted(left_out, (begin, begin + len(tokens))))] - begin
        left = np.delete(tokens, gone)
        at = 0
        for length in run.lengths[name][first:last].tolist():
            yield " ".join(units.take(left[at : at + length]).tolist())
            at += length


def _quotations(run: Run, some: slice) -> list[list[str]]:
    """Return the hashes of the quotations of each of some articles."""
    counts = run.quotations.counts
    before = int(counts[: some.start].sum())
    ends = (before + np.cumsum(counts[some])).tolist()
    return [
        list(map(str, run.quotations.hashes[start:end].tolist()))
        for start, end in pairwise([before, *ends])
    ]


def _at_hand(column: Column) -> Column:
    """Return a column whose values need not be looked up in a file again and again."""
    if isinstance(column, ReferenceColumn):
        return column.replace(values=list(column.values))
    return column


def _values(column: Column, some: slice) -> list[Any]:
    """Return the value of a column for each of some articles: numbers, or bytes."""
    match column:
        case NumberColumn():
            numbers: list[Any] = column.numbers[some].tolist()
            return numbers
        case FixedColumn():
            return [row.tobytes() for row in column.rows[some]]
        case VariableColumn():
            ends = column.starts[some.start : some.stop + 1].tolist()
            return [column.data[start:end].tobytes() for start, end in pairwise(ends)]
        case ReferenceColumn():
            return column.of_articles(np.arange(some.start, some.stop))


def _dates(run: Run, some: slice) -> list[dict[str, int]]:
    """Return the fields of the date of each of some articles; of one without a date there are none.

    They are its first and last second, what clocks showed then, and numbers to count dates by.
    """
    first, last, offsets = (
        np.asarray(column.numbers[some], np.int64)
        for name in ("date_from", "date_to", "date_offset")
        for column in [run.columns[name]]
        if isinstance(column, NumberColumn)
    )
    codes = date_codes(first, last, offsets)
    ahead = 60 * np.where(offsets == NO_OFFSET, 0, offsets)
    found = {
        "date_from": first,
        "date_to": last,
        "shown_from": first + ahead,
        "shown_to": last + ahead,
        "date_code": codes,
        "shown_day": shown_days(first, offsets, UTC),
        "precision": precisions_of(codes),
        "date_offset": offsets,
    }
    rows = zip(*(numbers.tolist() for numbers in found.values()), strict=True)
    dates = [dict(zip(found, row, strict=True)) for row in rows]
    for date in dates:
        if date["date_to"] == UNDATED:
            date.clear()
        elif date["date_offset"] == NO_OFFSET:
            del date["date_offset"]
    return dates
