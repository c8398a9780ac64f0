"""References -> articles, whatever the format of their export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Encoding, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.escaping import quoted_part
from searchkit.corpus.facts.declared_facts import declared_in
from searchkit.notes import Remark
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from searchkit.article import Article
    from searchkit.corpus.open_file import OpenFile


class Reference(NamedTuple):
    """A reference.

    Attributes:
        id: What the export calls it.
        facts: What it says of the article, by names that declarations have.
        authors: The names of the authors.
        texts: Its abstract and notes.
    """

    id: str
    facts: Mapping[str, str]
    authors: tuple[str, ...]
    texts: tuple[str, ...]


def articles_of_references(
    file: OpenFile, references: Iterable[Reference | ContentError], encoding: Encoding
) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of references, and how many have no text.

    Args:
        file: The file.
        references: Its references, and errors in place of those that cannot be read.
        encoding: How it was read.
    """
    read = without_text = 0
    for number, reference in enumerate(references, start=1):
        if isinstance(reference, ContentError):
            yield reference
            continue
        text = "\n\n".join(filter(None, reference.texts))
        if not text.strip():
            without_text += 1
            continue
        fields = {name: value for name, value in reference.facts.items() if value}
        read += 1
        try:
            yield assemble(
                file,
                text,
                encoding=encoding,
                key=file.key(reference.id, number),
                declared=declared_in(fields).replace(authors=reference.authors),
                origin=Origin.REFERENCE,
            )
        except ContentError as error:
            yield ContentError(f"reference {quoted_part(reference.id)}: {error}")
    if not read and not without_text:
        raise ContentError("has no references")
    if not read:
        raise ContentError("has references without abstracts and notes, and so no text")
    if without_text:
        what = "reference that has" if without_text == 1 else "references that have"
        yield Remark(file.path, f"ignored {without_text:,} {what} neither an abstract nor notes")
