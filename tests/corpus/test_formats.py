"""The table of formats: what a file is known by, and what reads it."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.formats import EXTRAS, FORMATS, PLACES, is_known, packing_of, suffix_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_has_a_reader(suffix: str) -> None:
    read = FORMATS[suffix].reader().read

    assert list(inspect.signature(read).parameters) == ["file"]


def test_every_format_that_needs_an_extra_names_one_of_this_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    formats = [*FORMATS.values(), *(known for _, known in PLACES)]

    assert {one.extra for one in formats} - {None} <= EXTRAS.keys()
    assert EXTRAS.keys() < project["optional-dependencies"].keys()


@given(
    st.lists(st.sampled_from(["a", ".", "/", "txt", ".md", ".JSON", ".gz", ".Zst", "ſ"])).map(
        "".join
    )
)
def test_a_format_is_known_by_the_last_suffix_of_the_unpacked_file(name: str) -> None:
    unpacked = name[: len(name) - len(packing_of(name))]

    assert is_known(name) == (suffix_of(unpacked) in FORMATS)
