"""Segments are written whole or not at all, and only of arrays that fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.local.segment.postings import FormArrays, PostingArrays
from searchkit.local.segment.segment_writer import (
    FieldArrays,
    SegmentArrays,
    save_segment,
    write_segment,
)
from tests.helpers.inverting import opened
from tests.local.segment.random_segments import long_list, part_of_a_term


@settings(max_examples=20)
@given(cuts=st.sets(st.integers(1, 2_999), max_size=6), n_articles=st.sampled_from([3_000, 70_000]))
def test_a_term_that_is_written_in_parts_lies_in_the_file_as_one_written_whole(
    cuts: set[int], n_articles: int
) -> None:
    arrays = long_list(3_000, n_articles=n_articles)
    field = arrays.fields["text"]
    (whole,) = field.parts or ()
    others = [
        PostingArrays(
            terms=[name],
            starts=np.array([0, len(articles)]),
            articles=articles,
            positions=whole.positions[occurrences],
            forms=FormArrays(
                names=[form], terms=np.array([0]), numbers=np.zeros(len(articles), np.int64)
            ),
        )
        for name, form, articles, occurrences in [
            (b"a", b"a1", whole.articles[:2], slice(2)),
            (b"c", b"c1", whole.articles[-1:], slice(-1, None)),
        ]
        if whole.positions is not None
    ]
    files = []
    for borders in ([0, 3_000], [0, *sorted(cuts), 3_000]):
        middle = [part_of_a_term(whole, a, b) for a, b in pairwise(borders)]
        parts = [others[0], *middle, others[1]]
        files.append(BytesIO())
        write_segment(files[-1], replace(arrays, fields={"text": replace(field, parts=parts)}))

    assert files[0].getvalue() == files[1].getvalue()


def test_a_segment_file_is_complete_or_absent(tmp_path: Path) -> None:
    def parts() -> Iterator[PostingArrays]:
        yield PostingArrays(terms=[b"a"], starts=np.array([0, 1]), articles=np.array([0]))
        raise RuntimeError("the disk is full")

    arrays = SegmentArrays(n_articles=1, fields={"text": FieldArrays(parts=parts())})

    with pytest.raises(RuntimeError, match="the disk is full"):
        save_segment(tmp_path / "a.arrays", arrays)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"articles": np.array([0, 5])}, "postings name articles beyond 2"),
        ({"starts": np.array([0, 2, 2])}, "every term must have a posting"),
        ({"terms": [b"b", b"a"]}, "terms must ascend"),
        (
            {"starts": np.array([0, 2]), "terms": [b"a"], "articles": np.array([1, 0])},
            "must ascend",
        ),
        ({"positions": np.array([1])}, "1 positions for 2 occurrences"),
        ({"positions": None}, "if and only if it has positions"),
        (
            {"forms": FormArrays(names=[b"x"], terms=np.array([0]), numbers=np.array([0]))},
            "1 forms for 2 occurrences",
        ),
        (
            {
                "forms": FormArrays(
                    names=[b"x", b"y"], terms=np.array([1, 1]), numbers=np.array([0, 1])
                )
            },
            "a position names a form of another term",
        ),
        ({"positions": np.array([1, 99])}, "a position lies beyond the limit of its article"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "terms": [b"a", b"b"],
        "starts": np.array([0, 1, 2]),
        "articles": np.array([0, 1]),
        "positions": np.array([3, 4]),
    }
    field = FieldArrays(parts=[PostingArrays(**(given | change))], position_limits=np.array([8, 8]))

    with pytest.raises(ValueError, match=message):
        opened(SegmentArrays(n_articles=2, fields={"text": field}))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"terms": [b"a"]}, "only the last term goes on"),
        ({"articles": np.array([1])}, "the articles of a term must ascend"),
        (
            {"forms": FormArrays(names=[b"x"], terms=np.array([0]), numbers=np.array([0]))},
            "of a term that goes on the forms must be counted",
        ),
    ],
)
def test_a_term_that_does_not_go_on_is_refused(change: dict[str, Any], message: str) -> None:
    given: dict[str, Any] = {
        "terms": [b"b"],
        "starts": np.array([0, 1]),
        "articles": np.array([1]),
        "positions": np.array([3]),
        "forms": FormArrays(
            names=[b"x"], terms=np.array([0]), numbers=np.array([0]), counts=np.array([2])
        ),
    }
    parts = [
        PostingArrays(**given),
        PostingArrays(**(given | {"articles": np.array([2]), "continues": True} | change)),
    ]
    field = FieldArrays(parts=parts, position_limits=np.full(3, 8))

    with pytest.raises(ValueError, match=message):
        opened(SegmentArrays(n_articles=3, fields={"text": field}))
