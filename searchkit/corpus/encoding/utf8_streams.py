"""A stream of bytes in any encoding, read as UTF-8.

What is neither of wide units nor of an encoding that somebody says comes out as it is: in
all other encodings line ends are those of ASCII, so that each line can be judged by itself.
"""

from __future__ import annotations

import codecs
from typing import Protocol

from searchkit.article import Encoding, Known
from searchkit.corpus.encoding.codec_names import usual_name
from searchkit.corpus.encoding.recognising import NamedCodec, named_codec
from searchkit.corpus.encoding.unmarked_utf16 import wide_codec

_HEAD = 1 << 16  # bytes that show whether a stream has wide units
_CHUNK = 1 << 16  # bytes that are made UTF-8 at a time


class Stream(Protocol):
    """Bytes that are read one after another."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where there are no more."""

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""


class UTF8Stream:
    """A stream as UTF-8.

    Args:
        stream: The content of a file, unpacked.
        encoding: The encoding, if a person says it.

    Attributes:
        encoding: What all of the stream was read in; None: what comes out may be in any
            encoding in which line ends are those of ASCII.
    """

    def __init__(self, stream: Stream, *, encoding: str | None = None) -> None:
        self._stream = stream
        head = stream.read(_HEAD)
        named = named_codec(head, encoding)
        if named is None and b"\0" in head and (codec := wide_codec(head)):
            named = NamedCodec(codec, 0, Known.GUESSED)
        self.encoding = named and Encoding(usual_name(named.codec), named.known)
        self._ahead = head[named.mark_length :] if named else head
        self._decoder = None
        # What is damaged behind a mark of UTF-8 is judged line by line, too.
        if named and (named.codec, named.known) != ("utf-8", Known.MARK):
            self._decoder = codecs.getincrementaldecoder(named.codec)("replace")
            self._ahead = self._decoder.decode(self._ahead).encode()

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer; none only at the end."""
        ahead = self._ahead
        if len(ahead) < size:
            ahead += self._more(size - len(ahead))
        self._ahead = ahead[size:]
        return ahead[:size]

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""
        pieces = []
        left = size
        while left > 0 and (self._ahead or self._fill(left)):
            end = self._ahead.find(b"\n", 0, left) + 1
            pieces.append(self._ahead[: end or left])
            self._ahead = self._ahead[end or left :]
            left -= len(pieces[-1])
            if end:
                break
        return b"".join(pieces)

    def _fill(self, size: int) -> bool:
        self._ahead = self._more(_CHUNK) if self._decoder else self._stream.readline(size)
        return bool(self._ahead)

    def _more(self, size: int) -> bytes:
        """Return what comes next in the stream, in UTF-8."""
        if not self._decoder:
            return self._stream.read(size)
        while content := self._stream.read(size):
            if found := self._decoder.decode(content):
                return found.encode()
        return self._decoder.decode(b"", final=True).encode()
