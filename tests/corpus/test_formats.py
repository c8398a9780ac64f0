"""The table of formats: what a file is known by, and what reads it."""

from __future__ import annotations

import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus.formats import FORMATS, is_known, suffix_of


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_has_a_reader(suffix: str) -> None:
    read = FORMATS[suffix].reader().read

    assert list(inspect.signature(read).parameters) == ["file"]


@given(st.lists(st.sampled_from(["a", ".", "/", "txt", ".md", ".JSON", ".gz", "ſ"])).map("".join))
def test_a_format_is_known_by_the_last_suffix_of_the_unpacked_file(name: str) -> None:
    unpacked = name[:-3] if suffix_of(name) == ".gz" else name

    assert is_known(name) == (suffix_of(unpacked) in FORMATS)
