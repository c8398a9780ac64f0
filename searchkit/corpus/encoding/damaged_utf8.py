"""UTF-8 that is not whole: with stray bytes, cut in a character, or made from UTF-16.

Characters beyond ASCII have a form in UTF-8 that bytes in other encodings hardly ever
have by chance. So where most of them have it, a text is UTF-8, and each stretch of bytes
that has none becomes U+FFFD. Two ways of writing UTF-8 wrong lose nothing: characters
beyond U+FFFF as two surrogates (CESU-8), and NUL as two bytes, which means nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from searchkit import utf8
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    import re

_PAIR = late_pattern(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_LOST = "\ufffd"
_LOST_BYTES = _LOST.encode()
_BEYOND = late_pattern("[^\0-\x7f\ufffd]+")

# The beginning of a character at the end of a text. One byte of it alone may be an accented
# letter in another encoding, but for capitals behind a small letter: `cafÃ`, and not `café`.
_CUT = late_pattern(
    rb"(?<![A-Z])[\xc2-\xdf]\Z|(?:\xe0[\xa0-\xbf]|[\xe1-\xef][\x80-\xbf]"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]?|[\xf1-\xf3][\x80-\xbf]{1,2}|\xf4[\x80-\x8f][\x80-\xbf]?)\Z"
)


@dataclass(frozen=True, slots=True)
class Damaged:
    """Bytes read as UTF-8 that they nearly are.

    Attributes:
        text: The text, with U+FFFD for what is lost.
        whole: How many characters beyond ASCII are whole.
        lost: How many stretches of bytes mean nothing.
        is_cut: Whether all that is lost is the end of the last character.
    """

    text: str
    whole: int
    lost: int
    is_cut: bool


def read_damaged(content: bytes) -> Damaged:
    """Return bytes read as UTF-8, and how much of that is damaged.

    >>> read_damaged("Möwe, schön".encode()[:-1] + b"\\x92")
    Damaged(text='Möwe, schö�', whole=2, lost=1, is_cut=False)
    """
    if b"\xed" in content:
        content = _PAIR.sub(_paired, content)
    content = content.replace(b"\xc0\x80", b"")
    text = content.decode("utf-8", "replace")
    lost = text.count(_LOST) - content.count(_LOST_BYTES)
    whole = sum(map(len, _BEYOND.findall(text)))
    return Damaged(
        text, whole, lost, lost == 1 and _CUT.search(content, len(content) - 4) is not None
    )


def _paired(pair: re.Match[bytes]) -> bytes:
    """Return a character of which each surrogate was written by itself."""
    halves = utf8.decode(pair[0])
    return halves.encode("utf-16", "surrogatepass").decode("utf-16").encode()
