"""An article of a view -> the story that it is a part of: what is most like it, by days."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from searchkit import deadlines
from searchkit.answering.likeness import similar_articles
from searchkit.article import Precision
from searchkit.exploring.story_days import LONGEST_GAP, days_of_story
from searchkit.notes import Note
from searchkit.query.dates.periods import around, fitting_unit, label, units_between
from searchkit.results.similar_articles import Story
from searchkit.results.surveys import PeriodCount

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from searchkit.article import Article, ArticleDate
    from searchkit.engine import Reference, View
    from searchkit.query.filters import Filters
    from searchkit.results import Hit
    from searchkit.results.surveys import Unit

_WITH_DAY = {Precision.DAY, Precision.TIME}


def story_of(
    view: View, reference: Reference, filters: Filters, *, limit: int, fold: bool, began: float
) -> Story:
    """Return the story that an article is a part of.

    Args:
        view: The index.
        reference: The article.
        filters: What may be returned.
        limit: How many of the articles that are most like it are looked at, 0 or more.
        fold: Whether copies of one text are one hit.
        began: When this was asked for, as `time.perf_counter` tells it.
    """
    alike = similar_articles(
        view, reference, filters, sort="relevance", offset=0, limit=limit, fold=fold, began=began
    )
    dated = [(day, hit) for hit in alike if (day := _day(hit.article)) is not None]
    start = _day(alike.article) or next(
        (day for day, _ in dated if _is_of_time(day, alike.article.date)), None
    )
    told: list[tuple[date, Hit]] = []
    if start is not None:
        first, last = days_of_story(start, [day for day, _ in dated])
        told = [(day, hit) for day, hit in dated if first <= day <= last]
    told.sort(key=lambda one: (one[0], -(one[1].score or 0), one[1].key))
    unit, periods = _periods([day for day, _ in told])
    return Story(
        query="",
        article=alike.article,
        terms=alike.terms,
        total=len(told),
        groups=len(told) if fold else None,
        hits=tuple(_placed(hit, rank) for rank, (_, hit) in enumerate(told, start=1)),
        unit=unit,
        periods=periods,
        generation=alike.generation,
        notes=(*alike.notes, *_notes(len(alike), len(dated), len(told))),
        took=time.perf_counter() - began,
    )


def _day(article: Article) -> date | None:
    """Return the day of an article; None where it is not known so exactly."""
    deadlines.check()  # articles are read one after another to know
    dated = article.date
    return dated.start.date() if dated is not None and dated.precision in _WITH_DAY else None


def _is_of_time(day: date, dated: ArticleDate | None) -> bool:
    """Whether a day may be of the story of an article that is dated less exactly, or not at all."""
    if dated is None:
        return True
    return dated.start.date() - LONGEST_GAP <= day <= dated.last_day + LONGEST_GAP


def _placed(hit: Hit, rank: int) -> Hit:
    """Return a hit whose rank is that of its day: its score does not decide the order."""
    return type(hit)(
        rank=rank, score=None, article=hit.article, shared=hit.shared, copies=hit.copies
    )


def _periods(days: Sequence[date]) -> tuple[Unit, tuple[PeriodCount, ...]]:
    """Return how many of some days, in order, are of each period, and how long these are."""
    if not days:
        return "day", ()
    unit = fitting_unit(days[0], days[-1], {})
    counts = Counter(around(day, unit).first.date() for day in days)
    return unit, tuple(
        PeriodCount(label(day, unit), day, around(day, unit).last.date(), counts[day])
        for day in units_between(days[0], days[-1], unit)
    )


def _notes(n_alike: int, n_dated: int, n_told: int) -> Iterator[Note]:
    """Yield why some of the articles that are most alike are not in the story."""
    of_them = f"of the {n_alike:,} articles that are most alike"
    if n_alike == 1:
        of_them = "article that is most alike"
    if n_elsewhen := n_dated - n_told:
        are = "is" if n_elsewhen == 1 else "are"
        yield Note(
            f"{n_elsewhen:,} {of_them} {are} of another time, "
            f"more than {LONGEST_GAP.days} days apart."
        )
    if n_without := n_alike - n_dated:
        have = "has" if n_without == 1 else "have"
        yield Note(f"{n_without:,} {of_them} {have} no date that is known to the day.")
