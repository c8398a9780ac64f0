"""The days that a page shows."""

from __future__ import annotations

from datetime import date

import pytest

from searchkit.corpus.readers.saved_pages.page_trees import parse_page
from searchkit.corpus.readers.saved_pages.shown_days import ShownDays, shown_days
from searchkit.limits import DEFAULT_READING_LIMITS

pytest.importorskip("lxml")

TENTH, FOURTEENTH = date(2021, 3, 10), date(2021, 3, 14)


def shown(body: str) -> ShownDays:
    tree = parse_page(f"<html><body>{body}</body></html>", DEFAULT_READING_LIMITS).tree
    return shown_days(tree, list(tree.iter("h1")))


def test_the_day_nearest_to_the_headline_is_known_from_the_others() -> None:
    found = shown("<p>10 March 2021</p><p>By Nell Wick</p><h1>Low tide</h1><p>14. März 2021</p>")

    assert found == ShownDays(None, FOURTEENTH, {TENTH, FOURTEENTH}, set())


def test_a_day_far_from_the_headline_is_only_the_one_of_the_page() -> None:
    found = shown(f"<h1>Low</h1><p>{'The tide came in. ' * 60}</p><p>14/03/2021</p>")

    assert found == ShownDays(FOURTEENTH, None, set(), set())


def test_a_day_that_may_be_two_is_both_but_never_the_nearest() -> None:
    assert shown("<h1>Low tide</h1><p>03/04/2021</p>") == ShownDays(
        None, None, {date(2021, 3, 4), date(2021, 4, 3)}, set()
    )


def test_days_in_short_elements_that_are_named_after_dates_are_marked() -> None:
    found = shown(
        f'<p class="entry-date">10.3.2021</p><p class="meta">14.3.2021 {"so " * 40}</p>'
        '<p class="x">1.3.2021</p><script>"2.3.2021"</script>'
    )

    assert found.marked == {TENTH}
    assert found.nearest is None
