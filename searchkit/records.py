"""Frozen records, for modules that define many of them.

A dataclass writes and compiles its methods when its module is imported: half a
millisecond for each class, which a command that answers in a quarter of a second
would feel for two dozen. The methods of a :class:`Record` are written once, here,
for all; they are a little slower to call.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn, Self, dataclass_transform

_set = object.__setattr__


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Gives a class a slot for each field that it annotates."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _RecordType:
        fields = tuple(namespace.get("__annotations__", ())) if bases else ()
        defaults = {field: namespace.pop(field) for field in fields if field in namespace}
        namespace |= {"__slots__": fields, "__match_args__": fields}
        made = super().__new__(cls, name, bases, namespace)
        if bases:
            made._defaults = defaults  # type: ignore[attr-defined]
        return made


class Record(metaclass=_RecordType):
    """The base of records: fields in order, given by place or by name, and never changed.

    Two records are equal if they are of one class and their fields are, but for fields
    that a class says do not tell its records apart.

    >>> class Tide(Record):
    ...     harbour: str
    ...     metres: float = 0.0
    >>> Tide("Sandhaven", metres=4.5)
    Tide(harbour='Sandhaven', metres=4.5)
    >>> Tide("Sandhaven") == Tide("Sandhaven", 0.0)
    True
    """

    _defaults: ClassVar[dict[str, Any]]
    _untold: ClassVar[frozenset[str]] = frozenset()  # fields that do not tell records apart
    __match_args__: ClassVar[tuple[str, ...]]

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self.__match_args__
        missing = len(fields) - len(values)
        if missing or named:
            rest = tuple(self._defaults.values())
            if named or not 0 <= missing <= len(rest):
                values = self._in_order(values, named)
            else:
                values += rest[len(rest) - missing :]
        for field, value in zip(fields, values, strict=True):
            _set(self, field, value)

    def _in_order(self, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """Return the values of all fields, some of which were given by their names."""
        fields = self.__match_args__
        given = dict(zip(fields, values, strict=False))
        if len(values) > len(fields) or not named.keys() <= set(fields) - given.keys():
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(fields)}, each once")
        given = self._defaults | given | named
        for field in fields:
            if field not in given:
                raise TypeError(f"{type(self).__name__} needs {field}")
        return tuple([given[field] for field in fields])

    def _values(self) -> tuple[Any, ...]:
        return tuple([getattr(self, field) for field in self.__match_args__])

    def _told(self) -> tuple[Any, ...]:
        return tuple([getattr(self, f) for f in self.__match_args__ if f not in self._untold])

    def __eq__(self, other: object) -> bool:
        return self._told() == other._told() if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self._told()))

    def replaced(self, **named: Any) -> Self:
        """Return the same record with other values in some fields."""
        return type(self)(**dict(zip(self.__match_args__, self._values(), strict=True)) | named)

    def __repr__(self) -> str:
        pairs = zip(self.__match_args__, self._values(), strict=True)
        return f"{type(self).__name__}({', '.join(f'{field}={value!r}' for field, value in pairs)})"

    def __reduce__(self) -> tuple[type[Record], tuple[Any, ...]]:
        return type(self), self._values()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")
