"""One commit of an index, opened: what a search, a count or a look-up is answered from.

A snapshot never changes. An index holds the newest one it knows of and
exchanges it for another when it is refreshed.
"""

from __future__ import annotations

import difflib
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.notes import Note
from searchkit.query import And, Or, Phrase, leaves
from searchkit.results import Hit, SourceCount
from searchkit.schema import (
    NO_SOURCE,
    TEXT_FIELDS,
    UNDATED,
    UNKNOWN_LANGUAGE,
    from_fields,
    source_term,
    stored_language,
)
from searchkit.searching.evaluation import Evaluation, evaluate
from searchkit.searching.highlighting import find_in, merged
from searchkit.searching.segments import whoosh_segments
from searchkit.searching.selection import select
from searchkit.snippets import snippets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from whoosh.reading import IndexReader

    from searchkit.article import ArticleDate
    from searchkit.query import Filters, Leaf, Node, Sort
    from searchkit.searching.segments import Flags, Segment
    from searchkit.searching.selection import Selected


class Snapshot:
    """One commit of an index.

    Attributes:
        generation: The number of the commit.
        segments: What is searched.
    """

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader
        self.generation = reader.generation()
        self.segments: tuple[Segment, ...] = whoosh_segments(reader)

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()

    @property
    def articles(self) -> int:
        """How many articles there are, without the deleted ones."""
        count: int = self._reader.doc_count()
        return count

    @cached_property
    def languages(self) -> Mapping[str, int]:
        """The languages of the index and how many articles each has, most first."""
        counts = Counter(
            {term: self._article_count("language", term) for term in self._terms("language")}
        )
        return {language: count for language, count in counts.most_common() if count}

    @property
    def main_language(self) -> str | None:
        """The language that most articles have."""
        return next((code for code in self.languages if code != UNKNOWN_LANGUAGE), None)

    @cached_property
    def dated(self) -> int:
        """How many articles have a date."""
        return sum(
            int(np.count_nonzero((segment.dates[0] != UNDATED) & _live(segment)))
            for segment in self.segments
        )

    @cached_property
    def sources(self) -> tuple[SourceCount, ...]:
        """The outlets, those with most articles first; articles without one are counted too."""
        counts = filter(None, map(self._source_count, self._terms("source")))
        return tuple(sorted(counts, key=lambda c: (-c.articles, c.source is None, c.source or "")))

    def term_count(self) -> int:
        """Return how many different terms titles and texts have."""
        return len({term for field in TEXT_FIELDS for term in self._terms(field)})

    def find(self, node: Node, filters: Filters) -> tuple[Evaluation, list[Note]]:
        """Return the articles that a query finds; those with some of its words if none has all."""
        evaluation = self._evaluate(node, filters)
        if evaluation.total or not isinstance(node, And):
            return evaluation, []
        some = self._evaluate(Or(node.parts), filters)
        if not some.total:
            return evaluation, []
        words = ", ".join(map(_as_typed, leaves(node)))
        return some, [Note(f"No article has all of: {words}. These have some.")]

    def hits(
        self, evaluation: Evaluation, node: Node, *, sort: Sort, offset: int, limit: int
    ) -> tuple[Hit, ...]:
        """Return a page of what was found, with snippets."""
        page = select(evaluation.found, self.segments, sort=sort, offset=offset, limit=limit)
        wanted = tuple(leaves(node))
        return tuple(
            self._hit(rank, selected, wanted, evaluation.rarity)
            for rank, selected in enumerate(page, start=offset + 1)
        )

    def stored(self, key: str) -> Mapping[str, Any] | None:
        """Return the stored fields of the article with that key, or None."""
        for segment in self.segments:
            numbers = segment.postings("key", key)[0]
            for number in numbers[_live(segment)[numbers]]:
                return segment.stored(int(number))
        return None

    def notes_on_sources(self, filters: Filters) -> Iterator[Note]:
        """Yield a note for each source asked for that no article has."""
        for source in filters.sources:
            term = source_term(source)
            if self._article_count("source", term) or term == NO_SOURCE:
                continue
            names = {source_term(c.source): c.source for c in self.sources if c.source}
            near = difflib.get_close_matches(term, names, n=1)
            suggestion = names[near[0]] if near else None
            question = f" Did you mean {suggestion}?" if suggestion else ""
            yield Note(f"No article has the source {source}.{question}", suggestion=suggestion)

    def _evaluate(self, node: Node, filters: Filters) -> Evaluation:
        return evaluate(node, filters, self.segments, languages=tuple(self.languages))

    def _hit(
        self, rank: int, selected: Selected, wanted: Sequence[Leaf], rarity: Sequence[float]
    ) -> Hit:
        stored = self.segments[selected.segment].stored(selected.article)
        article = from_fields(stored)
        in_title, in_text = find_in(article, wanted, language=stored_language(stored))
        return Hit(
            rank=rank,
            article=article,
            score=selected.score,
            snippets=snippets(
                article.text,
                in_text,
                weights=rarity,
                furniture=article.furniture,
            ),
            title_spans=merged(in_title),
        )

    def _terms(self, field: str) -> list[str]:
        return [term.decode() for term in self._reader.lexicon(field)]

    def _article_count(self, field: str, term: str) -> int:
        return sum(
            int(_live(segment)[segment.postings(field, term)[0]].sum()) for segment in self.segments
        )

    def _source_count(self, term: str) -> SourceCount | None:
        """Return what is known of a source, by its term; None if its articles are deleted."""
        articles = 0
        name: str | None = None
        dates: list[ArticleDate] = []
        for segment in self.segments:
            numbers = segment.postings("source", term)[0]
            numbers = numbers[_live(segment)[numbers]]
            if not len(numbers):
                continue
            articles += len(numbers)
            name = from_fields(segment.stored(int(numbers[0]))).source
            first = segment.dates[0][numbers]
            dated = numbers[first != UNDATED]
            for extreme in (np.argmin, np.argmax) if len(dated) else ():
                at = int(dated[extreme(segment.dates[0][dated])])
                date = from_fields(segment.stored(at)).date
                dates += [date] if date else []
        if not articles:
            return None
        return SourceCount(name, articles, min(dates, default=None), max(dates, default=None))


def _as_typed(leaf: Leaf) -> str:
    if isinstance(leaf, Phrase):
        return f"“{' '.join(word.text for word in leaf.words)}”"
    return leaf.text


def _live(segment: Segment) -> Flags:
    return np.ones(segment.articles, dtype=np.bool_) if segment.live is None else segment.live
