from __future__ import annotations

import random
import re
from pathlib import Path

from benchmarks.completing import completing, misspelt
from tests.helpers.oracle import edits


def test_a_word_is_misspelt_by_one_edit_at_most() -> None:
    chance = random.Random(0)

    assert {edits("tide", misspelt("tide", chance)) for _ in range(200)} == {0, 1}


def test_an_index_is_asked_for_words_begun_and_words_misspelt(memorable: Path) -> None:
    first, *others = completing(memorable, words=5, rounds=2, seed=0)

    assert first == "6 articles, 5 words"
    assert [re.sub(r"\d+\.\d\d", "N", line) for line in others] == [
        "complete  p50 N  p95 N  first N  max N ms",
        "suggest   p50 N  p95 N  first N  max N ms",
    ]
