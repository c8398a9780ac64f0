"""Frozen records, and which kind of class holds what.

- A :class:`Record` holds a value that people see, or that is compared or printed: an
  article, a hit, a node of a query, an entry of a manifest.
- A :class:`NamedTuple` holds a small bundle within a room that is made in great numbers or
  is unpacked: a span, a token, a match. It is that of :mod:`typing`, but quick to define.
- A ``dataclass`` holds state that changes, such as the counters of an update.

Why not dataclasses for all: a dataclass writes and compiles its methods when its
module is imported. That takes half a millisecond for each class, and a command that
answers in a quarter of a second would feel two dozen of them. The methods of a record
are written once, here, for all records; they are a little slower to call. So are those of
a named tuple, except for making one: the function that does this is compiled when
several of a class were made, and of most classes a search makes none, or a few.
"""

from __future__ import annotations

from abc import ABCMeta
from collections import namedtuple
from collections.abc import Callable  # looked up where annotations are asked for
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self, dataclass_transform

if TYPE_CHECKING:
    from collections.abc import Iterable
    from inspect import Signature
    from typing import NamedTuple

__all__ = ["NamedTuple", "Record", "SequenceRecordType"]


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Gives a class a slot for each field that it annotates."""

    def __new__(
        cls,
        name: str,
        bases: tuple[type, ...],
        namespace: dict[str, Any],
        *,
        kw_only: bool = False,
    ) -> _RecordType:
        """Make the class of a record.

        Args:
            name: The name of the class.
            bases: :class:`Record`, or a record whose fields it has, too; none for `Record`
                itself.
            namespace: The fields of the class, with their defaults, and the methods.
            kw_only: Whether fields are given by name alone.
        """
        if not bases:
            return super().__new__(cls, name, bases, namespace | {"__slots__": ()})
        own = tuple(namespace.get("__annotations__", ()))
        fields, defaults = own, {f: namespace.pop(f) for f in own if f in namespace}
        for base in bases:
            if base is not Record and issubclass(base, Record):
                fields = (*base._fields, *fields)
                defaults = base._defaults | defaults  # noqa: SLF001 - this is a part of Record
        namespace |= {
            "__slots__": own,
            "__match_args__": () if kw_only else fields,
            "_fields": fields,
            "_defaults": defaults,
        }
        made = super().__new__(cls, name, bases, namespace)
        # Calling a setter that is at hand takes two thirds of the time of setting by name.
        setters = tuple([getattr(made, field).__set__ for field in fields])
        type.__setattr__(made, "_setters", setters)
        return made


class SequenceRecordType(_RecordType, ABCMeta):
    """The metaclass of a record that is a sequence, too.

    It is named with the bases: ``class Tides(Record, Sequence[Tide], metaclass=...)``.
    """


class _DataclassFields:
    """The fields of a class as :mod:`dataclasses` wants them, made when first asked for."""

    def __get__(self, record: Record | None, kind: type[Record]) -> dict[str, Any]:
        return _dataclass_fields(kind)


class _Signature:
    """The signature of a class as :mod:`inspect` shows it, made when first asked for."""

    def __get__(self, record: Record | None, kind: type[Record]) -> Signature:
        return _signature(kind)


@cache
def _signature(kind: type[Record]) -> Signature:
    from inspect import Parameter, Signature  # late: only documentation asks

    by_position = kind.__match_args__
    defaults = kind._defaults  # noqa: SLF001 - this is a part of Record
    return Signature(
        [
            Parameter(
                name,
                Parameter.POSITIONAL_OR_KEYWORD if name in by_position else Parameter.KEYWORD_ONLY,
                default=defaults.get(name, Parameter.empty),
                annotation=annotation,
            )
            for name, annotation in _annotations(kind).items()
        ]
    )


def _annotations(kind: type[Record]) -> dict[str, Any]:
    """Return the annotations of all fields, in order."""
    found: dict[str, Any] = {}
    for base in reversed(kind.__mro__):
        if base is not Record and isinstance(base, _RecordType):
            found |= base.__annotations__
    return found


@cache
def _dataclass_fields(kind: type[Record]) -> dict[str, Any]:
    from dataclasses import field, make_dataclass  # late: few records are ever asked

    defaults = kind._defaults  # noqa: SLF001 - this is a part of Record
    described: list[Any] = [
        (name, annotation, field(default=defaults[name]))
        if name in defaults
        else (name, annotation)
        for name, annotation in _annotations(kind).items()
    ]
    twin: Any = make_dataclass(kind.__name__, described, kw_only=True, eq=False)
    fields: dict[str, Any] = twin.__dataclass_fields__
    return fields


class Record(metaclass=_RecordType):
    """The base of records: fields in order, given by position or by name, and never changed.

    Two records are equal if they are of the same class and all their fields are equal,
    except for fields that their class leaves out in ``_not_compared``. To ``replace``,
    ``asdict`` and ``fields`` of :mod:`dataclasses` they are dataclasses.

    >>> class Tide(Record):
    ...     harbour: str
    ...     metres: float = 0.0
    >>> Tide("Sandhaven", metres=4.5)
    Tide(harbour='Sandhaven', metres=4.5)
    >>> Tide("Sandhaven") == Tide("Sandhaven", 0.0)
    True
    """

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Any]]
    else:
        __dataclass_fields__ = _DataclassFields()
        __signature__ = _Signature()

    __match_args__: ClassVar[tuple[str, ...]]
    _fields: ClassVar[tuple[str, ...]]
    _defaults: ClassVar[dict[str, Any]]
    _setters: ClassVar[tuple[Callable[[Record, Any], None], ...]]  # of the fields, in order
    _not_compared: ClassVar[frozenset[str]] = frozenset()  # names of fields

    def __init__(self, *values: Any, **named: Any) -> None:
        by_position = self.__match_args__
        missing = len(self._fields) - len(values)
        if not values and tuple(named) == self._fields:
            values = tuple(named.values())
        elif missing or named or not by_position:
            rest = tuple(self._defaults.values())
            if named or not by_position or not 0 <= missing <= len(rest):
                values = self._in_order(values, named)
            else:
                values += rest[len(rest) - missing :]
        for put, value in zip(self._setters, values, strict=True):
            put(self, value)

    def _in_order(self, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """Return the values of all fields, some of which were given by their names."""
        by_position = self.__match_args__
        fields = self._fields
        given = dict(zip(by_position, values, strict=False))
        if len(values) > len(by_position) or not named.keys() <= set(fields) - given.keys():
            how = "each once" if by_position else "each once and by its name"
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(fields)}, {how}")
        given = self._defaults | given | named
        for field in fields:
            if field not in given:
                raise TypeError(f"{type(self).__name__} needs {field}")
        return tuple([given[field] for field in fields])

    def _identity(self) -> tuple[Any, ...]:
        ignored = self._not_compared
        return tuple([getattr(self, field) for field in self._fields if field not in ignored])

    def __eq__(self, other: object) -> bool:
        return (
            self._identity() == other._identity() if type(other) is type(self) else NotImplemented
        )

    def __hash__(self) -> int:
        return hash((type(self), self._identity()))

    def replace(self, **named: Any) -> Self:
        """Return the same record with other values in some fields."""
        return type(self)(**self.as_dict() | named)

    def as_dict(self) -> dict[str, Any]:
        """Return the values by the names of their fields."""
        return {field: getattr(self, field) for field in self._fields}

    def __repr__(self) -> str:
        pairs = ", ".join(f"{field}={value!r}" for field, value in self.as_dict().items())
        return f"{type(self).__name__}({pairs})"

    def __setstate__(self, state: tuple[None, dict[str, Any]]) -> None:
        for field, value in state[1].items():
            object.__setattr__(self, field, value)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen: {name} cannot be deleted")


_SEVERAL = 16
"""Tuples of a class that are made before what makes them quickly is compiled."""


class _Tuple(tuple[Any, ...]):
    """What all named tuples have in common; for what it means see :class:`typing.NamedTuple`."""

    __slots__ = ()

    if TYPE_CHECKING:  # the hints of a named tuple are of its fields alone
        _fields: ClassVar[tuple[str, ...]]
        _field_defaults: ClassVar[dict[str, Any]]
        _made: ClassVar[int]  # up to `_SEVERAL`

    def __new__(cls, *values: Any, **named: Any) -> Self:
        fields = cls._fields[len(values) :]
        if cls._made < _SEVERAL and len(values) <= len(cls._fields) and named.keys() <= set(fields):
            given = cls._field_defaults | named
            if given.keys() >= set(fields):
                cls._made += 1
                return tuple.__new__(cls, (*values, *[given[field] for field in fields]))
        # Many are made, or something is wrong; from now on they are made without a detour.
        cls.__new__ = _maker(cls._fields, tuple(cls._field_defaults.values()))  # type: ignore[method-assign]
        return cls.__new__(cls, *values, **named)

    @classmethod
    def _make(cls, values: Iterable[Any]) -> Self:
        made = tuple.__new__(cls, values)
        if len(made) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
        return made

    def _replace(self, **named: Any) -> Self:
        made = self._make(map(named.pop, self._fields, self))
        if named:
            raise ValueError(f"Got unexpected field names: {list(named)!r}")
        return made

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __repr__(self) -> str:
        pairs = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
        return f"{type(self).__name__}({pairs})"

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)


def _maker(fields: tuple[str, ...], defaults: tuple[Any, ...]) -> Any:
    """Return the function that makes a named tuple, as :func:`collections.namedtuple` does."""
    return namedtuple("_", fields, defaults=defaults).__new__  # noqa: PYI024 - see the head


_Getter: Any = type(vars(namedtuple("_", "field"))["field"])  # noqa: PYI024 - see the head
"""The descriptor by which the field of a named tuple is read: it takes its place, and a text."""


class _TupleType(type):
    """Makes a named tuple of a class that annotates fields."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> type:
        if not bases:
            return super().__new__(cls, name, bases, namespace)
        fields = tuple(namespace.get("__annotations__", ()))
        defaults = {field: namespace[field] for field in fields if field in namespace}
        for place, field in enumerate(fields):
            namespace[field] = _Getter(place, f"Alias for field number {place}")
        namespace |= {
            "__slots__": (),
            "__match_args__": fields,
            "_fields": fields,
            "_field_defaults": defaults,
            "_made": 0,
        }
        return type(name, (_Tuple,), namespace)


if not TYPE_CHECKING:

    class NamedTuple(metaclass=_TupleType):
        """A tuple whose fields have names; as :class:`typing.NamedTuple`, but quick to define.

        >>> class Tide(NamedTuple):
        ...     harbour: str
        ...     metres: float = 0.0
        >>> Tide("Sandhaven")
        Tide(harbour='Sandhaven', metres=0.0)
        """
