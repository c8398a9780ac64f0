"""Columns: one value for each article, for sorting, filtering and counting.

Four kinds are kept. *Numbers*, *fixed* byte strings and *references* are plain
arrays, which array evaluation uses as they lie in the file; a reference is the
number of a value in a sorted dictionary of the column, so a source or a language
costs one or two bytes. *Opaque* columns hold whatever a Whoosh column type wrote,
and only that type can read them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.codec.terms import TermDictionary, TermDictionaryWriter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from searchkit.codec.layout import ArrayFile, ArrayFileWriter

    Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class NumberColumn:
    """A number for each article.

    Attributes:
        numbers: Integers or floats, (n_articles,).
        default: What an article without a value has.
    """

    numbers: Array
    default: int | float = 0


@dataclass(frozen=True, slots=True)
class FixedColumn:
    """A byte string of one length for each article.

    Attributes:
        rows: uint8, (n_articles, length).
        default: What an article without a value has, ``length`` bytes.
    """

    rows: Array
    default: bytes


@dataclass(frozen=True, slots=True)
class ReferenceColumn:
    """One of some byte strings for each article.

    Attributes:
        numbers: Which of ``values`` each article has, any integers, (n_articles,).
        values: Ascending, none twice: a list to write, a dictionary when read.
        default: What an article without a value has.
    """

    numbers: Array
    values: Sequence[bytes] | TermDictionary
    default: bytes = b""


@dataclass(frozen=True, slots=True)
class OpaqueColumn:
    """What the writer of a Whoosh column type wrote.

    Attributes:
        data: uint8, (length,).
    """

    data: Array


Column = NumberColumn | FixedColumn | ReferenceColumn | OpaqueColumn


def write_columns(
    file: ArrayFileWriter, columns: Mapping[str, Column], *, n_articles: int
) -> dict[str, Any]:
    """Write columns and return their description."""
    description: dict[str, Any] = {}
    for name, column in columns.items():
        prefix = f"columns/{name}"
        if isinstance(column, OpaqueColumn):
            file.add(prefix, column.data)
            description[name] = {"kind": "opaque"}
            continue
        array = column.rows if isinstance(column, FixedColumn) else column.numbers
        if len(array) != n_articles:
            raise ValueError(f"column {name} has {len(array)} values for {n_articles} articles")
        if isinstance(column, NumberColumn):
            file.add(prefix, array)
            description[name] = {"kind": "numbers", "default": column.default}
        elif isinstance(column, FixedColumn):
            file.add(prefix, array)
            description[name] = {"kind": "fixed", "default": column.default.hex()}
        else:
            file.add(prefix, array.astype(np.min_scalar_type(len(column.values))))
            TermDictionaryWriter(file, f"{prefix}/values").append(list(column.values))
            description[name] = {"kind": "references", "default": column.default.hex()}
    return description


def read_column(
    file: ArrayFile, name: str, description: Mapping[str, Any], *, n_articles: int
) -> Column:
    """Return a column of a file; of references the numbers are looked through."""
    prefix = f"columns/{name}"
    array = file.array(prefix)
    kind = description["kind"]
    if kind == "opaque":
        return OpaqueColumn(array)
    if len(array) != n_articles:
        raise file.damaged(f"column {name} has {len(array)} values for {n_articles} articles")
    if kind == "numbers":
        return NumberColumn(array, description["default"])
    default = bytes.fromhex(description["default"])
    if kind == "fixed":
        return FixedColumn(array, default)
    if kind == "references":
        values = TermDictionary(file, f"{prefix}/values")
        if n_articles and array.max() >= len(values):
            raise file.damaged(f"column {name} names values that it does not have")
        return ReferenceColumn(array, values, default)
    raise file.damaged(f"column {name} is of an unknown kind, {kind}")
