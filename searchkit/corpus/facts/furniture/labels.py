"""Labels: lines that point to other pieces, of which some may be named beside them.

A label is the whole line, or a colon parts it from the headline that it points to. It is none
where a clause comes after the colon, or where what it names are no names.
"""

from __future__ import annotations

import re

from searchkit.corpus.facts.furniture.rules import END, REST, Rule, rest_is_names
from searchkit.corpus.facts.titles import ends_sentence

_READ = "read|view|see|watch|continue|keep"
_PIECES = "(?:articles?|story|stories|posts?|links?|content|coverage|reading|news|videos?)"

_POINTS_BACK = re.compile(
    r"(?:read|view|see|watch|continue|keep|lire|à lire|lesen|le[ae]|leer)\b", re.IGNORECASE
)


def _points(match: re.Match[str]) -> bool:
    """Whether what comes after the colon, if anything, can be a headline, and is no clause."""
    rest = (match["rest"] or "").strip()
    return not (rest[:1].islower() and ends_sentence(rest))


def _points_alone(match: re.Match[str]) -> bool:
    """Whether the same holds after a word that is also a name: a sentence is what somebody says."""
    rest = match["rest"].strip(" \"'“”‘’")
    return not rest or not (rest[:1].islower() or (rest.endswith(".") and ends_sentence(rest)))


def _names_a_part(match: re.Match[str]) -> bool:
    """Whether `More from …` goes on as labels do: `TV`, `this author`, `the floods`."""
    rest = match["rest"]
    return not rest[:1].islower() or rest.startswith("this") or " the " in match[0].lower()


BARE_POINTERS = (Rule("read|watch|more|related|listen", ":$"),)
"""Labels beside which no other pieces are named."""

SHORT_POINTERS = (Rule("read|more|watch|listen", REST, _points_alone),)
"""Words that could be a person who speaks."""

LABELS = (
    Rule(
        _READ,
        " (?:reading |watching )?(?:(?:the|this|our) )?(?:original |related )?"
        rf"(?:articles?|more|next|story|stories|posts?|interview|video|gallery)\.?{END}",
    ),
    Rule("continue reading|keep reading|read more about", rf"\.?{END}"),
    Rule(
        "read more|read also|read next|read or share this story|see also|also read|don't miss"
        "|must read|watch more|watch also|watch next|watch now"
        f"|related(?: {_PIECES})?|recommended(?: {_PIECES})?",
        REST,
        _points,
    ),
    Rule(
        "related|recommended|trending|popular|more", f"(?: {_PIECES}| now| for you| on this)?{END}"
    ),
    Rule(
        "more",
        r" (?P<rest>(?:[\w&'-]{1,20} ){1,2}(?:news|stories|articles|coverage|videos?|reviews"
        rf"|features|recaps|headlines)){END}",
        rest_is_names,
    ),
    Rule(
        "most (?:popular|read|viewed|shared|watched|commented)|editors?'?s?'? (?:picks?|choice)"
        f"|latest {_PIECES}|around the web|from the web|up next|what to (?:read|watch) next",
        END,
    ),
    Rule(
        "more",
        "(?: (?:stories|articles|news|posts|coverage|videos?))?"
        rf" (?:(?:from|on|about)(?: the| our)?|in|by|like) (?P<rest>[^.!?]{{1,60}}?){END}",
        _names_a_part,
    ),
    Rule(
        "you",
        " (?:may|might|'ll)(?: also)? (?:like|enjoy|love|be interested in)"
        rf"(?: (?:these|this|the following)(?: \w{{1,20}})?)?{END}",
    ),
    Rule("lire|à lire", f" (?:aussi|également|la suite|l'article)(?:{REST}|{END})", _points),
    Rule(
        "lesen sie (?:auch|mehr|weiter|dazu)|lea también|lee también|leer (?:más|también)"
        "|leia (?:também|mais)|leggi anche|lees (?:ook|meer)|mehr zum thema"
        "|mehr aus [^.!?:]{1,40}|weitere artikel|weiterlesen|читайте (?:также|далее)",
        f"(?:{REST}|{END})",
        _points,
    ),
)


def points_back(label: str) -> bool:
    """Whether a label may stand after the headline that it belongs to.

    >>> points_back("Read article"), points_back("More from TV")
    (True, False)
    """
    return _POINTS_BACK.match(label) is not None
