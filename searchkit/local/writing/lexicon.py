"""The words of several runs -> the terms and forms of a field, numbered together.

Each run names the meanings of its tokens in the order of their names, a term and
a form each. The names of all runs are gone through side by side, one *stretch* of
the alphabet at a time, so that no more of them than those of a stretch are ever
objects of Python: of the others, memory holds their bytes and a few numbers each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import compress, count, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.writing.interning import JOINT
from searchkit.local.writing.packed_strings import Names
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.writing.runs import Run

    Array = npt.NDArray[Any]

_STRETCH = 1 << 12  # meanings that the largest run has in a stretch


class Lexicon(Record):
    """The terms and forms of a field in several runs, or a stretch of them.

    Attributes:
        terms: The terms, ascending.
        forms: Their forms: those of a term together, its commonest first.
        firsts: Where the forms of each term begin, and the end, int64, (n_terms + 1,).
        counts: The tokens of each form, int64, (n_forms,).
        known: For each run, the numbers that its tokens have, uint32, and the form that
            each means, int32.
    """

    terms: Names
    forms: Names
    firsts: Array
    counts: Array
    known: list[tuple[Array, Array]]

    @classmethod
    def of(cls, runs: Sequence[Run], name: str) -> Lexicon:
        """Return the lexicon of a field."""
        meanings = [run.meanings() for run in runs]
        parts: list[Lexicon] = []
        n_forms = 0
        for bounds in _bounds(meanings):
            met = []
            for run, names, (start, end) in zip(runs, meanings, bounds, strict=True):
                counts = run.counts[name][start:end]
                is_met = counts > 0
                some = list(compress(names[start:end], is_met.tolist()))
                met.append((some, run.numbers[start:end][is_met], counts[is_met]))
            parts.append(cls._stretch(met, first_form=n_forms))
            n_forms += len(parts[-1].counts)
        known = [
            (
                np.concatenate([numbers for numbers, _ in of_run]),
                np.concatenate([forms for _, forms in of_run]),
            )
            for of_run in zip(*(part.known for part in parts), strict=True)
        ]
        return cls(
            terms=Names.joined([part.terms for part in parts]),
            forms=Names.joined([part.forms for part in parts]),
            firsts=np.concatenate([*(part.firsts[:-1] for part in parts), [n_forms]]),
            counts=np.concatenate([part.counts for part in parts]),
            known=known,
        )

    @classmethod
    def _stretch(
        cls, met: Sequence[tuple[Sequence[bytes], Array, Array]], *, first_form: int
    ) -> Lexicon:
        """Return the lexicon of a stretch.

        Args:
            met: For each run the names of meanings, ascending, their numbers and tokens.
            first_form: The number of the first form.
        """
        index: defaultdict[bytes, int] = defaultdict(count().__next__)
        indices = [
            np.fromiter(map(index.__getitem__, names), np.int64, len(names)) for names, *_ in met
        ]
        counts = np.zeros(len(index), np.int64)
        for of_run, (_, _, tokens) in zip(indices, met, strict=True):
            counts[of_run] += tokens
        names = list(index)
        ascending = sorted(range(len(names)), key=names.__getitem__)
        terms: list[bytes] = []
        forms: list[bytes] = []
        starts: list[int] = []
        for meaning in ascending:
            term, _, form = names[meaning].partition(JOINT)
            if not terms or term != terms[-1]:
                starts.append(len(forms))
                terms.append(term)
            forms.append(form)
        by_name: Array = np.array(ascending, np.int64)
        firsts = np.array([*starts, len(forms)], np.int64)
        of_term = np.repeat(np.arange(len(terms)), np.diff(firsts))
        order = np.lexsort((-counts[by_name], of_term))
        form_of = np.zeros(len(order), np.int32)
        form_of[by_name[order]] = np.arange(first_form, first_form + len(order))
        return cls(
            terms=Names.of(terms),
            forms=Names.of([forms[n] for n in order.tolist()]),
            firsts=first_form + firsts,
            counts=counts[by_name[order]],
            known=[
                (numbers, form_of[of_run])
                for (_, numbers, _), of_run in zip(met, indices, strict=True)
            ],
        )

    @property
    def term_counts(self) -> Array:
        """The tokens of each term, int64, (n_terms,)."""
        return np.add.reduceat(self.counts, self.firsts[:-1])


def _bounds(names: Sequence[Sequence[bytes]]) -> Iterator[list[tuple[int, int]]]:
    """Yield where each stretch is in the names of each run; no term is in two stretches."""
    longest = max(names, key=len)
    cut_at = range(_STRETCH, len(longest), _STRETCH)
    last_terms = [longest[number].partition(JOINT)[0] for number in cut_at]
    cuts = [
        [0, *(bisect_left(some, term + JOINT) for term in last_terms), len(some)] for some in names
    ]
    yield from map(list, zip(*map(pairwise, cuts), strict=True))
