from __future__ import annotations

from collections import Counter
from zlib import crc32

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from searchkit import analysis
from searchkit.article import Article
from searchkit.local.segment.columns import VariableColumn
from searchkit.local.writing.interning import Vocabulary

words = st.lists(
    st.sampled_from(["tide", "tides", "the", "moon", "neap", "estuary", "die", "mond"]),
    max_size=60,
).map(" ".join)


def signatures_of(articles: list[Article], vocabulary: Vocabulary) -> list[bytes]:
    counts = np.zeros(len(articles), np.int64)
    column = vocabulary.analyse(articles, np.zeros((0, 2), np.int64), counts).signatures
    assert isinstance(column, VariableColumn)
    bounds = zip(column.starts[:-1].tolist(), column.starts[1:].tolist(), strict=True)
    return [column.data[start:end].tobytes() for start, end in bounds]


def expected(article: Article) -> bytes:
    """The terms that an article has most often, worked out word by word."""
    language = article.language or "en"
    counts: Counter[str] = Counter()
    for text, worth in ((article.text, 1), (article.title, 2)):
        for word in analysis.words(text):
            if analysis.fold(word) not in analysis.stop_words(language):
                counts[analysis.inflection(word, language)] += worth
    order = sorted(
        (-n, -min(len(term), 9), crc32(term.encode()) & 0xFFFF) for term, n in counts.items()
    )
    most = min(len(article.text.encode()) // 30, 32)
    return b"".join(code.to_bytes(2, "little") + bytes([-n]) for n, _, code in order[:most])


@given(
    texts=st.lists(st.tuples(words, words, st.sampled_from(["en", "de"])), min_size=1, max_size=5)
)
def test_a_signature_has_the_terms_that_an_article_has_most_often(
    texts: list[tuple[str, str, str]],
) -> None:
    articles = [
        Article(key=f"{n}", path="a", title=title, text=text, language=language)
        for n, (title, text, language) in enumerate(texts)
    ]
    vocabulary = Vocabulary()

    found = signatures_of(articles, vocabulary)

    assert found == [expected(article) for article in articles]
    assert found[::-1] == signatures_of(articles[::-1], vocabulary)  # which has met them all
    assert found == [signatures_of([article], Vocabulary())[0] for article in articles]


def test_a_signature_takes_no_more_than_a_tenth_of_the_text_and_96_bytes() -> None:
    text = " ".join(f"word{number:03}" for number in range(300))
    texts = [*(text[:n] for n in (29, 150, 400, 2400)), "é è ê ë ē ĕ " * 2]
    articles = [Article(key="k", path="a", title=text[:90], text=one) for one in texts]

    found = signatures_of(articles, Vocabulary())

    assert [len(signature) for signature in found] == [0, 15, 39, 96, 3]


def test_no_articles_have_no_signatures() -> None:
    assert signatures_of([], Vocabulary()) == []


def test_what_occurs_very_often_counts_255_times() -> None:
    article = Article(key="k", path="a", title="", text="tide " * 300)

    assert signatures_of([article], Vocabulary())[0][2] == 255


def test_a_great_many_articles_at_a_time_have_the_same_signatures() -> None:
    texts = ["the tide and the moon, the moon", "the neap of an estuary, tides", ""]
    articles = [
        Article(key=f"{n}", path="a", title="the tide", text=texts[n % 3], language="en")
        for n in range(4200)
    ]

    found = signatures_of(articles, Vocabulary())

    assert found == 1400 * list(map(expected, articles[:3]))
