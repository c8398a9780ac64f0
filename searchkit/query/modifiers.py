"""What stands directly after a word: ``~2`` and ``^3``."""

from __future__ import annotations

import re
from typing import NamedTuple

_PART = re.compile(r"([~^])([\d.]*)")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}")


class Suffix(NamedTuple):
    """What a suffix says.

    Attributes:
        tilde: The number after ``~``, empty where it has none; None: there is no ``~``.
        boost: The number after ``^``; None: there is none.
        fault: What is wrong with it and what was done, or None.
    """

    tilde: str | None = None
    boost: float | None = None
    fault: tuple[str, str] | None = None


def read_suffix(text: str, *, most: float) -> Suffix:
    """Return what a suffix says; of several of a kind the first counts.

    Args:
        text: Signs and numbers, or nothing.
        most: The largest boost.

    >>> read_suffix("~2^1.5", most=10)
    Suffix(tilde='2', boost=1.5, fault=None)
    """
    tilde: str | None = None
    boost: float | None = None
    fault = None
    for sign, number in _PART.findall(text):
        is_number = _NUMBER.fullmatch(number) is not None
        if sign == "~" and tilde is None and (is_number or not number):
            tilde = number
        elif sign == "^" and boost is None and is_number:
            boost = min(float(number), most)
            if boost != float(number):
                fault = (
                    f"^ takes a number up to {most:,g} (limits.boost)",
                    f"it was read as ^{boost:g}",
                )
        elif sign == "^" and not number:
            fault = ("^ is not followed by a number", "it was ignored")
        else:
            fault = (f"{sign}{number} comes a second time or is not a number", "it was ignored")
    return Suffix(tilde, boost, fault)
