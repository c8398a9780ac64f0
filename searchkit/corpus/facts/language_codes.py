"""The code of a language, from whatever name or code was declared: ISO 639-1 in lower case.

A country or a script behind the first word does not matter. There is no code for a word that is
neither a code nor among the names.
"""

from __future__ import annotations

import re

_CODES = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
    ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
    lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
    pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
# Names and the codes of ISO 639-2 and 639-3, for languages that corpora are often in.
_NAMES = """
    ar:arabic/ara/العربية cs:czech/ces/cze/čeština da:danish/dan/dansk de:german/deu/ger/deutsch
    el:greek/ell/gre/ελληνικά en:english/eng es:spanish/spa/español/espanol/castellano
    fi:finnish/fin/suomi fr:french/fra/fre/français/francais he:hebrew/heb/עברית
    hi:hindi/hin/हिन्दी hu:hungarian/hun/magyar it:italian/ita/italiano ja:japanese/jpn/日本語
    ko:korean/kor/한국어 nl:dutch/nld/dut/nederlands no:norwegian/nor/norsk pl:polish/pol/polski
    pt:portuguese/por/português/portugues ro:romanian/ron/rum/română ru:russian/rus/русский
    sv:swedish/swe/svenska tr:turkish/tur/türkçe uk:ukrainian/ukr/українська
    zh:chinese/zho/chi/中文/汉语/漢語
"""
_CODE_OF = {code: code for code in _CODES.split()} | {
    name: code
    for code, _, names in (entry.partition(":") for entry in _NAMES.split())
    for name in names.split("/")
}
_FIRST_PART = re.compile(r"[^\s_,;-]+")


def language_code(value: object) -> str | None:
    """Return the ISO 639-1 code of a language as it was declared, or None.

    >>> language_code("en-GB"), language_code("Deutsch"), language_code("elvish")
    ('en', 'de', None)
    """
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str) or len(value) > 40:
        return None
    first = _FIRST_PART.match(value.strip().lower())
    return _CODE_OF.get(first[0]) if first else None
