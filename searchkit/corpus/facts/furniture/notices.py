"""Notices of help lines and of cookies.

They are whole sentences, so their wording is not enough. A notice of a help line says both whose
trouble it is for and whom to turn to: a ranger who is to be called about hedgehogs is in a story.
A notice of cookies speaks of the web. Neither gives what somebody said.
"""

from __future__ import annotations

import re

from searchkit.corpus.facts.furniture.rules import Rule, reports

_TROUBLE = re.compile(
    r"suici|crisis|abuse|assault|violence|addict|gambl|eating disorder|self[- ]harm|harming"
    r"|depress|mental health|struggl|(?:someone|somebody) you (?:know|love)|loved one|affected by"
    r"|in distress|need (?:help|support|to talk)\b.{0,80}(?:help ?-?|hot ?|life ?)line"
    r"|confidential|for support|suizid|gewalt|krise|violences?\b|dépress|maltrato|violencia",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?:call|text|dial|contact|visit|reach|chat|ring|phone|go to|available|appelez|contactez"
    r"|rufen|wenden|kontaktieren|erreichen|llam[ae]|contacta)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\b(?:help ?-?line|hot ?line|life ?line|crisis (?:text )?line|samaritans|telefonseelsorge"
    r"|numéro|línea|teléfono)|\d[\d ().-]{1,20}\d",
    re.IGNORECASE,
)
_COOKIES = r"(?:[\w-]{1,20} ){0,2}cookies"
_WEB = re.compile(
    r"\bsite\b|website|browser|consent|accept|experience|traffic|analytics|personali[sz]e|privacy",
    re.IGNORECASE,
)


def _turns_to(match: re.Match[str]) -> bool:
    """Whether a line says whose trouble it is for, and whom to turn to."""
    line = match[0]
    return not reports(line) and all(said.search(line) for said in (_TROUBLE, _TURN, _CONTACT))


def _speaks_of_the_web(match: re.Match[str]) -> bool:
    return not reports(match[0]) and _WEB.search(match[0]) is not None


NOTICES = (
    Rule(
        r"if (?:you|anyone|somebody|someone)(?: or (?:someone|somebody|anyone|a)\b[\w' ]{0,40})?,?"
        "(?: (?:know|are|is|have|has|need|feel|want|think|would|suspect|believe|struggl"
        "|experience)|'re|'ve)"
        "|help is (?:available|at hand|out there)"
        r"|for (?:help|support|confidential|advice|information|free)\b"
        "|anyone (?:affected|in need|who is|seeking|needing)"
        r"|wenn sie\b|si (?:vous|tú|usted|necesitas|estás|conoces)\b",
        ".{0,560}$",
        _turns_to,
    ),
    Rule(
        rf"we (?:and our [\w ]{{1,30}} )?use {_COOKIES}|this (?:web)?site uses {_COOKIES}"
        rf"|our (?:web)?site uses {_COOKIES}|by (?:continuing|using|clicking)\b.{{0,120}}\bcookies"
        "|accept (?:all |our )?cookies",
        r"\b.{0,300}$",
        _speaks_of_the_web,
    ),
)
