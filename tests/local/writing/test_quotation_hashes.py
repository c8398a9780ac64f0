"""The hashes of quotations that an index keeps are those of the quotations of its texts."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.article import Article, Span
from searchkit.exploring.quotations import quotations
from searchkit.local.segment import hash_lists
from searchkit.local.writing import quotation_hashes
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.quotation_hashes import QuotationHashes, quotation_blocks

PIECES = [
    "the tide that came in this morning was the lowest of all",
    "[W]e stay [the pilots] as we ARE in the U.S. and US, don’t we",
    "“one", "two”", '"', "„", "“", "”", "… ", "said the pilot, ", ". ", "\n\n", "a b c d e f g h",
    "Señor señor SENOR 1,000 3.5 AT&T's co-\noperate WHO IS THE ONE",
    "潮水很高的时候我们留在岸上", "\ud800",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def article(text: str) -> Article:
    return Article(key="a", title="t", text=text, path="a", furniture=(Span(0, len(text) // 9),))


@given(st.lists(texts, max_size=4))
@example(["“" + PIECES[1] + "”"])
def test_what_is_kept_of_an_article_is_what_is_kept_of_its_quotations(texts: list[str]) -> None:
    articles = list(map(article, texts))
    counts = np.zeros(len(articles), np.int64)
    analysed = Vocabulary().analyse(articles, np.zeros((0, 2), np.int64), counts)

    hashes, counts = analysed.quotations
    found = np.split(hashes, np.cumsum(counts)[:-1]) if texts else []
    expected = [{h for q in quotations(a.prose) for h in q.kept()} for a in articles]
    assert [list(one) for one in found] == list(map(sorted, expected))


@given(st.lists(st.lists(st.sets(st.integers(0, 9), max_size=3), max_size=4), max_size=4))
def test_parts_are_one_after_another_in_blocks(parts: list[list[set[int]]]) -> None:
    made = [
        QuotationHashes(
            np.array([h for hashes in part for h in sorted(hashes)], np.uint32),
            np.array(list(map(len, part)), np.int64),
        )
        for part in parts
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hash_lists, "BLOCK", 4)
        patch.setattr(quotation_hashes, "BLOCK", 4)
        blocks = list(quotation_blocks(made))

    found: list[tuple[int, int]] = []
    for number, block in enumerate(blocks):
        pairs = zip(block.articles.tolist(), block.hashes.tolist(), strict=True)
        found += [(4 * number + article, value) for article, value in pairs]
    every = [hashes for part in parts for hashes in part]
    assert sorted(found) == [(n, h) for n, hashes in enumerate(every) for h in sorted(hashes)]
    assert len(blocks) == -(-len(every) // 4)
