"""bm25s: scores worked out beforehand, in a sparse matrix."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
from typing import TYPE_CHECKING

import bm25s
import numpy as np
import Stemmer

from benchmarks.corpus import FILE, Article, read
from benchmarks.engines import LIMIT, Answer
from benchmarks.queries import Kind, Mode, Query

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WORD = r"(?u)\b\w+\b"
NUMBA = importlib.util.find_spec("numba") is not None


class Bm25sSearcher:
    """An index, with sources and dates beside it for filters."""

    def __init__(self, index: Path) -> None:
        self._scores = bm25s.BM25.load(index, mmap=True)
        if NUMBA:
            self._scores.activate_numba_scorer()
        self._stem = Stemmer.Stemmer("english").stemWord
        facts = json.loads((index / "facts.json").read_text())
        self._ids = facts["ids"]
        self._sources = np.array(facts["sources"])
        self._dates = np.array(facts["dates"])

    def search(self, query: Query, mode: Mode) -> Answer:
        assert mode is Mode.BARE
        mask = None
        if query.kind is Kind.FILTERED:
            dated = (self._dates >= query.since) & (self._dates <= query.until)
            mask = (dated & (self._sources == query.source)).astype(np.float32)
        known = self._scores.vocab_dict
        stems = [stem for word in query.words if (stem := self._stem(word)) in known]
        if not stems:
            return Answer(None, ())
        best, _ = self._scores.retrieve(
            [stems], k=LIMIT, show_progress=False, n_threads=0, weight_mask=mask
        )
        return Answer(None, best[0].tolist())

    def ids(self, words: Sequence[str], *, limit: int, title_weight: float) -> list[str]:
        del title_weight  # title and text are one field
        known = self._scores.vocab_dict
        stems = [stem for word in words if (stem := self._stem(word)) in known]
        if not stems:
            return []
        best, scores = self._scores.retrieve(
            [stems], k=min(limit, len(self._ids)), show_progress=False, n_threads=0
        )
        return [self._ids[n] for n, score in zip(best[0], scores[0], strict=True) if score > 0]

    def replace(self, article: Article) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """Do nothing: memory maps close themselves."""


class Bm25sEngine:
    """bm25s, with PyStemmer and the articles kept beside the scores."""

    remarks = (
        f"bm25s: {'with' if NUMBA else 'without'} numba; title and text in one field.",
        "bm25s: knows no totals, phrases, prefixes or snippets, and cannot add an article.",
    )
    kinds = frozenset({Kind.OR, Kind.FILTERED})
    modes = frozenset({Mode.FIRST, Mode.BARE})
    updates = 0
    version = importlib.metadata.version("bm25s")
    shares = None

    def build(self, corpus: Path, index: Path) -> None:
        articles = list(read(corpus / FILE))
        tokens = bm25s.tokenize(
            [f"{article.title}\n{article.text}" for article in articles],
            token_pattern=WORD,
            stopwords=None,
            stemmer=Stemmer.Stemmer("english"),
            show_progress=False,
        )
        scores = bm25s.BM25()
        scores.index(tokens, show_progress=False)
        texts = [{"title": article.title, "text": article.text} for article in articles]
        scores.save(index, corpus=texts, show_progress=False)
        facts = {
            "ids": [article.id for article in articles],
            "sources": [article.source or "" for article in articles],
            "dates": [article.date or "" for article in articles],
        }
        (index / "facts.json").write_text(json.dumps(facts))

    def open(self, index: Path, corpus: Path) -> Bm25sSearcher:  # noqa: ARG002
        return Bm25sSearcher(index)


ENGINE = Bm25sEngine()
