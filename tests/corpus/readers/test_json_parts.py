"""The text of an article that its object keeps in parts."""

from __future__ import annotations

import pytest

from tests.corpus.readers.conftest import ReadAs

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
    read_as: ReadAs, content: object, text: str
) -> None:
    (article,) = read_as("a.json", {"title": "Water", "content": content})

    assert (article[1], article[5]) == ("Water", text)
