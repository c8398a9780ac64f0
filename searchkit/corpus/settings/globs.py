"""Which files of a folder a pattern is meant for.

`*` stands for any characters of one name, `?` for one of them, and `**` for any folders.
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
        """Tell whether a path, parted by ``/``, fits, or a folder that it lies in."""
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
    """Tell whether items fit a pattern, in a time that grows with the product of their numbers.

    Args:
        items: The items.
        pattern: What stands for one item each, or for any number of them.
        any_number: What stands for any number of items.
        is_one: Whether an item fits what stands for one.
    """
    at = place = 0
    restart: tuple[int, int] | None = None  # behind the last that stands for any number
    while at < len(items):
        if place < len(pattern) and pattern[place] == any_number:
            place += 1
            restart = (place, at)
        elif place < len(pattern) and is_one(items[at], pattern[place]):
            place += 1
            at += 1
        elif restart:
            place, at = restart[0], restart[1] + 1
            restart = (place, at)
        else:
            return False
    return all(left == any_number for left in pattern[place:])
