"""What is missing in an index and in its corpus, by cause: how a person finds out what to mend."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from searchkit.article import Article, Known, Origin
from searchkit.late_patterns import late_pattern
from searchkit.results import Gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from searchkit.errors import UnreadableFileError

FACTS = ("title", "date", "source", "language")
"""The facts whose origins are counted."""

_PLACE = late_pattern(r"^(?:[a-z]+ [\d,]+(?: of [\d,]+)?: )+")  # `line 3: `, `record 2: `
_NUMBER = late_pattern(r"\d[\d,.]*")
_QUOTED = late_pattern(r"“[^”]*”|'[^']*'")


def gaps_of(articles: Iterable[Article]) -> Gaps:
    """Return what is not known of articles, and where else facts came from."""
    origins: dict[str, Counter[str]] = {fact: Counter() for fact in FACTS}
    undated: list[str] = []
    without_source: list[str] = []
    doubtful: list[str] = []
    in_doubtful_language: list[str] = []
    count = 0
    for article in articles:
        count += 1
        for fact in FACTS:
            origins[fact][_origin(article, fact).value] += 1
        if article.date is None:
            undated.append(article.key)
        if article.source is None:
            without_source.append(article.key)
        encoding = article.origins.encoding
        if encoding and encoding.known is Known.DOUBTFUL:
            doubtful.append(article.key)
        if article.origins.language is Origin.DOUBTFUL:
            in_doubtful_language.append(article.key)
    counts = {fact: dict(origins[fact].most_common()) for fact in FACTS}
    return Gaps(
        count,
        counts,
        tuple(undated),
        tuple(without_source),
        tuple(doubtful),
        tuple(in_doubtful_language),
    )


def by_cause(problems: Iterable[UnreadableFileError]) -> Mapping[str, tuple[str, ...]]:
    """Return the paths of files that could not be read by what is wrong, most files first.

    >>> from searchkit.errors import UnreadableFileError
    >>> by_cause([UnreadableFileError("a.json", "line 3: has no text (100 characters)")])
    {'has no text (… characters)': ('a.json',)}
    """
    paths: dict[str, dict[str, None]] = {}
    for problem in problems:
        cause = _NUMBER.sub("…", _QUOTED.sub("“…”", _PLACE.sub("", problem.reason)))
        paths.setdefault(cause, {})[problem.path] = None
    ranked = sorted(paths.items(), key=lambda one: (-len(one[1]), one[0]))
    return {cause: tuple(those) for cause, those in ranked}


def _origin(article: Article, fact: str) -> Origin:
    origin: Origin = getattr(article.origins, fact)
    return origin if getattr(article, fact) is not None else Origin.NONE
