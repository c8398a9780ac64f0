"""The stems of terms, read as they were written."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.local.segment.consistency import disagreements
from searchkit.local.segment.field_reader import FieldReader
from searchkit.local.segment.postings import PostingArrays, StemArrays
from searchkit.local.segment.segment_reader import ArraySegment
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays
from tests.helpers.inverting import opened

TERMS = [b"moon", b"relat", b"relation", b"tidal", b"tide"]
links = st.dictionaries(
    st.tuples(st.sampled_from(TERMS), st.sampled_from(["de", "en"])),
    st.sampled_from([b"relat", b"tid", b"tide"]),
    max_size=8,
)


def segment_of(links: dict[tuple[bytes, str], bytes], terms: list[bytes]) -> ArraySegment:
    """A segment of one article that has some terms, with their stems by term and language."""
    stems = {key: stem for key, stem in links.items() if key[0] in terms and key[0] != stem}
    part = PostingArrays(
        terms=terms,
        starts=np.arange(len(terms) + 1),
        articles=np.zeros(len(terms), np.int64),
        stems=StemArrays(
            names=[stem + b"\0" + code.encode() for (_, code), stem in stems.items()],
            terms=np.array([terms.index(term) for term, _ in stems], np.int64),
        ),
    )
    return opened(SegmentArrays(n_articles=1, fields={"text": FieldArrays(parts=[part])}))


def field_of(links: dict[tuple[bytes, str], bytes], terms: list[bytes] = TERMS) -> FieldReader:
    field = segment_of(links, terms).field("text")
    assert field is not None
    return field


ENGLISH = {(b"relation", "en"): b"relat", (b"tidal", "en"): b"tide"}


def test_a_term_that_has_no_other_stem_in_a_language_is_its_own() -> None:
    field = field_of(ENGLISH)
    relation = TERMS.index(b"relation")

    assert field.stem_of_term(relation, "en") == b"relat"
    assert field.stem_of_term(relation, "fr") == b"relation"
    assert field.stem_of_term(TERMS.index(b"moon"), "en") == b"moon"


def test_the_terms_of_a_stem_are_those_of_other_names_that_have_it() -> None:
    field = field_of(ENGLISH)

    assert [TERMS[n] for n in field.terms_of_stem(b"tide", "en")] == [b"tidal"]
    assert field.terms_of_stem(b"tide", "de") == []
    assert field.terms_of_stem(b"sea", "en") == []


def test_a_stem_need_not_be_that_of_the_term_of_its_name() -> None:
    field = field_of({(b"relat", "en"): b"tide"})

    assert field.terms_of_stem(b"relat", "en") == []
    assert field.terms_of_stem(b"relat", "de") == []


def test_a_field_whose_terms_are_all_their_own_stems_has_no_array_of_stems() -> None:
    segment = segment_of({}, TERMS)

    assert not [name for name in segment.sizes() if "stem" in name]
    assert field_of({}).terms_of_stem(b"moon", "en") == []


@given(links=links, terms=st.sets(st.sampled_from(TERMS), min_size=1).map(sorted))
def test_terms_and_stems_are_found_by_one_another(
    links: dict[tuple[bytes, str], bytes], terms: list[bytes]
) -> None:
    field = field_of(links, terms)

    for language in ("de", "en", "fr"):
        stem_of = {term: links.get((term, language), term) for term in terms}
        for number, term in enumerate(terms):
            assert field.stem_of_term(number, language) == stem_of[term]
        for stem in (*TERMS, b"tid"):
            numbers = [n for n, term in enumerate(terms) if stem_of[term] == stem != term]
            assert field.terms_of_stem(stem, language) == numbers
    assert list(disagreements(segment_of(links, terms))) == []


@pytest.mark.parametrize(
    ("names", "terms", "fault"),
    [
        ([b"moon\0en"], [0], "a term is listed as the stem of itself"),
        ([b"a\0en", b"b\0en"], [1, 1], "a term has two stems in one language"),
        ([b"a\0en"], [len(TERMS)], "a stem has a term that is not there"),
    ],
)
def test_stems_that_cannot_be_are_found_by_a_check(
    names: list[bytes], terms: list[int], fault: str
) -> None:
    part = PostingArrays(
        terms=TERMS,
        starts=np.arange(len(TERMS) + 1),
        articles=np.zeros(len(TERMS), np.int64),
        stems=StemArrays(names=names, terms=np.array(terms)),
    )
    segment = opened(SegmentArrays(n_articles=1, fields={"text": FieldArrays(parts=[part])}))

    assert list(disagreements(segment)) == [f"field text: {fault}"]
