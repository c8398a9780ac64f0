"""What is furniture of each outlet, found from the parts of all articles.

A part is furniture if its pattern recurs in many articles of its outlet. How many that must
be depends on its shape: the shorter a line, the more, since headings and names recur, too; and
more of a sentence than of another line. What an article says itself recurs as well, so that

- an article that was stored several times counts once. Copies have most of their text in common:
  where most of an article recurs, it is known by the longest line that does, and
  elsewhere by the longest one that does not;
- sentences that quote somebody or tell of the past count only together with the lines beside them;
- lines that recur on no more than two days are news, where days are known;
- a label counts once for each line that it is at the head of, and not at all if as many
  sentences begin with it, in this outlet or in all.

The tables are gone through three times. First, all parts are counted in a sketch of 64 MB, whose
counts are never too low; then only those that it has often enough are kept and counted
exactly; last, the sentences that begin with a label among them. So memory is bounded by what
recurs, and the result depends neither on the order of the articles nor on who read them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit.local.writing.furnishing import mixed, outlet_numbers
from searchkit.records import NamedTuple
from searchkit.recurring import SAMPLED, Shape
from searchkit.syncing.outlet_patterns import OutletPatterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy.typing as npt

    from searchkit.local.writing.part_tables import PartTable

    Array = npt.NDArray[Any]


class Counted(NamedTuple):
    """Some articles and their parts, to be counted.

    Attributes:
        outlets: The identities of the outlets that they are of.
        outlet: Which one each is of, int64, (n_articles,).
        days: The day of each, and -1 where it is not known, int64, (n_articles,).
        parts: Their parts.
    """

    outlets: list[str]
    outlet: Array
    days: Array
    parts: PartTable


_FEWEST = 5  # articles in which anything has to be
_SKETCH_BITS = 26  # of slots of a byte, so that a large first build leaves most of them empty
_MOST = np.iinfo(np.uint8).max

_FEWEST_BY_SHAPE = {
    Shape.WORD: (20, 0.02),
    Shape.PHRASE: (12, 0.015),
    Shape.LINE: (_FEWEST, 0),
    Shape.SENTENCE: (7, 0),
    Shape.TOLD: (_FEWEST, 0),
    Shape.TEMPLATE: (15, 0.01),
    Shape.LOUD_LABEL: (10, 0.005),
    Shape.LABEL: (20, 0.02),
    Shape.OPENING: (25, 0.02),
    Shape.LONG_OPENING: (25, 0.05),
    Shape.INSERTION: (10, 0.005),
    Shape.DOUBLE: (_FEWEST, 0),
    Shape.POPUP: (10, 0),
}
"""In how many articles a part has to be, and in which share of the outlet's."""

_LINES = (Shape.WORD, Shape.PHRASE, Shape.LINE, Shape.SENTENCE, Shape.TOLD)
_NOT_COUNTED = (Shape.PROSE, Shape.HEAD)
_OPENINGS = (Shape.OPENING, Shape.LONG_OPENING)
_LABELS = (Shape.LOUD_LABEL, Shape.LABEL, *_OPENINGS)
_MOST_PROSE = {Shape.LOUD_LABEL: (0.2, 0.35), Shape.LABEL: (0.2, 0.35)}
_MOST_PROSE |= dict.fromkeys(_OPENINGS, (0.1, 0.15))
"""The share of the lines with a label that may be sentences: of the outlet's, and of all."""

_FEWEST_DAYS = 3
_DATED = 0.5  # of the articles with a part, for days to count
_TOGETHER = 0.9  # of the times that a sentence recurs, for the line beside it to recur, too
_COPIED = 0.6  # of the characters of an article that recurs as a whole
_POPUPS = 0.6  # of the articles with popups that a word closes some of


