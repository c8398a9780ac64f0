"""Quotations looked up by reading all of every article: what every engine must agree with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache

from searchkit.article import Article
from searchkit.engine import COMMON, FEW, RARE, PageRequest, SharedShingles, View
from searchkit.exploring.quotations import quotations
from searchkit.query.filters import Filters
from searchkit.query.nodes import Node
from searchkit.query.rankings import Ranking
from searchkit.syncing.fingerprints import fingerprint
from tests.helpers.surveyed import outlet


class QuotedView(View):
    """What a view of articles in memory answers about quotations."""

    has_quotations = True
    n_articles = 0
    _articles: Mapping[str, Article]

    def quoting(
        self, shingles: Sequence[int], *, limit: int, among: tuple[Node, Filters] | None = None
    ) -> list[str]:
        keys = self._articles if among is None else self.matching(*among)
        return quoting(self._articles, shingles, keys)[:limit]

    def shared_shingles(self, node: Node, filters: Filters, *, limit: int) -> list[SharedShingles]:
        articles = [self._articles[key] for key in self.matching(node, filters)]
        return shared_shingles(articles)[:limit]

    def matching(self, node: Node, filters: Filters) -> list[str]:
        """The keys of the articles that a query finds, with some of its words."""
        page = self.find(
            node, filters, PageRequest(limit=self.n_articles, ranking=Ranking("first"))
        )
        return [key for key, _ in page.hits]


@cache
def kept(prose: str) -> frozenset[int]:
    """The shingles that an index keeps of the quotations of a text."""
    return frozenset(shingle for one in quotations(prose) for shingle in one.kept())


def quoting(
    articles: Mapping[str, Article], shingles: Sequence[int], among: Collection[str]
) -> list[str]:
    """The keys of articles that may have a quotation; see `View.quoting`."""
    shared = {key: kept(article.prose) & set(shingles) for key, article in articles.items()}
    counts = Counter(shingle for some in shared.values() for shingle in some)
    rare = {shingle for shingle, count in counts.items() if count <= COMMON}
    if rare or any(shingle not in counts for shingle in shingles):
        shared = {key: some & rare for key, some in shared.items()}
    found = [
        key
        for key in among
        if len(shared[key]) > 1
        or (shared[key] and len(shingles) <= FEW)
        or any(counts[shingle] <= RARE for shingle in shared[key])
    ]
    return sorted(found, key=lambda key: (-len(shared[key]), key))


def shared_shingles(articles: Iterable[Article]) -> list[SharedShingles]:
    """The shingles that most outlets have, with keys; see `View.shared_shingles`."""
    having: dict[int, list[Article]] = defaultdict(list)
    for article in sorted(articles, key=lambda one: (fingerprint(one), one.key)):
        for shingle in kept(article.prose):
            having[shingle].append(article)
    together: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for shingle, some in having.items():
        if 1 < len(some) <= COMMON:
            outlets = {outlet(article) for article in some if article.source}
            together[tuple(one.key for one in some[:3])].append((len(outlets), shingle))
    rows = [
        (-sorted(group)[-2][0], -len(group), tuple(sorted(value for _, value in group)), keys[0])
        for keys, group in together.items()
        if len(group) > 1
    ]
    return [SharedShingles(values, -outlets, key) for outlets, _, values, key in sorted(rows)]
