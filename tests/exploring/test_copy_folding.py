"""Folding gives what folding all hits does, and clusters are what comparing all pairs gives."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

import searchkit
from searchkit.engine import Page, PageRequest, View
from searchkit.index import Index
from searchkit.query.filters import SORTS, Filters, Sort
from searchkit.query.parsing import parse
from tests.helpers.changing_folders import write_records
from tests.helpers.copied import clusters, folded

NO_FILTERS = Filters()
chance = random.Random(4)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOCABULARY = ["".join(chance.choices(LETTERS, k=5)) for _ in range(3000)]
STORIES = [[chance.choice(VOCABULARY) for _ in range(120)] for _ in range(3)]
for story in STORIES:
    story[10::15] = ["tide"] * 8
SOURCES = ["Harbour Gazette", "Quayside Weekly", None]


@st.composite
def records(draw: st.DrawFn) -> dict[str, object]:
    """A story, cut and edited in one of a few ways, that some outlet printed some day."""
    words = list(STORIES[draw(st.integers(0, 2))])
    match draw(st.integers(0, 5)):
        case 0:
            words = words[:90]
        case 1:
            words[40:60] = VOCABULARY[:20]
        case 2:
            words = [*VOCABULARY[20:35], *words]
        case 3:
            words = [*words[:70], *STORIES[draw(st.integers(0, 2))][:60]]
        case _:
            pass
    return {
        "title": draw(st.sampled_from(["Tide", "Spring tide", "Tide 1"])),
        "text": " ".join(words),
        "date": draw(st.sampled_from(["2018-03-14", "2018-03-16", "2018-03-30", None])),
        "source": draw(st.sampled_from(SOURCES)),
    }


corpora = st.dictionaries(st.sampled_from("abcdefgh"), records(), min_size=1, max_size=8)


def update(index: Index, folder: Path, corpus: dict[str, dict[str, object]]) -> None:
    write_records(folder, corpus)
    index.update(folder, allow_removals=True)


@settings(max_examples=25)
@given(states=st.lists(corpora, min_size=1, max_size=3), sort=st.sampled_from(SORTS))
def test_copies_are_those_of_all_pairs_and_pages_those_of_all_hits_whatever_was_before(
    states: list[dict[str, dict[str, object]]], sort: Sort
) -> None:
    with TemporaryDirectory() as path:
        folder = Path(path) / "corpus"
        folder.mkdir()
        with searchkit.open(Path(path) / "index", create=True) as index:
            for corpus in states:
                update(index, folder, corpus)
            view = index._current().view
            every = view.copies(parse("").node, NO_FILTERS)
            found = sorted([view.key(one) for one in cluster] for cluster in every)

            assert found == sorted(clusters(index))
            query = parse("tide OR abcde").node
            order = view.find(query, NO_FILTERS, PageRequest(sort, limit=99))
            scores = {view.key(hit): score for hit, score in order.hits}
            wanted = folded(list(scores), None if sort != "relevance" else scores, found)
            assert order.groups is None
            for limit in (1, 2, 3, 99):
                pages = [
                    view.find(query, NO_FILTERS, PageRequest(sort, at, limit, fold=True))
                    for at in range(0, len(wanted), limit)
                ]
                shown = [hit for page in pages for hit in _hits(view, page)]
                assert shown == wanted
                assert {page.groups for page in pages} == {len(wanted)}
                assert {page.more_groups for page in pages} == {0}


def _hits(view: View, page: Page) -> Iterator[tuple[str, tuple[str, ...]]]:
    for (hit, _), copies in zip(page.hits, page.copies, strict=True):
        yield view.key(hit), tuple(map(view.key, copies))
