"""Whether a tag of HTML hides its element from a reader of the page.

An attribute may say so, or a style in the tag. What style sheets say is not known here. A size
of 0 of the letters says nothing, since newsletters give it to what is around their text.
"""

from __future__ import annotations

import re

_MAY_HIDE = re.compile(r"\shidden|display|visibility|mso-hide|max-height", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
_HIDING_STYLE = re.compile(  # without white space; the last is how newsletters hide a line
    r"(?<![\w-])(?:display:none|visibility:hidden|mso-hide:all"
    r"|max-height:0(?:px)?(?=[;!]|$)(?=.*overflow:hidden))"
)
_NEVER_HIDDEN = frozenset(  # elements without an end, and those that a script shows later
    "area base body br col embed hr html img input link meta param source track wbr".split()
)


def is_hidden(name: str, tag: str) -> bool:
    """Whether a tag says of its element that it is not shown.

    Args:
        name: The name of the element, in lower case.
        tag: All of the tag.

    >>> is_hidden("div", '<div style="display: none">'), is_hidden("div", "<div hidden>")
    (True, True)
    >>> is_hidden("div", '<div class="hidden">')
    False
    """
    if name in _NEVER_HIDDEN or not _MAY_HIDE.search(tag):
        return False
    for attribute, value in _ATTRIBUTE.findall(tag[1 + len(name) :]):
        plain = "".join(value.lower().split()).strip("\"'")
        match attribute.lower():
            case "hidden" if plain != "until-found":
                return True
            case "style" if _HIDING_STYLE.search(plain):
                return True
    return False
