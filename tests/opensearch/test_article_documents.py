"""The documents of a run: words are sent once, however many runs have them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from searchkit.hashing import blake2b
from searchkit.opensearch.article_documents import WordsSent, word_documents
from tests.helpers.finished_runs import run_of


def test_a_word_is_sent_with_the_first_run_that_has_it() -> None:
    sent = WordsSent()
    runs = run_of("The tide came.", "Tides come."), run_of("The tide went, and boats came.")
    found = [[word.content["form"] for word in word_documents(run, sent)] for run in runs]

    assert sorted(found[0]) == ["came", "come", "the", "tide", "tides"]
    assert sorted(found[1]) == ["and", "boats", "went"]


def test_a_word_tells_its_term_and_how_often_it_is_there() -> None:
    run = run_of("The boats went. She went, too.")
    found = {word.content["form"]: word.content for word in word_documents(run, WordsSent())}

    assert found["boats"] == {"form": "boats", "term": "boat", "count": 1}
    assert found["went"] == {"form": "went", "term": "go", "count": 2}


@given(st.lists(st.lists(st.integers(0, 30), unique=True)))
def test_names_are_new_once(runs: Sequence[Sequence[int]]) -> None:
    sent, met = WordsSent(), set[int]()
    for numbers in runs:
        names = [blake2b(bytes([number]), digest_size=16).digest() for number in numbers]
        assert list(sent.are_new(names)) == [number not in met for number in numbers]
        met.update(numbers)