def settle(batches: Callable[[], Iterable[Counted]]) -> OutletPatterns:
    """Return what is furniture of each outlet: its patterns.

    Args:
        batches: Gives the articles, each once and with its parts as it was read. It is
            called three times.
    """
    sketch, outlets = _sketch(batches())
    kept = _Kept.of(batches(), sketch, outlets)
    del sketch
    prose = _Prose.of(batches(), kept, outlets)
    taken = _taken(kept, prose, np.array(list(outlets.values()), np.int64))
    names = list(outlets)
    found: dict[str, set[int]] = {}
    patterns = kept.patterns[taken].view(np.uint64).tolist()
    for outlet, pattern in set(zip(kept.outlet[taken].tolist(), patterns, strict=True)):
        found.setdefault(names[outlet], set()).add(pattern)
    return OutletPatterns.of({name: found[name] for name in sorted(found)})


def _slots(outlets: Array, patterns: Array) -> Array:
    """Return the slot of each pattern of an outlet in the sketch, int64."""
    return (mixed(patterns, outlets) >> np.uint64(64 - _SKETCH_BITS)).astype(np.int64)


def _sketch(batches: Iterable[Counted]) -> tuple[Array, dict[str, int]]:
    """Return how often the pattern of each slot is met, and how many articles outlets have."""
    sketch = np.zeros(1 << _SKETCH_BITS, np.uint8)
    outlets: dict[str, int] = {}
    for batch in batches:
        counted = np.bincount(batch.outlet, minlength=len(batch.outlets)).tolist()
        for name, count in zip(batch.outlets, counted, strict=True):
            outlets[name] = outlets.get(name, 0) + count
        parts = np.flatnonzero(~np.isin(batch.parts.shapes, _NOT_COUNTED))
        articles = batch.parts.articles[parts]
        numbers = outlet_numbers(batch.outlets)[batch.outlet[articles]]
        slots = _slots(numbers, batch.parts.patterns[parts])
        # Once for each article that has it.
        slots |= articles << _SKETCH_BITS
        slots.sort()
        slots = slots[np.diff(slots, prepend=-1) > 0] & ((1 << _SKETCH_BITS) - 1)
        met, times = np.unique(slots, return_counts=True)
        sketch[met] = np.minimum(sketch[met].astype(np.int64) + times, _MOST)
    return sketch, {name: outlets[name] for name in sorted(outlets)}


class _Kept(NamedTuple):
    """Parts that may recur often enough.

    Attributes:
        outlet: The outlet of each, int64, (n_parts,), as the rest.
        shapes: How it looks.
        patterns: Its pattern.
        voices: What tells its article from others, but not from copies of it.
        articles: Its article.
        days: Its day; -1: not known.
        beside: Whether it is a line, and the one before or behind it may recur, too.
        roots: For a long opening the place of the one that it goes on from; -1: none.
    """

    outlet: Array
    shapes: Array
    patterns: Array
    voices: Array
    articles: Array
    days: Array
    beside: Array
    roots: Array

    @classmethod
    def of(cls, batches: Iterable[Counted], sketch: Array, outlets: Mapping[str, int]) -> _Kept:
        """Return the parts that are counted exactly."""
        place_of = {name: place for place, name in enumerate(outlets)}
        found: list[tuple[Array, ...]] = [tuple(np.zeros(0, np.int64) for _ in cls._fields)]
        n_articles = n_parts = 0
        for batch in batches:
            parts, articles = batch.parts, batch.parts.articles
            numbers = outlet_numbers(batch.outlets)[batch.outlet[articles]]
            is_line = np.isin(parts.shapes, _LINES)
            recurs = sketch[_slots(numbers, parts.patterns)] >= _FEWEST
            recurs &= ~np.isin(parts.shapes, _NOT_COUNTED)
            voices = parts.texts.astype(np.int64)
            voices[is_line] = _voices(parts, articles, is_line, recurs)[articles[is_line]]
            chosen = np.flatnonzero(recurs)
            roots = _roots(parts.shapes, chosen, n_parts)
            places = np.array([place_of[name] for name in batch.outlets], np.int64)
            found.append(
                (
                    places[batch.outlet[articles[chosen]]],
                    parts.shapes[chosen].astype(np.int64),
                    parts.patterns[chosen].view(np.int64),
                    voices[chosen],
                    articles[chosen] + n_articles,
                    batch.days[articles[chosen]],
                    _beside(parts, articles, is_line, recurs)[chosen].astype(np.int64),
                    roots,
                )
            )
            n_articles += len(batch.outlet)
            n_parts += len(chosen)
        return cls(*map(np.concatenate, zip(*found, strict=True)))


