"""Text to terms: what an article is found by.

A text is parted into tokens (:mod:`.tokens`), the term of a token is the inflection
class of the word in the language of the article (:mod:`.inflections`,
:mod:`.languages`), and whatever is compared as written is folded (:mod:`.folding`).
A few words in capitals are terms of their own (:mod:`.acronyms`).
Classes of one stem (:mod:`.stemming`) are relatives. Sentences are for what is
shown (:mod:`.sentences`). Articles and queries take the same way, so that what
is asked meets what is there.

Nothing here knows of an index. nltk is used behind :mod:`.stemming` alone, for
words that are not English, and none of its data.
"""

from __future__ import annotations

from typing import Final

from searchkit.analysis.acronyms import (
    SHOUTED,
    acronym,
    acronym_term,
    has_dots,
    is_acronym,
    plain,
    with_acronyms,
    words_with_acronyms,
    written,
)
from searchkit.analysis.folding import fold
from searchkit.analysis.inflections import has_irregular_forms, inflection, inflections, with_stem
from searchkit.analysis.irregular import irregular_stem
from searchkit.analysis.joined import more_words, with_more_words
from searchkit.analysis.languages import TELLING_WORDS, Detected, detect, detect_latin, speakers
from searchkit.analysis.scripts import is_latin
from searchkit.analysis.sentences import is_never_wrapped, sentences
from searchkit.analysis.stemming import LANGUAGES, stem
from searchkit.analysis.stop_words import stop_words
from searchkit.analysis.tokens import (
    EDGE_SIGNS,
    Case,
    Token,
    cased_words_of_chunk,
    is_unspaced,
    parts_words,
    separated,
    tokenise,
    words,
    words_of_chunk,
)

ANALYSIS_VERSION: Final = 6
"""Raised whenever the same text would give other terms.

1: the first.
2: vowel signs of Kirat Rai belong to the letter before them; most stemmers see no accents;
   letters of Arabic script that are typed for one another are one; Turkish names lose the
   endings behind their apostrophe; a word broken at the end of a line is one more word.
3: no word has both Latin letters or digits and letters of another script, Greek and Cyrillic
   aside; the parts of a word that a zero-width non-joiner joins are more words.
4: the term of a word is its inflection class; irregular English forms have that of their base;
   acronyms are terms of their own.
5: more languages are detected, and more of those that have a stemmer.
6: signatures take a tenth of the text at most, without the title.
"""

__all__ = [
    "ANALYSIS_VERSION",
    "EDGE_SIGNS",
    "LANGUAGES",
    "SHOUTED",
    "TELLING_WORDS",
    "Case",
    "Detected",
    "Token",
    "acronym",
    "acronym_term",
    "cased_words_of_chunk",
    "detect",
    "detect_latin",
    "fold",
    "has_dots",
    "has_irregular_forms",
    "inflection",
    "inflections",
    "irregular_stem",
    "is_acronym",
    "is_latin",
    "is_never_wrapped",
    "is_unspaced",
    "more_words",
    "parts_words",
    "plain",
    "sentences",
    "separated",
    "speakers",
    "stem",
    "stop_words",
    "tokenise",
    "with_acronyms",
    "with_more_words",
    "with_stem",
    "words",
    "words_of_chunk",
    "words_with_acronyms",
    "written",
]
