"""Advertisements, buttons, copyrights and credits: names and set phrases, no clauses."""

from __future__ import annotations

import re

from searchkit.corpus.facts.furniture.rules import END, Form, is_names, reports
from searchkit.corpus.facts.titles import ends_sentence

_CREDITED = re.compile(
    r"getty|\bAP\b|\bAFP\b|\bEPA\b|\bdpa\b|reuters|courtesy|handout|flickr|shutterstock|unsplash"
    r"|alamy|rex features|\bvia\b|archives?\b|collection|screen ?(?:grab|shot)|hide caption|©|/",
    re.IGNORECASE,
)
_RESERVED = re.compile(
    r"\ball rights reserved|\btous droits réservés|\balle rechte vorbehalten"
    r"|\btodos los derechos reservados",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\b(?:permission|may not be|reprint|distributed)", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


AGENCIES = (
    "Getty Images",
    "Getty",
    "AP Photo",
    "/AP",
    "AFP",
    "Reuters",
    "REUTERS",
    "Shutterstock",
    "Alamy",
)
"""What ends a credit that says in no other way that it is one."""


_LONGEST_AT_THE_HEAD = 200  # characters
_MOST_AT_THE_HEAD = 6  # words
_FOR_WHOM = re.compile(r"[^\W\d_] ?/ ?[^\W\d_]")
_IN_BRACKETS = re.compile(r"\([^()]{0,100}\)$")  # `(Ada Marsh/Halyard)` at the end


def is_credit(line: str) -> bool:
    """Tell whether a line that ends in an agency names who took a picture, and nothing else.

    >>> is_credit("Ada Marsh/Getty Images"), is_credit("He worked for Getty Images")
    (True, False)
    """
    return ("/" in line or " via " in line or line in AGENCIES) and is_names(line)


def is_credit_at_the_head(line: str) -> bool:
    """Tell whether a line, the first of an article, names who took its picture, and for whom.

    >>> is_credit_at_the_head("Ada Marsh / Halyard")
    True
    """
    if len(line) > _LONGEST_AT_THE_HEAD or "/" not in line or not is_names(line):
        return False
    in_brackets = _IN_BRACKETS.search(line)
    credit = in_brackets[0] if in_brackets else line
    is_short = in_brackets or line.count(" ") < _MOST_AT_THE_HEAD
    return bool(is_short) and _FOR_WHOM.search(credit) is not None


def _credits(match: re.Match[str]) -> bool:
    rest = match["rest"].strip()
    return is_names(rest) or bool(_CREDITED.search(rest)) or not ends_sentence(rest)


def _credits_names(match: re.Match[str]) -> bool:
    return is_names(match["rest"])


def _claims(match: re.Match[str]) -> bool:
    """Tell whether a line claims a copyright: for somebody, and not in the course of a story."""
    owner, *rights = _RESERVED.split(match["rest"].strip(), maxsplit=1)
    owner, _, more = owner.partition(". ")
    is_claim = match["sign"] or match["year"] or rights or _YEAR.search(owner)
    goes_on = more and not rights and not is_names(more) and not _RIGHTS.search(more)
    return bool(is_claim) and not goes_on and (not owner.strip(" .") or is_names(owner))


def _is_alone(match: re.Match[str]) -> bool:
    return not reports(match[0])


PAGE = (
    Form(
        "advertisement advertisements ad ads sponsored publicité anzeige werbung publicidad"
        " publicidade pubblicità advertentie реклама annonce",
        r"(?:advertisements?|ads?|sponsored(?: content| by)?|publicité|anzeige|werbung|publicidade?"
        r"|publicidad|pubblicità|advertentie|реклама|annonce)"
        r"(?: continue reading(?: the main story| below)?| - (?:scroll|continue)[\w ]{0,40})?"
        + END,
    ),
    Form(
        "share partager teilen compartir compartilhar condividi delen поделиться",
        r"(?:share|partager|teilen|compartir|compartilhar|condividi|delen|поделиться)"
        r"(?:[ :,](?:share|this|on|via|sur|auf|en|the|story|article|post|with|your|friends|to|by"
        r"|page|facebook|twitter|tweet|pin|email|e-mail|whatsapp|pocket|x|linkedin|reddit|pinterest"
        r"|copy|link| )){0,12}" + END,
    ),
    Form(
        "teilen partagez comparte compartilhe condividi deel",
        r"(?:teilen sie|partagez|comparte|compartilhe|condividi|deel)"
        r" (?:diesen|den|cet|l'|est[ea]|o|dit|questo) ?(?:artikel|beitrag|article|artículo|noticia"
        r"|artigo|notícia|articolo)"
        r"(?: (?:auf|mit|sur|avec|en|con|no|su|op|met) [\w', ]{1,60})?[.!]?" + END,
    ),
    Form(
        "tweet facebook twitter whatsapp email print copy pinterest linkedin",
        r"(?:(?:tweet|facebook|twitter|whatsapp|e-?mail|print|copy link|pinterest|linkedin|reddit"
        r"|share|save|pocket|flipboard) ?[|,/·•]? ?){1,10}" + END,
    ),
    Form(
        "copyright © (c)",
        r"(?P<word>copyright\b ?)?(?P<sign>©|\(c\))?(?(word)|(?(sign)|x{9}))(?: ?copyright\b)?,? ?"
        r"(?P<year>(?:19|20)\d\d(?:[-–/]\d{2,4})?)?,? ?(?:by )?(?P<rest>.{0,260})$",
        holds=_claims,
    ),
    Form(
        "all alle tous todos",
        r"(?:all rights reserved|alle rechte vorbehalten|tous droits réservés"
        r"|todos los derechos reservados)(?:[.,;!].{0,160})?$",
    ),
    Form(
        "click tap",
        r"(?:click|tap)(?: here| below| the link)?(?: below)? (?:to|for) .{0,120}$",
        holds=_is_alone,
    ),
    Form(
        "image media enlarge toggle",
        r"(?:image copyright|media playback|enlarge this image|toggle caption).{0,260}$",
    ),
)
CREDIT = (
    Form(
        "photo photos photograph photographs picture pictures image images video foto fotos bild"
        " photographie",
        r"(?:photo(?:graph(?:ie)?)?s?|pictures?|images?|video|fotos?|bild)"
        r"(?: (?:credits?|by|crédits?))?\s?:(?P<rest>.{1,200})$",
        holds=_credits,
    ),
    Form(
        "credit credits crédit crédits",
        r"(?:credits?|crédits?)(?: photos?)?\s?:(?P<rest>.{1,200})$",
        holds=_credits_names,
    ),
    Form(
        "photo photos photograph photographs image images picture pictures foto fotos illustration"
        " illustrations graphic",
        r"(?:photo(?:graph)?|image|picture|foto|(?:photo )?illustration|graphic)s?"
        r" (?:courtesy of|courtesy|by|via|von|de) (?P<rest>.{1,120})$",
        holds=_credits_names,
    ),
    Form("courtesy", r"courtesy of (?P<rest>.{1,120})$", holds=_credits_names),
)
