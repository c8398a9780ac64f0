"""A corpus to measure with: one file of JSON lines, plain or gzipped.

Every engine reads the same plain file, ``articles.jsonl`` in a folder of its
own, with the same five keys in each line.
"""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

FILE = "articles.jsonl"

_SETTLED = 2.1  # seconds


@dataclass(frozen=True, slots=True)
class Article:
    """What all engines index of an article.

    Attributes:
        id: What names it in the corpus.
        title: The headline.
        text: The article without its headline.
        date: The day of publication, as ``2018-03-14``, or None.
        source: The outlet, or None.
    """

    id: str
    title: str
    text: str
    date: str | None
    source: str | None

    @property
    def size(self) -> int:
        """Length of title and text, in bytes of UTF-8."""
        return len(self.title.encode()) + len(self.text.encode())


@dataclass(frozen=True, slots=True)
class Corpus:
    """A corpus that was written out.

    Attributes:
        folder: Where its file is.
        articles: How many there are.
        size: Length of all titles and texts, in bytes of UTF-8.
    """

    folder: Path
    articles: int
    size: int


def parse(line: str | bytes) -> Article:
    """Return the article in a line of JSON.

    >>> parse('{"id": 7, "text": "Low water.", "date": "2018-03-14T09:00:00Z"}')
    Article(id='7', title='', text='Low water.', date='2018-03-14', source=None)
    """
    record = json.loads(line)
    return Article(
        id=str(record["id"]),
        title=record.get("title") or "",
        text=record.get("text") or "",
        date=(record.get("date") or "")[:10] or None,
        source=record.get("source") or None,
    )


def read(path: Path) -> Iterator[Article]:
    """Yield the articles of a file of JSON lines; ``.gz`` is unpacked on the way."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from map(parse, file)


def line(article: Article) -> str:
    """Return an article as a line of JSON, with its line end."""
    record = {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "date": article.date,
        "source": article.source,
    }
    return json.dumps({key: value for key, value in record.items() if value is not None}) + "\n"


def settle(corpus: Corpus) -> None:
    """Wait until nobody can take the file of a corpus for one that is still being written.

    Who tells changes by times reads a file again that was changed just before, and file
    systems keep time as coarsely as two seconds.
    """
    age = time.time() - (corpus.folder / FILE).stat().st_mtime
    time.sleep(max(_SETTLED - age, 0))


def write(articles: Iterable[Article], folder: Path, *, limit: int | None = None) -> Corpus:
    """Write articles, or the first ``limit`` of them, as the corpus in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    count = size = 0
    with (folder / FILE).open("w", encoding="ascii") as file:
        for article in islice(articles, limit):
            file.write(line(article))
            count += 1
            size += article.size
    return Corpus(folder, count, size)
