"""Text of East Asia in 7-bit encodings, which is known by its escapes.

ISO 2022 names each set of characters by an escape sequence before its first character
(RFC 1468, 1557, 1922); HZ puts Chinese between ``~{`` and ``~}`` (RFC 1843). To UTF-8
all of that is ASCII.
"""

from __future__ import annotations

from searchkit.late_patterns import late_pattern

_JAPANESE = late_pattern(rb"\x1b(?:\$[@B]|\$\([@BDOPQ]|\([IJ])")
_JAPANESE_CODECS = ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_ext", "iso2022_jp_2004")
_KOREAN = b"\x1b$)C"
_CHINESE = late_pattern(rb"\x1b(?:\$\)[AGE]|\$\*H)")
# What a text in ISO-2022-CN is made of: what says which set is meant, and the characters.
_PIECES = late_pattern(
    rb"\x1b\$\)(?P<set>[AGE])|\x1b\$\*H|(?P<out>\x0e)|(?P<in>\x0f)|(?P<end>\n)"
    rb"|\x1bN(?P<other>[^\n]{2})|(?P<text>[^\x0e\x0f\x1b\n]+|\x1b)"
)
_HIGH = bytes(code | 0x80 for code in range(256))

_PAIRS = late_pattern(rb"(?:[\x21-\x77][\x21-\x7e])+")
# Rows 1 to 3 of GB 2312 have the signs, and 16 to 55 the characters that are written most.
_USUAL = bytes([*range(0x21, 0x24), *range(0x30, 0x58)])
_LEAST_USUAL = 0.8
_NAMES = bytes([*range(0x30, 0x3A), *range(0x41, 0x5B), 0x5F, *range(0x61, 0x7B)])
_MOST_OF_NAMES = 0.9  # of the bytes; where there are more, it is a template with names in braces


def read_escapes(content: bytes) -> tuple[str, str] | None:
    """Return the text of ASCII bytes with escapes, and its codec; None: they have no escapes.

    What a set of characters does not have becomes U+FFFD.

    >>> read_escapes(b"~{<:Ky2;S{~}, as Confucius said")
    ('己所不欲, as Confucius said', 'hz')
    """
    if b"\x1b" in content:
        if _KOREAN in content:
            return content.decode("iso2022_kr", "replace"), "iso2022_kr"
        if _CHINESE.search(content):
            return _read_chinese(content), "iso2022_cn"
        if _JAPANESE.search(content):
            return _read_japanese(content)
    if b"~{" in content and (text := _read_hz(content)) is not None:
        return text, "hz"
    return None


def _read_japanese(content: bytes) -> tuple[str, str]:
    """Return the text of ISO-2022-JP and the codec that reads most of it."""
    best, codec = "", ""
    for name in _JAPANESE_CODECS:
        text = content.decode(name, "replace")
        if not codec or text.count("\ufffd") < best.count("\ufffd"):
            best, codec = text, name
        if "\ufffd" not in best:
            break
    return best, codec


def _read_chinese(content: bytes) -> str:
    """Return the text of ISO-2022-CN, for which Python has no codec.

    It has simplified characters alone: of the traditional ones Python has no table.
    """
    pieces = []
    chosen = b""
    is_out = False
    for piece in _PIECES.finditer(content):
        if piece["text"] is None:
            chosen = piece["set"] or chosen
            is_out = piece["out"] is not None or (is_out and not (piece["in"] or piece["end"]))
            pieces.append("\n" if piece["end"] else "\ufffd" if piece["other"] else "")
        elif not is_out:
            pieces.append(piece["text"].decode("ascii", "replace"))
        elif chosen == b"G":
            pieces.append("\ufffd" * (len(piece["text"]) // 2))
        else:
            pieces.append(piece["text"].translate(_HIGH).decode("gb2312", "replace"))
    return "".join(pieces)


def _read_hz(content: bytes) -> str | None:
    """Return the text of HZ, or None where what looks like it is something else."""
    pieces = [piece.partition(b"~}") for piece in content.split(b"~{")[1:]]
    found = b"".join([inner for inner, end, _ in pieces if end and _PAIRS.fullmatch(inner)])
    if not found:
        return None
    rows = found[::2]
    if len(rows.translate(None, _USUAL)) > (1 - _LEAST_USUAL) * len(rows):
        return None
    if len(found.translate(None, _NAMES)) < (1 - _MOST_OF_NAMES) * len(found):
        return None
    try:
        return content.decode("hz")
    except UnicodeDecodeError:
        return None
