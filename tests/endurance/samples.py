"""A small good file of each format that is no text of ours, for readers to be tried on."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping

_PROSE = (
    "The tide came in at noon, and the harbour master shut the gates of the old dock. "
    "Nobody had seen it so high since the flood, and nobody wanted to see it again."
)
_PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>High water | The Pier Post</title>
<meta property="og:site_name" content="The Pier Post">
<meta property="article:published_time" content="2021-03-14T09:30:00+01:00">
<link rel="canonical" href="https://pier.example/2021/03/14/high-water">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "High water",
"author": {{"name": "Ada Winther"}}, "datePublished": "2021-03-14"}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>High water</h1><time datetime="2021-03-14">14
March</time><p>{_PROSE}</p><ul><li>{_PROSE}</li></ul><table><tr><td>1</td><td>2</td></tr></table>
<blockquote>{_PROSE}</blockquote><p>{_PROSE}<br>{_PROSE}</p></article><footer>&copy; 2021</footer>
</body></html>"""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIL = f"""From: The Pier Post <news@pier.example>
Subject: =?utf-8?q?High_water_=E2=80=93_again?=
Date: Sun, 14 Mar 2021 09:30:00 +0100
Message-ID: <7@pier.example>
List-Id: The Pier Post <post.pier.example>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset=utf-8; format=flowed

{_PROSE}
--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: 8bit

{_PAGE}
--b--
"""
_MHTML = f"""From: <Saved by Blink>
Snapshot-Content-Location: https://pier.example/high
Subject: High water
Date: Sun, 14 Mar 2021 09:30:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html
Content-Location: https://pier.example/high

{_PAGE}
--b--
"""


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive of some files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def _tarred(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
    return packed.getvalue()


def _pdf() -> bytes:
    """A page of text, with the table of where its objects begin."""
    text = f"BT /F1 12 Tf 72 720 Td ({_PROSE[:60]}) Tj 0 -14 Td ({_PROSE[60:]}) Tj ET"
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources 7 0 R>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Title(High water)/Author(Ada Winther)>>",
        "<</Font<</F1 5 0 R>>>>",
    )
    body = "%PDF-1.4\n"
    offsets = []
    for number, one in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj{one}endobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = (
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info 6 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    )
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


def _warc() -> bytes:
    """The answer of a server, as a record of a web archive."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{_PAGE}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:7>\r\n"
        "WARC-Target-URI: https://pier.example/high\r\nWARC-Date: 2021-03-14T09:30:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def _feed(opening: str, closing: str, entry: str) -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{opening}{entry * 2}{closing}'.encode()


PARTS: Mapping[str, Mapping[str, str]] = {
    "docx": {
        "word/document.xml": (
            f'<w:document xmlns:w="{_W}"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r>'
            f"<w:t>High water</w:t></w:r></w:p><w:p><w:r><w:t>{_PROSE}</w:t></w:r></w:p><w:tbl>"
            "<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
        ),
        "docProps/core.xml": (
            '<c:coreProperties xmlns:c="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>High</dc:title>'
            "<dc:creator>Ada Winther</dc:creator></c:coreProperties>"
        ),
    },
    "odt": {
        "content.xml": (
            '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text>'
            f"<t:h>High water</t:h><t:p>{_PROSE}</t:p></o:text></o:body></o:document-content>"
        ),
    },
    "epub": {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            "</container>"
        ),
        "a.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>High water</dc:title>'
            '</metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="a"/></spine></package>'
        ),
        "a.xhtml": f"<html><body><h1>High water</h1><p>{_PROSE}</p></body></html>",
    },
    "zip": {"2021/a.txt": _PROSE, "b.html": _PAGE, "c.eml": _MAIL},
}
"""What lies in files that are zip archives."""

GOOD_FILES: Mapping[str, tuple[bytes, ...]] = {
    "html": (_PAGE.encode(), f"<p>{_PROSE}</p>".encode(), _PROSE.encode()),
    "mhtml": (_MHTML.encode(),),
    "rss": (
        _feed(
            '<rss version="2.0"><channel><title>The Pier Post</title>',
            "</channel></rss>",
            "<item><title>High &amp;amp; low</title><link>https://pier.example/1</link><pubDate>"
            f"Sun, 14 Mar 2021 09:30:00 EST</pubDate><description>{_PROSE}</description></item>",
        ),
    ),
    "atom": (
        _feed(
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Pier Post</title>',
            "</feed>",
            "<entry><title>High</title><id>urn:7</id><updated>2021-03-14T09:30:00Z</updated>"
            f'<content type="html">&lt;p>{_PROSE}&lt;/p></content></entry>',
        ),
    ),
    "eml": (_MAIL.encode(),),
    "mbox": (f"From a@b Sun Mar 14 09:30:00 2021\n{_MAIL}\n".encode() * 2,),
    "csv": (f'title,date,text\nHigh,2021-03-14,"{_PROSE}"\nLow,,"a, ""b"""\n'.encode(),),
    "tsv": (f"title\tdate\ttext\nHigh\t2021-03-14\t{_PROSE}\n".encode(),),
    "pdf": (_pdf(),),
    "rst": (f"High water\n==========\n\n:Date: 2021-03-14\n\n{_PROSE}\n\n* a\n* `b`_\n".encode(),),
    "rtf": (rf"{{\rtf1\ansi{{\info{{\title High}}}}\b High\b0\par {_PROSE}\'e9\par}}".encode(),),
    "enex": (
        _feed(
            "<en-export>",
            "</en-export>",
            "<note><title>High</title><created>20210314T093000Z</created><content><![CDATA["
            f"<en-note><div>{_PROSE}</div></en-note>]]></content></note>",
        ),
    ),
    "bib": (f"@article{{a, title={{High {{W}}ater}}, year=2021, abstract={{{_PROSE}}}}}".encode(),),
    "warc": (_warc(),),
    "zip": (zipped(PARTS["zip"]),),
    "tgz": (_tarred({"2021/a.txt": _PROSE, "b.html": _PAGE}),),
    **{name: (zipped(PARTS[name]),) for name in ("docx", "odt", "epub")},
}
"""Good files by their suffixes."""
