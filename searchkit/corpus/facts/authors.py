"""The names of authors in a byline or in a list of them.

A byline joins names by commas and by a word for `and`; a list has one author an
item. But names have commas (`Doe, Jane`, `Martin Luther King, Jr.`) and words for
`and` (`Santiago Ramón y Cajal`) of their own, so the words on both sides decide:
a family name alone before a comma has its given name behind
it, and `y` joins two authors only where each has two words. Roles, agencies' addresses and towns
beside names are left out, and a byline that is far too long has no names.
"""

from __future__ import annotations

import re

LONGEST_NAME = 200  # characters of an author's name
_LONGEST_BYLINE = 1000  # characters

_BY = re.compile(r"\s*(?:(?:written|reported|posted|story|words|text) )?by\s*:?\s+", re.IGNORECASE)
_BY_ABROAD = re.compile(r"\s*(?:von|par|por|av|door|di)\s*:?\s+(?=[^\W\d_]+\s)", re.IGNORECASE)
_APART = re.compile(r"\s*[;|•·、，،]\s*|\s+/\s+")  # what no name has
_AND = re.compile(r",?\s+(?:and|und|et|&)\s+(?!al\b)", re.IGNORECASE)
# These are within names, too.
_AND_BETWEEN_NAMES = re.compile(r"\s+(?:y|e|i|og|och|en|ja|with)\s+|/")
_COMMA = re.compile(r"\s*,\s*")
_SUFFIX = re.compile(
    r"(?:jr|sr|ii|iii|iv|ph\.? ?d|m\.?d|d\.?d\.?s|d\.?phil|m\.?sc|m\.?a|b\.?a|m\.?p|m\.?b\.?a|j\.?d"
    r"|esq|obe|mbe|cbe|qc|kc|rn|frs|ll\.?d|s\.?j|o\.?p)\.?",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.[ -]?){1,4}")  # `J. R.`, behind a family name
_PARTICLE = re.compile(r"(?:v[ao]n|de[rnls]?|d[aiou]s?|la|le|ten?|zu[rm]?|af|av|bin|al|el|ter)\b")
_ROLE = re.compile(
    r"\b(?:writer|editor|reporter|correspondent|columnist|contributor|staff|bureau|photographer"
    r"|critic|producer|freelance|chief|special to)\b",
    re.IGNORECASE,
)
_AGENCIES = frozenset(
    "reuters bloomberg afp ap upi dpa bbc cnn npr variety politico staff agencies".split()
)
_WHERE = re.compile(r"\s+(?:in|for|at|for the)\s+[^\W\d_a-z].*$")  # `Jane Doe in Port Wenlow`
_OTHERS = re.compile(r"(?:^|,?\s+)(?:et al|and others|u\. ?a)\.?$|^in\s.*", re.IGNORECASE)
_QUOTED = re.compile(r"'([^'\\]*)'|\"([^\"\\]*)\"")
_WRITTEN_LIST = re.compile(rf"\[\s*(?:{_QUOTED.pattern})(?:\s*,\s*(?:{_QUOTED.pattern}))*\s*\]")
_EMPTY_LIST = re.compile(r"\s*(?:\[\s*\]|\(\s*\)|\{\s*\})\s*")  # as tables write one
_LEADING_AND = re.compile(r"\s*(?:and|und|et|y|&)\s+(?=[^\W\d_])")
_ADDRESS = re.compile(
    r"\s*[<(\[]?[^\s@]+@[^\s@]+\.[^\s@]+[>)\]]?\s*|\s*https?://\S+\s*|\s*www\.\S+\s*"
)


def names_in_byline(byline: str) -> tuple[str, ...]:
    """Return the names of authors that one text holds, in order.

    >>> names_in_byline("By Jane Doe, John Roe and Santiago Ramón y Cajal")
    ('Jane Doe', 'John Roe', 'Santiago Ramón y Cajal')
    >>> names_in_byline("Martin Luther King, Jr.")
    ('Martin Luther King, Jr.',)
    """
    if len(byline) > _LONGEST_BYLINE or _EMPTY_LIST.fullmatch(byline):
        return ()
    if items := _written_list(byline):
        return names_in_list(items)
    line = _without_by(byline)
    if len(parts := _APART.split(line)) > 1:
        return names_in_list(parts)
    segments = _split_at_and(line)
    pieces = [_pieces(segment) for segment in segments]
    if all(map(_is_turned, pieces)) or (
        _is_turned(pieces[0]) and len(pieces) > 1 and all(len(_words(p[0])) > 1 for p in pieces[1:])
    ):
        return _names(segments)
    return _names([name for piece in pieces for name in _untangled(piece)])


