"""Notes of Evernote, as it exports them: each note of an ENEX file is an article.

The days of a note say when it was saved or changed, not when what it holds was published, so they
are no date; the address that a page was clipped from may have one. Attached files are not looked
at. A file is read as it comes, so that it may be as large as it likes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.escaping import quoted_part
from searchkit.corpus.facts.declared_facts import declared_in
from searchkit.corpus.facts.file_properties import stated_authors
from searchkit.corpus.markup.html import html_to_text, unescaped
from searchkit.corpus.markup.xml_events import local_name, parse_step_by_step
from searchkit.corpus.open_file import too_long
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from searchkit.article import Article
    from searchkit.corpus.open_file import OpenFile
    from searchkit.limits import ReadingLimits

_PART = 1 << 16  # bytes
_FIELDS = frozenset("title content created author source-url".split())
_ENCRYPTED = re.compile(r"<en-crypt\b[^>]*>[^<]*</en-crypt\s*>")
_CLIPPED = re.compile(r"--en-clipped-source-url:\s*(https?:[^;\"<>]+)")  # as version 10 has it
_HEAD = 20_000  # characters of a content that may have it
_LONGEST_FIELD = 20_000  # characters of what is not the content


class _Note(NamedTuple):
    """A note, or what is wrong with it.

    Attributes:
        fields: What it holds, by the names of elements.
        is_encrypted: Whether its content is.
        is_too_long: Whether its content is longer than an article may be.
    """

    fields: Mapping[str, str]
    is_encrypted: bool
    is_too_long: bool


def read(file: OpenFile) -> Iterator[Article | ContentError]:
    """Yield the articles of an ENEX file."""
    notes = _Notes(file.limits)
    number = 0
    for step, _ in enumerate(
        parse_step_by_step(_parts(file), notes, limits=file.limits, what="ENEX")
    ):
        file.block_passed(step, (step + 1) * _PART)
        for note in notes.taken():
            number += 1
            try:
                yield _article(file, note, number)
            except ContentError as error:
                title = quoted_part(note.fields.get("title", "") or str(number))
                yield ContentError(f"note {title}: {error}")
    if not number:
        raise ContentError("is an ENEX file without notes" if notes.is_enex else "is no ENEX file")


def _parts(file: OpenFile) -> Iterator[bytes]:
    stream = file.stream()
    while part := stream.read(_PART):
        yield part


def _article(file: OpenFile, note: _Note, number: int) -> Article:
    """Return the article that a note is."""
    if note.is_encrypted:
        raise ContentError("is encrypted")
    if note.is_too_long:
        raise ContentError(too_long(file.limits))
    fields = note.fields
    content = fields.get("content", "")
    clipped = _CLIPPED.search(unescaped(content[:_HEAD]))
    url = fields.get("source-url") or (clipped[1].strip() if clipped else "")
    facts = {"title": fields.get("title", ""), "url": url}
    text = html_to_text(_ENCRYPTED.sub(" ", content))
    return assemble(
        file,
        text,
        encoding=UTF_8,
        key=file.key(fields.get("created"), number),
        declared=declared_in(facts).replace(authors=stated_authors([fields.get("author", "")])),
        origin=Origin.PROPERTIES,
    )


class _Notes:
    """Handles the elements of an export.

    Attributes:
        is_enex: Whether the outermost element is that of an export.
    """

    def __init__(self, limits: ReadingLimits) -> None:
        self.is_enex = False
        self._limits = limits
        self._ready: list[_Note] = []
        self._begun: dict[str, list[str]] = {}
        self._path: list[str] = []
        self._left = 0  # characters that the field which was begun may still have
        self._is_encrypted = False
        self._is_too_long = False

    def taken(self) -> list[_Note]:
        """Return the notes that have ended since it was last asked."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        field = local_name(name)
        self.is_enex |= field == "en-export" and not self._path
        self._path.append(field)
        if field == "note":
            self._begun, self._is_encrypted, self._is_too_long = {}, False, False
        is_own = field in _FIELDS and "resource" not in self._path and field not in self._begun
        self._left = 0
        if is_own:
            self._begun[field] = []
            is_content = field == "content"
            self._left = self._limits.article_size if is_content else _LONGEST_FIELD
            self._is_encrypted |= is_content and bool(attributes.get("encoding"))

    def end(self, name: str) -> None:
        self._path.pop()
        self._left = 0
        if local_name(name) == "note":
            fields = {field: "".join(parts).strip() for field, parts in self._begun.items()}
            self._ready.append(_Note(fields, self._is_encrypted, self._is_too_long))
            self._begun = {}

    def characters(self, text: str) -> None:
        if self._left:
            self._begun[self._path[-1]].append(text[: self._left])
            self._left -= len(text)
            if self._left <= 0:
                self._is_too_long |= self._path[-1] == "content"
                self._left = 0
