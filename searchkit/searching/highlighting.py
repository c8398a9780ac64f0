"""The matches of a query in the text of one article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.article import Span
from searchkit.query import Word
from searchkit.snippets import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchkit.article import Article
    from searchkit.query import Leaf


def find_in(
    article: Article, wanted: Sequence[Leaf], *, language: str
) -> tuple[tuple[Match, ...], tuple[Match, ...]]:
    """Return where words and phrases occur in the title and in the text of an article.

    Args:
        article: The article; its furniture has no matches.
        wanted: The words and phrases; a match names them by their number.
        language: The language that the article was analysed in.
    """
    return (
        find_matches(article.title, wanted, language=language),
        find_matches(article.prose, wanted, language=language),
    )


def find_matches(text: str, wanted: Sequence[Leaf], *, language: str) -> tuple[Match, ...]:
    """Return where words and phrases occur in a text, in the order of the text.

    A word of the text matches by its stem in the article's own language, as it
    was indexed. The words of a phrase match only side by side.

    Args:
        text: The text.
        wanted: The words and phrases; a match names them by their number.
        language: The language that the text was analysed in.
    """
    beginnings: dict[str, list[tuple[int, list[frozenset[str]]]]] = {}
    for number, leaf in enumerate(wanted):
        words = (leaf,) if isinstance(leaf, Word) else leaf.words
        stems = [analysis.stems(word.text, (language,)) for word in words]
        for stem in stems[0]:
            beginnings.setdefault(stem, []).append((number, stems))
    tokens = analysis.tokenise(text)
    terms = [analysis.stem(token.word, language) for token in tokens]
    found = {
        Match(token.start, token.end, number)
        for at, term in enumerate(terms)
        for number, stems in beginnings.get(term, ())
        if len(terms) - at >= len(stems)
        and all(terms[at + i] in stem for i, stem in enumerate(stems))
        for token in tokens[at : at + len(stems)]
    }
    return tuple(sorted(found))


def merged(matches: Sequence[Match]) -> tuple[Span, ...]:
    """Return the stretches that matches cover, ordered and disjoint.

    Args:
        matches: Matches in the order of the text; one stretch may answer several words.
    """
    return tuple(sorted({Span(match.start, match.end) for match in matches}))
