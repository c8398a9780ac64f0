"""JSON: one article, or several in a list, in objects around it, or one after another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.corpus.encoding.decoding import decode_raw
from searchkit.corpus.readers.json_articles import JsonArticles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article
    from searchkit.corpus.content_error import ContentError
    from searchkit.corpus.open_file import OpenFile
    from searchkit.notes import Remark


def read(file: OpenFile) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of a JSON file, and what is wrong with others."""
    text, encoding = decode_raw(file.whole(), encoding=file.options.encoding)
    return JsonArticles(file).of_text(text, encoding)
