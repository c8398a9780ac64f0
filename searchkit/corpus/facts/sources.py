"""The outlet that an article is from, found in its address or in its text.

An article names many outlets, nearly all of them quoted. It speaks of its own
paper only in a few turns, and each of those here was tried on 37,554 news
articles whose outlet is known (``python -m benchmarks read`` measures it again):

- `told Us Weekly exclusively` and `exclusively told …`;
- `told Refinery29 during a recent Harbour Nights junket`: an event to which
  papers send their own people, whatever it is called and whatever it is for;
- `told … in a wide-ranging telephone interview`: how a paper speaks of the
  interviews that it held, where it does so twice or has the name of a paper.
  `In a recent interview` is how other papers' interviews are quoted, unless the article says
  what the interview was for (`a recent Harbour Nights interview`);
- `in an exclusive interview with …`, but only in an article that says such a thing
  three times;
- a last line such as `Fox News' Adam Shaw contributed to this report`;
- a last line such as `Copyright © 2019 The Washington Times, LLC`.

News agencies and syndicates are left out, since what they sell appears in other papers, and so
are persons, who are spoken to in the same turns. Where the turns name two outlets, the article has
no source. `Originally appeared in …` is no evidence: it names the other paper as often as not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD = r"[A-Z0-9À-ÖØ-Þ][\w.&!+-]{0,30}(?<!\.)"
# The name is taken whole or not at all, since what was looked ahead at is not tried again:
# `Fox News' Hannity` is not `Fox`.
_JOINS = (
    r"(?:of the |of |and |& |for |de la |de |du |des |del |della |dello |dei |di |do |da |von |vom "
    r"|van |der |d['’]|l['’]|de l['’])"
)
_NAME = rf"(?=((?:[Tt]he )?{_WORD}(?: {_JOINS}?{_WORD}){{0,4}}))\1"
_SPOKE = (
    r"(?:told|tells|telling"
    r"|(?:spoke|speaks|[Ss]peaking|sat down|sits down|chatted|talked|opened up) (?:to|with))"
)
_MEETING = rf"\b{_SPOKE} {_NAME},?(?: exclusively)?,? (?:during|at|on|in|over) "
_A = "(?:a|an|our) "
_OURS = rf"(?:a|an|our|its|the(?: \w{{1,20}}['’]s)?|{_WORD}['’]s?) "
_KIND = r"((?:[a-z][a-z-]{1,20},? |Zoom |Skype ){0,4})"  # recent, wide-ranging, telephone
# What it was for: Harbour Nights.
_WORK = rf"((?:(?:of the |of |and |& |for |at |in |on |the )?{_WORD} ){{0,3}})"

# Events to which papers send their own people.
_EVENTS = ("junket", "sit-down", "set visit", "media day", "roundtable", "screening")
_EVENTS_OF_PRESS = ("press day", "press tour", "press call", "press event")
_INTERVIEWS = ("interview", "phone call", "video call", "telephone call", "conversation", "chat")
_INTERVIEW = "interview|call|conversation|chat"  # `phone` is its kind
# How a paper speaks of an interview of its own, and hardly of another's.
_OWN_KINDS = frozenset(
    "exclusive wide-ranging phone telephone zoom skype video virtual one-on-one in-depth candid"
    " lengthy hour-long sit-down new".split()
)
_LATELY = frozenset(("recent", "new", "latest", "follow-up"))
_NO_WORK = re.compile(  # what comes before `interview` and is not what it was for
    r"(?:\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Jan|Feb|Mar(?:ch)?\b|Apr|May\b|June?\b|July?\b"
    r"|Aug|Sep|Oct|Nov|Dec|TV|Radio|Facebook|Twitter|YouTube|Instagram|Oval|White House)"
)
_OUTLET_WORDS = frozenset(
    "Post Times News Weekly Magazine Today Daily Journal Herald Gazette Tribune Review Reporter"
    " Observer Chronicle Courier Telegraph Mail Mirror Sun Star Press Globe Standard Monitor"
    " Examiner Dispatch Insider Beast Guardian Independent Inquirer Register Ledger Bulletin"
    " Radio TV Television"
    " Courrier Gazette Monde Presse Zeitung Anzeiger Kurier Tagblatt Nachrichten Correo Diario"
    " Periódico Corriere Gazzetta Giornale Jornal Folha Nieuws Dagblad".split()
)

_SURE = (
    re.compile(rf"\b(?:told|tells|telling) {_NAME},? exclusively\b"),
    re.compile(rf"\b[Ee]xclusively (?:told|tells|telling) {_NAME}(?!['’\w])"),
)
_AT_EVENT = re.compile(
    rf"{_MEETING}{_OURS}{_KIND}{_WORK}(?:press )?(?:{'|'.join((*_EVENTS, *_EVENTS_OF_PRESS))})$"
)
_AT_INTERVIEW = re.compile(rf"{_MEETING}{_A}{_KIND}{_WORK}(?:{_INTERVIEW})$")
_NEEDS_THREE = re.compile(
    r"\b(?:[Ii]n|[Dd]uring) an exclusive (?:interview|conversation|chat|sit-down) with "
    rf"{_NAME}(?![\w'’-])(?! [a-z]+ed\b)"
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
_MENTIONS = 3  # of an outlet behind `told`, `tells`, `with` or `to`
_BESIDE = 12  # characters beside a name that hold a title of persons, or a word for speaking
_LONGEST_TURN = 300  # characters from `told` to what somebody was told at
_MOST_NAMES = 8  # in one text; where there are more, it is a list and no turn of speech
_TAIL = 500  # characters at the end of a text where the last lines are looked for

_SOLD = re.compile(
    r"reuters|thomson|associated press|\bAP\b|\bAFP\b|france-presse|\bdpa\b|\bUPI\b|xinhua"
    r"|bloomberg|syndicate|agency|features|creators|content|network|writers group|getty|company"
    r"|corporation|\bL\.P|\bInc\b|\bphoto|all rights",
    re.IGNORECASE,
)
_COMPANY = re.compile(r",? (?:LLC|Ltd|Inc|Limited|GmbH|Media Group)$")
_DAY_OF_WEEK = re.compile(r" (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*")
_HONORIFIC = r"(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|President|Judge|Secretary|Sir|Lady)\.? "
_REMARK = r" (?:said|says|asked|replied|told|added|tweeted|wrote|recalled)\b"


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
        names.update(*(pattern.findall(text) for pattern in _SURE))
        doubtful = set(_NEEDS_THREE.findall(text))
        if len(doubtful) <= _MOST_NAMES:
            said = "told|tells|with|to"
            names |= {one for one in doubtful if _times(said, _outlet(one), text) >= _MENTIONS}
    events = (*_EVENTS, *_EVENTS_OF_PRESS) if "press " in text else _EVENTS
    names.update(name for name, _, _ in _before(events, _AT_EVENT, text))
    tail = text[-_TAIL:]
    if "contributed to this" in tail:
        names.update(_CONTRIBUTED.findall(tail))
    if "©" in tail or "Copyright" in tail:
        names.update(_COPYRIGHT.findall(tail))
    if not names:
        names = _interviewers(text)
    if not 0 < len(names) <= _MOST_NAMES:
        return None
    outlets = sorted(_outlet(name) for name in names if not _SOLD.search(name))
    outlets = [outlet for outlet in outlets if not _is_person(outlet, text)]
    one = {outlet.casefold().removeprefix("the ") for outlet in outlets}
    return outlets[0] if len(one) == 1 else None


def _before(ends: Iterable[str], pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, ...]]:
    """Yield the groups of each match of a pattern that ends in one of some words.

    The words are rare and quick to find, so that only the text before them is looked at.
    """
    for end in filter(text.__contains__, ends):
        for found in re.finditer(rf"{end}(?![^\W\d_])", text):
            yield from pattern.findall(text[max(found.start() - _LONGEST_TURN, 0) : found.end()])


def _interviewers(text: str) -> set[str]:
    """Return the names that held an interview by their own account."""
    names = {
        name
        for name, kind, work in _before(_INTERVIEWS, _AT_INTERVIEW, text)
        if not _OWN_KINDS.isdisjoint(words := kind.lower().replace(",", "").split())
        or (work and not _LATELY.isdisjoint(words) and not _NO_WORK.match(work))
    }
    if len(names) > _MOST_NAMES:
        return set()
    return {
        name
        for name in names
        if _is_named_like_an_outlet(name)
        or _times("told|tells|telling", name, text) > 1
        or (" " not in name and len(re.findall(rf"\b{re.escape(name)}\b", text)) == 1)
    }  # a person with a name of one word is named elsewhere, too


def _is_named_like_an_outlet(name: str) -> bool:
    """Whether a name is such as papers and stations have, and persons do not."""
    words = name.split()
    return words[0] == "The" or name.isupper() or not _OUTLET_WORDS.isdisjoint(words)


def _times(words: str, name: str, text: str) -> int:
    """Return how often a name comes after one of some words in a text."""
    return len(re.findall(rf"\b(?:{words}) {re.escape(name)}\b", text))


def _outlet(name: str) -> str:
    """Return a name that was matched without an article, a company's form or a day behind it."""
    return _COMPANY.sub("", _DAY_OF_WEEK.sub("", name).removeprefix("the "))


def _is_person(name: str, text: str) -> bool:
    """Whether a text treats a name as that of somebody who speaks."""
    name = re.escape(name)
    person = re.compile(rf"\b{_HONORIFIC}{name}\b|\b{name}{_REMARK}")
    return any(
        person.search(text, max(found.start() - _BESIDE, 0), found.end() + _BESIDE)
        for found in re.finditer(name, text)
    )
