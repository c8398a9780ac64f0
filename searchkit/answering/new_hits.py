"""Saved searches run: which of their hits somebody has not been shown yet.

Of words side by side an article needs all here, whether or not there is one that has them: a
search that has found nothing yet would else find what has only some of its words.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from searchkit.answering.hits import make_hits
from searchkit.engine import PageRequest
from searchkit.notes import Note
from searchkit.query import Filters, read_timezone
from searchkit.query.all_or_some import with_all
from searchkit.query.saved_names import name_key
from searchkit.records import NamedTuple
from searchkit.results.saved_searches import NewHits
from searchkit.saved.bookmarks import Bookmark, Bookmarks, Seen, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.answering.answers import Answers
    from searchkit.engine import Page
    from searchkit.query import ParsedQuery
    from searchkit.results.saved_searches import SavedSearch

_NO_FILTERS = Filters()


class Asked(NamedTuple):
    """What is asked of the new hits of saved searches.

    Attributes:
        recipient: Whom they are shown; None: one without a name.
        changed: Whether articles that have changed since they were shown count as new.
        all_hits: Whether every hit counts as new.
        limit: How many of a search to show at most; None: all.
        snippets: How many passages of each to quote at most.
    """

    recipient: str | None = None
    changed: bool = False
    all_hits: bool = False
    limit: int | None = None
    snippets: int = 3


class Shown(NamedTuple):
    """The new hits of a search, and what its bookmark becomes once they were shown."""

    hits: NewHits
    bookmark: Bookmark
    seen: Seen


@contextmanager
def shown(
    answers: Answers, searches: Sequence[SavedSearch], asked: Asked, *, keep: bool
) -> Iterator[tuple[NewHits, ...]]:
    """Give the new hits of searches, and move their bookmarks once the block has ended well.

    Args:
        answers: What answers.
        searches: The searches.
        asked: What is asked of their new hits.
        keep: Whether to keep the bookmarks where they are.
    """
    found = [new_hits(answers, search, asked) for search in searches]
    yield tuple(one.hits for one in found)
    bookmarks = Bookmarks(answers.memos)
    for search, one in zip(searches, found, strict=True):
        if not keep:
            bookmarks.move(search, asked.recipient, one.bookmark, one.seen)


def turn_of(recipient: str | None) -> str:
    """Return what only one process at a time does: show a recipient what is new."""
    return "new" if recipient is None else f"new-{name_key(recipient)}"


def found_now(answers: Answers, search: SavedSearch, *, beside: Sequence[SavedSearch] = ()) -> Seen:
    """Return what a search finds that is being saved, beside others that are."""
    page = _page(answers, _parsed(answers, (*beside, search)))
    return dict(_identified(answers, page))


def new_hits(answers: Answers, search: SavedSearch, asked: Asked) -> Shown:
    """Return the hits of a saved search that somebody has not been shown yet."""
    parsed = _parsed(answers, (search,))
    page = _page(answers, parsed)
    bookmark = Bookmarks(answers.memos).read(search, asked.recipient)
    now = _identified(answers, page)
    new = [number for number, one in enumerate(now) if _is_new(*one, bookmark.seen, asked)]
    shown, unshown = new[: asked.limit], new[len(new[: asked.limit]) :]
    hits = make_hits(
        answers.view,
        page._replace(hits=[page.hits[number] for number in shown], lacks=()),
        answers.finders,
        first=1,
        snippets=asked.snippets,
        is_scored=False,
        acronyms=parsed.clues.acronyms,
    )
    found = tuple(hits)
    changed = [_is_changed(*now[number], bookmark.seen) for number in shown]
    return Shown(
        NewHits(
            search=search,
            at=datetime.now(UTC).replace(microsecond=0),
            total=page.total,
            new=len(new),
            hits=found,
            changed=frozenset(hit.key for hit, flag in zip(found, changed, strict=True) if flag),
            notes=(*parsed.notes, *_note_on(bookmark, search), *answers.view.notes),
        ),
        bookmark,
        _seen_then(dict(now), bookmark.seen, [now[number][0] for number in unshown]),
    )


def _identified(answers: Answers, page: Page) -> list[tuple[bytes, bytes]]:
    return shortened(answers.view.identities([reference for reference, _ in page.hits]))


def _is_new(article: bytes, fingerprint: bytes, seen: Seen, asked: Asked) -> bool:
    if asked.all_hits or article not in seen:
        return True
    return asked.changed and _is_changed(article, fingerprint, seen)


def _is_changed(article: bytes, fingerprint: bytes, seen: Seen) -> bool:
    return seen.get(article, fingerprint) != fingerprint


def _seen_then(now: Seen, before: Seen, unshown: Sequence[bytes]) -> Seen:
    """Return what was seen once new hits were shown, but for some."""
    seen = dict(now)
    for article in unshown:
        if article in before:
            seen[article] = before[article]
        else:
            del seen[article]
    return seen


def _parsed(answers: Answers, searches: Sequence[SavedSearch]) -> ParsedQuery:
    """Return the last of some searches as a tree, of articles with all words side by side."""
    queries = answers.saved_queries(timezone=read_timezone(None), added=searches)
    parsed = queries.read(searches[-1].name)
    assert parsed is not None
    return parsed.replace(node=with_all(parsed.node))


def _page(answers: Answers, parsed: ParsedQuery) -> Page:
    """Return all articles that a search finds, newest first."""
    view = answers.view
    return view.find(parsed.node, _NO_FILTERS, PageRequest(sort="newest", limit=view.n_articles))


def _note_on(bookmark: Bookmark, search: SavedSearch) -> tuple[Note, ...]:
    if not bookmark.is_lost:
        return ()
    rest = "everything since it was saved" if bookmark.seen else "everything that it finds"
    return (Note(f"What was shown of {search.name} before is not known, so {rest} is new."),)
