"""A picture in SVG -> the same in dots, as PNG.

The extra ``png`` does that: resvg, which draws without a browser. It takes letters from the fonts
of the system, and leaves text out where there is none; that is an error here.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec

from searchkit.errors import PictureError

_ZOOM = 2  # dots for each unit of the picture, so that it is sharp in print and on small screens
_GROUND = "#ffffff"
_FAMILIES = (
    "DejaVu Sans",
    "Noto Sans",
    "Liberation Sans",
    "Arial",
    "Helvetica",
    "Verdana",
    "Open Sans",
    "Roboto",
    "Ubuntu",
    "Segoe UI",
    "FreeSans",
)
"""Fonts that systems have, which are looked for in this order."""

_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
    '<text y="16" font-size="16" font-family="sans-serif">{}</text></svg>'
)


def png_of(svg: str) -> bytes:
    """Return a picture as PNG, in light colours.

    Raises:
        PictureError: The extra ``png`` is not installed, or there is no font to draw text with.
    """
    if find_spec("resvg_py") is None:
        raise PictureError("PNG needs: pip install 'searchkit[png]'. SVG needs nothing.")
    family = _family()
    if family is None:
        raise PictureError(
            "No font was found, so the picture would have no text. Install one, such as "
            "DejaVu Sans, or choose SVG."
        )
    return _drawn(svg, family)


@cache
def _family() -> str | None:
    """Return the first font in which text leaves a trace in a picture; None: there is none."""
    return next((one for one in _FAMILIES if _drawn(_PROBE.format("M"), one) != _blank(one)), None)


def _blank(family: str) -> bytes:
    return _drawn(_PROBE.format(""), family)


def _drawn(svg: str, family: str) -> bytes:
    import resvg_py  # late: only pictures need it

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=_ZOOM,
            background=_GROUND,
            font_family=family,
            sans_serif_family=family,
        )
    )
