"""Postings as Whoosh writes them: gathered, taken apart, and handed on as arrays."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from whoosh.codec.base import FieldWriter
from whoosh.formats import Existence, Frequency, Positions
from whoosh.system import unpack_uint

from searchkit.local.segment.postings import PostingArrays, position_limits
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays
from searchkit.local.whoosh.extras import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt
    from whoosh.fields import FieldType
    from whoosh.formats import Format

    from searchkit.local.whoosh.extras import Extras

    Array = npt.NDArray[Any]

_POSITION_LIMIT = 1 << 31


class PostingsGatherer(FieldWriter):
    """Gathers the postings that Whoosh writes, term after term, in memory.

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
        extras: Extras = {}
        self._on_close(
            SegmentArrays(
                n_articles=max((field.n_articles for field in self._fields.values()), default=0),
                fields={name: field.finish(name, extras) for name, field in self._fields.items()},
                extras=extras,
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

    In the end, the values of Whoosh's plain formats are taken apart into frequencies and
    positions. Where a value is of another format, or is not what its format makes, the
    whole field keeps its values as they are.
    """

    def __init__(self, format_: Any) -> None:
        self._format = format_
        self._terms: list[bytes] = []
        self._starts = array("Q", [0])
        self._articles = array("I")
        self._weights = array("f")
        self._values = bytearray()  # one after another, and where each ends
        self._value_ends = array("Q", [0])
        self._lengths: dict[int, int] = {}

    def start_term(self, term: bytes) -> None:
        if self._terms and term <= self._terms[-1]:
            raise ValueError(f"term {term!r} cannot follow {self._terms[-1]!r}")
        self._terms.append(term)

    def add(self, article: int, weight: float, value: bytes, length: int | None) -> None:
        self._articles.append(article)
        self._weights.append(weight)
        self._values += value
        self._value_ends.append(len(self._values))
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

    def finish(self, name: str, extras: Extras) -> FieldArrays:
        """Return the postings, and add to ``extras`` what no array of ours holds."""
        frequencies, positions = np.ones(len(self._articles), np.uint32), None
        try:
            frequencies, positions = self._parsed()
        except _UnknownValueError:
            extras.update(packed(f"values/{name}", list(self._each_value())))
        weights = np.asarray(self._weights)
        if not np.array_equal(weights, frequencies):
            extras[f"weights/{name}"] = weights
        part = PostingArrays(
            terms=self._terms,
            starts=np.asarray(self._starts).astype(np.int64),
            articles=np.asarray(self._articles),
            frequencies=frequencies,
            positions=positions,
        )
        n = self.n_articles
        lengths = np.zeros(n, np.uint32)
        lengths[list(self._lengths)] = list(self._lengths.values())
        return FieldArrays(
            parts=[part],
            lengths=lengths if self._lengths else None,
            position_limits=None if positions is None else position_limits(part, n_articles=n),
        )

    def _each_value(self) -> Iterator[bytes]:
        return (bytes(self._values[a:b]) for a, b in pairwise(self._value_ends))

    def _parsed(self) -> tuple[Array, Array | None]:
        """Return the frequencies, and the positions if the format has any."""
        parse = _PARSERS.get(type(self._format))
        if parse is None:
            raise _UnknownValueError
        frequencies, positions = array("I"), array("I")
        for value in self._each_value():
            frequency, some = parse(self._format, value)
            frequencies.append(frequency)
            positions.extend(some)
        has_positions = type(self._format) is Positions
        return np.asarray(frequencies), np.asarray(positions) if has_positions else None


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
