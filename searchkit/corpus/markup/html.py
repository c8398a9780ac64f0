"""HTML, reduced to the text that a reader of the page would see.

Words that a page shows apart are apart in the text: blocks are parted by blank
lines, lines and items of lists by line ends, cells of tables by tabs. What a page
does not show (tags, comments, scripts, what an attribute or a style hides) is gone, and
entities are the characters that they mean. Where browsers would hide what may well be
words, the words are kept: a comment that nobody closed, `<mail@address>`, `<alpha and q>`,
whose name is no element's, `<a and b>`, whose attributes are no element's, and
`<branch-name>` or `<title>`, which name something to fill in.

Nothing is chosen from a page here: this is for what is an article already, such as the content of
an entry of a feed, of a letter or of a chapter. A whole page has its navigation in the text, too.

No tree is needed for that, only tags in their order. The parser of the standard
library is not used: in some of the Pythons that are supported it takes a time
that grows with the square of the length (CVE-2025-6069), and versions differ
in what they take for a comment. Here every character is looked at a few times
at most, since what was looked for in vain once is not looked for again.
"""

from __future__ import annotations

import re
from enum import IntEnum
from html import unescape

from searchkit.corpus.markup.hidden_elements import is_hidden


class _Gap(IntEnum):
    """How far apart two pieces of text are; of several, the widest counts."""

    NONE = 0
    SPACE = 1
    CELL = 2
    LINE = 3
    PARAGRAPH = 4


_SHOWN = ("", " ", "\t", "\n", "\n\n")  # for each of these
_LINE_ENDS = (_Gap.NONE, _Gap.LINE, _Gap.PARAGRAPH)  # for so many line ends, or more

_HIDDEN = frozenset(
    "audio canvas head iframe noframes script style svg template title video".split()
)
_CODE = frozenset(("script", "style"))  # what is never closed is code up to the end
_ELEMENTS = {
    _Gap.PARAGRAPH: """
        address article aside blockquote body caption center details dialog dir div dl fieldset
        figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html main menu nav noscript
        ol p pre search section table ul
    """,
    _Gap.LINE: "br dd dt figcaption legend li optgroup option summary tbody tfoot thead tr",
    _Gap.CELL: "td th",
    _Gap.SPACE: """
        button col colgroup embed frame img input isindex keygen label link map area meta meter
        object output param progress select source textarea track
    """,
    _Gap.NONE: """
        a abbr acronym b base basefont bdi bdo big blink cite code data datalist del dfn em font i
        ins kbd mark marquee nobr q rb rp rt rtc ruby s samp slot small span strike strong sub sup
        time tt u var wbr math maction menclose merror mfrac mi mmultiscripts mn mo mover mpadded
        mphantom mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder
        munderover semantics annotation
    """,
}
_GAPS = {name: gap for gap, names in _ELEMENTS.items() for name in names.split()}
_GAPS |= dict.fromkeys(_HIDDEN, _Gap.SPACE)

# Attributes that may have no value.
_BARE = frozenset(
    """
    allowfullscreen async autofocus autoplay border checked compact controls default defer disabled
    download formnovalidate hidden inert ismap itemscope loop multiple muted nohref nomodule
    noresize noshade novalidate nowrap open playsinline readonly required reversed selected
    """.split()
)
# Elements that are nothing without an attribute or an end tag; but words that name something.
_PLACEHOLDERS = frozenset(
    """
    area base data embed image img input label link map meta object option output param search
    source time title track var
    """.split()
)
_LONGEST_LOOK = 200  # characters in which the end of a tag is looked for, to tell if it is one

_TAG_START = re.compile(r"<(/?)([a-z][^\s/<>]{0,60})(?=[\s/>])", re.IGNORECASE | re.ASCII)
_TAG_TURN = re.compile(r">|=\s*([\"'])")  # where a tag ends, or a value in quotes begins
_OWN_NAME = re.compile(r"[a-z][\w.]*[:-][\w.:-]+", re.ASCII)  # `my-widget`, `o:p`
_DECLARATION = re.compile(
    r"<(?:!(?:doctype|element|entity|attlist|notation|\[)|\?(?:xml|php|=))", re.IGNORECASE
)
_CUT_TAG = re.compile(r"<([a-z][a-z0-9]{0,15})\s+[a-z][\w:-]*=[^<>]*\Z", re.IGNORECASE | re.ASCII)
_END_TAG = re.compile(r"</([a-z][\w.:-]{0,60})\s*>", re.IGNORECASE | re.ASCII)
_ENDLESS_NUMBER = re.compile(r"&#(?=[0-9]{20})")  # of no character, and too long for Python


