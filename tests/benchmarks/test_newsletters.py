"""Newsletters of three layouts are read, but for what is around their text."""

from __future__ import annotations

import pytest

from benchmarks.corpus import Article
from benchmarks.newsletters import LAYOUTS, measured, newsletters

STORIES = [
    Article(
        id=str(number),
        title=f"Story {number} of the long week at the quay",
        text="\n".join(
            f"Paragraph {part} of story {number} tells how the tide came in at noon and how the"
            f" harbour master of gate {part * number} shut it before the storm arrived."
            for part in range(6)
        ),
        date=None,
        source=None,
    )
    for number in range(6)
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_nearly_all_of_a_letter_is_read_and_nothing_else(layout: str) -> None:
    score = measured(layout, STORIES, letters=6, seed=1)

    assert score.f1 >= 0.985


def test_each_layout_has_a_line() -> None:
    lines = list(newsletters(iter(STORIES), letters=1, seed=0))

    assert [line.split()[0] for line in lines] == list(LAYOUTS)
