"""Saved searches as a file that people may read and write, and back.

    {
      "version": 1,
      "searches": [
        {
          "name": "tides",
          "query": "\\"spring tide\\" moon",
          "source": ["The Marram Post"],
          "since": "30d",
          "until": null,
          "undated": false,
          "timezone": null,
          "saved": "2026-11-30T18:00:00+00:00",
          "id": "5f3a9c01d2b4e688"
        }
      ]
    }

Only the version, the names and the queries must be there. What is not understood is an error,
so that nothing that somebody wrote is dropped when the file is written again.
"""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from searchkit import utf8
from searchkit.hashing import blake2b
from searchkit.query.saved_names import NAME_RULE, is_search_name, name_key
from searchkit.results.saved_searches import SavedSearch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

VERSION = 1
"""The number of the layout; it goes up when an older searchkit would misread a file."""

_ID = re.compile(r"[0-9a-f]{16}")
_NAMED = 40  # characters of a value in a message

# The fields of a search beside its name: of which type each is, and what it is where it is missing.
_TEXT_OR_NULL = ((str, type(None)), "text or null", None)
_FIELDS: Mapping[str, tuple[tuple[type, ...], str, Any]] = {
    "query": ((str,), "text", ...),
    "source": ((list,), "a list of texts", []),
    "since": _TEXT_OR_NULL,
    "until": _TEXT_OR_NULL,
    "undated": ((bool,), "true or false", False),
    "timezone": _TEXT_OR_NULL,
    "saved": ((str,), "a moment", "1970-01-01T00:00:00+00:00"),
    "id": ((str,), "16 hexadecimal digits", ""),
}


class SearchesFileError(ValueError):
    """A file of saved searches that cannot be read; the text says why, without a full stop."""


def new_id() -> str:
    """Return 16 hexadecimal digits that no other saving has."""
    return os.urandom(8).hex()


def to_file(searches: Iterable[SavedSearch]) -> bytes:
    """Return the file of saved searches, in order of their names."""
    ordered = sorted(searches, key=lambda search: name_key(search.name))
    content = {"version": VERSION, "searches": list(map(_plain, ordered))}
    return utf8.encode(json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def from_file(data: bytes) -> dict[str, SavedSearch]:
    """Return the saved searches of a file by the keys of their names.

    Raises:
        SearchesFileError: It is damaged, or was written by a newer version.
    """
    content = _object(_parsed(data), "it")
    version = content.get("version")
    if type(version) is not int or version < 1:
        raise SearchesFileError("it has no version")
    if version > VERSION:
        raise SearchesFileError(
            f"a newer searchkit wrote them (layout {version}, and this one knows {VERSION})"
        )
    unknown = content.keys() - {"version", "searches"}
    if unknown:
        raise SearchesFileError(f"it has an unknown field {_shown(min(unknown))}")
    listed = content.get("searches")
    if not isinstance(listed, list):
        raise SearchesFileError("it has no list of searches")
    searches: dict[str, SavedSearch] = {}
    for number, fields in enumerate(listed, start=1):
        search = _search(_object(fields, f"search {number}"), number)
        key = name_key(search.name)
        if key in searches:
            raise SearchesFileError(f"there are two searches named {search.name}")
        searches[key] = search
    return searches


def _parsed(data: bytes) -> object:
    try:
        return json.loads(utf8.decode(data))
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise SearchesFileError(f"it is not JSON at {where}: {error.msg}") from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise SearchesFileError("it is not JSON in UTF-8") from None


def _object(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SearchesFileError(f"{what} is not an object")
    return value


def _search(fields: Mapping[str, Any], number: int) -> SavedSearch:
    """Return one search of a file."""
    name = fields.get("name")
    if not isinstance(name, str) or not is_search_name(name):
        raise SearchesFileError(f"search {number} needs a name of {NAME_RULE}")
    unknown = fields.keys() - _FIELDS.keys() - {"name"}
    if unknown:
        raise SearchesFileError(f"{name} has an unknown field {_shown(min(unknown))}")
    values = {field: _value(name, field, fields) for field in _FIELDS}
    return SavedSearch(name=name, **values)


def _value(name: str, field: str, fields: Mapping[str, Any]) -> Any:
    """Return the value of a field of a search."""
    kinds, what, usual = _FIELDS[field]
    value = fields.get(field, usual)
    if value is ...:
        raise SearchesFileError(f"{name} has no {field}")
    is_right = isinstance(value, kinds)
    if is_right and field == "source":
        is_right = all(isinstance(one, str) for one in value)
        value = tuple(value)
    elif is_right and field == "saved":
        value = _moment(value)
        is_right = value is not None
    elif is_right and field == "id":
        is_right = not value or _ID.fullmatch(value) is not None
        value = value or _id_of(name)
    if not is_right:
        shown = _shown(json.dumps(fields[field], ensure_ascii=False))
        raise SearchesFileError(f"{field} of {name} is {shown}, and not {what}")
    return value


def _id_of(name: str) -> str:
    """Return the id of a search that a person wrote without one, the same at every reading."""
    return blake2b(utf8.encode(name_key(name)), digest_size=8).hexdigest()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def _plain(search: SavedSearch) -> dict[str, object]:
    return {
        **search.as_dict(),
        "source": list(search.source),
        "saved": search.saved.isoformat(timespec="seconds"),
    }


def _shown(text: str) -> str:
    return text if len(text) <= _NAMED else f"{text[:_NAMED]}…"
