from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import searchkit
from searchkit.records import NamedTuple, Record, SequenceRecordType


class Tide(Record):
    harbour: str
    metres: float = 0.0


class Surge(Record):
    harbour: str
    metres: float = 0.0


class Chart(Record, kw_only=True):
    _not_compared = frozenset({"printed"})

    scale: int = 50_000
    harbour: str
    printed: int = 2019


def test_fields_are_given_by_position_or_by_name() -> None:
    assert Tide("Sandhaven", 4.5) == Tide(metres=4.5, harbour="Sandhaven") != Tide("Sandhaven")
    assert hash(Tide("Sandhaven")) == hash(Tide("Sandhaven", 0.0))


def test_records_of_two_classes_are_never_equal() -> None:
    assert Tide("Sandhaven") != Surge("Sandhaven")
    assert len({Tide("Sandhaven"), Surge("Sandhaven"), Tide("Sandhaven")}) == 2


def test_a_record_can_be_copied_pickled_matched_and_read() -> None:
    tide = Tide("Sandhaven", 4.5)

    assert pickle.loads(pickle.dumps(tide)) == copy.deepcopy(tide) == tide
    assert repr(tide) == "Tide(harbour='Sandhaven', metres=4.5)"
    match tide:
        case Tide(harbour, metres):
            assert (harbour, metres) == ("Sandhaven", 4.5)


@pytest.mark.parametrize(
    ("values", "named", "message"),
    [
        ((), {}, "Tide needs harbour"),
        (("a", 1.0, 2.0), {}, "Tide has the fields harbour, metres, each once"),
        (("a",), {"harbour": "b"}, "Tide has the fields harbour, metres, each once"),
        (("a",), {"depth": 3}, "Tide has the fields harbour, metres, each once"),
    ],
)
def test_wrong_fields_are_refused(
    values: tuple[object, ...], named: dict[str, object], message: str
) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        Tide(*values, **named)  # type: ignore[arg-type]


def test_fields_may_have_to_be_named() -> None:
    message = "Chart has the fields scale, harbour, printed, each once and by its name"

    assert repr(Chart(harbour="Sandhaven")) == (
        "Chart(scale=50000, harbour='Sandhaven', printed=2019)"
    )
    with pytest.raises(TypeError, match=f"^{message}$"):
        Chart(10_000, "Sandhaven", 2020)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"^Chart needs harbour$"):
        Chart()  # type: ignore[call-arg]


def test_a_field_may_not_matter_to_equality() -> None:
    chart, reprint = Chart(harbour="Sandhaven"), Chart(harbour="Sandhaven", printed=2024)

    assert chart == reprint != Chart(harbour="Marram")
    assert hash(chart) == hash(reprint)


def test_the_functions_of_dataclasses_take_records() -> None:
    chart = Chart(harbour="Sandhaven")

    assert replace(chart, harbour="Marram", printed=2024).printed == 2024
    assert asdict(chart) == {"scale": 50_000, "harbour": "Sandhaven", "printed": 2019}
    assert [field.name for field in fields(Tide)] == ["harbour", "metres"]


def test_a_record_is_frozen() -> None:
    tide = Tide("Sandhaven")

    with pytest.raises(AttributeError, match=r"^Tide is frozen: metres cannot be set$"):
        tide.metres = 1.0  # type: ignore[misc]
    with pytest.raises(AttributeError, match=r"^Tide is frozen: metres cannot be deleted$"):
        del tide.metres
    assert not hasattr(tide, "__dict__")


def test_a_record_is_made_of_another_but_for_some_fields() -> None:
    assert Tide("Sandhaven", 4.5).replace(harbour="Marram") == Tide("Marram", 4.5)


class Tides(Record, Sequence[Tide], metaclass=SequenceRecordType, kw_only=True):
    tides: tuple[Tide, ...]
    harbour: str = "Sandhaven"

    def __iter__(self) -> Iterator[Tide]:
        return iter(self.tides)

    def __len__(self) -> int:
        return len(self.tides)

    def __getitem__(self, number: int) -> Tide:  # type: ignore[override]
        return self.tides[number]


