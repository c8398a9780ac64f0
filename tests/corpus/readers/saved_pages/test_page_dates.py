"""The day of a page, from what it declares and shows."""

from __future__ import annotations

import pytest

from searchkit.article import Origin
from searchkit.corpus.readers.saved_pages.page_dates import page_date
from searchkit.corpus.readers.saved_pages.page_declarations import declarations
from searchkit.corpus.readers.saved_pages.page_trees import parse_page
from searchkit.limits import DEFAULT_READING_LIMITS

pytest.importorskip("htmldate")

PROSE = "<p>The tide came in at noon, as it does on every day of the week.</p>" * 3


def dated(head: str = "", body: str = "", *addresses: str) -> tuple[str, Origin] | None:
    source = f"<html><head>{head}</head><body>{body}{PROSE}</body></html>"
    tree = parse_page(source, DEFAULT_READING_LIMITS).tree
    found = page_date(tree, declarations(tree), addresses, list(tree.iter("h1")))
    return (str(found.day), found.origin) if found else None


def json_ld(date: str) -> str:
    return (
        '<script type="application/ld+json">{"@type": "Article", "datePublished": "'
        f'{date}"}}</script>'
    )


def meta(name: str, date: str) -> str:
    return f'<meta property="{name}" content="{date}">'


PUBLISHED = "article:published_time"


@pytest.mark.parametrize(
    ("head", "body", "found"),
    [
        (json_ld("2021-03-14T23:30:00-07:00"), "", ("2021-03-14", Origin.JSON_LD)),
        (json_ld("14 March 2021 11:30 PM EST"), "", ("2021-03-14", Origin.JSON_LD)),
        (meta(PUBLISHED, "2021-03-14T00:30:00+11:00"), "", ("2021-03-14", Origin.META)),
        (
            "",
            '<span itemprop="datePublished" content="2021-03-14">yesterday</span>',
            ("2021-03-14", Origin.MARKUP),
        ),
        (
            "",
            '<time class="entry-date" datetime="2021-03-14">today</time>',
            ("2021-03-14", Origin.MARKUP),
        ),
    ],
)
def test_a_day_is_taken_as_it_was_written(head: str, body: str, found: tuple[str, Origin]) -> None:
    assert dated(head, body) == found


@pytest.mark.parametrize(
    "address",
    [
        "https://marram.example/2021/03/14/tide",
        "https://marram.example/news/14-03-2021",
        "https://marram.example/2021-03-14-tide.html",
    ],
)
def test_an_address_may_have_a_day(address: str) -> None:
    assert dated("", "", "https://marram.example/tide", address) == ("2021-03-14", Origin.URL)


def test_places_that_disagree_vote() -> None:
    head = json_ld("2021-03-10") + meta(PUBLISHED, "2021-03-14")

    assert dated(head, "<time datetime=2021-03-14>14 March</time>") == ("2021-03-14", Origin.META)


def test_one_moment_in_two_zones_has_the_day_of_the_place() -> None:
    head = json_ld("2021-03-15T02:11:03+00:00") + meta(PUBLISHED, "2021-03-15T02:11:03Z")
    body = '<i itemprop="datePublished" content="2021-03-14T21:11:03-05:00">Sunday</i>'

    assert dated(head, body) == ("2021-03-14", Origin.MARKUP)
    assert dated(head + meta("publish_date", "2021-03-14 19:11:03")) == (
        "2021-03-14",
        Origin.META,
    )
    assert dated(head) == ("2021-03-15", Origin.JSON_LD)


def test_a_day_that_only_a_reader_sees_is_shown() -> None:
    assert dated("", "<h1>Low tide</h1><p>14 March 2021</p>") == ("2021-03-14", Origin.SHOWN)
    assert dated("", '<div class="date">14.03.2021</div><p>In 1953.</p>') == (
        "2021-03-14",
        Origin.SHOWN,
    )


def test_when_a_page_was_changed_is_not_when_it_was_published() -> None:
    changed = meta("og:updated_time", "2021-03-20")

    assert dated(changed) is None
    assert dated(changed, "<h1>Low tide</h1><p>14 March 2021</p>") == (
        "2021-03-14",
        Origin.SHOWN,
    )


def test_a_page_that_tells_no_day_has_none() -> None:
    assert dated() is None
    assert dated("", '<img src="/2021/03/14/pier.jpg"><p>© 2021 Marram Media</p>') is None
    assert dated(json_ld("soon") + meta(PUBLISHED, "2021")) is None
