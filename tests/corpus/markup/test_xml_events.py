"""XML is read as it comes, within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.markup.xml_events import TextsOf, parse_xml
from searchkit.limits import ReadingLimits


class Told:
    """What a handler is told, in words."""

    def __init__(self) -> None:
        self.words: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.words.append(f"<{name} {dict(attributes)}>")

    def end(self, name: str) -> None:
        self.words.append(f"</{name}>")

    def characters(self, text: str) -> None:
        self.words.append(text)


def reason(content: bytes | Iterator[bytes], limits: ReadingLimits | None = None) -> str:
    parts = iter([content]) if isinstance(content, bytes) else content
    with pytest.raises(ContentError) as raised:
        parse_xml(parts, Told(), limits=limits or ReadingLimits(), what="OPF")
    return str(raised.value)


def test_elements_have_their_namespaces_and_entities_of_xml_are_characters() -> None:
    told = Told()
    parse_xml(iter([b'<a xmlns="urn:x" b="1">', b"T&amp;", b"D</a>"]), told, limits=ReadingLimits())

    assert told.words == ["<urn:x a {'b': '1'}>", "T&", "D", "</urn:x a>"]


@pytest.mark.parametrize(
    "entity", ['<!ENTITY a "aa">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a "b">']
)
def test_entities_of_a_file_are_an_error(entity: str) -> None:
    content = f"<!DOCTYPE x [{entity}]><x>&a;</x>".encode()

    assert reason(content) == "declares entities of its own, which are not read"


def test_an_entity_that_nobody_declared_is_nothing_where_a_file_names_a_list_of_entities() -> None:
    told = Told()
    content = (
        b'<!DOCTYPE html SYSTEM "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"><x>a&nbsp;b</x>'
    )
    parse_xml(iter([content]), told, limits=ReadingLimits())

    assert told.words == ["<x {}>", "ab", "</x>"]


def test_elements_in_each_other_are_limited() -> None:
    assert reason(b"<a>" * 9, ReadingLimits(nesting=8)) == (
        "has more than 8 elements in each other (limits.nesting)"
    )


def test_a_tag_that_never_ends_is_limited() -> None:
    endless = (b'<a b="' if number == 0 else b"x" * 60_000 for number in range(1000))

    assert reason(endless) == "has a tag of more than 4,194,304 bytes"


@pytest.mark.parametrize("content", [b"", b"<a>", b"tide", b'<?xml encoding="x-none"?><a/>'])
def test_what_is_not_well_formed_is_an_error(content: bytes) -> None:
    assert reason(content) == "is not valid OPF, line 1"


def test_texts_are_found_by_the_names_of_their_elements() -> None:
    texts = TextsOf(("title", "creator"))
    content = b"<a><t:title xmlns:t='urn:t'> High\nwater </t:title><creator/><other>x</other></a>"
    parse_xml(iter([content]), texts, limits=ReadingLimits())

    assert texts.texts == {"title": ["High\nwater"], "creator": []}
    assert texts.first("creator") is None
