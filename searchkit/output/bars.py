"""Bars of characters: how much something is, as a length.

A bar is drawn in eighths of a cell, so that what differs by little looks different. Where an
encoding lacks these characters, and where a terminal draws them two cells wide, as some do for East
Asian readers, it is drawn in ``#``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BLOCKS = " ▏▎▍▌▋▊▉█"
"""Eighths of a cell, by their number."""

_EIGHTHS = len(BLOCKS) - 1


def bar(value: float, largest: float, width: int, *, is_ascii: bool = False) -> str:
    """Return a bar as long as a value is large.

    Args:
        value: The value, 0 to ``largest``.
        largest: What a bar of the whole width is; 0: there are no bars.
        width: Cells of that bar, 1 or more.
        is_ascii: Whether to draw it in ASCII.

    Returns:
        Nothing for 0, and something for all else.

    >>> bar(3, 8, 2), bar(0.001, 8, 2), bar(3, 8, 2, is_ascii=True)
    ('▊', '▏', '#')
    """
    if value <= 0 or largest <= 0:
        return ""
    part = min(value / largest, 1)
    if is_ascii:
        return "#" * max(1, round(part * width))
    cells, eighths = divmod(max(1, round(part * width * _EIGHTHS)), _EIGHTHS)
    return BLOCKS[-1] * cells + BLOCKS[eighths].strip()


def stretches(values: Sequence[float], shortest: int) -> list[tuple[int, int]]:
    """Return where in a sequence there is nothing for long: first and last + 1 of each stretch.

    Args:
        values: The values.
        shortest: How many of them, all 0, are long.

    >>> stretches([1, 0, 0, 0, 2, 0, 0], 3)
    [(1, 4)]
    """
    found = []
    start = 0
    for number, value in enumerate([*values, 1]):
        if value:
            if number - start >= shortest:
                found.append((start, number))
            start = number + 1
    return found
