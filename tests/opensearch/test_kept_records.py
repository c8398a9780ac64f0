from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import zstandard

from searchkit.article import Article, Span
from searchkit.local.segment import stored_json
from searchkit.local.segment.stored_json import Encoded
from searchkit.opensearch.kept_records import (
    HEAD,
    TEXTS,
    article_of,
    asked_for,
    facts_of,
    fields_of,
    new_compressor,
    packed,
    size_of,
)
from searchkit.schema import RECURRING, from_record, to_record

if TYPE_CHECKING:
    from collections.abc import Mapping

TIDE = Article(
    key="a.txt",
    title="Spring tide",
    text="The tide came in. " * 40,
    path="a.txt",
    source="Pier Post",
    authors=("Ada Brown",),
)


def hit_of(
    article: Article, others: Mapping[str, str] | None = None, *, has_texts: bool = True
) -> dict[str, object]:
    """Return what a cluster returns of an article."""
    record = to_record(article, language="en", is_doubtful=False)
    kept: dict[str, str] = packed(stored_json.encode(record), new_compressor())
    kept[HEAD] = kept[HEAD].rstrip("=")  # as columns come
    if not has_texts:
        kept.pop(TEXTS, None)
    kept.update(others or {})
    return {"_id": "1", "fields": {name: [text] for name, text in kept.items()}}


def test_an_article_comes_back_as_it_was_kept() -> None:
    for article in (TIDE, replace(TIDE, text="Low water.")):
        record = to_record(article, language="en", is_doubtful=False)

        assert article_of(hit_of(article)) == from_record(record)


def test_furniture_by_evidence_is_told_unless_an_article_is_wanted_as_it_was_read() -> None:
    hit = hit_of(TIDE, {RECURRING: "0 17"})

    assert article_of(hit).furniture == (Span(0, 17),)
    assert article_of(hit, is_as_read=True).furniture == ()


def test_facts_take_no_texts_but_where_one_of_them_is_as_long() -> None:
    long = replace(TIDE, title="Tide " * 200)
    facts = facts_of(hit_of(TIDE, has_texts=False))

    assert facts is not None
    assert (facts.key, facts.title, facts.authors) == ("a.txt", "Spring tide", ("Ada Brown",))
    assert facts_of(hit_of(long, has_texts=False)) is None
    assert fields_of(hit_of(long), ["title"]) == {"title": long.title}


def test_texts_are_asked_for_only_where_articles_are_read() -> None:
    assert asked_for("key", has_texts=False) == {
        "_source": False,
        "docvalue_fields": ["record", "key"],
        "stored_fields": [],
    }
    assert asked_for(has_texts=True)["stored_fields"] == ["texts", "recurring"]


def test_the_size_of_a_hit_is_that_of_the_record() -> None:
    assert size_of(hit_of(TIDE, {"key": "a.txt"})) == size_of(hit_of(TIDE))
    assert size_of(hit_of(TIDE, has_texts=False)) < size_of(hit_of(TIDE))


@pytest.mark.parametrize(
    "kept",
    ["no base64!", "bm8gZnJhbWU=", b64encode(zstandard.compress(b"[1")[:-2]).decode()],
)
def test_what_is_no_record_is_refused(kept: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - of whatever library finds out
        article_of({"fields": {HEAD: [kept]}})


def test_a_record_that_says_it_is_endless_is_not_read() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(1 << 29))

    with pytest.raises(ValueError, match=r"^a record has no size$"):
        article_of({"fields": {HEAD: [b64encode(bomb).decode()]}})


def test_what_is_kept_is_compressed() -> None:
    kept = packed(Encoded(b"{}", b"tide " * 1000), new_compressor())

    assert len(kept[TEXTS]) < 200
