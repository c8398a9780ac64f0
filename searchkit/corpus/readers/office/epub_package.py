"""What an EPUB file says of itself: its facts, its chapters in order, and how these are called."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.markup.xml_events import local_name, parse_xml
from searchkit.corpus.readers.office.zip_members import path_within
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchkit.corpus.readers.office.zip_members import ZipMembers

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONTS_ONLY = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_FACTS = ("title", "creator", "publisher", "language", "date", "type", "source", "identifier")
_NOT_THE_TEXT = ("toc", "cover", "title-page", "index", "copyright-page", "loi", "lot")
_LONGEST = 10_000  # characters of a fact or a label


class Label(NamedTuple):
    """How a chapter is called in the table of contents.

    Attributes:
        text: Its title.
        kind: What it is said to be, such as `article` in a magazine, or nothing.
    """

    text: str
    kind: str


class Fact(NamedTuple):
    """A value that a file states.

    Attributes:
        value: The value.
        role: What it is more precisely: of a date `modification`, of a person `aut`.
    """

    value: str
    role: str


class Package(NamedTuple):
    """What a file says of itself.

    Attributes:
        facts: Its facts by the local names of Dublin Core.
        metas: Its other properties by name.
        chapters: The members that are its text, in order.
        labels: How these are called.
    """

    facts: Mapping[str, list[Fact]]
    metas: Mapping[str, str]
    chapters: tuple[str, ...]
    labels: Mapping[str, Label]


def package_of(members: ZipMembers) -> Package:
    """Return what an EPUB file says of itself.

    Raises:
        ContentError: It is none, or its text is encrypted.
    """
    container = _Container()
    _parse(members, _CONTAINER, container)
    if container.path not in members:
        raise ContentError(f"is not {members.kind}, but something else")
    package = _PackageFile(container.path)
    _parse(members, container.path, package)
    encrypted = _Encryption()
    _parse(members, _ENCRYPTION, encrypted)
    chapters = package.chapters()
    if encrypted.members.intersection(chapters):
        raise ContentError("is encrypted (DRM)")
    labels: dict[str, Label] = {}
    for name in package.contents():
        contents = _Contents(name)
        with suppress(ContentError):  # the chapters can be read without
            _parse(members, name, contents)
        for member, label in contents.labels.items():
            labels.setdefault(member, label)
    return Package(package.facts, package.metas, chapters, labels)


def _parse(members: ZipMembers, name: str, handler: _Handler) -> None:
    if name in members:
        parse_xml(members.parts(name), handler, limits=members.limits, what="EPUB")


class _Handler:
    """Handles elements that have attributes, or one text each."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._texts.clear()
        self.begin(local_name(name), {local_name(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self.finish(local_name(name), " ".join("".join(self._texts).split())[:_LONGEST])

    def characters(self, text: str) -> None:
        self._texts.append(text[:_LONGEST])

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Heed the beginning of an element, by its local name."""

    def finish(self, name: str, text: str) -> None:
        """Heed the end of an element, and the text behind its last child."""


class _Container(_Handler):
    """Handles the file that names the others."""

    path = ""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "rootfile" and not self.path:
            self.path = path_within("", attributes.get("full-path", ""))


class _Encryption(_Handler):
    """Handles the list of encrypted members; fonts that are only obscured do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.members: set[str] = set()
        self._is_font = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "EncryptionMethod":
            self._is_font = attributes.get("Algorithm") in _FONTS_ONLY
        elif name == "CipherReference" and not self._is_font:
            self.members.add(path_within("", attributes.get("URI", "")))


class _PackageFile(_Handler):
    """Handles the file of facts and members."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.facts: dict[str, list[Fact]] = {name: [] for name in _FACTS}
        self.metas: dict[str, str] = {}
        self._base = base
        self._items: dict[str, tuple[str, str]] = {}  # by id: the member, and its type
        self._spine: list[str] = []
        self._left_out: set[str] = set()
        self._navigation: list[str] = []
        self._role = ""
        self._in_facts = False

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        member = path_within(self._base, attributes.get("href", ""))
        if name == "metadata":
            self._in_facts = True
        elif name == "meta" and (key := attributes.get("name") or attributes.get("property")):
            self.metas.setdefault(key, attributes.get("content", ""))
            self._role = key
        elif name == "item":
            self._items[attributes.get("id", "")] = member, attributes.get("media-type", "")
            if "nav" in attributes.get("properties", "").split():
                self._navigation.append(member)
                self._left_out.add(member)
        elif name == "spine":
            self._navigation += filter(None, [attributes.get("toc", "")])
        elif name == "itemref":
            self._spine.append(attributes.get("idref", ""))
        elif name == "reference" and attributes.get("type", "").lower() in _NOT_THE_TEXT:
            self._left_out.add(member)
        else:
            self._role = attributes.get("event") or attributes.get("role") or ""

    def finish(self, name: str, text: str) -> None:
        if name == "metadata":
            self._in_facts = False
        elif self._in_facts and text and name in self.facts:
            self.facts[name].append(Fact(text, self._role))
        elif self._in_facts and text and name == "meta" and not self.metas.get(self._role):
            self.metas[self._role] = text

    def chapters(self) -> tuple[str, ...]:
        """Return the members that are text, in order, each once."""
        listed = (self._items.get(id_, ("", "")) for id_ in self._spine)
        pages = (name for name, kind in listed if name and (kind in _PAGES or not kind))
        return tuple(dict.fromkeys(name for name in pages if name not in self._left_out))

    def contents(self) -> list[str]:
        """Return the members with the table of contents."""
        return [self._items[one][0] if one in self._items else one for one in self._navigation]


class _Contents(_Handler):
    """Handles a table of contents: that of EPUB 2, whose labels are texts, or of EPUB 3, links."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.labels: dict[str, Label] = {}
        self._base = base
        self._kinds: list[str] = []  # of the points that are begun
        self._label = ""
        self._link = ""
        self._in_link: list[str] = []

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "navPoint":
            self._kinds.append(attributes.get("class", ""))
        elif name == "content" and "src" in attributes:
            self._add(attributes["src"], self._label, self._kinds[-1] if self._kinds else "")
        elif name == "a":
            self._link = attributes.get("href", "")
            self._in_link.clear()

    def characters(self, text: str) -> None:
        super().characters(text)
        if self._link:
            self._in_link.append(text[:_LONGEST])

    def finish(self, name: str, text: str) -> None:
        if name == "navPoint":
            self._kinds.pop()
        elif name == "text":
            self._label = text
        elif name == "a" and self._link:
            self._add(self._link, " ".join("".join(self._in_link).split())[:_LONGEST], "")
            self._link = ""

    def _add(self, address: str, text: str, kind: str) -> None:
        member = path_within(self._base, address)
        if member and text:
            self.labels.setdefault(member, Label(text, kind))
