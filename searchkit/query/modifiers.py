"""What stands directly after a word: ``~2`` and ``^3``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.late_patterns import late_pattern
from searchkit.query.readings import Reading
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from searchkit.query.lexing import Token

_PART = late_pattern(r"([~^])([\d.]*)")
_NUMBER = late_pattern(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}")


class Suffix(NamedTuple):
    """What a suffix says.

    Attributes:
        tilde: The number after ``~``, empty where it has none; None: there is no ``~``.
        boost: The number after ``^``; None: there is none.
        readings: What is wrong with it, at most one.
    """

    tilde: str | None = None
    boost: float | None = None
    readings: tuple[Reading, ...] = ()


_NO_SUFFIX = Suffix()


def read_suffix(token: Token, *, most: float) -> Suffix:
    """Return what the suffix of a token says; of several of a kind the first counts.

    Args:
        token: The token.
        most: The largest boost.
    """
    if not token.suffix:
        return _NO_SUFFIX
    tilde: str | None = None
    boost: float | None = None
    fault = None
    for sign, number in _PART.findall(token.suffix):
        is_number = _NUMBER.fullmatch(number) is not None
        if sign == "~" and tilde is None and (is_number or not number):
            tilde = number
        elif sign == "^" and boost is None and is_number:
            boost = min(float(number), most)
            if boost != float(number):
                reason = f"^ takes a number up to {most:,g} (limits.boost)"
                fault = reason, f"it was read as ^{boost:g}"
        elif sign == "^" and not number:
            fault = "^ is not followed by a number", "it was ignored"
        else:
            fault = f"{sign}{number} comes a second time or is not a number", "it was ignored"
    span = Span(token.span.end, token.span.end + len(token.suffix))
    return Suffix(tilde, boost, (Reading(*fault, span),) if fault else ())


def needless_tilde(token: Token, what: str) -> Reading:
    """Return that a tilde means nothing after something."""
    return Reading(f"~ follows {what}", "it was ignored", with_suffix(token))


def with_suffix(token: Token) -> Span:
    """Return where a token stands, its suffix included."""
    return Span(token.span.start, token.span.end + len(token.suffix))
