"""PDF: one article a file.

What a file says of the day it was made is not when its article was published, so the date comes
from the path or a person. Nothing in a file is run or fetched: PDFium is built without scripts and
forms, and only text is asked of it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Article, Origin
from searchkit.corpus.assembling import assemble
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.facts.declared_facts import Declared
from searchkit.corpus.facts.file_properties import stated_authors, stated_title
from searchkit.corpus.open_file import too_long
from searchkit.corpus.readers.pdf.column_order import in_order
from searchkit.corpus.readers.pdf.line_paragraphs import paragraphs_of, title_in
from searchkit.corpus.readers.pdf.pdf_lines import rows_of
from searchkit.corpus.readers.pdf.running_heads import without_heads
from searchkit.notes import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pypdfium2

    from searchkit.corpus.open_file import OpenFile
    from searchkit.corpus.readers.pdf.pdf_lines import Line
    from searchkit.limits import ReadingLimits

_MOST_PAGES = 20_000
_HEAD = 1024  # bytes among which a PDF says that it is one


def read(file: OpenFile) -> Iterator[Article | Remark]:
    """Yield the article of a PDF file, and how many of its pages have no text."""
    book = _opened(file.whole())
    try:
        properties = book.get_metadata_dict()
        pages = _pages(book, file.limits)
    finally:
        book.close()
    empty = sum(not page for page in pages)
    paragraphs = paragraphs_of(without_heads(pages))
    if not paragraphs:
        raise ContentError("has no text (scanned?)")
    title, origin = stated_title(properties.get("Title")), Origin.PROPERTIES
    if title is None:
        title, origin = title_in(paragraphs), Origin.HEADING
    shown = next((one.text for one in paragraphs if " ".join(one.text.split()) == title), None)
    texts = [one.text for one in paragraphs]
    if shown and len(texts) > 1:
        texts.remove(shown)
    yield assemble(
        file,
        "\n\n".join(texts),
        encoding=UTF_8,
        declared=Declared(title=title, authors=stated_authors([properties.get("Author", "")])),
        origin=origin,
    )
    if empty:
        yield Remark(file.path, f"{empty:,} of {len(pages):,} pages have no text (scanned?)")


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    """Return an open PDF file.

    Raises:
        ContentError: It is none, is damaged, or needs a password.
    """
    import pypdfium2
    import pypdfium2.raw as pdfium

    if b"%PDF-" not in content[:_HEAD]:
        raise ContentError("is not a PDF file")
    try:
        book = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise ContentError("is encrypted and needs a password") from error
        if error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise ContentError("is encrypted in a way that PDFium does not know") from error
        raise ContentError("is a damaged PDF file") from error
    if len(book) > _MOST_PAGES:
        book.close()
        raise ContentError(f"has more than {_MOST_PAGES:,} pages")
    return book


def _pages(book: pypdfium2.PdfDocument, limits: ReadingLimits) -> list[list[Line]]:
    """Return the lines of each page; none of a page that is damaged."""
    import pypdfium2

    pages = []
    left = limits.article_size
    for number in range(len(book)):
        lines: list[Line] = []
        with suppress(pypdfium2.PdfiumError):
            lines = in_order(rows_of(book[number]))
        left -= sum(len(line.text) for line in lines)
        if left < 0:
            raise ContentError(too_long(limits))
        pages.append(lines)
    return pages
