"""The pages of articles that belong together: copies of one text, and a story in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchkit.output.safe_text import line

if TYPE_CHECKING:
    from searchkit.index import Index
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
        "notes": [line(note.message) for note in story.notes],
    }
