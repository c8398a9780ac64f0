"""Each row of docs/query-language.md means the same on a cluster as in a directory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.drawn_queries import Drawing, rows
from tests.cluster.parity import Pair, built
from tests.helpers.on_cluster import HOSTS

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(HOSTS is None, reason="no cluster runs for the tests: make test-cluster"),
]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    assert HOSTS is not None
    pair = built(HOSTS, tmp_path_factory.mktemp("rows"), None, 250)
    yield pair
    pair.local.close()
    pair.distant.close()


@pytest.mark.parametrize(("written", "examples"), list(rows()))
def test_queries_of_a_row_have_the_same_answers(
    pair: Pair, written: str, examples: list[str]
) -> None:
    drawing = Drawing(list(pair.local), f"7 {written}")
    asked = [drawing.query(example) for example in [*examples, *examples][:3]]

    assert [found for found in map(pair.compare, asked) if not found.is_none] == []


def test_the_same_quotations_were_printed_by_the_same(pair: Pair) -> None:
    one, other = (index.quotations(about="", limit=20) for index in (pair.local, pair.distant))

    assert len(one) > 1
    assert [(found.text, found.articles, found.outlets, found.first) for found in other] == [
        (found.text, found.articles, found.outlets, found.first) for found in one
    ]
