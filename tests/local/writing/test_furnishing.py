"""An article is indexed as if what is furniture by evidence were blank."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.article import Article, Span
from searchkit.local.segment.columns import ReferenceColumn, VariableColumn
from searchkit.local.segment.segment_reader import ArraySegment, open_segment
from searchkit.local.segment.segment_writer import save_segment
from searchkit.local.writing.furnishing import furnished
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.inverting import inverted
from searchkit.local.writing.runs import Batch
from searchkit.recurring import recurring_parts
from searchkit.schema import RECURRING, from_record
from searchkit.syncing.evidence import NO_EVIDENCE, Evidence
from searchkit.syncing.fingerprints import fingerprint
from searchkit.syncing.outlet_patterns import OutletPatterns
from tests.helpers.recurring import outlet

LINES = [
    "SEE ALSO: The tide turns",
    "Hide caption 3 of 9",
    "Naïve otters’ café – “déjà vu” at the quay in the evening",
    "He met Ada Marsh Ada MarshTide turns MORE (D) at the quay.",
    "The tide came over the quay on Wednesday night and stood a foot deep among the stalls.",
    "Bread & butter",
    "The U.S. firms' tea",
    "12 34",
    "",
]
texts = st.lists(st.sampled_from(LINES), min_size=1, max_size=7).map("\n".join).filter(str.strip)


@st.composite
def articles(draw: st.DrawFn) -> list[Article]:
    return [
        Article(
            key=f"k{number}",
            path="a",
            title="Title",
            text=(text := draw(texts)),
            source=draw(st.sampled_from(["The Pier Post", "Été", None])),
            language="en",
            furniture=draw(st.sampled_from([(), (Span(0, len(text.partition("\n")[0])),)])),
        )
        for number in range(draw(st.integers(1, 5)))
    ]


@st.composite
def evidence(draw: st.DrawFn, found: list[Article]) -> Evidence:
    patterns: dict[str, set[int]] = {}
    for article in found:
        known = recurring_parts([article.prose]).patterns.tolist()
        taken = [pattern for pattern in known if draw(st.integers(0, 3)) == 0]
        patterns.setdefault(outlet(article), set()).update(taken)
    return Evidence(OutletPatterns.of(patterns), {})


def segment_of(found: list[Article], known: Evidence, folder: Path, name: str) -> ArraySegment:
    batch = Batch(Vocabulary(), lambda: folder / f"{name}.run")
    for article in found:
        batch.add(article, fingerprint=fingerprint(article))
    saved = batch.finish()
    assert saved
    save_segment(folder / name, inverted([furnished(saved.open(), known)], scratch=folder))
    return open_segment(folder / name)


def postings(segment: ArraySegment) -> dict[bytes, list[tuple[int, list[int]]]]:
    reader = segment.field("text")
    assert reader
    found = {}
    for term, name in enumerate(reader.terms):
        listed = reader.postings(term)
        positions = iter(listed.occurrences().positions.tolist())
        pairs = zip(listed.articles.tolist(), listed.frequencies.tolist(), strict=True)
        found[name] = [(one, [next(positions) for _ in range(count)]) for one, count in pairs]
    return found


def signatures_of(segment: ArraySegment) -> list[bytes]:
    column = segment.column("signature")
    assert isinstance(column, VariableColumn)
    return [
        column.of_articles(np.array([number]))[0].tobytes() for number in range(segment.n_articles)
    ]


@settings(max_examples=60)
@given(st.data())
def test_an_article_is_indexed_as_if_its_furniture_were_blank(data: st.DataObject) -> None:
    found = data.draw(articles())
    known = data.draw(evidence(found))
    blanked = [
        article.replace(furniture=tuple(sorted((*article.furniture, *known.furniture(article)))))
        for article in found
    ]
    with tempfile.TemporaryDirectory() as folder:
        segment = segment_of(found, known, Path(folder), "MAIN_a.arrays")
        expected = segment_of(blanked, NO_EVIDENCE, Path(folder), "MAIN_b.arrays")
        column = segment.column(RECURRING)

        assert isinstance(column, ReferenceColumn)
        assert postings(segment) == postings(expected)
        assert signatures_of(segment) == signatures_of(expected)
        for number, (article, wanted) in enumerate(zip(found, blanked, strict=True)):
            stored = from_record(segment.record(number))
            spans = column.values[column.numbers.item(number)]
            assert stored == article.replace(origins=stored.origins)
            assert from_record(segment.record(number), spans).furniture == wanted.furniture
