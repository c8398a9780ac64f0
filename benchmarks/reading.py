"""How articles whose outlet is known are read: what is taken for furniture, and for a source.

A line that is taken for furniture is no longer searched, so a sample of these lines is
shown, to be judged by eye. A source that an article's words tell is compared with the
outlet that the corpus declares.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import TYPE_CHECKING

from searchkit.corpus.facts.furniture import find_furniture
from searchkit.corpus.facts.sources import source_in_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarks.corpus import Article

_ASIDE = re.compile(r"\([^)]*\)| - .*|^the |\bonline\b|\.com\b")
_NO_LETTER = re.compile(r"[\W_]+")


def agree(found: str, declared: str) -> bool:
    """Tell whether two names are of one outlet.

    >>> agree("The Marram Post", "Marram Post - News (Online)")
    True
    >>> agree("The Marram Post", "The Pier Post")
    False
    """
    one, other = (_NO_LETTER.sub("", _ASIDE.sub("", name.lower())) for name in (found, declared))
    return bool(one and other) and (one in other or other in one)


def reading(articles: Iterable[Article], *, sample: int, seed: int) -> list[str]:
    """Return lines that tell what was taken for furniture and what for a source.

    Args:
        articles: With the outlets that are right.
        sample: How many lines of furniture to show, drawn from the different ones.
        seed: Decides which.
    """
    counts: Counter[str] = Counter()
    furniture: Counter[str] = Counter()
    for article in articles:
        spans = find_furniture(article.text, article.title)
        taken = [" ".join(article.text[start:end].split()) for start, end in spans]
        furniture.update(taken)
        source = source_in_text(article.text)
        counts["articles"] += 1
        counts["lines"] += sum(1 for line in article.text.split("\n") if line.strip())
        counts["furnished"] += bool(taken)
        counts["sources"] += source is not None
        if source and article.source:
            counts["compared"] += 1
            counts["agreeing"] += agree(source, article.source)
    different = sorted(furniture)
    shown = random.Random(seed).sample(different, min(sample, len(different)))
    return [*_summary(counts, furniture), *(f"  {furniture[line]:>6,}  {line}" for line in shown)]


def _summary(counts: Counter[str], furniture: Counter[str]) -> list[str]:
    """Return the figures as lines."""
    taken, sources, compared = furniture.total(), counts["sources"], counts["compared"]
    furnished = (
        f"furniture: {taken:,} spans, {_share(taken, counts['lines'])} of the lines,"
        f" in {counts['furnished']:,} articles; {len(furniture):,} different"
    )
    told = (
        f"sources in the text: {sources:,}, {_share(sources, counts['articles'])} of the articles;"
        f" {_share(counts['agreeing'], compared)} of {compared:,} agree with the one declared"
    )
    return [f"{counts['articles']:,} articles, {counts['lines']:,} lines", furnished, told]


def _share(part: int, whole: int) -> str:
    """Return a part of a whole in per cent."""
    return f"{100 * part / whole if whole else 0:.2f} %"
