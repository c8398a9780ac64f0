"""What a page asks of its readers.

An invitation begins as requests do and names what pages offer: a newsletter, a channel, a
community of theirs. It may ask a question first. It is none where it tells of somebody or of the
past.
"""

from __future__ import annotations

import re

from searchkit.corpus.facts.furniture.rules import END, Rule, is_names, narrates, reports_nothing

_LONGEST = 320  # characters of an invitation

_ROLE = re.compile(
    r"\b(?:us|me|him|her|them|authors?|reporters?|writers?|editors?|correspondents?|columnists?|hosts?"
    r"|producers?|section|team|staff|investigative|senior|political|national)\b",
    re.IGNORECASE,
)


def _any_of(*forms: str) -> str:
    """Return the pattern of any of some forms."""
    return f"(?:{'|'.join(forms)})"


def _asks(match: re.Match[str]) -> bool:
    """Whether a line asks for what pages ask for, and tells of nobody."""
    line = match.string
    question = _QUESTION_ALONE.match(line)
    request = line[question.end() :] if question else line
    return len(line) <= _LONGEST and not narrates(request) and bool(_ASKING.search(request))


def _follows(match: re.Match[str]) -> bool:
    return reports_nothing(match) and is_names(_ROLE.sub("", match["who"]) or "Us")


