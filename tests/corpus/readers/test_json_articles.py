"""JSON as programs, newspapers' interfaces and data sets write it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.article import Article
from searchkit.corpus import read, walk
from searchkit.errors import UnreadableFileError
from searchkit.notes import Remark

TIDE = "The tide came in at noon."
ReadAs = Callable[[str, object], list[object]]


@pytest.fixture
def read_as(tmp_path: Path) -> Callable[[str, object], list[tuple[object, ...] | str]]:
    """Write one file, and tell of its articles the name in the file, and the facts."""

    def read_it(name: str, value: object) -> list[tuple[object, ...] | str]:
        content = value if isinstance(value, bytes) else str(value).encode()
        if not isinstance(value, (str, bytes)):
            content = json.dumps(value).encode()
        (tmp_path / name).write_bytes(content)
        found = [each for file in walk(tmp_path).files for each in read(tmp_path, file)]
        return [facts(each) for each in found]

    return read_it


def facts(found: Article | UnreadableFileError | Remark) -> tuple[object, ...] | str:
    """Key behind the path, title, date, source, authors, text."""
    if not isinstance(found, Article):
        return str(found)
    key = found.key.removeprefix(found.path)
    date = found.date and str(found.date)
    return key, found.title, date, found.source, found.authors, found.text


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
            *("#7", "High water", NOON, "Nell's Notes", ("Nell Garrowby",)),
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


LOW = {"title": "Low", "text": TIDE}
HIGH = {"title": "High", "text": TIDE}


@pytest.mark.parametrize(
    ("name", "content", "keys"),
    [
        ("a.json", f"{json.dumps(LOW)}\n{json.dumps(HIGH)}\n", ["#1", "#2"]),
        ("a.json", f"\n{json.dumps(LOW)}\n\n{json.dumps(HIGH)}", ["#2", "#4"]),
        ("a.json", f"{json.dumps(LOW)},\n{json.dumps(HIGH)},\n", ["#1", "#2"]),
        ("a.json", f"{json.dumps(LOW, indent=2)}\n{json.dumps(HIGH, indent=2)}", ["#1", "#2"]),
        ("a.json", f"[{json.dumps(LOW)}]\n[{json.dumps(HIGH)}]", ["#1", "#2"]),
        ("a.json", f"\ufeff[{json.dumps(LOW)}, {json.dumps(HIGH)}]", ["#1", "#2"]),
        ("a.jsonl", f"\ufeff{json.dumps(LOW)}\r\n{json.dumps(HIGH)}\r\n", ["#1", "#2"]),
        ("a.jsonl", f"{json.dumps(LOW)},\n{json.dumps(HIGH)},\n", ["#1", "#2"]),
        ("a.jsonl", f"[{json.dumps(LOW)}, {json.dumps(HIGH)}]\n", ["#1", "#1~2"]),
        ("a.jsonl", json.dumps([LOW, HIGH], indent=2), ["#1", "#2"]),
        ("a.jsonl", f"[{json.dumps(LOW)},\n{json.dumps(HIGH)}]", ["#1", "#2"]),
        ("a.jsonl", json.dumps({"articles": [LOW, HIGH]}, indent=2), ["#1", "#2"]),
        ("a.jsonl", json.dumps({"articles": [LOW, HIGH]}), ["#1", "#1~2"]),
        ("a.json", json.dumps({"low": LOW, "high": HIGH}), ["#low", "#high"]),
        (
            "a.json",  # what pandas writes: by columns, by rows, split
            json.dumps({"title": {"0": "Low", "1": "High"}, "text": {"0": TIDE, "1": TIDE}}),
            ["#0", "#1"],
        ),
        ("a.json", json.dumps({"title": ["Low", "High"], "text": [TIDE, TIDE]}), ["#1", "#2"]),
        (
            "a.json",
            json.dumps({"columns": ["title", "text"], "data": [["Low", TIDE], ["High", TIDE]]}),
            ["#1", "#2"],
        ),
        ("a.json", json.dumps({"content": [LOW, HIGH], "totalElements": 2}), ["#1", "#2"]),
    ],
)
def test_several_records_are_read_however_they_are_put_together(
    read_as: ReadAs, name: str, content: str, keys: list[str]
) -> None:
    assert read_as(name, content) == [
        (key, title, None, None, (), TIDE) for key, title in zip(keys, ("Low", "High"), strict=True)
    ]


def test_a_broken_record_costs_only_itself(read_as: ReadAs) -> None:
    low = ("#1", "Low", None, None, (), TIDE)
    high = ("#3", "High", None, None, (), TIDE)

    assert read_as("a.json", f'{json.dumps(LOW)}\n{{"title": no\n{json.dumps(HIGH)}\n') == [
        low,
        "a.json: line 2: is not valid JSON: Expecting value at column 11",
        high,
    ]
    assert read_as(
        "a.json", f'{json.dumps(LOW, indent=1)}\n{{\n "title": no\n}}\n{json.dumps(HIGH, indent=1)}'
    ) == [
        low,
        "a.json: record 2: is not valid JSON: Expecting value at line 6 column 11",
        high,
    ]


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


def test_a_list_without_articles_says_so(read_as: ReadAs) -> None:
    assert read_as("a.json", {"status": "ok", "articles": []}) == ["a.json: has no articles in it"]


def test_articles_are_found_behind_many_that_have_no_text(read_as: ReadAs) -> None:
    records = [{"title": "Low", "text": None}] * 100 + [LOW]

    assert read_as("a.json", {"stuff": records})[100] == ("#101", "Low", None, None, (), TIDE)


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


def test_what_wraps_articles_tells_what_they_do_not_say_themselves(read_as: ReadAs) -> None:
    own = {**LOW, "source": "Low Water Weekly"}

    assert read_as("a.json", {"newspaper": "The Pier Post", "articles": [LOW, own]}) == [
        ("#1", "Low", None, "The Pier Post", (), TIDE),
        ("#2", "Low", None, "Low Water Weekly", (), TIDE),
    ]


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


WHELK = '{"title": "Whelk", "text": "The whelk went home."}'
LIMPET = '{"title": "Limpet", "text": "The limpet went home."}'
BROKEN = '{"title": "Clam", "text": "The "clam" went home."}'
NESTED = '{\n    "tags": [\n      {"title": "t", "text": "u"}\n    ],\n    "text": "a "b" c"\n  }'


@pytest.mark.parametrize(
    ("content", "titles"),
    [
        (f"[{WHELK},{LIMPET},]", ["Whelk", "Limpet"]),
        (f"[\n{WHELK},\n{LIMPET},\n]\n", ["Whelk", "Limpet"]),
        (f"[{WHELK},{LIMPET[:30]}", ["Whelk", "record 2"]),
        (f"[\n  {WHELK},\n  {LIMPET},\n  {{", ["Whelk", "Limpet", "record 3"]),
        (f"[\n  {BROKEN},\n  {LIMPET}\n]", ["record 1", "Limpet"]),
        (f"[\n  {WHELK},\n  {NESTED},\n  {LIMPET}\n]", ["Whelk", "record 2", "Limpet"]),
        (f"[{BROKEN}]", [": is not valid JSON"]),
        (f"[{WHELK},{BROKEN},{LIMPET}]", ["Whelk", "record 2", "Limpet"]),
        (f"[{BROKEN},{WHELK},{LIMPET}]", ["record 1", "Whelk", "Limpet"]),
        (f"[{WHELK},{LIMPET},", ["Whelk", "Limpet", "record 3"]),
        (f'{{"articles": [{WHELK},{BROKEN},{LIMPET}], "n": 3}}', ["Whelk", "record 2", "Limpet"]),
        (f'{{"articles": [\n  {WHELK},\n  {LIMPET[:30]}', ["Whelk", "record 2"]),
        (f'{{"response": {{"n": 9, "docs": [{WHELK},{LIMPET[:30]}', ["Whelk", "record 2"]),
        (f'{{"articles": [{BROKEN}', [": is not valid JSON"]),
        (f'{{"title": "Tide", "text": "Low.", "items": [{WHELK},{{', [": is not valid JSON"]),
        (f"{WHELK}{BROKEN}{LIMPET}", ["Whelk", "record 2", "Limpet"]),
        (f"{BROKEN} {WHELK} {LIMPET}", ["record 1", "Whelk", "Limpet"]),
        (WHELK.replace("whelk went", "whelk\nwent"), ["Whelk"]),
    ],
)
def test_a_broken_record_of_a_list_costs_only_itself(
    read_as: Callable[[str, object], list[tuple[object, ...] | str]],
    content: str,
    titles: list[str],
) -> None:
    found = [each if isinstance(each, str) else each[1] for each in read_as("a.json", content)]

    assert len(found) == len(titles)
    for said, title in zip(found, titles, strict=True):
        assert title in str(said)


@pytest.mark.parametrize(
    ("line", "told_of"),
    [
        (f"{WHELK}{LIMPET}", ["#2 Whelk", "#2~2 Limpet"]),
        (
            f"{WHELK}{BROKEN}{LIMPET}",
            [
                "#2 Whelk",
                "a.jsonl: line 2: is not valid JSON: Expecting ',' delimiter at column 83",
                "#2~2 Limpet",
            ],
        ),
        (
            f'{{"articles": [{WHELK}, {LIMPET}, ',
            [
                "#2 Whelk",
                "#2~2 Limpet",
                "a.jsonl: line 2: is missing: the file ends in the middle of the list",
            ],
        ),
    ],
)
def test_what_is_whole_of_a_line_is_read(
    read_as: Callable[[str, object], list[tuple[object, ...] | str]], line: str, told_of: list[str]
) -> None:
    low = json.dumps(LOW)
    first, *found, last = read_as("a.jsonl", f"{low}\n{line}\n{low}\n")

    assert [each if isinstance(each, str) else f"{each[0]} {each[1]}" for each in found] == told_of
    assert (first[0], last[0]) == ("#1", "#3")


def test_a_list_that_was_cut_off_says_so(read_as: ReadAs) -> None:
    assert read_as("a.json", f'{{"articles": [{json.dumps(LOW)}') == [
        ("#1", "Low", None, None, (), TIDE),
        "a.json: record 2: is missing: the file ends in the middle of the list",
    ]


NODES = [
    {"@type": "WebSite", "name": "The Pier Post", "description": "News."},
    {"@type": ["Organization", "Brand"], "name": "The Pier Post"},
    {"@type": "Person", "name": "Nell Garrowby", "description": "Reporter."},
    {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1}]},
    {"@type": "http://schema.org/ImageObject", "url": "https://pier.example/a.png"},
]
TEXTLESS = {"@type": "NewsArticle", "headline": "High"}


def test_what_a_page_says_beside_its_article_is_no_article_without_a_text(read_as: ReadAs) -> None:
    article = {"@type": "NewsArticle", "headline": "Low", "articleBody": TIDE}
    low = ("#6", "Low", None, None, (), TIDE)
    no_text = "has no text: looked for text, body, content and 37 other names, found only "
    no_text += "@type, headline"
    graph = {"@context": "https://schema.org", "@graph": [*NODES, article, TEXTLESS]}

    assert read_as("a.json", graph) == [low, f"a.json: record 7: {no_text}"]
    assert read_as("a.json", [*NODES, article]) == [low]
    assert read_as("a.json", NODES) == ["a.json: has no articles in it"]


CHUNKS = [{"text": "Low water."}, {"text": "High water."}]


@pytest.mark.parametrize(
    "value",
    [
        {"title": "Water", "chunks": CHUNKS},
        {"headline": "Water", "story": {"parts": CHUNKS}},
        {"title": "Water", "summary": "In short.", "slides": {"slide": CHUNKS}},
        {"title": "Water", "pages": CHUNKS, "comments": [{"text": "Nice."}]},
        {"title": "Water", "segments": [{"id": n, "start": n, **CHUNKS[n]} for n in range(2)]},
        {"title": "Water", "lines": ["Low water.", "High water."], "places": ["Port Wenlow"]},
        {"title": "Water", "parts": [{"p": "Low water."}, {"p": "High water."}]},
        {"result": {"title": "Water", "chunks": CHUNKS}},
        {"title": "Water", "layout": {"rows": [{"columns": CHUNKS}]}},
        {"title": "Water", "story": {"parts": [{"section": {"text": "Low water."}}, CHUNKS[1]]}},
    ],
)
def test_parts_below_a_title_are_the_text_of_one_article(read_as: ReadAs, value: object) -> None:
    assert read_as("a.json", value) == [("", "Water", None, None, (), "Low water.\n\nHigh water.")]


def test_parts_may_have_headings(read_as: ReadAs) -> None:
    chapters = [{"title": "Morning", "text": "Low."}, {"title": "Noon", "text": "High."}]
    high = ("#2", "Noon", None, None, (), "High.")

    assert read_as("a.json", {"title": "Water", "chapters": chapters}) == [
        ("", "Water", None, None, (), "Morning\n\nLow.\n\nNoon\n\nHigh.")
    ]
    assert read_as("a.json", {"title": "Water", "date": "2018", "items": chapters})[1] == high


def test_words_within_the_text_of_xml_are_kept(read_as: ReadAs) -> None:
    paragraphs = ["One.", {"#text": "Two has", "em": {"#text": "stress", "@class": "x"}}]

    assert read_as("a.json", {"title": "Low", "body": {"p": paragraphs}}) == [
        ("", "Low", None, None, (), "One.\n\nTwo has stress")
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"chunks": CHUNKS},
        {"title": "Water", "articles": CHUNKS},
        {"title": "Water", "items": CHUNKS},
        {"title": "Water", "response": {"docs": CHUNKS}},
        {"title": "Water", "items": [{"title": each["text"], **each} for each in CHUNKS]},
        {"title": "Water", "posts": [{"id": each["text"], **each} for each in CHUNKS]},
    ],
)
def test_articles_are_no_parts(read_as: ReadAs, value: object) -> None:
    assert [each[5] for each in read_as("a.json", value) if isinstance(each, tuple)] == [
        "Low water.",
        "High water.",
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"title": "Water", "related": CHUNKS},
        {"title": "Water", "remarks": [{"author": "Ada Marsh", **each} for each in CHUNKS]},
        {"title": "Water", "names": ["Ada Marsh", "Hugo Wend"]},
    ],
)
def test_what_stands_beside_an_article_is_no_part_of_its_text(
    read_as: ReadAs, value: object
) -> None:
    (error,) = read_as("a.json", value)

    assert "has no text" in str(error)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            {"bodyModel": {"paragraphs": [{"text": "Low water.", "type": "P"}, {"text": "High."}]}},
            "Low water.\n\nHigh.",
        ),
        (
            {"root": {"children": [{"type": "paragraph", "children": [{"text": "Low water."}]}]}},
            "Low water.",
        ),
        (
            {"document": {"nodes": [{"object": "block", "nodes": [{"text": "Low water."}]}]}},
            "Low water.",
        ),
        (
            {
                "ops": [
                    {"insert": "Low "},
                    {"attributes": {"bold": True}, "insert": "water"},
                    {"insert": ".\nHigh water"},
                    {"attributes": {"header": 2}, "insert": "\n"},
                    {"insert": {"image": "https://quay.example/a.png"}},
                ]
            },
            "Low water.\nHigh water",
        ),
    ],
    ids=["Medium", "Lexical", "Slate", "Quill"],
)
def test_what_an_editor_keeps_within_an_object_is_one_article(
    read_as: Callable[[str, object], list[tuple[object, ...] | str]], content: object, text: str
) -> None:
    (article,) = read_as("a.json", {"title": "Water", "content": content})

    assert (article[1], article[5]) == ("Water", text)
