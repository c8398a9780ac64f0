"""Quotes an article: the passages that show why it was found, and how they are chosen.

A snippet is a line of text and the spans of it that matched. :func:`quote` is given a
text and what matched in it. It knows no queries, indexes, terminals or HTML.

How a passage is made. Around neighbouring matches it is the sentence that holds
them, or the neighbouring sentences where together they answer more leaves of the query
and fit in the width. A sentence that does not fit is cut between words around its
closest matches, and a cut end is marked with "…". A passage never holds furniture of
the page, never cuts a word or a match, and never shares text with another passage;
`passages` finds its ends.

How passages are chosen. The first is the one whose leaves weigh most (a repeated word
counts once, a rare word more than a common one); then comes, again and again, the one
with the greatest weight of leaves that no passage so far has shown. Ties go to the
greater weight of all its leaves, then to the words that are closer together, best in
one sentence, then to the earlier passage. A further passage is shown only if it has
a leaf that was not shown yet or weighs as much as the first, and never with the same text:
one strong passage is better than three weak ones. A passage is not shown either if it
only repeats what was seen before: the title of the article, or sentences that hits
above it show. `clusters` chooses; `repetition` compares.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from searchkit.quoting.clusters import choose_passages
from searchkit.quoting.matches import make_marks
from searchkit.quoting.passages import MarkedText
from searchkit.quoting.repetition import folded_words, is_seen, with_titles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from searchkit.article import Span
    from searchkit.quoting.matches import Match
    from searchkit.results import Snippet

_UNIT = 1_000_000  # of weights, so that they are whole numbers and sums do not depend on order


def quote(
    text: str,
    matches: Sequence[Match],
    *,
    weights: Sequence[float] = (),
    furniture: Sequence[Span] = (),
    title: str = "",
    seen: AbstractSet[str] = frozenset(),
    limit: int = 3,
    width: int = 240,
) -> tuple[Snippet, ...]:
    """Return the passages of a text that show its matches best, in the order of the text.

    Without a match outside the furniture, it is the beginning of the text.

    Args:
        text: The article's text, of any length.
        matches: Where it answers the query, in any order; they may overlap. Of
            a match longer than ``width``, the first ``width`` characters count.
        weights: How much each leaf of the query weighs, by its number; idf, 0 or
            more. A leaf without a weight weighs 1.
        furniture: Spans of the text that are not the article's own, in order
            and without overlap. Nothing in or across them is shown.
        title: The headline above the snippets, or nothing; a line or a sentence at the
            head of the text that repeats it is not shown.
        seen: Sentences that are shown already, as :func:`repetition.statements` returns
            them. A passage that has no others is left out.
        limit: How many snippets at most, 1 or more.
        width: How long a passage may be, in characters of the text, 1 or more;
            "…" comes on top.

    Returns:
        Up to ``limit`` snippets; none only if all the text is furniture, white space
        and title, or says nothing that was not seen.
    """
    furniture = with_titles(text, title, furniture)
    seen = seen | ({folded_words(title)} - {""})
    marks = make_marks(matches, furniture, width)
    marked = MarkedText(text, marks, furniture, width)
    if not marks.starts:
        return _opening(marked, seen)
    weight_of = {
        leaf: round(_UNIT * (weights[leaf] if leaf < len(weights) else 1.0))
        for leaf in set(chain.from_iterable(marks.leaves))
    }
    chosen = choose_passages(marked, weight_of, limit, seen)
    return tuple([marked.snippet(passage, line) for passage, line in sorted(chosen)])


def _opening(marked: MarkedText, seen: AbstractSet[str]) -> tuple[Snippet, ...]:
    """Return the beginning of the text as the only snippet, unless it was seen."""
    opening = marked.opening()
    if opening is None or is_seen(line := marked.line(opening), seen):
        return ()
    return (marked.snippet(opening, line),)
