"""Copyrights and credits: who owns a text or took a picture.

They are names and set phrases and no clauses; a line with a clause is the article's own.
"""

from __future__ import annotations

import re

from searchkit.corpus.facts.furniture.rules import Rule, is_names, rest_is_names
from searchkit.corpus.facts.titles import ends_sentence

AGENCIES = (
    *("Getty Images", "Getty", "AP Photo", "/AP", "AFP"),
    *("Reuters", "REUTERS", "Shutterstock", "Alamy"),
)
"""What ends a credit that says in no other way that it is one."""

_CREDITED = re.compile(
    r"getty|\bAP\b|\bAFP\b|\bEPA\b|\bdpa\b|reuters|courtesy|handout|flickr|shutterstock|unsplash"
    r"|alamy|rex features|\bvia\b|archives?\b|collection|screen ?(?:grab|shot)|hide caption|©|/",
    re.IGNORECASE,
)
_ALL_RIGHTS = (
    "all rights reserved|tous droits réservés|alle rechte vorbehalten|todos los derechos reservados"
)
_RESERVED = re.compile(rf"\b(?:{_ALL_RIGHTS})", re.IGNORECASE)
_RIGHTS = re.compile(r"\b(?:permission|may not be|reprint|distributed)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SIGN_OR_YEAR = re.compile(r"[©)\d]")
_CREDIT = r"\s?:(?P<rest>.{1,200})$"

_LONGEST_AT_THE_HEAD = 200  # characters
_MOST_AT_THE_HEAD = 6  # words
_FOR_WHOM = re.compile(r"[^\W\d_] ?/ ?[^\W\d_]")
_IN_BRACKETS = re.compile(r"\([^()]{0,100}\)$")  # `(Ada Marsh/Halyard)` at the end


def is_credit(line: str) -> bool:
    """Whether a line that ends in an agency names who took a picture, and nothing else.

    >>> is_credit("Ada Marsh/Getty Images"), is_credit("He worked for Getty Images")
    (True, False)
    """
    return ("/" in line or " via " in line or line in AGENCIES) and is_names(line)


def is_credit_at_the_head(line: str) -> bool:
    """Whether a line, the first of an article, names who took its picture, and for whom.

    >>> is_credit_at_the_head("Ada Marsh / Halyard")
    True
    """
    if len(line) > _LONGEST_AT_THE_HEAD or "/" not in line or not is_names(line):
        return False
    if in_brackets := _IN_BRACKETS.search(line):
        return _FOR_WHOM.search(in_brackets[0]) is not None
    return line.count(" ") < _MOST_AT_THE_HEAD and _FOR_WHOM.search(line) is not None


def _credits(match: re.Match[str]) -> bool:
    rest = match["rest"].strip()
    return is_names(rest) or bool(_CREDITED.search(rest)) or not ends_sentence(rest)


def _claims(match: re.Match[str]) -> bool:
    """Whether a line claims a copyright: for somebody, and not in the course of a story."""
    owner, *rights = _RESERVED.split(match["rest"].strip(), maxsplit=1)
    owner, _, more = owner.partition(". ")
    head = match.string[: match.start("rest")]
    is_claim = _SIGN_OR_YEAR.search(head) or rights or _YEAR.search(owner)
    goes_on = more and not rights and not is_names(more) and not _RIGHTS.search(more)
    return bool(is_claim) and not goes_on and (not owner.strip(" .") or is_names(owner))


CREDITS = (
    Rule(
        r"copyright\b ?(?:©|\(c\))?|©|\(c\)",
        r"(?: ?copyright\b)?,? ?(?:(?:19|20)\d\d(?:[-–/]\d{2,4})?)?,? ?(?:by )?(?P<rest>.{0,260})$",
        _claims,
    ),
    Rule(_ALL_RIGHTS, "(?:[.,;!].{0,160})?$"),
    Rule("image copyright", ".{0,260}$"),
    Rule(
        "photos?|photographs?|photographie|pictures?|images?|video|fotos?|bild",
        f"(?: (?:credits?|by|crédits?))?{_CREDIT}",
        _credits,
    ),
    Rule("credits?|crédits?", f"(?: photos?)?{_CREDIT}", rest_is_names),
    Rule(
        "photos?|photographs?|images?|pictures?|fotos?|photo illustrations?|illustrations?|graphic",
        " (?:courtesy of|courtesy|by|via|von|de) (?P<rest>.{1,120})$",
        rest_is_names,
    ),
    Rule("courtesy", " of (?P<rest>.{1,120})$", rest_is_names),
)
