"""Buttons, boxes and notes of a page: advertisements, lists of tags, where a piece appeared first.

The whole line is a set phrase. It is none where it goes on as prose does: a list of tags and an
outlet are names, and an instruction gives nothing that somebody said.
"""

from __future__ import annotations

import re

from searchkit.corpus.facts.furniture.rules import (
    END,
    REST,
    Rule,
    is_names,
    reports_nothing,
    rest_is_names,
)

_WRITTEN = "(?:article|story|column|piece|post|interview|essay) (?:was )?(?:first|originally)"
_NETWORKS = "tweet|facebook|twitter|whatsapp|email|print|copy link|pinterest|linkedin"

_ISSUE = re.compile(r"\b(?:issue|edition|magazine|newspaper|website|blog|print|weekly)\b")
_LABEL_WORDS = frozenset(
    "read continue keep view watch see reading the this our full entire original whole rest of more"
    " it article articles story stories post posts interview video videos gallery now here below"
    " on in".split()
)


def _tags(match: re.Match[str]) -> bool:
    return not match["rest"].strip() or is_names(match["rest"])


def _names_an_outlet(match: re.Match[str]) -> bool:
    return is_names(_ISSUE.sub("", match["rest"]))


def _is_short(match: re.Match[str]) -> bool:
    return _LABEL_WORDS.issuperset(match[0].lower().rstrip(" :…»>→.!").split())


BUTTONS = (
    Rule(
        "read|see|view",
        " the (?:original|full) (?:article|story|post|interview) (?:on|at|in|from)"
        r" (?P<rest>.{1,60}?)\.?$",
        rest_is_names,
    ),
    Rule(
        "read|view|see|watch|continue|keep",
        r" (?:[\w']{1,12} ){0,4}"
        rf"(?:here|now|below|story|article|post|interview|video)\.?{END}",
        _is_short,
    ),
    Rule("tags?|filed under|topics?|posted in|category|categories", REST, _tags),
    Rule(r"comments(?: \(\d+\))?|leave a (?:comment|reply)", END),
    Rule("story|article", r" continue[sd]? (?:below|after)\b.{0,40}$"),
    Rule(
        f"this {_WRITTEN}|these {_WRITTEN}|originally",
        r" (?:appeared|published) (?:on|in|at|by) (?P<rest>[^.!?]{1,80}?)\.?$",
        _names_an_outlet,
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
        "click|tap", "(?: here| below| the link)?(?: below)? (?:to|for) .{0,120}$", reports_nothing
    ),
    Rule("media playback|enlarge this image|toggle caption", ".{0,260}$"),
)
