"""A query as people type it -> a tree, and notes on what was read other than by the letter.

The grammar is described in `docs/query-language.md`. From the loosest to the tightest:

    either:   both (OR both)*
    both:     side (AND side)*
    side:     part+                           words side by side: all of them, or some
    part:     (NOT | "-" | "+")* near
    near:     operand ((NEAR/n | BEFORE/n) operand)*
    operand:  field? "="? (word | "quotation" | /regex/ | address | "(" either ")") suffix*

Reading takes one pass over the tokens, with one function for each line; no text
makes it fail. What has no reading by the letter is ignored or read as words, and
becomes a :class:`Reading`: a note, or where reading is strict an error.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING, cast

from searchkit.article import Span
from searchkit.limits import DEFAULT_LIMITS
from searchkit.notes import Note
from searchkit.query.capitals import acronyms, operators_as_words
from searchkit.query.clues import NO_CLUES, Clues, acronyms_of
from searchkit.query.field_values import Values
from searchkit.query.joining import (
    Part,
    all_of,
    any_of,
    boosted,
    excluding,
    is_sought,
    side_by_side,
)
from searchkit.query.lexing import OPERATORS, TEXT_FIELDS, VALUE_FIELDS, Kind, Token, lex
from searchkit.query.modifiers import needless_tilde, read_suffix
from searchkit.query.nodes import (
    And,
    Before,
    Every,
    Field,
    FromSource,
    InLanguage,
    Near,
    Node,
    Not,
    Or,
    Term,
    WithKey,
    Word,
)
from searchkit.query.operands import OperandReader, shown
from searchkit.query.pairs import boosted_pairs, neighbours, united
from searchkit.query.readings import Reading
from searchkit.query.saved_names import n_clauses, named, typed_at
from searchkit.query.unparsing import to_text
from searchkit.records import NamedTuple, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime, tzinfo

    from searchkit.limits import Limits
    from searchkit.query.nodes import FieldName
    from searchkit.query.pairs import Pair
    from searchkit.query.saved_names import SavedQueries

NOTHING = Or(())
"""The tree that finds no article."""

_VALUES = {Kind.VALUE, Kind.QUOTED}

_WORDLIKE = {Kind.AND, Kind.OR, Kind.NOT, Kind.NEAR, Kind.BEFORE}
_USUAL_DISTANCE = 10  # of NEAR without a number


class ParsedQuery(Record):
    """A query, read.

    Attributes:
        text: The query as it was typed.
        node: What it finds.
        notes: How it was read, where that differs from the letter, in the order of the text.
        clues: What it says of the order alone.
    """

    text: str
    node: Node
    notes: tuple[Note, ...] = ()
    clues: Clues = NO_CLUES


def parse(
    text: str,
    *,
    language: str | None = None,
    strict: bool = False,
    now: datetime | None = None,
    timezone: tzinfo | None = None,
    limits: Limits = DEFAULT_LIMITS,
    saved: SavedQueries | None = None,
) -> ParsedQuery:
    """Return the tree of a query.

    Args:
        text: The query; white space alone finds every article.
        language: The language whose very common words are left out, or None for none.
        strict: Whether to refuse what has no reading by the letter.
        now: The present, with its time zone; None: what the clock says.
        timezone: Where days begin; None: the zone of this machine.
        limits: How large a query may be.
        saved: The searches that ``@NAME`` may mean; None: it is a word.

    Raises:
        QueryError: ``strict``, and a part of the query has no reading by the letter.

    >>> parse("tide AND").notes[0].message
    'Nothing follows AND, so it was ignored.'
    >>> parse('tide -"spring tide"').node.parts[1].part.words[0].text
    'spring'
    """
    parser = _Parser(text[: limits.length], language, Values(now, timezone), limits, saved)
    node = parser.whole()
    readings = parser.readings
    if len(text) > limits.length:
        readings.append(_too_long(text, limits.length))
    readings.sort(key=lambda reading: reading.span)
    if strict and readings:
        raise readings[0].error(text)
    notes = [reading.note for reading in readings[: limits.notes]]
    if len(readings) > limits.notes:
        more = f"{len(readings) - limits.notes:,} more parts"
        notes.append(Note(f"{more} were read other than by the letter (limits.notes)."))
    notes += parser.information()
    return ParsedQuery(text, node, tuple(notes), parser.clues())


def _too_long(text: str, most: int) -> Reading:
    """Return what is noted of a query of more characters than are read."""
    return Reading(
        f"The query has {len(text):,} characters, and at most {most:,} are read (limits.length)",
        "the rest was left out",
        Span(most, len(text)),
    )


class _Context(NamedTuple):
    """What is around an operand.

    Attributes:
        depth: How many brackets and fields it is in.
        field: The field that it is in, or None.
        is_signed: Whether a sign that requires it or leaves it out is before it.
    """

    depth: int = 0
    field: str | None = None
    is_signed: bool = False


class _Parser:
    """Reads one query.

    Args:
        text: The query.
        language: Whose very common words are left out.
        values: What reads the values of fields.
        limits: How large the query may be.
        saved: The searches that it may name.

    Attributes:
        readings: What was read other than by the letter.
        pairs: Words that stand side by side and are not left out.
    """

    def __init__(
        self,
        text: str,
        language: str | None,
        values: Values,
        limits: Limits,
        saved: SavedQueries | None,
    ) -> None:
        self._text = text
        self._language = language
        self._values = values
        self._limits = limits
        self._saved = saved
        self._of_saved: set[Span] = set()  # where saved searches are named
        tokens, readings = lex(text)
        self._tokens, of_operators = operators_as_words(text, tokens)
        self.readings = readings + of_operators
        self._acronyms = acronyms(text, self._tokens, {language, *_named(self._tokens, values)})
        self._at = 0  # the number of the next token
        self._n_clauses = 0
        self._is_cut = False  # at the limit of clauses: nothing further is read
        self._left_out: list[Word] = []
        self._acronyms_left_out: list[Word] = []
        self._still_scoring: list[Word] = []  # left out where nothing narrows what is sought
        self._notes: list[Note] = []
        self.pairs: list[Pair] = []

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
            self._note(
                f"There is no word to search for in {shown(self._text.strip())}",
                "nothing was found",
                Span(0, len(self._text)),
            )
        return NOTHING

    def _operators_as_words(self, operators: Sequence[Token]) -> Node:
        """Return the words of a query that has nothing but operators."""
        self.readings = []
        found: list[Part] = []
        for token in operators:
            typed = self._typed(token)
            self._note(
                f"{typed} has nothing to join",
                "it was read as a word",
                token.span,
                f'"{typed.lower()}"',
            )
            if not self._is_cut:
                word = Token(Kind.CHUNK, token.span, typed, token.start)
                found += [Part(part.node) for part in self._leaf(word, _Context())]
        return self._side_of(found, _Context()) or NOTHING

    def clues(self) -> Clues:
        """Return what the query says of the order alone, once the tree has been read."""
        acronyms_left_out = tuple(dict.fromkeys(self._acronyms_left_out))
        return Clues(united(self.pairs), acronyms_left_out, tuple(self._still_scoring))

    def information(self) -> Iterator[Note]:
        """Yield notes that only inform, once the tree has been read."""
        yield from self._notes
        # What stands in capitals like an operator was noted as none.
        left_out = [
            word for word in self._left_out if self._text[slice(*word.span)] not in OPERATORS
        ]
        if not left_out:
            return
        words = list(dict.fromkeys(word.text for word in left_out))
        operators = " and ".join(word.upper() for word in words if word in {"or", "not"})
        yield Note(
            f"Left out as very common: {', '.join(words)}."
            + (f" Operators stand in capitals: {operators}." if operators else ""),
            left_out[0].span,
        )

    # The lines of the grammar, from the loosest to the tightest. Each returns None, or
    # an empty list, where there is nothing that it could read.

    def _either(self, context: _Context) -> Node | None:
        return any_of(self._between(Kind.OR, self._both, context))

    def _both(self, context: _Context) -> Node | None:
        parts = self._between(Kind.AND, self._side, context)
        return all_of(parts) if parts else None

    def _between(
        self, kind: Kind, read: Callable[[_Context], Node | None], context: _Context
    ) -> list[Node]:
        """Return the operands before, between and after operators of a kind."""
        node = read(context)
        parts = [] if node is None else [node]
        while operator := self._take(kind):
            node = read(context)
            self._lacks(operator, has_left=bool(parts), has_right=node is not None)
            if node is not None:
                parts.append(node)
        return parts

    def _side(self, context: _Context) -> Node | None:
        parts: list[Part] = []
        while (token := self._peek()) and token.kind not in {Kind.AND, Kind.OR}:
            if token.kind is not Kind.CLOSE:
                parts += self._part(context)
            elif context.depth:
                break
            else:
                self._at += 1
                self._note("A closing bracket has no opening one", "it was ignored", token.span)
        if len(parts) > 1:
            self._note_several(parts, context)
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
        n_pairs, n_acronyms = len(self.pairs), len(self._acronyms_left_out)
        n_scoring = len(self._still_scoring)
        found = self._near(context._replace(is_signed=True) if signs else context)
        if is_excluded:
            del self.pairs[n_pairs:], self._acronyms_left_out[n_acronyms:]
            del self._still_scoring[n_scoring:]
        if not found and signs:
            self._lacks(signs[-1], has_right=False)
        if not signs:
            return found
        return [Part(part.node, is_required=is_required, is_excluded=is_excluded) for part in found]

    def _near(self, context: _Context) -> list[Part]:
        parts = self._operand(context)
        pairs: list[Node] = []  # of the operands of one chain, each with its neighbour
        last = parts[-1].node if parts else NOTHING
        while operator := self._take(Kind.NEAR, Kind.BEFORE):
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
        field, firsts, seconds = _in_one_field(left, right)
        self._n_clauses += len(firsts) * len(seconds)
        if not firsts or not seconds or self._n_clauses > self._limits.clauses:
            self._note(
                f"{self._typed(operator)} joins single words, or words with OR in brackets",
                "it was read as AND",
                operator.span,
            )
            return And((left, right))
        kind = Near if operator.kind is Kind.NEAR else Before
        pairs = [kind(*pair, distance, operator.span) for pair in product(firsts, seconds)]
        node = any_of(pairs)
        assert node is not None
        return node if field is None else Field(field, node)

    def _distance(self, operator: Token) -> int:
        """Return how many words apart two operands may be."""
        name, most = operator.kind.value, self._limits.distance
        typed = int(operator.text) if operator.text else None
        distance = _USUAL_DISTANCE if typed is None else min(max(typed, 1), most)
        if distance != typed:
            numbers = f"takes a number from 1 to {most:,} (limits.distance)"
            reason = f"{name} {'has no number' if typed is None else numbers}"
            meant = f"{name}/{distance}"
            self._note(reason, f"it was read as {meant}", operator.span, meant)
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
                found = self._saved_search(token) if context.field is None else None
                return self._leaf(token, context) if found is None else found
            case _:
                return []

    def _in_field(self, context: _Context) -> list[Part]:
        """Return an operand that stands in a field."""
        field = self._field()
        if context.depth >= self._limits.nesting:
            self._note(self._too_deep(), "it was ignored", field.span)
            return []
        name = self._name_within(field, context)
        inner = _Context(context.depth + 1, name, context.is_signed)
        first = self._peek()
        parts = self._signed(field, name, inner)
        if not parts:
            if self._peek() is first:  # or it is noted what was ignored
                self._note(f"There is nothing in {name}:", "it was ignored", field.span)
            return []
        if name not in TEXT_FIELDS or context.field is not None:
            return parts
        node = parts[0].node if len(parts) == 1 else self._side_of(parts, inner)
        assert node is not None
        return [parts[0]._replace(node=Field(cast("FieldName", name), node), is_bare=False)]

    def _field(self) -> Token:
        """Return the field that begins here; of several in a row the last counts."""
        field = self._next()
        while token := self._take(Kind.FIELD):
            self._note(f"{field.text}: is followed by another field", "it was ignored", field.span)
            field = token
        return field

    def _name_within(self, field: Token, context: _Context) -> str:
        """Return the name of a field, or of the one around it if that may hold no other."""
        name, around = field.text, context.field
        if around is None or not (name in TEXT_FIELDS or around in VALUE_FIELDS):
            return name
        self._note(f"{name}: is inside the brackets of {around}:", "it was ignored", field.span)
        return around

    def _signed(self, field: Token, name: str, context: _Context) -> list[Part]:
        """Return the operand after the name of a field, with a sign that belongs before it."""
        sign = self._peek()
        if sign is None or sign.kind not in {Kind.MINUS, Kind.PLUS}:
            return self._operand(context)
        parts = self._part(context)
        last = self._tokens[self._at - 1]
        end = last.span.end + len(last.suffix)
        self._note(
            f"{sign.kind.value} follows {name}:",
            "it was read as if before it",
            Span(field.span.start, end),
            f"{sign.kind.value}{name}:{self._text[sign.span.end : end]}",
        )
        return parts

    def _group(self, context: _Context) -> list[Part]:
        opening = self._next()
        if context.depth >= self._limits.nesting:
            self._skip_group(opening)
            return []
        n_pairs = len(self.pairs)
        node = self._either(_Context(context.depth + 1, context.field))
        closing = self._take(Kind.CLOSE)
        if closing is None and not self._is_cut:
            self._note("A bracket is not closed", "it was closed at the end", opening.span)
        elif closing and node is None:
            self._note(
                "There is nothing in the brackets",
                "they were ignored",
                Span(opening.span.start, closing.span.end),
            )
        if node is None:
            return []
        if closing is None or not closing.suffix:
            return [Part(node)]
        suffix = read_suffix(closing, most=self._limits.boost)
        self.readings += suffix.readings
        if suffix.tilde is not None:
            self.readings.append(needless_tilde(closing, "brackets"))
        if suffix.boost is not None:
            self.pairs[n_pairs:] = boosted_pairs(self.pairs[n_pairs:], suffix.boost)
        return [Part(boosted(node, suffix))]

    def _skip_group(self, opening: Token) -> None:
        """Skip what is in brackets that are too deep."""
        open_brackets = 1
        end = opening.span.end
        while open_brackets and (token := self._peek()):
            self._at += 1
            open_brackets += {Kind.OPEN: 1, Kind.CLOSE: -1}.get(token.kind, 0)
            end = token.span.end
        self._note(
            self._too_deep(),
            "what they hold was left out",
            Span(opening.span.start, end),
        )

    def _too_deep(self) -> str:
        return f"More than {self._limits.nesting} parts are nested (limits.nesting)"

    def _exact(self, context: _Context) -> list[Part]:
        sign = self._next()
        token = self._peek()
        if token and token.kind in {Kind.CHUNK, Kind.QUOTED} and context.field not in VALUE_FIELDS:
            self._at += 1
            return self._leaf(token, context, exact=True)
        self._note("= is not followed by a word or a quotation", "it was ignored", sign.span)
        return [] if token and token.kind is Kind.EXACT else self._operand(context)

    def _leaf(self, token: Token, context: _Context, *, exact: bool = False) -> list[Part]:
        """Return what a token looks for; where the limit of clauses is met, reading ends."""
        room = self._limits.clauses - self._n_clauses
        reader = OperandReader(self._text, token, self._limits, room, self._acronyms)
        if context.field in VALUE_FIELDS:
            found = reader.value(context.field, self._values)
        else:
            found = reader.words(exact=exact, whole=context.is_signed)
        self.readings += found.readings
        self._n_clauses += found.n_clauses
        if found.is_cut:
            self._is_cut = True
            self._at = len(self._tokens)
        return found.parts

    def _saved_search(self, token: Token) -> list[Part] | None:
        """Return what the saved search finds that a token names; None if it names none."""
        name = named(token.text) if token.kind is Kind.CHUNK and self._saved else ""
        if not name or self._saved is None:
            return None
        found = self._saved.read(name)
        if found is None:
            near = self._saved.nearest(name)
            if near is not None:
                message = f"There is no saved search {name}, so @{name} was read as a word."
                self._notes.append(Note(message, token.span, f"@{near}"))
            return None
        self._n_clauses += n_clauses(found.node)
        if self._n_clauses > self._limits.clauses:
            most = self._limits.clauses
            self._note(
                f"With {self._typed(token)}, the query has more than {most:,} words and values "
                "(limits.clauses)",
                "that was left out",
                token.span,
            )
            return []
        self._of_saved.add(token.span)
        suffix = read_suffix(token, most=self._limits.boost)
        self.readings += suffix.readings
        if suffix.tilde is not None:
            self.readings.append(needless_tilde(token, "a saved search"))
        factor = 1.0 if suffix.boost is None else suffix.boost
        self.pairs += boosted_pairs(found.clues.pairs, factor)
        self._acronyms_left_out += found.clues.acronyms
        self._still_scoring += found.clues.left_out
        self._notes += [Note(f"In @{name}: {note.message}", token.span) for note in found.notes]
        return [Part(boosted(typed_at(found.node, token.span), suffix), is_required=True)]

    def _note_several(self, parts: Sequence[Part], context: _Context) -> None:
        """Note that no article can have several values of a field that has one."""
        for kind in (FromSource, InLanguage, WithKey):
            facts = [
                part.node
                for part in parts
                if isinstance(part.node, kind)
                and not part.is_excluded
                and part.node.span not in self._of_saved
            ]
            if len(set(facts)) < 2:
                continue
            texts = [to_text(fact) for fact in facts]
            name = texts[0].partition(":")[0]
            values = " OR ".join(text.partition(":")[2] for text in texts)
            if context.field is None:
                span, instead = self._in_one_place([fact.span for fact in facts], values)
            else:  # they stand in the brackets of the field
                span, instead = Span(facts[0].span.start, facts[-1].span.end), values
            self._notes.append(Note(f"No article has more than one {name}.", span, instead))

    def _in_one_place(self, spans: Sequence[Span], values: str) -> tuple[Span, str]:
        """Return where fields with values stand, from first to last, and one field for all there.

        Args:
            spans: The values.
            values: The values as one.
        """
        starts = {token.span: at for at, token in enumerate(self._tokens)}
        fields = [self._tokens[starts[span] - 1] for span in spans]
        first = fields[0].span
        kept = [self._text[first.start : first.end], f"({values})"]
        for value, following in zip(spans, fields[1:], strict=False):
            start = following.span.start
            is_signed = self._text[start - 1] == Kind.PLUS.value
            kept.append(self._text[value.end : start - is_signed].rstrip())
        return Span(first.start, spans[-1].end), "".join(kept)

    def _side_of(self, parts: Sequence[Part], context: _Context) -> Node | None:
        """Return parts that stand side by side as one node."""
        if len(parts) < 2:
            return next((excluding(node) if out else node for node, _, _, out in parts), None)
        if context.field in VALUE_FIELDS:  # an article has one value, so they are alternatives
            return any_of([Not(part.node) if part.is_excluded else part.node for part in parts])
        side = side_by_side(parts, self._language)
        self._left_out += side.left_out
        if context.field is None:
            self._acronyms_left_out += acronyms_of(side.left_out, side.language)
            self._still_scoring += side.left_out
        field = cast("FieldName", context.field) if context.field in TEXT_FIELDS else None
        sought = (part.node for part in parts if not part.is_excluded and is_sought(part.node))
        self.pairs += neighbours(sought, field)
        return side.node

    # Tokens, and notes on them.

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *kinds: Kind) -> Token | None:
        token = self._peek()
        if token is None or token.kind not in kinds:
            return None
        self._at += 1
        return token

    def _next(self) -> Token:
        """Return the token that is known to come next, and go on behind it."""
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _typed(self, token: Token) -> str:
        return self._text[slice(*token.span)]

    def _lacks(self, operator: Token, *, has_left: bool = True, has_right: bool = True) -> None:
        """Note that an operator lacks an operand, if it does."""
        if (has_left and has_right) or self._is_cut:
            return
        name = self._typed(operator)
        if not has_left and not has_right:
            reason = f"There is nothing on either side of {name}"
        else:
            reason = f"Nothing follows {name}" if has_left else f"There is nothing before {name}"
        self._note(
            reason,
            "it was ignored",
            operator.span,
            f'"{name.lower()}"' if operator.kind in _WORDLIKE else None,
        )

    def _note(self, reason: str, done: str, span: Span, suggestion: str | None = None) -> None:
        self.readings.append(Reading(reason, done, span, suggestion))


def _in_one_field(left: Node, right: Node) -> tuple[FieldName | None, list[Term], list[Term]]:
    """Return the field that two operands of NEAR are in, and the terms that each may be.

    There are no terms where an operand is something else, or is in another field.
    """
    names = {node.name for node in (left, right) if isinstance(node, Field)}
    if len(names) > 1:
        return None, [], []
    parts = (node.part if isinstance(node, Field) else node for node in (left, right))
    firsts, seconds = map(_alternatives, parts)
    return next(iter(names), None), firsts, seconds


def _alternatives(node: Node) -> list[Term]:
    """Return the terms any of which an operand of NEAR may be; none if it is something else."""
    parts = node.parts if isinstance(node, Or) else (node,)
    found = [part for part in parts if isinstance(part, Term)]
    return found if len(found) == len(parts) else []


def _named(tokens: Sequence[Token], values: Values) -> Iterator[str]:
    """Yield the languages that a query names, each alone behind its ``lang:``."""
    for field, value in pairwise(tokens):
        if field.kind is Kind.FIELD and field.text == "lang" and value.kind in _VALUES:
            node, _ = values.read("lang", value.text, value.span, value.start)
            if isinstance(node, InLanguage):
                yield node.code
