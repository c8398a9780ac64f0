"""What a person says of files that does not stand in them.

An article is read from its file alone, but for what is told here: how the bytes
of a file are to be understood, and facts that hold for all its articles.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from searchkit.errors import ArgumentError


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingOptions:
    """What is told of a file; None where nothing is.

    Attributes:
        encoding: The encoding of its text, by any name that Python has for it. A
            byte order mark still counts first, since no other text begins with one.
        source: The outlet of its articles.
        language: ISO 639-1 code of their language.
        timezone: The name of the time zone that their times are meant in.

    Raises:
        ArgumentError: There is no such encoding.
    """

    encoding: str | None = None
    source: str | None = None
    language: str | None = None
    timezone: str | None = None

    def __post_init__(self) -> None:
        if self.encoding is not None and encoding_name(self.encoding) is None:
            raise ArgumentError(
                f"{self.encoding!r} is not the name of an encoding. "
                "Write a name such as utf-8, windows-1252 or shift_jis.",
                name="encoding",
                value=self.encoding,
            )


UNTOLD = ReadingOptions()
"""Nothing is told of a file."""

# They turn text into text, or escapes into characters, or host names into others.
_NO_ENCODINGS = frozenset(("idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"))


def encoding_name(name: str) -> str | None:
    """Return the name that Python has for an encoding of text, or None if there is no such one.

    >>> encoding_name("Latin-1"), encoding_name("windows-1252"), encoding_name("base64")
    ('iso8859-1', 'cp1252', None)
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):  # a name may hold a NUL, or a lone surrogate
        return None
    is_text = getattr(found, "_is_text_encoding", True)
    known = found.name.replace("_", "-")
    return found.name if is_text and known not in _NO_ENCODINGS else None
