"""Where a leaf occurs -> what it adds to scores by plain BM25, for comparison.

Titles and texts are one field without the very common words of the language that most articles
have, and a word means its whole stem: an article that has only a relative of it has it. The
stem is that of rules alone: an irregular form is not that of its base. Everything else goes as
with the scores of `leaf_scoring`. The title of an article that has no more than one sentence is
that sentence, which counts once.

Very common are those words that Snowball's lists have, too, which published baselines leave out. So
*would* and *also* count, though no query looks for them: they add to the scores of what it finds.
"""

from __future__ import annotations

from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from searchkit import analysis, ranking, utf8
from searchkit.article import Origin
from searchkit.local.searching.matching.segment_postings import (
    entries_of,
    postings_of,
    read_entries,
)
from searchkit.local.searching.scoring.scored_leaves import ListedLeaf
from searchkit.query import nodes
from searchkit.query.nodes import Word
from searchkit.schema import TEXT_FIELDS, UNKNOWN_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

    from searchkit.local.searching.matching.segment_postings import (
        Entry,
        FieldPostings,
        InSegments,
    )
    from searchkit.local.searching.meanings.vocabulary import FieldTerms, Vocabulary
    from searchkit.local.searching.scoring.leaf_scoring import LeafScorer
    from searchkit.local.searching.segments import Articles, Integers, Segment, SegmentField
    from searchkit.query.nodes import Leaf
    from searchkit.query.rankings import Ranking

    Fields = tuple[str, ...]
    Floats = NDArray[np.float32]