def _voices(parts: PartTable, articles: Array, is_line: Array, recurs: Array) -> Array:
    """Return what each article is known by, int64, (n_articles,): the same for its copies."""
    n = len(parts.counts)
    sizes = (parts.ends - parts.starts).astype(np.int64)
    # The longest line of each article, the one of the greatest number among equals.
    ranks = (np.minimum(sizes, (1 << 20) - 1) << 32) | parts.texts
    longest = {}
    chars = {}
    for name, some in (("own", is_line & ~recurs), ("recurring", is_line & recurs)):
        longest[name] = np.full(n, -1, np.int64)
        np.maximum.at(longest[name], articles[some], ranks[some])
        chars[name] = np.bincount(articles[some], sizes[some], minlength=n)
    is_copied = chars["recurring"] > _COPIED * (chars["own"] + chars["recurring"])
    return np.where(is_copied, longest["recurring"], longest["own"])


def _beside(parts: PartTable, articles: Array, is_line: Array, recurs: Array) -> Array:
    """Return which parts are lines beside one of their article that recurs, bool, (n_parts,)."""
    lines = np.flatnonzero(is_line)
    lines = lines[np.lexsort((parts.starts[lines], articles[lines]))]
    pairs = (articles[lines][1:] == articles[lines][:-1]).astype(np.bool_)
    found = np.zeros(len(is_line), np.bool_)
    found[lines[1:]] |= pairs & recurs[lines[:-1]]
    found[lines[:-1]] |= pairs & recurs[lines[1:]]
    return found


def _roots(shapes: Array, chosen: Array, before: int) -> Array:
    """Return for each long opening where the opening is that it goes on from; -1 for others."""
    places = np.where(shapes[chosen] == Shape.OPENING, np.arange(len(chosen)), -1)
    last = np.maximum.accumulate(places) if len(places) else places
    return np.where(shapes[chosen] == Shape.LONG_OPENING, last + before, -1)


class _Prose(NamedTuple):
    """How many sentences begin with the label of each part that is kept, int64, (n_parts,).

    Attributes:
        of_outlet: In the part's outlet.
        of_all: In all outlets.
    """

    of_outlet: Array
    of_all: Array

    @classmethod
    def of(cls, batches: Iterable[Counted], kept: _Kept, outlets: Mapping[str, int]) -> _Prose:
        """Count them."""
        place_of = {name: place for place, name in enumerate(outlets)}
        labels = np.unique(kept.patterns[np.isin(kept.shapes, _LABELS)])
        keys, counts = np.zeros(0, np.int64), np.zeros(0, np.int64)
        for batch in batches:
            prose = np.flatnonzero(batch.parts.shapes == Shape.PROSE)
            patterns = batch.parts.patterns[prose].view(np.int64)
            is_known = np.isin(patterns, labels)
            places = np.array([place_of[name] for name in batch.outlets], np.int64)
            outlet = places[batch.outlet[batch.parts.articles[prose[is_known]]]]
            met = outlet * len(labels) + np.searchsorted(labels, patterns[is_known])
            keys, where = np.unique(np.concatenate((keys, met)), return_inverse=True)
            weights = np.concatenate((counts, np.ones(len(met), np.int64)))
            counts = np.bincount(where, weights, minlength=len(keys)).astype(np.int64)
        if not len(labels):
            nothing = np.zeros(len(kept.outlet), np.int64)
            return cls(nothing, nothing)
        everywhere = np.bincount(keys % len(labels), counts, minlength=len(labels))
        label = np.minimum(np.searchsorted(labels, kept.patterns), len(labels) - 1)
        key = kept.outlet * len(labels) + label
        place = np.minimum(np.searchsorted(keys, key), max(len(keys) - 1, 0))
        of_outlet = np.zeros(len(key), np.int64)
        if len(keys):
            of_outlet = np.where(keys[place] == key, counts[place], 0)
        return cls(of_outlet, everywhere[label])


