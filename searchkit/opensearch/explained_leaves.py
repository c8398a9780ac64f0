"""A query -> what its words cover in the articles of a cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit import analysis, ranking
from searchkit.opensearch.frequent_words import FrequentWords
from searchkit.query.nodes import ExactWord, Word, terms
from searchkit.query.unparsing import to_text
from searchkit.results.explanations import ExplainedLeaf, ExplainedTerm, FormCount, InflectionClass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from searchkit.opensearch.cluster_finding import Finder
    from searchkit.opensearch.cluster_view import ClusterView
    from searchkit.query.nodes import Node, Term

MOST_FORMS = 20
"""How many of the words that a term covers are named."""

_MOST_COUNTED = 200


def explained_leaves(view: ClusterView, finder: Finder, node: Node) -> tuple[ExplainedLeaf, ...]:
    """Return what each leaf of a query covers, those under `Not` too."""
    return tuple(
        ExplainedLeaf(
            text=to_text(one.leaf),
            fields=one.fields,
            articles=counted.own,
            idf=ranking.idf(counted.own, view.n_articles) * len(terms(one.leaf)),
            terms=tuple(_explained_term(view, term) for term in terms(one.leaf)),
        )
        for one, counted in finder.counts_of(node)
    )


def _explained_term(view: ClusterView, term: Term) -> ExplainedTerm:
    if not isinstance(term, Word):
        if isinstance(term, ExactWord):
            found: Iterable[str] = [analysis.fold(term.text)]
        else:
            found = view.words.forms_of_pattern(term)
        forms, n_forms = _counted(view, found)
        return ExplainedTerm(to_text(term), (), forms, n_forms)
    meant = view.words.terms(term)
    forms, n_forms = _counted(view, view.words.forms_of_terms(set(meant)))
    related, n_related = _counted(view, view.words.related_forms(term))
    return ExplainedTerm(
        text=to_text(term),
        classes=tuple(
            InflectionClass(name, tuple(sorted(languages or ())))
            for name, languages in meant.items()
        ),
        forms=forms,
        n_forms=n_forms,
        related=related,
        n_related=n_related,
    )


def _counted(view: ClusterView, forms: Iterable[str]) -> tuple[tuple[FormCount, ...], int]:
    """Return the most frequent of some words, and how many there are.

    Of very many words only some are counted.
    """
    names = sorted(forms)
    written = {analysis.fold(name): name for name in names[:_MOST_COUNTED]}
    counts = FrequentWords(view).counts(list(written))
    ordered = sorted((-count, written[form]) for form, count in counts.items())
    found = tuple(FormCount(name, -count) for count, name in ordered[:MOST_FORMS])
    return found, len(ordered) if len(names) <= _MOST_COUNTED else len(names)
