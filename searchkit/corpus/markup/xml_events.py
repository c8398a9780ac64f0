"""XML, read as it comes: elements begin and end, with text between.

No tree is made, so memory does not grow with a file. Entities that a file declares are an error,
since they can make gigabytes of a few lines or name other files; those of XML itself are the
characters that they mean. Nothing is fetched. The parser is Expat, which comes with Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol
from xml.parsers import expat

from searchkit.corpus.content_error import ContentError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from searchkit.limits import ReadingLimits

_LARGEST_TAG = 1 << 22  # bytes; a longer one would be looked at again with each part that comes
_LONGEST_TEXT = 10_000  # characters of a text that is looked for by its name
_TEXTS_AT_ONCE = 1 << 16  # characters of text that Expat puts together


class Handler(Protocol):
    """What is told of the elements of a file."""

    def start(self, name: str, attributes: Mapping[str, str], /) -> None:
        """An element begins.

        Args:
            name: Its name: the namespace, a space and the local name; or the local name alone.
            attributes: The values of its attributes, by names of the same form.
        """

    def end(self, name: str, /) -> None:
        """An element ends."""

    def characters(self, text: str, /) -> None:
        """Text comes, or a part of it."""


def parse_xml(
    parts: Iterable[bytes | str], handler: Handler, *, limits: ReadingLimits, what: str = "XML"
) -> None:
    """Tell a handler of the elements of a file.

    Args:
        parts: The file, in parts of any size.
        handler: What is told.
        limits: How deep elements may be within each other.
        what: What the file is called if it is damaged.

    Raises:
        ContentError: It is not well-formed, declares entities, or goes beyond a limit.
    """
    for _ in parse_step_by_step(parts, handler, limits=limits, what=what):
        pass


def parse_step_by_step(
    parts: Iterable[bytes | str], handler: Handler, *, limits: ReadingLimits, what: str = "XML"
) -> Iterator[None]:
    """Do the same, and yield after each part, so that what was found so far can be used."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = _TEXTS_AT_ONCE
    depth = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.nesting:
            raise ContentError(limits.passed("nesting", "has more than {} elements in each other"))
        handler.start(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(name)

    def refuse(*_: object) -> None:
        raise ContentError("declares entities of its own, which are not read")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.characters
    parser.EntityDeclHandler = refuse
    fed = 0
    try:
        for part in parts:
            parser.Parse(part)
            fed += len(part)
            if fed - parser.CurrentByteIndex > _LARGEST_TAG + len(part):
                raise ContentError(f"has a tag of more than {_LARGEST_TAG:,} bytes")
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - it is the last part
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = f", line {error.lineno:,}" if isinstance(error, expat.ExpatError) else ""
        raise ContentError(f"is not valid {what}{line}") from error


class TextsOf:
    """Handles elements that hold one text each, such as the title among the properties of a file.

    Args:
        names: Their local names.

    Attributes:
        texts: The texts by local name, without blanks around them.
    """

    def __init__(self, names: Collection[str]) -> None:
        self.texts: dict[str, list[str]] = {name: [] for name in names}
        self._begun: list[str] = []
        self._left = 0

    def start(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Begin a text, if it is an element that holds one."""
        self._begun.clear()
        self._left = _LONGEST_TEXT if local_name(name) in self.texts else 0

    def end(self, name: str) -> None:
        """End the text that was begun."""
        if self._left and (text := "".join(self._begun).strip()):
            self.texts[local_name(name)].append(text)
        self._left = 0

    def characters(self, text: str) -> None:
        """Add to the text that was begun, as far as it may be long."""
        if self._left:
            self._begun.append(text[: self._left - 1])
            self._left = max(self._left - len(text), 1)

    def first(self, name: str) -> str | None:
        """Return the first text of an element of that local name."""
        return next(iter(self.texts[name]), None)


def local_name(name: str) -> str:
    """Return a name without its namespace.

    >>> local_name("http://purl.org/dc/elements/1.1/ title")
    'title'
    """
    return name.rpartition(" ")[2]
