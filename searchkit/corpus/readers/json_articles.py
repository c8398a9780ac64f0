"""The articles of values of JSON: of a whole file, or of one value of several.

A file of one object is one article and has the file's path as its key. A file
that holds several is a container: its articles are named by their own ids, or
by their numbers from 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Article, Encoding, Origin
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.declared_facts import Declared, id_in
from searchkit.corpus.readers.json_containers import (
    Container,
    Looked,
    containers_in,
    is_beside_articles,
)
from searchkit.corpus.readers.json_parsing import parse_all
from searchkit.corpus.readers.record_articles import NO_ARTICLES, article_of_record
from searchkit.corpus.readers.social_posts import posts_in
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.corpus.open_file import OpenFile

_NOTHING = Declared()


class JsonArticles:
    """Makes articles of the values of one file."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._encoding = UTF_8  # of what is being read

    def of_text(self, text: str, encoding: Encoding) -> Iterator[Article | ContentError | Remark]:
        """Yield the articles of all of a file, and what is wrong with others.

        Args:
            text: The text of the file.
            encoding: How it was read.

        Raises:
            ContentError: It is not JSON, or what cannot hold articles.
        """
        self._encoding = encoding
        values = parse_all(text, self._file.limits)
        if isinstance(values, list):
            yield from self._of_file(values[0].value)
            return
        for number, (value, line) in enumerate(values, start=1):
            where = f"line {line}" if line else f"record {number}"
            yield from self._of_part(value, line or number, where)

    def of_line(
        self, line: str, encoding: Encoding, number: int
    ) -> Iterator[Article | ContentError]:
        """Yield the articles of one line of several, and what is wrong with it.

        Args:
            line: The line; a comma may follow what is in it.
            encoding: How it was read.
            number: Its number, from 1.
        """
        bare = line.strip()  # of record separators, too
        if not bare:
            return
        self._encoding = encoding
        try:
            for value, _ in parse_all(bare.removesuffix(","), self._file.limits, one_of_many=True):
                yield from self._of_part(value, number, f"line {number}")
        except ContentError as error:
            yield ContentError(f"line {number}: {error}")

    def _of_file(self, value: object) -> Iterator[Article | ContentError | Remark]:
        """Yield the articles of the only value of a file.

        Raises:
            ContentError: It is no article and holds none.
        """
        if posts := posts_in(value):
            containers = [Container("", posts.records, _NOTHING)]
            if posts.ignored:
                what = f"ignored {posts.ignored:,} posts and activities, which have no text"
                yield Remark(self._file.path, what)
        elif isinstance(value, dict):
            looked = Looked.at(value)
            containers = containers_in(looked)
            alone = containers[0].alone if len(containers) == 1 else None
            if alone or not containers:
                shared = containers[0].shared if alone else _NOTHING
                yield self._article(alone or looked, None, shared)
                return
        elif isinstance(value, list):
            containers = [Container("", value, _NOTHING)]
        else:
            what = "is not an article: an object with a text, or a list of such, is needed"
            raise ContentError(what)
        first = 1
        for container in containers:
            is_any = False
            for number, record in enumerate(container.records, start=first):
                if not is_beside_articles(record):
                    is_any = True
                    yield self._record(record, number, container.shared, f"record {number}")
            if not is_any:
                yield ContentError(NO_ARTICLES)
            first += len(container.records)

    def _of_part(self, value: object, number: int, where: str) -> Iterator[Article | ContentError]:
        """Yield the articles of one of several values.

        Args:
            value: The value, or what is wrong with it.
            number: What names an article in it that has no id.
            where: Where it is, for errors.
        """
        records: list[tuple[object, Declared]]
        if isinstance(value, dict):
            looked = Looked.at(value)
            containers = containers_in(looked)
            records = [] if containers else [(looked, _NOTHING)]
            for container in containers:
                articles = [one for one in container.records if not is_beside_articles(one)]
                records += [(record, container.shared) for record in articles]
        elif isinstance(value, list):
            articles = [record for record in value if not is_beside_articles(record)]
            records = [(record, _NOTHING) for record in articles or value]
            records = records or [(ContentError(NO_ARTICLES), _NOTHING)]
        else:
            records = [(value, _NOTHING)]
        for record, shared in records:
            yield self._record(record, number, shared, where)

    def _record(
        self, record: object, number: int, shared: Declared, where: str
    ) -> Article | ContentError:
        """Return the article of one record of a container, or what is wrong with it, and where."""
        try:
            if isinstance(record, ContentError):  # the file is broken here
                raise record
            looked = Looked.at(record) if isinstance(record, dict) else record
            if not isinstance(looked, Looked):
                raise ContentError("is not an object")
            return self._article(looked, self._file.key(id_in(looked.record), number), shared)
        except ContentError as error:
            return ContentError(f"{where}: {error}")

    def _article(self, looked: Looked, key: str | None, shared: Declared) -> Article:
        """Return the article that an object holds."""
        return article_of_record(
            self._file,
            looked,
            encoding=self._encoding,
            origin=Origin.JSON,
            key=key,
            shared=shared,
        )
