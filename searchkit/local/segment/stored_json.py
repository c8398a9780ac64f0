r"""Stored values as JSON, and back, without running anything that the bytes say.

What JSON has is written as it is: None, booleans, numbers, strings, lists, and
dicts with strings as keys. Any other type of the table below is written as an
object with one key, the name of the type behind a NUL:

    {"\u0000datetime": "2021-03-14T09:30:00"}

Long strings, the texts of articles above all, are taken out: escaping them would
cost more than compressing them, and the others can be read without them. Their bytes in
UTF-8 are the *texts*, the JSON is the *head*, which says where in the texts each lies:

    {"title": "Tide", "text": {"\u0000text": [0, 9310]}}

A dict whose keys are not all strings, or one of them begins with a NUL, is
written so too, as a list of pairs. Types are exact: an instance of a subclass
would not come back as what it was, so it is refused like any unknown type. Of a
time zone the offset alone is kept: a moment comes back with an offset from UTC.
"""

from __future__ import annotations

import json
from binascii import a2b_base64, b2a_base64
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from searchkit import utf8
from searchkit.errors import UnstorableValueError
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MARK = "\0"

_PLAIN = frozenset({type(None), bool, int, float, str})


def _base64(value: bytes | bytearray) -> str:
    return b2a_base64(value, newline=False).decode("ascii")


def _to_decimal(digits: str) -> Any:
    from decimal import Decimal  # late: it is slow to import, and rare

    return Decimal(digits)


# How a type is written as plain JSON, and made from it again.
_CODES: dict[type, tuple[str, Callable[[Any], Any], Callable[[Any], Any]]] = {
    bytes: ("bytes", _base64, a2b_base64),
    bytearray: ("bytearray", _base64, lambda v: bytearray(a2b_base64(v))),
    datetime: ("datetime", datetime.isoformat, datetime.fromisoformat),
    date: ("date", date.isoformat, date.fromisoformat),
    time: ("time", time.isoformat, time.fromisoformat),
    timedelta: (
        "timedelta",
        lambda v: [v.days, v.seconds, v.microseconds],
        lambda v: timedelta(*v),
    ),
    complex: ("complex", lambda v: [v.real, v.imag], lambda v: complex(*v)),
}
_DECIMAL = _MARK + "decimal"
_CONTAINERS: dict[type, str] = {tuple: "tuple", set: "set", frozenset: "frozenset"}
_PAIRS = _MARK + "dict"
_TEXT = _MARK + "text"
_DECODERS: dict[str, Callable[[Any], Any]] = (
    {_MARK + name: decode for name, _, decode in _CODES.values()}
    | {_MARK + name: kind for kind, name in _CONTAINERS.items()}
    | {_PAIRS: dict, _DECIMAL: _to_decimal}
)

_WRITER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_READER = json.JSONDecoder()

_LONG = 512  # characters of a string that is taken out: titles and addresses are shorter


class Encoded(NamedTuple):
    """A value as bytes; nothing at all is no value.

    Attributes:
        head: The value as JSON, in UTF-8.
        texts: The long strings that are taken out of it, one after another.
    """

    head: bytes = b""
    texts: bytes = b""


class _TextsNeededError(Exception):
    """A long string is needed, and only the head was given."""


def encode(value: Any) -> Encoded:
    """Return a value as JSON, and the long strings of it.

    Raises:
        UnstorableValueError: It is, or holds, something of another type.
    """
    encoder = _Encoder()
    try:
        plain = encoder.plain(value)
        text = _WRITER.encode(plain)
    except (ValueError, RecursionError) as error:  # too many digits, or a value inside itself
        raise UnstorableValueError(value) from error
    return Encoded(utf8.encode(text), b"".join(encoder.texts))


def decode(encoded: Encoded) -> Any:
    """Return the value that :func:`encode` wrote.

    Raises:
        ValueError: It did not.
    """
    try:
        return _whole(_read(encoded.head), encoded.texts)
    except (TypeError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from error


def decode_fields(head: bytes, names: Iterable[str]) -> dict[str, Any] | None:
    """Return some fields of the record of which :func:`encode` wrote the head.

    Args:
        head: The head.
        names: The fields; what the record does not have is left out.

    Returns:
        The fields; None where there is a long string among them.

    Raises:
        ValueError: The head is not one of a dict by names that do not begin with a NUL.
    """
    try:
        value = _read(head)
        if type(value) is not dict or (len(value) == 1 and next(iter(value)).startswith(_MARK)):
            raise ValueError("no record")
        return {
            name: item if type(item := value[name]) in _PLAIN else _whole(item, None)
            for name in names
            if name in value
        }
    except _TextsNeededError:
        return None
    except (TypeError, ArithmeticError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _read(head: bytes) -> Any:
    """Return what JSON reads; around it is no white space, which would take time to look for."""
    text = utf8.decode(head)
    value, end = _READER.raw_decode(text)
    if end < len(text):
        raise ValueError("something follows the value")
    return value


def _whole(value: Any, texts: bytes | None) -> Any:
    """Return what JSON read with everything put back that it does not have."""
    if type(value) is list:
        if _PLAIN.issuperset(map(type, value)):
            return value
        return [item if type(item) in _PLAIN else _whole(item, texts) for item in value]
    if type(value) is not dict:
        return value
    if len(value) == 1:
        ((key, content),) = value.items()
        if key == _TEXT:
            if texts is None:
                raise _TextsNeededError
            start, end = content
            if not 0 <= start <= end <= len(texts):
                raise ValueError("a text lies outside of its record")
            return utf8.decode(texts[start:end])
        if key.startswith(_MARK):
            if key not in _DECODERS:
                raise ValueError(f"{key[1:]} is not a type of stored values")
            return _DECODERS[key](_whole(content, texts))
    return {
        key: item if type(item) in _PLAIN else _whole(item, texts) for key, item in value.items()
    }


class _Encoder:
    """Turns one value into what JSON has, and keeps its long strings aside."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []
        self._length = 0  # bytes

    def plain(self, value: Any) -> Any:
        kind = type(value)
        if kind is str:
            return value if len(value) < _LONG else {_TEXT: self._taken_out(value)}
        if kind in _PLAIN:
            return value
        if kind is list:
            return [self.plain(item) for item in value]
        if kind is dict:
            return self._plain_dict(value)
        if kind in _CONTAINERS:
            return {_MARK + _CONTAINERS[kind]: [self.plain(item) for item in value]}
        if (kind.__module__, kind.__qualname__) == ("decimal", "Decimal"):
            return {_DECIMAL: str(value)}
        if kind not in _CODES:
            raise UnstorableValueError(value)
        name, encode_value, _ = _CODES[kind]
        return {_MARK + name: encode_value(value)}

    def _plain_dict(self, value: dict[Any, Any]) -> dict[str, Any]:
        if all(type(key) is str and not key.startswith(_MARK) for key in value):
            return {key: self.plain(item) for key, item in value.items()}
        return {_PAIRS: [[self.plain(key), self.plain(item)] for key, item in value.items()]}

    def _taken_out(self, text: str) -> list[int]:
        data = utf8.encode(text)
        self.texts.append(data)
        start, self._length = self._length, self._length + len(data)
        return [start, self._length]
