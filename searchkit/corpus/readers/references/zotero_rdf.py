"""RDF as Zotero exports it: references with abstracts, and their notes, which are HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.markup.html import html_to_text
from searchkit.corpus.readers.references.rdf_nodes import Graph, Named, Node
from searchkit.corpus.readers.references.reference_articles import (
    Reference,
    articles_of_references,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article, Encoding
    from searchkit.corpus.open_file import OpenFile
    from searchkit.notes import Remark

_SPACE = "http://www.zotero.org/namespaces/export#"
_OTHER_SPACE = "http://purl.org/ontology/bibo/"  # of the other RDF that Zotero exports
_HEAD = 4_000  # characters in which an export names that space
_NOT_REFERENCES = frozenset(("attachment", "note"))
_NO_OUTLETS = frozenset(("Part", "Series"))


def is_zotero(text: str) -> bool:
    """Whether a text of RDF is an export of Zotero."""
    return _SPACE in text[:_HEAD]


def articles_of_zotero(
    file: OpenFile, text: str, encoding: Encoding
) -> Iterator[Article | ContentError | Remark]:
    """Yield the articles of the references that have an abstract or notes, and of other notes."""
    if _OTHER_SPACE in text[:_HEAD]:
        raise ContentError("is RDF of Bibliontology, which is not read: export Zotero RDF instead")
    graph = Graph(text, file.limits)
    yield from articles_of_references(file, _references(graph), encoding)
    if graph.damage:
        yield graph.damage


def _references(graph: Graph) -> Iterator[Reference]:
    noted = {
        value if isinstance(value, Named) else value.id
        for node in graph.tops
        for value in node.properties.get("isReferencedBy", ())
        if isinstance(value, (Named, Node))
    }
    for node in graph.tops:
        kind = node.text("itemType")
        if node.kind == "Memo" and node.id not in noted:
            yield Reference(node.id, {}, (), (_note(node),))
        elif kind and kind not in _NOT_REFERENCES and node.kind != "Memo":
            yield _reference(graph, node)


def _reference(graph: Graph, node: Node) -> Reference:
    """Return what a node says of a reference."""
    url = next((each.text("value") for each in graph.nodes(node, "identifier")), "")
    return Reference(
        id=node.id,
        facts={
            "title": _shown(node.text("title")),
            "date": node.text("date") or node.text("issued"),
            "source": _outlet(graph, node) or _publisher(graph, node),
            "url": url or node.id,
            "language": node.text("language"),
        },
        authors=tuple(_names(graph, node)),
        texts=(
            _shown(node.text("abstract")),
            *(_note(note) for note in graph.nodes(node, "isReferencedBy")),
        ),
    )


def _shown(text: str) -> str:
    """Return a text without the few elements that Zotero knows in titles, such as `<i>`."""
    return html_to_text(text, preformatted=True) if "<" in text else text


def _note(node: Node) -> str:
    return html_to_text(node.text("value"))


def _outlet(graph: Graph, node: Node) -> str:
    """Return the title of what a reference is a part of."""
    for whole in graph.nodes(node, "isPartOf"):
        if whole.kind not in _NO_OUTLETS and whole.text("title"):
            return whole.text("title")
        if whole is not node and whole.kind == "Part":
            for other in graph.nodes(whole, "isPartOf"):
                if other.text("title"):
                    return other.text("title")
    return ""


def _publisher(graph: Graph, node: Node) -> str:
    return next((each.text("name") for each in graph.nodes(node, "publisher")), "")


def _names(graph: Graph, node: Node) -> Iterator[str]:
    """Yield the names of the authors."""
    for sequence in graph.nodes(node, "authors"):
        for person in graph.nodes(sequence, "li"):
            given = person.text("givenName") or person.text("givenname")
            if name := f"{given} {person.text('surname')}".strip():
                yield name
