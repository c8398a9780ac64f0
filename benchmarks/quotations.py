"""How well and how fast the articles are found that have the same quotation.

People judged pairs of quotations: the same, different, or a formula that anybody may use. Beside
these, random quotations are compared with all others of the collection, by every shingle and
the same rule, and not by those alone that an index keeps: what is found so is what the index
should find.
"""

from __future__ import annotations

import csv
import random
import statistics
import time
from collections import Counter
from datetime import UTC
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from searchkit.addresses import engine_at
from searchkit.answering.quoting_articles import QuotationFinder
from searchkit.exploring.quotations import in_common, is_same
from searchkit.exploring.quoted_words import words_of
from searchkit.local.searching.snapshot import Snapshot
from searchkit.local.writing.interning import Vocabulary
from searchkit.local.writing.quotation_hashes import quotation_hashes
from searchkit.schema import QUOTATIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from searchkit.answering.quoting_articles import Read
    from searchkit.exploring.quotations import Quotation

    Array = NDArray[Any]

ENOUGH = 5  # shingles in common, from which on the index is asked to find what is the same
_BEGINNING = 5  # words by which the quotation is recognised that was judged
_TOGETHER = 86  # articles that are hashed together while indexing: half a million characters


class Judged(NamedTuple):
    """A pair of quotations that somebody judged.

    Attributes:
        words: The beginning of what they have in common.
        first: The id of the article of one.
        second: The id of that of the other.
        label: ``same``, ``different`` or another word.
        common: How many shingles they have in common.
    """

    words: str
    first: str
    second: str
    label: str
    common: int


def read_judged(labels: Path) -> list[Judged]:
    """Return the pairs of a file with tabs between its columns, under a header."""
    with labels.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Judged(row["words"], row["id1"], row["id2"], row["label"], int(row["shared4"]))
            for row in rows
        ]


class Collection:
    """The articles of an index, all read.

    Args:
        address: The address of the index.
    """

    def __init__(self, address: str) -> None:
        view = engine_at(address).view()
        assert isinstance(view, Snapshot)
        self.view = view
        self.finder = QuotationFinder(view, UTC)
        references = list(view.references())
        self.articles = {reference: self.finder.read(reference) for reference in references}
        self.by_id = {view.key(one).rpartition("#")[2]: one for one in references}
        self.quotations = [
            (reference, quotation)
            for reference, read in self.articles.items()
            for quotation in read.quotations
        ]
        counts = [len(quotation.shingles) for _, quotation in self.quotations]
        owners = np.repeat(np.arange(len(counts)), counts)
        shingles = np.array([s for _, q in self.quotations for s in q.shingles], np.int64)
        order = np.argsort(shingles, kind="stable")
        self._shingles, self._owners = shingles[order], owners[order]

    def found(self, reference: int, asked: Quotation) -> set[int]:
        """Return the articles that the index finds."""
        day = self.articles[reference].day
        alike = self.finder.alike(asked, day)
        return self._others(reference, (one.reference for one in alike))

    def all_alike(self, reference: int, asked: Quotation) -> set[int]:
        """Return the articles that have a quotation, by every shingle of all of them."""
        values = np.array(sorted(asked.shingles), np.int64)
        starts = np.searchsorted(self._shingles, values)
        ends = np.searchsorted(self._shingles, values, "right")
        owners = [self._owners[a:b] for a, b in zip(starts, ends, strict=True)]
        numbers, counts = np.unique(np.concatenate(owners), return_counts=True)
        day = self.articles[reference].day
        alike = []
        for number in numbers[counts >= 3].tolist():
            other, quotation = self.quotations[number]
            if is_same(asked, quotation, days_between(day, self.articles[other])):
                alike.append(other)
        return self._others(reference, alike)

    def _others(self, reference: int, found: Iterable[int]) -> set[int]:
        source = self.articles[reference].article.source
        return {one for one in found if self.articles[one].article.source != source}


def days_between(day: Any, other: Read) -> int | None:
    """Return how many days an article is from a day; None where one is not known."""
    return None if day is None or other.day is None else abs((day - other.day).days)


class Met(NamedTuple):
    """How many pairs of a label are found.

    Attributes:
        pairs: How many there are.
        same: Of how many the two quotations are found to be the same.
        asked: In how many the second article is among those that have a quotation of the first,
            which may be another one than was judged.
    """

    pairs: int
    same: int
    asked: int


def labels_met(collection: Collection, judged: Iterable[Judged]) -> Mapping[str, Met]:
    """Return by label how many pairs there are and are found."""
    pairs: Counter[str] = Counter()
    same: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for one in judged:
        if one.first not in collection.by_id or one.second not in collection.by_id:
            continue
        label = one.label
        if label == "same":
            label += f", {ENOUGH} or more in common" if one.common >= ENOUGH else ", fewer"
        pairs[label] += 1
        same[label] += _is_taken_for_same(collection, one)
        asked[label] += _is_found_by_article(collection, one)
    return {label: Met(pairs[label], same[label], asked[label]) for label in sorted(pairs)}


def _is_found_by_article(collection: Collection, pair: Judged) -> bool:
    """Whether who asks about the quotations of one article is shown the other."""
    printed, _ = collection.finder.of_article(collection.by_id[pair.first])
    other = collection.view.key(collection.by_id[pair.second])
    return any(
        other in (printing.key, *(copy.key for copy in printing.copies))
        for quotation in printed
        for printing in quotation.printings
    )


