"""Comments in Markdown, which no reader sees: ``<!-- … -->`` and, in Obsidian, ``%%…%%``.

They may run over several paragraphs, so they are taken out before a text is parted
into blocks. What is in code is no comment, and neither is what nobody closed.
"""

from __future__ import annotations

import re

_TURN = re.compile(  # what may begin a comment or code
    r"<!--|(?<![\w%])%%(?!%)|^ {0,3}(?P<fence>`{3,}|~{3,})[^`\n]*$|(?P<code>`+)", re.MULTILINE
)
_LONGEST_CODE = 2000  # characters of code in a line


def without_comments(text: str) -> str:
    """Return a text without its comments.

    >>> without_comments("Low <!-- why? --> tide, %%later%% 50%% up, `<!-- x -->`.")
    'Low tide, 50%% up, `<!-- x -->`.'
    """
    last_ends = {mark: text.rfind(mark) for mark in ("-->", "%%")}
    if text.find("<!--") < 0 and text.find("%%") == last_ends["%%"]:
        return text
    parts = []
    kept = position = 0
    while turn := _TURN.search(text, position):
        position = turn.end()
        if fence := turn["fence"]:
            position = _end_of_fence(text, position, fence)
        elif code := turn["code"]:
            position = _end_of_code(text, position, code)
        else:
            mark = "%%" if turn[0] == "%%" else "-->"
            end = text.index(mark, position) if position <= last_ends[mark] else -1
            if end >= 0 and _may_be_comment(text, turn, end):
                parts.append(text[kept : turn.start()])
                kept = position = end + len(mark)
                if parts[-1].endswith((" ", "\n")) and text.startswith(" ", position):
                    kept += 1  # one space between words is enough
    return "".join((*parts, text[kept:]))


def _may_be_comment(text: str, turn: re.Match[str], end: int) -> bool:
    """Whether what begins and ends like a comment is one; prose may speak of `%%` twice."""
    if turn[0] != "%%" or "\n\n" not in text[turn.end() : end]:
        return True
    line = text[text.rfind("\n", 0, turn.start()) + 1 : turn.start()]
    return not line.strip()


def _end_of_fence(text: str, position: int, fence: str) -> int:
    """Return where a block of code ends, which without an end is the rest of the text."""
    closing = re.compile(rf"^ {{0,3}}{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    found = closing.search(text, position)
    return found.end() if found else len(text)


def _end_of_code(text: str, position: int, marks: str) -> int:
    """Return where code in a line ends; without an end it is none, and ends at once."""
    closing = re.compile(rf"(?<!`){marks}(?!`)|\n[ \t]*\n")
    found = closing.search(text, position, position + _LONGEST_CODE)
    return found.end() if found and found[0] == marks else position
