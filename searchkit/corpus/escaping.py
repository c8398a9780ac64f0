"""Names of files and records, made fit for keys and messages.

File names are bytes to the operating system, and people put newlines, escape
codes and other alphabets' bytes into them. A key must be one line of valid
Unicode, and different files must have different keys, so what cannot be shown
is written as an escape, and the backslash that begins an escape is doubled.
"""

from __future__ import annotations

import re

# C0 and C1 controls, line and paragraph separators, overrides of the writing
# direction (they make a name look like another one), lone surrogates (bytes
# that are not UTF-8), and the backslash itself.
_UNSHOWABLE = re.compile(
    "[\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def one_line(name: str) -> str:
    r"""Return a name as one line of valid Unicode, different names differently.

    Args:
        name: A name as Python gives it; bytes that are not UTF-8 are surrogate
            escapes in it.

    >>> one_line("low\ntide")
    'low\\x0atide'
    >>> one_line("caf\udce9")
    'caf\\xe9'
    """
    return _UNSHOWABLE.sub(lambda match: _escape(match[0]), name)


def quoted_part(text: str, *, most: int = 60) -> str:
    """Return the beginning of a text for a message: one line, and nothing a terminal obeys.

    Args:
        text: What strangers wrote.
        most: Characters that are shown.

    >>> quoted_part("low\\n  \\x1b[2Jtide", most=9)
    'low \ufffd[2J…'
    """
    line = " ".join(text[: 10 * most].split())
    line = "".join(character if character.isprintable() else "\ufffd" for character in line)
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _escape(character: str) -> str:
    """Return the escape of a character; those of bytes and of characters never look alike."""
    code = ord(character)
    if character == "\\":
        return "\\\\"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"
