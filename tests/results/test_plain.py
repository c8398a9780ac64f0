"""Results as plain values, and the schema that says how they are laid out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from searchkit.article import Known, Origin, Precision
from searchkit.errors import ArgumentError
from searchkit.index import Index
from searchkit.output import RESULTS_FORMATS, Style
from searchkit.results.plain import HIT_FIELDS, USUAL_FIELDS

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text())
validate: Callable[[Any], Any] = fastjsonschema.compile(SCHEMA)


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("spring tide", {}),
        ("", {"sort": "newest"}),
        ("tide AND", {"since": "2018"}),
        ("zzzz", {}),
        ("tide", {"snippets": 0, "limit": 2, "offset": 1}),
    ],
)
def test_what_a_search_finds_is_as_the_schema_says(
    index: Index, query: str, options: dict[str, Any]
) -> None:
    found = index.search(query, **options)

    validate(found.to_dict())
    validate(found.to_dict(tuple(HIT_FIELDS)))
    assert json.loads(json.dumps(found.to_dict())) == found.to_dict()


def test_the_command_prints_the_plain_values(index: Index) -> None:
    found = index.search("spring tide")

    assert json.loads(RESULTS_FORMATS["json"](found, Style())) == found.to_dict()
    lines = RESULTS_FORMATS["jsonl"](found, Style()).splitlines()
    assert [json.loads(line) for line in lines] == [hit.to_dict() for hit in found]


def test_the_schema_knows_every_field_origin_and_precision() -> None:
    hit = SCHEMA["definitions"]["hit"]["properties"]
    known = hit["origins"]["properties"]["encoding"]["anyOf"][1]["properties"]["known"]

    assert list(hit) == list(HIT_FIELDS)
    assert SCHEMA["definitions"]["origin"]["enum"] == [origin.value for origin in Origin]
    assert known["enum"] == [how.value for how in Known]
    assert hit["date_precision"]["enum"] == [*(one.value for one in Precision), None]


def test_a_hit_tells_the_fields_that_are_asked_for(index: Index) -> None:
    hit = index.search("otters")[0]

    assert list(hit.to_dict()) == list(USUAL_FIELDS)
    assert hit.to_dict(["title", "rank"]) == {"title": "Otters recovered on the Wend", "rank": 1}


def test_a_field_that_there_is_not_is_an_error(index: Index) -> None:
    hit = index.search("otters")[0]
    message = f"There is no field tide. Choose from: {', '.join(HIT_FIELDS)}."

    with pytest.raises(ArgumentError) as raised:
        hit.to_dict(["rank", "tide"])

    assert str(raised.value) == message
    assert raised.value.name == "fields"


def test_the_page_on_json_names_every_field_of_a_survey(index: Index) -> None:
    page = (Path(__file__).parents[2] / "docs" / "json.md").read_text()
    section = page.partition("## A survey\n")[2].partition("\n## ")[0]
    heads = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", section, re.MULTILINE)
    survey = index.survey("tide", share=True).to_dict()

    named = [name for head in heads for name in re.findall(r"`(\w+)`", head)]
    assert ["version", *named] == list(survey)
    assert json.loads(json.dumps(survey)) == survey
