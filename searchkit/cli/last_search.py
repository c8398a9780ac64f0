"""The hits of the last search, so that `show 3` is the third of them.

What people searched for is private: it is kept in the user's state folder, not in the
index, which others may share, and only its owner may read it. There is one small file
for each index; the oldest are deleted. A search whose hits cannot be kept succeeds
all the same.

Source of the folder: the XDG Base Directory Specification, version 0.8.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.results import Results

_MOST = 100  # files
_MOST_KEYS = 10_000  # of one search


def remember(index: str, results: Results) -> None:
    """Keep the keys of the hits of a search, and forget those of the last one."""
    remember_keys(index, [hit.key for hit in results[:_MOST_KEYS]], offset=results.offset)


def remember_keys(index: str, keys: Sequence[str], *, offset: int = 0) -> None:
    """Keep the keys of articles that are numbered from ``offset + 1`` on."""
    path = _file(index)
    if path is None:
        return
    content = {"index": os.path.realpath(index), "offset": offset, "keys": keys[:_MOST_KEYS]}
    with suppress(OSError):
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _forget_oldest(path.parent)
        _write(path, json.dumps(content))


def key_of_hit(index: str, rank: int) -> str | None:
    """Return the key of the hit with that number in the last search of an index, or None."""
    path = _file(index)
    if path is None:
        return None
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        number = rank - content["offset"] - 1
        if content["index"] != os.path.realpath(index) or number < 0:
            return None
        return str(content["keys"][number])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _file(index: str) -> Path | None:
    """Return the file for an index; the file names the index too, since hashes may be equal."""
    state = os.environ.get("XDG_STATE_HOME", "")
    try:
        name = f"{crc32(os.fsencode(os.path.realpath(index))):08x}.json"
        home = Path(state) if os.path.isabs(state) else Path.home() / ".local/state"  # noqa: PTH117
    except (RuntimeError, OSError):  # no home folder, or no working folder
        return None
    return home / "searchkit" / name


def _write(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(opened, "w", encoding="utf-8", errors="surrogatepass") as file:  # noqa: PTH123
            file.write(text)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def _forget_oldest(folder: Path) -> None:
    """Make room for one more file."""
    kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for path in kept[: max(0, len(kept) - _MOST + 1)]:
        path.unlink(missing_ok=True)
