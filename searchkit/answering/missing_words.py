"""Words of a query that the index has nowhere, or next to nowhere: notes that say so.

A word that no article has is named, with its relatives, if articles have any, or with a word
that may have been meant. So is a word that
few have beside another that is spelt nearly alike and far commoner: articles have
mistakes in them too, and finding three of those hides the thousands that were meant. A
word is suggested only after it was tried: it finds articles where the other was looked
for, and the whole query does with it in its place. Of words that all are there, but
nowhere as close together as was asked, it is said how many articles have them.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from searchkit import analysis
from searchkit.notes import Note
from searchkit.query.filters import Filters
from searchkit.query.nodes import And, ExactWord, Leaf, Or, Phrase, Word, mapped, terms
from searchkit.query.trees import asked_leaves, in_fields
from searchkit.query.unparsing import to_text
from searchkit.query.unspaced import gram_runs, joined
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from searchkit.answering.empty_results import Count
    from searchkit.engine import FoundLeaf, Page, View
    from searchkit.query.nodes import Node
    from searchkit.results import Suggestion

    Fields: TypeAlias = tuple[str, ...]

_CANDIDATES = 3  # words that may have been meant, of which the first that finds something is shown

# A spelling is taken for a mistake where so few articles have it, a share of all or three, and
# another stands so many times as often. Of 3,253 words that people typed in queries and the news
# has, 5 are taken for mistakes (`convection` for `convention`); of 23 common mistakes, 21.
_FEW = 3
_ONE_IN = 2_000
_TIMES = 100
_SHORTEST = 6  # letters: with one letter exchanged, most words of five are others

_NO_FILTERS = Filters()


class _Meant(Record):
    """A term of a query, where it is looked for, and what may have been meant by it."""

    term: Word | ExactWord
    fields: Fields
    candidates: Sequence[Word | ExactWord]
    n_found: int


def notes_on_words(
    view: View, count: Count, node: Node, filters: Filters, page: Page
) -> list[Note]:
    """Return what a reader should know of words that no article has, or next to none.

    Args:
        view: The index.
        count: Counts what other queries find.
        node: The query, as it was read.
        filters: What may be returned.
        page: What it finds.
    """
    few = max(_FEW, view.n_articles // _ONE_IN)
    if not any(_may_be_missing(one, page.total, few) for one in page.leaves):
        return []
    return _Missing(view, count, few).notes(node, filters, page)


def _may_be_missing(found: FoundLeaf, total: int, few: int) -> bool:
    """Whether there may be anything to say of a leaf; to look closer takes longer."""
    if not found.articles:
        return True
    return total <= few and found.articles <= few and isinstance(found.leaf, Word)


class _Missing(Record):
    """Tells of words that are missing.

    Attributes:
        view: The index.
        count: Counts what queries find.
        few: How many articles may have a word for another to be meant by it, at most.
    """

    view: View
    count: Count
    few: int

    def notes(self, node: Node, filters: Filters, page: Page) -> list[Note]:
        """Return what is to be said of the words of a query."""
        notes: list[Note | _Meant] = []
        counts = {(leaf, fields): n_found for leaf, fields, n_found, _ in page.leaves}
        asked = {
            (leaf, fields): None for leaf, fields, is_sought in asked_leaves(node) if is_sought
        }
        for leaf, fields, n_found in _told_of(list(asked), counts):  # in the order typed
            if not n_found:
                notes += self._of_absent(leaf, fields)
            elif page.total <= self.few and isinstance(leaf, Word):
                notes += self._of_rare(leaf, fields, n_found)
        suggested = self._tried(node, filters, [one for one in notes if isinstance(one, _Meant)])
        written = (
            one if isinstance(one, Note) else _note_on(one, suggested.get(id(one.term)))
            for one in notes
        )
        return [note for note in written if note is not None]

    def _of_absent(self, leaf: Leaf, fields: Fields) -> Iterator[Note | _Meant]:
        """Yield what is to be said of a leaf that no article has."""
        words = tuple(terms(leaf))
        found = self.view.find(in_fields(Or(words), fields), _NO_FILTERS).leaves
        absent = [one.leaf for one in found if not one.articles or not fields]
        if not absent:
            yield self._note_on_apart(leaf, fields)
        for term in absent:
            if isinstance(term, Word | ExactWord):
                spelt = (term.replace(text=one.word) for one in self._candidates(term.text))
                related = [term.replace(whole_stem=True)] if _has_relatives(term) else []
                yield _Meant(term, fields, [*related, *spelt], 0)
            else:
                text = to_text(term)
                yield Note(f"No word in any {_what(fields)} matches {text}.", term.span)

    def _note_on_apart(self, leaf: Leaf, fields: Fields) -> Note:
        """Return a note on words that all are there, but nowhere so close together."""
        words = terms(leaf)
        n = self.count(in_fields(And(tuple(words)), fields), _NO_FILTERS)
        text = to_text(leaf)
        if isinstance(leaf, Phrase) and not leaf.slop:
            text += " side by side"
        which = "both words" if len(words) == 2 else "all the words"
        rest = f"; {n:,} {'has' if n == 1 else 'have'} {which}" if n else ""
        return Note(f"No {_what(fields)} has {text}{rest}.", leaf.span)

    def _of_rare(self, word: Word, fields: Fields, n_found: int) -> Iterator[_Meant]:
        """Yield a word that few articles have, if another is spelt alike and far commoner."""
        folded = analysis.fold(word.text)
        if n_found > self.few or len(folded) < _SHORTEST or not folded.isalpha():
            return
        common = [
            word.replace(text=one.word)
            for one in self._candidates(folded)
            if one.distance == 1 and one.word[0] == folded[0] and one.count >= _TIMES * n_found
        ]
        if common:
            yield _Meant(word, fields, common, n_found)

    def _candidates(self, word: str) -> tuple[Suggestion, ...]:
        if analysis.is_acronym(word):
            return ()
        return self.view.suggest(word, limit=_CANDIDATES)

    def _tried(
        self, node: Node, filters: Filters, meant: Sequence[_Meant]
    ) -> Mapping[int, Word | ExactWord]:
        """Return the words that find something in place of others, by the terms' identity."""
        found = {}
        for one in meant:
            for candidate in one.candidates:
                if self.count(in_fields(candidate, one.fields), filters) > one.n_found:
                    found[id(one.term)] = candidate
                    break
        if not found:
            return {}

        words = {one.term: found[id(one.term)] for one in meant if id(one.term) in found}

        def corrected(part: Node) -> Node:
            if isinstance(part, Word | ExactWord) and part in words:
                return words[part]
            return part

        return found if self.count(mapped(node, corrected), filters) else {}


