"""Articles looked up by the shingles of quotations: as by reading all of every article."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article, ArticleDate
from searchkit.local.searching import quoted_articles
from searchkit.local.searching.quoted_articles import QuotedArticles
from searchkit.local.searching.segments import Articles
from searchkit.schema.outlet_identity import outlet_identity
from tests.helpers import quoted
from tests.helpers.inverting import Piece, Shelf, fingerprint_of

SAID = (
    "“the tide that came in this morning was the lowest of all.”",
    "“the tide that came in this morning was the lowest in a year.”",
    "“we stay as we are, and the sea may do as it likes.”",
    "“the tide that came in, and we stay as we are today.”",
    "nobody says so.",
)


@st.composite
def shelves(draw: st.DrawFn) -> Shelf:
    """Articles with a few quotations in up to three segments, some of them deleted."""
    every = [
        Piece(
            key=f"{key}.md",
            text=" ".join(draw(st.lists(st.sampled_from(SAID), max_size=2))),
            source=draw(st.sampled_from([None, "Tern", "TERN", "The Tern", "Ebb"])),
            date=draw(st.sampled_from([None, date(2018, 1, 1), ArticleDate.of_month(2018, 1)])),
        )
        for key in draw(st.permutations(range(draw(st.integers(0, 8)))))
    ]
    cuts = sorted(draw(st.tuples(*2 * [st.integers(0, len(every))])))
    parts = [every[: cuts[0]], every[cuts[0] : cuts[1]], every[cuts[1] :]]
    return Shelf(parts, frozenset(draw(st.sets(st.sampled_from(["0.md", "3.md", "4.md"])))))


def articles_of(shelf: Shelf) -> dict[str, Article]:
    return {
        p.key: Article(key=p.key, title="-", text=p.text, path=p.key, date=p.dated, source=p.source)
        for p in shelf.live
    }


@settings(max_examples=50)
@given(shelves(), st.sampled_from([0, 2, 9]), st.sampled_from([1, 3, 512]), st.data())
def test_engines_agree(shelf: Shelf, limit: int, common: int, data: st.DataObject) -> None:
    articles = articles_of(shelf)
    numbered = Articles(shelf.segments())
    lookup = QuotedArticles(numbered, outlet_identity)
    keys = [piece.key for part in shelf.parts for piece in part]
    among = [n for n, key in enumerate(keys) if key in articles and data.draw(st.booleans())]
    some = {keys[n] for n in among}
    known = sorted(quoted.kept(" ".join(SAID)) | {0, (1 << 32) - 1})
    asked = sorted(data.draw(st.sets(st.sampled_from(known))))
    with pytest.MonkeyPatch.context() as patch:
        for module in (quoted_articles, quoted):
            patch.setattr(module, "COMMON", common)
            patch.setattr(module, "RARE", common // 2)
        patch.setattr(quoted, "fingerprint", lambda article: fingerprint_of(article.text))

        found = lookup.quoting(asked, limit=limit, among=None)
        of_some = lookup.quoting(asked, limit=limit, among=np.array(among, np.int64))
        shared = lookup.shared(np.array(among, np.int64), limit=limit)

        assert [keys[n] for n in found] == quoted.quoting(articles, asked, articles)[:limit]
        assert [keys[n] for n in of_some] == quoted.quoting(articles, asked, some)[:limit]
        expected = quoted.shared_shingles([articles[key] for key in some])[:limit]
        assert [one._replace(first=keys[one.first]) for one in shared] == expected
    assert lookup.is_complete
