from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import utf8
from searchkit.errors import UnstorableValueError
from searchkit.local.segment.stored_json import Encoded, decode, decode_fields, encode

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
    | st.binary()
    | st.datetimes()
    | st.datetimes(timezones=st.just(UTC))
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
)
hashable = scalars | st.tuples(scalars) | st.frozensets(scalars, max_size=3)
stored_values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.sets(hashable, max_size=3)
        | st.dictionaries(hashable, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(value=stored_values)
def test_a_stored_value_comes_back_equal_and_of_its_type(value: Any) -> None:
    back = decode(encode(value))

    assert back == value
    assert type(back) is type(value)


def test_stored_values_keep_their_types_inside_containers() -> None:
    value = {
        "text": "x" * 500,
        "day": date(2021, 3, 14),
        "moment": datetime(2021, 3, 14, 9, tzinfo=timezone(timedelta(hours=2))),
        "parts": (1, {2.5}, frozenset({b"\0"}), time(9, 30), [Decimal("1.50")]),
        "\0text": {1: bytearray(b"x"), "\0dict": 1j},
    }

    assert repr(decode(encode(value))) == repr(value)


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize("value", [object(), Colour.RED, [{"a": print}], np.int64(1)])
def test_what_cannot_be_stored_is_refused_by_its_type(value: Any) -> None:
    with pytest.raises(UnstorableValueError, match="cannot be stored"):
        encode(value)


def test_the_refusal_names_the_type() -> None:
    with pytest.raises(UnstorableValueError) as caught:
        encode({"path": Path("a")})

    assert str(caught.value) == (
        f"A value of type {type(Path()).__module__}.PosixPath cannot be stored. Store a string, "
        "a number, a date, bytes, or a list, tuple, set or dict of them."
    )


def test_a_value_inside_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)

    with pytest.raises(UnstorableValueError):
        encode(value)


@given(record=st.dictionaries(st.sampled_from("abcd"), stored_values))
def test_fields_are_read_from_the_head_alone(record: dict[str, Any]) -> None:
    head = encode(record).head

    assert decode_fields(head, [*record, "another"]) == record


@pytest.mark.parametrize("title", ["x" * 512, ["Tide", "x" * 512]])
def test_a_field_with_a_long_string_is_not_in_the_head(title: object) -> None:
    record = {"title": title, "key": "x" * 511}
    head, texts = encode(record)

    assert texts == b"x" * 512
    assert decode_fields(head, ["title", "key"]) is None
    assert decode_fields(head, ["key"]) == {"key": "x" * 511}


@pytest.mark.parametrize("head", [b"", b"7", b"[]", b'"key"', b"{} ", b"{}{}", b'{"key":"\xff"}'])
def test_fields_of_other_bytes_are_an_error_or_none(head: bytes) -> None:
    try:
        found = decode_fields(head, ["key"])
    except ValueError:
        return

    assert found in ({}, {"key": utf8.decode(b"\xff")})


bytes_of_any_kind = st.binary(max_size=60) | st.text(max_size=60).map(str.encode)


@given(head=bytes_of_any_kind, texts=bytes_of_any_kind)
def test_other_bytes_are_an_error_and_nothing_else(head: bytes, texts: bytes) -> None:
    try:
        value = decode(Encoded(head, texts))
    except ValueError:
        return

    assert decode(encode(value)) == value or value != value  # noqa: PLR0124 - NaN
