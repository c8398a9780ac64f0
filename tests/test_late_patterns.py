from __future__ import annotations

import pickle
import re

import pytest

from searchkit.late_patterns import late_pattern


def test_a_late_pattern_finds_what_one_finds_that_is_compiled() -> None:
    late, early = late_pattern(r"(?P<tide>tide)s?", re.IGNORECASE), re.compile("(?i)(tide)s?")

    assert late.sub("sea", "Tides and tide") == early.sub("sea", "Tides and tide") == "sea and sea"
    assert [found.span() for found in late.finditer("a Tide")] == [(2, 6)]
    assert (late.pattern, late.groups, dict(late.groupindex)) == (
        "(?P<tide>tide)s?",
        1,
        {"tide": 1},
    )
    assert late.flags & re.IGNORECASE
    assert pickle.loads(pickle.dumps(late)).fullmatch("tides")


def test_a_late_pattern_that_is_wrong_is_so_when_it_is_used() -> None:
    late = late_pattern("(")

    with pytest.raises(re.error, match="missing \\)"):
        late.search("")


def test_a_late_pattern_has_nothing_else() -> None:
    with pytest.raises(AttributeError):
        late_pattern("tide").depth  # type: ignore[attr-defined]  # noqa: B018
