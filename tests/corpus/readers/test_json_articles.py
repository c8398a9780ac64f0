"""JSON as programs, newspapers' interfaces and data sets write it."""

from __future__ import annotations

import pytest

from tests.corpus.readers.conftest import LOW, TIDE, ReadAs

NOON = "2018-03-14T12:00:00Z"

EXPORTS: dict[str, tuple[object, tuple[object, ...]]] = {
    "NewsAPI": (
        {
            "status": "ok",
            "totalResults": 1,
            "articles": [
                {
                    "source": {"id": None, "name": "The Pier Post"},
                    "author": "Nell Garrowby",
                    "title": "High water",
                    "description": "In short.",
                    "url": "https://pier.example/high",
                    "publishedAt": NOON,
                    "content": f"{TIDE}\r\nAgain … [+1234 chars]",
                }
            ],
        },
        ("#1", "High water", NOON, "The Pier Post", ("Nell Garrowby",), f"{TIDE}\nAgain…"),
    ),
    "The Guardian": (
        {
            "response": {
                "status": "ok",
                "results": [
                    {
                        "id": "world/high",
                        "webPublicationDate": NOON,
                        "webTitle": "High water",
                        "fields": {
                            "byline": "Nell Garrowby in Saltby",
                            "body": f"<p>{TIDE}</p><p>Again &amp; again.</p>",
                            "publication": "The Pier Post",
                        },
                        "tags": [{"id": "x", "webTitle": "Tides", "description": "All on tides"}],
                    }
                ],
            }
        },
        (
            *("#world/high", "High water", NOON, "The Pier Post", ("Nell Garrowby",)),
            f"{TIDE}\n\nAgain & again.",
        ),
    ),
    "The Guardian, one item": (
        {
            "response": {
                "content": {
                    "webTitle": "High water",
                    "webUrl": "https://pier.example/high",
                    "fields": {"bodyText": TIDE, "body": f"<p>{TIDE}</p>"},
                }
            }
        },
        ("", "High water", None, "pier.example", (), TIDE),
    ),
    "The New York Times": (
        {
            "response": {
                "docs": [
                    {
                        "abstract": "In short.",
                        "lead_paragraph": TIDE,
                        "source": "The Pier Post",
                        "headline": {"main": "High water", "kicker": None},
                        "keywords": [{"name": "subject", "value": "Tides"}],
                        "pub_date": "2018-03-14T12:00:00+0000",
                        "byline": {"original": "By Nell Garrowby and Hugo Marsh", "person": []},
                        "_id": "nyt://article/1",
                    }
                ]
            }
        },
        (
            *("#nyt://article/1", "High water", NOON, "The Pier Post"),
            *(("Nell Garrowby", "Hugo Marsh"), TIDE),
        ),
    ),
    "news-please": (
        {
            "authors": ["Nell Garrowby"],
            "date_download": "2020-01-01 00:00:00",
            "date_publish": "2018-03-14 12:00:00",
            "description": "In short.",
            "maintext": TIDE,
            "source_domain": "www.pier.example",
            "title": "High water",
        },
        ("", "High water", NOON[:-1], "pier.example", ("Nell Garrowby",), TIDE),
    ),
    "All the News": (
        {"date": None, "year": 2018.0, "month": 3.0, "day": 14, "author": float("nan")}
        | {"title": "High water", "article": TIDE, "publication": "The Pier Post"},
        ("", "High water", "2018-03-14", "The Pier Post", (), TIDE),
    ),
    "News Category": (
        {"headline": "High water", "short_description": TIDE, "authors": "Nell Garrowby, AP"}
        | {"link": "https://pier.example/high", "date": "2018-03-14"},
        ("", "High water", "2018-03-14", "pier.example", ("Nell Garrowby", "AP"), TIDE),
    ),
    "A Million News Headlines": (
        {"publish_date": 20180314, "headline_text": "high water again"},
        ("", "high water again", "2018-03-14", None, (), "high water again"),
    ),
    "AG News": (
        {"Class Index": 3, "Title": "High water", "Description": TIDE},
        ("", "High water", None, None, (), TIDE),
    ),
    "JSON Feed": (
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Nell's Notes",
            "description": "All on tides",
            "authors": [{"name": "Nell Garrowby"}],
            "items": [
                {
                    "id": "7",
                    "title": "High water",
                    "content_html": f"<p>Caf&eacute;.</p><p>{TIDE}</p>",
                    "date_published": "2018-03-14T13:00:00+01:00",
                }
            ],
        },
        (
            *("#7", "High water", "2018-03-14T13:00:00+01:00", "Nell's Notes", ("Nell Garrowby",)),
            f"Café.\n\n{TIDE}",
        ),
    ),
    "WordPress": (
        [
            {
                "id": 7,
                "date_gmt": "2018-03-14T12:00:00",
                "modified": "2019-01-01T00:00:00",
                "title": {"rendered": "The keeper&#8217;s <em>boat</em>"},
                "content": {"rendered": "<p>a &lt; b</p>", "protected": False},
                "author": 3,
                "_embedded": {"author": [{"id": 3, "name": "Nell Garrowby"}]},
                "yoast_head_json": {"og_site_name": "The Pier Post"},
            }
        ],
        ("#7", "The keeper’s boat", NOON, "The Pier Post", ("Nell Garrowby",), "a < b"),
    ),
    "Wallabag": (
        [
            {
                "id": 7,
                "title": "Tides &amp; times",
                "content": f"<h2>Noon</h2><p>{TIDE}</p><script>let tide</script>",
                "created_at": "2020-01-01T00:00:00+0000",
                "published_at": None,
                "published_by": ["Nell Garrowby"],
                "domain_name": "www.pier.example",
            }
        ],
        (
            *("#7", "Tides & times", None, "pier.example", ("Nell Garrowby",)),
            f"Noon\n\n{TIDE}",
        ),
    ),
    "TREC Washington Post": (
        {
            "title": "High water",
            "author": "Nell Garrowby",
            "published_date": 1521028800000,
            "contents": [
                {"content": "Opinion", "mime": "text/plain", "type": "kicker"},
                {"content": "High water", "mime": "text/plain", "type": "title"},
                {"content": 1521028800000, "mime": "text/plain", "type": "date"},
                {"content": f"<b>{TIDE}</b>", "mime": "text/html", "type": "sanitized_html"},
                None,
                {"content": "Again.", "mime": "text/html", "type": "sanitized_html"},
            ],
            "source": "The Pier Post",
        },
        ("", "High water", NOON, "The Pier Post", ("Nell Garrowby",), f"{TIDE}\n\nAgain."),
    ),
    "MongoDB": (
        {"_id": {"$oid": "5f"}, "title": "High water", "text": TIDE}
        | {"date": {"$date": {"$numberLong": "1521028800000"}}},
        ("", "High water", NOON, None, (), TIDE),
    ),
    "RSS": (
        {
            "rss": {
                "channel": {
                    "title": "The Pier Post",
                    "description": "News of the pier",
                    "item": [
                        {
                            "title": "High water",
                            "description": "<p>In short.</p>",
                            "content:encoded": f"<p>{TIDE}</p>",
                            "pubDate": "Wed, 14 Mar 2018 12:00:00 GMT",
                            "dc:creator": "Nell Garrowby",
                            "guid": {"@isPermaLink": "false", "#text": "g7"},
                        }
                    ],
                }
            }
        },
        ("#g7", "High water", NOON, "The Pier Post", ("Nell Garrowby",), TIDE),
    ),
    "Google Reader": (
        {
            "title": "Starred items",
            "items": [
                {
                    "id": "tag:7",
                    "title": "High water",
                    "published": 1521028800,
                    "canonical": [{"href": "https://pier.example/high"}],
                    "summary": {"content": f"<p>{TIDE}</p>"},
                    "origin": {"title": "The Pier Post"},
                }
            ],
        },
        ("#tag:7", "High water", NOON, "The Pier Post", (), TIDE),
    ),
    "Elasticsearch": (
        {"hits": {"hits": [{"_id": "e7", "_source": {"title": "High water", "body": TIDE}}]}},
        ("#e7", "High water", None, None, (), TIDE),
    ),
    "JSON:API": (
        {"data": [{"id": "7", "attributes": {"title": "High water", "body": TIDE}}]},
        ("#7", "High water", None, None, (), TIDE),
    ),
    "schema.org": (
        {
            "@type": "NewsArticle",
            "headline": "High water",
            "articleBody": TIDE,
            "datePublished": "2018-03-14",
            "author": [{"@type": "Person", "name": "Nell Garrowby"}],
            "publisher": {"@type": "Organization", "name": "The Pier Post"},
        },
        ("", "High water", "2018-03-14", "The Pier Post", ("Nell Garrowby",), TIDE),
    ),
    "Zotero": (
        [
            {
                "id": "z7",
                "title": "High water",
                "container-title": "The Pier Post",
                "author": [{"family": "Garrowby", "given": "Nell"}],
                "issued": {"date-parts": [[2018, 3, 14]]},
                "abstract": TIDE,
            }
        ],
        ("#z7", "High water", "2018-03-14", "The Pier Post", ("Nell Garrowby",), TIDE),
    ),
    "Ghost": (
        {
            "db": [
                {
                    "data": {
                        "posts": [{"id": "7", "title": "High water", "html": f"<p>{TIDE}</p>"}],
                        "tags": [{"name": "Tides", "description": "All on tides"}],
                    }
                }
            ]
        },
        ("#7", "High water", None, None, (), TIDE),
    ),
    "MediaWiki": (
        {"query": {"pages": {"12": {"pageid": 12, "title": "High water", "extract": TIDE}}}},
        ("", "High water", None, None, (), TIDE),
    ),
    "names in any case": (
        {"TITLE": "High water", "Full-Text": TIDE, "Publication Date": "14 March 2018"}
        | {"By Line": "NELL GARROWBY"},
        ("", "High water", "2018-03-14", None, ("NELL GARROWBY",), TIDE),
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_read_with_its_facts(read_as: ReadAs, name: str) -> None:
    value, expected = EXPORTS[name]

    assert read_as("export.json", value) == [expected]


@pytest.mark.parametrize(
    "value",
    [
        {"title": "High water", "paragraphs": [{"type": "p", "text": "One."}, {"text": "Two."}]},
        {"title": "High water", "contents": [{"content": "<p>One.</p>"}, {"content": "Two."}]},
        {"title": "High water", "body": ["One.", " ", "Two."]},
        {"title": "High water", "paragraphs": {"1": "One.", "2": "Two."}},
        {
            "title": "High water",
            "body": [
                {"_type": "block", "children": [{"text": "O"}, {"text": "ne."}]},
                {"_type": "block", "children": [{"text": "Two."}]},
            ],
        },
        {
            "title": "High water",
            "content": {
                "type": "doc",
                "content": [
                    {
                        "type": "paragraph",
                        "content": [{"type": "text", "text": "On"}, {"type": "text", "text": "e."}],
                    },
                    {"type": "paragraph", "content": [{"type": "text", "text": "Two."}]},
                ],
            },
        },
        {
            "title": "High water",
            "blocks": [
                {"type": "header", "data": {"text": "One."}},
                {"type": "paragraph", "data": {"text": "<b>Two</b>."}},
            ],
        },
        {"title": "High water", "sections": [{"heading": "One.", "text": "Two."}]},
        {
            "headlines": {"basic": "High water"},
            "content_elements": [
                {"type": "text", "content": "One."},
                {"type": "image", "caption": "A boat"},
                {"type": "text", "content": "Two."},
            ],
        },
    ],
)
def test_paragraphs_and_blocks_are_the_text_of_one_article(read_as: ReadAs, value: object) -> None:
    assert read_as("a.json", value) == [("", "High water", None, None, (), "One.\n\nTwo.")]


def test_a_block_may_call_its_words_by_a_name_of_its_own(read_as: ReadAs) -> None:
    blocks = [
        {"nr": 1, "wording": TIDE},
        {"kind": "picture", "caption": "A boat at noon"},
        {"nr": 2, "wording": "It fell again."},
    ]

    assert read_as("a.json", {"title": "Low", "paragraphs": blocks}) == [
        ("", "Low", None, None, (), f"{TIDE}\n\nIt fell again.")
    ]


def test_what_was_escaped_twice_is_text_all_the_same(read_as: ReadAs) -> None:
    value = {
        "title": {"rendered": "The keeper&amp;#8217;s boat"},
        "content": {"rendered": "<p>AT&amp;amp;T.</p>"},
    }

    assert read_as("a.json", value) == [("", "The keeper’s boat", None, None, (), "AT&T.")]


@pytest.mark.parametrize(
    "name",
    [
        *("$t", "#text", "$text", "_", "__text", "_text", "$", "#", "@value", "$value", "_value"),
        *("#cdata-section", "#cdata", "__cdata", "_cdata", "cdata"),
    ],
)
@pytest.mark.parametrize("attributes", [{}, {"@lang": "en", "order": "1"}])
def test_what_was_xml_is_read_in_every_field(
    read_as: ReadAs, name: str, attributes: dict[str, str]
) -> None:
    def element(text: str) -> dict[str, str]:
        return {**attributes, name: text}

    value = {
        "id": element("a7"),
        "title": element("Low"),
        "date": [element("2018-03-14")],
        "source": element("The Pier Post"),
        "author": element("Nell Garrowby"),
        "text": {"p": [element(TIDE), element("It went.")]},
    }

    assert read_as("a.json", [value]) == [
        ("#a7", "Low", "2018-03-14", "The Pier Post", ("Nell Garrowby",), f"{TIDE}\n\nIt went.")
    ]


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ({"@type": "Organization", "name": "Marsh, Poe and Sons"}, ("Marsh, Poe and Sons",)),
        (
            [
                {"@type": ["Thing", "NewsMediaOrganization"], "name": "Marsh and Sons"},
                {"@type": "Person", "name": "Nell Garrowby and Hugo Wend"},
            ],
            ("Marsh and Sons", "Nell Garrowby", "Hugo Wend"),
        ),
        ([["Nell Garrowby", "Hugo Wend"]], ("Nell Garrowby", "Hugo Wend")),
        ([["Nell Garrowby"], [{"name": "Hugo Wend"}]], ("Nell Garrowby", "Hugo Wend")),
        ({"author": [{"#text": "Nell Garrowby"}, "Hugo Wend"]}, ("Nell Garrowby", "Hugo Wend")),
        ([{"name": ["Nell Garrowby"]}, {"name": ["Hugo Wend"]}], ("Nell Garrowby", "Hugo Wend")),
        ([[[[[[["Nell Garrowby"]]]]]]], ()),
    ],
)
def test_authors_are_found_in_lists_and_objects(
    read_as: ReadAs, value: object, names: tuple[str, ...]
) -> None:
    assert read_as("a.json", {**LOW, "author": value}) == [("", "Low", None, None, names, TIDE)]


