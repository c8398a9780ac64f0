"""The fingerprint by which an article is known to have changed."""

from __future__ import annotations

from datetime import date
from typing import Any

from searchkit.article import Article, ArticleDate, Span
from searchkit.syncing.fingerprints import fingerprint


def test_anything_but_the_key_changes_the_fingerprint() -> None:
    facts: dict[str, Any] = {"key": "a", "path": "a", "title": "t", "text": "x"}
    others: list[dict[str, Any]] = [
        {"title": "tx", "text": ""},
        {"text": "y"},
        {"date": ArticleDate.of_day(date(2021, 3, 14))},
        {"date": ArticleDate.of_month(2021, 3)},
        {"source": "Us Weekly"},
        {"authors": ("Us Weekly",)},
        {"url": "https://example.org"},
        {"language": "en"},
        {"furniture": (Span(0, 1),)},
        {"is_as_is": True},
    ]
    prints = {fingerprint(Article(**{**facts, **other})) for other in ({}, *others)}

    assert len(prints) == 1 + len(others)
    assert fingerprint(Article(**facts)) == fingerprint(Article(**{**facts, "key": "b"}))