def html_to_text(html: str, *, preformatted: bool = False) -> str:
    r"""Return the text of some HTML, with the boundaries of its blocks, lines and cells.

    Args:
        html: The HTML.
        preformatted: Whether its line ends and spaces are shown as they are, as in
            texts whose paragraphs are not marked up.

    >>> html_to_text("<p>Caf&eacute; <em>owners</em> met.</p><ul><li>Heron<li>Egret</ul>")
    'Café owners met.\n\nHeron\nEgret'
    >>> html_to_text("a < b, or <alpha and q>")
    'a < b, or <alpha and q>'
    """
    reader = _Reader(html, preformatted=preformatted)
    reader.read()
    if not reader.text.parts:  # a script would show what is hidden
        reader = _Reader(html, preformatted=preformatted, heeds_hiding=False)
        reader.read()
    return "".join(reader.text.parts)


def unescaped(text: str) -> str:
    """Return a text with the characters that its entities mean.

    >>> unescaped("the keeper&#8217;s boat &amp; others")
    'the keeper’s boat & others'
    """
    return unescape(_ENDLESS_NUMBER.sub("&amp;#", text)) if "&" in text else text


def is_element(name: str) -> bool:
    """Whether HTML has an element of that name, today or in the past."""
    return name.lower() in _GAPS


def is_shown(name: str) -> bool:
    """Whether it is an element whose text a page shows."""
    return is_element(name) and name.lower() not in _HIDDEN