def test_missing_cells_of_a_table_are_missing(read_as: ReadAs) -> None:
    rows = (
        '[{"title": NaN, "source": NaN, "author": NaN, "date": NaN, "text": "Low. High."},'
        '{"title": "nan", "source": "None", "author": "nan", "date": "NaT", "text": "Low. High."},'
        '{"title": "Nan", "source": "Nan", "author": "Nan Doe", "text": "Low. High."},'
        '{"title": "Low", "text": NaN}]'
    )

    assert read_as("a.json", rows) == [
        ("#1", "Low.", None, None, (), "Low. High."),
        ("#2", "Low.", None, None, (), "Low. High."),
        ("#3", "Nan", None, "Nan", ("Nan Doe",), "Low. High."),
        "a.json: record 4: has no text: nothing to read in text",
    ]


def test_a_date_in_no_calendar_costs_no_article(read_as: ReadAs) -> None:
    assert read_as("a.json", {**LOW, "date": "2019-02-29"}) == [("", "Low", None, None, (), TIDE)]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (
            {"title": "Low", "date": "2018", "comments": [{"text": "Nice."}]},
            "looked for text, body, content and 37 other names, found only title, date, comments",
        ),
        (
            dict.fromkeys(["a b", "c", "d", "e", "f\n", "g", "h"], 1),
            (
                "looked for text, body, content and 37 other names, found only "
                "a b, c, d, e, f\\x0a, g and 1 more"
            ),
        ),
        ({}, "looked for text, body, content and 37 other names, found no fields at all"),
        ({"title": "Low", "body": " ", "content": None}, "nothing to read in body and content"),
        ({"name": "tides", "description": TIDE}, "description counts as one only beside a title"),
    ],
)
def test_a_record_without_a_text_says_what_was_looked_for_and_what_is_there(
    read_as: ReadAs, value: object, reason: str
) -> None:
    assert read_as("a.json", value) == [f"a.json: has no text: {reason}"]


def test_html_is_text_by_its_field_or_by_evidence_and_else_as_it_stands(read_as: ReadAs) -> None:
    rows = [
        {"title": "Use <b> well", "text": "If a < b, then <b> and </b> make it bold."},
        {"title": "<em>Low</em>", "body_html": "a < b<br>and <b> on"},
        {"title": "Low", "content": '<p>At <a class="quay" href="/q">the quay</a>.</p>'},
    ]

    assert read_as("a.json", rows) == [
        ("#1", "Use <b> well", None, None, (), "If a < b, then <b> and </b> make it bold."),
        ("#2", "Low", None, None, (), "a < b\nand on"),
        ("#3", "Low", None, None, (), "At the quay."),
    ]


def test_words_within_the_text_of_xml_are_kept(read_as: ReadAs) -> None:
    paragraphs = ["One.", {"#text": "Two has", "em": {"#text": "stress", "@class": "x"}}]

    assert read_as("a.json", {"title": "Low", "body": {"p": paragraphs}}) == [
        ("", "Low", None, None, (), "One.\n\nTwo has stress")
    ]
