"""The articles within an object of JSON, and what is beside them."""

from __future__ import annotations

import json

import pytest

from tests.corpus.readers.conftest import HIGH, LOW, TIDE, ReadAs


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


def test_a_list_without_articles_says_so(read_as: ReadAs) -> None:
    assert read_as("a.json", {"status": "ok", "articles": []}) == ["a.json: has no articles in it"]


def test_articles_are_found_behind_many_that_have_no_text(read_as: ReadAs) -> None:
    records = [{"title": "Low", "text": None}] * 100 + [LOW]

    assert read_as("a.json", {"stuff": records})[100] == ("#101", "Low", None, None, (), TIDE)


def test_what_wraps_articles_tells_what_they_do_not_say_themselves(read_as: ReadAs) -> None:
    own = {**LOW, "source": "Low Water Weekly"}

    assert read_as("a.json", {"newspaper": "The Pier Post", "articles": [LOW, own]}) == [
        ("#1", "Low", None, "The Pier Post", (), TIDE),
        ("#2", "Low", None, "Low Water Weekly", (), TIDE),
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
