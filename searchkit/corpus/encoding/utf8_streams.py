"""A stream of bytes in any encoding, read as UTF-8.

What is neither of wide units nor of an encoding that somebody says comes out as it is: in
all other encodings line ends are those of ASCII, so that each line can be judged by itself.
"""

from __future__ import annotations

import codecs
import io
from typing import Protocol

from searchkit.article import Encoding, Known
from searchkit.corpus.encoding.codec_names import usual_name
from searchkit.corpus.encoding.recognising import NamedCodec, named_codec
from searchkit.corpus.encoding.unmarked_utf16 import wide_codec

_HEAD = 1 << 16  # bytes that show whether a stream has wide units


class Stream(Protocol):
    """Bytes that are read one after another."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, or fewer where there are no more."""

    def readline(self, size: int, /) -> bytes:
        """Return the bytes up to the end of the line, so many at most."""


def as_utf8(stream: Stream, *, encoding: str | None = None) -> tuple[Stream, Encoding | None]:
    """Return a stream as UTF-8, and what all of it was read in.

    Where that is None, what comes out may be in any encoding in which line ends are those
    of ASCII.

    Args:
        stream: The content of a file, unpacked.
        encoding: The encoding, if a person says it.
    """
    head = stream.read(_HEAD)
    named = named_codec(head, encoding)
    if named is None and b"\0" in head and (codec := wide_codec(head)):
        named = NamedCodec(codec, 0, Known.GUESSED)
    if named is None:
        return io.BufferedReader(_Decoded(head, stream, None)), None
    # What is damaged behind a mark of UTF-8 is judged line by line, too.
    is_utf_8 = (named.codec, named.known) == ("utf-8", Known.MARK)
    decoder = None if is_utf_8 else codecs.getincrementaldecoder(named.codec)("replace")
    decoded = _Decoded(head[named.mark_length :], stream, decoder)
    return io.BufferedReader(decoded), Encoding(usual_name(named.codec), named.known)


class _Decoded(io.RawIOBase):
    """Bytes that were read ahead and those behind them, in UTF-8 if there is a decoder."""

    def __init__(
        self, head: bytes, stream: Stream, decoder: codecs.IncrementalDecoder | None
    ) -> None:
        self._ahead = decoder.decode(head).encode() if decoder else head
        self._stream = stream
        self._decoder = decoder

    def readable(self) -> bool:
        """Whether it can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read bytes into a buffer, none only at the end; return how many."""
        content = b"more"
        while content and not self._ahead:
            content = self._stream.read(len(buffer))
            if self._decoder:
                self._ahead = self._decoder.decode(content, final=not content).encode()
            else:
                self._ahead = content
        length = min(len(buffer), len(self._ahead))
        buffer[:length], self._ahead = self._ahead[:length], self._ahead[length:]
        return length
