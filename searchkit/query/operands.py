"""A single token of a query -> what it looks for.

Words and what is made of them, quotations, regular expressions, addresses and
values, each with what stands directly after it. What belongs together is decided in
:mod:`searchkit.query.parsing`.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeVar

from searchkit.article import Span
from searchkit.late_patterns import late_pattern
from searchkit.nearest_names import nearest_name
from searchkit.query.automata import RegexError, automaton
from searchkit.query.joining import Part, boosted
from searchkit.query.lexing import TEXT_FIELDS, VALUE_FIELDS, Kind
from searchkit.query.modifiers import needless_tilde, read_suffix, with_suffix
from searchkit.query.nodes import AtUrl, DateRange, Every, Fuzzy, Phrase, Regex, Wildcard, Word
from searchkit.query.pasted_urls import pasted, words_of
from searchkit.query.readings import Reading
from searchkit.query.words import compounds, read_terms
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from searchkit.limits import Limits
    from searchkit.query.field_values import Values
    from searchkit.query.lexing import Token
    from searchkit.query.modifiers import Suffix
    from searchkit.query.nodes import Node, Term

_Counted = TypeVar("_Counted", bound="Node")

_JOINING = {"&&": "AND", "||": "OR", "|": "OR"}
_UNKNOWN_FIELD = late_pattern(r"([A-Za-z][A-Za-z_]+):")
_INSIDE = late_pattern(r"\w([~^])")
_MOST_EDITS = 2
_SHOWN = 40  # characters of a query in a message


class Operand(NamedTuple):
    """What a token looks for.

    Attributes:
        parts: Each word or value in it.
        readings: What was read other than by the letter.
        n_clauses: How many words and values it has, those that there was no room for too.
        is_cut: Whether there was no room for all of them.
    """

    parts: list[Part]
    readings: list[Reading]
    n_clauses: int
    is_cut: bool


class OperandReader:
    """Reads a token that holds words or a value.

    Args:
        text: The query.
        token: The token.
        limits: How large the query may be.
        room: How many more words and values it may have.
        acronyms: The acronyms of the query by where they begin.
    """

    __slots__ = (
        "_acronyms",
        "_is_cut",
        "_limits",
        "_n_clauses",
        "_readings",
        "_room",
        "_text",
        "_token",
    )

    def __init__(
        self, text: str, token: Token, limits: Limits, room: int, acronyms: Mapping[int, str]
    ) -> None:
        self._text = text
        self._token = token
        self._limits = limits
        self._room = room
        self._acronyms = acronyms
        self._n_clauses = 0
        self._is_cut = False
        self._readings: list[Reading] = []

    def words(self, *, exact: bool = False, whole: bool = False) -> Operand:
        """Return what is looked for in text and title.

        Args:
            exact: Whether words are meant as they are written.
            whole: Whether what stands together is meant as a whole, in any script.
        """
        match self._token.kind:
            case Kind.ADDRESS:
                parts = self._address()
            case Kind.QUOTED:
                parts = self._quotation(exact=exact)
            case Kind.REGEX:
                parts = self._regex()
            case _:
                parts = self._chunk(exact=exact, whole=whole)
        return self._operand(parts)

    def value(self, field: str, values: Values) -> Operand:
        """Return what finds the value of a field that has values.

        Args:
            field: The name of the field.
            values: Reads values.
        """
        token = self._token
        if token.kind is Kind.QUOTED:
            text, start = token.text, token.start
            if token.suffix:
                self._note(f"{token.suffix} follows a value", "it was ignored", token.span)
        else:
            text, start = self._typed() + token.suffix, token.span.start
        node, readings = values.read(field, text, token.span, start)
        self._readings += readings
        if isinstance(node, DateRange):  # since: and until: mean nothing without their name
            begins = token.span.start - len(field) - 1
            if self._text[max(begins, 0) : token.span.start].lower() == f"{field}:":
                node = node.replace(span=Span(begins, token.span.end))
        return self._operand([Part(one) for one in self._counted([node] if node else [])])

    def _operand(self, parts: list[Part]) -> Operand:
        return Operand(parts, self._readings, self._n_clauses, self._is_cut)

    def _address(self) -> list[Part]:
        """Return what finds the articles at an address, and those in whose text it stands."""
        token = self._token
        named = words_of(token.text, token.start)
        if not named:  # no more than a scheme
            self._note_ignored(f"There is no word in {shown(token.text)}")
            return []
        at = self._counted([AtUrl(token.text, token.span)])
        words = self._counted(named)
        return [Part(pasted(node, words)) for node in at]

    def _quotation(self, *, exact: bool) -> list[Part]:
        token = self._token
        suffix = self._suffix()
        terms = self._meant(
            read_terms(token.text, token.start, acronyms=self._acronyms, exact=exact)
        )
        if not terms:
            reason = "There is no word between the quotation marks"
            self._note(reason, "they were ignored", token.span)
            return []
        slop = 0
        if suffix.tilde is not None and len(terms) == 1:
            self._readings.append(needless_tilde(token, "a single word in quotation marks"))
        elif suffix.tilde is not None:
            slop = self._slop(suffix.tilde)
        kept: list[Node] = [*self._counted(terms)]
        if len(kept) > 1:
            kept = [Phrase(tuple(terms[: len(kept)]), token.span, slop)]
        return [Part(boosted(node, suffix)) for node in kept]

    def _slop(self, tilde: str) -> int:
        most = self._limits.distance
        slop = min(int(float(tilde)), most) if tilde else 0
        if not tilde or slop != float(tilde):
            self._note(
                f"~ after a phrase takes a whole number up to {most:,} (limits.distance)",
                f"it was read as ~{slop}",
                with_suffix(self._token),
                f"{self._typed()}~{slop or 1}",
            )
        return slop

    def _regex(self) -> list[Part]:
        token = self._token
        try:
            automaton(token.text)
        except RegexError as error:
            at = min(token.start + error.position, token.span.end - 1)
            self._note(
                f"{shown(self._typed())} is not a regular expression: {error.reason}",
                "it was read as words",
                Span(at, at + 1),
            )
            return self._chunk()
        suffix = self._suffix()
        if suffix.tilde is not None:
            self._readings.append(needless_tilde(token, "a regular expression"))
        found = self._counted([Regex(token.text, token.span)])
        return [Part(boosted(node, suffix)) for node in found]

    def _chunk(self, *, exact: bool = False, whole: bool = False) -> list[Part]:
        """Return the words of what stands together."""
        token = self._token
        suffix = self._suffix()
        if set(token.text) == {"*"} and not exact:
            return [Part(node) for node in self._counted([Every()])]
        if not token.text.isalnum():  # most are words alone
            self._note_fields()
            self._note_signs_inside()
        acronyms = self._acronyms
        found = compounds(token.text, token.start, acronyms=acronyms, exact=exact, whole=whole)
        if not found:
            self._note_no_word()
            return []
        meant = (
            found
            if "*" not in token.text
            else [(self._meant(terms), span) for terms, span in found]
        )
        distance = None if suffix.tilde is None else self._distance(suffix.tilde, meant)
        parts = []
        for terms, span in meant:
            if self._is_cut:
                break
            kept = self._counted(terms)
            if not kept:
                continue
            node: Node = kept[0] if len(kept) == 1 else Phrase(tuple(kept), span)
            if distance is not None and isinstance(node, Word):
                node = Fuzzy(node.text, node.span, distance)
            is_bare = isinstance(node, Word) and not node.whole_stem and not token.suffix
            parts.append(Part(boosted(node, suffix), is_bare=is_bare))
        return parts

    def _distance(self, tilde: str, meant: Sequence[tuple[Sequence[Term], Span]]) -> int | None:
        """Return how many letters of a word may be wrong; None where it is no single word."""
        token = self._token
        match meant:
            case [([Word(whole_stem=False)], _)]:
                pass
            case _:
                self._readings.append(needless_tilde(token, "something other than one plain word"))
                return None
        edits = min(int(float(tilde)), _MOST_EDITS) if tilde else 1
        if tilde and edits != float(tilde):
            edits = max(edits, 1)
            self._note(
                f"~ after a word takes 0, 1 or {_MOST_EDITS}",
                f"it was read as ~{edits}",
                with_suffix(token),
                f"{token.text}~{edits}",
            )
        return edits

    def _meant(self, terms: Sequence[Term]) -> list[Term]:
        """Return terms without wildcards that stand alone, which match any word."""
        kept = []
        for term in terms:
            if isinstance(term, Wildcard) and not term.pattern.strip("*?"):
                self._note(f"{term.pattern} stands alone", "it was ignored", term.span)
            else:
                kept.append(term)
        return kept

    def _note_signs_inside(self) -> None:
        """Note a ``~`` or ``^`` that is not at the end of a word."""
        token = self._token
        if inside := _INSIDE.search(token.text):
            self._note(
                f"{shown(token.text)} has a {inside[1]} inside",
                "it was read as separate words",
                Span(token.start + inside.start(1), token.start + inside.end(1)),
            )

    def _note_fields(self) -> None:
        """Note that what looks like a field and a value is none."""
        token = self._token
        named = _UNKNOWN_FIELD.match(token.text)
        if named is None:
            return
        name, value = named[1], token.text[named.end() :]
        span = Span(token.start, token.start + named.end())
        known = TEXT_FIELDS | VALUE_FIELDS
        following = self._text[token.span.end : token.span.end + 1]
        if name.lower() in known:
            self._note(f"Nothing follows {name}:", "it was read as a word", span, f'"{name}"')
        elif value or (following and not following.isspace() and following != ")"):
            near = nearest_name(name.lower(), sorted(known))
            instead = f"{near}:{value}" if near else f'"{token.text}"' if value else None
            if instead and value:
                span = Span(token.start, token.start + len(token.text))
            self._note(f"There is no field {name}", "it was read as a word", span, instead)

    def _note_no_word(self) -> None:
        """Note that a chunk has no word, unless it is punctuation."""
        typed = self._token.text
        if operator := _JOINING.get(typed):
            self._note_ignored(f"{typed} is not an operator", operator)
        elif any(map(_is_symbol, typed)):
            self._note_ignored(f"There is no word in {shown(typed)}")

    def _suffix(self) -> Suffix:
        """Return what the suffix of the token says; what it cannot say is noted."""
        suffix = read_suffix(self._token, most=self._limits.boost)
        self._readings += suffix.readings
        return suffix

    def _counted(self, found: Sequence[_Counted]) -> Sequence[_Counted]:
        """Return as many nodes as there is room for; the first that there is none for is noted."""
        room = max(self._room - self._n_clauses, 0)
        self._n_clauses += len(found)
        if len(found) <= room:
            return found
        if not self._is_cut:
            self._is_cut = True
            most = self._limits.clauses
            self._note(
                f"The query has more than {most:,} words and values (limits.clauses)",
                "the rest was left out",
                Span(self._token.span.start, len(self._text)),
            )
        return found[:room]

    def _typed(self) -> str:
        return self._text[slice(*self._token.span)]

    def _note_ignored(self, reason: str, suggestion: str | None = None) -> None:
        self._note(reason, "it was ignored", self._token.span, suggestion)

    def _note(self, reason: str, done: str, span: Span, suggestion: str | None = None) -> None:
        self._readings.append(Reading(reason, done, span, suggestion))


def shown(text: str) -> str:
    """Return a text as a message shows it."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _is_symbol(char: str) -> bool:
    """Whether a character is neither word nor punctuation, such as an emoji."""
    return not char.isascii() and unicodedata.category(char)[0] not in "PZC"
