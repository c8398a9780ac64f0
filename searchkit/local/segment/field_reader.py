"""The postings of one field of a segment, read as arrays.

"Here is a term: which articles have it, how often, and where?" Everything is
read lazily from the mapped file, and compared with its checksums before it is
used. Nothing is changed after it was opened, so a field may be shared among
threads. What is read is also checked against the lengths of the arrays, so that
nothing is read past its end, even in a file with forged checksums.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.frequencies import FrequencyReader
from searchkit.local.segment.positions import PositionReader
from searchkit.local.segment.postings import BLOCK
from searchkit.local.segment.stems import StemReader
from searchkit.local.segment.terms import TermDictionary
from searchkit.local.segment.word_forms import FormReader

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile, LazyArray
    from searchkit.local.segment.positions import Occurrences

    Array = npt.NDArray[Any]


class Postings:
    """The postings of one term.

    Attributes:
        field: The field.
        term: The number of the term.
        start: The number of its first posting in the field.
        end: The number behind its last one.
    """

    __slots__ = ("_articles", "_frequencies", "end", "field", "start", "term")

    def __init__(self, field: FieldReader, term: int) -> None:
        self.field = field
        self.term = term
        self.start, self.end = field.posting_range(term)
        self._articles: Array | None = None
        self._frequencies: Array | None = None

    def __len__(self) -> int:
        return self.end - self.start

    @property
    def articles(self) -> Array:
        """The article numbers, ascending, int64, (n,)."""
        if self._articles is None:
            self._articles = self.field.articles_of_terms(self.term, self.term + 1)
        return self._articles

    @property
    def frequencies(self) -> Array:
        """How often the term occurs in each article, uint8 or uint32, (n,)."""
        if self._frequencies is None:
            self._frequencies = self.field.frequencies(self.start, self.end)
        return self._frequencies

    def occurrences(self, which: Array | None = None, *, with_forms: bool = True) -> Occurrences:
        """Return the positions of some of the postings, and the forms at them.

        Args:
            which: The postings, counted from 0, in any order; None: all.
            with_forms: Whether the forms are asked for.
        """
        return self.field.occurrences(self, which, with_forms=with_forms)


class FieldReader:
    """The terms and postings of one field of a segment.

    Args:
        file: The file of the segment.
        name: The name of the field.
        description: What the header of the file says of the field.
        n_articles: Articles in the segment.

    Attributes:
        terms: The terms, numbered from 0 in the order of their bytes.
        forms: The forms, the words of the text, numbered in the same way; None: it has none.
    """

    def __init__(
        self, file: ArrayFile, name: str, description: dict[str, Any], *, n_articles: int
    ) -> None:
        self._file = file
        self._prefix = f"fields/{name}/"
        self.name = name
        self.n_articles = n_articles
        self.has_positions: bool = description["positions"]
        self.has_forms: bool = description["forms"]
        self.has_stems: bool = description["stems"]
        self.terms = TermDictionary(file, f"{self._prefix}terms")
        self._forms = (
            FormReader(file, self._prefix, n_terms=len(self.terms)) if self.has_forms else None
        )
        self.forms = self._forms.names if self._forms else None
        self._positions = PositionReader(
            file, self._prefix, description, forms=self._forms, n_articles=n_articles
        )
        self.starts = file.lazy(f"{self._prefix}posting_starts", len(self.terms) + 1)
        self._low_articles = file.lazy(f"{self._prefix}articles")
        self.posting_count = len(self._low_articles)
        if self.starts.item(0) != 0 or self.starts.item(len(self.terms)) != self.posting_count:
            raise self.damaged("its postings do not fit its terms")

    def damaged(self, reason: str) -> Exception:
        """Return the error that says what is wrong with this field."""
        return self._file.damaged(f"field {self.name}: {reason}")

    def posting_range(self, term: int) -> tuple[int, int]:
        """Return the postings (start, end; end excluded) of a term."""
        start, end = self.starts.item(term), self.starts.item(term + 1)
        if not start < end <= self.posting_count:
            raise self.damaged(f"term {term} has no postings")
        return start, end

    def posting_counts(self, terms: Array) -> Array:
        """Return how many postings some terms have, int64, (n_terms,)."""
        return self.starts.take(terms + 1).astype(np.int64) - self.starts.take(terms)

    def postings(self, term: int) -> Postings:
        """Return the postings of a term, by its number."""
        return Postings(self, term)

    def counted(self, term: int) -> tuple[Array, Array]:
        """Return the articles of a term and its frequencies in them, in as few steps as possible.

        Returns:
            Article numbers, ascending, int64, or uint16 as they lie in the file, (n,);
            frequencies, uint8 or uint32, (n,).
        """
        start, end = self.posting_range(term)
        frequencies = self.frequencies(start, end)
        if self._runs is not None:
            return self.articles_of_terms(term, term + 1), frequencies
        return self._checked(self._low_articles[start:end]), frequencies

    def counted_of_terms(self, first: int, last: int) -> tuple[Array, Array]:
        """Return articles and frequencies of consecutive terms (``last`` excluded)."""
        start, end = self.starts.item(first), self.starts.item(last)
        return self.articles_of_terms(first, last), self.frequencies(start, end)

    def articles_of_terms(self, first: int, last: int) -> Array:
        """Return the article numbers of consecutive terms (``last`` excluded), int64."""
        start, end = self.starts.item(first), self.starts.item(last)
        numbers = self._low_articles[start:end].astype(np.int64)
        if self._runs is not None and first < last:
            run_starts, run_postings, run_blocks = self._runs
            runs = slice(run_starts.item(first), run_starts.item(last))
            bounds = np.concatenate((run_postings[runs].astype(np.int64), (end,)))
            lengths = bounds[1:] - bounds[:-1]
            if bounds[0] != start or lengths.min(initial=1) < 1:
                raise self.damaged("its runs of articles do not fit its postings")
            blocks = run_blocks[runs].astype(np.int64) << 16
            numbers += blocks if len(blocks) == 1 else blocks.repeat(lengths)
        return self._checked(numbers) if len(numbers) else numbers

    def _checked(self, articles: Array) -> Array:
        """Return article numbers, at least one, that the segment has."""
        if articles.max() >= self.n_articles:
            raise self.damaged(f"article {articles.max()} of {self.n_articles}")
        return articles

    def frequencies(self, start: int, end: int) -> Array:
        """Return how often the term occurs in the articles of some postings.

        Returns:
            uint8, or uint32 where one is large, (end - start,).
        """
        return self._frequencies.read(start, end)

    def forms_of(self, term: int) -> Array:
        """Return the numbers of the forms of a term, the commonest first, uint32."""
        return self._forms.of_term(term) if self._forms else np.zeros(0, np.uint32)

    def forms_of_terms(self, first: int, last: int) -> tuple[Array, Array]:
        """Return the forms of consecutive terms, and the term of each, from ``first``."""
        assert self._forms is not None
        return self._forms.of_terms(first, last)

    def term_of_form(self, form: int) -> int:
        """Return the number of the term of a form."""
        assert self._forms is not None
        return self._forms.term_of(form)

    def form_counts_of(self, terms: Array) -> Array:
        """Return how many forms some terms have, int64, (n_terms,)."""
        assert self._forms is not None
        return self._forms.counts_of(terms)

    @property
    def form_terms(self) -> Array:
        """The term of each form, uint32, (n_forms,)."""
        return self._forms.terms if self._forms else np.zeros(0, np.uint32)

    @property
    def form_counts(self) -> Array:
        """How many positions each form has, uint32, (n_forms,)."""
        return self._forms.counts if self._forms else np.zeros(0, np.uint32)

    @property
    def position_widths(self) -> Array:
        """Bits of a position in each article, uint8, (n_articles,)."""
        return self._positions.widths

    def terms_of_stem(self, stem: bytes, language: str) -> list[int]:
        """Return the numbers of the terms of other names whose stem it is, ascending."""
        return self.stems.terms_of(stem, language) if self.stems else []

    def stem_of_term(self, term: int, language: str) -> bytes:
        """Return the stem of a term, by its number, in a language: itself if no other is known."""
        known = self.stems.of_term(term, language) if self.stems else None
        return self.terms[term] if known is None else known

    def stems_of_terms(self, first: int, last: int) -> tuple[list[bytes], Array]:
        """Return the stems of consecutive terms that are not the terms, ``last`` excluded.

        Returns:
            The stems, each with NUL and its language, and the term of each, from
            ``first``, ascending, int64.
        """
        return self.stems.of_terms(first, last) if self.stems else ([], np.zeros(0, np.int64))

    def occurrences_of_terms(self, first: int, last: int) -> Occurrences:
        """Return all positions of consecutive terms (``last`` excluded), and their forms."""
        start, end = self.starts.item(first), self.starts.item(last)
        return self._positions.of_terms(
            first,
            last,
            starts=self.starts[first : last + 1].astype(np.int64) - start,
            articles=self.articles_of_terms(first, last),
            frequencies=self.frequencies(start, end),
        )

    def occurrences(
        self, postings: Postings, which: Array | None = None, *, with_forms: bool = True
    ) -> Occurrences:
        """Return the positions, and their forms, of some postings of a term; None: of all."""
        if which is None:
            return self._positions.of_term(
                postings.term,
                articles=postings.articles,
                frequencies=postings.frequencies,
                with_forms=with_forms,
            )
        return self._positions.of_postings(
            postings.term,
            which,
            start=postings.start,
            articles=postings.articles,
            frequencies=postings.frequencies,
            with_forms=with_forms,
        )

    @cached_property
    def _runs(self) -> tuple[LazyArray, LazyArray, LazyArray] | None:
        if self.n_articles <= BLOCK:
            return None
        blocks = self._file.lazy(f"{self._prefix}run_blocks")
        postings = self._file.lazy(f"{self._prefix}run_postings", len(blocks))
        return self._file.lazy(f"{self._prefix}run_starts", len(self.terms) + 1), postings, blocks

    @cached_property
    def stems(self) -> StemReader | None:
        """The stems of terms that are not the terms; None: it has none."""
        if not self.has_stems:
            return None
        return StemReader(self._file, self._prefix, n_terms=len(self.terms))

    @cached_property
    def _frequencies(self) -> FrequencyReader:
        return FrequencyReader(self._file, self._prefix, n_postings=self.posting_count)
