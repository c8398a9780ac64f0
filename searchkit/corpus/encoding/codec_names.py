"""Names of encodings: what people write for one, which codec reads it, and its usual name."""

from __future__ import annotations

import codecs

# They turn text into text, or escapes into characters, or host names into others.
_NO_ENCODINGS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"))

# What is written in the first is read in the second, which has all its characters and
# those that people use beside them. Source: WHATWG, "Encoding", section 4.2, for most.
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}

FREQUENT_WORDS = (
    "的一是不了在人有我他这這中大来來上国國个個到说說们們为為以会會年时時日本出用之其也者而於于"
)
"""Characters of which every Chinese text has many, today's and those of old."""


def codec_of(name: str) -> str | None:
    """Return the name that Python has for an encoding of text, or None if there is no such one.

    >>> codec_of("Latin-1"), codec_of("windows-1252"), codec_of("base64")
    ('iso8859-1', 'cp1252', None)
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):  # a name may hold a NUL, or a lone surrogate
        return None
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name.replace("_", "-") not in _NO_ENCODINGS else None


def wider_codec(name: str) -> str | None:
    """Return the codec that reads what is said to be in an encoding, or None.

    >>> wider_codec("iso-8859-1"), wider_codec("euc-jp"), wider_codec("klingon")
    ('cp1252', 'euc_jp', None)
    """
    codec = codec_of(name)
    return codec and _WIDER.get(codec, codec)


def usual_name(codec: str) -> str:
    """Return the name by which people know a codec; Python knows it by that, too.

    >>> [usual_name(codec) for codec in ("cp1252", "iso8859-2", "euc_jp", "cp850")]
    ['windows-1252', 'iso-8859-2', 'euc-jp', 'cp850']
    """
    name = codec.replace("_", "-")
    if name.startswith("cp125"):
        return name.replace("cp", "windows-")
    return name.replace("iso8859-", "iso-8859-").replace("iso2022-", "iso-2022-")
