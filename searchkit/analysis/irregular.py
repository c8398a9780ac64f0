"""English forms that no rule leads back to their base: ``men``, ``children``, ``went``.

To analysis each of them is the base itself, so it has the inflection class of the base, and
its stem; :func:`irregular_stem` tells what rules alone make of it. The table has nouns and verbs
of today's English that are met in articles, chosen by hand. Left out is what is as often a word
of its own, or a form of another one: ``left``, ``found``, ``saw``, ``felt``, ``rose``, ``fell``,
``led``, ``met``, ``won``, ``spoke``, ``thought``, ``leaves``, ``lives``, ``people``; plurals of
Greek and Latin, which people look for by themselves; and forms that are the base, such as ``put``.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from searchkit.analysis.english import english_stem

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOUNS: Final = """
    man men, woman women, child children, foot feet, tooth teeth, goose geese, mouse mice, ox oxen,
    calf calves, half halves, knife knives, loaf loaves, scarf scarves, self selves, shelf shelves,
    thief thieves, wife wives, wolf wolves,
    businessman businessmen, chairman chairmen, congressman congressmen, craftsman craftsmen,
    fireman firemen, fisherman fishermen, freshman freshmen, gentleman gentlemen, gunman gunmen,
    layman laymen, policeman policemen, postman postmen, salesman salesmen, spokesman spokesmen,
    sportsman sportsmen, statesman statesmen, workman workmen,
    businesswoman businesswomen, chairwoman chairwomen, congresswoman congresswomen,
    policewoman policewomen, spokeswoman spokeswomen, sportswoman sportswomen,
    grandchild grandchildren, schoolchild schoolchildren, stepchild stepchildren,
    housewife housewives, midwife midwives
"""

_VERBS: Final = """
    arise arose arisen, awake awoke awoken, beat beaten, become became, begin began begun,
    bend bent, bite bitten, bleed bled, blow blew blown, break broke broken, breed bred,
    bring brought, build built, burn burnt, buy bought, catch caught, choose chose chosen,
    cling clung, come came, creep crept, deal dealt, dig dug, draw drew drawn, dream dreamt,
    drink drank drunk, drive drove driven, eat ate eaten, fall fallen, fight fought, flee fled,
    fling flung, fly flew flown, forbid forbade forbidden, foresee foresaw foreseen,
    forget forgot forgotten, forgive forgave forgiven, freeze froze frozen, get got gotten,
    give gave given, go goes went gone, grow grew grown, hang hung, hear heard, hide hidden,
    hold held, keep kept, kneel knelt, know knew known, lay laid, learn learnt, lose lost,
    make made, mislead misled, mistake mistook mistaken, outgrow outgrew outgrown,
    overcome overcame, overhear overheard, oversee oversaw overseen, overtake overtook overtaken,
    overthrow overthrew overthrown, pay paid, prove proven, rebuild rebuilt, repay repaid,
    rewrite rewrote rewritten, ride rode ridden, ring rang rung, rise risen, run ran, say said,
    see seen, seek sought, sell sold, send sent, sew sewn, shake shook shaken, shine shone,
    shoot shot shots, show shown, shrink shrank shrunk, sing sang sung, sink sank sunk, sit sat,
    slay slain, sleep slept, speak spoken, spend spent, spin spun, spring sprang sprung,
    stand stood, steal stole stolen, stick stuck, sting stung, strike struck stricken,
    strive strove striven, swear swore sworn, sweep swept, swell swollen, swim swam swum,
    swing swung, take took taken, teach taught, tear tore torn, tell told, throw threw thrown,
    undergo underwent undergone, understand understood, undertake undertook undertaken,
    undo undid undone, uphold upheld, wake woke woken, wear wore worn, weave wove woven, weep wept,
    withdraw withdrew withdrawn, withhold withheld, withstand withstood, write wrote written
"""


def _bases(*tables: str) -> dict[str, str]:
    rows = [row.split() for table in tables for row in table.split(",")]
    return {form: base for base, *forms in rows for form in forms}


BASES: Final[Mapping[str, str]] = MappingProxyType(_bases(_NOUNS, _VERBS))
"""The base of each irregular form."""


def irregular_stem(word: str) -> str:
    """Return the stem that an irregular form has by rules alone; empty for any other word.

    >>> irregular_stem("spoken"), irregular_stem("shots"), irregular_stem("speaking")
    ('spoken', 'shot', '')
    """
    return english_stem(word) if word in BASES else ""
