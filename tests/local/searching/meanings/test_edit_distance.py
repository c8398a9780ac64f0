"""How many edits words are apart, counted as arrays and by the definition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.searching.meanings.edit_distance import edit_distances
from tests.helpers.oracle import edits

letters = st.text("abc", max_size=5)


@given(word=letters, others=st.lists(letters, max_size=5), most=st.integers(0, 6))
def test_edits_are_counted_as_by_the_definition(word: str, others: list[str], most: int) -> None:
    counted = edit_distances(word, others, most=most).tolist()

    assert counted == [min(edits(word, other), most + 1) for other in others]
