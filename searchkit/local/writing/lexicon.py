"""The words of several runs -> the terms and forms of a field, numbered together.

Each run names the meanings of its tokens in the order of their names, a term and
a form each, and the stem where it is not the term. The names of all runs are gone
through side by side, one *stretch* of the alphabet at a time, so that no more of them
than those of a stretch are ever objects of Python: of the others, memory holds their
bytes and a few numbers each.

Several meanings are one form where languages that share it have stems of their own:

    meanings   relation relation relat en   relation relations relat en   relation relation
    terms      relation
    forms      relation relations
    stems      relat en, of the term relation
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import compress, count, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.segment.packed_strings import JOINT, Names
from searchkit.records import NamedTuple, Record

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
        stems: The stems of terms that have one of another name, each with ``JOINT`` and
            its language, in the order of the terms.
        stem_terms: The term of each, ascending, int64, (n_stems,).
        known: For each run, the numbers that its tokens have, uint32, and the form that
            each means, int32.
    """

    terms: Names
    forms: Names
    firsts: Array
    counts: Array
    stems: Names
    stem_terms: Array
    known: list[tuple[Array, Array]]

    @classmethod
    def of(cls, runs: Sequence[Run], name: str) -> Lexicon:
        """Return the lexicon of a field."""
        meanings = [run.meanings() for run in runs]
        parts: list[Lexicon] = []
        n_terms = n_forms = 0
        for bounds in _bounds(meanings):
            met = []
            for run, names, (start, end) in zip(runs, meanings, bounds, strict=True):
                counts = run.counts[name][start:end]
                is_met = counts > 0
                some = list(compress(names[start:end], is_met.tolist()))
                met.append((some, run.numbers[start:end][is_met], counts[is_met]))
            parts.append(cls._stretch(met, first_term=n_terms, first_form=n_forms))
            n_terms += len(parts[-1].terms)
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
            stems=Names.joined([part.stems for part in parts]),
            stem_terms=np.concatenate([part.stem_terms for part in parts]),
            known=known,
        )

    @classmethod
    def _stretch(
        cls,
        met: Sequence[tuple[Sequence[bytes], Array, Array]],
        *,
        first_term: int,
        first_form: int,
    ) -> Lexicon:
        """Return the lexicon of a stretch.

        Args:
            met: For each run the names of meanings, ascending, their numbers and tokens.
            first_term: The number of the first term.
            first_form: The number of the first form.
        """
        names, indices = _numbered([names for names, *_ in met])
        counts = np.zeros(len(names), np.int64)
        for of_run, (_, _, tokens) in zip(indices, met, strict=True):
            counts[of_run] += tokens
        words = _parted(names)
        form_counts = np.zeros(len(words.forms), np.int64)
        np.add.at(form_counts, words.form_of, counts)
        of_term = np.repeat(np.arange(len(words.terms)), np.diff(words.firsts))
        order = np.lexsort((-form_counts, of_term))
        number = np.zeros(len(order), np.int32)
        number[order] = np.arange(first_form, first_form + len(order))
        form_of = number[words.form_of]
        return cls(
            terms=Names.of(words.terms),
            forms=Names.of([words.forms[n] for n in order.tolist()]),
            firsts=first_form + np.array(words.firsts, np.int64),
            counts=form_counts[order],
            stems=Names.of([stem for _, stem in words.stems]),
            stem_terms=first_term + np.array([term for term, _ in words.stems], np.int64),
            known=[
                (numbers, form_of[of_run])
                for (_, numbers, _), of_run in zip(met, indices, strict=True)
            ],
        )

    @property
    def term_counts(self) -> Array:
        """The tokens of each term, int64, (n_terms,)."""
        return np.add.reduceat(self.counts, self.firsts[:-1])


class _Words(NamedTuple):
    """What the names of some meanings say.

    Attributes:
        terms: The terms, ascending.
        forms: Their forms, those of a term together, ascending.
        firsts: Where the forms of each term begin, and the end.
        form_of: The form of each meaning, int64, (n_meanings,).
        stems: Pairs of a term and the name of a stem of it, ascending, each once.
    """

    terms: list[bytes]
    forms: list[bytes]
    firsts: list[int]
    form_of: Array
    stems: list[tuple[int, bytes]]


def _numbered(several: Sequence[Sequence[bytes]]) -> tuple[list[bytes], list[Array]]:
    """Return all names of some lists, each once, and the numbers of those of each, int64."""
    index: defaultdict[bytes, int] = defaultdict(count().__next__)
    number = index.__getitem__
    numbers = [np.fromiter(map(number, names), np.int64, len(names)) for names in several]
    return list(index), numbers


def _parted(names: Sequence[bytes]) -> _Words:
    """Return the words in the names of meanings, which may be in any order."""
    terms: list[bytes] = []
    forms: list[bytes] = []
    firsts: list[int] = []
    stems: set[tuple[int, bytes]] = set()
    form_of = np.zeros(len(names), np.int64)
    # A name sorts right behind what it begins with, so meanings of one form are side by side.
    for meaning in sorted(range(len(names)), key=names.__getitem__):
        term, form, *stem = names[meaning].split(JOINT, 2)
        if not terms or term != terms[-1]:
            firsts.append(len(forms))
            terms.append(term)
            forms.append(form)
        elif form != forms[-1]:
            forms.append(form)
        form_of[meaning] = len(forms) - 1
        if stem:
            stems.add((len(terms) - 1, stem[0]))
    return _Words(terms, forms, [*firsts, len(forms)], form_of, sorted(stems))


def _bounds(names: Sequence[Sequence[bytes]]) -> Iterator[list[tuple[int, int]]]:
    """Yield where each stretch is in the names of each run; no term is in two stretches."""
    longest = max(names, key=len)
    cut_at = range(_STRETCH, len(longest), _STRETCH)
    last_terms = [longest[number].partition(JOINT)[0] for number in cut_at]
    cuts = [
        [0, *(bisect_left(some, term + JOINT) for term in last_terms), len(some)] for some in names
    ]
    yield from map(list, zip(*map(pairwise, cuts), strict=True))
