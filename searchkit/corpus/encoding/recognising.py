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
from dataclasses import dataclass

from searchkit.article import UTF_8, Encoding, Known
from searchkit.corpus.encoding.codec_names import told_name, wider_codec
from searchkit.corpus.encoding.damaged_utf8 import read_damaged
from searchkit.corpus.encoding.seven_bit import read_escapes
from searchkit.corpus.encoding.unmarked_utf16 import wide_codec

MARKS = (  # the marks of UTF-32 begin with those of UTF-16, so they come first
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

_HEAD = 1024  # bytes in which a declaration is looked for, as HTML has it
_DECLARATION = re.compile(
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


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, and the encoding that it was read in."""

    text: str
    encoding: Encoding


def recognise(content: bytes, *, told: str | None = None) -> Decoded | None:
    """Return the text that bytes stand for, not cleaned yet, or None where they are no text.

    Args:
        content: The bytes.
        told: Their encoding, if a person says it.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return _decoded(content[len(mark) :], name, Known.MARK)
    if told and (codec := wider_codec(told)):
        return _decoded(content, codec, Known.DECLARED)
    if b"\0" in content and _has_stray_nuls(content):
        content = content.replace(b"\0", b"")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _of_other(content)
    if content.startswith(_SIGNATURES):
        return None
    if "\0" in text:
        return _of_wide(content) or _without_nuls(content)
    if ("\x1b" in text or "~{" in text) and text.isascii() and (found := read_escapes(content)):
        text, codec = found
        known = Known.DOUBTFUL if "\ufffd" in text else Known.GUESSED
        return Decoded(text, Encoding(told_name(codec), known))
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
    if likely is None:
        return None
    return _decoded(content, likely.codec, Known.DOUBTFUL if likely.is_doubtful else Known.GUESSED)


def _of_wide(content: bytes) -> Decoded | None:
    """Return the text of bytes that are UTF-16 or UTF-32 without a mark."""
    codec = wide_codec(content)
    return _decoded(content, codec, Known.GUESSED) if codec else None


def _without_nuls(content: bytes) -> Decoded | None:
    """Return the text of UTF-8 with some NULs, which stand for nothing; None: it is no text."""
    return Decoded(content.decode("utf-8"), UTF_8) if _is_text(content) else None


def _has_stray_nuls(content: bytes) -> bool:
    """Tell whether bytes are words with a NUL here and there, which UTF-16 has beside every letter.

    A short text may have more of them than other text has controls.
    """
    kept = content.rstrip(b"\0")
    words = len(kept) - len(kept.translate(None, _LETTERS))
    if len(kept) - len(kept.translate(None, _CONTROLS)) > kept.count(0):
        return False
    nuls = kept.count(0)
    return nuls <= _MOST_STRAY * len(kept) and words >= _MOSTLY_WORDS * (len(kept) - nuls)


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
    """Tell whether there are few controls among bytes; NULs that fill up their end do not count."""
    kept = content.rstrip(b"\0")
    return len(kept) - len(kept.translate(None, _CONTROLS)) <= _MOST_CONTROLS * len(kept)


def _decoded(content: bytes, codec: str, known: Known) -> Decoded:
    """Return bytes read in an encoding, and in doubt those that do not fit it."""
    try:
        return Decoded(content.decode(codec), Encoding(told_name(codec), known))
    except UnicodeDecodeError:
        text = content.decode(codec, "replace")
        known = known if known is Known.MARK else Known.DOUBTFUL
        return Decoded(text, Encoding(told_name(codec), known))
