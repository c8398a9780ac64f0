r"""Regular expressions that take the same time for every letter of a word.

Python's own engine goes back and tries again, and there are expressions with
which it never ends. Here an expression becomes an automaton, which reads a word
once: its state is the set of positions in the expression that a match may have
come to (Glushkov, "The abstract theory of automata", 1961), and states are
worked out when they are first met. So there is nothing that needs to remember
what came before: no look-around, no references to groups.

What is known: letters, ``.``, ``[a-z]``, ``[^a-z]``, ``\d``, ``\w``, ``\s`` and their
opposites, ``( )``, ``(?: )``, ``|``, ``*``, ``+``, ``?``, ``{2}``, ``{2,}``, ``{2,4}``; a backslash
before any other sign. A word is matched whole, so ``^`` at the beginning and ``$`` at
the end change nothing. Case and accents do not matter.
"""

from __future__ import annotations

from functools import lru_cache, reduce
from operator import getitem, or_
from typing import TYPE_CHECKING, TypeAlias

from searchkit import analysis
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    _Kind: TypeAlias = Callable[[str], bool]

MOST_POSITIONS = 256
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
    """A position for one letter: those of a set, or those that are not in it."""

    letters: frozenset[str]
    kinds: tuple[_Kind, ...] = ()
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
    if _size(expression) > MOST_POSITIONS:
        raise RegexError(f"it has more than {MOST_POSITIONS} letters, repetitions written out", 0)
    return Automaton(expression)


def outline(pattern: str) -> str:
    r"""Return an expression of what every engine knows, which matches at least the same words.

    Kinds of letters and letters that are left out become any letter.

    Raises:
        RegexError: It cannot be read, or is too large.

    >>> outline("t[iy]des?"), outline(r"\d{2,}(ab|c)")
    ('t[iy]des?', '.{2,}(ab|c)')
    """
    automaton(pattern)  # raises
    return _outlined(_Reader(pattern).whole())


def _outlined(expression: _Expression) -> str:
    match expression:
        case _Letters(letters, kinds, is_negated):
            if kinds or is_negated or not letters:
                return "."
            escaped = [one if one.isalnum() else f"\\{one}" for one in sorted(letters)]
            return escaped[0] if len(escaped) == 1 else f"[{''.join(escaped)}]"
        case _Sequence(parts):
            return "".join(map(_outlined, parts)) or "()"
        case _Choice(parts):
            return f"({'|'.join(map(_outlined, parts))})"
        case _Repeated(part, least, most):
            inner = _outlined(part)
            inner = inner if isinstance(part, _Letters | _Choice) else f"({inner})"
            times = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((least, most))
            return inner + (times or f"{{{least},{'' if most is None else most}}}")


class Automaton:
    """Tells which words an expression matches.

    Args:
        expression: The expression.
    """

    def __init__(self, expression: _Expression) -> None:
        self._positions: list[_Letters] = []
        self._follow: list[int] = []  # the positions that may come after each, as bits
        end = self._add(expression)
        self._last = end.last
        self._fitting: dict[str, int] = {}  # the positions that each letter fits, as bits
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
        """Work out the state after a letter that may have some positions."""
        self._steps_left -= 1
        if self._steps_left < 0:
            raise RegexError("it is too involved for the words of this index", 0)
        fitting = self._fitting.get(letter)
        if fitting is None:
            having = (n for n, letters in enumerate(self._positions) if letters.has(letter))
            fitting = self._fitting[letter] = sum(1 << n for n in having)
        positions = reachable & fitting
        state = self._states.get(positions)
        if state is None:
            following = reduce(or_, (self._follow[n] for n in _bits(positions)), 0)
            state = _State(self, following, is_end=bool(positions & self._last))
            self._states[positions] = state
        return state

    def _add(self, expression: _Expression) -> _Ends:
        """Add the positions of an expression, and which of them follow which."""
        match expression:
            case _Letters():
                position = 1 << len(self._positions)
                self._positions.append(expression)
                self._follow.append(0)
                return _Ends(position, position, is_nullable=False)
            case _Sequence():
                ends = _NOTHING
                for part in expression.parts:
                    ends = self._joined(ends, self._add(part))
                return ends
            case _Choice():
                choices = [self._add(part) for part in expression.parts]
                return _Ends(
                    reduce(or_, (choice.first for choice in choices)),
                    reduce(or_, (choice.last for choice in choices)),
                    any(choice.is_nullable for choice in choices),
                )
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

    def _connect(self, positions: int, following: int) -> None:
        for position in _bits(positions):
            self._follow[position] |= following


class _State(dict[str, "_State"]):
    """Where a match may have come to; gives the state after each letter.

    Args:
        automaton: What works out the letters that were not met yet.
        reachable: The positions that the next letter may have, as bits.
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
    """The positions where a part of an expression may begin and end, as bits."""

    first: int
    last: int
    is_nullable: bool


_NOTHING = _Ends(0, 0, is_nullable=True)


def _bits(positions: int) -> Iterator[int]:
    while positions:
        lowest = positions & -positions
        yield lowest.bit_length() - 1
        positions ^= lowest


def _size(expression: _Expression) -> int:
    """Return how many positions an expression has, none written out yet."""
    match expression:
        case _Letters():
            return 1
        case _Repeated():
            times = expression.least if expression.most is None else expression.most
            return max(times, 1) * _size(expression.part)
        case _:
            return sum(map(_size, expression.parts))


def _is_wordlike(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _negated(kind: _Kind) -> _Kind:
    return lambda letter: not kind(letter)


_KINDS: dict[str, _Kind] = {"d": str.isdecimal, "w": _is_wordlike, "s": str.isspace}
_KINDS |= {name.upper(): _negated(kind) for name, kind in _KINDS.items()}
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
                found = self.escaped()
                if isinstance(found, str):
                    return _literal(found)
                return _Letters(frozenset(), (found,))
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
        kinds: list[_Kind] = []
        first = self.at
        while (sign := self.peek()) != "]" or self.at == first:
            if not sign:
                raise RegexError("a class of letters is not closed", start)
            self.at += 1
            found = self.escaped() if sign == "\\" else sign
            if not isinstance(found, str):
                kinds.append(found)
            elif self.peek() == "-" and self.pattern[self.at + 1 : self.at + 2] not in {"", "]"}:
                letters.update(self.range(found))
            else:
                letters.add(analysis.fold(found))
        self.at += 1
        return _Letters(frozenset(letters), tuple(kinds), is_negated)

    def range(self, first: str) -> Iterator[str]:
        start = self.at - 1
        last: str | _Kind = self.pattern[self.at + 1]
        self.at += 2
        if last == "\\":
            last = self.escaped()
        if not isinstance(last, str):
            raise RegexError("a range ends with one letter", start)
        if not 0 <= ord(last) - ord(first) <= _LARGEST_RANGE:
            raise RegexError(f"{first}-{last} is no range, or too large a one", start)
        return (analysis.fold(chr(code)) for code in range(ord(first), ord(last) + 1))

    def escaped(self) -> str | _Kind:
        """Read what follows a backslash: a sign, or a kind of letters."""
        sign = self.peek()
        if sign not in _KINDS and (not sign or sign.isalnum()):
            raise RegexError(f"\\{sign} is not supported", self.at - 1)
        self.at += 1
        return _KINDS.get(sign, sign)

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]


def _literal(sign: str) -> _Expression:
    positions = [_Letters(frozenset({letter})) for letter in analysis.fold(sign)]
    return positions[0] if len(positions) == 1 else _Sequence(tuple(positions))
