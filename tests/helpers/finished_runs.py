"""Runs of a few texts, as an update makes them."""

from __future__ import annotations

from pathlib import Path

from searchkit.article import Article
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.runs import Batch, Run


def run_of(*texts: str) -> Run:
    """Return a run of articles with some texts and nothing else."""
    batch = Batch(Vocabulary(), lambda: Path("nowhere"))
    for number, text in enumerate(texts):
        article = Article(key=str(number), path="a.txt", title="", text=text)
        batch.add(article, fingerprint=bytes(16))
    saved = batch.finish()
    assert saved is not None
    return saved.open()