_SUBSCRIBE = (
    "subscribe|sign up|suscríbete|suscríbase|abonnez-vous|inscrivez-vous|abonnieren?|iscriviti"
    "|inscreva-se|assine|подписывайтесь"
)
_PLATFORM = _any_of(
    "twitter|facebook|instagram|tiktok|youtube|threads|mastodon|bluesky|linkedin|snapchat|pinterest",
    "reddit|telegram|whatsapp|discord|soundcloud|flipboard|substack|spotify|itunes|stitcher|overcast",
    "apple (?:news|podcasts?|music)|google (?:news|podcasts?)",
)
_OFFERED = (
    _any_of(
        "newsletters?|mailing list|inbox|e-?mails?|youtube|channel|podcasts?|apps?|digest|dispatch",
        "e-?mail (?:list|alerts?|updates?)|alerts?|notifications?|bulletins?|briefings?",
        "lettre d'information|infolettre|chaîne|rundbrief|kanal|boletín|canal",
    )
    # What it may stand before: `newsletter every Friday`, but not `channel theory`.
    + r"(?=$|[\s\W](?:$|\W|and|for|on|to|from|here|now|today|at|in|with|by|so|or|every|each"
    r"|delivered|straight|below|wherever|und|et|y|e|pour|para|auf|sur|en))"
)
_OURS = _any_of(
    "newsletters?|channel|forum|discord|mailing list|podcast|app|members|membership|e-?mails?",
    "facebook (?:group|page)|community(?! (?:garden|cent|hall|school|choir|orchestra))",
)
# What an invitation asks for, anywhere in it.
_ASKING = re.compile(
    r"\b"
    + _any_of(
        rf"(?:subscribe|sign up|signup|opt in)\b.{{0,110}}\b{_OFFERED}",
        rf"{_OFFERED}.{{0,60}}\b(?:subscribe|sign up)\b",
        r"(?:subscribe|sign up|follow|join|like|find|watch|listen)\b.{0,60}"
        rf"\b(?:on|to|via|at) (?:our |the )?{_PLATFORM}\b",
        rf"our (?:[\w'-]{{1,20}} ){{0,3}}{_OURS}\b",
        r"your (?:e-?mail )?inbox|ihr posteingang|votre boîte|tu (?:bandeja|correo)",
        r"(?:become|be|join as|register as) an? (?:\w{1,20} )?(?:member|subscriber|supporter)"
        r"(?=[.!]?$| (?:today|now|here|of our|for (?:free|just|only)"
        r"|to (?:get|read|support|access|comment)|and (?:get|support|help|read|enjoy|join|tell)))",
        r"get\b.{0,60}\b(?:alerts|notifications|updates)"
        r"(?=[.!:,]|$| (?:and|in|by|delivered|sent|straight))",
        r"(?:get|download) (?:the|our) [\w' -]{0,30}\bapp"
        r"(?=[.!:,]|$| (?:now|today|here|for|to|from|on))",
        r"(?:subscribe|sign up|register)(?: (?:here|now|today|below|for free|free)){1,3}"
        r"(?=[.!]|$| to\b| for\b)",
        r"(?:join|continue) the (?:conversation|discussion|debate)(?=[.!:]|$| (?:below|online|here"
        r"|in the comments|on this|on (?:our|facebook|twitter|x|discord)))",
        r"join (?:the|a) (?:[\w'-]{1,20} ){0,3}community (?:to (?:discuss|comment|share|talk|chat)"
        r"|and (?:share|discuss|comment|get|tell)|on (?:discord|facebook|reddit))",
        r"follow us(?=[.!]?$| (?:on|at|for|here|and)\b)|join us (?:on|at)\b",
        r"(?:let us know|tell us|sound off|weigh in|chime in|(?:share|leave|post|add|drop) (?:us )?"
        r"(?:your|a)\b).{0,60}\b(?:comments?(?: section)?|comment box|reply)(?: (?:section )?below"
        r"| section)?(?=[.!]?$)",
        "notre (?:chaîne|newsletter|lettre|infolettre|page|communauté)",
        "unser(?:e[nm]?)? (?:newsletter|kanal|community|app)",
        "nuestro (?:canal|boletín|newsletter)|nuestra (?:newsletter|comunidad|página)",
        "nosso canal|nossa newsletter|nostr[oa] (?:canale|newsletter)|наш канал|нашу рассылку",
    ),
    re.IGNORECASE,
)
# What invitations ask before they come to the point.
_QUESTION = (
    "want|enjoy|enjoyed|liked?|loved?|looking for|hungry for|craving|can't get enough|discover|need"
    "|what (?:did|do|would) you (?:think|make)|how do you|did you|will you|would you|agree|thoughts"
    "|curious|interested|keen|still|ready for|fancy|missing|are you|do you|have you"
    "|möchten sie|quieres|envie|vous (?:aimez|avez aimé)"
)
_QUESTION_ALONE = re.compile(rf"(?:{_QUESTION})\b[^.!?\n]{{0,100}}\?", re.IGNORECASE)
# How an invitation begins.
_BEGINNING = (
    f"{_SUBSCRIBE}|join|become an? |register|receive|listen|hit|see more|click|tap"
    r"|get (?:the|our|all|more|breaking|your|daily|free|an?)\b|download (?:the|our)"
    "|watch (?:more|our)|watch the (?:full|whole|entire|rest|video|trailer|interview|clip)"
    "|don't (?:forget|miss)|and don't (?:forget|miss)|remember to|and remember to|please|be sure"
    r"|make sure|never miss|also,? |for (?:more\b(?! than)|the latest|all the latest|even)"
    "|before you go|thanks for|start the|connect with"
    "|share (?:your|with us)|leave (?:us )?a (?:comment|reply)|sound off|weigh in|chime in"
    "|have your say|be (?:part|a part|among|one of|the first)|tell us|let us know"
    "|to (?:see|watch|read|hear|keep|get) (?:more|up|all|the|our|stories)"
    "|to (?:comment|discuss|join|have your say|talk|share)|keep (?:up|in touch)"
    "|stay (?:in|up|tuned|informed|connected)|find us|like us|follow us|support us"
    "|discover (?:more|our)"
    "|if you (?:liked?|enjoy(?:ed)?|loved?|want (?:more|to (?:read|see|watch|hear|get|talk)))"
    r"|our (?:[\w-]{1,20} ){0,2}newsletters?\b.{0,160}\b(?:subscribe|sign up)"
    "|rejoignez|werden sie|melden sie|únete"
)
INVITATIONS = (
    Rule(_SUBSCRIBE, END),
    Rule(_BEGINNING, ".{0,300}$", _asks),
    Rule(_QUESTION, r"\b[^.!?]{0,100}[?!].{0,300}$", _asks),
    Rule(
        "follow",
        rf" (?P<who>[^.!?:]{{1,80}}?) (?:on|at) (?:our )?(?:{_PLATFORM}|x)\b"
        r"(?:$|[.!:,;(@#]| (?:and|or|at|@|&|for|using|to)\b).{0,160}$",
        _follows,
    ),
    Rule("follow", r" (?:us(?:[.!]?$| (?:on|at)\b)|@\w).{0,200}$", reports_nothing),
    Rule(
        "join the (?:conversation|discussion|debate)|become a (?:member|subscriber)", f"[.!]?{END}"
    ),
)


def is_question_to_readers(line: str) -> bool:
    """Whether a line is one question such as invitations begin with.

    >>> is_question_to_readers("Want more films like this one?")
    True
    """
    return len(line) <= _LONGEST and _QUESTION_ALONE.fullmatch(line.strip()) is not None
