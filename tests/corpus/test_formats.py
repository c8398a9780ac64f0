"""The table of formats: what a file is known by, and what reads it."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.corpus import formats
from searchkit.corpus.formats import (
    EXTRAS,
    FORMATS,
    PLACES,
    MissingExtras,
    is_known,
    packing_of,
    suffix_of,
)

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


def test_an_extra_is_looked_for_once_and_only_where_a_file_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def is_installed(extra: str) -> bool:
        asked.append(extra)
        return extra == "pages"

    monkeypatch.setattr(formats, "is_installed", is_installed)
    missing = MissingExtras()

    assert [missing.needed_for(name) for name in ("tides.json", "pdf", "tides.pdf.txt")] == [
        None
    ] * 3
    assert asked == []
    assert [missing.needed_for(name) for name in ("a.pdf", "2021/b.PDF.gz")] == ["pdf"] * 2
    assert not any(map(missing.needed_for, ("a.html", "b.htm")))
    assert asked == ["pdf", "pages"]


@given(
    st.lists(st.sampled_from(["a", ".", "/", "txt", ".md", ".JSON", ".gz", ".Zst", "ſ"])).map(
        "".join
    )
)
def test_a_format_is_known_by_the_last_suffix_of_the_unpacked_file(name: str) -> None:
    unpacked = name[: len(name) - len(packing_of(name))]

    assert is_known(name) == (suffix_of(unpacked) in FORMATS)
