"""An engine that keeps articles in memory and looks at every word of each: `memory://NAME`.

A second engine behind the protocols, so that what is said of answers is said of any engine's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from searchkit import analysis
from searchkit.addresses import register_engine
from searchkit.article import Article
from searchkit.engine import (
    ONLY_COUNTS,
    AlikePage,
    Engine,
    FoundLeaf,
    Page,
    PageRequest,
    SurveyCounts,
    SurveyRequest,
    TellingTerm,
)
from searchkit.query.filters import Filters
from searchkit.query.nodes import (
    Every,
    FromSource,
    Leaf,
    Node,
    Or,
    Pattern,
    Word,
    mapped,
    terms,
)
from searchkit.query.outlets import outlets_meant, outlets_of
from searchkit.query.trees import asked_leaves, filtered, in_fields
from searchkit.results import Suggestion
from searchkit.schema import source_term
from searchkit.syncing.fingerprints import fingerprint
from tests.helpers.copied import CopiedInMemory
from tests.helpers.inverting import kept
from tests.helpers.likeness import alike_page, telling_terms
from tests.helpers.memory_memos import MemoryMemos
from tests.helpers.oracle import Oracle, in_order, suggested
from tests.helpers.quoted import QuotedView
from tests.helpers.surveyed import surveyed


class MemoryView(CopiedInMemory, QuotedView):
    """Articles as they were when they were kept, called by their keys."""

    notes = folders = ()
    n_articles = generation = 0
    is_at_hand = True
    languages: Mapping[str, int] = {}

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._pieces = {key: kept(article) for key, article in articles.items()}
        self._oracle = Oracle(list(self._pieces.values()))
        self.n_articles = len(articles)
        self.languages = dict(Counter(p.language for p in self._pieces.values()).most_common())

    def find(self, node: Node, filters: Filters, request: PageRequest = ONLY_COUNTS) -> Page:
        wanted = mapped(filtered(node, filters), self._with_outlets)
        some, every = self._oracle.search(wanted), self._oracle.of_all.search(wanted)
        answer = every if every and not request.some_words else some
        found = some if request.sort == "relevance" else answer
        if request.ranking.name == "full":
            found = self._oracle.looked_at(found, request.clues.pairs)
        order = in_order(found, self._pieces, request.sort)
        hits, groups = self.listed(
            order, found, (answer, some), sort=request.sort, fold=request.fold
        )
        page = hits[request.offset : request.offset + request.limit]
        asked = [self._found(leaf, fields) for leaf, fields, sought in asked_leaves(node) if sought]
        lacks, copies = [self._oracle.lacks(node, k) for k, _ in page], [c for _, c in page]
        shown = [(k, found[k]) for k, _ in page]
        return Page(len(every), shown, asked, (), len(some) - len(every), lacks, copies, *groups)

    def telling_terms(self, terms: Mapping[str, float], *, most: int) -> list[TellingTerm]:
        return telling_terms([*self._pieces.values()], terms, most=most)

    def alike(
        self, terms: Sequence[tuple[str, float]], filters: Filters, **options: Any
    ) -> AlikePage:
        passing = self._oracle.search(mapped(filtered(Every(), filters), self._with_outlets))
        return alike_page(self._pieces, terms, passing, listed=self.listed, **options)

    def _found(self, leaf: Leaf, fields: tuple[str, ...]) -> FoundLeaf:
        n = len(self._oracle.search(in_fields(leaf, fields))) if fields else 0
        idf = math.log(1 + (self.n_articles - n + 0.5) / (n + 0.5)) * len(terms(leaf))
        return FoundLeaf(leaf, fields, n, idf)

    def _with_outlets(self, node: Node) -> Node:
        if not isinstance(node, FromSource):
            return node
        return Or(tuple(map(FromSource, outlets_meant(node.name, outlets_of(self.outlets())))))

    def count_undated(self, node: Node, filters: Filters) -> int:
        return self.find(node, filters.replace(undated=True)).total

    def survey(self, node: Node, filters: Filters, request: SurveyRequest) -> SurveyCounts:
        def found(filters: Filters) -> list[Article]:
            return [self._articles[key] for key in self.matching(node, filters)]

        every = self._articles.values()
        return surveyed(found(filters), found(filters.replace(sources=())), every, request)

    def forms(self, term: Word | Pattern, language: str) -> frozenset[str]:
        pieces, fits = self._pieces.values(), self._oracle.fits
        tokens = ((t, p) for p in pieces if p.language == language for t in p.every_token())
        return frozenset(analysis.written(t[1], t[0]) for t, p in tokens if fits(term, t, p))

    def article(self, reference: str) -> Article:
        return self._articles[reference]

    def key(self, reference: str) -> str:
        return reference

    def language(self, reference: str) -> str:
        return self._pieces[reference].language

    def reference(self, key: str) -> str | None:
        return key if key in self._articles else None

    def outlets(self) -> Mapping[str, int]:
        return Counter(source_term(article.source) for article in self._articles.values())

    def outlet_name(self, term: str) -> str:
        every = sorted(self._articles.values(), key=lambda a: a.key)
        return next(a.source or "" for a in every if source_term(a.source) == term)

    def suggest(self, word: str, *, limit: int) -> tuple[Suggestion, ...]:
        return suggested(self._pieces.values(), word, limit)

    def identities(self, references: Sequence[str]) -> list[tuple[str, bytes]]:
        return [(key, fingerprint(self._articles[key])) for key in references]


class MemoryEngine(Engine):
    address = ""

    def __init__(self, address: str) -> None:
        self.address = address

    @property
    def memos(self) -> MemoryMemos:
        return _memos.setdefault(self.address, MemoryMemos(self.address))

    def view(self) -> MemoryView:
        return _views[self.address]

    def newer(self, view: object) -> MemoryView | None:
        return None if self.view() is view else self.view()


_views: dict[str, MemoryView] = {}
_memos: dict[str, MemoryMemos] = {}


def keep(name: str, articles: Iterable[Article]) -> str:
    """Keep articles as they come from an index, and return the address to open them by."""
    register_engine("memory", MemoryEngine)
    view = MemoryView({article.key: article for article in articles})  # type: ignore[abstract]
    _views[f"memory://{name}"] = view
    return f"memory://{name}"
