"""What a reader gets: an open file, and how it is to be read.

A reader takes the content as a stream of bytes, as all of its bytes or as text, whichever
suits the format, and makes each article by :func:`searchkit.corpus.assembling.assemble`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from searchkit.corpus.encoding.decoding import decode
from searchkit.corpus.escaping import one_line
from searchkit.corpus.unpacking import read_whole, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchkit.corpus.containers.members import Content
    from searchkit.corpus.encoding.recognising import Decoded
    from searchkit.corpus.encoding.utf8_streams import Stream
    from searchkit.corpus.settings.reading_options import ReadingOptions
    from searchkit.corpus.stripes import Stripe
    from searchkit.limits import ReadingLimits

_WIDEST = 4  # bytes of a character, in the widest of encodings


@dataclass(slots=True)
class OpenFile:
    """An open file of a corpus.

    Attributes:
        content: Its bytes as they are stored.
        size: How many these are.
        name: Its path in the corpus as the operating system knows it.
        path: The same, fit for keys and messages.
        options: What a person set for it.
        limits: How much is read at most.
        stripe: Which blocks are to be read, of a file that is read in blocks.
        block_passed: Called after each block, read or not, with its number and how far the
            reading has come, in bytes as they are stored.
    """

    content: Content
    size: int
    name: str
    path: str
    options: ReadingOptions
    limits: ReadingLimits
    stripe: Stripe
    block_passed: Callable[[int, int], None]
    _given: set[int] = field(default_factory=set)  # names within the file, hashed to save memory

    def stream(self) -> Stream:
        """Return the content as a stream, unpacked."""
        return unpacked(self.content, self.name, self.size, self.limits)

    def whole(self) -> bytes:
        """Return the whole content, unpacked."""
        reason = self.limits.passed("file_size", "has more than {} bytes")
        return read_whole(self.stream(), most=self.limits.file_size, reason=reason)

    def text(self) -> Decoded:
        """Return the text of a file that is one article."""
        most = self.limits.article_size * _WIDEST
        if most > self.limits.file_size:
            content = self.whole()
        else:
            content = read_whole(self.stream(), most=most, reason=too_long(self.limits))
        return decode(content, encoding=self.options.encoding)

    def key(self, id: str | None, number: int) -> str:  # noqa: A002 - what formats call it
        """Return the key of one article of several, which none before it was given.

        Args:
            id: What the file calls it, if anything.
            number: Its number, from 1.
        """
        name = one_line(id or str(number))
        unused = name
        copy = 1
        while hash(unused) in self._given:
            copy += 1
            unused = f"{name}~{copy}"
        self._given.add(hash(unused))
        return f"{self.path}#{unused}"


def too_long(limits: ReadingLimits) -> str:
    """Return what is said of an article that is too long."""
    return limits.passed("article_size", "has an article of more than {} characters")
