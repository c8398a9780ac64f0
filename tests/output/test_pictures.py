from __future__ import annotations

import re
import struct

import pytest

from searchkit.errors import PictureError
from searchkit.output import pictures
from searchkit.output.pictures import png_of
from searchkit.output.timeline_svg import timeline_as_svg
from tests.output.surveys import some_survey

SVG = timeline_as_svg([some_survey()])


@pytest.fixture(autouse=True)
def forgotten() -> None:
    pictures._family.cache_clear()


def test_a_picture_without_the_extra_is_an_error_that_names_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pictures, "find_spec", lambda _: None)
    message = "PNG needs: pip install 'searchkit[png]'. SVG needs nothing."

    with pytest.raises(PictureError, match=f"^{re.escape(message)}$"):
        png_of(SVG)


def test_a_picture_without_fonts_is_an_error_that_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("resvg_py")
    monkeypatch.setattr(pictures, "_drawn", lambda *_: b"the same, with text or without")
    message = (
        "No font was found, so the picture would have no text. Install one, such as "
        "DejaVu Sans, or choose SVG."
    )

    with pytest.raises(PictureError, match=f"^{re.escape(message)}$"):
        png_of(SVG)


def test_text_is_drawn_in_the_first_font_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py")
    known = pictures._family()
    if known is None:
        pytest.skip("the system has no fonts")
    pictures._family.cache_clear()
    monkeypatch.setattr(pictures, "_FAMILIES", ("No Such Sans", known, "Other Sans"))

    assert pictures._family() == known


def test_a_picture_is_drawn_twice_as_large_as_it_is() -> None:
    pytest.importorskip("resvg_py")
    if pictures._family() is None:
        pytest.skip("the system has no fonts")

    png = png_of(SVG)

    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24])[0] == 1440
