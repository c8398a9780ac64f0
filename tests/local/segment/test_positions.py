from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np

from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.postings import FormArrays, PostingArrays
from searchkit.local.segment.segment_writer import FieldArrays, SegmentArrays, write_segment


def test_the_example_at_the_head_of_the_module_is_what_is_written() -> None:
    part = PostingArrays(
        terms=[b"tid", b"wave"],
        starts=np.array([0, 2, 3]),
        articles=np.array([0, 4, 0]),
        frequencies=np.array([2, 1, 1]),
        positions=np.array([2, 5, 9, 3]),
        forms=FormArrays(
            names=[b"tide", b"tides", b"wave"],
            terms=np.array([0, 0, 1]),
            numbers=np.array([0, 1, 0, 2]),
        ),
    )
    limits = np.array([6, 0, 0, 0, 10])
    field = FieldArrays(parts=[part], position_limits=limits)
    stream = BytesIO()
    write_segment(stream, SegmentArrays(n_articles=5, fields={"text": field}))

    file = ArrayFile(stream.getvalue(), name="a", directory=Path())

    found = {
        name: file.array(f"fields/text/{name}").tolist()
        for name in ("position_widths", "positions", "position_starts", "position_samples")
    }
    assert found == {
        "position_widths": [3, 0, 0, 0, 4],
        "positions": [0b011_000_10010_1011_0100, 0, 0],
        "position_starts": [0, 2],
        "position_samples": [0],
    }
