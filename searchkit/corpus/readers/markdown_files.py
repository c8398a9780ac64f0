"""Markdown: fields at its head, and a text with marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import Article, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.facts.declared_facts import declared_in, plain_names
from searchkit.corpus.markup.markdown import inline_text, reduce_markdown
from searchkit.corpus.readers.front_matter import split_front_matter
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.corpus.open_file import OpenFile


def read(file: OpenFile) -> Iterator[Article | Remark]:
    """Yield the article of a Markdown file, and what was ignored of its head."""
    source, encoding = file.text()
    head = split_front_matter(source, limits=file.limits)
    fields = plain_names(head.fields, cells=False)
    for name in ("title", "headline"):
        if isinstance(title := fields.get(name), str):
            fields[name] = inline_text(title)
    heading, body = reduce_markdown(head.text)
    text = "\n\n".join(filter(None, (heading, body)))
    declared = declared_in(fields)
    yield assemble(file, text, encoding=encoding, declared=declared, origin=Origin.FRONT_MATTER)
    yield from (Remark(file.path, f"ignored {what}") for what in head.ignored)
