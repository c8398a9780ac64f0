"""The words that were met, and what they mean in each language.

Analysing a text takes two steps: its words become numbers
(:mod:`searchkit.local.writing.numbering`), and each number, in the language of its
article, the number of a *meaning*: a term, the form of it that was met, and the stem of
that where it has another name. A
:class:`Vocabulary` outlives the batches that are saved as segments, so that a
word is looked at once however many of them have it. It knows nothing of segments.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import analysis, utf8
from searchkit.exploring.quoted_words import compared
from searchkit.exploring.shingles import word_hashes
from searchkit.local.segment.packed_strings import JOINT
from searchkit.local.writing.numbering import Numbering
from searchkit.local.writing.quotation_hashes import quotation_hashes
from searchkit.local.writing.signatures import codes_in, signatures, size_of
from searchkit.records import Record
from searchkit.schema import DEFAULT_LANGUAGE, TEXT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

    from searchkit.article import Article
    from searchkit.local.segment.columns import VariableColumn
    from searchkit.local.writing.quotation_hashes import QuotationHashes

    Array = npt.NDArray[Any]

_JOINT = utf8.decode(JOINT)

_UNMET = -1


class Analysed(Record):
    """What some articles say, in numbers.

    Attributes:
        languages: The language of each article, declared or detected, or None.
        doubtful: Whether the language of each article is only the likeliest of several.
        tokens: By field of text: the meanings of its tokens, article after
            article, uint32, (n_tokens,).
        lengths: By field of text: the tokens of each article, int64, (n_articles,).
        places: How many tokens of its text are before each place that was asked for, int64,
            (n_places, 2).
        signatures: The signature of each article.
        quotations: The hashes of its quotations.
    """

    languages: Sequence[str | None]
    doubtful: Sequence[bool]
    tokens: Mapping[str, Array]
    lengths: Mapping[str, Array]
    places: Array
    signatures: VariableColumn
    quotations: QuotationHashes


class Vocabulary:
    """The words that were met, and what they mean in each language.

    Attributes:
        meanings: By the number of each its name: its term, ``JOINT`` and its form, and
            where its stem is not its term, ``JOINT``, the stem, ``JOINT`` and the language.
    """

    def __init__(self) -> None:
        self._numbering = Numbering()
        self.meanings: list[bytes] = []
        self._hashes = np.zeros(0, np.uint64)  # of the form of each meaning
        self._quoted = np.zeros(0, np.uint64)  # of each word as quotations compare it; 0: unmet
        self._codes: dict[str, Array] = {}  # what signatures call each meaning in a language
        self._known: dict[bytes, int] = {}
        self._by_language: dict[str, Array] = {}  # the meaning of each word, int32
        self._speakers: dict[tuple[str, ...], int] = {(): 0}  # languages that share words
        self._speakers_of = np.zeros(0, np.int32)  # of each word, the number of those

    @property
    def size(self) -> int:
        """How much was met; memory grows with it by some 400 bytes each."""
        return self._numbering.chunk_count

    @property
    def hashes(self) -> Array:
        """The hash of the form of each meaning, uint64, (n_meanings,)."""
        if new := self.meanings[len(self._hashes) :]:
            forms = (name.split(JOINT, 2)[1] for name in new)
            self._hashes = np.append(self._hashes, word_hashes(forms))
        return self._hashes

    def analyse(self, articles: Sequence[Article], places: Array, counts: Array) -> Analysed:
        """Return what the words of some articles mean.

        It pays to have many articles at a time, some hundred thousand
        characters of them.

        Args:
            articles: The articles.
            places: Places in their texts, in bytes of UTF-8, int64, (n_places, 2), those in
                each text together.
            counts: In how many rows of these each text has places, int64, (n_articles,).
        """
        texts = [article.prose for article in articles]
        prose = list(map(analysis.with_more_words, texts))
        titles = [analysis.with_more_words(article.title) for article in articles]
        in_text, text_lengths, before = self._numbering.numbers_and_places(
            prose, places.reshape(-1), 2 * counts
        )
        words = {"text": (in_text, text_lengths), "title": self._numbering.numbers(titles)}
        languages = [article.language for article in articles]
        undeclared = [number for number, language in enumerate(languages) if language is None]
        detected = self._languages(prose, *words["text"], undeclared)
        doubtful = [False] * len(articles)
        for number, found in zip(undeclared, detected, strict=True):
            if found is not None:
                languages[number], doubtful[number] = found
        stemmed_in = [language or DEFAULT_LANGUAGE for language in languages]
        tokens = {name: self._meanings(*words[name], stemmed_in) for name in TEXT_FIELDS}
        lengths = {name: words[name][1] for name in TEXT_FIELDS}
        sizes = [size_of(article.text) for article in articles]
        signed = self._signatures(tokens, lengths, stemmed_in, sizes)
        quoted = quotation_hashes(texts, self.hashes_of_quoted)
        before = before.reshape(-1, 2)
        return Analysed(languages, doubtful, tokens, lengths, before, signed, quoted)

    def hashes_of_quoted(self, texts: Sequence[str]) -> tuple[Array, Array]:
        """Return the hashes of the words of texts as quotations compare them, and the lengths.

        Returns:
            The hashes of the words of all texts, uint64, (n_words,), and how many each text has,
            int64, (n_texts,).
        """
        numbers, lengths = self._numbering.numbers(texts)
        words = self._numbering.words
        if len(self._quoted) < len(words):
            self._quoted = np.append(self._quoted, np.zeros(len(words), np.uint64))
        hashes = self._quoted[numbers]
        unmet = np.unique(numbers[hashes == 0]).tolist()
        if unmet:
            self._quoted[unmet] = word_hashes(utf8.encode(compared(words[word])) for word in unmet)
            hashes = self._quoted[numbers]
        return hashes, lengths

    def _signatures(
        self,
        tokens: Mapping[str, Array],
        lengths: Mapping[str, Array],
        languages: Sequence[str],
        sizes: Sequence[int],
    ) -> VariableColumn:
        """Return the signatures of articles in some languages, of so many bytes."""
        codes = {name: self._called(tokens[name], lengths[name], languages) for name in TEXT_FIELDS}
        return signatures(codes, lengths, sizes)

    def _called(self, tokens: Array, lengths: Array, languages: Sequence[str]) -> Array:
        """Return what signatures call tokens, each in the language of its article, uint32."""
        if len(set(languages)) == 1:
            return self._codes_in(languages[0]).take(tokens)
        ends = np.cumsum(lengths).tolist()
        called = [np.zeros(0, np.uint32)]
        start = at = 0
        for language, run in groupby(languages):
            at += sum(1 for _ in run)
            called.append(self._codes_in(language).take(tokens[start : ends[at - 1]]))
            start = ends[at - 1]
        return np.concatenate(called)

    def _codes_in(self, language: str) -> Array:
        """Return what signatures call meanings, `COMMON` a very common word, (n_meanings,)."""
        known = self._codes.get(language, np.zeros(0, np.uint32))
        if new := self.meanings[len(known) :]:
            known = self._codes[language] = np.append(known, codes_in(new, language))
        return known

    def _meanings(self, words: Array, lengths: Array, languages: Sequence[str]) -> Array:
        """Return the meanings of the words of some texts, each stemmed in a language."""
        present = sorted(set(languages))
        if len(present) == 1:
            return self._meanings_of(words, present[0])
        number = {language: i for i, language in enumerate(present)}
        language_of = np.repeat([number[language] for language in languages], lengths)
        meanings = np.zeros(len(words), np.uint32)
        for language in present:
            is_in = language_of == number[language]
            meanings[is_in] = self._meanings_of(words[is_in], language)
        return meanings

    def _languages(
        self, texts: Sequence[str], words: Array, lengths: Array, undeclared: Sequence[int]
    ) -> list[analysis.Detected | None]:
        """Return the languages of some of the texts, as :func:`searchkit.analysis.detect` does.

        Args:
            texts: All the texts.
            words: The words of all of them, (n_tokens,).
            lengths: How many each of them has, (n_texts,).
            undeclared: The texts that are asked for, by number.
        """
        in_latin = [number for number in undeclared if analysis.is_latin(texts[number])]
        latin = np.array(in_latin, np.int64)
        counts = np.minimum(lengths[latin], analysis.TELLING_WORDS)
        tokens = np.repeat(np.cumsum(lengths)[latin] - lengths[latin] + counts, counts)
        tokens -= np.repeat(np.cumsum(counts), counts) - np.arange(counts.sum())
        spoken = self._spoken(words[tokens])
        spoken += np.repeat(np.arange(len(latin)) * len(self._speakers), counts)
        groups = list(self._speakers)
        counted = np.bincount(spoken, minlength=len(latin) * len(groups))
        table = counted.reshape(len(latin), len(groups))
        rows, columns = np.nonzero(table)
        met: list[dict[tuple[str, ...], int]] = [{} for _ in latin]
        several = table[rows, columns].tolist()
        for row, column, count in zip(rows.tolist(), columns.tolist(), several, strict=True):
            if column:  # 0: words that are no function words
                met[row][groups[column]] = count
        written = (texts[number] for number in in_latin)
        detected = map(analysis.detect_latin, written, met, counts.tolist())
        found = dict(zip(in_latin, detected, strict=True))
        return [
            found[number] if number in found else analysis.detect(texts[number])
            for number in undeclared
        ]

    def _spoken(self, words: Array) -> Array:
        """Return for each word the number of the languages that have it, int64."""
        known, all_words = self._speakers_of, self._numbering.words
        if len(known) < len(all_words):
            new = [
                self._speakers.setdefault(analysis.speakers(word.lower()), len(self._speakers))
                for word in all_words[len(known) :]
            ]
            self._speakers_of = known = np.append(known, np.array(new, np.int32))
        return known[words].astype(np.int64)

    def _meanings_of(self, words: Array, language: str) -> Array:
        known = self._by_language.get(language)
        if known is None or len(known) < len(self._numbering.words):
            known = self._grown(known)
            self._by_language[language] = known
        meanings: Array = known[words]
        unmet = np.flatnonzero(meanings == _UNMET)
        if len(unmet):
            for word in np.unique(words[unmet]).tolist():
                known[word] = self._meaning(self._numbering.words[word], language)
            meanings[unmet] = known[words[unmet]]
        return meanings.view(np.uint32)

    def _grown(self, known: Array | None) -> Array:
        grown = np.full(2 * len(self._numbering.words), _UNMET, np.int32)
        if known is not None:
            grown[: len(known)] = known
        return grown

    def _meaning(self, word: str, language: str) -> int:
        term, stem = analysis.with_stem(word, language)
        form = analysis.fold(word)
        parts = (term, form) if stem == term else (term, form, stem, language)
        meaning = utf8.encode(_JOINT.join(parts))
        number = self._known.setdefault(meaning, len(self.meanings))
        if number == len(self.meanings):
            self.meanings.append(meaning)
        return number
