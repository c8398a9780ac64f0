r"""Regular expressions that take the same time for every letter of a word.

Python's own engine goes back and tries again, and there are expressions with
which it never ends. Here an expression becomes an automaton, which reads a word
once: its state is the set of places in the expression where a match may have
come to (Glushkov, "The abstract theory of automata", 1961), and states are
worked out when they are first met. So there is nothing that needs to remember
what stood before: no look-around, no references to groups.

What is known: letters, ``.``, ``[a-z]``, ``[^a-z]``, ``\d``, ``\w``, ``\s`` and their
opposites, ``( )``, ``(?: )``, ``|``, ``*``, ``+``, ``?``, ``{2}``, ``{2,}``, ``{2,4}``; a backslash
before any other sign. A word is matched whole, so ``^`` at the beginning and ``$`` at
the end change nothing. Case and accents do not matter.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import getitem
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from searchkit import analysis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_PLACES = 256
"""How many letters and classes an expression may have, repetitions written out."""

MOST_STEPS = 1 << 17
"""How many steps from a state by a letter are worked out for one expression."""

_DEEPEST = 50
_MOST_REPEATS = 255
_LARGEST_RANGE = 1024  # characters of a class that are not ASCII


class RegexError(ValueError):
    """An expression that cannot be read, or is too large.

    Attributes:
        reason: What is wrong with it, in words.
        position: Offset of the first character at fault.
    """

    def __init__(self, reason: str, position: int) -> None:
        self.reason = reason
        self.position = position
        super().__init__(f"{reason} at {position}")


class _Letters(NamedTuple):
    """One place for a letter: those of a set, or those that are not in it."""

    letters: frozenset[str]
    kinds: tuple[Callable[[str], bool], ...] = ()
    is_negated: bool = False

    def has(self, letter: str) -> bool:
        found = letter in self.letters or any(kind(letter) for kind in self.kinds)
        return found is not self.is_negated


class _Sequence(NamedTuple):
    parts: tuple[_Expression, ...]


class _Choice(NamedTuple):
    parts: tuple[_Expression, ...]


class _Repeated(NamedTuple):
    part: _Expression
    least: int
    most: int | None


_Expression: TypeAlias = _Letters | _Sequence | _Choice | _Repeated


@lru_cache(maxsize=64)
def automaton(pattern: str) -> Automaton:
    """Return what matches the words of a regular expression.

    Raises:
        RegexError: It cannot be read, or is too large.

    >>> [word for word in ("tide", "tyde", "tides", "tidal") if automaton("t[iy]des?").fits(word)]
    ['tide', 'tyde', 'tides']
    """
    expression = _Reader(pattern).whole()
    if _size(expression) > MOST_PLACES:
        raise RegexError(f"it has more than {MOST_PLACES} letters, repetitions written out", 0)
    return Automaton(expression)


class Automaton:
    """Tells which words an expression matches.

    Args:
        expression: The expression.
    """

    def __init__(self, expression: _Expression) -> None:
        self._places: list[_Letters] = []
        self._follow: list[int] = []  # the places that may come after each, as bits
        end = self._add(expression)
        self._last = end.last
        self._fitting: dict[str, int] = {}  # the places that each letter fits, as bits
        self._states: dict[int, _State] = {}
        self._steps_left = MOST_STEPS
        self._begin = _State(self, end.first, is_end=end.is_nullable)

    def fits(self, word: str) -> bool:
        """Whether a word, folded, is matched whole.

        Raises:
            RegexError: More steps would have to be worked out than are allowed.
        """
        return reduce(getitem, word, self._begin).is_end

    def step(self, reachable: int, letter: str) -> _State:
        """Work out the state after a letter, of which some places can be reached."""
        self._steps_left -= 1
        if self._steps_left < 0:
            raise RegexError("it is too involved for the words of this index", 0)
        fitting = self._fitting.get(letter)
        if fitting is None:
            fitting = sum(1 << n for n, its in enumerate(self._places) if its.has(letter))
            self._fitting[letter] = fitting
        places = reachable & fitting
        state = self._states.get(places)
        if state is None:
            following = 0
            for place in _bits(places):
                following |= self._follow[place]
            state = self._states[places] = _State(self, following, is_end=bool(places & self._last))
        return state

    def _add(self, expression: _Expression) -> _Ends:
        """Add the places of an expression, and which of them follow which."""
        match expression:
            case _Letters():
                place = 1 << len(self._places)
                self._places.append(expression)
                self._follow.append(0)
                return _Ends(place, place, is_nullable=False)
            case _Sequence():
                ends = _NOTHING
                for part in expression.parts:
                    ends = self._joined(ends, self._add(part))
                return ends
            case _Choice():
                found = [self._add(part) for part in expression.parts]
                first = last = 0
                for ends in found:
                    first |= ends.first
                    last |= ends.last
                return _Ends(first, last, any(ends.is_nullable for ends in found))
            case _Repeated():
                return self._repeated(expression)

    def _repeated(self, expression: _Repeated) -> _Ends:
        ends = _NOTHING
        for _ in range(expression.least - (expression.most is None and expression.least > 0)):
            ends = self._joined(ends, self._add(expression.part))
        if expression.most is None:
            again = self._add(expression.part)
            self._connect(again.last, again.first)
            return self._joined(ends, _Ends(*again[:2], again.is_nullable or not expression.least))
        for _ in range(expression.most - expression.least):
            ends = self._joined(ends, _Ends(*self._add(expression.part)[:2], is_nullable=True))
        return ends

    def _joined(self, before: _Ends, after: _Ends) -> _Ends:
        self._connect(before.last, after.first)
        return _Ends(
            before.first | (after.first if before.is_nullable else 0),
            after.last | (before.last if after.is_nullable else 0),
            before.is_nullable and after.is_nullable,
        )

    def _connect(self, places: int, following: int) -> None:
        for place in _bits(places):
            self._follow[place] |= following


class _State(dict[str, "_State"]):
    """Where a match may have come to; gives the state after each letter.

    Args:
        automaton: What works out the letters that were not met yet.
        reachable: The places that the next letter may have, as bits.
        is_end: Whether a word may end here.
    """

    __slots__ = ("_automaton", "_reachable", "is_end")

    def __init__(self, automaton: Automaton, reachable: int, *, is_end: bool) -> None:
        self._automaton = automaton
        self._reachable = reachable
        self.is_end = is_end

    def __missing__(self, letter: str) -> _State:
        state = self[letter] = self._automaton.step(self._reachable, letter)
        return state


class _Ends(NamedTuple):
    """The places where a part of an expression may begin and end, as bits."""

    first: int
    last: int
    is_nullable: bool


_NOTHING = _Ends(0, 0, is_nullable=True)


def _bits(places: int) -> Iterator[int]:
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest


def _size(expression: _Expression) -> int:
    """Return how many places an expression has, none written out yet."""
    match expression:
        case _Letters():
            return 1
        case _Repeated():
            times = expression.least if expression.most is None else expression.most
            return max(times, 1) * _size(expression.part)
        case _:
            return sum(map(_size, expression.parts))


_KINDS: dict[str, tuple[Callable[[str], bool], bool]] = {
    "d": (str.isdecimal, False),
    "D": (str.isdecimal, True),
    "w": (lambda letter: letter.isalnum() or letter == "_", False),
    "W": (lambda letter: letter.isalnum() or letter == "_", True),
    "s": (str.isspace, False),
    "S": (str.isspace, True),
}
_ANY = _Letters(frozenset(), is_negated=True)
_REPEATS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


class _Reader:
    """Reads an expression, one sign after another.

    Args:
        pattern: The expression.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0
        self.depth = 0

    def whole(self) -> _Expression:
        if self.pattern.startswith("^"):
            self.at = 1
        expression = self.choice()
        if self.at < len(self.pattern):
            raise RegexError("a closing bracket has no opening one", self.at)
        return expression

    def choice(self) -> _Expression:
        parts = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.sequence())
        return parts[0] if len(parts) == 1 else _Choice(tuple(parts))

    def sequence(self) -> _Expression:
        parts: list[_Expression] = []
        while (sign := self.peek()) and sign not in "|)":
            if sign == "$" and self.at == len(self.pattern) - 1:
                self.at += 1
                break
            parts.append(self.repeated())
        return _Sequence(tuple(parts))

    def repeated(self) -> _Expression:
        part = self.single()
        start = self.at
        repeats = self.repeats()
        if repeats is None:
            return part
        if self.peek() == "?":  # to prefer the shorter match changes nothing for whole words
            self.at += 1
        if self.peek() in {"*", "+", "?"} or self.repeats():
            raise RegexError("it repeats a repetition", start)
        return _Repeated(part, *repeats)

    def repeats(self) -> tuple[int, int | None] | None:
        sign = self.peek()
        if sign in _REPEATS:
            self.at += 1
            return _REPEATS[sign]
        if sign != "{":
            return None
        start = self.at
        end = self.pattern.find("}", start, start + 10)
        least, comma, most = self.pattern[start + 1 : max(end, start + 1)].partition(",")
        if end < 0 or not least.isdecimal() or not (not most or most.isdecimal()):
            raise RegexError("{ begins no number of times; write \\{ for the sign", start)
        self.at = end + 1
        times = int(least), int(most) if most else (None if comma else int(least))
        if max(times[0], times[1] or 0) > _MOST_REPEATS or times[0] > (times[1] or times[0]):
            raise RegexError(
                f"it repeats more than {_MOST_REPEATS} times or fewer at most than at least", start
            )
        return times

    def single(self) -> _Expression:
        start, sign = self.at, self.pattern[self.at]
        self.at += 1
        match sign:
            case "(":
                return self.group(start)
            case "[":
                return self.letters(start)
            case ".":
                return _ANY
            case "\\":
                kind = _KINDS.get(self.peek())
                if kind:
                    self.at += 1
                    return _Letters(frozenset(), (kind[0],), kind[1])
                return _literal(self.escaped())
            case "*" | "+" | "?":
                raise RegexError(f"{sign} has nothing to repeat", start)
            case "^" | "$":
                raise RegexError(f"{sign} is inside it, where no word begins or ends", start)
            case _:
                return _literal(sign)

    def group(self, start: int) -> _Expression:
        if self.peek() == "?":
            if not self.pattern.startswith("?:", self.at):
                raise RegexError("of what begins with (? only (?: is supported", start)
            self.at += 2
        self.depth += 1
        if self.depth > _DEEPEST:
            raise RegexError(f"more than {_DEEPEST} brackets stand in one another", start)
        inner = self.choice()
        if self.peek() != ")":
            raise RegexError("a bracket is not closed", start)
        self.at += 1
        self.depth -= 1
        return inner

    def letters(self, start: int) -> _Letters:
        """Read a class of letters, from its bracket on."""
        is_negated = self.peek() == "^"
        self.at += is_negated
        letters: set[str] = set()
        kinds: list[Callable[[str], bool]] = []
        is_first = True
        while (sign := self.peek()) != "]" or is_first:
            is_first = False
            if not sign:
                raise RegexError("a class of letters is not closed", start)
            self.at += 1
            if sign == "\\":
                kind = _KINDS.get(self.peek())
                if kind:
                    self.at += 1
                    kinds.append(_negated(kind[0]) if kind[1] else kind[0])
                    continue
                sign = self.escaped()
            if self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in {"", "]"}:
                letters.update(self.range(sign))
            else:
                letters.add(analysis.fold(sign))
        self.at += 1
        return _Letters(frozenset(letters), tuple(kinds), is_negated)

    def range(self, first: str) -> Iterator[str]:
        start = self.at - 1
        self.at += 1
        last = self.pattern[self.at]
        self.at += 1
        if last == "\\":
            last = self.escaped()
        if not 0 <= ord(last) - ord(first) <= _LARGEST_RANGE:
            raise RegexError(f"{first}-{last} is no range, or too large a one", start)
        return (analysis.fold(chr(code)) for code in range(ord(first), ord(last) + 1))

    def escaped(self) -> str:
        sign = self.peek()
        if not sign or sign.isalnum():
            raise RegexError(f"\\{sign} is not supported", self.at - 1)
        self.at += 1
        return sign

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]


def _literal(sign: str) -> _Expression:
    places = [_Letters(frozenset({letter})) for letter in analysis.fold(sign)]
    return places[0] if len(places) == 1 else _Sequence(tuple(places))


def _negated(kind: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda letter: not kind(letter)
