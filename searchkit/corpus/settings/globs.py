"""Which files of a folder a pattern is meant for.

`*` means any characters of one name, `?` one of them, and `**` any folders.
A pattern without a slash fits a file or a folder of that name anywhere; one with a slash
is a path from the top of the corpus. What fits a folder holds for all that is in it.

Patterns come with the articles, perhaps from strangers, so they are not turned into
regular expressions: these can take a time that grows with a power of the length of a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from searchkit.corpus.encoding.cleaning import composed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    T = TypeVar("T")

_ANY = "**"


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern, by the names it is made of.

    >>> Glob.of("letters").fits("2021/letters/tide.txt"), Glob.of("/letters").fits("2021/letters")
    (True, False)
    >>> Glob.of("20??/*.md").fits("2021/tide.md"), Glob.of("*.md").fits("tide.txt")
    (True, False)
    """

    names: tuple[str, ...]

    @classmethod
    def of(cls, pattern: str) -> Glob:
        """Return a pattern as it was written."""
        names = tuple(filter(None, composed(pattern).split("/")))
        is_anywhere = "/" not in pattern.rstrip("/")
        return cls((*((_ANY,) if is_anywhere else ()), *names, _ANY))

    def fits(self, path: str) -> bool:
        """Whether a path, parted by ``/``, fits, or a folder that it lies in."""
        return _fits(composed(path).split("/"), self.names, _ANY, _is_name)


def _is_name(name: str, pattern: str) -> bool:
    if "*" not in pattern and "?" not in pattern:
        return name == pattern
    return _fits(name, pattern, "*", _is_character)


def _is_character(character: str, pattern: str) -> bool:
    return pattern in ("?", character)


def _fits(
    items: Sequence[T], pattern: Sequence[T], any_number: T, is_one: Callable[[T, T], bool]
) -> bool:
    """Whether items fit a pattern, in a time that grows with the product of their numbers.

    Args:
        items: The items.
        pattern: What each item, or any number of items, must be.
        any_number: The part of a pattern that fits any number of items.
        is_one: Whether an item fits another part of a pattern.
    """
    item = part = 0
    restart: tuple[int, int] | None = None  # behind the last part that fits any number
    while item < len(items):
        if part < len(pattern) and pattern[part] == any_number:
            part += 1
            restart = (part, item)
        elif part < len(pattern) and is_one(items[item], pattern[part]):
            part += 1
            item += 1
        elif restart:
            part, item = restart[0], restart[1] + 1
            restart = (part, item)
        else:
            return False
    return all(left == any_number for left in pattern[part:])
