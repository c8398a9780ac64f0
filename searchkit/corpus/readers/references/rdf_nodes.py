"""RDF in XML, as trees of nodes with properties: as much of it as exports of references need.

Elements are nodes and properties in turn. A node may be within a property or be named by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.markup.xml_events import local_name, parse_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from searchkit.limits import ReadingLimits

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns# "
_PART = 1 << 16  # characters


class Node:
    """A node.

    Attributes:
        kind: The local name of its type.
        id: What others name it by, or nothing.
        properties: Its texts and nodes by the local name of the property, in order; of a node
            that is elsewhere, its name.
    """

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.id = name
        self.properties: dict[str, list[Node | Named | str]] = {}

    def text(self, name: str) -> str:
        """Return the first text of a property, or nothing."""
        return next((one for one in self.properties.get(name, ()) if isinstance(one, str)), "")


class Named(str):
    """The name of a node that is elsewhere."""

    __slots__ = ()


class Graph:
    """The nodes of a file.

    Attributes:
        tops: Those that are within no other one, in order.
        damage: Why there may be more that could not be read, or None.

    Raises:
        ContentError: There are none that could be read.
    """

    def __init__(self, text: str, limits: ReadingLimits) -> None:
        reader = _Reader()
        parts = (text[start : start + _PART] for start in range(0, len(text), _PART))
        self.damage: ContentError | None = None
        try:
            parse_xml(parts, reader, limits=limits, what="RDF")
        except ContentError as error:
            if len(reader.tops) < 2:  # the last one may not be whole
                raise
            self.damage = error
            reader.tops.pop()
        self.tops = reader.tops
        self._by_id = {node.id: node for node in reader.tops if node.id}

    def nodes(self, node: Node, name: str) -> Iterator[Node]:
        """Yield the nodes that are the values of a property of a node."""
        for value in node.properties.get(name, ()):
            if isinstance(value, Node):
                yield value
            elif isinstance(value, Named) and value in self._by_id:
                yield self._by_id[value]


class _Reader:
    """Handles elements: the outermost one holds nodes, a node properties, a property nodes."""

    def __init__(self) -> None:
        self.tops: list[Node] = []
        self._begun: list[Node | str] = []  # nodes and the names of properties, in turn
        self._text: list[str] = []
        self._depth = 0
        self._has_node = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        self._text.clear()
        self._has_node = False
        if self._depth == 1:
            return
        around = self._begun[-1] if self._begun else None
        if isinstance(around, Node):
            self._begun.append(local_name(name))
            named = attributes.get(f"{_RDF}resource")
            if named:
                around.properties.setdefault(local_name(name), []).append(Named(named))
            return
        about = attributes.get(f"{_RDF}about") or attributes.get(f"{_RDF}ID") or ""
        node = Node(local_name(name), about)
        if isinstance(around, str):
            holder = self._begun[-2]
            assert isinstance(holder, Node)
            holder.properties.setdefault(around, []).append(node)
        else:
            self.tops.append(node)
        self._begun.append(node)

    def end(self, _name: str) -> None:
        self._depth -= 1
        if not self._begun:
            return
        ended = self._begun.pop()
        if isinstance(ended, str) and not self._has_node:
            holder = self._begun[-1]
            assert isinstance(holder, Node)
            if text := "".join(self._text).strip():
                holder.properties.setdefault(ended, []).append(text)
        self._text.clear()
        self._has_node = isinstance(ended, Node)

    def characters(self, text: str) -> None:
        self._text.append(text)
