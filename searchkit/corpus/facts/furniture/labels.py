"""Labels and buttons of a page, and lines that point to other pieces.

A label is the whole line, or a colon parts it from the headline that it points to. What stands
after the colon must not be a clause, and what a label names must be names.
"""

from __future__ import annotations

import re

from searchkit.corpus.facts.furniture.rules import (
    END,
    REST,
    Mark,
    Rule,
    is_names,
    reports_nothing,
    rest_is_names,
)
from searchkit.corpus.facts.titles import ends_sentence

_READ = "read|view|see|watch|continue|keep"
_PIECES = "(?:articles?|story|stories|posts?|links?|content|coverage|reading|news|videos?)"
_WRITTEN = "(?:article|story|column|piece|post|interview|essay) (?:was )?(?:first|originally)"
_NETWORKS = "tweet|facebook|twitter|whatsapp|email|print|copy link|pinterest|linkedin"

_ISSUE = re.compile(r"\b(?:issue|edition|magazine|newspaper|website|blog|print|weekly)\b")
_LABEL_WORDS = frozenset(
    "read continue keep view watch see reading the this our full entire original whole rest of more"
    " it article articles story stories post posts interview video videos gallery now here below"
    " on in".split()
)
_POINTS_BACK = re.compile(
    r"(?:read|view|see|watch|continue|keep|lire|à lire|lesen|le[ae]|leer)\b", re.IGNORECASE
)


def _points(match: re.Match[str]) -> bool:
    """Whether what stands after the colon, if anything, can be a headline, and is no clause."""
    rest = (match["rest"] or "").strip()
    return not (rest[:1].islower() and ends_sentence(rest))


def _points_alone(match: re.Match[str]) -> bool:
    """Whether the same holds after a word that is also a name: a sentence is what somebody says."""
    rest = match["rest"].strip(" \"'“”‘’")
    return not rest or not (rest[:1].islower() or (rest.endswith(".") and ends_sentence(rest)))


def _tags(match: re.Match[str]) -> bool:
    return not match["rest"].strip() or is_names(match["rest"])


def _names_a_part(match: re.Match[str]) -> bool:
    """Whether `More from …` goes on as labels do: `TV`, `this author`, `the floods`."""
    rest = match["rest"]
    return not rest[:1].islower() or rest.startswith("this") or " the " in match[0].lower()


def _names_an_outlet(match: re.Match[str]) -> bool:
    return is_names(_ISSUE.sub("", match["rest"]))


def _is_short(match: re.Match[str]) -> bool:
    return _LABEL_WORDS.issuperset(match[0].lower().rstrip(" :…»>→.!").split())


