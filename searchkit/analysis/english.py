"""English words to stems, by the rules of Snowball's English stemmer (Porter 2).

Most words of most indexes are English, and trying one rule after another on
each of them was a good part of making an index. Here the ending of a word is
looked up. What a rule changes is the word, and how many letters of it lie in its
two regions, R1 and R2: counted from the end of the word, so that an ending is
taken off by a subtraction.

The stems are exactly those of nltk, which stems the other languages, in the few
points too where it is not quite the algorithm: see :class:`_Rule`.

Source: M. F. Porter, "The English (Porter2) stemming algorithm", 2002,
https://snowballstem.org/algorithms/english/stemmer.html
"""

from __future__ import annotations

from typing import Final

from searchkit.late_patterns import late_pattern
from searchkit.records import NamedTuple

_VOWELS: Final = frozenset("aeiouy")  # a y that is a consonant is written Y meanwhile
_DOUBLES: Final = tuple(2 * letter for letter in "bdfgmnprt")
_LI_FOLLOWS: Final = frozenset("cdeghkmnrt")
_ION_FOLLOWS: Final = frozenset("st")
_ENDS_LONG: Final = frozenset("wxY")  # a syllable that ends so is not short

# Up to the first consonant behind a vowel: there R1 begins; R2 begins in R1 by the same rule.
_TO_REGION: Final = late_pattern(r"[^aeiouy]*[aeiouy]+[^aeiouy]")
_BEGINNING: Final = late_pattern(r"gener|commun|arsen")  # R1 begins behind all of it
_Y_BEHIND_VOWEL: Final = late_pattern(r"([aeiouy])y")
_VOWEL: Final = late_pattern(r"[aeiouy]")

_STEMS: Final = {
    **{word: word for word in "sky news howe atlas cosmos bias andes".split()},
    **{
        verb + ending: verb
        for verb in ("proceed", "exceed", "succeed")
        for ending in ("", "s", "ed", "ing")
    },
    **{
        noun + ending: noun
        for noun in ("inning", "outing", "canning", "herring", "earring")
        for ending in ("", "s")
    },
    "skis": "ski",
    "skies": "sky",
    "dying": "die",
    "lying": "lie",
    "tying": "tie",
    "idly": "idl",
    "gently": "gentl",
    "singly": "singl",
    "ugly": "ugli",
    "early": "earli",
    "only": "onli",
}
"""The stems of words that no rule is for."""
_LAST_OF_INFLECTIONS: Final = frozenset("sdgyY'")
_DERIVED: Final = frozenset("idly gently singly ugly early only".split())  # of these


class _Rule(NamedTuple):
    """What becomes of an ending that lies in R1.

    Attributes:
        cut: How many letters are taken off.
        added: What is added instead.
        rest: Of an ending that begins before R2, how many letters of R2 are left
            when it was replaced: nltk reckons so. None: as many as were not cut.
    """

    cut: int
    added: str = ""
    rest: int | None = None


def _cut(cut: int, endings: str, added: str = "") -> dict[str, _Rule]:
    """Return rules that take some letters off each of some endings."""
    return {ending: _Rule(cut, added) for ending in endings.split()}


def _replace(endings: str, added: str, rest: int | None) -> dict[str, _Rule]:
    """Return rules that put something in place of each of some endings."""
    return {ending: _Rule(len(ending), added, rest) for ending in endings.split()}


_STEP_2: Final = {
    **_cut(1, "enci anci abli", "e"),
    **_cut(1, "ogi"),
    **_cut(2, "tional entli fulli lessli li"),
    **_cut(4, "fulness"),
    **_replace("izer ization", "ize", 0),
    **_replace("ational ation ator", "ate", 1),
    **_replace("alism aliti alli", "al", 0),
    **_replace("ousli ousness", "ous", 0),
    **_replace("iveness iviti", "ive", 1),
    **_replace("biliti bli", "ble", 0),
}
_STEP_3: Final = {
    **_cut(2, "tional"),
    **_cut(3, "alize ful"),
    **_cut(4, "ness"),
    **_cut(5, "ative"),
    **_replace("ational", "ate", 0),
    **_replace("icate iciti ical", "ic", 0),
}
_STEP_4: Final = _replace(
    "al ance ence er ic able ible ant ement ment ent ism ate iti ous ive ize ion", "", None
)
# The letters that may be before an ending, if not all may.
_FOLLOWS: Final = {"ogi": frozenset("l"), "li": _LI_FOLLOWS, "ion": _ION_FOLLOWS}