class Springs(Tides, kw_only=True):
    moon: str


def test_a_record_can_be_a_sequence_and_have_more_fields_than_another() -> None:
    tide = Tide("Sandhaven", 4.5)
    springs = Springs(tides=(tide,), moon="full")

    assert isinstance(springs, Sequence)
    assert (list(springs), tide in springs, springs.index(tide)) == ([tide], True, 0)
    assert (
        springs == replace(springs) == pickle.loads(pickle.dumps(springs)) != Tides(tides=(tide,))
    )
    assert [field.name for field in fields(springs)] == ["tides", "harbour", "moon"]
    assert repr(Springs(tides=(), moon="new")) == (
        "Springs(tides=(), harbour='Sandhaven', moon='new')"
    )
    with pytest.raises(TypeError, match="Springs needs moon"):
        Springs(tides=())


class Berth(NamedTuple):
    """Where a ship lies."""

    harbour: str
    number: int = 1

    @property
    def name(self) -> str:
        return f"{self.harbour} {self.number}"

    def next(self) -> Berth:
        return self._replace(number=self.number + 1)


class Quay(NamedTuple):
    number: int


def test_a_named_tuple_is_made_by_position_or_by_name() -> None:
    made = [Berth("Sandhaven"), Berth(number=1, harbour="Sandhaven"), Berth._make(("Sandhaven", 1))]

    assert made == [("Sandhaven", 1)] * 3
    assert {type(one) for one in made} == {Berth}
    assert (made[0].name, made[0].next()) == ("Sandhaven 1", ("Sandhaven", 2))


def test_a_named_tuple_can_be_copied_pickled_matched_and_read() -> None:
    berth = Berth("Sandhaven", 2)

    assert pickle.loads(pickle.dumps(berth)) == copy.deepcopy(berth) == berth
    assert repr(berth) == "Berth(harbour='Sandhaven', number=2)"
    assert berth._asdict() == {"harbour": "Sandhaven", "number": 2}
    assert (Berth._fields, Berth._field_defaults) == (("harbour", "number"), {"number": 1})
    assert get_type_hints(Berth) == {"harbour": str, "number": int}
    match berth:
        case Berth(harbour, number):
            assert (harbour, number) == ("Sandhaven", 2)


@pytest.mark.parametrize(
    ("values", "named_ones"),
    [
        ((), {}),
        (("a", 1, 2), {}),
        (("a",), {"depth": 3}),
        (("a",), {"harbour": "b"}),
        ((), {"number": 3}),
    ],
)
def test_wrong_fields_of_a_named_tuple_are_refused_first_and_later(
    values: tuple[object, ...], named_ones: dict[str, object]
) -> None:
    class Mooring(NamedTuple):
        harbour: str
        number: int = 1

    make: Any = Mooring
    for _ in range(2):
        with pytest.raises(TypeError):
            make(*values, **named_ones)
    assert {make("a"), *(make(harbour="a", number=1) for _ in range(40))} == {("a", 1)}


def test_a_named_tuple_is_not_replaced_or_made_by_wrong_fields() -> None:
    make: Any = Quay

    with pytest.raises(ValueError, match=r"Got unexpected field names: \['depth'\]"):
        make(1)._replace(depth=3)
    with pytest.raises(TypeError, match="Expected 1 arguments, got 2"):
        Quay._make((1, 2))


def test_a_named_tuple_cannot_be_changed() -> None:
    berth = Berth("Sandhaven")

    with pytest.raises(AttributeError):
        berth.number = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        berth.depth = 2  # type: ignore[attr-defined]


def test_modules_of_records_postpone_annotations_as_python_3_14_asks() -> None:
    texts = {
        path: path.read_text("utf-8") for path in Path(searchkit.__file__).parent.rglob("*.py")
    }
    defining = {
        path
        for path, text in texts.items()
        if re.search(r"^class .*\b(Record|NamedTuple)\b", text, re.MULTILINE)
    }

    assert len(defining) > 100
    assert not {
        path for path in defining if "\nfrom __future__ import annotations\n" not in texts[path]
    }