def names_in_list(items: list[str]) -> tuple[str, ...]:
    """Return the names of authors in items that hold one author each, or several joined.

    >>> names_in_list(["Doe, Jane", "Roe, Richard & Ann Poe"])
    ('Doe, Jane', 'Roe, Richard', 'Ann Poe')
    """
    if len(items) == 1:
        return names_in_byline(items[0])
    names: list[str] = []
    for item in items:
        if names and _SUFFIX.fullmatch(item.strip()):  # parted from its name
            names[-1] += f", {item.strip()}"
        elif len(item) <= _LONGEST_BYLINE:
            begun = _LEADING_AND.match(item) if names else None
            names += _split_at_and(_without_by(item[begun.end() :] if begun else item))
    return _names(names)


def _written_list(text: str) -> list[str]:
    """Return the texts of a list as Python and JSON write it; tables hold lists so."""
    if not _WRITTEN_LIST.fullmatch(text.strip()):
        return []
    return [single or double for single, double in _QUOTED.findall(text)]


def _without_by(line: str) -> str:
    """Return a byline without the word that it begins with."""
    if by := _BY.match(f"{line} "):
        return line[by.end() :]
    if (by := _BY_ABROAD.match(line)) and not _PARTICLE.match(line[by.end() :]):
        return line[by.end() :]
    return line


def _split_at_and(text: str) -> list[str]:
    """Return the parts between words for `and`, also between those that may be within a name."""
    parts: list[str] = []
    for part in _AND.split(text):
        start = 0
        for found in _AND_BETWEEN_NAMES.finditer(part):
            left, right = part[start : found.start()], part[found.end() :]
            if len(left.split()) > 1 and len(right.replace(",", " ").split()) > 1:
                parts.append(left)
                start = found.end()
        parts.append(part[start:])
    return parts


def _pieces(segment: str) -> list[str]:
    """Return what commas part, with suffixes and initials left where they belong."""
    pieces: list[str] = []
    for piece in _COMMA.split(segment):
        if pieces and (_SUFFIX.fullmatch(piece) or _INITIALS.fullmatch(piece)):
            pieces[-1] += f", {piece}"
        elif piece:
            pieces.append(piece)
    return pieces or [segment]


def _words(piece: str) -> list[str]:
    """Return the words of a name without suffixes."""
    return [word for word in piece.partition(",")[0].split() if not _SUFFIX.fullmatch(word)]


def _is_turned(pieces: list[str]) -> bool:
    """Whether the pieces of a segment are one family name and a given name."""
    if len(pieces) != 2:
        return False
    family, given = pieces
    named = {word.lower() for word in (*_words(family), *_words(given))}
    if _ROLE.search(given) or named & _AGENCIES or (given.isupper() and not family.isupper()):
        return False
    return len(_words(family)) == 1 or len(_words(given)) == 1 or bool(_PARTICLE.match(family))


def _untangled(pieces: list[str]) -> list[str]:
    """Return the names that commas part; family names alone take their given names."""
    are_words = all(len(_words(piece)) == 1 for piece in pieces)
    if are_words and len(pieces) > 2 and len(pieces) % 2 == 0:
        return list(map(", ".join, zip(pieces[::2], pieces[1::2], strict=True)))
    return pieces


def _without_addresses(part: str) -> str:
    """Return a name without the addresses beside it; of mail, one alone stays."""
    name = _ADDRESS.sub(" ", part).strip(" ,;:()[]<>") if _ADDRESS.search(part) else part
    return name or (part if "@" in part else "")


def _names(parts: list[str]) -> tuple[str, ...]:
    """Return those parts that are names, each once, without roles, towns and other people."""
    names: dict[str, None] = {}
    for part in parts:
        name = _OTHERS.sub("", " ".join(_without_addresses(part).split()))
        if len(name.split()) > 2:
            name = _WHERE.sub("", name)
        name = name.strip(" ,;")
        may_be_role = name != part.strip() or len(parts) > 1
        if 0 < len(name) <= LONGEST_NAME and not (may_be_role and _ROLE.search(name)):
            names[name] = None
    return tuple(names)