_LENGTHS: Final = range(7, 1, -1)  # of the endings of rules, the longest first
_LAST_TWO: Final = {ending[-2:] for ending in (*_STEP_2, *_STEP_3, *_STEP_4)}  # most words: none


def english_stem(word: str) -> str:
    """Return the stem of an English word, in lower case.

    >>> english_stem("generously"), english_stem("relational"), english_stem("flies")
    ('generous', 'relat', 'fli')
    """
    word = word.lower()
    if len(word) <= 2:
        return word
    if word in _STEMS:
        return _STEMS[word]
    return _without_derivation(*_without_inflection(*_parted(word)))


class EnglishParts(NamedTuple):
    """What the steps of the algorithm make of a word.

    Attributes:
        base: The word without inflections: without -s, -'s, -ed and -ing, -edly and -ingly, by
            steps 0 and 1, where y becomes i as it is before -es. An e is taken off where
            that alone makes it the stem, as step 5 does: ``release`` loses it as
            ``released`` does.
        stem: What the later steps make of that in the regions of the whole word.
        rest: What they make of the base in regions of its own, the same nearly always.
    """

    base: str
    stem: str
    rest: str


def english_parts(word: str) -> EnglishParts:
    """Return an English word without inflections, and its stem, in lower case.

    >>> english_parts("releases").base, english_parts("released").base
    ('releas', 'releas')
    >>> english_parts("relations")
    EnglishParts(base='relation', stem='relat', rest='relat')
    """
    word = word.lower()
    if len(word) <= 2:
        return EnglishParts(word, word, word)
    if word in _STEMS:
        stem = _STEMS[word]
        base = word if word in _DERIVED else stem
        return EnglishParts(base, stem, english_rest(base))
    marked, r1, r2 = _without_inflection(*_parted(word))
    stem = _without_derivation(marked, r1, r2)
    base = marked.replace("Y", "y")
    if base == stem + "e" and english_rest(stem) == stem:
        return EnglishParts(stem, stem, stem)
    return EnglishParts(base, stem, stem if base == word else english_rest(base))


def english_rest(base: str) -> str:
    """Return what the later steps make of a base: they take off derivations.

    >>> english_rest("relation"), english_rest("happening")
    ('relat', 'happening')
    """
    if len(base) <= 2 or base in _STEMS:
        return _STEMS.get(base, base)
    if base[-2:] not in _LAST_TWO and not base.endswith(("e", "ll")) and base.isalpha():
        return base  # no later step has a rule for it
    return _without_derivation(*_parted(base))


def _parted(word: str) -> tuple[str, int, int]:
    """Return a word with its consonants marked, and how many letters R1 and R2 have."""
    if not word.isascii():
        word = word.replace("\u2019", "'").replace("\u2018", "'").replace("\u201b", "'")
    word = word.removeprefix("'")
    if "y" in word:
        if word[0] == "y":
            word = "Y" + word[1:]
        word = _Y_BEHIND_VOWEL.sub(r"\1Y", word)
    first = _BEGINNING.match(word) or _TO_REGION.match(word)
    if first is None:
        return word, 0, 0
    second = _TO_REGION.match(word, first.end())
    return word, len(word) - first.end(), len(word) - second.end() if second else 0


def _without_inflection(word: str, r1: int, r2: int) -> tuple[str, int, int]:
    """Take off what makes a plural, a possessive or another tense: steps 0 and 1."""
    if word[-1:] not in _LAST_OF_INFLECTIONS:
        return word, r1, r2
    if "'" in word:
        cut = 3 if word.endswith("'s'") else 2 if word.endswith("'s") else word.endswith("'")
        word, r1, r2 = _shortened(word, r1, r2, cut)
    if word.endswith("s"):
        word, r1, r2 = _shortened(word, r1, r2, _plural(word))
    elif word.endswith("ied"):
        word, r1, r2 = _shortened(word, r1, r2, 2 if len(word) > 4 else 1)
    if word.endswith(("eed", "eedly")):
        cut = 3 if word.endswith("y") else 1
        if r1 >= cut + 2:
            word, r1, r2 = word[:-cut], r1 - cut, r2 - cut if r2 >= cut + 2 else 0
    elif word.endswith(("ed", "ing", "edly", "ingly")):
        word, r1, r2 = _without_tense(word, r1, r2)
    if len(word) > 2 and word[-1] in "yY" and word[-2] not in _VOWELS:
        word = word[:-1] + "i"
    return word, r1, r2


