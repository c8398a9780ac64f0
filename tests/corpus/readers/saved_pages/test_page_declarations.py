"""What a page declares for machines."""

from __future__ import annotations

import json

import pytest

from searchkit.corpus.readers.saved_pages.page_declarations import Declarations, declarations
from searchkit.corpus.readers.saved_pages.page_trees import parse_page
from searchkit.limits import DEFAULT_READING_LIMITS

pytest.importorskip("lxml")


def declared(head: str, body: str = "") -> Declarations:
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return declarations(parse_page(page, DEFAULT_READING_LIMITS).tree)


def script(source: object) -> str:
    text = source if isinstance(source, str) else json.dumps(source)
    return f'<script type="application/ld+json">{text}</script>'


PAGE = {"@type": "WebPage", "name": "Page"}
ARTICLE = {"@type": ["NewsArticle"], "headline": "Low tide"}
SITE = {"@type": "Organization", "@id": "#site", "name": "Marram Post"}


@pytest.mark.parametrize(
    "source",
    [
        [PAGE, SITE, ARTICLE],
        {"@graph": [PAGE, [ARTICLE]]},
        {**PAGE, "mainEntity": ARTICLE},
        f"<!-- {json.dumps([PAGE, ARTICLE])} -->",
        f"//<![CDATA[\n{json.dumps([PAGE, ARTICLE])};\n//]]>",
    ],
)
def test_articles_come_before_pages_wherever_they_are(source: object) -> None:
    names = [one.get("headline") or one["name"] for one in declared(script(source)).objects]

    assert names == ["Low tide", "Page"]


def test_a_line_break_in_a_text_does_no_harm_and_what_is_broken_is_nothing() -> None:
    found = declared(script('{"@type": "Article", "headline": "Low\ntide"}') + script("{'a': 1"))

    assert [one["headline"] for one in found.objects] == ["Low\ntide"]
    assert declared(script("[" * 100_000)).objects == []
    assert declared(script('"text"') + script("3") + script("")).objects == []


def test_authors_and_publishers_are_found_by_their_ids() -> None:
    nell = {"@type": "Person", "@id": "#nell", "name": "Nell"}
    article = ARTICLE | {
        "author": [{"@id": "#nell"}, {"@id": "#nobody"}, "Ada"],
        "publisher": {"@id": "#site"},
    }

    (found,) = declared(script({"@graph": [article, SITE, nell]})).objects

    assert found["author"] == [nell, {"@id": "#nobody"}, "Ada"]
    assert found["publisher"] == SITE


def test_meta_elements_are_known_by_plain_names() -> None:
    found = declared(
        '<meta property="og:site_name" content=" Marram  Post "><meta name="DC.date" content="">'
        '<meta name="author" content="Nell"><meta name="Author" content="Ada">'
    )

    assert found.metas == {"ogsitename": ["Marram Post"], "author": ["Nell", "Ada"]}
    assert found.first_meta("byl", "author") == "Nell"
    assert found.first_meta("byl") is None


def test_microdata_is_what_is_said_to_machines_or_else_shown() -> None:
    found = declared(
        "",
        '<time itemprop="datePublished" datetime="2021-03-14">today</time>'
        '<span itemprop="author name">Nell <b>Wick</b></span><p itemprop="description">Low</p>',
    )

    assert found.items == {"datepublished": ["2021-03-14"], "author": ["Nell Wick"]}
