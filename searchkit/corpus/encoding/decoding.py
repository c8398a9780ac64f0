"""Bytes of a file -> text, or a reason why they are none.

`recognising` knows the encoding, `cleaning` what text looks like behind this part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.article import UTF_8, Encoding, Known
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.encoding.cleaning import clean
from searchkit.corpus.encoding.recognising import Decoded, recognise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NOTHING = " \n\0\ufeff"


def decode(content: bytes, *, encoding: str | None = None) -> Decoded:
    """Return the text of some bytes, clean.

    Args:
        content: The bytes.
        encoding: Their encoding, if a person says it.

    Raises:
        ContentError: They are not text, or there is none.
    """
    found = decode_raw(content, encoding=encoding)
    return Decoded(clean(found.text), found.encoding)


def decode_raw(content: bytes, *, encoding: str | None = None) -> Decoded:
    """Return the text of some bytes as it is, for what has rules of its own, as JSON has.

    Raises:
        ContentError: They are not text, or there is none.
    """
    found = recognise(content, encoding=encoding)
    if found is None:
        raise ContentError("is binary, not text")
    if not found.text.strip(_NOTHING).strip():
        raise ContentError("is empty")
    return found


def decode_lines(lines: Sequence[bytes], *, encoding: Encoding | None) -> Iterator[Decoded | None]:
    """Yield the texts of lines of one stream as they are; None: it is no text.

    Each line that is valid UTF-8 is read so; the others are judged together, since
    one alone may tell little.

    Args:
        lines: The lines.
        encoding: What all of the stream was read in, if that is known; the lines are UTF-8 then.
    """
    known = encoding or UTF_8
    found: list[Decoded | None] = []
    others: list[int] = []
    for number, line in enumerate(lines):
        try:
            found.append(_of_line(line.decode("utf-8"), known))
        except UnicodeDecodeError:
            found.append(None)
        if found[-1] is None or (encoding is None and (b"\x1b" in line or b"~{" in line)):
            others.append(number)
    together = recognise(b"\n".join([lines[number] for number in others])) if others else None
    texts = together.text.split("\n") if together else []
    for position, number in enumerate(others):
        if together and len(texts) == len(others):
            found[number] = Decoded(texts[position], together.encoding)
        else:
            found[number] = recognise(lines[number])
    yield from found


def _of_line(text: str, known: Encoding) -> Decoded:
    """Return a line of a stream, and in doubt if what somebody said does not fit it."""
    if known.known is Known.DECLARED and "\ufffd" in text:
        known = Encoding(known.name, Known.DOUBTFUL)
    return Decoded(text, known)
