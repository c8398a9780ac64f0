"""A query as people type it -> a tree, and notes on what was read other than by the letter.

The grammar is told in `docs/query-language.md`. From the loosest to the tightest:

    either:   both (OR both)*
    both:     side (AND side)*
    side:     part+                           words side by side: all of them, or else some
    part:     (NOT | "-" | "+")* near
    near:     operand ((NEAR/n | BEFORE/n) operand)*
    operand:  field? "="? (word | "quotation" | /regex/ | address | "(" either ")") suffix*

Reading takes one pass over the tokens, with one function for each line; no text
makes it fail. What has no reading by the letter is passed over or read as words, and
becomes a :class:`Reading`: a note, or where reading is strict an error.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from searchkit.article import Span
from searchkit.notes import Note
from searchkit.query import wording
from searchkit.query.automata import RegexError, automaton
from searchkit.query.joining import Part, Side, all_of, any_of, boosted, of_run
from searchkit.query.lexing import TEXT_FIELDS, VALUE_FIELDS, Kind, Lexer
from searchkit.query.limits import DEFAULT_LIMITS
from searchkit.query.nodes import (
    And,
    AtUrl,
    Before,
    Every,
    Field,
    FromSource,
    Fuzzy,
    InLanguage,
    Near,
    Not,
    Or,
    Phrase,
    Regex,
    Term,
    Wildcard,
    WithKey,
    Word,
)
from searchkit.query.printing import to_text
from searchkit.query.readings import Reading
from searchkit.query.suffixes import read_suffix
from searchkit.query.values import Values
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime, tzinfo

    from searchkit.query.lexing import Token
    from searchkit.query.limits import Limits
    from searchkit.query.nodes import FieldName, Node
    from searchkit.query.suffixes import Suffix

NOTHING = Or(())
"""The tree that finds no article."""

_Counted = TypeVar("_Counted", bound="Node")

_WORDLIKE = {Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR, Kind.BEFORE}
_JOINING = {"&&": "AND", "||": "OR", "|": "OR"}
_UNKNOWN_FIELD = re.compile(r"([A-Za-z][A-Za-z_]+):")
_INSIDE = re.compile(r"\w([~^])")
_USUAL_DISTANCE = 10  # of NEAR without a number
_MOST_EDITS = 2
_SHOWN = 40  # characters of a query in a message


class ParsedQuery(Record):
    """A query, read.

    Attributes:
        text: The query as it was typed.
        node: What it finds.
        notes: How it was read, where that differs from the letter, in the order of the text.
    """

    text: str
    node: Node
    notes: tuple[Note, ...] = ()


def parse(
    text: str,
    *,
    language: str | None = None,
    strict: bool = False,
    now: datetime | None = None,
    timezone: tzinfo | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ParsedQuery:
    """Return the tree of a query.

    Args:
        text: The query; white space alone finds every article.
        language: The language whose very common words are left out, or None for none.
        strict: Whether to refuse what has no reading by the letter.
        now: The present, with its time zone; None: what the clock says.
        timezone: Where days begin; None: the zone of this machine.
        limits: How large a query may be.

    Raises:
        QueryError: ``strict``, and a part of the query has no reading by the letter.

    >>> parse("tide AND").notes[0].message
    'AND has nothing after it; it was passed over.'
    >>> parse('tide -"spring tide"').node.parts[1].part.words[0].text
    'spring'
    """
    readings = []
    read = text
    if len(text) > limits.length:
        read = text[: limits.length]
        readings.append(
            Reading(
                f"The query has {len(text):,} characters, "
                f"and at most {limits.length:,} are read (limits.length)",
                "the rest was left out",
                Span(limits.length, len(text)),
            )
        )
    parser = _Parser(read, language, Values(now, timezone), limits)
    node = parser.whole()
    readings += parser.readings
    readings.sort(key=lambda reading: reading.span)
    if strict and readings:
        raise readings[0].error(text)
    notes = [reading.note for reading in readings[: limits.notes]]
    if len(readings) > limits.notes:
        more = len(readings) - limits.notes
        notes.append(
            Note(f"{more:,} more parts were read other than by the letter (limits.notes).")
        )
    notes += parser.information()
    return ParsedQuery(text, node, tuple(notes))


class _Context(NamedTuple):
    """What stands around an operand."""

    depth: int = 0
    field: str | None = None  # the field that it stands in


class _Parser:
    """Reads one query.

    Args:
        text: The query.
        language: Whose very common words are left out.
        values: What reads the values of fields.
        limits: How large the query may be.
    """

    def __init__(self, text: str, language: str | None, values: Values, limits: Limits) -> None:
        self._text = text
        self._language = language
        self._values = values
        self._limits = limits
        self._clauses = 0
        self._is_cut = False  # whether the rest of the query was left out
        # In a query all in capitals, capitals say nothing.
        self._capitals_tell = text != text.upper()
        lexer = Lexer(text)
        self._tokens = list(lexer.tokens())
        self._at = 0
        self.readings = lexer.readings
        self._left_out: list[Word] = []
        self._notes: list[Note] = []

    def whole(self) -> Node:
        """Return the tree of the whole query."""
        if not self._text.strip():
            return Every()
        node = self._either(_Context())
        if node is not None:
            return node
        operators = [token for token in self._tokens if token.kind in _WORDLIKE]
        if operators:
            return self._operators_as_words(operators)
        if not self.readings:
            self._read(
                f"There is no word to search for in {_shown(self._text.strip())}",
                "nothing was found",
                Span(0, len(self._text)),
            )
        return NOTHING

    def _operators_as_words(self, operators: Sequence[Token]) -> Node:
        self.readings = [
            Reading(
                f"{self._typed(token.span)} has nothing to join",
                "it was read as a word",
                token.span,
                f'"{self._typed(token.span).lower()}"',
            )
            for token in operators
        ]
        found = [
            Part(of_run(run))
            for token in operators
            for run in wording.runs(self._typed(token.span), token.start)
        ]
        return self._side_of(found, _Context()) or NOTHING

    def information(self) -> Iterator[Note]:
        """Yield what is worth knowing of the reading, once the tree is there."""
        yield from self._notes
        if not self._left_out:
            return
        words = list(dict.fromkeys(word.text for word in self._left_out))
        operators = " and ".join(word.upper() for word in words if word in {"or", "not"})
        yield Note(
            f"Left out as very common: {', '.join(words)}."
            + (f" Operators stand in capitals: {operators}." if operators else ""),
            self._left_out[0].span,
        )

    # The lines of the grammar, from the loosest to the tightest. Each returns None, or
    # nothing, where nothing that it could read stands.

    def _either(self, context: _Context) -> Node | None:
        parts = []
        node = self._both(context)
        if node is not None:
            parts.append(node)
        while operator := self._take(Kind.OR):
            node = self._both(context)
            self._lacks(operator, has_left=bool(parts), has_right=node is not None)
            if node is not None:
                parts.append(node)
        return parts[0] if len(parts) == 1 else Or(tuple(parts)) if parts else None

    def _both(self, context: _Context) -> Node | None:
        parts = []
        node = self._side(context)
        if node is not None:
            parts.append(node)
        while operator := self._take(Kind.AND):
            node = self._side(context)
            self._lacks(operator, has_left=bool(parts), has_right=node is not None)
            if node is not None:
                parts.append(node)
        return all_of(parts) if parts else None

    def _side(self, context: _Context) -> Node | None:
        parts: list[Part] = []
        while (token := self._peek()) and token.kind not in {Kind.AND, Kind.OR}:
            if token.kind is not Kind.CLOSE:
                parts += self._part(context)
            elif context.depth:
                break
            else:
                self._at += 1
                self._read("A bracket closes nothing", "it was passed over", token.span)
        self._note_several(parts)
        return self._side_of(parts, context)

    def _part(self, context: _Context) -> list[Part]:
        is_required = is_excluded = False
        signs = []
        while (token := self._peek()) and token.kind in {Kind.NOT, Kind.MINUS, Kind.PLUS}:
            self._at += 1
            signs.append(token)
            if token.kind is Kind.PLUS:
                is_required = True
            else:
                is_excluded = not is_excluded
        found = self._near(context)
        if not found and signs:
            self._lacks(signs[-1], has_right=False)
        if not signs:
            return found
        return [Part(part.node, is_required=is_required, is_excluded=is_excluded) for part in found]

    def _near(self, context: _Context) -> list[Part]:
        parts = self._operand(context)
        pairs: list[Node] = []  # of the operands of one chain, each with its neighbour
        last = parts[-1].node if parts else NOTHING
        while operator := self._take(Kind.NEAR) or self._take(Kind.BEFORE):
            left, right = parts, self._operand(context)
            self._lacks(operator, has_left=bool(left), has_right=bool(right))
            if not left:
                parts = right
            elif right:
                pairs.append(self._pair(operator, last, right[0].node))
                parts = [*left[:-1], Part(all_of(pairs)), *right[1:]]
                if len(right) > 1:
                    pairs = []
            last = right[-1].node if right else last
        return parts

    def _pair(self, operator: Token, left: Node, right: Node) -> Node:
        """Return two operands close to each other."""
        distance = self._distance(operator)
        kind = Near if operator.kind is Kind.NEAR else Before
        field: FieldName | None = None
        if isinstance(left, Field) and (not isinstance(right, Field) or right.name == left.name):
            field, left = left.name, left.part
        if isinstance(right, Field) and field in {None, right.name}:
            field, right = right.name, right.part
        firsts, seconds = _alternatives(left), _alternatives(right)
        self._clauses += len(firsts) * len(seconds)
        if not firsts or not seconds or self._clauses > self._limits.clauses:
            self._read(
                f"{self._typed(operator.span)} joins single words, or words with OR in brackets",
                "it was read as AND",
                operator.span,
            )
            return And((left, right))
        pairs = tuple(
            kind(first, second, distance, operator.span) for first in firsts for second in seconds
        )
        node: Node = pairs[0] if len(pairs) == 1 else Or(pairs)
        return node if field is None else Field(field, node)

    def _distance(self, operator: Token) -> int:
        most = self._limits.distance
        if not operator.text:
            self._read(
                f"{operator.kind.value} has no number",
                f"it was read as {operator.kind.value}/{_USUAL_DISTANCE}",
                operator.span,
                f"{operator.kind.value}/{_USUAL_DISTANCE}",
            )
            return _USUAL_DISTANCE
        distance = min(max(int(operator.text), 1), most)
        if distance != int(operator.text):
            self._read(
                f"{operator.kind.value} takes a number from 1 to {most:,} (limits.distance)",
                f"it was read as {operator.kind.value}/{distance}",
                operator.span,
                f"{operator.kind.value}/{distance}",
            )
        return distance

    def _operand(self, context: _Context) -> list[Part]:
        token = self._peek()
        if token is None:
            return []
        match token.kind:
            case Kind.FIELD:
                return self._in_field(context)
            case Kind.OPEN:
                return self._group(context)
            case Kind.EXACT:
                return self._exact(context)
            case Kind.CHUNK | Kind.QUOTED | Kind.REGEX | Kind.ADDRESS | Kind.VALUE:
                self._at += 1
                return self._leaf(token, context)
            case _:
                return []

    def _in_field(self, context: _Context) -> list[Part]:
        """Return an operand that stands in a field; of fields in a row the last counts."""
        field = self._tokens[self._at]
        self._at += 1
        while (token := self._peek()) and token.kind is Kind.FIELD:
            self._read(
                f"{field.text}: is followed by another field", "it was passed over", field.span
            )
            field = token
            self._at += 1
        name = field.text
        if context.depth >= self._limits.nesting:
            self._read(self._too_deep(), "it was passed over", field.span)
            return []
        if context.field is not None and (name in TEXT_FIELDS or context.field in VALUE_FIELDS):
            self._read(
                f"{name}: stands in brackets after {context.field}:",
                "it was passed over",
                field.span,
            )
            name = context.field
        inner = _Context(context.depth + 1, name)
        token = self._peek()
        if token and token.kind in {Kind.MINUS, Kind.PLUS}:
            self._read(
                f"{token.kind.value} stands after {name}:",
                "it was read as standing before",
                token.span,
                f"{token.kind.value}{name}:word",
            )
            parts = self._part(inner)
        else:
            parts = self._operand(inner)
        if not parts and self._peek() is not token:
            return []
        if not parts:
            self._read(f"Nothing stands in {name}:", "it was passed over", field.span)
            return []
        if name not in TEXT_FIELDS or context.field is not None:
            return parts
        node = parts[0].node if len(parts) == 1 else self._side_of(parts, inner)
        assert node is not None
        return [
            Part(
                Field("title" if name == "title" else "text", node),
                is_required=parts[0].is_required,
                is_excluded=parts[0].is_excluded,
            )
        ]

    def _group(self, context: _Context) -> list[Part]:
        opening = self._tokens[self._at]
        self._at += 1
        if context.depth >= self._limits.nesting:
            self._skip_group(opening)
            return []
        node = self._either(_Context(context.depth + 1, context.field))
        closing = self._take(Kind.CLOSE)
        if closing is None and not self._is_cut:
            self._read("A bracket is not closed", "it was closed at the end", opening.span)
        elif closing and node is None:
            self._read(
                "Nothing stands in brackets",
                "they were passed over",
                Span(opening.span.start, closing.span.end),
            )
        if node is None:
            return []
        if closing is None or not closing.suffix:
            return [Part(node)]
        suffix = self._suffix(closing)
        if suffix.tilde is not None:
            self._has_no_tilde(closing, "brackets")
        return [Part(boosted(node, suffix))]

    def _skip_group(self, opening: Token) -> None:
        """Pass over what stands in brackets that are too deep."""
        open_brackets = 1
        end = opening.span.end
        while open_brackets and (token := self._peek()):
            self._at += 1
            open_brackets += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
            end = token.span.end
        self._read(
            self._too_deep(),
            "what they hold was left out",
            Span(opening.span.start, end),
        )

    def _too_deep(self) -> str:
        return f"More than {self._limits.nesting} parts stand in one another (limits.nesting)"

    def _exact(self, context: _Context) -> list[Part]:
        sign = self._tokens[self._at]
        self._at += 1
        token = self._peek()
        if token and token.kind in {Kind.CHUNK, Kind.QUOTED} and context.field not in VALUE_FIELDS:
            self._at += 1
            return self._leaf(token, context, exact=True)
        self._read("= stands before no word or quotation", "it was passed over", sign.span)
        return [] if token and token.kind is Kind.EXACT else self._operand(context)

    # What a single token says.

    def _leaf(self, token: Token, context: _Context, *, exact: bool = False) -> list[Part]:
        if context.field in VALUE_FIELDS:
            return self._value(token, context.field)
        match token.kind:
            case Kind.ADDRESS:
                return [Part(node) for node in self._counted([AtUrl(token.text, token.span)])]
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
            self._read(f"{token.suffix} stands after a value", "it was passed over", token.span)
        node = self._values.read(
            field, text, token.span, token.start if is_quoted else token.span.start
        )
        self.readings += self._values.take_readings()
        return [Part(one) for one in self._counted([node] if node else [])]

    def _quotation(self, token: Token, *, exact: bool) -> list[Part]:
        suffix = self._suffix(token)
        found = self._meant(wording.terms(token.text, token.start, exact=exact))
        if not found:
            self._read(
                "There is no word in the quotation marks", "they were passed over", token.span
            )
            return []
        if len(found) == 1:
            if suffix.tilde is not None:
                self._has_no_tilde(token, "a single word in quotation marks")
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
                f"{_shown(self._typed(token.span))} is no regular expression: {error.reason}",
                "it was read as words",
                Span(place, place + 1),
            )
            return self._words(token, exact=False)
        suffix = self._suffix(token)
        if suffix.tilde is not None:
            self._has_no_tilde(token, "a regular expression")
        found = self._counted([Regex(token.text, token.span)])
        return [Part(boosted(node, suffix)) for node in found]

    def _words(self, token: Token, *, exact: bool) -> list[Part]:
        suffix = self._suffix(token)
        if set(token.text) == {"*"} and not exact:
            return [Part(Every())]
        self._note_fields(token)
        if inside := _INSIDE.search(token.text):
            self._read(
                f"{inside[1]} stands within {_shown(token.text)}",
                "it parted words",
                Span(token.start + inside.start(1), token.start + inside.end(1)),
            )
        found = wording.runs(token.text, token.start, exact=exact)
        if not found:
            self._note_no_word(token)
            return []
        tilde = suffix.tilde
        if tilde is not None and (len(found) > 1 or not isinstance(found[0].terms[0], Word)):
            tilde = None
            self._has_no_tilde(token, "more or less than one plain word")
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
                    self._has_no_tilde(token, "more or less than one plain word")
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
                self._read(f"{term.pattern} stands alone", "it was passed over", term.span)
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
            self._read(f"Nothing stands after {name}:", "it was read as a word", span, f'"{name}"')
        elif not ends or (following and not following.isspace() and following != ")"):
            near = _nearest(name.lower(), known)
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
            self._read(f"{token.text} is no operator", "it was passed over", token.span, operator)
        elif any(_is_symbol(char) for char in token.text):
            self._read(
                f"There is no word in {_shown(token.text)}", "it was passed over", token.span
            )

    def _note_several(self, parts: Sequence[Part]) -> None:
        """Say that no article can have several values of a field that has one."""
        for kind in (FromSource, InLanguage, WithKey):
            facts = [part for part in parts if isinstance(part.node, kind) and not part.is_excluded]
            if len({part.node for part in facts}) < 2:
                continue
            texts = [to_text(part.node) for part in facts]
            name = texts[0].partition(":")[0]
            values = " OR ".join(text.partition(":")[2] for text in texts)
            node = facts[1].node
            assert isinstance(node, kind)
            instead = f"{name}:({values})"
            self._notes.append(Note(f"No article has more than one {name}.", node.span, instead))

    def _suffix(self, token: Token) -> Suffix:
        """Return what the suffix of a token says; what it cannot say is noted."""
        suffix = read_suffix(token.suffix, most=self._limits.boost)
        if suffix.fault:
            start = token.span.end
            span = Span(start, start + len(token.suffix))
            self._read(*suffix.fault, span)
        return suffix

    def _has_no_tilde(self, token: Token, what: str) -> None:
        self._read(f"~ stands after {what}", "it was passed over", _with_suffix(token))

    def _counted(self, found: Sequence[_Counted]) -> list[_Counted]:
        """Return as many nodes as the limit on clauses leaves room for; end where it is met."""
        room = self._limits.clauses - self._clauses
        self._clauses += len(found)
        if len(found) <= room:
            return list(found)
        self._read(
            f"The query has more than {self._limits.clauses:,} words and values (limits.clauses)",
            "the rest was left out",
            Span(self._tokens[self._at - 1].span.start, len(self._text)),
        )
        self._is_cut = True
        del self._tokens[self._at :]
        return list(found[: max(room, 0)])

    def _side_of(self, parts: Sequence[Part], context: _Context) -> Node | None:
        """Return parts that stand side by side as one node."""
        if context.field in VALUE_FIELDS:  # an article has one value, so they are alternatives
            return any_of([Not(part.node) if part.is_excluded else part.node for part in parts])
        side = Side(parts, self._text, language=self._language, capitals_tell=self._capitals_tell)
        self._left_out += side.left_out
        return side.node

    # Tokens, and what is said of them.

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, kind: Kind) -> Token | None:
        token = self._peek()
        if token is None or token.kind is not kind:
            return None
        self._at += 1
        return token

    def _typed(self, span: Span) -> str:
        return self._text[span.start : span.end]

    def _lacks(self, operator: Token, *, has_left: bool = True, has_right: bool = True) -> None:
        """Say that an operator lacks an operand, if it does."""
        if (has_left and has_right) or self._is_cut:
            return
        where = "on either side" if not (has_left or has_right) else "before it"
        where = where if not has_left else "after it"
        name = self._typed(operator.span)
        self._read(
            f"{name} has nothing {where}",
            "it was passed over",
            operator.span,
            f'"{name.lower()}"' if operator.kind in _WORDLIKE else None,
        )

    def _read(self, reason: str, done: str, span: Span, suggestion: str | None = None) -> None:
        self.readings.append(Reading(reason, done, span, suggestion))


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _with_suffix(token: Token) -> Span:
    return Span(token.span.start, token.span.end + len(token.suffix))


def _alternatives(node: Node) -> list[Term]:
    """Return the terms that an operand of NEAR stands for; none where it is something else."""
    parts = node.parts if isinstance(node, Or) else (node,)
    found = [part for part in parts if isinstance(part, Term)]
    return found if len(found) == len(parts) else []


def _nearest(name: str, known: Iterable[str]) -> str | None:
    import difflib  # late: seldom needed

    return next(iter(difflib.get_close_matches(name, sorted(known), n=1)), None)


def _is_symbol(char: str) -> bool:
    """Whether a character is neither word nor punctuation, such as an emoji."""
    return not char.isascii() and unicodedata.category(char)[0] not in "PZC"
