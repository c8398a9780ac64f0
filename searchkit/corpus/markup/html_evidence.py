"""Whether a text is HTML, where nobody says so.

Exports hold HTML under names that promise plain text, and plain text may speak of
tags: `wrap it in <b> and </b>`. So a mark counts as markup only where it is put as
markup is: a tag that is opened hugs the words behind it, one that is closed
hugs those before it, both are of one element of HTML (or the first has attributes),
and no sign of code is around. Entities alone count where every `&` of the text
begins one, and one at least is where prose would not name it.
"""

from __future__ import annotations

import re
from html.entities import html5

from searchkit.corpus.markup.html import html_to_text, is_shown, unescaped

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]{0,15})((?:[\s/][^<>]*)?)>", re.IGNORECASE | re.ASCII)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_ALONE = frozenset(("br", "hr", "img", "li", "p"))  # elements that need not be closed
_BLOCK = re.compile(
    r"<(?:p|br|div|li|ul|ol|h[1-6]|tr|td|table|blockquote|section|article|body)[\s/>]",
    re.IGNORECASE,
)
_AROUND_A_MENTION = " \t`,.;:!?)]}"  # behind a tag that is only spoken of
_BEFORE_A_MENTION = " \t`([{"
_QUOTES = "\"'`“‘«(["
_CODE_FENCE = "```"


def without_html(text: str) -> str:
    r"""Return the text of what is evidently HTML; all else as it is.

    >>> without_html("The <em>tide</em> &amp; the <a href='/quay'>quay</a>")
    'The tide & the quay'
    >>> without_html("a < b, and <b> makes text bold")
    'a < b, and <b> makes text bold'
    """
    if "<" in text and _has_markup(text):
        # Without blocks, line ends tell paragraphs apart.
        text = html_to_text(text, preformatted=_BLOCK.search(text) is None)
    return without_entities(text)


def without_entities(text: str) -> str:
    """Return a text whose signs are written as entities with the signs; all else as it is.

    Of HTML, this is what was escaped twice.

    >>> without_entities("AT&amp;T"), without_entities("The entity &nbsp; is a space")
    ('AT&T', 'The entity &nbsp; is a space')
    """
    return unescaped(text) if "&" in text and _is_escaped(text) else text


def _has_markup(text: str) -> bool:
    """Whether a text has tags that mark it up."""
    if _CODE_FENCE in text:
        return False  # Markdown, and the tags are code
    opened: set[str] = set()
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if not is_shown(name):
            continue
        before = text[tag.start() - 1 : tag.start()]
        after = text[tag.end() : tag.end() + 1]
        if before == "`" or (before and before in _QUOTES and after in "\"'”’»)]`"):
            continue  # it is named, not used
        if tag[1]:
            if name in opened and before not in _BEFORE_A_MENTION:
                return True
        elif name in _ALONE and _stands_alone(name, tag[3], before, after):
            return True
        elif after and after not in _AROUND_A_MENTION:
            if "=" in tag[3]:
                return True
            opened.add(name)
    return False


def _stands_alone(name: str, attributes: str, before: str, after: str) -> bool:
    """Whether a tag that need not be closed marks up what is around it."""
    if name == "img":
        return "src" in attributes
    if name in ("br", "hr"):
        return before not in _BEFORE_A_MENTION or (after.isalnum() or after in ("<", "\n"))
    return before in ("", "\n", ">") and bool(after) and after not in _AROUND_A_MENTION


def _is_escaped(text: str) -> bool:
    """Whether all that would be markup in a text is written as entities."""
    entities = list(_ENTITY.finditer(text))
    if not entities or len(entities) != text.count("&"):
        return False
    if not all(entity[1] is None or f"{entity[1]};" in html5 for entity in entities):
        return False
    return any(_is_used(text, entity) for entity in entities)


def _is_used(text: str, entity: re.Match[str]) -> bool:
    """Whether an entity means its character, and is not spoken of."""
    before = text[entity.start() - 1 : entity.start()]
    after = text[entity.end() : entity.end() + 1]
    if before.isalnum() or after.isalnum():
        return True
    if before and before in _QUOTES:
        return False
    meant = unescaped(entity[0])
    return not (meant.isalnum() or meant.isspace() or not meant.isprintable())
