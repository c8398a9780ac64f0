"""Bookmarks: what a saved search had found when that was last shown to somebody.

A bookmark is a set of articles, 16 bytes for each: 8 of a hash of the key and 8 of the
fingerprint. So what is new is exact however articles come, change, go and come back, and whatever
commits there were between; it is only as large as what the search finds. Each recipient has
a bookmark, which begins as the one that was made when the search was saved.

As a memo it is a line that says what it is, a digest and the sorted set. One that is damaged or
lost is no error: then more counts as new, and a note says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from searchkit import utf8
from searchkit.hashing import blake2b
from searchkit.query.saved_names import name_key
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from searchkit.engine import Memos
    from searchkit.results.saved_searches import SavedSearch

Seen: TypeAlias = dict[bytes, bytes]
"""Articles: of each 8 bytes of a hash of the key, and 8 bytes of the fingerprint."""

_HALF = 8  # bytes of a hash or a fingerprint
_HEAD = b"searchkit seen 1\n"
_DIGEST = 16  # bytes
_SUFFIX = ".seen"


class Bookmark(NamedTuple):
    """What somebody was shown of a saved search.

    Attributes:
        seen: The articles.
        memo: The memo as it was read, or None where there is none of this recipient yet.
        is_lost: Whether what was shown last is not known.
    """

    seen: Seen
    memo: bytes | None
    is_lost: bool


class Bookmarks:
    """The bookmarks of all saved searches.

    Args:
        memos: Where they are kept.
    """

    def __init__(self, memos: Memos) -> None:
        self._memos = memos

    def start(self, search: SavedSearch, seen: Seen) -> None:
        """Keep what a search finds that is being saved."""
        self._move(_at_saving(search), None, seen)

    def read(self, search: SavedSearch, recipient: str | None) -> Bookmark:
        """Return what a recipient was shown last, or else what there was when it was saved."""
        own = self._memos.read(_shown(search, recipient))
        if own is not None and (seen := _decoded(own)) is not None:
            return Bookmark(seen, own, is_lost=False)
        saved = self._memos.read(_at_saving(search))
        seen = None if saved is None else _decoded(saved)
        return Bookmark(seen or {}, own, is_lost=own is not None or seen is None)

    def move(
        self, search: SavedSearch, recipient: str | None, bookmark: Bookmark, seen: Seen
    ) -> None:
        """Keep what a recipient was shown now, and what somebody else has moved it to meanwhile."""
        self._move(_shown(search, recipient), bookmark.memo, seen)

    def _move(self, name: str, before: bytes | None, seen: Seen) -> None:
        content = _encoded(seen)
        while content != before and not self._memos.replace(name, content, instead_of=before):
            before = self._memos.read(name)
            theirs = None if before is None else _decoded(before)
            content = _encoded({**(theirs or {}), **seen})

    def clean(self, ids: Container[str]) -> None:
        """Remove the bookmarks of searches that there are no more.

        Args:
            ids: Those of the searches that there are.
        """
        for name in self._memos.names():
            if is_bookmark(name) and name.partition(".")[0] not in ids:
                self._memos.replace(name, None, instead_of=self._memos.read(name))


def is_bookmark(memo: str) -> bool:
    """Whether a memo of that name is a bookmark."""
    return memo.endswith(_SUFFIX)


def is_whole(content: bytes) -> bool:
    """Whether a bookmark can be read."""
    return _decoded(content) is not None


def shortened(identities: Iterable[tuple[str, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return what is kept of articles, by their keys and fingerprints, in the same order."""
    hashed = blake2b
    return [
        (hashed(utf8.encode(key), digest_size=_HALF).digest(), fingerprint[:_HALF])
        for key, fingerprint in identities
    ]


def _at_saving(search: SavedSearch) -> str:
    return f"{search.id}.saved{_SUFFIX}"


def _shown(search: SavedSearch, recipient: str | None) -> str:
    return f"{search.id}.shown{f'-to-{name_key(recipient)}' if recipient else ''}{_SUFFIX}"


def _encoded(seen: Seen) -> bytes:
    body = b"".join(sorted(map(b"".join, seen.items())))
    return _HEAD + _digest(body) + body


def _decoded(memo: bytes) -> Seen | None:
    """Return the set of a memo; None where it is damaged."""
    begin = len(_HEAD) + _DIGEST
    body = memo[begin:]
    if memo[:begin] != _HEAD + _digest(body) or len(body) % (2 * _HALF):
        return None
    return {
        body[at : at + _HALF]: body[at + _HALF : at + 2 * _HALF]
        for at in range(0, len(body), 2 * _HALF)
    }


def _digest(body: bytes) -> bytes:
    return blake2b(body, digest_size=_DIGEST).digest()
