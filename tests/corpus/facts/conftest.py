"""What is furniture in a text, and what is left."""

from __future__ import annotations

from searchkit.article import Article
from searchkit.corpus.facts.furniture import find_furniture

PROSE = "The tide came in at noon, and the harbour master shut the gates in good time."
LONG = (
    "Nobody had expected the second wave, which came an hour after the first, from the side, and"
    " took with it the gate, the bell and eleven sheep."
)


def furniture(text: str, title: str = "Tides") -> list[str]:
    """What is furniture in a text, piece by piece."""
    return [text[start:end] for start, end in find_furniture(text, title)]


def prose(text: str) -> str:
    """What is left of a text without its furniture."""
    spans = find_furniture(text, "Tides")
    return Article(key="a", title="Tides", text=text, path="a", furniture=spans).prose
