"""Whether two articles are copies: the same text, shortened or edited perhaps.

No share of common text tells that alone: a gallery has the captions of many others behind a
story of a few lines, and a weekly market report is that of the week before but for its numbers.
What tells is where the common text stands, and what differs. Two articles are copies where

1. nearly all of one of them is in the other: its *coverage*, the share of its words in shingles
   of five that the other has too, is .8 or more; and their heads are the same: of the first
   150 words of each .6 or more are covered, or .5 of those of one where of both texts three
   quarters are;
2. numbers are not what differs: with one sign for each number, month and day of the week
   neither coverage is higher by .03, *six* and 6 being the same;
3. they are of the same days: at most 3 days apart, or the day of one is not known; else both
   are covered nearly whole and have 150 words;
4. their titles are not the same but for numbers and dates: *The year in pictures: 2016*;
5. where one has fewer than 60 words, text and title are the same word for word, and
   they are of the same days.

Furniture does not count. But what the one has in its text is common where the other has it
as furniture: a gallery, of which a shortened copy keeps the first captions. Articles of the
same event in other words are no copies, nor is one that quotes a part of another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from searchkit import analysis, utf8
from searchkit.caching import Remembered
from searchkit.corpus.facts.date_words import MONTH_NUMBERS, WEEKDAY_NAMES
from searchkit.exploring.copy_candidates import NEAR_DAYS
from searchkit.exploring.shingles import shingle_hashes, widened, word_hash
from searchkit.exploring.sketches import SHINGLE
from searchkit.records import NamedTuple
from searchkit.schema import UNDATED, period

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.article import Article

    Array = npt.NDArray[Any]

_COVERED = 0.8
_HEAD = 150  # words
_BOTH_HEADS, _ONE_HEAD = 0.6, 0.5
_COVERED_BOTH = 0.75
_NUMBERS_GAIN = 0.03
_COVERED_LATER = 0.95
_LONG = 150  # words
_SHORT = 60  # words
_DAY = 86_400  # seconds

_SIGN = word_hash(b"0")  # of numbers and dates
_TO_TEN = "one two three four five six seven eight nine ten".split()
_DIGITS = {word: str(number) for number, word in enumerate(_TO_TEN, 1)}
_NUMBER_WORDS = frozenset(
    """
    eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty
    forty fifty sixty seventy eighty ninety hundred thousand million mln billion bln trillion
    half quarter third fourth fifth
    """.split()
)
_DATE_WORDS = frozenset(MONTH_NUMBERS) | WEEKDAY_NAMES


class ComparedText(NamedTuple):
    """A text as it is compared.

    Attributes:
        words: The hashes of its words without furniture, uint64, (n_words,).
        shingles: Those of its shingles, in order, uint64, (n_shingles,).
        ascending: The same and those with furniture, ascending.
    """

    words: Array
    shingles: Array
    ascending: Array

    @classmethod
    def of(cls, words: Array, all_words: Array | None) -> ComparedText:
        """Return the text that has some words; None: it has no furniture."""
        shingles = shingle_hashes(words, SHINGLE)
        every = shingles
        if all_words is not None:
            every = np.concatenate((shingles, shingle_hashes(all_words, SHINGLE)))
        return cls(words, shingles, np.sort(every))

    def covered(self, by: ComparedText) -> Array:
        """Return which words are in a shingle that another text has too, bool, (n_words,)."""
        places = by.ascending.searchsorted(self.shingles)
        is_common = by.ascending.take(places, mode="clip") == self.shingles
        covered = np.zeros(len(self.words), np.bool_)
        for place in range(SHINGLE):
            covered[place : place + len(is_common)] |= is_common
        return covered


class ComparedArticle(NamedTuple):
    """What of an article is compared.

    Attributes:
        text: Its text without furniture.
        plain: The same, with one sign for each number and each word of a date.
        title: The hashes of the words of its title.
        plain_title: The same, with that sign.
        days: Between which days it appeared, counted from 1970; None: it is not known.
    """

    text: ComparedText
    plain: ComparedText
    title: tuple[int, ...]
    plain_title: tuple[int, ...]
    days: tuple[int, int] | None


def compared_article(article: Article) -> ComparedArticle:
    """Return what of an article is compared, all furniture being known."""
    text, plain = _words(article.prose)
    every, every_plain = _words(article.text) if article.furniture else (None, None)
    title, plain_title = _hashes_of(article.title)
    first, last = period(article.date)
    return ComparedArticle(
        ComparedText.of(text, every),
        ComparedText.of(plain, every_plain),
        tuple(title.tolist()),
        tuple(plain_title.tolist()),
        None if first == UNDATED else (first // _DAY, last // _DAY),
    )


def _words(text: str) -> tuple[Array, Array]:
    """Return the hashes of the words of a text, and the same with the sign."""
    hashes, with_sign = _hashes_of(text)
    lengths = np.array([len(hashes)])
    return widened(hashes, lengths), widened(with_sign, lengths)


def _hashes_of(text: str) -> Array:
    """Return the hashes of the words of a text, and these with the sign, uint64, (2, n_words)."""
    chunks = analysis.separated(utf8.encode(text)).split()
    both = np.frombuffer(b"".join(map(_HASHES.__getitem__, chunks)), "<u8")
    return np.ascontiguousarray(both.reshape(-1, 2).T, np.uint64)


def _hashes_of_chunk(chunk: bytes) -> bytes:
    """Return of each word in a chunk its hash, and the same or that of the sign, 8 bytes each."""
    forms = [_DIGITS.get(form, form) for form in map(analysis.fold, analysis.words_of_chunk(chunk))]
    hashes = [(word_hash(utf8.encode(form)), _is_number(form)) for form in forms]
    return b"".join([own + (_SIGN if is_number else own) for own, is_number in hashes])


_HASHES: Final = Remembered(_hashes_of_chunk, most=1 << 16)  # 13 MB at most


def _is_number(form: str) -> bool:
    """Whether a word is a number or of a date."""
    return any(map(str.isdecimal, form)) or form in _NUMBER_WORDS or form in _DATE_WORDS


def are_copies(one: ComparedArticle, other: ComparedArticle) -> bool:
    """Whether two articles are copies; the same, whichever is named first."""
    n_words = min(len(one.text.words), len(other.text.words))
    is_same = n_words > 0 and np.array_equal(one.text.words, other.text.words)
    are_near = _days_apart(one, other) <= NEAR_DAYS
    if n_words < _SHORT:
        return is_same and one.title == other.title and are_near
    if one.title != other.title and one.plain_title == other.plain_title:
        return False
    if is_same:
        return are_near or n_words >= _LONG
    covered = one.text.covered(other.text), other.text.covered(one.text)
    shares = [float(words.mean()) for words in covered]
    heads = [float(words[:_HEAD].mean()) for words in covered]
    if max(shares) < _COVERED or not _heads_agree(shares, heads):
        return False
    if not are_near and (min(shares) < _COVERED_LATER or n_words < _LONG):
        return False
    plain = one.plain.covered(other.plain), other.plain.covered(one.plain)
    return all(
        words.mean() - share < _NUMBERS_GAIN for words, share in zip(plain, shares, strict=True)
    )


def _days_apart(one: ComparedArticle, other: ComparedArticle) -> int:
    """Return how many days are between two articles, 0 where that is not known."""
    if one.days is None or other.days is None:
        return 0
    return max(one.days[0] - other.days[1], other.days[0] - one.days[1], 0)


def _heads_agree(shares: list[float], heads: list[float]) -> bool:
    if min(heads) >= _BOTH_HEADS:
        return True
    return min(shares) >= _COVERED_BOTH and max(heads) >= _ONE_HEAD
