"""The postings of one field, written from arrays.

A field is written in parts of consecutive terms, so that a field of any size
needs the memory of one part. :mod:`searchkit.local.segment` specifies what is written.
"""

from __future__ import annotations

from operator import ge
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.frequencies import FrequencyWriter
from searchkit.local.segment.positions import PositionWriter
from searchkit.local.segment.postings import BLOCK, pieces
from searchkit.local.segment.stems import StemWriter
from searchkit.local.segment.terms import TermDictionaryWriter
from searchkit.local.segment.word_forms import FormWriter

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.local.segment.array_file_writer import ArrayFileWriter
    from searchkit.local.segment.postings import FormArrays, Piece, PostingArrays

    Array = npt.NDArray[Any]

_LIMIT = 1 << 32  # postings


class FieldPostingsWriter:
    """Writes the postings of one field.

    Args:
        file: Where the arrays go.
        name: The name of the field.
        n_articles: Articles in the segment.
        limits: The largest position of each article in this field plus one, or
            more, (n_articles,); None: the field has no positions.
    """

    def __init__(
        self, file: ArrayFileWriter, name: str, *, n_articles: int, limits: Array | None
    ) -> None:
        self._file = file
        self._prefix = f"fields/{name}/"
        self._n_articles = n_articles
        self._terms = TermDictionaryWriter(file, f"{self._prefix}terms")
        self._last_term: bytes | None = None
        self._last_article = -1  # of that term
        self._kind: tuple[bool, ...] = ()
        self._postings = 0
        self._total = 0  # sum of frequencies
        self._runs = 0
        self._positions = PositionWriter(file, self._prefix, limits)
        self._forms: FormWriter | None = None
        self._stems = StemWriter(file, self._prefix)
        self._posting_starts = _Starts(file, f"{self._prefix}posting_starts")
        self._append("articles", np.zeros(0, np.uint16))
        self._frequencies = FrequencyWriter(file, self._prefix)
        if n_articles > BLOCK:
            self._run_starts = _Starts(file, f"{self._prefix}run_starts")
            self._append("run_postings", np.zeros(0, np.uint32))
            self._append("run_blocks", np.zeros(0, np.uint16))

    def append(self, part: PostingArrays) -> None:
        """Write the postings of the terms that follow, or more of the last one."""
        if not part.terms:
            return
        self._check(part)
        ranks, form_bits = self._append_forms(part)
        for piece in pieces(part):
            self._append_articles(piece)
            self._frequencies.append(piece.frequencies)
            if part.forms is not None:
                _check_forms(piece, part.forms)
            if part.positions is not None:
                its_bits = form_bits[piece.terms]
                self._positions.append(piece, ranks=ranks, form_bits=its_bits, base=self._postings)
            self._total += int(piece.frequencies.sum())
            ends = self._postings + piece.starts[1:]
            self._posting_starts.append(ends, continues=piece.continues)
            self._postings += len(piece.articles)
        if not part.continues:
            if part.stems is not None:
                self._stems.append(part.stems, first_term=self._terms.count)
            self._terms.append(part.terms)
        self._last_term = part.terms[-1]
        self._last_article = int(part.articles[-1])

    def finish(self) -> dict[str, Any]:
        """Write what is left and return the description of the field."""
        self._frequencies.finish()
        self._posting_starts.finish()
        if self._n_articles > BLOCK:
            self._run_starts.finish()
        self._positions.finish()
        if self._forms is not None:
            self._forms.finish()
        self._stems.finish()
        return {
            "terms": self._terms.count,
            "postings": self._postings,
            "total_frequency": self._total,
            "position_count": self._positions.count,
            "positions": self._positions.written,
            "forms": self._forms is not None,
            "stems": self._stems.written,
        }

    def _append(self, name: str, piece: Array) -> None:
        self._file.append(self._prefix + name, piece)

    def _check(self, part: PostingArrays) -> None:
        starts, articles = part.starts, part.articles
        if len(starts) != len(part.terms) + 1 or np.any(starts[1:] <= starts[:-1]):
            raise ValueError("every term must have a posting")
        if part.continues:
            self._check_continued(part)
        elif any(map(ge, part.terms, part.terms[1:])) or (
            self._last_term is not None and part.terms[0] <= self._last_term
        ):
            raise ValueError("terms must ascend")
        if len(articles) != starts[-1] or articles.min() < 0 or articles.max() >= self._n_articles:
            raise ValueError(f"postings name articles beyond {self._n_articles}")
        steps = np.diff(articles)
        steps[np.asarray(starts[1:-1]) - 1] = 0
        if np.any(steps < 0):
            raise ValueError("the articles of a term must ascend")
        kind = (part.positions is None, part.forms is None)
        if kind != (self._kind or kind):
            raise ValueError("what one part of a field has, every part must have")
        self._kind = kind
        total = len(articles) if part.frequencies is None else part.frequencies.sum()
        if self._positions.written != (part.positions is not None):
            raise ValueError("a field has limits of its positions if and only if it has positions")
        if part.positions is not None and len(part.positions) != total:
            raise ValueError(f"{len(part.positions)} positions for {total} occurrences")
        if part.forms is not None and len(part.forms.numbers) != total:
            raise ValueError(f"{len(part.forms.numbers)} forms for {total} occurrences")
        if self._postings + len(articles) >= _LIMIT:
            raise OverflowError(f"a field of a segment cannot have {_LIMIT} postings")

    def _check_continued(self, part: PostingArrays) -> None:
        if list(part.terms) != [self._last_term]:
            raise ValueError("only the last term goes on")
        if part.articles[0] <= self._last_article:
            raise ValueError("the articles of a term must ascend")
        if part.forms is not None and part.forms.counts is None:
            raise ValueError("of a term that goes on the forms must be counted")

    def _append_articles(self, piece: Piece) -> None:
        articles = piece.articles
        self._append("articles", (articles & (BLOCK - 1)).astype(np.uint16))
        if self._n_articles <= BLOCK:
            return
        blocks = articles >> 16
        begins = np.diff(blocks, prepend=-1) != 0
        begins[piece.starts[:-1]] = True
        if piece.continues and blocks[0] == self._last_article >> 16:
            begins[0] = False
        runs = np.flatnonzero(begins)
        self._append("run_postings", (self._postings + runs).astype(np.uint32))
        self._append("run_blocks", blocks[runs].astype(np.uint16))
        ends = self._runs + np.searchsorted(runs, piece.starts[1:])
        self._run_starts.append(ends, continues=piece.continues)
        self._runs += len(runs)

    def _append_forms(self, part: PostingArrays) -> tuple[Array | None, Array]:
        """Return the rank of each form, and how many bits a rank takes in each term."""
        n_terms = len(part.terms)
        if part.forms is None:
            return None, np.zeros(n_terms, np.uint8)
        if self._forms is None:
            self._forms = FormWriter(self._file, self._prefix)
        return self._forms.append(
            part.forms, first_term=self._terms.count, n_terms=n_terms, continues=part.continues
        )


class _Starts:
    """Writes where the things of each term begin; the last end waits, for it may move.

    Args:
        file: Where they go.
        name: The name of their array.
    """

    def __init__(self, file: ArrayFileWriter, name: str) -> None:
        self._file = file
        self._name = name
        self._last = np.zeros(1, np.int64)
        file.append(name, np.zeros(0, np.uint32))

    def append(self, ends: Array, *, continues: bool) -> None:
        """Write the ends of some terms; ``continues``: the first is that of the term before."""
        if not continues:
            self.finish()
        self._file.append(self._name, ends[:-1].astype(np.uint32))
        self._last = ends[-1:]

    def finish(self) -> None:
        """Write the end that waits."""
        self._file.append(self._name, self._last.astype(np.uint32))


def _check_forms(piece: Piece, forms: FormArrays) -> None:
    terms = np.arange(piece.terms.start, piece.terms.stop)
    its_terms = np.repeat(terms, np.add.reduceat(piece.frequencies, piece.starts[:-1]))
    if np.any(forms.terms[piece.forms] != its_terms):
        raise ValueError("a position names a form of another term")