def _taken(kept: _Kept, prose: _Prose, outlet_sizes: Array) -> Array:
    """Return which of the parts are furniture, bool, (n_parts,)."""
    group = _groups(kept.outlet, kept.patterns)
    n = int(group.max(initial=-1)) + 1
    count = np.minimum(_distinct(group, kept.voices, n), _distinct(group, kept.articles, n))
    needed = np.full(n, float(_FEWEST))
    for shape, (fewest, share) in _FEWEST_BY_SHAPE.items():
        of_shape = kept.shapes == shape
        least = np.maximum(fewest, share * outlet_sizes[kept.outlet[of_shape]])
        np.maximum.at(needed, group[of_shape], least)
    enough = (count >= needed) & ~_is_news(kept, group, n)
    taken: Array = enough[group] & (kept.shapes != Shape.ANY_POPUP)
    taken &= (kept.shapes != Shape.TOLD) | _are_together(kept, group, n)[group]
    taken &= ~np.isin(kept.shapes, _LABELS) | _are_labels(kept, prose, group)
    taken &= (kept.shapes != Shape.POPUP) | _closes(kept, group, count)
    long = np.flatnonzero(kept.shapes == Shape.LONG_OPENING)
    taken[long] &= (kept.roots[long] >= 0) & taken[kept.roots[long]]
    return taken


def _groups(outlet: Array, patterns: Array) -> Array:
    """Return a number for each part, equal for those of one pattern of an outlet, int64."""
    order = np.lexsort((patterns, outlet))
    group = np.zeros(len(order), np.int64)
    begins = (np.diff(outlet[order]) != 0) | (np.diff(patterns[order]) != 0)
    group[order[1:]] = np.cumsum(begins)
    return group


def _is_news(kept: _Kept, group: Array, n: int) -> Array:
    """Return which groups of lines are of a day or two, bool, (n,)."""
    is_line = np.isin(kept.shapes, _LINES)
    dated = is_line & (kept.days >= 0)
    n_dated = np.bincount(group[dated], minlength=n)
    of_few_days = _distinct(group[dated], kept.days[dated], n) < _FEWEST_DAYS
    of_few_days &= n_dated > _DATED * np.bincount(group[is_line], minlength=n)
    return of_few_days


def _are_together(kept: _Kept, group: Array, n: int) -> Array:
    """Return which groups of lines recur with a line beside them, bool, (n,)."""
    times = np.bincount(group, minlength=n)
    together: Array = np.bincount(group, kept.beside, minlength=n) >= _TOGETHER * times
    return together


def _are_labels(kept: _Kept, prose: _Prose, group: Array) -> Array:
    """Return which parts are labels that few sentences begin with, bool, (n_parts,)."""
    of_outlet = np.bincount(group)[group]
    _, pattern = np.unique(kept.patterns, return_inverse=True)
    of_all = np.bincount(pattern)[pattern]
    found = np.zeros(len(group), np.bool_)
    for shape, (share, share_of_all) in _MOST_PROSE.items():
        few = SAMPLED * prose.of_outlet <= share * (SAMPLED * prose.of_outlet + of_outlet)
        few &= SAMPLED * prose.of_all <= share_of_all * (SAMPLED * prose.of_all + of_all)
        found |= (kept.shapes == shape) & few
    return found


def _closes(kept: _Kept, group: Array, count: Array) -> Array:
    """Return which parts are popups closed by the word that closes most of the outlet's."""
    popups = kept.shapes == Shape.ANY_POPUP
    most = np.zeros(int(kept.outlet.max(initial=-1)) + 1)
    np.maximum.at(most, kept.outlet[popups], count[group[popups]])
    closes: Array = count[group] >= _POPUPS * most[kept.outlet]
    return closes


def _distinct(groups: Array, values: Array, n: int) -> Array:
    """Return how many different values each group has, int64, (n,)."""
    order = np.lexsort((values, groups))
    groups, values = groups[order], values[order]
    is_new = np.ones(len(groups), np.bool_)
    is_new[1:] = (np.diff(groups) != 0) | (np.diff(values) != 0)
    counts: Array = np.bincount(groups[is_new], minlength=n)
    return counts
