from __future__ import annotations

import re

from benchmarks.parsing import REPEATED, parsing


def test_each_kind_of_query_is_read_at_the_length_asked_for() -> None:
    first, *others = parsing(length=100, rounds=2)
    kinds = sorted(re.sub(r" +\d+\.\d ms$", "", line) for line in others)

    assert first == "100 characters each"
    assert kinds == sorted(REPEATED)
