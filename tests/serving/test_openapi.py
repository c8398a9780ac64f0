"""The description of the API is valid, and true."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.types import ASGIApp

from searchkit.serving.openapi import description
from tests.conftest import KEYS
from tests.helpers.asking import ask

EXAMPLES = {"key": KEYS["moon"], "since": "2018", "until": "2021", "source": "Quayside Weekly"}
"""What the examples of the description would be in this index."""


def test_the_description_is_valid() -> None:
    validator = pytest.importorskip("openapi_spec_validator")

    validator.validate(description())


def test_the_description_is_served(app: ASGIApp) -> None:
    assert ask(app, "/api/v1/openapi.json").json() == description()


@pytest.mark.parametrize("path", list(description()["paths"]))
def test_every_address_answers_its_examples_as_described(app: ASGIApp, path: str) -> None:
    operation: dict[str, Any] = description()["paths"][path]["get"]
    given: dict[str, Any] = {
        one["name"]: EXAMPLES.get(one["name"], one["example"])
        for one in operation.get("parameters", [])
        if "example" in one
    }
    flags = {name: str(value).lower() for name, value in given.items() if isinstance(value, bool)}
    answered = ask(app, path, **(given | flags))
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    named = schema.get("$ref", "").rpartition("/")[2]
    fields = description()["components"]["schemas"].get(named, {}).get("required", [])

    assert answered.status == 200, answered.text
    assert set(fields) <= answered.json().keys()
