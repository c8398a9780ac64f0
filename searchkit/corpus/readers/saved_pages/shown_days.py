"""The days that a reader of a page sees, and which of them stands beside the headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.corpus.facts.written_dates import days_in, plain
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from lxml.html import HtmlElement

    from searchkit.corpus.facts.written_dates import Mention

_BEFORE, _BEHIND = 300, 700  # characters from the headline
_NOT_SHOWN = frozenset("script style noscript template head iframe svg".split())
_DATED = re.compile(  # ids, classes and names of microdata of what holds a date
    r"meta|time|publ|date|datum|byline|subline|posted|submitted|created|author|autor|info|fecha"
    r"|parution",
    re.IGNORECASE,
)
_SHORT = range(7, 101)  # characters of what holds hardly more than a date
_MOST_DATED = 1000
_HERE = "\ue000"  # where a headline begins; of private use, so no page has it


class ShownDays(NamedTuple):
    """The days that a page shows.

    Attributes:
        only: The one that the page has, or None if there are several or none.
        nearest: The one nearest to the headline, or None.
        near: Those near the headline, also what may be either of two.
        marked: Those in elements that are named after dates, also what may be either of two.
    """

    only: date | None
    nearest: date | None
    near: AbstractSet[date]
    marked: AbstractSet[date]


def shown_days(tree: HtmlElement, headings: Sequence[HtmlElement]) -> ShownDays:
    """Return the days that a page shows.

    Args:
        tree: The page.
        headings: The elements that may be its headline.
    """
    text = plain("".join(_pieces(tree, set(headings))))
    mentions = list(days_in(text))
    sure = {mention.days[0] for mention in mentions if len(mention.days) == 1}
    near = sorted(_near(text, mentions), key=lambda found: found[0])
    return ShownDays(
        only=min(sure) if len(sure) == 1 else None,
        nearest=next((one.days[0] for _, one in near if len(one.days) == 1), None),
        near={day for _, mention in near for day in mention.days},
        marked=_marked(tree),
    )


def _pieces(tree: HtmlElement, headings: set[HtmlElement]) -> Iterator[str]:
    """Yield the text of a page, with a mark where each headline begins."""
    from lxml.etree import iterwalk

    for event, element in iterwalk(tree, events=("start", "end")):
        if event == "start":
            if element in headings:
                yield _HERE
            if element.tag not in _NOT_SHOWN:
                yield element.text or ""
        else:
            yield element.tail or ""
        yield " "


def _near(text: str, mentions: list[Mention]) -> Iterator[tuple[int, Mention]]:
    """Yield the days near a headline, and how far from it, in characters."""
    for here in re.finditer(_HERE, text):
        for mention in mentions:
            offset = mention.start - here.start()
            if -_BEFORE <= offset <= _BEHIND:
                yield abs(offset), mention


def _marked(tree: HtmlElement) -> set[date]:
    """Return the days in short elements that are named after dates."""
    marked: set[date] = set()
    elements = tree.xpath("//*[@class or @id or @itemprop]")
    dated = (one for one in elements if _DATED.search(_named(one)))
    for number, element in enumerate(dated):
        if number == _MOST_DATED:
            break
        text = plain(element.text_content()[: _SHORT.stop * 4])
        if len(text) in _SHORT:
            marked.update(day for mention in days_in(text) for day in mention.days)
    return marked


def _named(element: HtmlElement) -> str:
    """Return what an element is called."""
    return " ".join(filter(None, map(element.get, ("class", "id", "itemprop"))))
