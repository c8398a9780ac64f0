"""The pages among the records of a WARC file, as they come, by warcio.

A page is a whole answer (status 200) of the kind HTML or plain text. Pictures, redirects, errors
and what was seen before are none.
"""

from __future__ import annotations

import io
import zlib
from contextlib import redirect_stderr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.unpacking import Unpacked
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from warcio.recordloader import ArcWarcRecord

    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.corpus.open_file import OpenFile

_TEXT = "text/plain"
_PAGES = frozenset(("text/html", "application/xhtml+xml", _TEXT))
_NOT_ARTICLES = ("/robots.txt", "/ads.txt", "/humans.txt", "/security.txt")
# What warcio raises for heads that are damaged, beside errors of its own.
_DAMAGE = (AttributeError, IndexError, TypeError, ValueError, zlib.error)
_PART = 1 << 16  # bytes
_SMALL = 1 << 24  # bytes that any record may unpack to, however small it is itself


class WarcPage(NamedTuple):
    """A page.

    Attributes:
        number: The number of its record in the file, from 1.
        address: Where it was fetched.
        content: What the server sent, unpacked; or why that cannot be read.
        is_text: Whether it is plain text.
        charset: The encoding that the server declared, or None.
    """

    number: int
    address: str
    content: bytes | ContentError
    is_text: bool
    charset: str | None


def pages_of(file: OpenFile) -> Iterator[WarcPage | ContentError]:
    """Yield the pages of a file, and at last why there may be more that cannot be read.

    Raises:
        ContentError: It has no records.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    stream = _UpToDamage(file.stream())
    records = ArchiveIterator(stream, arc2warc=True)
    number = 0
    while True:
        try:
            # What follows a record and is none, warcio tells on standard error.
            with redirect_stderr(io.StringIO()):
                record = next(records, None)
            if record is None:
                break
            number += 1
            page = _page(file, record, number)
            while record.raw_stream.read(_PART):
                pass
        except (ArchiveLoadFailed, StatusAndHeadersParserException, *_DAMAGE) as error:
            if not number:
                raise ContentError("is not a WARC file") from error
            yield ContentError(f"is damaged behind record {number:,}")
            return
        if getattr(record.raw_stream, "limit", 0) > 0:
            break
        file.block_passed(number, records.offset)
        if page:
            yield page
    if stream.damage:
        yield stream.damage
    elif record is not None:
        yield ContentError(f"is cut off within record {number:,}")
    elif not number:
        raise ContentError("is empty")


class _UpToDamage:
    """A stream that ends where it is damaged, since warcio would lose what it has read before.

    Attributes:
        damage: What is wrong with it, if that was reached.
    """

    def __init__(self, stream: Stream) -> None:
        self.damage: ContentError | None = None
        self._read = stream.read1 if isinstance(stream, Unpacked) else stream.read

    def read(self, size: int) -> bytes:
        """Return so many bytes at most; none: it ends."""
        try:
            return b"" if self.damage else self._read(size)
        except ContentError as error:
            self.damage = error
            return b""


def _page(file: OpenFile, record: ArcWarcRecord, number: int) -> WarcPage | None:
    """Return the page that a record is, or None."""
    address = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if record.rec_type not in ("response", "resource"):
        return None
    if record.http_headers and record.http_headers.get_statuscode() != "200":
        return None
    kind, _, rest = _content_type(record).partition(";")
    is_text = kind.strip().lower() == _TEXT
    if kind.strip().lower() not in _PAGES or (is_text and _path(address).endswith(_NOT_ARTICLES)):
        return None
    charset = rest.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    return WarcPage(number, address, _content(file, record), is_text, charset or None)


def _content_type(record: ArcWarcRecord) -> str:
    headers = record.http_headers or record.rec_headers
    return headers.get_header("Content-Type") or ""


def _path(address: str) -> str:
    try:
        return urlsplit(address).path.lower()
    except ValueError:
        return ""


def _content(file: OpenFile, record: ArcWarcRecord) -> bytes | ContentError:
    """Return what a server sent, unpacked; or why that is not read."""
    limits = file.limits
    packing = record.http_headers and record.http_headers.get_header("Content-Encoding")
    most = min(limits.file_size, max(_SMALL, limits.inflation * max(record.length, 0)))
    stream = record.content_stream()
    parts = []
    while part := stream.read(_PART):
        parts.append(part)
        most -= len(part)
        if most < 0:
            return ContentError(limits.passed("file_size", "has more than {} bytes"))
    content = b"".join(parts)
    if packing and packing.lower() in ("br", "zstd") and b"<" not in content[:_PART]:
        return ContentError(f"is packed in a way that is not read: {packing.lower()}")
    return content
