"""What is furniture by evidence, left out of the tokens of a run.

It is known only after the last article was read. So the tokens of a run stay as they are
in its file, and beside them is which of them are left out; what is shown as furniture goes
into a column. An article is indexed as if its furniture were blank, but that its language and
its acronyms were judged by all of its text.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.local.segment.columns import ReferenceColumn
from searchkit.schema import RECURRING, recurring_name
from searchkit.syncing.evidence import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from searchkit.local.writing.part_tables import PartTable
    from searchkit.local.writing.runs import Run
    from searchkit.syncing.evidence import Evidence

    Array = npt.NDArray[Any]

_FIELD = "text"


def furnished(run: Run, evidence: Evidence) -> Run:
    """Return a run without the tokens of furniture, and with the column that tells of it.

    Of an article that would have no token left, nothing is furniture.
    """
    taken = _taken(run, evidence)
    parts, articles = run.parts, run.parts.articles
    begins = np.concatenate(([0], np.cumsum(run.lengths[_FIELD])))
    left_out = _positions(parts, taken, begins[articles])
    of_article = np.searchsorted(begins, left_out, "right") - 1
    counts = np.bincount(of_article, minlength=run.n_articles)
    is_empty = (counts == run.lengths[_FIELD]) & (counts > 0)
    if is_empty.any():
        left_out = left_out[~is_empty[of_article]]
        counts[is_empty] = 0
        taken = taken[~is_empty[articles[taken]]]
    column = _column(parts, taken, articles[taken], run.n_articles)
    fewer = np.bincount(run.tokens[_FIELD][left_out], minlength=int(run.numbers.max(initial=0)) + 1)
    return run.replace(
        left_out=left_out,
        lengths={**run.lengths, _FIELD: run.lengths[_FIELD] - counts},
        counts={**run.counts, _FIELD: run.counts[_FIELD].astype(np.int64) - fewer[run.numbers]},
        columns={**run.columns, RECURRING: column},
    )


def _taken(run: Run, evidence: Evidence) -> Array:
    """Return which parts are furniture, int64, by number."""
    source = run.columns["source"]
    assert isinstance(source, ReferenceColumn)
    names = [evidence.identify(utf8.decode(term)) for term in source.values]
    numbers = outlet_numbers(names)
    known = [
        mixed(np.array(sorted(evidence.patterns[name]), np.uint64), number)
        for name, number in zip(names, numbers, strict=True)
        if name in evidence.patterns
    ]
    if not known:
        return np.zeros(0, np.int64)
    of_part = mixed(run.parts.patterns, numbers[source.numbers[run.parts.articles]])
    is_some = run.parts.starts < run.parts.ends
    return np.flatnonzero(np.isin(of_part, np.concatenate(known)) & is_some)


def outlet_numbers(names: Iterable[str]) -> Array:
    """Return a number of 64 bits for each outlet, the same in every process, uint64."""
    digests = [blake2b(utf8.encode(name), digest_size=8).digest() for name in names]
    return np.frombuffer(b"".join(digests), "<u8")


def mixed(patterns: Array, outlets: Array) -> Array:
    """Return one number for a pattern of an outlet, uint64."""
    return (patterns ^ outlets) * np.uint64(0xD6E8FEB86659FD93)


def _positions(parts: PartTable, taken: Array, begins: Array) -> Array:
    """Return the tokens of some parts among all tokens of a run, int64, ascending."""
    firsts = begins[taken] + parts.first_tokens[taken]
    counts = (parts.last_tokens[taken] - parts.first_tokens[taken]).astype(np.int64)
    before = np.cumsum(counts) - counts
    positions = np.repeat(firsts - before, counts) + np.arange(counts.sum())
    return np.unique(positions)


def _column(parts: PartTable, taken: Array, articles: Array, n_articles: int) -> ReferenceColumn:
    """Return the column of what is furniture in each article."""
    spans: dict[int, list[tuple[int, int]]] = {}
    pairs = zip(parts.starts[taken].tolist(), parts.ends[taken].tolist(), strict=True)
    for article, span in zip(articles.tolist(), pairs, strict=True):
        spans.setdefault(article, []).append(span)
    names = {article: recurring_name(joined(found)) for article, found in spans.items()}
    values = sorted({b"", *names.values()})
    place = {name: number for number, name in enumerate(values)}
    numbers = np.full(n_articles, place[b""], np.int64)
    numbers[list(names)] = [place[name] for name in names.values()]
    return ReferenceColumn(numbers, values)
