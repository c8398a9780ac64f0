"""Postings as Whoosh writes them: gathered, taken apart, and handed on as arrays."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import FieldWriter
from whoosh.formats import Existence, Frequency, Positions
from whoosh.system import pack_uint, unpack_uint

from searchkit.local.segment.postings import PostingArrays, position_limits
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays
from searchkit.local.whoosh.extras import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from whoosh.fields import FieldType
    from whoosh.formats import Format

    from searchkit.local.whoosh.extras import Extras

_POSITION_LIMIT = 1 << 31


class PostingsGatherer(FieldWriter):
    """Gathers the postings that Whoosh writes, term after term.

    The memory needed is that of the arrays, some 10 bytes a posting and 4 a position.

    Args:
        on_close: Takes what was gathered: a segment of postings. Lengths are given
            only as far as Whoosh gave them with postings.
    """

    def __init__(self, on_close: Callable[[SegmentArrays], None]) -> None:
        self._on_close = on_close
        self._fields: dict[str, _FieldGatherer] = {}
        self._field: _FieldGatherer | None = None
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: FieldType) -> None:
        if fieldname in self._fields:
            raise ValueError(f"field {fieldname} was written before")
        self._field = self._fields[fieldname] = _FieldGatherer(fieldobj.format)

    def start_term(self, text: bytes) -> None:
        self._current().start_term(text)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        self._current().add(docnum, weight, vbytes, length)

    def finish_term(self) -> None:
        self._current().finish_term()

    def finish_field(self) -> None:
        self._current()
        self._field = None

    def close(self) -> None:
        self.is_closed = True
        self._on_close(
            SegmentArrays(
                n_articles=max((field.n_articles for field in self._fields.values()), default=0),
                fields={name: field.finish() for name, field in self._fields.items()},
                extras={
                    name: array
                    for field_name, field in self._fields.items()
                    for name, array in field.extras(field_name).items()
                },
            )
        )

    def _current(self) -> _FieldGatherer:
        if self._field is None:
            raise ValueError("no field was started")
        return self._field


class _UnknownValueError(ValueError):
    """The value of a posting is not what its format makes."""


class _FieldGatherer:
    """Gathers the postings of one field.

    The values of Whoosh's plain formats are taken apart into frequencies and
    positions. Where a value is of another format, or is not what its format
    makes, the whole field keeps its values as they are.
    """

    def __init__(self, format_: Any) -> None:
        self._format = format_
        self._parse = _PARSERS.get(type(format_))
        self._terms: list[bytes] = []
        self._starts = array("Q", [0])
        self._articles = array("I")
        self._weights = array("f")
        self._frequencies = array("I")
        self._positions = array("I")
        self._values: list[bytes] | None = None if self._parse else []
        self._lengths: dict[int, int] = {}

    def start_term(self, term: bytes) -> None:
        if self._terms and term <= self._terms[-1]:
            raise ValueError(f"term {term!r} cannot follow {self._terms[-1]!r}")
        self._terms.append(term)

    def add(self, article: int, weight: float, value: bytes, length: int | None) -> None:
        if self._values is None:
            try:
                frequency, positions = self._parsed(value)
            except _UnknownValueError:
                self._values = list(self._encoded_values())
                self._frequencies = array("I", [1]) * len(self._articles)
                self._positions = array("I")
        if self._values is None:
            self._frequencies.append(frequency)
            self._positions.extend(positions)
        else:
            self._values.append(value)
            self._frequencies.append(1)
        self._articles.append(article)
        self._weights.append(weight)
        if length:
            self._lengths[article] = length

    def finish_term(self) -> None:
        if len(self._articles) == self._starts[-1]:
            self._terms.pop()  # without a posting
        else:
            self._starts.append(len(self._articles))

    @property
    def n_articles(self) -> int:
        """How many articles a segment must have to hold the postings."""
        return max(self._articles, default=-1) + 1

    def extras(self, name: str) -> Extras:
        """Return what no array of ours holds, for a field of that name."""
        weights = np.asarray(self._weights)
        plain = np.array_equal(weights, np.asarray(self._frequencies))
        return ({} if plain else {f"weights/{name}": weights}) | (
            {} if self._values is None else packed(f"values/{name}", self._values)
        )

    def finish(self) -> FieldArrays:
        positional = type(self._format) is Positions and self._values is None
        part = PostingArrays(
            terms=self._terms,
            starts=np.asarray(self._starts).astype(np.int64),
            articles=np.asarray(self._articles),
            frequencies=np.asarray(self._frequencies),
            positions=np.asarray(self._positions) if positional else None,
        )
        n_articles = self.n_articles
        lengths = np.zeros(n_articles, np.uint32)
        if self._lengths:
            lengths[list(self._lengths)] = list(self._lengths.values())
        return FieldArrays(
            parts=[part],
            lengths=lengths if self._lengths else None,
            position_limits=position_limits(part, n_articles=n_articles) if positional else None,
        )

    def _parsed(self, value: bytes) -> tuple[int, list[int]]:
        assert self._parse is not None
        return self._parse(self._format, value)

    def _encoded_values(self) -> Iterator[bytes]:
        """Yield the values of the postings so far as their format makes them."""
        first = 0
        for frequency in self._frequencies:
            last = first + frequency
            if isinstance(self._format, Positions):
                yield self._format.encode(self._positions[first:last].tolist())
                first = last
            else:
                yield b"" if isinstance(self._format, Existence) else pack_uint(frequency)


def _parsed_existence(_format: Format, value: bytes) -> tuple[int, list[int]]:
    if value:
        raise _UnknownValueError
    return 1, []


def _parsed_frequency(_format: Format, value: bytes) -> tuple[int, list[int]]:
    if len(value) != 4:
        raise _UnknownValueError
    (frequency,) = unpack_uint(value)
    return frequency, []


def _parsed_positions(format_: Any, value: bytes) -> tuple[int, list[int]]:
    # The value was made in this program a moment ago, or comes from an index that
    # Whoosh itself is reading: its pickle is Whoosh's own.
    try:
        positions: list[int] = format_.decode_positions(value)
        whole = format_.encode(positions) == value
    except Exception as error:  # unpickling can raise anything
        raise _UnknownValueError from error
    if not (positions and whole and min(positions) >= 0 and max(positions) < _POSITION_LIMIT):
        raise _UnknownValueError
    return len(positions), positions


_PARSERS: dict[type, Callable[[Any, bytes], tuple[int, list[int]]]] = {
    Existence: _parsed_existence,
    Frequency: _parsed_frequency,
    Positions: _parsed_positions,
}
