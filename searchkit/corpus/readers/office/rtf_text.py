"""RTF -> its text, and what it states of itself.

RTF is text with groups in braces, and control words behind backslashes. A word changes how what
follows looks, up to the end of its group, or says that its group is no text: a table of fonts, a
picture, a header. Bytes mean what the code page of the font says, and `\\u` gives a character by
its number, with a stand-in behind it for programs that do not know it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from searchkit.corpus.content_error import ContentError
from searchkit.corpus.readers.block_text import BlockText
from searchkit.corpus.readers.office import rtf_signs
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from searchkit.limits import ReadingLimits

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\(.)|([{}])|[\r\n\0]+"
    rb"|([^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)
_STATED = frozenset(("title", "author"))
_PLACES = frozenset(("fonttbl", "stylesheet", "info"))
_LONGEST_FACT = 1000  # characters
_OFF = 0


class RichText(NamedTuple):
    """What is in a file.

    Attributes:
        text: Its text.
        lines: The same with one line a paragraph, also for those that are empty.
        title: The paragraph in the style of a title before all others, which is not in the text.
        stated: The title and the author that the file states, by their names.
    """

    text: str
    lines: str
    title: str | None
    stated: dict[str, str]


@dataclass(slots=True)
class _Group:
    """How what is in a group is read.

    Attributes:
        place: What it is: `text`, `fonttbl`, `stylesheet`, `title`, `author`, or nothing.
        codec: What bytes mean.
        stand_ins: Characters behind each character that is given by its number.
        is_hidden: Whether it is not shown, or was deleted with changes tracked.
        is_note: Whether a note ends with it.
        is_box: Whether a text box does.
        style: The number of the style of the paragraph.
    """

    place: str = "text"
    codec: str = rtf_signs.ANSI
    stand_ins: int = 1
    is_hidden: bool = False
    is_note: bool = False
    is_box: bool = False
    style: int = 0


def read_rtf(content: bytes, limits: ReadingLimits) -> RichText:
    """Return what is in an RTF file.

    Args:
        content: The file.
        limits: How long its text may be, and how deep groups within each other.

    Raises:
        ContentError: It goes beyond a limit.
    """
    reader = _Reader(limits)
    position = 0
    while token := _TOKEN.match(content, position):
        position = token.end() + reader.read(token)
    return reader.result()


class _Reader:
    """Reads tokens one after another."""

    def __init__(self, limits: ReadingLimits) -> None:
        self._limits = limits
        self._text = BlockText(limits)
        self._title: str | None = None
        self._stated: dict[str, str] = {}
        self._groups: list[_Group] = []
        self._group = _Group()
        self._default = rtf_signs.ANSI
        self._fonts: dict[int, str] = {}
        self._font = 0  # that is being defined
        self._styles: dict[int, str] = {}
        self._bytes = bytearray()  # not decoded yet, since several may be one character
        self._high = 0  # the first half of a character that is given in two
        self._to_skip = 0  # characters that stand in for one that was given by its number
        self._is_optional = False  # whether the group may be left out by who does not know it
        self._is_item = False
        self._has_text = False
        self._in_table = False
        self._may_leave_table = False

    def read(self, token: re.Match[bytes]) -> int:
        """Heed a token; return how many bytes behind it are to be left out."""
        word, number, byte, symbol, brace, plain = token.groups()
        if plain is not None:
            self._plain(plain)
        elif byte is not None:
            self._plain(bytes.fromhex(byte.decode()))
        elif word is not None:
            return self._word(word.decode(), None if number is None else int(number))
        elif symbol is not None:
            self._symbol(symbol.decode("latin-1"))
        elif brace == b"{":
            self._open()
        elif brace == b"}":
            self._close()
        return 0

    def result(self) -> RichText:
        """Return what was read."""
        self._flush()
        while self._groups:
            self._close()
        text = self._text.whole()
        return RichText(text, self._text.lines(), self._title, self._stated)

    def _open(self) -> None:
        self._flush()
        if len(self._groups) >= self._limits.nesting:
            what = "has more than {} groups in each other"
            raise ContentError(self._limits.passed("nesting", what))
        self._groups.append(self._group)
        self._group = replace(self._group, is_note=False, is_box=False)
        self._to_skip = 0

    def _close(self) -> None:
        self._flush()
        if self._group.is_note or self._group.is_box:
            self._text.end_aside(is_note=self._group.is_note)
        self._group = self._groups.pop() if self._groups else _Group(codec=self._default)
        self._is_optional = False
        self._to_skip = 0

    def _plain(self, content: bytes) -> None:
        skipped = min(self._to_skip, len(content))
        self._to_skip -= skipped
        self._bytes += content[skipped:]

    def _flush(self) -> None:
        """Add the bytes that were read since the code page was last known to change."""
        if self._bytes:
            text = self._bytes.decode(self._group.codec, errors="replace")
            self._bytes.clear()
            self._add(text)

    def _add(self, text: str) -> None:
        place = self._group.place
        if place == "text":
            if not self._group.is_hidden:
                self._leave_table()
                self._text.add(text)
        elif place in _STATED:
            before = self._stated.get(place, "")
            self._stated[place] = (before + text)[:_LONGEST_FACT]
        elif place == "stylesheet" and self._group.style:
            before = self._styles.get(self._group.style, "")
            self._styles[self._group.style] = (before + text)[:_LONGEST_FACT]

    def _leave_table(self) -> None:
        if self._in_table and self._may_leave_table:
            self._text.end_table()
            self._in_table = False

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._is_optional = True
        elif symbol in rtf_signs.PARAGRAPH_ENDS:
            self._end_paragraph()
        elif symbol in rtf_signs.SYMBOLS:
            self._flush()
            self._add(rtf_signs.SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> int:
        """Heed a control word; return how many bytes behind it are to be left out."""
        if word == "u" and number is not None:
            self._flush()
            self._character(number)
            return 0
        self._flush()
        if word == "bin":
            return max(number or 0, 0)
        is_optional, self._is_optional = self._is_optional, False
        if self._changes_place(word, is_optional=is_optional) or self._group.place != "text":
            self._in_place(word, number)
        elif word in rtf_signs.PARAGRAPH_ENDS:
            self._end_paragraph()
        elif (word == "cell" and self._in_table) or word == "nestcell":
            self._text.end_cell()
        elif word in ("row", "nestrow"):
            self._text.end_row()
        elif word in rtf_signs.SIGNS:
            self._add(rtf_signs.SIGNS[word])
        else:
            self._property(word, number)
        return 0

    def _character(self, number: int) -> None:
        """Add a character that is given by its number, in one or two parts."""
        unit = number % 0x10000
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
        elif 0xDC00 <= unit < 0xE000:
            if self._high:
                self._add(chr(0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00))
            self._high = 0
        else:
            self._add(chr(unit))
        self._to_skip = self._group.stand_ins

    def _changes_place(self, word: str, *, is_optional: bool) -> bool:
        """Whether a word says what its group is."""
        group = self._group
        if word in rtf_signs.KEPT:
            group.place = "text"
            if word in ("shptxt", "dptxbxtext"):
                self._text.begin_aside()
                group.is_box = True
        elif word in _PLACES or (word in _STATED and group.place == "info"):
            group.place = word
        elif word == "footnote" and group.place == "text":
            self._text.begin_aside()
            group.is_note = True
        elif word in rtf_signs.LIST_MARKS:
            self._is_item, group.place = True, ""
        elif word in rtf_signs.LEFT_OUT or is_optional:
            group.place = "" if group.place != "stylesheet" or not is_optional else group.place
        else:
            return False
        return True

    def _in_place(self, word: str, number: int | None) -> None:
        """Heed a word in a table of fonts or styles, or about characters in any place."""
        if word == "f" and number is not None and self._group.place == "fonttbl":
            self._font = number
        elif word == "fcharset" and self._group.place == "fonttbl":
            self._fonts[self._font] = rtf_signs.CODECS_OF_FONTS.get(number or 0, "")
        elif word == "s" and self._group.place == "stylesheet":
            self._group.style = number or 0
        elif word == "uc":
            self._group.stand_ins = max(number or 0, 0)
        elif word in rtf_signs.SIGNS and self._group.place in _STATED:
            self._add(rtf_signs.SIGNS[word])

    def _property(self, word: str, number: int | None) -> None:
        """Heed a word that changes how what follows is read."""
        is_on = number != _OFF
        if word in ("v", "deleted"):
            self._group.is_hidden = is_on
        elif word == "plain":
            self._group.is_hidden = False
            self._group.codec = self._default
        elif word == "pard":
            self._may_leave_table, self._is_item, self._group.style = True, False, 0
        elif word in ("intbl", "trowd"):
            self._may_leave_table = False
            if not self._in_table:
                self._text.begin_table()
                self._in_table = True
        elif word in ("ls", "ilvl"):
            self._is_item = True
        elif number is not None and word in ("f", "s", "uc", "ansicpg"):
            self._number(word, number)
        elif word in rtf_signs.CHARACTER_SETS:
            self._set_default(rtf_signs.CHARACTER_SETS[word])

    def _number(self, word: str, number: int) -> None:
        if word == "f":
            self._group.codec = self._fonts.get(number) or self._default
        elif word == "s":
            self._group.style = number
        elif word == "uc":
            self._group.stand_ins = max(number, 0)
        else:
            self._set_default(f"cp{number}")

    def _set_default(self, codec: str) -> None:
        try:
            codecs.lookup(codec)
        except LookupError:
            codec = rtf_signs.ANSI
        self._default = self._group.codec = codec

    def _end_paragraph(self) -> None:
        self._flush()
        if self._group.place != "text":
            return
        self._leave_table()
        style = self._styles.get(self._group.style, "").strip(" ;").lower()
        if style == "title" and not self._has_text and self._title is None:
            self._title = " ".join(self._text.drop_paragraph().split()) or None
        elif self._text.end_paragraph(is_item=self._is_item):
            self._has_text = True