LABELS = (
    Rule(
        _READ,
        " (?:reading |watching )?(?:(?:the|this|our) )?(?:original |related )?"
        rf"(?:articles?|more|next|story|stories|posts?|interview|video|gallery)\.?{END}",
        Mark.LABEL,
    ),
    Rule("continue reading|keep reading|read more about", rf"\.?{END}", Mark.LABEL),
    Rule(
        "read|see|view",
        " the (?:original|full) (?:article|story|post|interview) (?:on|at|in|from)"
        r" (?P<rest>.{1,60}?)\.?$",
        holds=rest_is_names,
    ),
    Rule(
        _READ,
        r" (?:[\w']{1,12} ){0,4}"
        rf"(?:here|now|below|story|article|post|interview|video)\.?{END}",
        holds=_is_short,
    ),
    Rule("read|watch|more|related|listen", ":$"),
    Rule(
        "read more|read also|read next|read or share this story|see also|also read|don't miss"
        "|must read|watch more|watch also|watch next|watch now"
        f"|related(?: {_PIECES})?|recommended(?: {_PIECES})?",
        REST,
        Mark.LABEL,
        _points,
    ),
    Rule("read|more|watch|listen", REST, Mark.SHORT_POINTER, _points_alone),
    Rule(
        "related|recommended|trending|popular|more",
        f"(?: {_PIECES}| now| for you| on this)?{END}",
        Mark.LABEL,
    ),
    Rule(
        "more",
        r" (?P<rest>(?:[\w&'-]{1,20} ){1,2}(?:news|stories|articles|coverage|videos?|reviews"
        rf"|features|recaps|headlines)){END}",
        Mark.LABEL,
        rest_is_names,
    ),
    Rule(
        "most (?:popular|read|viewed|shared|watched|commented)|editors?'?s?'? (?:picks?|choice)"
        f"|latest {_PIECES}|around the web|from the web|up next|what to (?:read|watch) next",
        END,
        Mark.LABEL,
    ),
    Rule("tags?|filed under|topics?|posted in|category|categories", REST, holds=_tags),
    Rule(r"comments(?: \(\d+\))?|leave a (?:comment|reply)", END),
    Rule(
        "more",
        "(?: (?:stories|articles|news|posts|coverage|videos?))?"
        rf" (?:(?:from|on|about)(?: the| our)?|in|by|like) (?P<rest>[^.!?]{{1,60}}?){END}",
        Mark.LABEL,
        _names_a_part,
    ),
    Rule("story|article", r" continue[sd]? (?:below|after)\b.{0,40}$"),
    Rule(
        "you",
        " (?:may|might|'ll)(?: also)? (?:like|enjoy|love|be interested in)"
        rf"(?: (?:these|this|the following)(?: \w{{1,20}})?)?{END}",
        Mark.LABEL,
    ),
    Rule(
        "lire|à lire",
        f" (?:aussi|également|la suite|l'article)(?:{REST}|{END})",
        Mark.LABEL,
        _points,
    ),
    Rule(
        "lesen sie (?:auch|mehr|weiter|dazu)|lea también|lee también|leer (?:más|también)"
        "|leia (?:também|mais)|leggi anche|lees (?:ook|meer)|mehr zum thema"
        "|mehr aus [^.!?:]{1,40}|weitere artikel|weiterlesen|читайте (?:также|далее)",
        f"(?:{REST}|{END})",
        Mark.LABEL,
        _points,
    ),
    Rule(
        f"this {_WRITTEN}|these {_WRITTEN}|originally",
        r" (?:appeared|published) (?:on|in|at|by) (?P<rest>[^.!?]{1,80}?)\.?$",
        holds=_names_an_outlet,
    ),
    Rule(
        "view|see|watch",
        " (?:this|the|more) (?:post|photo|video|reel|tweet|profile|clip)s?"
        f" (?:on|by .{{1,40}} on) (?:instagram|facebook|twitter|x|tiktok|youtube|threads|bluesky)"
        f"{END}",
    ),
    Rule("skip|jump", f" to (?:main |the )?(?:content|navigation|search|comments){END}"),
    Rule("this article is more than", r" \d{1,2} (?:months?|years?) old\.?$"),
    Rule(
        "advertisements?|ads?|sponsored(?: content| by)?|publicité|anzeige|werbung|publicidade?"
        "|pubblicità|advertentie|реклама|annonce",
        "(?: continue reading(?: the main story| below)?| - (?:scroll|continue)[\\w ]{0,40})?"
        f"{END}",
    ),
    Rule(
        "share|partager|teilen|compartir|compartilhar|condividi|delen|поделиться",
        "(?:[ :,](?:share|this|on|via|sur|auf|en|the|story|article|post|with|your|friends|to|by"
        "|page|facebook|twitter|tweet|pin|email|e-mail|whatsapp|pocket|x|linkedin|reddit|pinterest"
        f"|copy|link| )){{0,12}}{END}",
    ),
    Rule(
        "teilen sie|partagez|comparte|compartilhe|condividi|deel",
        " (?:diesen|den|cet|l'|est[ea]|o|dit|questo) ?(?:artikel|beitrag|article|artículo|noticia"
        "|artigo|notícia|articolo)(?: (?:auf|mit|sur|avec|en|con|no|su|op|met) [\\w', ]{1,60})?"
        f"[.!]?{END}",
    ),
    Rule(
        _NETWORKS,
        rf" ?[|,/·•]? ?(?:(?:{_NETWORKS}|e-mail|reddit|share|save|pocket|flipboard) ?[|,/·•]? ?)"
        f"{{0,9}}{END}",
    ),
    Rule(
        "click|tap",
        "(?: here| below| the link)?(?: below)? (?:to|for) .{0,120}$",
        holds=reports_nothing,
    ),
    Rule("media playback|enlarge this image|toggle caption", ".{0,260}$"),
)


def points_back(label: str) -> bool:
    """Whether a label may stand after the headline that it belongs to.

    >>> points_back("Read article"), points_back("More from TV")
    (True, False)
    """
    return _POINTS_BACK.match(label) is not None
