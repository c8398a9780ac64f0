"""Small PDF files, made of text at places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class At(NamedTuple):
    """A text at a place on a page, in points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10


def lines_at(x: float, y: float, *texts: str, size: float = 10, leading: float = 12) -> list[At]:
    """Lines beneath each other, the first at a place."""
    return [At(x, y - number * leading, text, size) for number, text in enumerate(texts)]


def make_pdf(
    pages: Sequence[Sequence[At]], info: Mapping[str, str] | None = None, extra: str = ""
) -> bytes:
    """A PDF file of such pages.

    Args:
        pages: The texts of each page.
        info: Its properties: `Title`, `Author`.
        extra: What is added to its trailer.
    """
    count = len(pages)
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(count))
    properties = "".join(f"/{name} {_text(value)}" for name, value in (info or {}).items())
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {count}/MediaBox[0 0 612 792]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, page in enumerate(pages):
        drawn = "".join(
            f"BT /F1 {one.size} Tf {one.x} {one.y} Td {_text(one.text)} Tj ET\n" for one in page
        )
        stream = f"<</Length {len(drawn)}>>stream\n{drawn}endstream"
        font = "/Resources<</Font<</F1 3 0 R>>>>"
        contents = f"/Contents {5 + 2 * number} 0 R"
        objects += [f"<</Type/Page/Parent 2 0 R{font}{contents}>>", stream]
    objects.append(f"<<{properties}>>")
    content = "%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(content))
        content += f"{number} 0 obj{one}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    content += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    trailer = f"/Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R{extra}"
    start = content.index("xref\n")
    return f"{content}trailer<<{trailer}>>\nstartxref\n{start}\n%%EOF".encode("cp1252")


def _text(value: str) -> str:
    escaped = value.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"({escaped})"
