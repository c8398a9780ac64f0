"""What an index does whose cluster answers nonsense: it says so, in one line."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from zlib import compress

import pytest

import searchkit
from searchkit.errors import SearchkitError
from searchkit.opensearch import client as client_module
from tests.helpers.answering_servers import saying, serving

pytest.importorskip("urllib3")

BOMB = b64encode(compress(bytes(1 << 24))).decode()
MANIFEST = {"number": 1, "generation": 1, "sealed": BOMB, "statistics": {}}
ANSWERS = [
    {},
    [],
    [1],
    {"_source": {}},
    {"_source": {"owner": 1}, "get": {"_source": {}}},
    {"_source": MANIFEST, "_version": 1},
    {"hits": {"hits": [{}]}, "_shards": {"failed": 0}},
    {"responses": [{}]},
    {"error": {"type": "x", "reason": "secret"}},
]


@pytest.mark.parametrize("content", ANSWERS, ids=json.dumps)
def test_a_cluster_that_answers_nonsense_gives_errors_of_one_line(
    content: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "_PATIENCE", 0)
    (tmp_path / "a.txt").write_text("Tide\n\nThe tide came.\n")
    with serving(saying(content)) as port:
        address = f"opensearch://127.0.0.1:{port}/news"
        asked: list[Callable[[], object]] = [
            lambda: searchkit.open(address),
            lambda: searchkit.update(address, tmp_path),
            lambda: searchkit.rebuild(address, tmp_path),
            lambda: searchkit.check(address),
            lambda: searchkit.transfer(address, tmp_path / "index"),
        ]
        for ask in asked:
            with pytest.raises(SearchkitError) as error:
                ask()
            assert "\n" not in str(error.value)
            assert "secret" not in str(error.value)
