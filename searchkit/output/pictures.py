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
    if not _has_fonts():
        raise PictureError(
            "No font was found, so the picture would have no text. Install one, such as "
            "DejaVu Sans, or choose SVG."
        )
    return _drawn(svg)


@cache
def _has_fonts() -> bool:
    """Whether text leaves a trace in a picture."""
    return _drawn(_PROBE.format("M")) != _drawn(_PROBE.format(""))


def _drawn(svg: str) -> bytes:
    import resvg_py  # late: only pictures need it

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            zoom=_ZOOM,
            background=_GROUND,
            font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans",
        )
    )
