"""Which language a text is in, and whether that is certain.

Many scripts belong to one language. Among languages in Latin script the function
words decide, each counting the more the fewer languages share it; against a language
speak the words that it does not have. Where too little speaks for any or much for
several, and among the languages of Cyrillic and Arabic script, a model of letters is asked
(:mod:`.language_model`), which is slower by far. What that does not say with certainty is
*doubtful*. A text of a line or two about which it is in doubt is in no language that
anybody knows; one with :data:`ENOUGH_LETTERS` always has its likeliest.

What is doubtful is stemmed like what is certain: of such texts, more than nine in ten are in
the language, and since words of a query are stemmed as those of the article are, rules
of another language confuse a few words and lose none.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from searchkit.analysis.language_model import likeliest
from searchkit.analysis.scripts import ONE_LANGUAGE, beginning, has_no_accents, is_latin, script_of
from searchkit.analysis.stop_words import FUNCTION_WORDS, stop_words
from searchkit.analysis.tokens import words
from searchkit.analysis.turkish import is_turkish
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

TELLING_WORDS: Final = 170
"""How many words of a text are looked at: those it begins with."""

ENOUGH_LETTERS: Final = 200
"""A text with so many letters always has a language, a doubtful one if need be."""

_FEWEST_LETTERS: Final = 18  # of which the model can tell anything
_CERTAIN: Final = 0.9  # probability, by the model; no text of the samples is wrong there
_DOUBTFUL: Final = 0.6  # 1 in 200 is wrong, though it is short

_FEWEST_WORDS: Final = 8
_FEWEST_WEIGHTS: Final = 1.5  # at least two words that speak for it
_LEAST_SHARE: Final = 0.12  # of a text's words; function words are a third to a half
_MARGIN: Final = 2.5  # times what words it does not have say for any other
_OF_NEIGHBOURS: Final = 2.0  # what one of their words weighs: few are listed
_AHEAD: Final = 0.6  # of its weight is the most that any other language has
_LEAST_ENGLISH_SHARE: Final = 0.05  # where there is no letter that English does not have

# Function words of languages that are told from their neighbours above by these alone: no
# listed language has them. They speak against the neighbour; which it is, the model says.
_NEIGHBOURS: Final = {
    "af": "hy ek vir hulle nie jy wees sê dié sy julle hierdie daardie deur gesê hom sou saam",
    "az": "və ilə üçün olan olub daha sonra deyib edib edilir",
    "ca": "amb els dels als aquest aquesta aquests seva seu més pel pels perquè també fins",
    "et": "see ning aga või mis kes pole ära siis selle seda välja üle veel kui",
    "gl": "unha polo pola polos polas coa cos nunha máis tamén hai moi súa xa estes dunha",
    "is": "að ekki við með fyrir því þess þeir eru hann hún frá",
    "sk": "sa aby ako alebo bol bola boli ktorý ktorá ktoré tiež už pre podľa",
    "sr": "je su što kako ili bio bila bilo koji koja koje ali iz kod već",
}

_OTHER_SCRIPTS: Final = frozenset({"ar", "ru"})


class Detected(NamedTuple):
    """The language that a text was found to be in.

    Attributes:
        language: An ISO 639-1 code, not always of a language that has a stemmer.
        is_doubtful: Whether it is only the likeliest of several.
    """

    language: str
    is_doubtful: bool = False


@cache
def _speakers() -> dict[str, tuple[str, ...]]:
    """Return the languages in Latin script that have each function word."""
    spoken: dict[str, set[str]] = {}
    for language, listed in FUNCTION_WORDS.items():
        if language not in _OTHER_SCRIPTS:
            for word in listed:
                spoken.setdefault(word, set()).add(language)
    for language in FUNCTION_WORDS:
        for word in stop_words(language):  # as typed without accents
            if word not in spoken and word.isascii():
                spoken[word] = {language}
    for language, theirs in _NEIGHBOURS.items():
        for word in set(theirs.split()) - spoken.keys():
            spoken[word] = {language}
    return {word: tuple(sorted(languages)) for word, languages in spoken.items()}


def detect(text: str) -> Detected | None:
    """Return the language of a text; None where it is too short to tell.

    Args:
        text: Some paragraphs; the beginning is looked at. A headline is often too
            short, and a text of :data:`ENOUGH_LETTERS` never.

    >>> detect("When the tide went out, they walked to the island and were back by noon.")
    Detected(language='en', is_doubtful=False)
    >>> detect("Breaking: AT&T")
    """
    if is_latin(text):
        tokens = words(text)[:TELLING_WORDS]
        met = Counter(filter(None, map(speakers, tokens)))
        return detect_latin(text, met, len(tokens))
    begun = beginning(text)
    script = script_of(begun)
    if script in ONE_LANGUAGE:
        return Detected(ONE_LANGUAGE[script])
    return _by_model(text, script)


def speakers(word: str) -> tuple[str, ...]:
    """Return the languages in Latin script that have a function word; of others, none.

    >>> speakers("water"), speakers("että")
    ((), ('fi',))
    """
    return _speakers().get(word, ())


def detect_latin(text: str, met: Mapping[tuple[str, ...], int], count: int) -> Detected | None:
    """Return the language of a text in Latin script, whose words were looked at already.

    Args:
        text: The text.
        met: How many of the words that it begins with are function words, by the languages that
            have them.
        count: How many words the text has, or how many of them were looked at.
    """
    votes = _Votes(met)
    if language := votes.best_with(_LEAST_SHARE, count):
        return Detected(language)
    if votes.best == "en" and votes.is_clear and has_no_accents(text):
        # No need to load a model for every short text in English.
        if votes.best_with(_LEAST_ENGLISH_SHARE, count):
            return Detected("en")
        if not _has_enough_letters(text):
            return None
    if is_turkish(text) and not _has_enough_letters(text):
        return Detected("tr")
    return _by_model(text, "Latin")


class _Votes:
    """What the function words of a text say for languages.

    Args:
        met: How many of them there are, by the languages that have them.
    """

    def __init__(self, met: Mapping[tuple[str, ...], int]) -> None:
        scores = _scores(met)
        self.best = max(sorted(scores), key=scores.__getitem__, default="")
        self._score = scores.pop(self.best, 0.0)
        self._next = max(scores.values(), default=0.0)
        against = _scores(
            {spoken: count for spoken, count in met.items() if self.best not in spoken}
        )
        self._against = max(against.values(), default=0.0)

    @property
    def is_clear(self) -> bool:
        """Whether they speak for one language much more than for any other."""
        ahead = self._next <= _AHEAD * self._score
        return ahead and self._score > 0 and self._score >= _MARGIN * self._against

    def best_with(self, share: float, count: int) -> str | None:
        """Return the language they speak for, if they are such a share of so many words."""
        enough = count >= _FEWEST_WORDS and self._score >= max(_FEWEST_WEIGHTS, share * count)
        is_named = self.best in FUNCTION_WORDS
        return self.best if enough and is_named and self.is_clear else None


def _by_model(text: str, script: str) -> Detected | None:
    """Return the language of a text by its letters."""
    begun = " ".join(beginning(text).split())
    has_enough = _has_enough_letters(text)
    if not has_enough and script == "Latin":
        begun = _without_names(begun)
    if _letters(begun) < _FEWEST_LETTERS:
        if not has_enough:
            return None
        begun = _without_figures(text)
        script = script_of(begun)
    language, probability = likeliest(begun, script)
    if probability >= _CERTAIN:
        return Detected(language)
    is_something = probability >= _DOUBTFUL or has_enough
    return Detected(language, is_doubtful=True) if is_something else None


def _without_names(text: str) -> str:
    """Return the words that begin with a small letter: in a line, names outweigh the rest.

    >>> _without_names("Erdoğan, Kılıçdaroğlu hold talks")
    'hold talks'
    """
    return " ".join([word for word in text.split() if word[0].islower()])


def _without_figures(text: str) -> str:
    """Return the words that a text begins with, where long tables stand before them."""
    return beginning(" ".join("".join([c if c.isalpha() else " " for c in text]).split()))


def _has_enough_letters(text: str) -> bool:
    return len(text) >= ENOUGH_LETTERS and _letters(text) >= ENOUGH_LETTERS


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _scores(met: Mapping[tuple[str, ...], int]) -> dict[str, float]:
    """Return what function words, given by their languages, say for each language."""
    scores: dict[str, float] = {}
    for spoken, count in met.items():
        weight = count / len(spoken) ** 2
        if spoken[0] in _NEIGHBOURS:  # these share no words that are listed
            weight *= _OF_NEIGHBOURS
        for language in spoken:
            scores[language] = scores.get(language, 0.0) + weight
    return scores
