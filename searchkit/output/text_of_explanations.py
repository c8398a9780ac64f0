"""An explanation as text for people.

First the query as it was understood, and how many articles it finds; then each word
of the query, with what it covers; then, for one article, the score as an outline, each
number above those that it is made of, or why the article is not found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.output.phrasing import articles_found, counted
from searchkit.output.safe_text import clean_line, line
from searchkit.output.style import Ink, Style, draw
from searchkit.output.text_of_copies import draw_copy
from searchkit.output.text_of_results import notes_as_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchkit.results import Copy
    from searchkit.results.explanations import (
        ExplainedArticle,
        ExplainedLeaf,
        ExplainedTerm,
        Explanation,
        FormCount,
        ScorePart,
    )

_STEP = "  "  # of an outline


def explanation_as_text(explanation: Explanation, style: Style) -> str:
    """Return how a query was understood, and why it finds an article or not."""
    understood = [
        *draw(line(explanation.understood), style, first="Understood: ", indent=" " * 12),
        *draw(
            articles_found(explanation.total, explanation.more),
            style,
            first="Finds:      ",
            indent=" " * 12,
        ),
    ]
    parts = ["\n".join(understood)]
    if explanation.notes:
        parts.append(notes_as_text(explanation.notes, explanation.query, style))
    parts += ["\n".join(_leaf(leaf, style)) for leaf in explanation.leaves]
    if explanation.article is not None:
        parts.append("\n".join(_article(explanation.article, style)))
    if explanation.copies:
        parts.append("\n".join(_copies(explanation.copies, style)))
    return "\n\n".join(parts) + "\n"


def _copies(copies: Sequence[Copy], style: Style) -> Iterator[str]:
    """Yield which other articles have the text of the article that was asked about."""
    yield "Copies:"
    for copy in copies:
        yield from draw_copy(copy, style, indent=_STEP)


def _leaf(leaf: ExplainedLeaf, style: Style) -> Iterator[str]:
    yield from draw(line(leaf.text), style, kind=Ink.HEADING)
    where = " and ".join(leaf.fields)
    facts = f"in {where} of {counted(leaf.articles, 'article')}, idf {leaf.idf:.4f}"
    yield from draw(facts, style, indent=_STEP)
    for term in leaf.terms:
        named = f"{line(term.text)}: " if len(leaf.terms) > 1 else ""
        yield from draw(named + _covered(term), style, first=_STEP, indent=_STEP * 2)


def _covered(term: ExplainedTerm) -> str:
    in_languages = ", ".join(
        f"{line(one.text)} ({', '.join(one.languages)})" for one in term.classes if one.languages
    )
    facts = [f"looked up as {in_languages}"] if in_languages else []
    facts.append(f"covers {_listed(term.forms, term.n_forms)}" if term.forms else "covers no word")
    if term.left_out:
        facts.append(f"{counted(term.left_out, 'rare word')} left out")
    if term.related:
        facts.append(f"related: {_listed(term.related, term.n_related)}")
    return "; ".join(facts)


def _listed(forms: Sequence[FormCount], n: int) -> str:
    """Return words with their counts, the first of so many."""
    listed = ", ".join(f"{line(form.word)} {form.count:,}" for form in forms)
    return f"{listed} and {counted(n - len(forms), 'more word')}" if n > len(forms) else listed


def _article(explained: ExplainedArticle, style: Style) -> Iterator[str]:
    title, _ = clean_line(explained.article.title, ())
    yield from draw(title, style, kind=Ink.HEADING)
    yield from draw(line(explained.article.key), style, kind=Ink.DIM)
    if explained.failures:
        yield "Not found:"
        for failure in explained.failures:
            text = f"{line(failure.clause)}: {line(failure.reason)}"
            yield from draw(text, style, first="- ", indent=_STEP)
        return
    if explained.lacks:
        absent = line(", ".join(explained.lacks))
        yield from draw(absent, style, kind=Ink.DIM, first="Lacks: ", indent=_STEP)
    widest = max(len(f"{value:.4f}") for value in _values(explained.score))
    yield from _outline(explained.score, style, width=widest, depth=0)


def _values(part: ScorePart) -> Iterator[float]:
    yield part.value
    for inner in part.parts:
        yield from _values(inner)


def _outline(part: ScorePart, style: Style, *, width: int, depth: int) -> Iterator[str]:
    first = f"{part.value:>{width}.4f}  {_STEP * depth}"
    text = f"{line(part.name)}: {line(part.made)}"
    kind = Ink.PLAIN if part.is_found else Ink.DIM
    yield from draw(text, style, kind=kind, first=first, indent=" " * len(first))
    for inner in part.parts:
        yield from _outline(inner, style, width=width, depth=depth + 1)
