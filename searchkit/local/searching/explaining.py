"""A query -> what the words of it mean in an index; an article -> what makes up the score.

The values of a score are those that a search adds up, asked of the same evaluation
for one article; only what is below a word or a phrase is worked out here, by the
formulas of `ranking`.
"""

from __future__ import annotations

from collections import Counter
from functools import partial, reduce
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from searchkit import analysis, ranking, utf8
from searchkit.local.searching.meanings.expansion import FieldForms
from searchkit.query.all_or_some import lacks, with_some
from searchkit.query.nodes import (
    AllOrSome,
    And,
    AtUrl,
    Boost,
    ByAuthor,
    Constant,
    DateRange,
    Field,
    FromSource,
    InLanguage,
    Leaf,
    Not,
    Or,
    Pattern,
    Phrase,
    WithKey,
    Word,
    terms,
)
from searchkit.query.trees import narrowed
from searchkit.query.unparsing import to_text
from searchkit.query.unspaced import joined
from searchkit.records import NamedTuple
from searchkit.results.explanations import (
    ExplainedLeaf,
    ExplainedTerm,
    Failure,
    FormCount,
    InflectionClass,
    ScorePart,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from searchkit.article import Article
    from searchkit.local.searching.meanings.vocabulary import FieldTerms, Vocabulary
    from searchkit.local.searching.scoring.scored_leaves import ScoredLeaf
    from searchkit.local.searching.scoring.tree_scoring import Evaluation
    from searchkit.query.nodes import Node, Term
    from searchkit.query.rankings import Ranking

    Fields: TypeAlias = tuple[str, ...]

_NONE = np.zeros(0, np.int64)

MOST_FORMS = 20
"""How many of the words that a term covers are named."""


def explained_leaf(
    leaf: Leaf, fields: Fields, scored: ScoredLeaf, vocabulary: Vocabulary
) -> ExplainedLeaf:
    """Return what a leaf means in the whole index.

    Args:
        leaf: A leaf of a query.
        fields: Where it is looked for.
        scored: What it adds to scores there.
        vocabulary: The words of the index.
    """
    return ExplainedLeaf(
        text=to_text(leaf),
        fields=fields,
        articles=scored.n,
        idf=scored.rarity,
        terms=tuple(_explained_term(term, vocabulary) for term in terms(leaf)),
    )


def _explained_term(term: Term, vocabulary: Vocabulary) -> ExplainedTerm:
    if not isinstance(term, Word):
        forms = _counted((found, False) for found in vocabulary.fields_of_forms(term))
        left_out = vocabulary.expansion(term).left_out if isinstance(term, Pattern) else 0
        return ExplainedTerm(to_text(term), (), tuple(forms[:MOST_FORMS]), len(forms), left_out)
    classes = (
        InflectionClass(utf8.decode(name), tuple(sorted(languages or ())))
        for name, languages in vocabulary.terms(term).items()
    )
    forms = _counted(_forms_of(vocabulary.fields_of_word(term)))
    related = _counted(_forms_of(vocabulary.fields_of_relatives(term)))
    return ExplainedTerm(
        text=to_text(term),
        classes=tuple(classes),
        forms=tuple(forms[:MOST_FORMS]),
        n_forms=len(forms),
        related=tuple(related[:MOST_FORMS]),
        n_related=len(related),
    )


def _counted(fields: Iterable[tuple[FieldForms, bool]]) -> list[FormCount]:
    """Return how often forms of some fields occur, the most frequent first.

    Args:
        fields: The forms of each field, and whether they are those of an acronym.
    """
    counts: Counter[str] = Counter()
    for (field, numbers), is_acronym in fields:
        live_counts = field.live_counts(numbers).tolist()
        for name, count in zip(field.forms.take(numbers), live_counts, strict=True):
            form = utf8.decode(name)
            counts[form.upper() if is_acronym else form] += count
    occurring = sorted((-count, name) for name, count in counts.items() if count)
    return [FormCount(name, -count) for count, name in occurring]


def _forms_of(fields: Iterable[FieldTerms]) -> Iterator[tuple[FieldForms, bool]]:
    """Yield the forms of terms, by field and term, and whether the term is an acronym."""
    for field, numbers in fields:
        if field.reader.forms is not None:
            for number, _ in numbers:
                forms = FieldForms(field, field.reader.forms_of(number).astype(np.int64))
                yield forms, analysis.is_acronym(utf8.decode(field.reader.terms[number]))


class PlainFigures(NamedTuple):
    """What plain BM25 knows of an article.

    Attributes:
        chosen: The ranking, with k1 and b.
        length: The length of title and text of the article, in tokens that count.
        mean: The mean of these lengths.
        times: Returns how often a leaf occurs in some fields of the article.
    """

    chosen: Ranking
    length: int
    mean: float
    times: Callable[[Leaf, Fields], int]


class ArticleExplainer(NamedTuple):
    """Explains the score of one article, in any engine.

    Attributes:
        evaluation: Evaluates queries; it may know of this article alone.
        number: The number of the article there.
        article: The article.
        language: The language of the article, as the index names it.
        n_articles: How many articles the index has.
        lengths: The length of each field of the article, and the mean of these lengths.
        occurrences: Returns how often a leaf occurs in those of some fields that have it.
        leaves: What each leaf adds to scores, by identity and fields.
        plain: What plain BM25 knows of the article, if that is the ranking.
    """

    evaluation: Evaluation
    number: int
    article: Article
    language: str
    n_articles: int
    lengths: Mapping[str, tuple[int, float]]
    occurrences: Callable[[Leaf, Fields], Mapping[str, int]]
    leaves: Mapping[tuple[int, Fields], ScoredLeaf]
    plain: PlainFigures | None = None

    def whole(self, node: Node, added: Sequence[Word], fields: Fields) -> ScorePart:
        """Return the score of the article in the first stage.

        Args:
            node: The query.
            added: Very common words that were left out, which add to it alone: as acronyms, or
                by plain BM25.
            fields: Where they are looked for.
        """
        part = self.part(node, fields)
        parts = (part, *(self._added(word, fields) for word in added))
        if not part.is_found or not any(one.value for one in parts[1:]):
            return part
        value = float(reduce(np.add, [np.float32(one.value) for one in parts]))
        return ScorePart("words", value, "the sum of these", parts)

    def _added(self, word: Word, fields: Fields) -> ScorePart:
        is_found, value = self._value(word, fields)
        if not value:
            return ScorePart(to_text(word), 0.0, "not in it", is_found=is_found)
        if self.plain is not None:
            made = "left out as very common, the product of these"
            return ScorePart(to_text(word), value, made, self._plain(word, fields, self.plain))
        product = self._product(word, fields, self.leaves[id(word), fields].n_scored)
        share = f"{ranking.STEM_SHARE:g} times the product of these"
        return ScorePart(to_text(word), value, f"as an acronym, {share}", product)

    def part(self, node: Node, fields: Fields) -> ScorePart:
        """Return what a node adds to the score of the article."""
        is_found, value = self._value(node, fields)
        match node:
            case And() | Or() | AllOrSome():
                parts = tuple(self.part(part, fields) for part in node.parts)
                made = "the sum of these"
            case Field():
                inner = self.part(node.part, narrowed(fields, node.name))
                return ScorePart(to_text(node), value, inner.made, inner.parts, is_found)
            case Boost():
                parts = (self.part(node.part, fields),)
                made = f"{node.factor:g} times this"
            case Constant():
                parts, made = (), "always the same"
            case Not():
                parts, made = (), "what is left out counts nothing"
            case _ if isinstance(node, Leaf):
                return self._leaf(node, fields, value, is_found=is_found)
            case _:
                parts, made = (), "a fact counts nothing"
        return ScorePart(to_text(node), value, made, parts, is_found)

    def failures(self, node: Node, fields: Fields) -> Iterator[Failure]:
        """Yield the clauses of a node that keep the article from being found."""
        if self._value(node, fields)[0]:
            return
        match node:
            case And():
                for part in node.parts:
                    yield from self.failures(part, fields)
            case Field():
                yield from self.failures(node.part, narrowed(fields, node.name))
            case Boost() | Constant():
                yield from self.failures(node.part, fields)
            case AllOrSome() if node.required:
                yield from self.failures(And(node.required), fields)
            case _:
                yield Failure(to_text(node), self._reason(node, fields))

    def lacks(self, node: Node, fields: Fields) -> tuple[str, ...]:
        """Return the words of a node that the article does not have, which the node finds."""
        which = partial(self.evaluation.which, np.array([self.number]))
        (absent,) = lacks(node, fields, 1, which)
        return tuple(map(to_text, joined(absent)))

    def _value(self, node: Node, fields: Fields) -> tuple[bool, float]:
        answer = self.evaluation.ask(with_some(node), fields, np.array([self.number]))
        is_found = bool(answer.flags[0])
        return is_found, 0.0 if answer.scores is None else float(answer.scores[0])

    def _leaf(self, leaf: Leaf, fields: Fields, value: float, *, is_found: bool) -> ScorePart:
        if not is_found and not value:
            return ScorePart(to_text(leaf), 0.0, "not in it", is_found=False)
        scored = self.leaves[id(leaf), fields]
        if self.plain is not None:
            plain = self._plain(leaf, fields, self.plain)
            return ScorePart(to_text(leaf), value, "the product of these", plain)
        own = self._product(leaf, fields, scored.n)
        if not isinstance(leaf, Word) or leaf.whole_stem:
            return ScorePart(to_text(leaf), value, "the product of these", own)
        both = self._product(leaf.replace(whole_stem=True), fields, scored.n_scored)
        if both == own:
            return ScorePart(to_text(leaf), value, "the product of these", own)
        of_both = _share("inflections and relatives", ranking.STEM_SHARE, both)
        if not is_found:
            made = "not in it, but a relative of it"
            return ScorePart(to_text(leaf), value, made, (of_both,), is_found=False)
        of_own = _share("inflections", ranking.INFLECTIONS_SHARE, own)
        return ScorePart(to_text(leaf), value, "the sum of these", (of_own, of_both))

    def _product(self, leaf: Leaf, fields: Fields, df: int) -> tuple[ScorePart, ScorePart]:
        """Return the two parts whose product is the score of a leaf that so many articles have."""
        in_fields = tuple(self._in_fields(leaf, fields))
        occurrences = sum(part.value for part in in_fields)
        saturated = float(ranking.saturate(np.array([occurrences]), np.array([ranking.K1]))[0])
        rarity = ranking.idf(df, self.n_articles) * len(terms(leaf))
        return (
            ScorePart("idf", rarity, _rarity(leaf, df, self.n_articles)),
            ScorePart(
                "occurrences",
                saturated,
                f"{occurrences:.4f} / ({occurrences:.4f} + {ranking.K1:g})",
                in_fields,
            ),
        )

    def _plain(
        self, leaf: Leaf, fields: Fields, plain: PlainFigures
    ) -> tuple[ScorePart, ScorePart]:
        """Return the two parts whose product is the score of a leaf by plain BM25."""
        scored = self.leaves[id(leaf), fields]
        times, length, mean = plain.times(leaf, fields), plain.length, plain.mean
        k1, b = plain.chosen.k1, plain.chosen.b
        halfway = ranking.plain_halfway(np.array([length]), mean_length=mean, k1=k1, b=b)
        return (
            ScorePart("idf", scored.rarity, _rarity(leaf, scored.n_scored, self.n_articles)),
            ScorePart(
                "occurrences",
                float(ranking.saturate(np.array([float(times)]), halfway)[0]),
                f"{times} / ({times} + {k1:g} x ({1 - b:g} + {b:g} x {length} / {mean:.1f}))",
            ),
        )

    def _in_fields(self, leaf: Leaf, fields: Fields) -> Iterator[ScorePart]:
        for name, times in self.occurrences(leaf, fields).items():
            length, mean = self.lengths[name]
            counts = ranking.FIELD_WEIGHTS[name]
            weight = ranking.occurrence_weights(np.array([length]), mean_length=mean, field=counts)
            yield ScorePart(
                name,
                times * float(weight[0]),
                f"{times} x {counts.weight:g} / "
                f"({1 - counts.b:g} + {counts.b:g} x {length} / {mean:.1f})",
            )

    def _reason(self, node: Node, fields: Fields) -> str:
        article = self.article
        match node:
            case Or() | AllOrSome():
                return "It has none of these."
            case Not():
                return f"It has {to_text(node.part)}."
            case DateRange():
                return "It has no date." if article.date is None else f"Its date is {article.date}."
            case FromSource():
                return f"Its source is {article.source or 'not known'}."
            case ByAuthor():
                return f"Its authors are {', '.join(article.authors) or 'not known'}."
            case AtUrl():
                return f"Its address is {article.url or 'not known'}."
            case WithKey():
                return f"Its key is {article.key}."
            case InLanguage():
                return f"Its language is {self.language}."
            case _ if isinstance(node, Leaf):
                return self._why_absent(node, fields)
            case _:
                return "That does not hold for it."

    def _why_absent(self, leaf: Leaf, fields: Fields) -> str:
        where = " and ".join(fields) if fields else "no field"
        absent = [to_text(term) for term in terms(leaf) if not self.occurrences(term, fields)]
        if absent:
            return f"Not in its {where}: {', '.join(absent)}."
        kind = "one after another" if isinstance(leaf, Phrase) else "near enough to each other"
        return f"Its words are in it, but not {kind}."


def _share(name: str, share: float, product: tuple[ScorePart, ScorePart]) -> ScorePart:
    """Return a share of a product, as a part of a score."""
    rarity, occurrences = product
    value = share * rarity.value * occurrences.value
    return ScorePart(name, value, f"{share:g} times the product of these", product)


def _rarity(leaf: Leaf, df: int, n_articles: int) -> str:
    words = len(terms(leaf))
    times = f"{words} x " if words > 1 else ""
    return f"{times}ln(1 + ({n_articles} - {df} + 0.5) / ({df} + 0.5))"
