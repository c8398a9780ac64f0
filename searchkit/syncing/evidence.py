"""What was found to be furniture of each outlet, since it recurs in so many of its articles.

It is settled when an index is first built and whenever it is built again, and holds for all
articles that are added until then. So what is furniture in an article follows from the
article and this alone, and neither the order of adding nor the number of processes matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Span
from searchkit.records import Record
from searchkit.schema import NO_SOURCE, source_term
from searchkit.schema.outlet_identity import outlet_identity
from searchkit.syncing.outlet_patterns import OutletPatterns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from searchkit.article import Article


class Evidence(Record):
    """What articles tell of outlets together.

    Attributes:
        patterns: The patterns of parts that are furniture of outlets, as
            :func:`searchkit.recurring.recurring_parts` gives them.
        domains: By the identity of a domain: that of the outlet whose domain it is.
        articles: How many articles there were.
    """

    patterns: OutletPatterns
    domains: Mapping[str, str]
    articles: int = 0

    def identify(self, term: str) -> str:
        """Return the identity of an outlet, by its term."""
        identity = outlet_identity(term)
        return self.domains.get(identity, identity)

    def identify_article(self, article: Article) -> str:
        """Return the identity of an article's outlet; empty: it has none."""
        term = outlet_of(article)
        return self.identify(term) if term else ""

    def furniture(self, article: Article) -> tuple[Span, ...]:
        """Return the spans of an article that are furniture by evidence.

        Args:
            article: An article as it was read. Nothing is furniture of one without an
                outlet, or of one that would have nothing else.
        """
        from searchkit.recurring import recurring_parts  # late: a search needs none of it

        outlet = self.identify_article(article)
        if not self.patterns.of_outlet(outlet):
            return ()
        prose = article.prose
        parts = recurring_parts([prose])
        columns = (parts.patterns.tolist(), parts.starts.tolist(), parts.ends.tolist())
        rows = zip(*columns, strict=True)
        spans = joined(
            (start, end) for pattern, start, end in rows if self.patterns.has(outlet, pattern)
        )
        rest = prose
        for start, end in reversed(spans):
            rest = rest[:start] + rest[end:]
        return spans if any(map(str.isalnum, rest)) else ()


NO_EVIDENCE = Evidence(OutletPatterns({}), {})
"""Nothing is known of any outlet."""


def outlet_of(article: Article) -> str:
    """Return the term of the outlet that an article's furniture is of; empty: it has none."""
    term = source_term(article.source)
    return "" if article.is_as_is or term == NO_SOURCE else term


def joined(spans: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Return spans in order, those that overlap or touch as one, and empty ones left out.

    >>> joined([(8, 9), (0, 3), (2, 5), (6, 6)])
    (Span(start=0, end=5), Span(start=8, end=9))
    """
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        elif start < end:
            found.append(Span(start, end))
    return tuple(found)