class Bm25Scorer:
    """Scores the leaves of queries in an index by plain BM25.

    Args:
        articles: The articles of the index.
        scorer: Knows the lengths of fields.
        vocabulary: The words of the index.
        find: Finds where a leaf that is no word occurs in some fields, by field.
        chosen: The ranking, with k1 and b.

    Attributes:
        chosen: The ranking.
    """

    def __init__(
        self,
        articles: Articles,
        scorer: LeafScorer,
        vocabulary: Vocabulary,
        find: Callable[[Leaf, Fields], Mapping[str, InSegments]],
        chosen: Ranking,
    ) -> None:
        self._articles = articles
        self._scorer = scorer
        self._vocabulary = vocabulary
        self._find = find
        self.chosen = chosen

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The length of title and text of each article, in tokens that count, (n_numbers,)."""
        fields = {name: self._field_lengths(name) for name in TEXT_FIELDS}
        for field, terms in self._very_common().items():
            first = self._articles.starts[field.number]
            for term in terms:
                articles, frequencies = field.reader.counted(term)
                fields[field.reader.name][np.asarray(articles, np.int64) + first] -= frequencies
        return np.where(self._is_twice, fields["text"], fields["title"] + fields["text"])

    @cached_property
    def _is_twice(self) -> NDArray[np.bool_]:
        """Which articles have a text that is no more than the title, (n_numbers,)."""
        title, text = map(self._field_lengths, ("title", "text"))
        is_twice: NDArray[np.bool_] = (title == text) & (title > 0)
        for number in is_twice.nonzero()[0].tolist():
            segment, there = self._articles.locate(number)
            is_twice[number] = _has_title_from_text(self._articles.segments[segment], there)
        return is_twice

    def _field_lengths(self, name: str) -> NDArray[np.int64]:
        """Return the length of a field of each article, in tokens, (n_numbers,)."""
        lengths = self._articles.array(partial(self._scorer.lengths, name))
        return lengths.astype(np.int64)

    def _very_common(self) -> Mapping[SegmentField, AbstractSet[int]]:
        """Return the very common terms of each field, each of which several words may have."""
        found: dict[SegmentField, set[int]] = {}
        for word in self._common:
            for field, terms in self._vocabulary.fields_of_word(Word(word)):
                found.setdefault(field, set()).update(number for number, _ in terms)
        return found

    @cached_property
    def _common(self) -> frozenset[str]:
        """The very common words of the language that most articles have, folded."""
        spoken = (code for code in self._vocabulary.languages if code != UNKNOWN_LANGUAGE)
        return _common_words(next(spoken, None))

    def counting(self, left_out: Iterable[Word]) -> tuple[Word, ...]:
        """Return those of the words that a query left out as very common which count here."""
        return tuple(word for word in left_out if analysis.fold(word.text) not in self._common)

    @cached_property
    def mean_length(self) -> float:
        """The mean of these lengths."""
        live = self._articles.live
        lengths = self.lengths if live is None else self.lengths[live]
        return float(lengths.mean()) if len(lengths) else 0.0

    @cached_property
    def _halfway(self) -> Floats:
        k1, b = self.chosen.k1, self.chosen.b
        counts = ranking.plain_halfway(self.lengths, mean_length=self.mean_length, k1=k1, b=b)
        return counts.astype(np.float32)

    def occurrences(self, leaf: Leaf, fields: Fields) -> tuple[Integers, Floats]:
        """Return the articles that have a leaf in some fields, ascending, and how often."""
        found = self._of_stem(leaf, fields) if isinstance(leaf, Word) else self._find(leaf, fields)
        in_fields = {name: found[name] for name in fields if name in found}
        titles, in_titles = self._in_field(in_fields.get("title", ()))
        texts, in_texts = self._in_field(in_fields.get("text", ()))
        if not len(titles):
            return texts, in_texts
        return self._together(titles, in_titles, texts, in_texts)

    def _in_field(self, found: InSegments) -> tuple[Integers, Floats]:
        """Return the articles that have a leaf in a field, ascending, and how often each does."""
        lists = [
            (np.add(postings.articles, self._articles.starts[segment], dtype=np.int64), postings)
            for segment, postings in found
        ]
        if len(lists) == 1:
            ((articles, postings),) = lists
            return articles, postings.frequencies.astype(np.float32)
        table = np.zeros(self._articles.n_numbers * bool(lists), np.float32)
        for articles, postings in lists:
            table[articles] += postings.frequencies
        articles = (table > 0).nonzero()[0]  # of flags it takes an eighth of the time
        return articles, table.take(articles)

    def _together(
        self, titles: Integers, in_titles: Floats, texts: Integers, in_texts: Floats
    ) -> tuple[Integers, Floats]:
        """Return the articles that have a leaf in either field, ascending, and how often."""
        table = np.zeros(self._articles.n_numbers, np.float32)
        table[texts] = in_texts
        counts = table.take(titles)
        is_twice = self._is_twice.take(titles)
        table[titles] = np.where(is_twice, np.maximum(counts, in_titles), counts + in_titles)
        articles = texts if counts.all() else (table > 0).nonzero()[0]
        return articles, table.take(articles)

    def _of_stem(self, word: Word, fields: Fields) -> Mapping[str, InSegments]:
        """Return where words of the stem of a word occur in some fields, by field."""
        stem = analysis.irregular_stem(analysis.fold(word.text))
        found: dict[str, list[tuple[int, FieldPostings]]] = {name: [] for name in fields}
        for where in self._vocabulary.fields_of_word(word.replace(whole_stem=True)):
            if where.field.reader.name in found:
                postings = _postings_of_stem(where, stem)
                found[where.field.reader.name].append((where.field.number, postings))
        return found

    def score(self, leaf: Leaf, fields: Fields) -> ListedLeaf:
        """Return what a leaf adds to scores, looked for in some fields."""
        articles, frequencies = self.occurrences(leaf, fields)
        rarity = ranking.idf(len(articles), self._scorer.n_articles) * len(nodes.terms(leaf))
        scores = ranking.saturate(frequencies, self._halfway.take(articles))
        scores *= np.float32(rarity)
        n = len(articles)
        return ListedLeaf(articles, scores, n, n, rarity)

    def score_added(self, word: Word) -> ListedLeaf:
        """Return what a word adds to the scores of what others find: no article has it."""
        return self.score(word, TEXT_FIELDS)._replace(n_first=0, n=0)


@cache
def _common_words(language: str | None) -> frozenset[str]:
    """Return the very common words of a language that Snowball's list has, too, folded.

    A word with an apostrophe, such as *don't*, is two words there, and both are in the list.
    """
    from whoosh.lang.stopwords import stoplists  # late: for this alone

    common = analysis.stop_words(language)
    listed = stoplists.get(language or "")
    if listed is None:
        return common
    folded = frozenset(map(analysis.fold, listed))
    return frozenset(word for word in common if word in folded or "'" in word)


def _has_title_from_text(segment: Segment, article: int) -> bool:
    """Whether the title of an article is its first sentence, by what is stored of it."""
    stored = segment.arrays.fields(article, ("origins",))
    return bool(stored) and stored["origins"][0] == Origin.FIRST_SENTENCE


def _postings_of_stem(where: FieldTerms, stem: str) -> FieldPostings:
    """Return the postings of those forms of some terms that have a stem by rules alone.

    Args:
        where: The terms, in a field.
        stem: That of an irregular form; empty: the stem that the terms have.
    """
    field, terms = where.field, where.terms
    names = (utf8.decode(field.reader.terms[term]) for term, _ in terms)
    if field.reader.forms is None or not (stem or any(map(analysis.has_irregular_forms, names))):
        return postings_of(where)
    entries = zip(entries_of(where), terms, strict=True)
    return read_entries(field.segment, [_cut(field, one, term, stem) for one, (term, _) in entries])


def _cut(field: SegmentField, entry: Entry, term: int, stem: str) -> Entry:
    """Return the entry of a term without the forms that have another stem by rules alone."""
    forms = field.reader.forms_of(term)
    names = map(utf8.decode, field.forms.take(forms))
    is_kept = np.array([analysis.irregular_stem(name) == stem for name in names], np.bool_)
    return entry if is_kept.all() else entry._replace(forms=forms[is_kept])
