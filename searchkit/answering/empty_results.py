"""Why a search finds nothing, or less than a reader may expect: notes that say so.

An empty page leaves a reader to guess: is it the word, the outlet, the year? What the
index knows of that is cheap to ask, since the words have been looked for already. So
each condition beside the words is left out in turn, and what would be found is counted;
and what has no date is counted where dates are asked for, since nobody can see that it
was left out.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from searchkit.notes import Note
from searchkit.query.filters import Filters
from searchkit.query.nodes import (
    NOT_TYPED,
    AllOrSome,
    And,
    DateRange,
    Every,
    Fact,
    Leaf,
    Not,
    Or,
    Typed,
)
from searchkit.query.unparsing import to_text
from searchkit.query.unspaced import joined
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from searchkit.article import Span
    from searchkit.query.nodes import Node

    Count: TypeAlias = Callable[[Node, Filters], int]
    """Tells how many articles answer a query that pass some filters."""


UNDATED = "date:none"
"""What a note suggests that tells of articles without a date: another question, no correction."""

_NO_FILTERS = Filters()
_CONDITIONS = 8  # are left out in turn, at most: each is a search


class _Condition(Record):
    """Something that articles must meet beside having the words.

    Attributes:
        name: As a sentence calls it.
        node: What is left of the query without it.
        filters: What is left of the filters without it.
        alone: The condition as a query, or what finds every article.
        filters_alone: The condition as filters, or none.
        is_named: Whether another note says so where no article meets it at all.
        span: Where it was typed, or None.
    """

    name: str
    node: Node
    filters: Filters
    alone: Node
    filters_alone: Filters
    is_named: bool
    span: Span | None = None

    @property
    def is_beside_others(self) -> bool:
        """Whether there is anything else to look for."""
        return self.node != Every() or bool(self.filters)


def why_nothing(node: Node, filters: Filters, count: Count) -> Iterator[Note]:
    """Yield why a query finds nothing, as far as that is known.

    Args:
        node: The query.
        filters: What may be returned.
        count: Counts what other queries find.
    """
    sought, facts = _parted(node)
    conditions = [
        one
        for one in islice(_conditions(sought, facts, filters), _CONDITIONS)
        if not one.is_named or count(one.alone, one.filters_alone)
    ]
    left = [
        (one, count(one.node, one.filters) if one.is_beside_others else 0) for one in conditions
    ]
    if any(n for _, n in left):
        yield from (Note(_without(one.name, n), one.span) for one, n in left if n)
    elif sought and not (n := count(_all(sought), _NO_FILTERS)):
        yield from _why_not_together(sought, count)
    elif sought and len(conditions) > 1:
        names = " and ".join([", ".join(one.name for one in conditions[:-1]), conditions[-1].name])
        yield Note(_without(names, n))


def _why_not_together(sought: Sequence[Node], count: Count) -> Iterator[Note]:
    """Yield that no article has all of what is looked for, but some have a part of it."""
    if len(sought) == 1 and isinstance(sought[0], AllOrSome):
        sought = sought[0].required
    n = count(Or(tuple(sought)), _NO_FILTERS) if len(sought) > 1 else 0
    if n:
        parts = ", ".join(map(to_text, joined(sought)))
        have = "1 has" if n == 1 else f"{n:,} have"
        yield Note(f"No article has all of: {parts}. {have} some of them.")


def what_is_undated(node: Node, filters: Filters, total: int, n_undated: Count) -> Iterator[Note]:
    """Yield how many articles were left out because they have no date.

    Args:
        node: The query.
        filters: What may be returned.
        total: How many articles were found.
        n_undated: Tells how many articles without a date a query finds.
    """
    is_filtered = filters.since is not None or filters.until is not None
    if total and not is_filtered:
        return  # `date:` in a query asks for a date, and the hits show what that means
    sought, facts = _parted(node)
    dates = [fact for fact in facts if isinstance(fact, DateRange) and fact != DateRange()]
    if not is_filtered and not dates:
        return
    others = [fact for fact in facts if fact not in dates]
    undated = n_undated(_all([*sought, *others]), filters.replace(since=None, until=None))
    if not undated:
        return
    more = " more" if total else ""
    message = f"{undated:,}{more} {'has' if undated == 1 else 'have'} no date."
    if is_filtered:
        yield Note(message, argument="undated")
    else:
        is_only = len(dates) == 1  # it would find none beside another date
        yield Note(message, dates[0].span, UNDATED if is_only else None)


def _parted(node: Node) -> tuple[list[Node], list[Node]]:
    """Return what is looked for, and the conditions beside it, of what all must be met."""
    sought: list[Node] = []
    facts: list[Node] = []
    for part in _flat(node):
        if isinstance(part, Fact | Not) and not isinstance(part, Every):
            facts.append(part)
        elif not isinstance(part, Every):
            sought.append(part)
    return sought, facts


def _flat(node: Node) -> Iterator[Node]:
    if isinstance(node, And):
        for part in node.parts:
            yield from _flat(part)
    else:
        yield node


def _conditions(
    sought: Sequence[Node], facts: Sequence[Node], filters: Filters
) -> Iterator[_Condition]:
    node = _all([*sought, *facts])
    without = {
        "the source filter": filters.replace(sources=()),
        "the date filter": filters.replace(since=None, until=None),
        "asking for undated articles": filters.replace(undated=False),
    }
    alone = (
        filters.replace(since=None, until=None, undated=False),
        filters.replace(sources=(), undated=False),
        filters.replace(sources=(), since=None, until=None),
    )
    for (name, others), its in zip(without.items(), alone, strict=True):
        if its:
            yield _Condition(name, node, others, Every(), its, bool(its.sources))
    for at, fact in enumerate(facts):
        rest = _all([*sought, *facts[:at], *facts[at + 1 :]])
        is_named = isinstance(fact, Fact) and not isinstance(fact, DateRange)
        name = to_text(fact)
        if isinstance(fact, Not):
            name = f"-{to_text(fact.part)}" if isinstance(fact.part, Leaf | Fact) else name
        yield _Condition(name, rest, filters, fact, _NO_FILTERS, is_named, _span(fact))


def _span(fact: Node) -> Span | None:
    inner = fact.part if isinstance(fact, Not) else fact
    return inner.span if isinstance(inner, Typed) and inner.span != NOT_TYPED else None


def _all(parts: Sequence[Node]) -> Node:
    return And(tuple(parts)) if parts else Every()


def _without(name: str, n: int) -> str:
    there = "there is 1 article" if n == 1 else f"there are {n:,} articles"
    return f"Without {name} {there}."
