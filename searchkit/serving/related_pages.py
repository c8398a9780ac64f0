"""The pages of articles that belong together: copies of one text, and a story in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchkit.output.safe_text import line
from searchkit.serving.page_address import Asked

if TYPE_CHECKING:
    from searchkit.index import Index

_CLUSTERS = 20  # on a page


def copies_page(index: Index, asked: Asked) -> dict[str, Any]:
    """Return what the page of copies shows: the clusters in which a query finds an article."""
    offset = (asked.page - 1) * _CLUSTERS
    copies = index.copies(asked.q, **asked.filters, limit=_CLUSTERS, offset=offset)
    has_more = offset + len(copies) < copies.total
    return {
        "asked": asked,
        "copies": copies,
        "notes": [line(note.message) for note in copies.notes],
        "before": asked.at("/copies", page=asked.page - 1) if asked.page > 1 else None,
        "after": asked.at("/copies", page=asked.page + 1) if has_more else None,
    }


def story_page(index: Index, key: str, query: str) -> dict[str, Any]:
    """Return what the page of a story shows.

    Args:
        index: The index.
        key: The key of the article whose story it is.
        query: The query by which that was found, which links keep.
    """
    story = index.story(key)
    return {
        "asked": Asked(q=query),
        "story": story,
        "notes": [line(note.message) for note in story.notes],
    }