def _without_derivation(stem: str, r1: int, r2: int) -> str:
    """Return the stem of a word that has no inflection: steps 2 to 5."""
    if stem[-2:] in _LAST_TWO:
        stem, r1, r2 = _replaced(stem, r1, r2, _ending(stem, _STEP_2), _STEP_2)
        stem, r1, r2 = _replaced(stem, r1, r2, _ending(stem, _STEP_3), _STEP_3)
        ending = _ending(stem, _STEP_4)
        if len(ending) <= r2:
            stem, r1, r2 = _replaced(stem, r1, r2, ending, _STEP_4)
    return _without_last_letter(stem, r1, r2).replace("Y", "y")


def _plural(word: str) -> int:
    """Return how many letters to take off a word that ends in s."""
    if word.endswith("sses"):
        return 2
    if word.endswith("ies"):
        return 2 if len(word) > 4 else 1
    return int(
        not word.endswith(("us", "ss")) and _VOWEL.search(word, 0, len(word) - 2) is not None
    )


def _without_tense(word: str, r1: int, r2: int) -> tuple[str, int, int]:
    """Take off ``ed`` or ``ing``, and ``ly`` behind it, and mend what is left."""
    cut = next(len(e) for e in ("ingly", "edly", "ing", "ed") if word.endswith(e))
    if not _VOWEL.search(word, 0, len(word) - cut):
        return word, r1, r2
    word, r1, r2 = _shortened(word, r1, r2, cut)
    if word.endswith(("at", "bl", "iz")):
        return word + "e", r1 + 1, r2 + (len(word) > 4 or r1 > 1)
    if word.endswith(_DOUBLES):
        return _shortened(word, r1, r2, 1)
    if r1 == 0 and _is_short(word):
        return word + "e", r1, r2
    return word, r1, r2


def _is_short(word: str) -> bool:
    """Whether a word without R1 ends in a short syllable."""
    if len(word) == 2:
        return word[0] in _VOWELS and word[1] not in _VOWELS
    return len(word) > 2 and _ends_short(word)


def _ends_short(word: str) -> bool:
    """Whether three letters or more end in consonant, vowel, consonant, as in ``hop``."""
    return (
        word[-1] not in _VOWELS
        and word[-1] not in _ENDS_LONG
        and word[-2] in _VOWELS
        and word[-3] not in _VOWELS
    )


def _ending(word: str, rules: dict[str, _Rule]) -> str:
    """Return the longest ending of a word that there is a rule for, or nothing."""
    if word[-2:] not in _LAST_TWO:
        return ""
    for length in _LENGTHS:
        if word[-length:] in rules:
            return word[-length:]
    return ""


def _replaced(
    word: str, r1: int, r2: int, ending: str, rules: dict[str, _Rule]
) -> tuple[str, int, int]:
    """Carry out the rule for an ending, if it lies where the rule is for it."""
    if not ending or len(ending) > (r2 if ending == "ative" else r1):
        return word, r1, r2
    if ending in _FOLLOWS and word[-len(ending) - 1] not in _FOLLOWS[ending]:
        return word, r1, r2
    cut, added, rest = rules[ending]
    if rest is not None and r2 < cut:
        r2 = rest
    else:
        r2 = max(r2 - cut, 0) + (len(added) if r2 >= cut else 0)
    return word[:-cut] + added, r1 - cut + len(added), r2


def _without_last_letter(word: str, r1: int, r2: int) -> str:
    """Take off an ``e``, or one of two ``l``: step 5."""
    if word.endswith("ll"):
        return word[:-1] if r2 else word
    if not word.endswith("e") or not r1:
        return word
    return word[:-1] if r2 or (len(word) > 3 and not _ends_short(word[:-1])) else word


def _shortened(word: str, r1: int, r2: int, cut: int) -> tuple[str, int, int]:
    return (word[:-cut], max(r1 - cut, 0), max(r2 - cut, 0)) if cut else (word, r1, r2)
