"""What only Whoosh keeps of articles and postings, as further arrays of a segment.

searchkit neither writes nor reads these. ``SegmentArrays.extras`` takes them to the
file, where their names follow ``extras/``:

=======================  =====  ============  =======================================
array                    dtype  shape         what
=======================  =====  ============  =======================================
``weights/f``            f4     (postings,)   what a score counts in place of the
                                              frequency; absent: the frequency
``values/f``                    (postings,)   what formats with more than frequency
                                              and positions keep, as *strings*
``columns/c``            u1     (bytes,)      a column as its type in Whoosh wrote it
``vectors/f/starts``     u4     (n + 1,)      starts of the entries of each article
``vectors/f/weights``    f4     (entries,)    the weight of each entry
``vectors/f/terms``             (entries,)    their terms, as *strings*
``vectors/f/values``            (entries,)    what the format keeps, as *strings*
=======================  =====  ============  =======================================

*Strings* called ``S`` are two arrays: ``S/data``, their bytes one after another, u1,
and ``S/starts``, where each begins and where the last ends, u4.
"""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from searchkit.local.segment.field_reader import Postings
    from searchkit.local.segment.segment_reader import ArraySegment

    Array = npt.NDArray[Any]
    Extras = dict[str, Array]

_LIMIT = 1 << 32  # bytes of strings


def packed(name: str, strings: Sequence[bytes]) -> Extras:
    """Return byte strings as two arrays, by their names."""
    starts = np.cumsum([0, *map(len, strings)])
    if starts[-1] >= _LIMIT:
        raise OverflowError(f"{name} would hold more than {_LIMIT} bytes")
    data = np.frombuffer(b"".join(strings), np.uint8)
    return {f"{name}/starts": starts.astype(np.uint32), f"{name}/data": data}


def unpacked(segment: ArraySegment, name: str, start: int, end: int) -> list[bytes]:
    """Return byte strings with the numbers from ``start`` to ``end``, excluded."""
    starts, data = segment.extra_array(f"{name}/starts"), segment.extra_array(f"{name}/data")
    assert starts is not None
    assert data is not None
    return [data[a:b].tobytes() for a, b in pairwise(starts[start : end + 1].tolist())]


def weights_of(segment: ArraySegment, postings: Postings) -> Array:
    """Return what a score counts in each posting of a term: weights or frequencies."""
    weights = segment.extra_array(f"weights/{postings.field.name}")
    return postings.frequencies if weights is None else weights[postings.start : postings.end]


class Vector(NamedTuple):
    """The terms of one article in one field, each with a weight and other bytes."""

    terms: list[str]
    weights: list[float]
    values: list[bytes]


class VectorGatherer:
    """Gathers the vectors of a field, article after article."""

    def __init__(self) -> None:
        self._articles = array("I")  # of each entry
        self._terms: list[bytes] = []
        self._weights = array("f")
        self._values: list[bytes] = []

    def add(self, article: int, items: Sequence[tuple[str, float, bytes]]) -> None:
        """Take in the vector of an article; the numbers ascend."""
        for term, weight, value in items:
            self._articles.append(article)
            self._terms.append(utf8.encode(term))
            self._weights.append(weight)
            self._values.append(value or b"")

    def finish(self, field: str, n_articles: int) -> Extras:
        """Return the vectors of a field as arrays, by their names."""
        prefix = f"vectors/{field}/"
        starts = np.searchsorted(np.asarray(self._articles), np.arange(n_articles + 1))
        return {
            f"{prefix}starts": starts.astype(np.uint32),
            f"{prefix}weights": np.asarray(self._weights),
            **packed(f"{prefix}terms", self._terms),
            **packed(f"{prefix}values", self._values),
        }


def vector_of(segment: ArraySegment, field: str, article: int) -> Vector | None:
    """Return the vector of an article, or None where it has none."""
    prefix = f"vectors/{field}/"
    starts, weights = (
        segment.extra_array(f"{prefix}starts"),
        segment.extra_array(f"{prefix}weights"),
    )
    if starts is None or weights is None:
        return None
    start, end = starts[article : article + 2].tolist()
    if start == end:
        return None
    return Vector(
        [utf8.decode(term) for term in unpacked(segment, f"{prefix}terms", start, end)],
        weights[start:end].tolist(),
        unpacked(segment, f"{prefix}values", start, end),
    )
