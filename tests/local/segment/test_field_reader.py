"""The postings and forms of a field, read as they were written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.inverting import opened
from tests.local.segment.random_segments import (
    Text,
    content,
    long_list,
    postings_of,
    segment_of,
    texts,
)


@given(articles=st.lists(texts, min_size=1, max_size=8))
def test_the_forms_of_a_term_come_commonest_first(articles: list[Text]) -> None:
    segment = opened(segment_of(articles))
    stood = [(token.form, token.term) for text in articles for token in text]

    segment_content = content(segment)

    assert segment_content["forms"] == [
        (form, term, stood.count((form, term))) for form, term in sorted(set(stood))
    ]
    assert segment_content["forms of terms"] == [
        sorted(
            {form for form, of_term in stood if of_term == term},
            key=lambda form, term=term: (-stood.count((form, term)), form),  # type: ignore[misc]
        )
        for term in postings_of(articles)
    ]


@pytest.mark.parametrize("n_articles", [30_000, 200_000])
def test_long_lists_read_as_they_were_written(n_articles: int) -> None:
    arrays = long_list(20_000, n_articles=n_articles)
    (part,) = arrays.fields["text"].parts or ()
    assert part.positions is not None

    field = opened(arrays).field("text")

    assert field is not None
    assert field.articles_of_terms(0, 3).tolist() == part.articles.tolist()
    assert field.occurrences_of_terms(0, 3).positions.tolist() == part.positions.tolist()
    assert field.postings(1).articles.tolist() == part.articles[2:-1].tolist()
    assert field.postings(1).frequencies.tolist() == part.frequencies[2:-1].tolist()  # type: ignore[index]
    assert field.postings(2).articles.tolist() == [n_articles // 2]


@pytest.mark.parametrize("asked", [1, 7, 300, 3000])
def test_given_postings_are_reached_without_the_others(asked: int) -> None:
    field = opened(long_list(20_000, n_articles=60_000)).field("text")
    assert field is not None
    postings = field.postings(1)
    every = postings.occurrences()
    which = np.sort(np.random.default_rng(asked).choice(len(postings), asked, replace=False))
    mask = np.repeat(np.isin(np.arange(len(postings)), which), every.counts)
    assert every.forms is not None

    some = postings.occurrences(which)

    assert some.forms is not None
    assert some.positions.tolist() == every.positions[mask].tolist()
    assert some.forms.tolist() == every.forms[mask].tolist()
    assert some.counts.tolist() == every.counts[which].tolist()
    assert postings.occurrences(which, with_forms=False).forms is None
