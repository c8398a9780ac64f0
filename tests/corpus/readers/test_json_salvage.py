"""What is whole in JSON that is broken or was cut off."""

from __future__ import annotations

import json

import pytest

from tests.corpus.readers.conftest import HIGH, LOW, TIDE, ReadAs


def test_a_broken_record_costs_only_itself(read_as: ReadAs) -> None:
    low = ("#1", "Low", None, None, (), TIDE)
    high = ("#3", "High", None, None, (), TIDE)

    assert read_as("a.json", f'{json.dumps(LOW)}\n{{"title": no\n{json.dumps(HIGH)}\n') == [
        low,
        "a.json: line 2: is not valid JSON: Expecting value at column 11",
        high,
    ]
    assert read_as(
        "a.json", f'{json.dumps(LOW, indent=1)}\n{{\n "title": no\n}}\n{json.dumps(HIGH, indent=1)}'
    ) == [
        low,
        "a.json: record 2: is not valid JSON: Expecting value at line 6 column 11",
        high,
    ]


WHELK = '{"title": "Whelk", "text": "The whelk went home."}'
LIMPET = '{"title": "Limpet", "text": "The limpet went home."}'
BROKEN = '{"title": "Clam", "text": "The "clam" went home."}'
NESTED = '{\n    "tags": [\n      {"title": "t", "text": "u"}\n    ],\n    "text": "a "b" c"\n  }'


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        (f"[{WHELK},{LIMPET},]", ["Whelk", "Limpet"]),
        (f"[\n{WHELK},\n{LIMPET},\n]\n", ["Whelk", "Limpet"]),
        (f"[{WHELK},{LIMPET[:30]}", ["Whelk", "record 2"]),
        (f"[\n  {WHELK},\n  {LIMPET},\n  {{", ["Whelk", "Limpet", "record 3"]),
        (f"[\n  {BROKEN},\n  {LIMPET}\n]", ["record 1", "Limpet"]),
        (f"[\n  {WHELK},\n  {NESTED},\n  {LIMPET}\n]", ["Whelk", "record 2", "Limpet"]),
        (f"[{BROKEN}]", [": is not valid JSON"]),
        (f"[{WHELK},{BROKEN},{LIMPET}]", ["Whelk", "record 2", "Limpet"]),
        (f"[{BROKEN},{WHELK},{LIMPET}]", ["record 1", "Whelk", "Limpet"]),
        (f"[{WHELK},{LIMPET},", ["Whelk", "Limpet", "record 3"]),
        (f'{{"articles": [{WHELK},{BROKEN},{LIMPET}], "n": 3}}', ["Whelk", "record 2", "Limpet"]),
        (f'{{"articles": [\n  {WHELK},\n  {LIMPET[:30]}', ["Whelk", "record 2"]),
        (f'{{"response": {{"n": 9, "docs": [{WHELK},{LIMPET[:30]}', ["Whelk", "record 2"]),
        (f'{{"articles": [{BROKEN}', [": is not valid JSON"]),
        (f'{{"title": "Tide", "text": "Low.", "items": [{WHELK},{{', [": is not valid JSON"]),
        (f"{WHELK}{BROKEN}{LIMPET}", ["Whelk", "record 2", "Limpet"]),
        (f"{BROKEN} {WHELK} {LIMPET}", ["record 1", "Whelk", "Limpet"]),
        (WHELK.replace("whelk went", "whelk\nwent"), ["Whelk"]),
    ],
)
def test_a_broken_record_of_a_list_costs_only_itself(
    read_as: ReadAs,
    content: str,
    titles: list[str],
) -> None:
    found = [each if isinstance(each, str) else each[1] for each in read_as("a.json", content)]

    assert len(found) == len(titles)
    for said, title in zip(found, titles, strict=True):
        assert title in str(said)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{WHELK}{LIMPET}", ["#2 Whelk", "#2~2 Limpet"]),
        (
            f"{WHELK}{BROKEN}{LIMPET}",
            [
                "#2 Whelk",
                "a.jsonl: line 2: is not valid JSON: Expecting ',' delimiter at column 83",
                "#2~2 Limpet",
            ],
        ),
        (
            f'{{"articles": [{WHELK}, {LIMPET}, ',
            [
                "#2 Whelk",
                "#2~2 Limpet",
                "a.jsonl: line 2: is missing: the file ends in the middle of the list",
            ],
        ),
    ],
)
def test_what_is_whole_of_a_line_is_read(read_as: ReadAs, line: str, expected: list[str]) -> None:
    low = json.dumps(LOW)
    first, *found, last = read_as("a.jsonl", f"{low}\n{line}\n{low}\n")

    assert [each if isinstance(each, str) else f"{each[0]} {each[1]}" for each in found] == expected
    assert (first[0], last[0]) == ("#1", "#3")


def test_a_list_that_was_cut_off_says_so(read_as: ReadAs) -> None:
    assert read_as("a.json", f'{{"articles": [{json.dumps(LOW)}') == [
        ("#1", "Low", None, None, (), TIDE),
        "a.json: record 2: is missing: the file ends in the middle of the list",
    ]
