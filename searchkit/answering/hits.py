"""The articles of a page -> hits, quoted."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from searchkit import analysis, deadlines
from searchkit.article import Origin
from searchkit.caching import Cache
from searchkit.query.nodes import ExactWord, Phrase, Word, terms
from searchkit.query.trees import leaf_key
from searchkit.query.unparsing import to_text
from searchkit.query.unspaced import joined
from searchkit.quoting.match_finder import MatchFinder, Sought
from searchkit.quoting.matches import neighbours_joined, spans_of
from searchkit.quoting.repetition import statements
from searchkit.quoting.snippets import quote
from searchkit.results import Hit, Snippet, read_copies

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from searchkit.article import Article
    from searchkit.engine import Page, Reference, View
    from searchkit.query.nodes import Leaf, Node, Term
    from searchkit.results import Copy

_KEPT = 1 << 15  # forms, about 300 bytes each: those of some thousand words


def make_hits(
    view: View,
    page: Page,
    finders: MatchFinders,
    *,
    first: int,
    snippets: int,
    is_scored: bool,
    acronyms: Sequence[Word] = (),
    is_joined: bool = False,
) -> Iterator[Hit]:
    """Yield the hits of a page, quoted, or to be read when their article is asked for.

    A hit whose turn comes when time is up is not quoted.

    Args:
        view: What the page is of.
        page: The articles.
        finders: Makes what finds the leaves of the query in articles.
        first: The rank of the first one.
        snippets: How many passages of an article to quote at most; 0: its article is not read.
        is_scored: Whether the scores tell why the articles are in this order.
        acronyms: Words that are marked, too, since they add to scores.
        is_joined: Whether matches side by side are one mark.
    """
    unread = _unread(view, page, first=first, is_scored=is_scored)
    if not snippets:
        yield from unread
        return
    rarity: dict[Leaf, float] = {}
    for leaf, _, _, idf in page.leaves:
        rarity[leaf] = max(idf, rarity.get(leaf, 0.0))
    if rarity:
        rarity = dict.fromkeys(acronyms, min(rarity.values())) | rarity
    # A match names a leaf by its number in `sought`, and so does a weight.
    sought, weights = tuple(rarity), tuple(rarity.values())
    related = tuple(map(_with_relatives, sought))
    found: dict[str, MatchFinder] = {}  # by the language of articles
    seen: set[str] = set()  # what hits above show
    for hit, (reference, _) in zip(unread, page.hits, strict=True):
        if deadlines.is_over():
            yield hit
            continue
        language = view.language(reference)
        if language not in found:
            found[language] = finders.of(sought, language)
        article = view.article(reference)
        in_title, in_text = found[language].in_article(article)
        if not in_text and related != sought:  # relatives say more than no mark
            in_text = finders.of(related, language).in_text(article.prose)
        quoted = quote(
            article.text,
            in_text,
            weights=weights,
            furniture=article.furniture,
            title=_headline(article),
            seen=seen,
            limit=snippets,
        )
        seen.update(*(statements(snippet.text) for snippet in quoted))
        title_spans = spans_of(in_title)
        if is_joined:
            title_spans = neighbours_joined(article.title, title_spans)
            quoted = tuple(map(_with_joined_spans, quoted))
        yield hit.quoted(article, quoted, title_spans)


def _unread(view: View, page: Page, *, first: int, is_scored: bool) -> Iterator[Hit]:
    """Yield the hits of a page, each to be read when its article is asked for."""
    if not page.hits:  # as where all that is asked for is how many there are
        return
    lacks = _as_texts(page.lacks) if page.lacks else repeat(())
    copied = page.copies or repeat(())
    for rank, ((reference, score), absent, references) in enumerate(
        zip(page.hits, lacks, copied, strict=False), start=first
    ):
        yield Hit(
            rank=rank,
            score=score if is_scored else None,
            view=view,
            reference=reference,
            lacks=absent,
            copies=copies_read(view, references),
            copied=references,
        )


def _as_texts(lacks: Sequence[tuple[Node, ...]]) -> list[tuple[str, ...]]:
    """Return what each of some hits lacks as texts; many lack the same, which is made once."""
    texts: dict[int, tuple[str, ...]] = {}
    for absent in lacks:
        if id(absent) not in texts:
            texts[id(absent)] = tuple(map(to_text, joined(absent)))
    return [texts[id(absent)] for absent in lacks]


def copies_read(view: View, references: Sequence[Reference]) -> tuple[Copy, ...] | None:
    """Return what is shown of the copies of a hit; None: the hit reads it, when it is asked for.

    There may be thousands, of which a list names a few outlets. What is asked over a network
    is read at once.
    """
    if view.is_at_hand:
        return None
    return read_copies(view, references)


def _with_joined_spans(snippet: Snippet) -> Snippet:
    return Snippet(snippet.text, neighbours_joined(snippet.text, snippet.spans))


class MatchFinders:
    """Makes what finds the words and phrases of a query in articles; threads may share it.

    Those of the last queries are kept, within bounds: to make one takes a tenth of a page.

    Args:
        view: The index, which has the words.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._kept: Cache[tuple[tuple[Hashable, ...], str], MatchFinder] = Cache(
            _KEPT, lambda finder: finder.n_forms + 1
        )

    def of(self, sought: Sequence[Leaf], language: str) -> MatchFinder:
        """Return what finds the leaves of a query in articles of a language.

        Args:
            sought: What the query looks for; a match names one of it by its number here.
            language: The language of the articles: a term that counts only in other
                languages matches nothing in them.
        """
        key = tuple(map(leaf_key, sought)), language
        found = self._kept.find(key)
        if found is None:
            found = MatchFinder(list(self._sought(sought, language)))
            if not deadlines.has_cut():
                self._kept.put(key, found)
        return found

    def _sought(self, sought: Sequence[Leaf], language: str) -> Iterator[Sought]:
        """Yield the words and phrases of a query with the forms that they have in the index."""
        for number, leaf in enumerate(sought):
            forms = tuple(self._forms(term, language) for term in terms(leaf))
            if isinstance(leaf, Phrase) and not leaf.slop:
                yield Sought(number, forms)
            else:
                yield from (Sought(number, (of_word,)) for of_word in forms)

    def _forms(self, term: Term, language: str) -> frozenset[str]:
        """Return the words, folded, that a term of a query covers."""
        if isinstance(term, ExactWord):
            return frozenset({analysis.fold(term.text)})
        return self._view.forms(term, language)


def _with_relatives(leaf: Leaf) -> Leaf:
    return leaf.replace(whole_stem=True) if isinstance(leaf, Word) else leaf


def _headline(article: Article) -> str:
    """Return the title that stands above an article, but for one that was taken from its text."""
    return "" if article.origins.title is Origin.FIRST_SENTENCE else article.title
