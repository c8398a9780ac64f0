"""What is asked of a page, all of which stands in the address of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from searchkit.article import Span
from searchkit.output.safe_text import line
from searchkit.records import Record
from searchkit.serving.parameters import FILTERS, QUERY, SORT, Parameter, filters_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SIZES = ("10", "20", "50", "100")
MOST_HITS = 10_000
"""How deep pages reach into what was found."""

PARAMETERS: Final = (
    QUERY,
    *FILTERS,
    SORT,
    Parameter("page", "The page, from 1.", "number", default=1, most=MOST_HITS // int(SIZES[0])),
    Parameter("size", "Hits on a page.", default=SIZES[0], choices=SIZES),
    Parameter("share", "Whether the timeline shows shares.", "flag", default=False),
    Parameter("apart", "Whether each copy of a text is a hit.", "flag", default=False),
)
"""What the address of a page of results may say."""


class Asked(Record, kw_only=True):
    """What is asked of a page of results.

    Attributes:
        q: The query.
        source: Only these outlets; none: all.
        since: From the start of this period, or empty.
        until: Up to the end of this period, or empty.
        undated: Whether only articles without a date are asked for.
        timezone: The time zone of dates, or empty for that of the machine.
        sort: The order.
        page: The page, from 1.
        size: Hits on a page.
        share: Whether the timeline shows which share of all articles was found.
        apart: Whether each copy of a text is a hit of its own.
    """

    q: str = ""
    source: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    undated: bool = False
    timezone: str = ""
    sort: str = "relevance"
    page: int = 1
    size: str = SIZES[0]
    share: bool = False
    apart: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Asked:
        """Return what the values of :data:`PARAMETERS` ask."""
        known = {name: value for name, value in values.items() if value is not None}
        return cls(**{**known, "page": max(1, known["page"])})

    @property
    def filters(self) -> dict[str, Any]:
        """What is asked beside the query, as the methods of an index take it."""
        return filters_of(self.as_dict())

    @property
    def is_filtered(self) -> bool:
        """Whether anything is asked beside the query."""
        return bool(self.source or self.since or self.until or self.undated)

    @property
    def title(self) -> str:
        """What is asked, on a line.

        >>> Asked(q="tide", source=("The Marram Post",), since="2018", until="2018").title
        'tide, The Marram Post, 2018'
        """
        if self.since and self.since == self.until:
            times = [self.since]
        else:
            times = [f"since {self.since}"] * bool(self.since)
            times += [f"until {self.until}"] * bool(self.until)
        undated = ["undated"] * self.undated
        return line(", ".join([self.q.strip() or "All articles", *self.source, *times, *undated]))

    @property
    def limit(self) -> int:
        """How many hits the page has, at most."""
        return int(self.size)

    @property
    def offset(self) -> int:
        """How many hits are on the pages before."""
        return (self.page - 1) * self.limit

    def pairs(self, *without: str) -> list[tuple[str, str]]:
        """Return what is asked as names and values, without what goes without saying."""
        found: list[tuple[str, str]] = []
        for name, value in self.as_dict().items():
            if name in without or value == getattr(_USUAL, name):
                continue
            if isinstance(value, tuple):
                found += [(name, one) for one in value]
            else:
                found.append((name, "1" if value is True else str(value)))
        return found

    def at(self, path: str = "/search", **changes: Any) -> str:
        """Return the address of a page that asks the same but for some changes.

        A page that asks something else begins with the first one.

        >>> Asked(q="spring tide", page=3).at(since="2018")
        '/search?q=spring+tide&since=2018'
        """
        asked = self.replace(**({"page": 1} | changes))
        query = urlencode(asked.pairs(), errors="replace")
        return f"{path}?{query}" if query else path

    def article(
        self, key: str, path: str = "/article", *, marks: Sequence[Span] = (), part: int = 1
    ) -> str:
        """Return the address of the page of an article, which leads back to this page.

        Args:
            key: The key of the article.
            path: Another page about the article: ``/story``.
            marks: What is marked instead of the query, spans of the text.
            part: The part of a long article, from 1.

        >>> Asked(q="tide", since="2018").article("notes/a b.md#2")
        '/article?key=notes%2Fa+b.md%232&q=tide&since=2018'
        """
        pairs = [("key", key), *self.pairs()]
        if marks:
            named = ",".join(f"{span.start}-{span.end}" for span in marks[:MOST_MARKS])
            pairs.append(("marks", named))
        if part > 1:
            pairs.append(("part", str(part)))
        return f"{path}?{urlencode(pairs, errors='replace')}"

    def with_source(self, name: str) -> str:
        """Return the address with an outlet more."""
        return self.at(source=(*self.source, name))

    def without_source(self, name: str) -> str:
        """Return the address with an outlet less."""
        return self.at(source=tuple(one for one in self.source if one != name))


_USUAL = Asked()

MOST_MARKS = 20
"""Spans that an address may have marked."""

_MARK = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


def marks_of(text: str) -> tuple[Span, ...]:
    """Return the spans that an address has marked, in order and without overlap.

    >>> marks_of("10-20,4-8,15-30,x")
    (Span(start=4, end=8), Span(start=10, end=20))
    """
    found: list[Span] = []
    for start, end in sorted((int(a), int(b)) for a, b in _MARK.findall(text)[:MOST_MARKS]):
        if start < end and (not found or start >= found[-1].end):
            found.append(Span(start, end))
    return tuple(found)
