"""The pages of articles that belong together: copies of one text, and a story in time."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from searchkit.output.safe_text import line

if TYPE_CHECKING:
    from datetime import datetime

    from searchkit.article import Article, Facts
    from searchkit.index import Index
    from searchkit.results.similar_articles import Story
    from searchkit.serving.page_address import Asked

_CLUSTERS = 20  # on a page


def copies_page(index: Index, asked: Asked) -> dict[str, Any]:
    """Return what the page of copies shows: the clusters in which a query finds an article."""
    offset = (asked.page - 1) * _CLUSTERS
    copies = index.copies(asked.q, **asked.filters, limit=_CLUSTERS, offset=offset)
    has_more = offset + len(copies) < copies.total
    return {
        "asked": asked.replace(page=1),  # this page is one of clusters, not of results
        "copies": copies,
        "notes": [line(note.message) for note in copies.notes],
        "before": asked.at("/copies", page=asked.page - 1) if asked.page > 1 else None,
        "after": asked.at("/copies", page=asked.page + 1) if has_more else None,
    }


def story_page(index: Index, asked: Asked, key: str) -> dict[str, Any]:
    """Return what the page of a story shows.

    Args:
        index: The index.
        asked: The page of results by which that was found, which links keep.
        key: The key of the article whose story it is.
    """
    story = index.story(key)
    return {
        "asked": asked,
        "story": story,
        "articles": _with_own(story),
        "notes": [line(note.message) for note in story.notes],
    }


def _with_own(story: Story) -> list[Article | Facts]:
    """Return the articles of a story in order of time, that whose story it is among them."""
    found: list[Article | Facts] = [hit.facts for hit in story.hits]
    own = story.article
    if own.date is not None:
        found.insert(bisect_right(found, own.date.start, key=_start), own)
    return found


def _start(article: Article | Facts) -> datetime:
    assert article.date is not None  # or it would be of no story
    return article.date.start