def _is_taken_for_same(collection: Collection, pair: Judged) -> bool:
    """Whether the index finds the quotation of one article in the other."""
    first, second = collection.by_id[pair.first], collection.by_id[pair.second]
    reads = collection.articles[first], collection.articles[second]
    beginning = _flat(words_of([pair.words]))[:_BEGINNING]

    def fit(one: Quotation, other: Quotation) -> tuple[int, int]:
        has = [" ".join(beginning) in " ".join(_flat(each.words)) for each in (one, other)]
        return sum(has), -abs(in_common(one, other) - pair.common)

    every = [(one, other) for one in reads[0].quotations for other in reads[1].quotations]
    if not every:
        return False
    best = max(fit(one, other) for one, other in every)
    days = days_between(reads[0].day, reads[1])
    return any(
        is_same(one, other, days)
        and second in collection.view.quoting(one.kept(), limit=len(collection.articles))
        for one, other in every
        if fit(one, other) == best  # an article may have a quotation twice
    )


def _flat(words: Sequence[Sequence[str]]) -> list[str]:
    return [word for some in words for word in some]


class Took(NamedTuple):
    """How long answers took, each in ms: by the clock, and of the processor."""

    elapsed: list[float]
    worked: list[float]

    def __str__(self) -> str:
        return " | ".join(_median_and_most(times) for times in self)


def _median_and_most(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} / {statistics.quantiles(times, n=20)[-1]:.1f}"


def times(view: Snapshot, collection: Collection, asked: Sequence[tuple[int, Any]]) -> Took:
    """Return how long questions take, each with nothing remembered of the one before.

    Args:
        view: The index.
        collection: Its articles.
        asked: Articles, each with one of its quotations, or None for all of them.
    """
    took = Took([], [])
    for reference, quotation in asked:
        finder = QuotationFinder(view, UTC)
        said = "" if quotation is None else _said(collection, reference, quotation)
        began, began_work = time.perf_counter(), time.process_time()
        if quotation is None:
            finder.of_article(reference)
        else:
            finder.of_text(said)
        took.worked.append((time.process_time() - began_work) * 1000)
        took.elapsed.append((time.perf_counter() - began) * 1000)
    return took


def _said(collection: Collection, reference: int, quotation: Quotation) -> str:
    prose = collection.articles[reference].prose
    return " ".join(prose[start:end] for start, end in quotation.spans)


def hashing(collection: Collection) -> tuple[float, float]:
    """Return what the hashes of an article cost: µs of the processor, and bytes."""
    texts = [read.prose for read in collection.articles.values()]
    vocabulary = Vocabulary()
    took = 0.0
    for first in range(0, len(texts), _TOGETHER):
        some = texts[first : first + _TOGETHER]
        vocabulary.hashes_of_quoted(some)  # as indexing has met the words before
        began = time.process_time()
        quotation_hashes(some, vocabulary.hashes_of_quoted)
        took += time.process_time() - began
    sizes = [segment.arrays.sizes() for segment in collection.view.segments]
    size = sum(n for each in sizes for name, n in each.items() if f"/{QUOTATIONS}/" in name)
    return took / len(texts) * 1e6, size / len(texts)


def quotations(address: str, judged: Iterable[Judged], *, asked: int, seed: int) -> list[str]:
    """Return lines of Markdown that tell how good and how fast it is.

    Args:
        address: The address of an index of the articles that the pairs are of.
        judged: The pairs.
        asked: How many random quotations and articles are asked about.
        seed: For these.
    """
    collection = Collection(address)
    drawn = random.Random(seed)
    chosen = drawn.sample(collection.quotations, min(asked, len(collection.quotations)))
    n_all = n_found = n_more = 0
    for reference, quotation in chosen:
        all_alike = collection.all_alike(reference, quotation)
        found = collection.found(reference, quotation)
        n_all += len(all_alike)
        n_found += len(all_alike & found)
        n_more += len(found - all_alike)
    microseconds, size = hashing(collection)
    articles = drawn.sample(sorted(collection.articles), min(asked, len(collection.articles)))
    one = times(collection.view, collection, chosen)
    whole = times(collection.view, collection, [(article, None) for article in articles])
    n_articles, n_quotations = len(collection.articles), len(collection.quotations)
    met = labels_met(collection, judged).items()
    return [
        f"{n_articles:,} articles; {n_quotations:,} of their quotations have 8 words or more.",
        "",
        "| judged | pairs | found to be the same | found by asking about the first article |",
        "|---|---:|---:|---:|",
        *(f"| {label} | {n} | {same} | {by_article} |" for label, (n, same, by_article) in met),
        "",
        f"| {len(chosen):,} random quotations in articles of other outlets | |",
        "|---|---:|",
        f"| by every shingle | {n_all:,} |",
        f"| of these by the index | {n_found:,} ({n_found / max(n_all, 1):.3f}) |",
        f"| others by the index | {n_more:,} |",
        "",
        "| p50 / p95, ms | by the clock | of the processor |",
        "|---|---:|---:|",
        f"| one quotation | {one} |",
        f"| all quotations of an article | {whole} |",
        "",
        f"While indexing: {microseconds:.0f} µs of the processor and {size:.0f} bytes an article.",
    ]
