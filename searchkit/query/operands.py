"""A single token of a query -> what it looks for.

Words and what is made of them, quotations, regular expressions, addresses and
values, each with what stands directly after it. What belongs together is decided in
:mod:`searchkit.query.parsing`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from searchkit.article import Span
from searchkit.nearest_names import nearest_name
from searchkit.query import words as wording
from searchkit.query.addresses import pasted, words_of
from searchkit.query.automata import RegexError, automaton
from searchkit.query.joining import Part, boosted, of_run
from searchkit.query.lexing import TEXT_FIELDS, VALUE_FIELDS, Kind
from searchkit.query.modifiers import read_suffix
from searchkit.query.nodes import AtUrl, Every, Fuzzy, Phrase, Regex, Wildcard, Word
from searchkit.query.readings import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.limits import Limits
    from searchkit.query.field_values import Values
    from searchkit.query.lexing import Token
    from searchkit.query.modifiers import Suffix
    from searchkit.query.nodes import Node, Term

_Counted = TypeVar("_Counted", bound="Node")

_JOINING = {"&&": "AND", "||": "OR", "|": "OR"}
_UNKNOWN_FIELD = re.compile(r"([A-Za-z][A-Za-z_]+):")
_INSIDE = re.compile(r"\w([~^])")
_MOST_EDITS = 2
_SHOWN = 40  # characters of a query in a message


class Operands:
    """Reads the tokens of one query that hold words or values.

    Args:
        text: The query.
        values: What reads the values of fields.
        limits: How large the query may be.
        readings: Where it is noted what was read other than by the letter.

    Attributes:
        clauses: How many words and values were read.
        is_cut: Whether there were too many, so that the rest is left out.
    """

    def __init__(self, text: str, values: Values, limits: Limits, readings: list[Reading]) -> None:
        self._text = text
        self._values = values
        self._limits = limits
        self.clauses = 0
        self.is_cut = False
        self._readings = readings

    def read(self, token: Token, *, field: str | None = None, exact: bool = False) -> list[Part]:
        """Return what a token looks for.

        Args:
            token: One that holds words or a value.
            field: The field that it stands in, or None.
            exact: Whether its words are meant as they are written.
        """
        self._token = token
        if field in VALUE_FIELDS:
            return self._value(token, field)
        match token.kind:
            case Kind.ADDRESS:
                return self._address(token)
            case Kind.QUOTED:
                return self._quotation(token, exact=exact)
            case Kind.REGEX:
                return self._regex(token)
            case _:
                return self._words(token, exact=exact)

    def _value(self, token: Token, field: str) -> list[Part]:
        """Return the value of a field that has values, as it stands."""
        is_quoted = token.kind is Kind.QUOTED
        text = token.text if is_quoted else self._typed(token.span) + token.suffix
        if is_quoted and token.suffix:
            self._read(f"{token.suffix} follows a value", "it was ignored", token.span)
        node = self._values.read(
            field, text, token.span, token.start if is_quoted else token.span.start
        )
        self._readings += self._values.take_readings()
        return [Part(one) for one in self._counted([node] if node else [])]

    def _address(self, token: Token) -> list[Part]:
        """Return what finds the articles at an address, and those in whose text it stands."""
        named = words_of(token.text, token.start)
        if not named:  # no more than a scheme
            self._read(f"There is no word in {shown(token.text)}", "it was ignored", token.span)
            return []
        at = self._counted([AtUrl(token.text, token.span)])
        words = self._counted(named)
        return [Part(pasted(node, words)) for node in at]

    def _quotation(self, token: Token, *, exact: bool) -> list[Part]:
        suffix = self.suffix(token)
        found = self._meant(wording.terms(token.text, token.start, exact=exact))
        if not found:
            self._read(
                "There is no word between the quotation marks", "they were ignored", token.span
            )
            return []
        if len(found) == 1:
            if suffix.tilde is not None:
                self.has_no_tilde(token, "a single word in quotation marks")
            return [Part(boosted(node, suffix)) for node in self._counted(found)]
        slop = 0
        if suffix.tilde is not None:
            slop = self._slop(token, suffix.tilde)
        kept = self._counted(found)
        if len(kept) < 2:
            return [Part(boosted(node, suffix)) for node in kept]
        return [Part(boosted(Phrase(tuple(kept), token.span, slop), suffix))]

    def _slop(self, token: Token, tilde: str) -> int:
        most = self._limits.distance
        slop = min(int(float(tilde)), most) if tilde else 0
        if not tilde or slop != float(tilde):
            self._read(
                f"~ after a phrase takes a whole number up to {most:,} (limits.distance)",
                f"it was read as ~{slop}",
                _with_suffix(token),
                f"{self._typed(token.span)}~{slop or 1}",
            )
        return slop

    def _regex(self, token: Token) -> list[Part]:
        try:
            automaton(token.text)
        except RegexError as error:
            place = min(token.start + error.position, token.span.end - 1)
            self._read(
                f"{shown(self._typed(token.span))} is not a regular expression: {error.reason}",
                "it was read as words",
                Span(place, place + 1),
            )
            return self._words(token, exact=False)
        suffix = self.suffix(token)
        if suffix.tilde is not None:
            self.has_no_tilde(token, "a regular expression")
        found = self._counted([Regex(token.text, token.span)])
        return [Part(boosted(node, suffix)) for node in found]

    def _words(self, token: Token, *, exact: bool) -> list[Part]:
        suffix = self.suffix(token)
        if set(token.text) == {"*"} and not exact:
            return [Part(node) for node in self._counted([Every()])]
        self._note_fields(token)
        if inside := _INSIDE.search(token.text):
            self._read(
                f"{shown(token.text)} has a {inside[1]} inside",
                "it was read as separate words",
                Span(token.start + inside.start(1), token.start + inside.end(1)),
            )
        found = wording.runs(token.text, token.start, exact=exact)
        if not found:
            self._note_no_word(token)
            return []
        tilde = suffix.tilde
        if tilde is not None and (len(found) > 1 or not isinstance(found[0].terms[0], Word)):
            tilde = None
            self.has_no_tilde(token, "something other than one plain word")
        parts = []
        for run in found:
            kept = self._counted(self._meant(run.terms))
            if not kept:
                continue
            node = of_run(wording.Run(tuple(kept), run.span))
            if tilde is not None:
                if isinstance(node, Word):
                    node = Fuzzy(node.text, node.span, self._edits(token, tilde))
                else:
                    self.has_no_tilde(token, "something other than one plain word")
            is_bare = isinstance(node, Word) and not token.suffix
            parts.append(Part(boosted(node, suffix), is_bare=is_bare))
        return parts

    def _edits(self, token: Token, tilde: str) -> int:
        edits = min(int(float(tilde)), _MOST_EDITS) if tilde else 1
        if tilde and edits != float(tilde):
            edits = max(edits, 1)
            self._read(
                f"~ after a word takes 0, 1 or {_MOST_EDITS}",
                f"it was read as ~{edits}",
                _with_suffix(token),
                f"{token.text}~{edits}",
            )
        return edits

    def _meant(self, found: Sequence[Term]) -> list[Term]:
        """Return terms without wildcards that stand for no word in particular."""
        kept = []
        for term in found:
            if isinstance(term, Wildcard) and not term.pattern.strip("*?"):
                self._read(f"{term.pattern} stands alone", "it was ignored", term.span)
            else:
                kept.append(term)
        return kept

    def _note_fields(self, token: Token) -> None:
        """Say that a stretch that looks like a field and a value is none."""
        named = _UNKNOWN_FIELD.match(token.text)
        if named is None:
            return
        name, ends = named[1], named.end() == len(token.text)
        span = Span(token.start, token.start + named.end())
        known = TEXT_FIELDS | VALUE_FIELDS
        following = self._text[token.span.end : token.span.end + 1]
        if name.lower() in known:
            self._read(f"Nothing follows {name}:", "it was read as a word", span, f'"{name}"')
        elif not ends or (following and not following.isspace() and following != ")"):
            near = nearest_name(name.lower(), sorted(known))
            value = token.text[named.end() :]
            instead = f'"{token.text}"' if value else None
            self._read(
                f"There is no field {name}",
                "it was read as a word",
                span,
                f"{near}:{value}" if near else instead,
            )

    def _note_no_word(self, token: Token) -> None:
        """Say that a stretch has no word, unless it is punctuation."""
        operator = _JOINING.get(token.text)
        if operator:
            self._read(f"{token.text} is not an operator", "it was ignored", token.span, operator)
        elif any(_is_symbol(char) for char in token.text):
            self._read(f"There is no word in {shown(token.text)}", "it was ignored", token.span)

    def suffix(self, token: Token) -> Suffix:
        """Return what the suffix of a token says; what it cannot say is noted."""
        suffix = read_suffix(token.suffix, most=self._limits.boost)
        if suffix.fault:
            start = token.span.end
            span = Span(start, start + len(token.suffix))
            self._read(*suffix.fault, span)
        return suffix

    def has_no_tilde(self, token: Token, what: str) -> None:
        """Say that a tilde means nothing after a token."""
        self._read(f"~ follows {what}", "it was ignored", _with_suffix(token))

    def _counted(self, found: Sequence[_Counted]) -> list[_Counted]:
        """Return as many nodes as the limit on clauses leaves room for; end where it is met."""
        room = self._limits.clauses - self.clauses
        self.clauses += len(found)
        if len(found) <= room:
            return list(found)
        self._read(
            f"The query has more than {self._limits.clauses:,} words and values (limits.clauses)",
            "the rest was left out",
            Span(self._token.span.start, len(self._text)),
        )
        self.is_cut = True
        return list(found[: max(room, 0)])

    def _typed(self, span: Span) -> str:
        return self._text[span.start : span.end]

    def _read(self, reason: str, done: str, span: Span, suggestion: str | None = None) -> None:
        self._readings.append(Reading(reason, done, span, suggestion))


def shown(text: str) -> str:
    """Return a text as a message shows it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _with_suffix(token: Token) -> Span:
    return Span(token.span.start, token.span.end + len(token.suffix))


def _is_symbol(char: str) -> bool:
    """Whether a character is neither word nor punctuation, such as an emoji."""
    return not char.isascii() and unicodedata.category(char)[0] not in "PZC"
