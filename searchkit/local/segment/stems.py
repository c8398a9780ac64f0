"""The stems of terms: which terms are relatives.

Terms are inflection classes, and classes of one stem are relatives: ``nation`` and ``national``.
"Here is a term: which stem has it in this language?" And the other way, "which terms have
this stem?"

In nearly every language most terms are their own stem, so only the stems of other names are
written, each with the language that it is the stem in. Of ``nation``, ``national``
and ``relation``, ``nation`` and ``relat`` in English and each alone in French:

    stems           nation en, relat en     as bytes: relat NUL en
    stem_terms      national   relation     the terms of each stem
    linked_terms    national   relation     the same links, by their terms ...
    linked_stems    nation en  relat en     ... with their stems
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.local.segment.terms import TermDictionary, TermDictionaryWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile, LazyArray
    from searchkit.local.segment.array_file_writer import ArrayFileWriter
    from searchkit.local.segment.postings import StemArrays

    Array = npt.NDArray[Any]

_NUL = b"\0"


class StemWriter:
    """Gathers the stems of a field and writes them sorted.

    Args:
        file: Where the arrays go.
        prefix: What their names begin with.
    """

    def __init__(self, file: ArrayFileWriter, prefix: str) -> None:
        self._file = file
        self._prefix = prefix
        self._names: list[bytes] = []
        self._terms: list[Array] = []

    @property
    def written(self) -> bool:
        """Whether there are any."""
        return bool(self._names)

    def append(self, stems: StemArrays, *, first_term: int) -> None:
        """Take in the stems of the terms that follow.

        Args:
            stems: The stems, their terms counted from the first of these.
            first_term: The number of the first term.
        """
        self._names += stems.names
        self._terms.append(first_term + np.asarray(stems.terms, np.int64))

    def finish(self) -> None:
        """Write the stems, if there are any."""
        if not self._names:
            return
        names = sorted(set(self._names))
        number = dict(zip(names, range(len(names)), strict=True)).__getitem__
        stems = np.fromiter(map(number, self._names), np.int64, len(self._names))
        terms = np.concatenate(self._terms)
        TermDictionaryWriter(self._file, f"{self._prefix}stems").append(names)
        by_stem, by_term = np.lexsort((terms, stems)), np.lexsort((stems, terms))
        self._add("stem_starts", np.searchsorted(stems[by_stem], np.arange(len(names) + 1)))
        self._add("stem_terms", terms[by_stem])
        self._add("linked_terms", terms[by_term])
        self._add("linked_stems", stems[by_term])

    def _add(self, name: str, array: Array) -> None:
        self._file.add(self._prefix + name, array.astype(np.uint32))


class StemReader:
    """Reads the stems of a field.

    Args:
        file: The file of the segment.
        prefix: What the names of their arrays begin with.
        n_terms: Terms of the field.

    Attributes:
        names: The stems, each with NUL and its language, in the order of their bytes.
    """

    def __init__(self, file: ArrayFile, prefix: str, *, n_terms: int) -> None:
        self._file = file
        self._prefix = prefix
        self._n_terms = n_terms
        self.names = TermDictionary(file, f"{prefix}stems")

    def terms_of(self, stem: bytes, language: str) -> list[int]:
        """Return the terms of another name that have a stem in a language, ascending."""
        number = self.names.find(stem + _NUL + utf8.encode(language))
        if number < 0:
            return []
        start, end = self.starts.item(number), self.starts.item(number + 1)
        terms: list[int] = self.terms[start:end].tolist()
        if terms and max(terms) >= self._n_terms:
            raise self._damaged("stem_terms")
        return terms

    def of_term(self, term: int, language: str) -> bytes | None:
        """Return the stem of a term in a language, if it has another name."""
        wanted = utf8.encode(language)
        for link in range(self._first_link(term), len(self.linked_terms)):
            if self.linked_terms.item(link) != term:
                break
            stem, _, spoken = self._name(self.linked_stems.item(link)).partition(_NUL)
            if spoken == wanted:
                return stem
        return None

    def of_terms(self, first: int, last: int) -> tuple[list[bytes], Array]:
        """Return the stems of consecutive terms (``last`` excluded), and the terms.

        Returns:
            The names of the stems, and the term of each, from ``first``, ascending, int64.
        """
        start, end = np.searchsorted(self.linked_terms[:], [first, last]).tolist()
        stems = self.linked_stems[start:end]
        if len(stems) and stems.max() >= len(self.names):
            raise self._damaged("linked_stems")
        return self.names.take(stems), self.linked_terms[start:end].astype(np.int64) - first

    def disagreements(self, terms: TermDictionary) -> Iterator[str]:
        """Yield what in the arrays does not agree, in words.

        Args:
            terms: The terms of the field.
        """
        starts = self.starts[:].astype(np.int64)
        by_stem, by_term = self.terms[:], self.linked_terms[:]
        if np.any(np.diff(starts) < 1):
            yield "a stem has no terms"
            return
        of_stem = np.repeat(np.arange(len(self.names)), np.diff(starts))
        links = np.stack((by_stem, of_stem))
        if not np.array_equal(
            links[:, np.lexsort((of_stem, by_stem))], np.stack((by_term, self.linked_stems[:]))
        ):
            yield "its stems by term are others than its terms by stem"
            return
        if len(by_term) and by_term[-1] >= self._n_terms:
            yield "a stem has a term that is not there"
            return
        parted = [name.partition(_NUL) for name in self.names]
        linked = list(zip(terms.take(by_term), self.linked_stems[:].tolist(), strict=True))
        if any(term == parted[stem][0] for term, stem in linked):
            yield "a term is listed as the stem of itself"
        if len({(term, parted[stem][-1]) for term, stem in linked}) < len(linked):
            yield "a term has two stems in one language"

    def _first_link(self, term: int) -> int:
        """Return which of the links is the first one of a term, or of those behind it."""
        links = self.linked_terms
        # The blocks on the way to it are not compared with their checksums, but where it ends.
        first = bisect_left(self._native_terms, term)
        is_before = first == 0 or links.item(first - 1) < term
        if is_before and (first == len(links) or links.item(first) >= term):
            return first
        return bisect_left(range(len(links)), term, key=links.item)  # comes upon the damage

    @cached_property
    def _native_terms(self) -> memoryview:
        """The terms of the links, nothing of it compared; an element is had soonest like this."""
        return self.linked_terms.raw.astype(np.uint32, copy=False).data

    def _name(self, number: int) -> bytes:
        if number >= len(self.names):
            raise self._damaged("linked_stems")
        return self.names[number]

    def _damaged(self, array: str) -> Exception:
        return self._file.damaged(f"{self._prefix}{array} does not fit its stems")

    @cached_property
    def starts(self) -> LazyArray:
        """Where the terms of each stem begin, and the end, uint32, (n_stems + 1,)."""
        starts = self._file.lazy(f"{self._prefix}stem_starts", len(self.names) + 1)
        if starts.item(0) != 0 or starts.item(len(self.names)) != len(self.terms):
            raise self._damaged("stem_starts")
        return starts

    @cached_property
    def terms(self) -> LazyArray:
        """The terms of the stems, those of a stem together and ascending, uint32, (n_links,)."""
        return self._file.lazy(f"{self._prefix}stem_terms", len(self.linked_terms))

    @cached_property
    def linked_terms(self) -> LazyArray:
        """The terms that have a stem of another name, once for each, ascending, uint32."""
        return self._file.lazy(f"{self._prefix}linked_terms")

    @cached_property
    def linked_stems(self) -> LazyArray:
        """The stem of each of these, ascending within a term, uint32, (n_links,)."""
        return self._file.lazy(f"{self._prefix}linked_stems", len(self.linked_terms))