class _Text:
    """Text that is put together piece by piece, with the gaps between."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._gap = _Gap.NONE

    def part(self, gap: _Gap) -> None:
        """Put a gap before what comes next, unless a wider one is there already."""
        self._gap = max(self._gap, gap)

    def end_line(self) -> None:
        """Begin a new line; the second one in a row leaves a blank one."""
        self._gap = _Gap.LINE if self._gap < _Gap.LINE else _Gap.PARAGRAPH

    def add(self, text: str, *, verbatim: bool) -> None:
        """Add a piece in which entities are written out; white space is one space."""
        text = unescaped(text)
        if not text or text.isspace():
            ends = min(text.count("\n"), 2) if verbatim else 0
            self.part(_LINE_ENDS[ends] if ends or not text else _Gap.SPACE)
            return
        if verbatim:
            before = len(text) - len(text.lstrip("\n"))
            behind = len(text) - len(text.rstrip("\n"))
            self.part(_LINE_ENDS[min(before, 2)])
            self._write(text.strip("\n"))
            self._gap = _LINE_ENDS[min(behind, 2)]
            return
        if text[0].isspace():
            self.part(_Gap.SPACE)
        self._write(" ".join(text.split()))
        self._gap = _Gap.SPACE if text[-1].isspace() else _Gap.NONE

    def _write(self, text: str) -> None:
        if self.parts:
            self.parts.append(_SHOWN[self._gap])
        self.parts.append(text)


class _Reader:
    """Reads HTML from its beginning to its end, once."""

    def __init__(self, html: str, *, preformatted: bool, heeds_hiding: bool = True) -> None:
        self.text = _Text()
        self._heeds_hiding = heeds_hiding
        self._html = html
        self._last_end = html.rfind(">")
        self._last_comment_end = html.rfind("-->")
        self._heeds_quotes = True
        self._never_closed: set[str] = set()
        self._own_names = {name.lower() for name in _END_TAG.findall(html)}
        self._opened: set[str] = set()  # names of tags so far
        self._preformatted = int(preformatted)
        self._has_sections = "<![CDATA[" in html
        self._tag_before = ("", 0)  # a name, and where its tag ended

    def read(self) -> None:
        """Read all of it."""
        html = self._html
        position = shown = 0
        while 0 <= (start := html.find("<", position)) < self._last_end:
            position = self._markup(start, shown)
            if position > start:
                shown = position
            else:
                position = start + 1
        self._show(shown, self._end_of_text(shown))

    def _end_of_text(self, start: int) -> int:
        """Return where the text ends, before a tag that was cut off within its attributes."""
        cut = _CUT_TAG.match(self._html, max(self._html.rfind("<"), start))
        return cut.start() if cut and cut[1].lower() in _GAPS else len(self._html)

    def _markup(self, start: int, shown: int) -> int:
        """Read what begins with a `<`; return where it ends, or its start if it is text.

        Args:
            start: Where it begins.
            shown: Where the text begins that was not added yet.
        """
        if tag := _TAG_START.match(self._html, start):
            name = tag[2].lower()
            if not self._is_tag(name, tag.end(), closes=bool(tag[1])):
                return start
            self._opened.add(name)
            self._show(shown, start)
            end = self._end_of_tag(tag.end())
            return self._tag(name, start, end, closes=bool(tag[1]))
        end = self._end_of_declaration(start)
        if end > start:
            self._show(shown, start)
        return end

    def _is_tag(self, name: str, position: int, *, closes: bool) -> bool:
        """Whether something is a tag, from its name and the position behind that."""
        end = self._html.find(">", position, position + _LONGEST_LOOK)
        is_element = name in _GAPS
        is_own = name in self._own_names
        if closes:
            return is_element or name in self._opened
        if end < 0:
            return is_element or is_own
        attributes = self._html[position:end].removesuffix("/")
        if "=" in attributes:
            return is_element or is_own or _OWN_NAME.fullmatch(name) is not None
        if any(word not in _BARE and "-" not in word for word in attributes.lower().split()):
            return False
        return is_own or (is_element and (name not in _PLACEHOLDERS or bool(attributes.strip())))

    def _end_of_tag(self, position: int) -> int:
        """Return where a tag ends, from the position behind its name."""
        if self._heeds_quotes:
            behind = position
            while turn := _TAG_TURN.search(self._html, behind):
                if turn[1] is None:
                    return turn.end()
                behind = self._html.find(turn[1], turn.end()) + 1
                if behind == 0:
                    break
            self._heeds_quotes = False  # a quotation mark is missing from here on
        return self._html.index(">", position) + 1

    def _end_of_declaration(self, start: int) -> int:
        """Return where a comment, or what is like one, ends; its start if it is none."""
        html = self._html
        if html.startswith("<!--", start):
            return start if start > self._last_comment_end else html.index("-->", start + 2) + 3
        if html.startswith("<![CDATA[", start):
            return start + 9  # what is in it is read as what is not
        if _DECLARATION.match(html, start):
            return html.index(">", start) + 1
        return start

    def _tag(self, name: str, start: int, end: int, *, closes: bool) -> int:
        """Heed a tag; return where reading goes on."""
        if name in _HIDDEN and not closes:
            self.text.part(_Gap.SPACE)
            return self._end_of_hidden(name, end)
        may_hide = name in _GAPS and self._heeds_hiding and not closes
        if may_hide and is_hidden(name, self._html[start:end]):
            self.text.part(_GAPS[name])
            return self._end_of_element(name, end)
        if name == "br":
            self.text.end_line()
        else:
            self.text.part(_GAPS.get(name, _Gap.SPACE))
        if name == "pre":
            self._preformatted = max(0, self._preformatted + (-1 if closes else 1))
        before, end_before = self._tag_before
        if {before, name} == {"a", "sup"} and end_before == start and not closes:
            self.text.part(_Gap.SPACE)  # the mark of a note is no part of the word before
        self._tag_before = ("" if closes else name, end)
        return end

    def _end_of_hidden(self, name: str, end: int) -> int:
        """Return where an element ends that is not shown, from the end of its first tag."""
        if name in self._never_closed:
            return end
        closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self._html, end)
        if closing:
            return closing.end()
        self._never_closed.add(name)
        return len(self._html) if name in _CODE else end

    def _end_of_element(self, name: str, end: int) -> int:
        """Return where an element ends that may have others of its name in it.

        One that is never closed, or in vain, ends at once: what may well be words is shown.

        Args:
            name: The name of the element, in lower case.
            end: Where its first tag ends.
        """
        if name in self._never_closed:
            return end
        depth = 1
        tags = re.compile(rf"<(/?){re.escape(name)}(?=[\s/>])[^<>]*>", re.IGNORECASE)
        for tag in tags.finditer(self._html, end):
            depth += -1 if tag[1] else 1
            if depth == 0:
                return tag.end()
            if name == "p":  # it ends where the next one begins
                return tag.start()
        self._never_closed.add(name)
        return end

    def _show(self, start: int, end: int) -> None:
        if start < end:
            text = self._html[start:end]
            if self._has_sections:
                text = text.replace("]]>", "")
            self.text.add(text, verbatim=self._preformatted > 0)
