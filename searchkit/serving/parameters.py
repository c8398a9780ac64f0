"""What may stand behind the `?` of an address: one table, which reads it and describes it.

A value that cannot be used, and a name that is not known, are refused in one sentence that says
what may be given. :mod:`searchkit.serving.openapi` makes the description of the API of the
same table, so that the two agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from searchkit.errors import ArgumentError
from searchkit.nearest_names import nearest_name
from searchkit.query.filters import SORTS
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Kind: TypeAlias = Literal["text", "texts", "number", "flag"]

MOST_CHARACTERS = 2_000
"""The most characters of a query that are read."""

_SHORT = 200
_SOURCES = 50
_FLAGS = {"": True, "1": True, "true": True, "0": False, "false": False}


class Parameter(Record):
    """Something that an address may say.

    Attributes:
        name: Its name there.
        about: What it is, a sentence.
        kind: ``text``; ``texts``, which may be given several times; ``number``; ``flag``.
        default: What it is where nothing is said.
        most: The largest number; or the most characters of a text.
        choices: The only texts that it may be; none: any.
        example: What it may be, as in an address.
        is_required: Whether it has to be given.
    """

    name: str
    about: str
    kind: Kind = "text"
    default: Any = None
    most: int = _SHORT
    choices: tuple[str, ...] = ()
    example: str | int | bool | None = None
    is_required: bool = False

    def read(self, values: Sequence[str]) -> Any:
        """Return what was given, one or more times.

        Raises:
            ArgumentError: It cannot be that.
        """
        if self.kind == "texts":
            if len(values) > _SOURCES:
                raise self._refused(f"is given {len(values):,} times, {_SOURCES} at most")
            return tuple(self._text(value) for value in values if value)
        if len(values) > 1:
            raise self._refused("is given more than once")
        (value,) = values
        if self.kind == "number":
            return self._number(value)
        if self.kind == "flag":
            if value.lower() not in _FLAGS:
                raise self._refused("is 1 or 0")
            return _FLAGS[value.lower()]
        return self._text(value)

    def _text(self, value: str) -> str:
        if len(value) > self.most:
            raise self._refused(f"has {len(value):,} characters, {self.most:,} at most")
        if self.choices and value not in self.choices:
            raise self._refused(f"is one of: {', '.join(self.choices)}")
        return value

    def _number(self, value: str) -> int:
        is_number = value.isascii() and value.isdigit() and len(value) <= len(str(self.most))
        if not is_number or int(value) > self.most:
            raise self._refused(f"is a whole number from 0 to {self.most:,}")
        return int(value)

    def _refused(self, what: str) -> ArgumentError:
        return ArgumentError(f"{self.name} {what}.", name=self.name, value=None)


def read(
    parameters: Sequence[Parameter], given: Iterable[tuple[str, str]], *, ignores_others: bool
) -> dict[str, Any]:
    """Return the value of each parameter, by name.

    Args:
        parameters: Those that there are.
        given: Names and values, as they stand in the address.
        ignores_others: Whether names that are not known are ignored, as a page does: a link
            that somebody passed on may have more.

    Raises:
        ArgumentError: A name is not known, a value cannot be, or one is missing.

    >>> limit = Parameter("limit", "Hits.", "number", default=10, most=100)
    >>> read([limit], [("limit", "5")], ignores_others=False)
    {'limit': 5}
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, list[str]] = {}
    for name, value in given:
        if name in known:
            values.setdefault(name, []).append(value)
        elif not ignores_others:
            raise _unknown(name, list(known))
    missing = [one.name for one in parameters if one.is_required and one.name not in values]
    if missing:
        raise ArgumentError(f"{missing[0]} is missing.", name=missing[0], value=None)
    found = {one.name: one.default for one in parameters}
    for name, several in values.items():
        found[name] = known[name].read(several)
    return found


def _unknown(name: str, known: Sequence[str]) -> ArgumentError:
    shown = name[:_SHORT]
    near = nearest_name(shown, known)
    there = f"There are: {', '.join(known)}." if known else "It takes none."
    return ArgumentError(
        f"There is no parameter {shown}. {f'Did you mean {near}?' if near else there}",
        name=shown,
        value=None,
    )


def filters_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is asked of articles beside a query, as the methods of an index take it."""
    return {
        "source": values["source"] or None,
        "since": values["since"] or None,
        "until": values["until"] or None,
        "undated": values["undated"],
        "timezone": values["timezone"] or None,
    }


QUERY = Parameter(
    "q",
    "The query, in the query language; empty for all.",
    default="",
    most=MOST_CHARACTERS,
    example='"spring tide" OR moon',
)
FILTERS = (
    Parameter(
        "source",
        "Only this outlet; may be given several times.",
        "texts",
        default=(),
        example="The Marram Post",
    ),
    Parameter("since", "From the start of this period.", example="2018-03"),
    Parameter("until", "Up to the end of this period.", example="last week"),
    Parameter("undated", "Only articles without a date.", "flag", default=False, example=False),
    Parameter("timezone", "The time zone of dates.", most=64, example="Europe/Berlin"),
)
SORT = Parameter(
    "sort", "The order of the hits.", default=SORTS[0], choices=tuple(SORTS), example="newest"
)
KEY = Parameter(
    "key", "The key of an article.", most=1_000, is_required=True, example="notes/spring-tide.md"
)
LIMIT = Parameter("limit", "How many, at most.", "number", default=10, most=100, example=5)
