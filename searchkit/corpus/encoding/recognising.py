"""Which encoding bytes are in, by what tells most.

1. A byte order mark, since no text begins with one by chance.
2. What a person says.
3. That all of it is valid UTF-8, as nearly all text is today. Bytes of ASCII alone can
   still be UTF-16 without a mark, which has NULs, or have the escapes of East Asia.
4. Control characters in number, which are UTF-16 or no text at all.
5. That nearly all of it is valid UTF-8.
6. What its head declares in the way of XML, HTML, mail or Emacs, if all bytes fit it.
7. What is likeliest.
"""

from __future__ import annotations

import codecs
import re

from searchkit.article import UTF_8, Encoding, Known
from searchkit.corpus.encoding.codec_names import usual_name, wider_codec
from searchkit.corpus.encoding.damaged_utf8 import read_damaged
from searchkit.corpus.encoding.seven_bit import read_escapes
from searchkit.corpus.encoding.unmarked_utf16 import wide_codec
from searchkit.late_patterns import late_pattern
from searchkit.records import NamedTuple

_MARKS = (  # the marks of UTF-32 begin with those of UTF-16, so they come first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_HEAD = 1024  # bytes in which a declaration is looked for, as HTML has it
_DECLARATION = late_pattern(
    rb"""\A\s*<\?xml\s[^>]{0,200}\bencoding\s*=\s*["']([\w.:-]{2,40})["']
    | <meta\s[^>]{0,200}\bcharset\s*=\s*["']?([\w.:-]{2,40})
    | -\*-[^\n]{0,200}\bcoding:\s*([\w.:-]{2,40})[^\n]{0,200}-\*-
    | ^content-type:[^\n]{0,200}\bcharset\s*=\s*"?([\w.:-]{2,40})""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
# Beside these, and the escapes of ISO 2022, text has hardly any controls.
_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\v\f\r\x0e\x0f\x1a\x1b"})
_MOST_CONTROLS = 0.05
_LETTERS = b" \n" + bytes(range(0x41, 0x5B)) + bytes(range(0x61, 0x7B))
_MOSTLY_WORDS = 0.75  # of bytes but NULs, that are letters of ASCII and blanks
_MOST_STRAY = 0.25  # of bytes that are NULs between words
_SURELY = 3  # times more characters are whole in UTF-8 than are lost
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")


class Decoded(NamedTuple):
    """A text, and the encoding that it was read in."""

    text: str
    encoding: Encoding


class NamedCodec(NamedTuple):
    """The codec that a mark or a person names, and the length of the mark, in bytes."""

    codec: str
    mark_length: int
    known: Known


def named_codec(head: bytes, encoding: str | None) -> NamedCodec | None:
    """Return the codec that the beginning of some bytes or a person names, or None.

    Args:
        head: The beginning.
        encoding: What a person says, if anything.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return NamedCodec(name, len(mark), Known.MARK)
    if encoding and (codec := wider_codec(encoding)):
        return NamedCodec(codec, 0, Known.DECLARED)
    return None


def recognise(content: bytes, *, encoding: str | None = None) -> Decoded | None:
    """Return the text of some bytes, not cleaned yet, or None where they are no text.

    Args:
        content: The bytes.
        encoding: Their encoding, if a person says it.
    """
    if named := named_codec(content, encoding):
        return _decoded(content[named.mark_length :], named.codec, named.known)
    if b"\0" in content and _has_stray_nuls(content):
        content = content.replace(b"\0", b"")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _of_other(content)
    if content.startswith(_SIGNATURES):
        return None
    if "\0" in text:
        # A few NULs mean nothing.
        return _of_wide(content) or (Decoded(text, UTF_8) if _is_text(content) else None)
    if ("\x1b" in text or "~{" in text) and text.isascii() and (found := read_escapes(content)):
        text, codec = found
        known = Known.DOUBTFUL if "\ufffd" in text else Known.GUESSED
        return Decoded(text, Encoding(usual_name(codec), known))
    return Decoded(text, UTF_8)


def _of_other(content: bytes) -> Decoded | None:
    """Return the text of bytes that are not valid UTF-8."""
    if content.startswith(_SIGNATURES):
        return None
    if wide := _of_wide(content):
        return wide
    if not _is_text(content):
        return None
    if damaged := _of_damaged(content):
        return damaged
    if declared := _DECLARATION.search(content[:_HEAD]):
        codec = wider_codec(next(filter(None, declared.groups())).decode("ascii"))
        found = _decoded(content, codec, Known.DECLARED) if codec else None
        if found and found.encoding.known is Known.DECLARED:
            return found
    from searchkit.corpus.encoding.detection import guess  # late: hardly a corpus has such files

    likely = guess(content)
    return _decoded(content, *likely) if likely else None


def _of_wide(content: bytes) -> Decoded | None:
    """Return the text of bytes that are UTF-16 or UTF-32 without a mark."""
    codec = wide_codec(content)
    return _decoded(content, codec, Known.GUESSED) if codec else None


def _has_stray_nuls(content: bytes) -> bool:
    """Whether bytes are words with a NUL here and there, which UTF-16 has beside every letter.

    A short text may have more of them than other text has controls.
    """
    kept = content.rstrip(b"\0")
    nuls = kept.count(0)
    is_stray = _count(kept, _CONTROLS) <= nuls <= _MOST_STRAY * len(kept)
    return is_stray and _count(kept, _LETTERS) >= _MOSTLY_WORDS * (len(kept) - nuls)


def _of_damaged(content: bytes) -> Decoded | None:
    """Return the text of bytes that are nearly valid UTF-8."""
    found = read_damaged(content)
    if found.whole >= _SURELY * found.lost or found.is_cut:
        known = Known.DOUBTFUL if found.lost else Known.GUESSED
        return Decoded(found.text, Encoding("utf-8", known))
    from searchkit.corpus.encoding.detection import is_likely_text  # late: see above

    if found.whole >= found.lost and is_likely_text(found.text.replace("\ufffd", "")):
        return Decoded(found.text, Encoding("utf-8", Known.DOUBTFUL))
    return None


def _is_text(content: bytes) -> bool:
    """Whether there are few controls among bytes; NULs that fill up their end do not count."""
    kept = content.rstrip(b"\0")
    return _count(kept, _CONTROLS) <= _MOST_CONTROLS * len(kept)


def _count(content: bytes, counted: bytes) -> int:
    """Return how many of some bytes are among others."""
    return len(content) - len(content.translate(None, counted))


def _decoded(content: bytes, codec: str, known: Known) -> Decoded:
    """Return bytes read in an encoding, and in doubt those that do not fit it."""
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        text = content.decode(codec, "replace")
        known = known if known is Known.MARK else Known.DOUBTFUL
    return Decoded(text, Encoding(usual_name(codec), known))
