"""New hits as feeds, read by a reader of feeds."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.article import Article, ArticleDate, Span
from searchkit.output.as_feed import as_atom, as_rss, feed_of_new_hits
from searchkit.results import Hit, Snippet
from searchkit.results.saved_searches import NewHits, SavedSearch

AT = datetime(2026, 11, 30, 18, tzinfo=UTC)
TIDES = SavedSearch(
    name="tides", query="spring tide", source=(), since="30d", until=None, undated=False,
    timezone=None, saved=AT, id="5f3a9c01d2b4e688",
)  # fmt: skip
MOON = TIDES.replace(name="moon", query="")
DRAW: dict[str, Callable[[Sequence[NewHits]], str]] = {
    "rss": lambda found: as_rss(feed_of_new_hits(found)),
    "atom": lambda found: as_atom(feed_of_new_hits(found)),
}


def new(search: SavedSearch, *hits: Hit, changed: tuple[str, ...] = ()) -> NewHits:
    return NewHits(
        search=search, at=AT, total=9, new=len(hits), hits=hits, changed=frozenset(changed)
    )


@pytest.fixture
def of_flood(flood: Article) -> Hit:
    snippet = Snippet("The spring tide came < over & the wall.", (Span(4, 15), Span(28, 29)))
    return Hit(rank=1, score=None, article=flood, snippets=(snippet,))


@pytest.fixture
def of_harbour(harbour: Article) -> Hit:
    return Hit(rank=2, score=None, article=harbour)


def parsed(text: str) -> Any:
    import feedparser

    ET.fromstring(text.encode())
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        feed = feedparser.parse(text.encode())
    assert not feed.bozo, feed.bozo_exception
    return feed


@pytest.mark.parametrize("form", DRAW)
def test_a_feed_has_each_article_once_with_what_is_known_of_it(
    form: str, of_flood: Hit, of_harbour: Hit
) -> None:
    feed = parsed(DRAW[form]([new(TIDES, of_flood), new(MOON, of_flood, of_harbour)]))
    first, second = feed.entries

    assert feed.version == {"rss": "rss20", "atom": "atom10"}[form]
    assert feed.feed.title == "@tides, @moon"
    assert first.title == "Spring tide floods the market"
    assert first.link == "https://marram.example/flood"
    assert [tag.term for tag in first.tags] == ["tides", "moon"]
    assert tuple(first.published_parsed)[:6] == (2021, 3, 14, 0, 0, 0)
    assert first.author in {"Ann Lee", "Bo Ek"}
    content = first.content[0].value if form == "atom" else first.summary
    assert content == (
        "<p><i>The Marram Post · 2021-03-14</i></p>"
        "<p>The <b>spring tide</b> came &lt; over <b>&amp;</b> the wall.</p>"
    )
    assert second.title == "港口 tide"
    assert [tag.term for tag in second.tags] == ["moon"]
    assert "links" not in second
    assert "published" not in second
    assert first.id != second.id


@pytest.mark.parametrize("form", DRAW)
def test_an_article_has_the_same_id_in_every_feed(form: str, of_flood: Hit, flood: Article) -> None:
    (one,) = parsed(DRAW[form]([new(TIDES, of_flood)])).entries
    changed = Hit(rank=7, score=None, article=flood.replace(text="Another text."))
    (other,) = parsed(DRAW["rss"]([new(MOON, changed)])).entries

    assert one.id == other.id
    assert one.id.startswith("urn:uuid:")


def test_an_article_is_as_old_as_its_date_unless_it_has_changed(
    of_flood: Hit, of_harbour: Hit
) -> None:
    found = [new(TIDES, of_flood, of_harbour), new(MOON, of_flood)]
    feed = parsed(DRAW["atom"](found))
    (first, _) = parsed(
        DRAW["atom"]([new(TIDES, of_flood, of_harbour, changed=(of_flood.key,))])
    ).entries

    assert feed.feed.updated == "2026-11-30T18:00:00+00:00"
    assert [entry.updated for entry in feed.entries] == [
        "2021-03-14T00:00:00+00:00",
        "2026-11-30T18:00:00+00:00",
    ]
    assert first.updated == "2026-11-30T18:00:00+00:00"


@pytest.mark.parametrize(
    ("date", "published"),
    [
        (ArticleDate.of_year(2021), None),
        (ArticleDate.of_month(2021, 3), None),
        (ArticleDate.of_time(datetime.fromisoformat("2021-03-14T09:30")),
         "Sun, 14 Mar 2021 09:30:00 +0000"),
        (
            ArticleDate.of_time(datetime.fromisoformat("2021-03-14T23:30:00-05:00")),
            "Mon, 15 Mar 2021 04:30:00 +0000",
        ),
    ],
)  # fmt: skip
def test_a_date_is_given_where_it_is_known_to_the_day(
    date: ArticleDate, published: str | None, flood: Article
) -> None:
    hit = Hit(rank=1, score=None, article=flood.replace(date=date))

    (entry,) = parsed(DRAW["rss"]([new(TIDES, hit)])).entries

    assert entry.get("published") == published


@pytest.mark.parametrize("url", ["ftp://a.example/", "javascript:alert(1)", "https://a b", '"', ""])
def test_what_is_no_address_of_a_page_is_no_link(url: str, flood: Article) -> None:
    hit = Hit(rank=1, score=None, article=flood.replace(url=url))

    assert "links" not in parsed(DRAW["atom"]([new(TIDES, hit)])).entries[0]


@pytest.mark.parametrize("form", DRAW)
def test_a_feed_that_is_served_nowhere_names_no_address_of_its_own(form: str) -> None:
    assert "self" not in DRAW[form]([new(TIDES)])


@pytest.mark.parametrize("form", DRAW)
def test_a_feed_without_hits_is_a_feed(form: str) -> None:
    assert parsed(DRAW[form]([new(TIDES)])).entries == []
    assert parsed(DRAW[form]([])).entries == []


texts = st.text(st.characters(exclude_categories=()), max_size=12)


@given(texts, texts, texts, texts)
def test_whatever_an_article_holds_a_feed_is_well_formed(
    title: str, name: str, text: str, query: str
) -> None:
    article = Article(
        key=title, title=title, text=text, path=name, source=name, authors=(name,), url=name
    )
    snippet = Snippet(text, (Span(0, len(text)),) if text else ())
    found = [new(TIDES.replace(query=query), Hit(rank=1, score=None, article=article,
                                                 snippets=(snippet,)))]  # fmt: skip

    for draw in DRAW.values():
        root = ET.fromstring(draw(found).encode())
        assert len(list(root.iter())) > 5
