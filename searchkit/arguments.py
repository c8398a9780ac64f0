"""Checks of the types of arguments of the library.

A wrong type raises an :class:`ArgumentError` that names the argument, from the call
that was given it, instead of an error deep inside that names something else.
"""

from __future__ import annotations

from operator import index

from searchkit.errors import ArgumentError

_SHOWN = 60  # characters of a value


def check_kind(
    name: str, value: object, kinds: type | tuple[type, ...], what: str, *, optional: bool = False
) -> None:
    """Raise if a value has the wrong type.

    Args:
        name: The argument.
        value: The value that was given.
        kinds: The types that it may have.
        what: What these are called in the message.
        optional: Whether it may be None.

    Raises:
        ArgumentError: It has none of these types.

    >>> check_kind("query", 5, str, "text")
    Traceback (most recent call last):
    searchkit.errors.ArgumentError: query is 5, an int. It must be text.
    """
    if isinstance(value, kinds) or (optional and value is None):
        return
    shown = repr(value)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    kind = type(value).__name__
    given = shown if value is None else f"{shown}, {'an' if kind[0] in 'aeiou' else 'a'} {kind}"
    raise ArgumentError(f"{name} is {given}. It must be {what}.", name=name, value=value)


def check_count(name: str, value: object) -> None:
    """Raise unless a value is a whole number, 0 or more.

    Raises:
        ArgumentError: It is something else.

    >>> check_count("limit", -1)
    Traceback (most recent call last):
    searchkit.errors.ArgumentError: limit is -1. It must be 0 or more.
    """
    if type(value) is int and value >= 0:
        return  # nearly always
    whole = () if isinstance(value, bool) or not hasattr(value, "__index__") else object
    check_kind(name, value, whole, "a whole number, 0 or more")
    if index(value) < 0:  # type: ignore[arg-type] # it was looked at just now
        raise ArgumentError(f"{name} is {value}. It must be 0 or more.", name=name, value=value)


def check_flags(**flags: object) -> None:
    """Raise unless every value is True or False.

    Raises:
        ArgumentError: One is something else.
    """
    for name, value in flags.items():
        check_kind(name, value, bool, "True or False")


def check_seconds(name: str, value: object) -> None:
    """Raise unless a value is a time in seconds, 0 or more.

    Raises:
        ArgumentError: It is something else.

    >>> check_seconds("wait", -1)
    Traceback (most recent call last):
    searchkit.errors.ArgumentError: wait is -1. It must be 0 or more.
    """
    kinds = () if isinstance(value, bool) else (int, float)
    check_kind(name, value, kinds, "a number of seconds, 0 or more")
    if not value >= 0:  # type: ignore[operator] # it was looked at just now; a NaN is not
        raise ArgumentError(f"{name} is {value}. It must be 0 or more.", name=name, value=value)


def check_functions(**functions: object) -> None:
    """Raise unless every value can be called, or is None.

    Raises:
        ArgumentError: One is something else.
    """
    for name, value in functions.items():
        kinds = object if callable(value) else ()
        check_kind(name, value, kinds, "a function", optional=True)
