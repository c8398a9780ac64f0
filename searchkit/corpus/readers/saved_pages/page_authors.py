"""The authors of a page: those that it declares, or else those that its byline names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.calendar_names import MONTHS, WEEKDAYS
from searchkit.corpus.facts.authors import names_in_byline, names_in_list
from searchkit.corpus.facts.date_words import BESIDE, MONTH_NUMBERS, folded
from searchkit.corpus.facts.declared_facts import declared_in, plain_names
from searchkit.corpus.readers.saved_pages.page_titles import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from searchkit.corpus.readers.saved_pages.page_declarations import Declarations

_METAS = (
    *("author", "articleauthor", "dccreator", "parselyauthor", "sailthruauthor", "byl"),
    *("dctermscreator", "citationauthor", "twtauthor", "authors"),
)
_BYLINES = (
    "//*[contains(concat(' ', @rel, ' '), ' author ')]",
    "//*[contains(@itemprop, 'author')]//*[contains(@itemprop, 'name')]",
    "//*[contains(@class, 'author-name') or contains(@class, 'byline-name')]",
    "//*[contains(@class, 'byline') or contains(@class, 'article-author')]",
)
_LONGEST = 120  # characters of a byline
_MOST = 5  # elements of one kind; more are authors of other pages
_ADDRESS = re.compile(r"https?://|www\.|@\S+\.\S+|\w{3}\.(?-i:[a-z]{2,})\Z|©", re.IGNORECASE)
_MONTH = "|".join(name[:3] for name in MONTHS)
_BEHIND = re.compile(  # what stands behind the names of a byline
    r"\s+[|·•–—-]\s|\s*[|\d]"
    rf"|,?\s+(?:(?:{'|'.join(WEEKDAYS)})\b|(?:{_MONTH})[a-z]*\.?\s\d)",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"[A-Z]{2,3}")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_MOST_WORDS = 5  # of a name


def page_authors(
    tree: HtmlElement, declared: Declarations, sites: Iterable[str]
) -> tuple[str, ...]:
    """Return the names of the authors of a page.

    Args:
        tree: The page.
        declared: What it declares.
        sites: Names of the site, which many a page calls its author.
    """
    no_authors = {_plain(site) for site in sites}
    for names in _found(tree, declared):
        bare = (name.strip(" |·•") for name in names)
        kept = list(dict.fromkeys(name for name in bare if _is_name(name, no_authors)))
        if kept:  # behind a name, `MS` and `RD` are no others
            return (kept[0], *(name for name in kept[1:] if not _DEGREE.fullmatch(name)))
    return ()


def _found(tree: HtmlElement, declared: Declarations) -> Iterator[Sequence[str]]:
    """Yield the names that one place of a page has after another, the surest first."""
    for found in declared.objects:
        said = {name: value for name, value in found.items() if name in ("author", "creator")}
        yield declared_in(plain_names(said)).authors
    for name in _METAS:
        yield names_in_list(list(declared.metas.get(name, ())))
    for path in _BYLINES:
        elements = tree.xpath(path)
        lines = [" ".join(element.text_content().split()) for element in elements[: _MOST + 1]]
        if len(lines) <= _MOST:
            bylines = (_BEHIND.split(line)[0] for line in lines if len(line) <= _LONGEST)
            yield [name for byline in bylines for name in names_in_byline(byline)]


def _is_name(name: str, no_authors: set[str]) -> bool:
    """Whether something may be the name of an author."""
    return (
        _ADDRESS.search(name) is None
        and _LETTERS.search(name) is not None
        and len(name.split()) <= _MOST_WORDS
        and _plain(name) not in no_authors
        and not all(word in BESIDE or word in MONTH_NUMBERS for word in words_of(folded(name)))
    )


def _plain(name: str) -> str:
    """Return a name without what changes nothing in it."""
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("www")
