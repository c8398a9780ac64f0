"""The settings that `searchkit.toml` may have, and what makes each value usable.

A value that is not usable raises a `ValueError` that says why; the caller knows the line.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from searchkit.corpus.encoding.cleaning import clean
from searchkit.corpus.encoding.codec_names import codec_of
from searchkit.corpus.facts.language_codes import language_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LONGEST_NAME = 200  # characters of a source
_FIELDS = ("title", "text", "summary", "date", "source", "authors", "url", "language", "id")


def _text(name: str, value: object, example: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f'{name} must be text, such as "{example}"')
    return " ".join(clean(value).split())


def _source(value: object) -> str:
    name = _text("source", value, "The Pier Post")
    if len(name) > _LONGEST_NAME:
        raise ValueError(f"a source can have at most {_LONGEST_NAME} characters")
    return name


def _language(value: object) -> str:
    name = _text("language", value, "en")
    code = language_code(name)
    if code is None:
        raise ValueError(f'there is no language "{name}"; write a code such as "en"')
    return code


def _timezone(value: object) -> str:
    import zoneinfo  # late: few folders have settings

    name = _text("timezone", value, "Europe/Berlin")
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        advice = 'write one such as "Europe/Berlin" or "UTC"'
        raise ValueError(f'there is no time zone "{name}"; {advice}') from None
    return name


def _encoding(value: object) -> str:
    name = _text("encoding", value, "windows-1252")
    if codec_of(name) is None:
        raise ValueError(f'there is no encoding "{name}"; write one such as "windows-1252"')
    return name


def _flag(value: object, *, name: str) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false")
    return value


def _columns(value: object) -> tuple[tuple[str, str | int], ...]:
    example = '{ title = "Headline", text = "Body" }'
    if not isinstance(value, dict) or not value:
        raise ValueError(f"columns must be a table, such as {example}")
    if unknown := sorted(set(value) - set(_FIELDS)):
        known = f"{', '.join(_FIELDS[:-1])} and {_FIELDS[-1]}"
        raise ValueError(f'an article has no field "{unknown[0]}"; it has {known}')
    columns = value.values()
    are_names = all(isinstance(column, str) and column.strip() for column in columns)
    if not are_names and not all(type(column) is int and column > 0 for column in columns):
        raise ValueError(f"columns must all be names, or all numbers from 1: {example}")
    named = ((n, c.strip() if isinstance(c, str) else c) for n, c in value.items())
    return tuple(sorted(named))


CHECKS: Mapping[str, Callable[[object], object]] = {
    "source": _source,
    "language": _language,
    "timezone": _timezone,
    "encoding": _encoding,
    "columns": _columns,
    "as_is": partial(_flag, name="as_is"),
    "skip": partial(_flag, name="skip"),
}
"""What makes the value of each setting usable, or raises a `ValueError` that says why not."""
