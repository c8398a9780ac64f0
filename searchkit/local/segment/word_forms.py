"""The surface forms of terms: which words of the text became a term.

"Here is a form: which term does it belong to, and how often does it occur?" And
the other way, "which forms has this term?", from the commonest on: a position has
the rank of its form in that list.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.packing import widths_of
from searchkit.local.segment.terms import TermDictionary, TermDictionaryWriter

if TYPE_CHECKING:
    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile, LazyArray
    from searchkit.local.segment.array_file_writer import ArrayFileWriter
    from searchkit.local.segment.postings import FormArrays

    Array = npt.NDArray[Any]

_COUNTED = 1 << 18  # positions whose forms are counted at a time


class FormWriter:
    """Gathers the forms of a field and writes them sorted.

    Args:
        file: Where the arrays go.
        prefix: What their names begin with.
    """

    def __init__(self, file: ArrayFileWriter, prefix: str) -> None:
        self._file = file
        self._prefix = prefix
        # All three term after term, the forms of a term from the commonest on.
        self._names: list[bytes] = []
        self._terms: list[Array] = []
        self._counts: list[Array] = []
        file.append(f"{prefix}form_starts", np.zeros(1, np.uint32))

    def append(
        self, forms: FormArrays, *, first_term: int, n_terms: int, continues: bool
    ) -> tuple[Array, Array]:
        """Take in the forms of the terms that follow.

        Args:
            forms: The forms, their terms counted from the first of these.
            first_term: The number of the first term.
            n_terms: How many terms there are.
            continues: Whether the forms were taken in before.

        Returns:
            The rank of each form among those of its term, uint32, (n_forms,), and
            how many bits a rank needs in each term, uint8, (n_terms,).
        """
        counts = _counted(forms) if forms.counts is None else np.asarray(forms.counts, np.int64)
        alphabetical = np.zeros(len(forms.names), np.int64)
        alphabetical[sorted(range(len(forms.names)), key=forms.names.__getitem__)] = np.arange(
            len(forms.names)
        )
        order = np.lexsort((alphabetical, -counts, forms.terms))
        order = order[counts[order] > 0]
        terms = np.asarray(forms.terms, np.int64)[order]
        starts = np.searchsorted(terms, np.arange(n_terms + 1))
        ranks = np.zeros(len(forms.names), np.uint32)
        ranks[order] = np.arange(len(order)) - starts[terms]
        if not continues:
            ends = len(self._names) + starts[1:]
            self._file.append(f"{self._prefix}form_starts", ends.astype(np.uint32))
            self._names += [forms.names[i] for i in order.tolist()]
            self._terms.append(first_term + terms)
            self._counts.append(counts[order])
        bits = widths_of(np.maximum(np.diff(starts) - 1, 0))
        return ranks, bits

    def finish(self) -> None:
        """Write the forms, sorted by name."""
        names = self._names
        terms = np.concatenate(self._terms)
        # The terms ascend already, so a stable sort by name orders by both.
        order = np.array(sorted(range(len(names)), key=names.__getitem__), np.int64)
        numbers = np.zeros(len(order), np.int64)
        numbers[order] = np.arange(len(order))
        TermDictionaryWriter(self._file, f"{self._prefix}forms").append(
            [names[i] for i in order.tolist()]
        )
        self._add("term_forms", numbers)
        self._add("form_terms", terms[order])
        self._add("form_counts", np.concatenate(self._counts)[order])

    def _add(self, name: str, array: Array) -> None:
        self._file.add(self._prefix + name, array.astype(np.uint32))


def _counted(forms: FormArrays) -> Array:
    """Return how many positions each form has, int64, (n_forms,)."""
    counts = np.zeros(len(forms.names), np.int64)
    for first in range(0, len(forms.numbers), _COUNTED):
        some = forms.numbers[first : first + _COUNTED]
        counts += np.bincount(some, minlength=len(counts))
    return counts


class FormReader:
    """Reads the forms of a field.

    Args:
        file: The file of the segment.
        prefix: What the names of their arrays begin with.
        n_terms: Terms of the field.

    Attributes:
        names: The forms, numbered in the order of their bytes.
    """

    def __init__(self, file: ArrayFile, prefix: str, *, n_terms: int) -> None:
        self._file = file
        self._prefix = prefix
        self._n_terms = n_terms
        self.names = TermDictionary(file, f"{prefix}forms")

    def of_term(self, term: int) -> Array:
        """Return the numbers of the forms of a term, the commonest first, uint32."""
        start, end = self.starts.item(term), self.starts.item(term + 1)
        return self._checked(self._by_term[start:end])

    def at(self, indexes: Array) -> Array:
        """Return some items of the list of all terms' forms, term after term, uint32.

        Args:
            indexes: Counted from the first form of the first term, 0 or more, int64.
        """
        return self._checked(self._by_term.take(indexes))

    def counts_of(self, terms: Array) -> Array:
        """Return how many forms some terms have, int64, (n_terms,)."""
        numbers = terms.astype(np.int64)
        counts: Array = self.starts.take(numbers + 1).astype(np.int64) - self.starts.take(numbers)
        return counts

    def term_of(self, form: int) -> int:
        """Return the term of a form, without reading those of all."""
        term = self._lazy_terms.item(form)
        if term >= self._n_terms:
            raise self._file.damaged(f"{self._prefix}form_terms does not fit its forms")
        return term

    def of_terms(self, first: int, last: int) -> tuple[Array, Array]:
        """Return the forms of consecutive terms, and the term of each, from ``first``."""
        starts = self.starts[first : last + 1].astype(np.int64)
        counts = np.diff(starts)
        if counts.min(initial=0) < 0:
            raise self._file.damaged(f"{self._prefix}form_starts does not ascend")
        terms = np.repeat(np.arange(last - first), counts)
        return self._checked(self._by_term[int(starts[0]) : int(starts[-1])]), terms

    def bits_of_term(self, term: int) -> int:
        """Return how many bits the rank of a form needs in a term."""
        count = self.starts.item(term + 1) - self.starts.item(term)
        return max(count - 1, 0).bit_length()

    def bits_of_terms(self, first: int, last: int) -> Array:
        """Return how many bits a rank needs in consecutive terms (``last`` excluded), uint8."""
        counts = np.diff(self.starts[first : last + 1].astype(np.int64))
        return widths_of(np.maximum(counts - 1, 0))

    @cached_property
    def starts(self) -> LazyArray:
        """Where the forms of each term begin among those of all, and the end, uint32."""
        starts = self._file.lazy(f"{self._prefix}form_starts", self._n_terms + 1)
        if starts.item(self._n_terms) != len(self.names):
            raise self._file.damaged(f"{self._prefix}form_starts does not fit its terms")
        return starts

    @cached_property
    def _by_term(self) -> LazyArray:
        """The numbers of the forms, those of a term together, uint32, (n_forms,)."""
        return self._file.lazy(f"{self._prefix}term_forms", len(self.names))

    def _checked(self, forms: Array) -> Array:
        if len(forms) and forms.max() >= len(self.names):
            raise self._file.damaged(f"{self._prefix}term_forms does not fit its forms")
        return forms

    @cached_property
    def terms(self) -> Array:
        """The term of each form, uint32, (n_forms,)."""
        return self._numbers("form_terms", below=self._n_terms)

    @cached_property
    def _lazy_terms(self) -> LazyArray:
        return self._file.lazy(f"{self._prefix}form_terms")

    @cached_property
    def counts(self) -> Array:
        """How many positions each form has, uint32, (n_forms,)."""
        return self._numbers("form_counts", below=1 << 32)

    def _numbers(self, name: str, *, below: int) -> Array:
        numbers = self._file.array(self._prefix + name, len(self.names))
        if len(numbers) and numbers.max() >= below:
            raise self._file.damaged(f"{self._prefix}{name} does not fit its forms")
        return numbers
