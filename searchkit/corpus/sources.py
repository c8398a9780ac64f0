"""The outlet an article is from, when nobody gave it: its address, or its words.

An article names many outlets, nearly all of them quoted. It speaks of its own
paper only in a few turns, and each of those here was tried on 37,554 news
articles whose outlet is known:

- `told Us Weekly exclusively`, `exclusively told …`, and `told Refinery29
  during a recent junket` (an event to which papers send their own people);
- `told … in an exclusive interview` and `in an exclusive interview with …`,
  but only in an article that says so or the like three times: less often is
  how other papers' interviews are quoted;
- a last line such as `Fox News' Adam Shaw contributed to this report`;
- a last line such as `Copyright © 2019 The Washington Times, LLC`.

News agencies and syndicates are left out: what they sell appears in other
papers. Where the turns name two outlets, none is believed.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_WORD = r"[A-Z0-9À-ÖØ-Þ][\w.&!+-]{0,30}(?<!\.)"
# The name is taken whole or not at all, since what was looked ahead at is not tried again:
# `Fox News' Hannity` is not `Fox`.
_NAME = rf"(?=((?:[Tt]he )?{_WORD}(?: (?:of the |of |and |& |for )?{_WORD}){{0,4}}))\1"
# Events to which papers send their own people.
_EVENTS = ("junket", "sit-down", "set visit", "press day", "press tour", "press call", "screening")
_EVENT = "|".join(_EVENTS)

_SURE = (
    re.compile(rf"\b(?:told|tells|telling) {_NAME},? exclusively\b"),
    re.compile(rf"\b[Ee]xclusively (?:told|tells|telling) {_NAME}(?!['’\w])"),
    re.compile(
        rf"\b(?:told|tells) {_NAME} (?:during|at|on) (?:a|an|our) "
        rf"(?:recent )?(?:press )?(?:{_EVENT})\b"
    ),
)
_NEEDS_THREE = (
    re.compile(
        rf"\b(?:told|tells) {_NAME} (?:in|during) an exclusive (?:interview|chat|sit-down)\b"
    ),
    re.compile(
        rf"\b(?:[Ii]n|[Dd]uring) an exclusive (?:interview|conversation|chat|sit-down) with {_NAME}"
        r"(?![\w'’-])(?! [a-z]+ed\b)"
    ),
)
_CONTRIBUTED = re.compile(
    rf"^[^\w\n]{{0,3}}{_NAME}(?:['’]s|['’]) [A-Z][\w.-]{{0,30}}[, ]"
    r"[^.\n]{0,150}contributed to this (?:report|article|story)",
    re.MULTILINE,
)
_COPYRIGHT = re.compile(
    rf"^(?:Copyright(?: ©)?|©(?: Copyright)?) ?\d{{4}}(?:[-–]\d{{4}})?,? {_NAME}"
    r"(?![\w'’])[^\n]{0,120}$",
    re.MULTILINE,
)
_MENTIONS = 3  # of an outlet that `told`, `tells`, `with` or `to` stands before
_MOST_NAMES = 8  # in one text; where there are more, it is a list and no turn of speech
_TAIL = 500  # characters at the end of a text where the last lines are looked for

_SOLD = re.compile(
    r"reuters|thomson|associated press|\bAP\b|\bAFP\b|france-presse|\bdpa\b|\bUPI\b|xinhua"
    r"|bloomberg|syndicate|agency|features|creators|content|network|writers group|getty|company"
    r"|corporation"
    r"|\bL\.P|\bInc\b|\bphoto|all rights",
    re.IGNORECASE,
)
_COMPANY = re.compile(r",? (?:LLC|Ltd|Inc|Limited|GmbH|Media Group)$")
_DAY_OF_WEEK = re.compile(r" (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*")
_HONORIFIC = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|President|Judge|Secretary|Sir|Lady)\.? "
_SPEAKS = r" (?:said|says|asked|replied|told|added|tweeted|wrote|recalled)\b"


def source_of_url(url: str) -> str | None:
    """Return the domain of an address without ``www.``.

    >>> source_of_url("https://www.example.org/2021/tides")
    'example.org'
    """
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return (host or "").removeprefix("www.") or None


def source_in_text(text: str) -> str | None:
    """Return the outlet that a text speaks of as its own, or None.

    >>> source_in_text("“I was scared,” she told Us Weekly exclusively.")
    'Us Weekly'
    >>> source_in_text("“I was scared,” she told Reuters.") is None
    True
    """
    names: set[str] = set()
    if "xclusive" in text:
        for pattern in _SURE[:2]:
            names.update(pattern.findall(text))
        doubtful = {name for pattern in _NEEDS_THREE for name in pattern.findall(text)}
        if len(doubtful) <= _MOST_NAMES:
            names |= {name for name in doubtful if _mentions(_outlet(name), text) >= _MENTIONS}
    if any(event in text for event in _EVENTS):
        names.update(_SURE[2].findall(text))
    tail = text[-_TAIL:]
    if "contributed to this" in tail:
        names.update(_CONTRIBUTED.findall(tail))
    if "©" in tail or "Copyright" in tail:
        names.update(_COPYRIGHT.findall(tail))
    if not 0 < len(names) <= _MOST_NAMES:
        return None
    outlets = sorted(_outlet(name) for name in names if not _SOLD.search(name))
    outlets = [outlet for outlet in outlets if not _is_person(outlet, text)]
    one = {outlet.casefold().removeprefix("the ") for outlet in outlets}
    return outlets[0] if len(one) == 1 else None


def _mentions(outlet: str, text: str) -> int:
    """Return how often somebody speaks to an outlet in a text."""
    return len(re.findall(rf"\b(?:told|tells|with|to) {re.escape(outlet)}\b", text))


def _outlet(name: str) -> str:
    """Return a name as it was matched without what does not belong to it."""
    name = _DAY_OF_WEEK.sub("", name).removeprefix("the ")
    return _COMPANY.sub("", name)


def _is_person(name: str, text: str) -> bool:
    """Tell whether a text treats a name as that of somebody who speaks."""
    escaped = re.escape(name)
    return bool(re.search(rf"\b{_HONORIFIC}{escaped}\b|\b{escaped}{_SPEAKS}", text))
