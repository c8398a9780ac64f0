"""What is furniture by evidence, left out of the tokens of a run.

It is known only after the last article was read. So the tokens of a run stay as they are
in its file, and beside them is which of them are left out; what is shown as furniture goes
into a column. An article is indexed as if its furniture were blank, but that its language and
its acronyms were judged by all of its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.hashing import blake2b
from searchkit.local.segment.columns import ReferenceColumn, VariableColumn
from searchkit.local.writing.signatures import (
    BYTES_OF_A_TERM,
    COMMON,
    TEXT_OF_A_TERM,
    codes_in,
    signatures,
    signed_terms,
    terms_in,
)
from searchkit.schema import (
    DEFAULT_LANGUAGE,
    RECURRING,
    TEXT_FIELDS,
    UNKNOWN_LANGUAGE,
    recurring_name,
)
from searchkit.syncing.evidence import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.packed_strings import Names
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
        is_left = ~is_empty[of_article]
        left_out, of_article = left_out[is_left], of_article[is_left]
        counts[is_empty] = 0
        taken = taken[~is_empty[articles[taken]]]
    column = _column(parts, taken, articles[taken], run.n_articles)
    signed = _signatures(run, left_out, of_article)
    fewer = np.bincount(run.tokens[_FIELD][left_out], minlength=int(run.numbers.max(initial=0)) + 1)
    return run.replace(
        left_out=left_out,
        lengths={**run.lengths, _FIELD: run.lengths[_FIELD] - counts},
        counts={**run.counts, _FIELD: run.counts[_FIELD].astype(np.int64) - fewer[run.numbers]},
        columns={**run.columns, RECURRING: column, "signature": signed},
    )


def _signatures(run: Run, left_out: Array, of_article: Array) -> Column:
    """Return the signatures of the articles of a run, those with furniture without it.

    Args:
        run: The run.
        left_out: The tokens of its texts that are furniture, int64.
        of_article: The article of each of these, int64.
    """
    column, language = run.columns["signature"], run.columns["language"]
    assert isinstance(column, VariableColumn)
    assert isinstance(language, ReferenceColumn)
    spoken = language.numbers[of_article]
    if not len(left_out):  # to find the names of all meanings takes long
        return column
    names = run.meanings()
    for code in np.flatnonzero(np.bincount(spoken)).tolist():
        name = utf8.decode(language.values[code])
        called = _Called(run, names, DEFAULT_LANGUAGE if name == UNKNOWN_LANGUAGE else name)
        some = spoken == code
        column = _signed(run, column, left_out[some], of_article[some], called)
    return column


def _signed(
    run: Run, column: VariableColumn, left_out: Array, of_article: Array, called: _Called
) -> VariableColumn:
    """Return the signatures of a run without furniture that is in articles of one language."""
    codes = called.codes_of(run.tokens[_FIELD][left_out])
    # Whatever has no place in a signature has none in it, either, when it is there less often.
    has_place = _are_among(signed_terms(of_article, codes), terms_in(column)) & (codes != COMMON)
    changed = np.flatnonzero(np.bincount(of_article[has_place]))
    fields = {name: _tokens_of(run, name, changed, left_out) for name in TEXT_FIELDS}
    _, before = column.of_articles(changed)
    return column.replaced(
        changed,
        signatures(
            {name: called.codes_of(tokens) for name, (tokens, _) in fields.items()},
            {name: lengths for name, (_, lengths) in fields.items()},
            # As long as its text was, an article has at most as many terms as before.
            (TEXT_OF_A_TERM * before // BYTES_OF_A_TERM).tolist(),
        ),
    )


class _Called:
    """What signatures call the meanings of a run in a language, looked up as they are met.

    Args:
        run: The run.
        names: The names of its meanings.
        language: The language.
    """

    def __init__(self, run: Run, names: Names, language: str) -> None:
        self._names = names
        self._language = language
        self._place = np.zeros(int(run.numbers.max(initial=0)) + 1, np.int64)
        self._place[run.numbers] = np.arange(len(run.numbers))
        self._codes = np.zeros(len(self._place), np.uint32)
        self._is_known = np.zeros(len(self._place), np.bool_)

    def codes_of(self, tokens: Array) -> Array:
        """Return what tokens are called, by their meanings, uint32, (n_tokens,)."""
        is_met = np.zeros(len(self._place), np.bool_)
        is_met[tokens] = True
        new = np.flatnonzero(is_met & ~self._is_known)
        names = self._names.some(self._place[new])
        self._codes[new] = codes_in(names, self._language)
        self._is_known[new] = True
        return self._codes.take(tokens)


def _tokens_of(run: Run, name: str, articles: Array, left_out: Array) -> tuple[Array, Array]:
    """Return the tokens of some articles in a field without furniture, and how many each has."""
    lengths = run.lengths[name]
    begins = np.cumsum(lengths) - lengths
    counts = lengths[articles]
    ends = np.cumsum(counts)
    places = np.arange(ends[-1] if len(ends) else 0)
    places += np.repeat(begins[articles] - ends + counts, counts)
    if name == _FIELD:
        is_kept = np.ones(int(lengths.sum()), np.bool_)
        is_kept[left_out] = False
        kept = is_kept[places]
        before = np.concatenate(([0], np.cumsum(kept)))
        counts = before[ends] - before[ends - counts]
        places = places[kept]
    return run.tokens[name][places], counts


def _taken(run: Run, evidence: Evidence) -> Array:
    """Return which parts are furniture, int64, by number."""
    source = run.columns["source"]
    assert isinstance(source, ReferenceColumn)
    names = [evidence.identify(utf8.decode(term)) for term in source.values]
    numbers = outlet_numbers(names)
    known = [
        mixed(np.array(evidence.patterns.of_outlet(name), np.uint64), number)
        for name, number in zip(names, numbers, strict=True)
    ]
    if not any(map(len, known)):
        return np.zeros(0, np.int64)
    of_part = mixed(run.parts.patterns, numbers[source.numbers[run.parts.articles]])
    is_some = run.parts.starts < run.parts.ends
    return np.flatnonzero(_are_among(of_part, np.concatenate(known)) & is_some)


def _are_among(values: Array, known: Array) -> Array:
    """Return which values are among known ones, bool, (n,): `np.isin` takes several times as long.

    Args:
        values: Integers, (n,).
        known: Of the same kind.
    """
    if not len(known):
        return np.zeros(len(values), np.bool_)
    known = np.sort(known)
    found: Array = known.take(np.searchsorted(known, values), mode="clip") == values
    return found


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
    positions.sort()
    return positions[np.diff(positions, prepend=-1) > 0]


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
