"""Labels of a page, and lines that point to other pieces.

A label is the whole line, or a colon parts it from the headline that it points to.
"""

from __future__ import annotations

import re

from searchkit.corpus.facts.furniture.rules import END, REST, Form, Mark, is_names
from searchkit.corpus.facts.titles import ends_sentence


def _points(match: re.Match[str]) -> bool:
    """Tell whether what stands after the colon can be a headline, and is no clause."""
    rest = match["rest"].strip()
    return not (rest[:1].islower() and ends_sentence(rest))


def _points_alone(match: re.Match[str]) -> bool:
    """Tell the same of a word that is also a name: then a sentence is what somebody says."""
    rest = match["rest"].strip(" \"'“”‘’")
    return not rest or not (rest[:1].islower() or (rest.endswith(".") and ends_sentence(rest)))


def _credits_names(match: re.Match[str]) -> bool:
    return is_names(match["rest"])


def _tags(match: re.Match[str]) -> bool:
    return not match["rest"].strip() or is_names(match["rest"])


_ISSUE = re.compile(r"\b(?:issue|edition|magazine|newspaper|website|blog|print|weekly)\b")


def _names_a_part(match: re.Match[str]) -> bool:
    """Tell whether `More from …` goes on as labels do: `TV`, `this author`, `the floods`."""
    rest = match["rest"]
    return not rest[:1].islower() or rest.startswith("this") or " the " in match[0].lower()


_PIECES = r"(?:articles?|stor(?:y|ies)|posts?|links?|content|coverage|reading|news|videos?)"
_LABEL_WORDS = frozenset(
    "read continue keep view watch see reading the this our full entire original whole rest of more"
    " it article articles story stories post posts interview video videos gallery now here below"
    " on in".split()
)


def _is_short(match: re.Match[str]) -> bool:
    return _LABEL_WORDS.issuperset(match[0].lower().rstrip(" :…»>→.!").split())


READ = (
    Form(
        "read continue keep view watch see",
        r"(?:(?:read|view|see|watch|continue|keep) (?:reading |watching )?(?:(?:the|this|our) )?"
        r"(?:original |related )?"
        r"(?:articles?|more|next|stor(?:y|ies)|posts?|interview|video|gallery)"
        r"|(?:continue|keep) reading|read more about)\.?" + END,
        Mark.LABEL,
    ),
    Form(
        "read see view",
        r"(?:read|see|view) the (?:original|full) (?:article|story|post|interview)"
        r" (?:on|at|in|from) (?P<rest>.{1,60}?)\.?$",
        holds=_credits_names,
    ),
    Form(
        "read continue keep view watch see",
        r"(?:read|view|see|watch|continue|keep) (?:[\w']{1,12} ){0,4}(?:here|now|below|story"
        r"|article|post|interview|video)\.?" + END,
        holds=_is_short,
    ),
    Form(
        "read watch more see related continue listen",
        r"(?:read|watch|more|related|listen):$",
    ),
    Form(
        "read see also related recommended don't must watch",
        rf"(?:read (?:more|also|next|or share this story)|see also|also read|don't miss|must read"
        rf"|watch (?:more|also|next|now)|(?:related|recommended)(?: {_PIECES})?){REST}",
        Mark.LABEL,
        _points,
    ),
    Form(
        "read more watch listen",
        rf"(?:read|more|watch|listen){REST}",
        Mark.SHORT_POINTER,
        _points_alone,
    ),
    Form(
        "related recommended trending popular more",
        rf"(?:related|recommended|trending|popular|more)(?: {_PIECES}| now| for you| on this)?"
        + END,
        Mark.LABEL,
    ),
    Form(
        "more",
        r"more (?P<rest>(?:[\w&'-]{1,20} ){1,2}(?:news|stories|articles|coverage|videos?|reviews"
        r"|features|recaps|headlines))" + END,
        Mark.LABEL,
        _credits_names,
    ),
    Form(
        "most editor editors latest around from up what",
        r"(?:most (?:popular|read|viewed|shared|watched|commented)|editors?'?s?'? (?:picks?|choice)"
        rf"|latest {_PIECES}|(?:around|from) the web|up next|what to (?:read|watch) next)" + END,
        Mark.LABEL,
    ),
    Form(
        "tags tag filed topics topic posted categories category",
        r"(?:tags?|filed under|topics?|posted in|categor(?:y|ies))\s?:(?P<rest>.{0,200})$",
        holds=_tags,
    ),
    Form("comments leave", r"(?:comments?(?: \(\d+\))?|leave a (?:comment|reply))" + END),
    Form(
        "more",
        r"more(?: (?:stories|articles|news|posts|coverage|videos?))?"
        r" (?:(?:from|on|about)(?: the| our)?|in|by|like) (?P<rest>[^.!?]{1,60}?)" + END,
        Mark.LABEL,
        _names_a_part,
    ),
    Form(
        "story article",
        r"(?:story|article) continue[sd]? (?:below|after)\b.{0,40}$",
    ),
    Form(
        "you",
        r"you (?:may|might|'ll)(?: also)? (?:like|enjoy|love|be interested in)"
        r"(?: (?:these|this|the following)(?: \w{1,20})?)?" + END,
        Mark.LABEL,
    ),
    Form(
        "lire à lesen lea lee leer leia leggi lees mehr weitere weiterlesen читайте",
        r"(?:(?:à )?lire (?:aussi|également|la suite|l'article)|lesen sie (?:auch|mehr|weiter|dazu)"
        r"|le[ae] también|leer (?:más|también)|leia (?:também|mais)|leggi anche|lees (?:ook|meer)"
        r"|mehr (?:zum thema|aus [^.!?:]{1,40})|weitere artikel|weiterlesen"
        r"|читайте (?:также|далее))"
        rf"(?:{REST}|{END})",
        Mark.LABEL,
        lambda match: match["rest"] is None or _points(match),
    ),
    Form(
        "this these originally",
        r"(?:(?:this|these) (?:article|story|column|piece|post|interview|essay) (?:was )?)?"
        r"(?:first|originally) (?:appeared|published) (?:on|in|at|by) (?P<rest>[^.!?]{1,80}?)\.?$",
        holds=lambda match: is_names(_ISSUE.sub("", match["rest"])),
    ),
    Form(
        "view see watch",
        r"(?:view|see|watch) (?:this|the|more) (?:post|photo|video|reel|tweet|profile|clip)s?"
        r" (?:on|by .{1,40} on) (?:instagram|facebook|twitter|x|tiktok|youtube|threads|bluesky)"
        + END,
    ),
    Form(
        "skip jump", r"(?:skip|jump) to (?:main |the )?(?:content|navigation|search|comments)" + END
    ),
    Form("this", r"this article is more than \d{1,2} (?:months?|years?) old\.?$"),
)

_POINTS_BACK = re.compile(
    r"(?:read|view|see|watch|continue|keep|lire|à lire|lesen|le[ae]|leer)\b", re.IGNORECASE
)


def points_back(label: str) -> bool:
    """Tell whether a label may stand after the headline that it belongs to.

    >>> points_back("Read article"), points_back("More from TV")
    (True, False)
    """
    return _POINTS_BACK.match(label) is not None
