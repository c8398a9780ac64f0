"""The likeliest language of a text by its letters: py3langid, and what is asked of it.

Loading its model takes longer than indexing a hundred articles, so it is loaded when the
first text is met that needs it, once in a process.
"""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Final

from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# Languages that articles are written in, by script. Relatives that the model names but that
# are hardly ever written (Venetian, Asturian) or differ by region alone (Egyptian Arabic,
# Nynorsk, Bosnian) would only be taken for their sisters.
_BY_SCRIPT: Final = {
    "Cyrillic": frozenset("ba be bg kk ky mk mn ru sr tg tt uk uz".split()),
    "Arabic": frozenset("ar fa ku ps sdh ug ur".split()),
    "Devanagari": frozenset("hi mr ne sa".split()),
    "Bengali": frozenset("as bn".split()),
    "Ethiopic": frozenset({"am"}),
    "Latin": frozenset(
        """af az br ca cs cy da de en eo es et eu fi fr fy ga gd gl ha hr ht hu id ig is it ku la lb
        lt lv mg ms mt nl no oc om pl pt ro rw sk sl sn so sq sr sv sw tk tl tr uz vi xh yo
        zu""".split()
    ),
}
_CODES: Final = {"sdh": "ku"}  # Kurdish in Arabic script, which the model has by its dialect

_LOCK: Final = Lock()


class Likeliest(NamedTuple):
    """The likeliest language of a text.

    Attributes:
        language: An ISO 639-1 code.
        probability: How likely it is among the languages of its script, from 0 to 1; of
            texts of a line, 99 of 100 are in it where this is above .6.
    """

    language: str
    probability: float


def likeliest(text: str, script: str) -> Likeliest:
    """Return the likeliest language of a text.

    Args:
        text: Its beginning, some hundred characters.
        script: Its script, or nothing if no script has most of its letters.
    """
    model = _model()
    named = _BY_SCRIPT.get(script)
    ranked = [
        (language, probability)
        for language, probability in model.rank(text)
        if named is None or language in named
    ]
    language, probability = ranked[0]
    return Likeliest(
        _CODES.get(language, language), probability / (sum(one for _, one in ranked) or 1.0)
    )


def _model() -> LanguageIdentifier:
    with _LOCK:  # two threads would load it twice
        return _loaded()


@cache
def _loaded() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(frozenset().union(*_BY_SCRIPT.values()))
    # The first one keeps what it knows of all languages, which is another 28 MB.
    return LanguageIdentifier(
        model.nb_ptc,
        model.nb_pc,
        model.nb_classes,
        model.tk_nextmove,
        model.tk_output,
        norm_probs=True,
        tk_row=model.tk_row,
    )
