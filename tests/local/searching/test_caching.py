from __future__ import annotations

from searchkit.local.searching.caching import Settling


def settling(*, once: int) -> Settling[str, str]:
    return Settling(once=once, again=800, weigh=len, settle=str.upper)


def test_a_value_settles_when_it_is_asked_for_again() -> None:
    kept = settling(once=800)

    assert kept.known("tide") is None
    assert kept.keep("tide", "high") == "high"
    assert kept.known("tide") == "HIGH"
    assert kept.known("tide") == "HIGH"


def test_a_value_that_was_not_kept_settles_when_it_is_made_again() -> None:
    kept = settling(once=0)

    assert kept.keep("tide", "high") == "high"
    assert kept.known("tide") is None
    assert kept.keep("tide", "high") == "HIGH"
    assert kept.known("tide") == "HIGH"
