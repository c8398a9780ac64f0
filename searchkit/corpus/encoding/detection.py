"""The likeliest encoding of bytes that name none.

chardet knows which letters follow which in the languages of the world, and gives each
encoding that may be meant a confidence. Of a short note it knows little, and then what
it finds likeliest may be absurd. So its readings are looked at as a reader would:

- *odd* is what hardly any text has: control characters, letters of two scripts in one
  word, a sign such as `¿` between two letters, a capital after a small letter, four
  accented letters in a row. The more of a reading is odd, the less likely it is;
- the accented letters of a text are those of one language, but for a few foreign names;
- people write in few encodings, above all in Windows-1252. That matters the less, the
  more there is to go by.

What is guessed is in doubt where another reading is nearly as likely, where the best is
odd itself, or where some bytes mean nothing in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from searchkit.article import Known
from searchkit.corpus.encoding.codec_names import FREQUENT_WORDS, wider_codec
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_EVIDENCE = 1 << 16  # bytes that chardet is shown
_SHORT = 1 << 9  # bytes of a note
_PASSAGE = 1 << 10  # bytes of one passage of a long file
_CONTEXT = _PASSAGE // 2  # bytes of it before and behind a byte beyond ASCII
_READ = 1 << 12  # bytes of that of which readings are looked at
_ASKED = 12  # readings that are looked at, in the order of chardet's confidence
_WORTH = 5  # times that it may be less than the highest

_FITTING = 1.5  # times likelier is a reading whose letters are of one language; else less so
_FOREIGN = 0.02  # of the letters, that may be of others
_COMMON = {"cp1252": 1.5}  # times likelier than chardet says, of a short text
_WINDOWS = 1.1
_RARE = 0.5
_PLENTY = 30  # accented letters with which that counts half
_ODDITY = 6.0  # how fast a reading becomes unlikely with what is odd in it
_KANA = 0.5  # confidence in a reading that is kana, of which bytes by chance are none
_TYPESET = 1.0  # more confidence in English with nothing but quotation marks and dashes
_FEW = 4  # characters of kana that may be chance

_MANY = 60  # wide characters, from which on some are frequent ones
_LEAST_FREQUENT = 0.04  # of the characters of Chinese

_RIVAL = 0.75  # of the likelihood of the best, from which on another reading is a rival
_ALIKE = 0.05  # of the characters beyond ASCII, up to which two readings are alike
_ODD = 0.1  # of them, from which on a reading is odd


class _Reading(NamedTuple):
    """What bytes are in one encoding.

    Attributes:
        codec: The name that Python has for it.
        text: The text that they are then.
        likelihood: How likely that is, to compare with others.
        oddity: What is odd in it, for each character beyond ASCII.
    """

    codec: str
    text: str
    likelihood: float
    oddity: float


def guess(content: bytes) -> tuple[str, Known] | None:
    """Return the codec that likely reads bytes, and whether that is in doubt; None: not known.

    Args:
        content: All of the bytes; not valid UTF-8.
    """
    readings = sorted(_readings(_evidence(content)), key=lambda reading: -reading.likelihood)
    for best in readings:
        try:
            content.decode(best.codec)
        except UnicodeDecodeError:
            continue
        is_doubtful = best.oddity > _ODD or _has_rival(best, readings)
        return best.codec, Known.DOUBTFUL if is_doubtful else Known.GUESSED
    return (readings[0].codec, Known.DOUBTFUL) if readings else None


def is_likely_text(text: str) -> bool:
    """Whether nothing in a text is odd, and its letters are of one language."""
    return not _oddity(text) and _fit(_beyond(text)) >= 1


def _has_rival(best: _Reading, readings: list[_Reading]) -> bool:
    """Whether another text is nearly as likely."""
    most = _ALIKE * len(_beyond(best.text))
    return any(
        len(other.text) != len(best.text)
        or sum(a != b for a, b in zip(best.text, other.text, strict=True)) > most
        for other in readings
        if other.likelihood >= _RIVAL * best.likelihood
    )


def _readings(evidence: bytes) -> Iterator[_Reading]:
    """Yield what evidence may be, in the encodings that chardet finds likeliest."""
    import chardet

    confidence: dict[str, float] = {"cp932": 0.0, "euc_jp": 0.0}
    for found in chardet.detect_all(evidence, ignore_threshold=True):
        codec = wider_codec(found["encoding"] or "")
        if codec and not _KNOWN_OTHERWISE.match(codec):
            confidence[codec] = max(confidence.get(codec, 0.0), found["confidence"])
    least = max(confidence.values()) / _WORTH
    likeliest = [codec for codec in confidence if confidence[codec] >= least]
    likeliest = sorted(likeliest, key=lambda codec: -confidence[codec])[:_ASKED]
    head = evidence[:_READ] if len(evidence) <= _READ else evidence[: _last_blank(evidence)]
    for codec in dict.fromkeys((*likeliest, "cp1252", "cp932", "euc_jp")):
        yield _reading(codec, head, confidence.get(codec, 0.0))


def _last_blank(evidence: bytes) -> int:
    """Return where evidence can be cut without cutting a character."""
    blank = max(evidence.rfind(sign, 0, _READ) for sign in (b"\n", b" "))
    return blank if blank > 0 else _READ


def _reading(codec: str, evidence: bytes, confidence: float) -> _Reading:
    """Return what evidence is in an encoding that chardet has some confidence in."""
    text = evidence.decode(codec, "replace")
    beyond = _beyond(text)
    if codec in _JAPANESE and len(kana := _KANA_LETTERS.findall(beyond)) >= _FEW:
        confidence = max(confidence, _KANA) if 2 * len(kana) >= len(beyond) else confidence
    if not beyond.strip(_TYPOGRAPHY) and _ENGLISH.search(text):
        # English has no letters beyond ASCII, but is printed with such signs.
        return _Reading(codec, text, (_TYPESET + confidence) * _usage(codec), 0.0)
    oddity = _oddity(text) / max(len(beyond), 1)
    common = _usage(codec) ** (_PLENTY / (_PLENTY + len(beyond)))
    likelihood = confidence * common * _fit(beyond) * math.exp(-_ODDITY * oddity)
    return _Reading(codec, text, likelihood, oddity)


def _beyond(text: str) -> str:
    """Return the characters beyond ASCII."""
    return "".join(_BEYOND.findall(text))


def _oddity(text: str) -> float:
    """Return how often there is in a text what hardly any has."""
    odd = len(_ODD_SIGNS.findall(text)) + 0.5 * len(_JOINING.findall(text))
    wide = len(_WIDE_LETTERS.findall(text))
    beside = len(_WIDE_BESIDE_LATIN.findall(text)) if wide else 0
    # In a real text few of them are beside one; an accented letter and the next one,
    # taken for a wide one together, nearly always do.
    odd += beside if 2 * beside > wide else 0
    return odd + (wide if wide >= _MANY and _is_no_language(text) else 0)


def _is_no_language(text: str) -> bool:
    """Whether a text of many wide characters has few of those that Chinese is full of."""
    words = len(_WORDS.findall(text))
    kana = len(_KANA_LETTERS.findall(text))
    return len(_FREQUENT.findall(text)) < _LEAST_FREQUENT * words and 10 * kana < words


def _fit(beyond: str) -> float:
    """Return how likely letters beyond ASCII are in one text, if they are Latin ones."""
    letters = Counter(_LATIN_LETTERS.findall(beyond))
    if not letters and _OTHER_SCRIPTS.search(beyond):
        return 1.0
    most = _FOREIGN * letters.total()
    fits = any(
        sum(count for letter, count in letters.items() if letter not in alphabet) <= most
        for alphabet in _ALPHABETS
    )
    return _FITTING if fits else 1 / _FITTING


def _usage(codec: str) -> float:
    """Return how much likelier an encoding is because people use it, or do not."""
    usual = _WINDOWS if codec.startswith("cp125") else 1.0
    return _RARE if _OF_OLD.match(codec) else _COMMON.get(codec, usual)


def _evidence(content: bytes) -> bytes:
    """Return the passages of some bytes by which their encoding can be judged.

    They are the lines around bytes beyond ASCII: all of them, or as many from each part
    of a file that has more. Its first megabyte may have none, and its end others.
    """
    if len(content) <= _SHORT:
        return content  # its other words tell the language
    pieces = _passages(content, apart=1)
    if sum(map(len, pieces)) >= _EVIDENCE:
        pieces = _passages(content, apart=len(content) * _PASSAGE // _EVIDENCE)
    return b"\n".join(pieces)


def _passages(content: bytes, *, apart: int) -> list[bytes]:
    """Return passages around bytes beyond ASCII, one in so many bytes, up to the evidence."""
    pieces = []
    size = position = 0
    while size < _EVIDENCE and (found := _HIGH.search(content, position)):
        high = found.start()
        start = max(position, high - _CONTEXT)
        # Line ends and blanks are no part of a wider character, in whatever encoding.
        if (line_end := content.rfind(b"\n", start, high)) >= 0:
            start = line_end + 1
        elif start > position and (blank := _BLANK.search(content, start, high)):
            start = blank.end()
        end = content.find(b"\n", high, high + _CONTEXT)
        if end < 0 and high + _CONTEXT < len(content):
            end = content.rfind(b" ", high, high + _CONTEXT)
        end = end if end >= 0 else high + _CONTEXT
        pieces.append(content[start:end])
        size += len(pieces[-1])
        position = max(end, high - high % apart + apart)
        if position > end and (after := _BLANK.search(content, position, position + _CONTEXT)):
            position = after.end()
    return pieces


def _letters_beyond(kind: str) -> str:
    """Return the letters of one case beyond ASCII, of Latin, Greek and Cyrillic."""
    return "".join(chr(code) for code in range(0x80, 0x530) if getattr(chr(code), kind)())


_HIGH = re.compile(rb"[\x80-\xff]")
_BLANK = re.compile(rb"[ \n]")
_BEYOND = re.compile("[^\0-\x7f]+")

_SMALL, _CAPITAL = _letters_beyond("islower"), _letters_beyond("isupper")
_LATIN = "\xc0-\xd6\xd8-\xf6\xf8-\u024f\u1e00-\u1eff"
_OTHER = "\u0370-\u03ff\u0400-\u052f\u0590-\u05ff\u0600-\u06ff\u0e00-\u0e7f"
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff61-\uff9f"
_LETTER = f"A-Za-z{_LATIN}{_OTHER}"
_SIGN = "\xa1-\xac\xae-\xb6\xb8-\xbf\xd7\xf7\u0192\u02c6\u02dc\u201a\u201e\u2020-\u2022\u2030"
_SIGN += "\u2039\u203a\u20a0-\u20bf\u2122\u2202-\u22ff\u2500-\u25ff"

_ODD_SIGNS = re.compile(
    # Controls, characters of private use, forms of letters for display, no characters.
    "[\x80-\x84\x86-\x9f\ue000-\uf8ff\ufe70-\ufefe\ufffd-\uffff]"
    f"|(?<=[{_LETTER}])[{_SIGN}](?=[{_LETTER}])"
    f"|(?<=[{_LETTER}])[\xa1\xbf\u201a\u201e\u02c6\u02dc\u2020-\u2022]"  # before words, or none
    "|[\xa4\xa6-\xa8\xac\xaf\xb1-\xb4\xb6\xb8\xb9\xbc-\xbe\xd7\xf7\u02c7\u02d8-\u02dd]"
    f"(?=[{_LETTER}])"  # behind words, or none
    f"|(?<=[a-z{_SMALL}])[{_CAPITAL}]|(?<=[{_SMALL}])[A-Z]"
    f"|(?<=[A-Za-z{_LATIN}])[{_OTHER}]|(?<=[{_OTHER}])[A-Za-z{_LATIN}]"
    f"|[{_LATIN}]{{4}}"
)
_JOINING = re.compile("(?<=[a-z])[–—…“”‘](?=[a-z])")  # now and then a text has these so
_TYPOGRAPHY = "‘’“”–—…•™®©£€\xa0"
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|is|was|that|for|you|not|are|it|but|with|from|have|this|isn|don)\b",
    re.IGNORECASE,
)
_WIDE_LETTERS = re.compile(f"[{_WIDE}]")
_WIDE_BESIDE_LATIN = re.compile(f"(?<=[a-z])[{_WIDE}]|(?<=[{_WIDE}])[a-z]")
_KANA_LETTERS = re.compile("[\u3041-\u30fe]")
_WORDS = re.compile("[\u4e00-\u9fff]")
_FREQUENT = re.compile(f"[{FREQUENT_WORDS}]")
_LATIN_LETTERS = re.compile(f"[{_LATIN}]")
_OTHER_SCRIPTS = re.compile(f"[{_OTHER}{_WIDE}]")

_JAPANESE = frozenset(("cp932", "euc_jp"))
# 7-bit encodings, and those of NULs, have marks of their own and are known by these.
_KNOWN_OTHERWISE = re.compile("utf|iso2022|hz$")
# Of machines before Windows, and for languages that are mostly written in others.
_OF_OLD = re.compile("mac|hp|cp(?:1006|1125|720|7|8|4)|iso8859-(?:3|4|10|13|14|16)|kz|ptcp|koi8-t")

# The letters that languages write beside a to z, with those of words they have from others.
_ALPHABETS = tuple(
    frozenset(letters + letters.upper())
    for letters in (
        "äöåšžéü",  # Finnish, Swedish
        "æøåéèêóòôüöäáà",  # Danish, Norwegian
        "áðéíóúýþæöø",  # Icelandic, Faroese
        "äöüßéèàç",  # German
        "àâäæçéèêëîïôöœùûüÿñ",  # French
        "áéíóúüñçàèòï",  # Spanish, Galician, Catalan, Irish
        "áàâãçéêíóôõúü",  # Portuguese
        "àèéìíîòóùú",  # Italian
        "áéíóúàèëéïöüêâîôûç",  # Dutch, Frisian, Afrikaans
        "ëçâêîôûé",  # Albanian, Luxembourgish
        "ąćęłńóśźżéü",  # Polish
        "áčďéěíňóřšťúůýžäöü",  # Czech
        "áäčďéíĺľňóôŕšťúýž",  # Slovak
        "áéíóöőúüű",  # Hungarian
        "čćđšžé",  # Slovene, Croatian, Bosnian
        "ăâîşţșțé",  # Romanian
        "çğıöşüâîûİ",  # Turkish
        "ąčęėįšųūž",  # Lithuanian
        "āčēģīķļņšūžōŗ",  # Latvian
        "äõöüšž",  # Estonian
        "ċġħżàèìòù",  # Maltese
        "ŵŷâêîôûïáéíóúäëöàèì",  # Welsh
    )
)
