"""Values of a query that no article has: sources, languages, authors, addresses, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.notes import Note
from searchkit.query.filters import Filters
from searchkit.query.nodes import (
    NOT_TYPED,
    AtUrl,
    ByAuthor,
    FromSource,
    InLanguage,
    Typed,
    WithKey,
    facts,
)
from searchkit.query.outlets import outlets_meant, outlets_of, outlets_suggested
from searchkit.query.unparsing import quoted
from searchkit.schema import NO_SOURCE, UNKNOWN_LANGUAGE, source_term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.article import Span
    from searchkit.engine import View
    from searchkit.query.nodes import Fact, Node

_NAMED = 3  # outlets that a note names, at most
_NO_FILTERS = Filters()


def notes_on_values(view: View, node: Node, filters: Filters) -> Iterator[Note]:
    """Yield a note for each value of a query or its filters that no article has."""
    for fact in dict.fromkeys((*facts(node), *map(FromSource, filters.sources))):
        if _has(view, fact):
            continue
        span = fact.span if isinstance(fact, Typed) and fact.span != NOT_TYPED else None
        match fact:
            case FromSource():
                yield from _notes_on_source(view, fact.name, span)
            case InLanguage():
                held = f" The index has: {', '.join(view.languages)}." * bool(view.languages)
                yield Note(f"No article is in the language {fact.code}.{held}", span)
            case ByAuthor():
                whom = f"is by {fact.name}" if fact.name else "has an author"
                yield Note(f"No article {whom}.", span)
            case AtUrl():
                where = f"is at the address {fact.url}" if fact.url else "has an address"
                yield Note(f"No article {where}.", span)
            case WithKey():
                yield Note(f"No article has the key {fact.key}.", span)
            case _:
                pass


def _has(view: View, fact: Fact) -> bool:
    """Whether an article has the value that a fact asks for; of other facts, true."""
    match fact:
        case FromSource():
            term = source_term(fact.name)
            return term == NO_SOURCE or term in view.outlets()
        case InLanguage():
            return fact.code in view.languages or fact.code == UNKNOWN_LANGUAGE
        case ByAuthor() | AtUrl() | WithKey():
            return view.find(fact, _NO_FILTERS).total > 0
        case _:
            return True


def _notes_on_source(view: View, name: str, span: Span | None) -> Iterator[Note]:
    """Yield which outlets a name means that no outlet has, or may have been meant to mean."""
    sizes = view.outlets()
    meant = outlets_meant(name, outlets_of(sizes))
    if not meant:
        yield _note_on_unknown(view, name, span)
    elif "*" not in name:  # such a name is meant for several
        names = [view.outlet_name(term) for term in meant[:_NAMED]]
        if len(meant) > _NAMED:
            names.append(f"{len(meant) - _NAMED:,} more")
        yield Note(f"No source is called {name}; searched {_listed(names, 'and')} instead.", span)


def _note_on_unknown(view: View, name: str, span: Span | None) -> Note:
    """Return that no outlet is meant by a name, and the largest that may have been."""
    sizes = view.outlets()
    largest = sorted(outlets_suggested(name, sizes), key=lambda term: -sizes[term])[:_NAMED]
    near = [view.outlet_name(term) for term in largest]
    message = f"No article has the source {name}."
    if near:
        message += f" Did you mean {_listed(near, 'or')}?"
    if len(near) != 1:
        return Note(message, span)
    return Note(message, span, quoted(near[0]) if span else near[0])


def _listed(names: Sequence[str], conjunction: str) -> str:
    """Return names as a sentence has them.

    >>> _listed(["CNN"], "or"), _listed(["CNN", "NPR"], "or"), _listed(["a", "b", "c"], "and")
    ('CNN', 'CNN or NPR', 'a, b and c')
    """
    *others, last = names
    return f"{', '.join(others)} {conjunction} {last}" if others else last
