"""How much is read of what people really have: pages, dates, feeds, posts and encodings.

The folder has `pages.tar.gz` with `article-bodies` and `page-dates`, each a folder of pages with
a `truth.json`, and the folders `feeds`, `markdown` and `encodings`. Pages are read as the command
reads them, but in this process, so that only their own time is counted.
"""

from __future__ import annotations

import json
import tarfile
import time
from contextlib import suppress
from io import BytesIO
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.encodings import readings
from benchmarks.shingles import compared
from searchkit.article import Article, Precision
from searchkit.corpus import read, walk
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.formats import format_of, suffix_of
from searchkit.corpus.open_file import OpenFile
from searchkit.corpus.settings.reading_options import ReadingOptions
from searchkit.corpus.stripes import WHOLE
from searchkit.limits import DEFAULT_READING_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_MARKDOWN = (".md", ".markdown")
_PAGE = "page.html"  # what the pages are called says nothing
_WARMING = b"<html><body><h1>Low tide</h1><p>It went out on 14 March 2021.</p></body></html>"


class Figure(NamedTuple):
    """One figure, and what it is to be.

    Attributes:
        name: What is measured.
        value: The figure.
        target: What it is to be at least; at most, where less is better.
        less_is_better: Whether it is.
        form: How it is written.
    """

    name: str
    value: float
    target: float
    less_is_better: bool = False
    form: str = "{:,.0f}"

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.value <= self.target if self.less_is_better else self.value >= self.target


class Part(NamedTuple):
    """What was measured of one kind of files.

    Attributes:
        title: The kind.
        figures: The figures.
        misses: A line for each file that is not read right.
    """

    title: str
    figures: list[Figure]
    misses: list[str]


class _Read(NamedTuple):
    """What was read of a page, and in how many seconds of CPU time."""

    article: Article | None
    seconds: float


def messy_parts(folder: Path) -> Iterator[Part]:
    """Yield what is measured of each kind of files in a folder.

    Args:
        folder: Where they lie.
    """
    _read_page(_WARMING)
    yield page_texts(_archived(folder / "pages.tar.gz", "article-bodies"))
    yield page_days(_archived(folder / "pages.tar.gz", "page-dates"))
    yield feeds(folder / "feeds")
    yield posts(folder / "markdown")
    yield encoded(folder / "encodings")


def page_texts(pages: Iterable[tuple[str, bytes, Any]]) -> Part:
    """Return how much of the articles on pages is read.

    Args:
        pages: Names, contents, and what is true of each: the `articleBody`.
    """
    scores, seconds, misses = [], [], []
    for name, content, truth in pages:
        found = _read_page(content)
        text = found.article.text if found.article else ""
        precision, recall = compared(text, truth["articleBody"])
        scores.append((precision, recall))
        seconds.append(found.seconds)
        if min(precision, recall) < 0.9:
            misses.append(f"{name}: precision {precision:.3f}, recall {recall:.3f}")
    precision, recall = (fmean(part) for part in zip(*scores, strict=True))
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    form = "{:.4f}"
    figures = [
        Figure("F1", f1, 0.970, form=form),
        Figure("precision", precision, 0.965, form=form),
        Figure("recall", recall, 0.975, form=form),
        Figure("CPU time a page, ms", 1000 * fmean(seconds), 60, less_is_better=True),
    ]
    return Part(f"The text of {len(scores)} pages", figures, misses)


def page_days(pages: Iterable[tuple[str, bytes, Any]]) -> Part:
    """Return how many days of publication are read right.

    Args:
        pages: Names, contents, and what is true of each: the `date`.
    """
    right = wrong = none = 0
    misses = []
    for name, content, truth in pages:
        article = _read_page(content).article
        day = _day(article) if article else None
        said = truth["date"] if isinstance(truth["date"], str) else None
        right += day is not None and day == said
        wrong += day is not None and day != said
        none += day is None
        if day != said:
            origin = f" ({article.origins.date})" if article and day else ""
            misses.append(f"{name}: {said}, read {day}{origin}")
    figures = [
        Figure("right", right, 219),
        Figure("wrong", wrong, 12, less_is_better=True),
    ]
    return Part(
        f"The day of {right + wrong + none} pages, of which {none} get none", figures, misses
    )


def feeds(folder: Path) -> Part:
    """Return how many entries of feeds are read, and how many of them have a date."""
    found, misses = _read_all(folder, lambda _name: True)
    dated = sum(article.date is not None for article in found)
    figures = [Figure("entries", len(found), 73), Figure("with a date", dated, 73)]
    return Part("Feeds", figures, misses)


def posts(folder: Path) -> Part:
    """Return how many posts in Markdown have a title that was declared, and a date."""
    found, misses = _read_all(folder, lambda name: suffix_of(name) in _MARKDOWN)
    misses += [f"{article.path}: no date" for article in found if article.date is None]
    misses += [f"{one.path}: {one.origins.title}" for one in found if not _is_titled(one)]
    figures = [
        Figure("posts", len(found), 180),
        Figure("with a date", sum(article.date is not None for article in found), 180),
        Figure("with a title that is no sentence", sum(map(_is_titled, found)), 180),
    ]
    return Part("Posts in Markdown", figures, misses)


def encoded(folder: Path) -> Part:
    """Return how many files in known encodings are read right."""
    found = list(readings(sorted(folder.glob("*/*"))))
    right = sum(one.right for one in found)
    misses = [f"{one.folder}: read as {one.told}" for one in found if not one.right]
    return Part(f"{len(found)} encodings", [Figure("right", right, 50)], misses)


def _is_titled(article: Article) -> bool:
    return article.origins.title.value != "first sentence"


def _day(article: Article) -> str | None:
    """Return the day of an article, where that is known."""
    if article.date is None or article.date.precision not in (Precision.DAY, Precision.TIME):
        return None
    return article.date.start.date().isoformat()


def _archived(path: Path, folder: str) -> Iterator[tuple[str, bytes, Any]]:
    """Yield the pages of a folder of an archive, and what is true of each, in order of names."""
    with tarfile.open(path) as archive:
        members = {one.name.removeprefix("./"): one for one in archive if one.isfile()}

        def content(name: str) -> bytes:
            stream = archive.extractfile(members[name])
            return stream.read() if stream else b""

        truth = json.loads(content(f"{folder}/truth.json"))
        for name in sorted(truth):
            yield name, content(f"{folder}/{name}"), truth[name]


def _read_page(content: bytes) -> _Read:
    """Return what is read of a page, and how long it took."""
    file = OpenFile(
        BytesIO(content),
        len(content),
        _PAGE,
        _PAGE,
        ReadingOptions(),
        DEFAULT_READING_LIMITS,
        WHOLE,
        lambda _block, _position: None,
    )
    began = time.process_time()
    found: list[object] = []
    with suppress(ContentError):
        found.extend(format_of(_PAGE).reader().read(file))
    articles = [one for one in found if isinstance(one, Article)]
    return _Read(articles[0] if articles else None, time.process_time() - began)


def _read_all(folder: Path, is_wanted: Callable[[str], bool]) -> tuple[list[Article], list[str]]:
    """Return the articles of a folder, and what is said of the rest."""
    articles, others = [], []
    for file in walk(folder).files:
        for found in read(folder, file) if is_wanted(file.name) else ():
            if isinstance(found, Article):
                articles.append(found)
            else:
                others.append(str(found))
    return articles, others
