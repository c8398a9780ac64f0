"""Words side by side, asked for all together and some at a time."""

from __future__ import annotations

from hypothesis import given

from searchkit.query import parse
from searchkit.query.all_or_some import groups, has_groups, lacks, with_all, with_some
from searchkit.query.nodes import Node, Not
from searchkit.query.trees import asked_leaves
from searchkit.query.unparsing import to_text
from searchkit.schema import TEXT_FIELDS
from tests.helpers.trees import trees


def lacked(query: str, *found: str) -> list[str]:
    """What an article lacks in which only these parts of a query are found."""

    def which(part: Node, fields: tuple[str, ...]) -> list[bool]:
        text = to_text(part) if len(fields) > 1 else f"{fields[0]}:{to_text(part)}"
        return [text in found]

    (absent,) = lacks(parse(query).node, TEXT_FIELDS, 1, which)
    return [to_text(part) for part in absent]


def test_what_is_not_found_is_lacked_once_and_in_the_order_of_the_query() -> None:
    assert lacked('moon tide "low water" moon', "tide") == ["moon", '"low water"']
    assert lacked("moon tide", "moon", "tide") == []
    assert lacked("tide AND moon") == []


def test_words_of_one_field_are_lacked_in_this_field() -> None:
    assert lacked("title:(tide moon)", "title:tide") == ["title:moon"]


def test_of_alternatives_the_one_that_lacks_least_counts() -> None:
    first, second = "moon tide sun", "sea quay"

    assert lacked(f"({first}) OR ({second})", first, second, "moon", "sea") == ["quay"]
    assert lacked(f"({first}) OR ({second})", first, "moon") == ["tide", "sun"]


def test_what_has_to_be_found_scores_once() -> None:
    node = with_some(parse("+tide moon tide").node)

    assert to_text(node) == "<tide counting 0> AND (tide OR moon OR tide)"


def test_what_is_left_out_has_all_words() -> None:
    node = parse("tide -(moon sun)").node

    assert to_text(with_some(node)) == to_text(with_all(node)) == "tide AND NOT (moon AND sun)"
    assert list(groups(Not(parse("moon sun").node))) == []


@given(trees)
def test_a_tree_without_words_side_by_side_has_the_leaves_that_it_had(node: Node) -> None:
    leaves = [id(one.leaf) for one in asked_leaves(node)]

    assert not has_groups(with_all(node))
    assert not has_groups(with_some(node))
    assert [id(one.leaf) for one in asked_leaves(with_all(node))] == leaves
    assert set(leaves) == {id(one.leaf) for one in asked_leaves(with_some(node))}
