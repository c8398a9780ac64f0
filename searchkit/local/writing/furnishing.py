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
from searchkit.local.segment.columns import ReferenceColumn, VariableColumn
from searchkit.local.writing.signatures import (
    BYTES_OF_A_TERM,
    CHARACTERS_OF_A_TERM,
    codes_in,
    signatures,
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
    signed = _signatures(run, left_out, counts)
    fewer = np.bincount(run.tokens[_FIELD][left_out], minlength=int(run.numbers.max(initial=0)) + 1)
    return run.replace(
        left_out=left_out,
        lengths={**run.lengths, _FIELD: run.lengths[_FIELD] - counts},
        counts={**run.counts, _FIELD: run.counts[_FIELD].astype(np.int64) - fewer[run.numbers]},
        columns={**run.columns, RECURRING: column, "signature": signed},
    )


def _signatures(run: Run, left_out: Array, counts: Array) -> Column:
    """Return the signatures of the articles of a run, those with furniture without it.

    Args:
        run: The run.
        left_out: The tokens of its texts that are furniture, int64.
        counts: How many of them each article has, int64, (n_articles,).
    """
    column, language = run.columns["signature"], run.columns["language"]
    assert isinstance(column, VariableColumn)
    assert isinstance(language, ReferenceColumn)
    changed = np.flatnonzero(counts)
    if not len(changed):  # the names of all meanings take long to part
        return column
    names = run.meanings()
    place = np.zeros(int(run.numbers.max(initial=0)) + 1, np.int64)
    place[run.numbers] = np.arange(len(run.numbers))
    for code in np.unique(language.numbers[changed]).tolist():
        spoken = utf8.decode(language.values[code])
        some = changed[language.numbers[changed] == code]
        fields = {name: _tokens_of(run, name, some, left_out) for name in TEXT_FIELDS}
        met = np.unique(np.concatenate([tokens for tokens, _ in fields.values()]))
        called = np.zeros(len(place), np.uint32)
        called[met] = codes_in(
            [names[at] for at in place[met].tolist()],
            DEFAULT_LANGUAGE if spoken == UNKNOWN_LANGUAGE else spoken,
        )
        _, before = column.of_articles(some)
        column = column.replaced(
            some,
            signatures(
                {name: called[tokens] for name, (tokens, _) in fields.items()},
                {name: lengths for name, (_, lengths) in fields.items()},
                # As long as its text was, an article has at most as many terms as before.
                (CHARACTERS_OF_A_TERM * before // BYTES_OF_A_TERM).tolist(),
            ),
        )
    return column


def _tokens_of(run: Run, name: str, articles: Array, left_out: Array) -> tuple[Array, Array]:
    """Return the tokens of some articles in a field without furniture, and how many each has."""
    lengths = run.lengths[name]
    is_asked = np.zeros(run.n_articles, np.bool_)
    is_asked[articles] = True
    kept = np.repeat(is_asked, lengths)
    if name == _FIELD:
        kept[left_out] = False
    of_article = np.repeat(np.arange(run.n_articles), lengths)[kept]
    return run.tokens[name][kept], np.bincount(of_article, minlength=run.n_articles)[articles]


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
