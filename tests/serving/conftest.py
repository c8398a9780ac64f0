"""An index of memorable articles and of hostile ones, served."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit
from searchkit.index import Index
from tests.conftest import MEMORABLE, write_files

pytest.importorskip("starlette", reason="the extra `serve` is not installed")

from starlette.types import ASGIApp

from searchkit.serving.application import make_application
from searchkit.serving.guard import LOOPBACK

SCRIPT = "<script>alert(1)</script>"
HOSTILE = "\n".join(
    json.dumps(record)
    for record in (
        {"id": SCRIPT, "title": f"Hostile {SCRIPT}", "text": f"A hostile {SCRIPT} tide.",
         "source": SCRIPT, "url": "javascript:alert(1)", "author": SCRIPT},
        {"id": "a/../b#c", "title": "Hostile {{7*7}} ]]>", "text": "=cmd|' /C calc'!A0 tide",
         "url": "data:text/html,x", "source": "=1+1"},
        {"id": "rtl", "title": "Hostile \u202etxt.exe",
         "text": "\x1b[31mred\x1b[0m \x00 tide \uffff",
         "url": "https://example.org/\\evil", "date": "2020-02-30"},
        {"id": "long", "title": "hostile" * 300, "text": "x" * 180_000 + " tide",
         "url": "http:///no-host"},
        {"id": "link", "title": "Hostile link", "text": "tide",
         "url": "https://example.org/a?b=1&c=2"},
    )
)  # fmt: skip
"""Articles that try to be more than text."""


@pytest.fixture(scope="session")
def served_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("served")
    write_files(folder / "corpus", MEMORABLE | {"hostile.jsonl": HOSTILE})
    with searchkit.create(folder / "index") as index:
        index.update(folder / "corpus")
        index.save_search("tides", "tide", since="2018")
        yield index


@pytest.fixture(scope="session")
def app(served_index: Index) -> ASGIApp:
    return make_application(served_index, hosts=LOOPBACK)


@pytest.fixture(scope="session")
def index_folder(served_index: Index) -> Path:
    return Path(served_index.address)
