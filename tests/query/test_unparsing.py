"""A tree printed as a query is read as the same tree."""

from __future__ import annotations

from hypothesis import example, given

from searchkit.query import Or, to_text
from tests.query.test_parsing import parse, texts


@given(texts)
@example("TEXT:HTTP://:")
@example('text:(url:"http://a.example")')
@example("title:(source:bbc OR tide)^2")
def test_a_printed_tree_is_read_as_the_same_tree(text: str) -> None:
    node = parse(text).node
    printed = to_text(node)

    assert parse(printed).node == node, printed
    if node != Or(()):
        assert parse(printed, strict=True).node == node