def _what(fields: Fields, language: str | None = None) -> str:
    """Return what is looked at in some fields, of one language or of any."""
    spoken = analysis.LANGUAGES.get(language, language).title() + " " if language else ""
    return spoken + ("title" if fields == ("title",) else "article")


def _has_relatives(term: Word | ExactWord) -> bool:
    """Whether a word may have relatives that it does not mean; there is no sign behind a digit."""
    return isinstance(term, Word) and not term.whole_stem and term.text[-1].isalpha()


def _told_of(
    asked: Sequence[tuple[Leaf, Fields]], counts: Mapping[tuple[Leaf, Fields], int]
) -> Iterator[tuple[Leaf, Fields, int]]:
    """Yield the leaves that notes may tell of, where each is looked for, and how many have it.

    The grams of a run of characters are told of as that run, by the one that most articles
    have: some are the end of one word and the beginning of the next, and mean nothing.
    """
    rest = iter(asked)
    for run in gram_runs([leaf for leaf, _ in asked]):
        those = list(islice(rest, len(run)))
        (whole,) = joined(run)
        assert isinstance(whole, Leaf)
        yield whole, those[0][1], max(counts[one] for one in those)


def _note_on(meant: _Meant, instead: Word | ExactWord | None) -> Note | None:
    """Return what is to be said of a word that few articles have, or none."""
    word = meant.term.text
    suggestion = None if instead is None else to_text(instead).removeprefix("=")
    question = f" Did you mean {suggestion}?" if suggestion else ""
    if not meant.n_found:
        what = _what(meant.fields, getattr(meant.term, "language", None))
        return Note(f"No {what} has the word {word}.{question}", meant.term.span, suggestion)
    if not suggestion:
        return None
    has = "1 article has" if meant.n_found == 1 else f"{meant.n_found:,} articles have"
    return Note(f"Only {has} the word {word}.{question}", meant.term.span, suggestion)
