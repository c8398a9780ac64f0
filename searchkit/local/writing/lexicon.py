"""The words of several runs -> the terms and forms of a field, numbered together.

Each run names the meanings of its tokens in the order of their names, a term and
a form each. The names of all runs are gone through side by side, one *stretch* of
the alphabet at a time, so that no more of them than those of a stretch are ever
objects of Python: of the others, memory holds their bytes and a few numbers each.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from itertools import compress, count, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.writing.interning import JOINT
from searchkit.local.writing.packed_strings import Names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from searchkit.local.writing.runs import Run

    Array = npt.NDArray[Any]

_STRETCH = 1 << 12  # meanings that the largest run has in a stretch


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The terms and forms of a field in several runs.

    Attributes:
        terms: The terms, ascending.
        forms: Their forms: those of a term together, its commonest first.
        firsts: Where the forms of each term begin, and the end, int64, (n_terms + 1,).
        counts: The tokens of each form, int64, (n_forms,).
        known: For each run, the numbers that its tokens have, and the form that
            each stands for, int32.
    """

    terms: Names
    forms: Names
    firsts: Array
    counts: Array
    known: list[tuple[Array, Array]]

    @classmethod
    def of(cls, runs: Sequence[Run], name: str) -> Lexicon:
        """Return the lexicon of a field."""
        counts = [run.counts[name] for run in runs]
        names = [run.meanings() for run in runs]
        stretches = []
        first_form = 0
        for bounds in _bounds(names):
            met = [
                (list(compress(its[start:end], (tokens > 0).tolist())), tokens[tokens > 0])
                for its, all_tokens, (start, end) in zip(names, counts, bounds, strict=True)
                for tokens in [all_tokens[start:end]]
            ]
            stretches.append(_Stretch.of(met, first_form=first_form))
            first_form += len(stretches[-1].counts)
        known = zip(*(stretch.known for stretch in stretches), strict=True)
        return cls(
            terms=Names.joined([stretch.terms for stretch in stretches]),
            forms=Names.joined([stretch.forms for stretch in stretches]),
            firsts=np.concatenate([*(stretch.firsts for stretch in stretches), [first_form]]),
            counts=np.concatenate([stretch.counts for stretch in stretches]),
            known=[
                (run.numbers[tokens > 0], np.concatenate(forms))
                for run, tokens, forms in zip(runs, counts, known, strict=True)
            ],
        )

    @property
    def term_counts(self) -> Array:
        """The tokens of each term, int64, (n_terms,)."""
        return np.add.reduceat(self.counts, self.firsts[:-1])


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of a lexicon.

    Attributes:
        terms: Its terms, ascending.
        forms: Their forms, as in the lexicon.
        firsts: Where those of each term begin, int64, (n_terms,).
        counts: The tokens of each form, int64, (n_forms,).
        known: For each run, the form that each of its meanings stands for, int32.
    """

    terms: Names
    forms: Names
    firsts: Array
    counts: Array
    known: list[Array]

    @classmethod
    def of(cls, met: Sequence[tuple[Sequence[bytes], Array]], *, first_form: int) -> _Stretch:
        """Return a stretch.

        Args:
            met: For each run the names of meanings, ascending, and their tokens.
            first_form: The number of the first form.
        """
        number: defaultdict[bytes, int] = defaultdict(count().__next__)
        numbers = [np.fromiter(map(number.__getitem__, its), np.int64, len(its)) for its, _ in met]
        counts = np.zeros(len(number), np.int64)
        for its, (_, tokens) in zip(numbers, met, strict=True):
            counts[its] += tokens
        names = list(number)
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
        firsts = np.array(starts, np.int64)
        of_term = np.repeat(np.arange(len(terms)), np.diff(firsts, append=len(forms)))
        order = np.lexsort((-counts[by_name], of_term))
        place = np.zeros(len(order), np.int32)
        place[by_name[order]] = np.arange(first_form, first_form + len(order))
        return cls(
            terms=Names.of(terms),
            forms=Names.of([forms[at] for at in order.tolist()]),
            firsts=first_form + firsts,
            counts=counts[by_name[order]],
            known=[place[its] for its in numbers],
        )


def _bounds(names: Sequence[Sequence[bytes]]) -> Iterator[list[tuple[int, int]]]:
    """Yield where each stretch stands in the names of each run; no term stands in two."""
    longest = max(names, key=len)
    last_terms = [longest[at].partition(JOINT)[0] for at in range(_STRETCH, len(longest), _STRETCH)]
    cuts = [
        [0, *(bisect_left(its, term + JOINT) for term in last_terms), len(its)] for its in names
    ]
    yield from map(list, zip(*map(pairwise, cuts), strict=True))
