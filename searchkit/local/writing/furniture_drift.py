"""How much of an index a rebuild would take for furniture otherwise.

What is furniture of each outlet is settled when an index is built. Articles that are added
later may be of outlets that were unknown then, or have what an outlet has on its page since. So
a few outlets are looked at as a rebuild would look at them; which, hangs on their names alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.local.writing.furnishing import outlet_numbers
from searchkit.local.writing.part_tables import PartTable, parts_of
from searchkit.local.writing.settling import Counted, settle
from searchkit.schema import NO_SOURCE, from_record, period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.article import Article, Span
    from searchkit.local.segment.segment_reader import ArraySegment
    from searchkit.syncing.evidence import Evidence

    Array = npt.NDArray[Any]

_ENOUGH = 2_000  # articles that are looked at
_FEW = 0.01  # of the articles: while fewer were added, next to nothing changes
_DAY = 86_400  # seconds


def furniture_drift(
    segments: Sequence[tuple[ArraySegment, Array]], evidence: Evidence, *, articles: int
) -> float:
    """Return the share of the lines that a rebuild would take, or leave, otherwise, 0 to 1.

    Args:
        segments: The segments, and which articles of each are not deleted, int64.
        evidence: What was settled.
        articles: How many articles there are.
    """
    if abs(articles - evidence.articles) <= _FEW * articles:
        return 0.0
    chosen = _chosen(segments, evidence)
    found = list(_articles(segments, evidence, chosen))
    fresh = evidence.replace(patterns=settle(lambda: iter([_counted(found, evidence)])))
    lines = changed = 0
    for article in found:
        lines += sum(map(bool, article.text.split("\n")))
        before, after = set(evidence.furniture(article)), set(fresh.furniture(article))
        changed += len(_lines(article, before) ^ _lines(article, after))
    return changed / lines if lines else 0.0


def _lines(article: Article, spans: set[Span]) -> set[int]:
    """Return the numbers of the lines in which spans begin."""
    return {article.text.count("\n", 0, span.start) for span in spans}


def _chosen(segments: Sequence[tuple[ArraySegment, Array]], evidence: Evidence) -> set[str]:
    """Return the outlets to look at."""
    counts: dict[str, int] = {}
    for arrays, live in segments:
        source = arrays.column("source")
        assert isinstance(source, ReferenceColumn)
        numbers = np.bincount(source.numbers[live], minlength=len(source.values)).tolist()
        for term, count in zip(map(utf8.decode, source.values), numbers, strict=True):
            if term != NO_SOURCE:
                outlet = evidence.identify(term)
                counts[outlet] = counts.get(outlet, 0) + count
    names = sorted(counts, key=lambda name: int(outlet_numbers([name])[0]))
    chosen: set[str] = set()
    n = 0
    for name in names:
        if n + counts[name] <= _ENOUGH or not chosen:
            chosen.add(name)
            n += counts[name]
    return chosen


def _articles(
    segments: Sequence[tuple[ArraySegment, Array]], evidence: Evidence, chosen: set[str]
) -> Iterator[Article]:
    """Yield the articles of some outlets, as they were read."""
    for arrays, live in segments:
        source = arrays.column("source")
        assert isinstance(source, ReferenceColumn)
        is_chosen = np.array(
            [evidence.identify(utf8.decode(term)) in chosen for term in source.values], np.bool_
        )
        for number in live[is_chosen[source.numbers[live]]].tolist():
            yield from_record(arrays.record(number))


def _counted(articles: Sequence[Article], evidence: Evidence) -> Counted:
    """Return articles as they are counted."""
    parts = parts_of(articles)
    outlets = [evidence.identify_article(article) for article in articles]
    names = sorted(set(outlets))
    place = {name: number for number, name in enumerate(names)}
    days = [period(article.date)[0] // _DAY if article.date else -1 for article in articles]
    return Counted(
        names,
        np.array([place[name] for name in outlets], np.int64),
        np.array(days, np.int64),
        PartTable.of(parts, np.zeros_like(parts.places)),
    )
