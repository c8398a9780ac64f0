"""The text of a query -> its tokens, in order.

This is where it is decided what a character means: whether a dash leaves
something out or joins two words, whether a slash begins a regular expression,
where a quotation ends. No token crosses white space but what stands in quotation
marks or in the brackets of a date. Every character is looked at a bounded number
of times, so that the time taken is linear in the length of the text.

What the words in a token are is decided in :mod:`searchkit.query.words`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.late_patterns import late_pattern
from searchkit.query.readings import Reading
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT_FIELDS = frozenset({"title", "text"})
"""The fields that are searched by words."""

VALUE_FIELDS = frozenset({"author", "source", "lang", "url", "key", "date", "since", "until"})
"""The fields that have a value."""

CLOSERS = {'"': '"', "“": "”“", "„": "“”", "”": "”", "«": "»", "»": "«"}
"""Each quotation mark that opens, and those that close it."""


class Kind(StrEnum):
    """What a token is."""

    OPEN = "("
    CLOSE = ")"
    AND = "AND"
    OR = "OR"
    NOT = "NOT"
    NEAR = "NEAR"
    BEFORE = "BEFORE"
    MINUS = "-"
    PLUS = "+"
    EXACT = "="
    FIELD = "field"  # the name of one; what is in it follows
    VALUE = "value"  # of a field that has one: text up to white space, in quotes or brackets
    QUOTED = "quoted"
    REGEX = "regex"
    ADDRESS = "address"
    CHUNK = "chunk"  # anything else without white space, words mostly


OPERATORS = frozenset({Kind.AND, Kind.OR, Kind.NOT})
"""The operators that are words of English in a text that nobody typed as a query."""


class Token(NamedTuple):
    """A part of a query.

    Attributes:
        kind: What it is.
        span: All of it, without the suffix.
        text: What it says: inside the quotation marks, the name of a field, the
            number after NEAR.
        start: Where ``text`` begins in the query.
        suffix: Signs and numbers directly after it, such as ``~2^3``.
    """

    kind: Kind
    span: Span
    text: str = ""
    start: int = 0
    suffix: str = ""


_QUOTES = "".join(CLOSERS)
_END = rf"(?=$|[\s()=/{_QUOTES}])"

_SPACE = late_pattern(r"\s+")
_SIGNS = late_pattern(r"[-+]+|=(?=[\s)]|$)")
_UNSIGNED = late_pattern(r"[–−!](?=\w)")  # what is taken for a minus sign
_OPERATOR = late_pattern(rf"(?:(AND|OR|NOT)|(NEAR|BEFORE)(?:/(\d{{1,9}}))?)(?=$|[\s(){_QUOTES}])")
# Bounded, so that many slashes in a row are not each looked along to the end.
_REGEX = late_pattern(r"/((?:[^/\\\s]|\\\S){1,500})/(?=$|[\s)~^])")
_ADDRESS = late_pattern(rf"(?:https?://|www\.(?=\w))[^\s{_QUOTES}<>^]+", re.IGNORECASE)
_FIELD = late_pattern(
    rf"({'|'.join(sorted(TEXT_FIELDS | VALUE_FIELDS))}):(?=(\s*)(.?))", re.IGNORECASE | re.DOTALL
)
_BRACKETS = late_pattern(r"[\[{][^\[\]{}\n]{0,200}[\]}]")
_CHUNK = late_pattern(rf"[^\s(){_QUOTES}]+")
# Emoji, dashes and the like, as many as stand side by side: none of them means anything.
_MARK = rf"(?:[^\w\s(){_QUOTES}*&|/=+-]++|/)(?=$|[\s(){_QUOTES}])"
_MARKS = late_pattern(rf"{_MARK}(?:\s+{_MARK})*")
_SUFFIX = late_pattern(r"(?:[~^][\d.]*)+")
_SUFFIX_AT_END = late_pattern(r"((?:[~^](?:\d+\.?\d*|\.\d+)?)+)[.,;:!?…]*$")
_TRAILING = (".", ",", ";", ":", "!", "?", "…")
_LONGEST_SUFFIX = 40
# What begins with anything else is a chunk, and is looked at no more closely.
_TELLING = frozenset("-+=–−!/ANOBhHwW").union(
    *(name[0] + name[0].upper() for name in TEXT_FIELDS | VALUE_FIELDS)
)
_LONGEST_SUGGESTION = 60
_LETTER = late_pattern(r"\w")


class Lexed(NamedTuple):
    """The tokens of a query, and what is noted of parts that are in none as they were typed."""

    tokens: list[Token]
    readings: list[Reading]


def lex(text: str) -> Lexed:
    """Return the tokens of a query.

    >>> [token.kind.value for token in lex("title:tide OR -moon").tokens]
    ['field', 'chunk', 'OR', '-', 'chunk']
    """
    lexer = _Lexer(text)
    return Lexed(list(lexer.tokens()), lexer.readings)


class _Lexer:
    """Splits one query into tokens.

    Args:
        text: The query.

    Attributes:
        readings: What is noted of the tokens that were read.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._unclosed: set[str] = set()  # quotation marks that nothing further closes
        self.readings: list[Reading] = []

    def tokens(self) -> Iterator[Token]:
        """Yield the tokens."""
        text, end = self._text, len(self._text)
        is_fresh = True  # nothing is directly before that an operator or a sign could belong to
        while self._at < end:
            space = _SPACE.match(text, self._at)
            if space:
                self._at = space.end()
                is_fresh = True
                continue
            char = text[self._at]
            if char == "(":
                yield self._taken(Kind.OPEN, 1)
                is_fresh = True
            elif char == ")":
                yield self._with_suffix(self._taken(Kind.CLOSE, 1))
                is_fresh = True
            elif char in CLOSERS:
                yield from self._quoted()
                is_fresh = False
            elif is_fresh and char in _TELLING:
                yield from self._fresh()
                is_fresh = text[self._at - 1] in "-+=:" or text[self._at - 1].isspace()
            else:
                yield self._chunk()

    def _fresh(self) -> Iterator[Token]:
        """Yield the tokens that begin here, where a word may begin."""
        text, at = self._text, self._at
        char = text[at]
        if signs := _SIGNS.match(text, at):
            yield from self._signs(signs)
        elif char == "=":
            yield self._taken(Kind.EXACT, 1)
        elif _UNSIGNED.match(text, at):
            self._at += 1
            reason = f"{char} is not the sign that leaves words out"
            self._ignore_sign(reason, Span(at, at + 1), "-")
            yield self._chunk()
        elif operator := _OPERATOR.match(text, at):
            name = operator[1] or operator[2]
            self._at = operator.end()
            yield Token(Kind(name), Span(at, self._at), operator[3] or "", at)
        elif char == "/" and (regex := _REGEX.match(text, at)):
            self._at = regex.end()
            yield self._with_suffix(Token(Kind.REGEX, Span(at, self._at), regex[1], regex.start(1)))
        elif address := _ADDRESS.match(text, at):
            yield self._address(address[0])
        elif field := _FIELD.match(text, at):
            yield from self._field(field)
        else:
            yield self._chunk()

    def _signs(self, signs: re.Match[str]) -> Iterator[Token]:
        """Yield a sign that is directly before something; what means nothing is noted."""
        typed, span = signs[0], Span(*signs.span())
        self._at = span.end
        if len(typed) > 1:
            self._ignore_sign(f"{typed} stand alone", span, typed[0])
        elif self._text[span.end : span.end + 1].strip() in {"", ")"}:
            self._ignore_sign(f"{typed} stands alone", span, typed)
        else:
            yield Token(Kind(typed), span)

    def _before_next(self, sign: str, span: Span) -> tuple[str | None, Span]:
        """Return a sign as it would stand before the next word, and what that replaces.

        Args:
            sign: The sign.
            span: What was typed in its place.
        """
        space = _SPACE.match(self._text, self._at)
        word = _CHUNK.match(self._text, space.end() if space else self._at)
        if word is None or len(word[0]) >= _LONGEST_SUGGESTION or not _LETTER.search(word[0]):
            return None, span
        return sign + word[0], Span(span.start, word.end())

    def _quoted(self) -> Iterator[Token]:
        """Yield a quotation; a mark that nothing closes is ignored."""
        at = self._at
        closer = self._closer(at)
        if closer is None:
            self._at = at + 1
            rest = self._text[at + 1 : at + _LONGEST_SUGGESTION].strip()
            is_all = at + _LONGEST_SUGGESTION >= len(self._text)
            can_be_closed = is_all and _LETTER.search(rest) and not set(_QUOTES) & set(rest)
            self._ignore(
                "A quotation mark is not closed",
                Span(at, len(self._text) if can_be_closed else at + 1),
                f'"{rest}"' if can_be_closed else None,
            )
            return
        self._at = closer + 1
        yield self._with_suffix(
            Token(Kind.QUOTED, Span(at, closer + 1), self._text[at + 1 : closer], at + 1)
        )

    def _closer(self, at: int) -> int | None:
        """Return where a quotation that begins ends; any mark will do where its own is missing."""
        for marks in (CLOSERS[self._text[at]], _QUOTES):
            found = [self._next(mark, at + 1) for mark in marks]
            closers = [closer for closer in found if closer >= 0]
            if closers:
                return min(closers)
        return None

    def _next(self, mark: str, start: int) -> int:
        """Return where a quotation mark comes next, -1 for nowhere."""
        if mark in self._unclosed:
            return -1
        found = self._text.find(mark, start)
        if found < 0:
            self._unclosed.add(mark)
        return found

    def _address(self, address: str) -> Token:
        """Return an address without the punctuation of the sentence it stands in."""
        address = address.rstrip("".join(_TRAILING))
        while address.endswith(")") and address.count(")") > address.count("("):
            address = address[:-1].rstrip("".join(_TRAILING))
        token = self._taken(Kind.ADDRESS, len(address))
        while self._text.startswith(_TRAILING, self._at):
            self._at += 1
        return token

    def _field(self, field: re.Match[str]) -> Iterator[Token]:
        """Yield the name of a field, and its value if it is one that has values."""
        at, name = self._at, field[1].lower()
        space, first = field[2], field[3]
        if not first or first == ")":
            yield self._chunk()
            return
        self._at = field.end(1) + 1
        if space:
            self._at += len(space)
            instead, replaced = self._before_next(f"{field[1]}:", Span(at, self._at))
            reason = f"There is a space after {field[1]}:"
            done = f"Ignored the space after {field[1]}:"
            self.readings.append(Reading(reason, done, replaced, instead))
        yield Token(Kind.FIELD, Span(at, field.end(1) + 1), name, at)
        if name in VALUE_FIELDS and first != "(" and first not in CLOSERS:
            may_have_brackets = name in {"date", "since", "until"}
            value = may_have_brackets and _BRACKETS.match(self._text, self._at)
            value = value or _CHUNK.match(self._text, self._at)
            assert value
            yield self._taken(Kind.VALUE, len(value[0]))

    def _chunk(self) -> Token:
        text, at = self._text, self._at
        marks = None if text[at].isalnum() else _MARKS.match(text, at)
        chunk = marks or _CHUNK.match(text, at)
        assert chunk is not None
        word, self._at = chunk[0], chunk.end()
        if "~" in word or "^" in word:
            suffix = _SUFFIX_AT_END.search(word, max(0, len(word) - _LONGEST_SUFFIX))
            if suffix and suffix.start():
                end = at + suffix.start()
                return Token(Kind.CHUNK, Span(at, end), text[at:end], at, suffix[1])
        return Token(Kind.CHUNK, Span(at, self._at), word, at)

    def _taken(self, kind: Kind, length: int) -> Token:
        at = self._at
        self._at += length
        return Token(kind, Span(at, self._at), self._text[at : self._at], at)

    def _with_suffix(self, token: Token) -> Token:
        suffix = _SUFFIX.match(self._text, self._at, self._at + _LONGEST_SUFFIX)
        if suffix is None:
            return token
        self._at = suffix.end()
        return token._replace(suffix=suffix[0])

    def _ignore_sign(self, reason: str, span: Span, sign: str) -> None:
        """Note that what was typed is ignored, and how the sign would stand that may be meant."""
        instead, replaced = self._before_next(sign, span)
        self._ignore(reason, replaced, instead)

    def _ignore(self, reason: str, span: Span, suggestion: str | None) -> None:
        self.readings.append(Reading(reason, "it was ignored", span, suggestion))
