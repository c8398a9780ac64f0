"""Small files of word processors and books: archives of XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def make_zip(members: Mapping[str, str | bytes]) -> bytes:
    """An archive of such members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def make_docx(body: str, *, properties: str = "", others: Mapping[str, str] | None = None) -> bytes:
    """A DOCX file.

    Args:
        body: The elements of its text, with the prefix `w`.
        properties: Those of its properties, with the prefixes `dc` and `dcterms`.
        others: The elements of other parts: `styles`, `footnotes`.
    """
    parts = others or {}
    root = (
        f'xmlns:w="{_WORDS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    )
    related = {
        "_rels/.rels": {
            "officeDocument": "word/document.xml",
            "metadata/core-properties": "docProps/core.xml",
        },
        "word/_rels/document.xml.rels": {name: f"{name}.xml" for name in parts},
    }
    relations = {
        name: f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(f'<Relationship Type="{_RELATIONS}/{k}" Target="{t}"/>' for k, t in each.items())
        + "</Relationships>"
        for name, each in related.items()
    }
    return make_zip(
        relations
        | {
            "word/document.xml": f"<w:document {root}><w:body>{body}</w:body></w:document>",
            "docProps/core.xml": f'<x xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns:dcterms="http://purl.org/dc/terms/">{properties}</x>',
        }
        | {
            f"word/{name}.xml": f"<w:{name} {root}>{part}</w:{name}>"
            for name, part in parts.items()
        }
    )


def docx_paragraph(text: str, style: str = "") -> str:
    """A paragraph of a DOCX file."""
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}<w:r><w:t>{text}</w:t></w:r></w:p>"


def make_odt(body: str, *, styles: str = "", properties: str = "") -> bytes:
    """An ODT file.

    Args:
        body: The elements of its text, with prefixes.
        styles: Those of its styles.
        properties: Those of its properties.
    """
    names = ("office", "text", "table", "style", "meta")
    root = " ".join(f'xmlns:{name}="{_OASIS}:{name}:1.0"' for name in names)
    root += f' xmlns:draw="{_OASIS}:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return make_zip(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {root}>"
            f"<office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>",
            "meta.xml": f"<office:document-meta {root}><office:meta>{properties}</office:meta>"
            "</office:document-meta>",
        }
    )


def make_epub(
    chapters: Mapping[str, str], *, facts: str = "", contents: str = "", others: str = ""
) -> bytes:
    """An EPUB file.

    Args:
        chapters: The bodies of the chapters by the names of their members, in order.
        facts: The elements of its facts, with the prefix `dc`.
        contents: The `navPoint` elements of its table of contents.
        others: More elements of its package.
    """
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>'
        for name in sorted(chapters)
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    return make_zip(
        {
            "META-INF/container.xml": "<container"
            ' xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book/content.opf"/></rootfiles></container>',
            "book/content.opf": '<package xmlns="http://www.idpf.org/2007/opf"'
            ' xmlns:opf="http://www.idpf.org/2007/opf"'
            f' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{facts}</metadata><manifest>'
            '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
            f'{items}</manifest><spine toc="ncx">{spine}</spine>{others}</package>',
            "book/toc.ncx": '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/">'
            f"<navMap>{contents}</navMap></ncx>",
        }
        | {
            f"book/{name}": f"<html><head><title>x</title></head><body>{body}</body></html>"
            for name, body in chapters.items()
        }
    )
