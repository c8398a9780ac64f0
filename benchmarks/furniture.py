"""What is furniture by evidence, beside lines that a person has judged, and how often it is quoted.

The lines were drawn from those that were taken in 37,554 news articles, and each was judged:
does it belong to the page, or is it the article's own? The file names articles, lines and
digests and has no text. What snippets quote is told by signs that only furniture has there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from searchkit.corpus.facts.furniture import find_furniture

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from searchkit import Article, Index

_DIGEST = 6  # bytes

# What is seen in furniture of the news alone: videos, galleries, popups, pointers, players.
_SIGNS = re.compile(
    r"(?:JUST|MUST) WATCH|Hide Caption \d|^Story highlights|\bMORE(?:['’]s)? \("
    r"|[a-z][A-Z]\w+ .* MORE\b"
    r"|^\(? ?(?:Also on|RELATED|READ MORE|Read More|SEE ALSO|WATCH|PHOTOS?)\b|\(RELATED:|Listen ·"
    r"|^CLOSE [A-Z]|toggle caption|Image copyright|Media caption|[Nn]ewsletter|Sign up for"
)


@dataclass(frozen=True, slots=True)
class Judged:
    """A line that a person judged.

    Attributes:
        id: The id of its article.
        line: Its number in the text, from 1.
        digest: Of the words that were taken.
        is_own: Whether it is the article's own.
    """

    id: str
    line: int
    digest: str
    is_own: bool


def read_judged(path: Path) -> list[Judged]:
    """Return the judged lines in a file."""
    rows = [line.split("\t") for line in path.read_text().splitlines()]
    return [Judged(name, int(line), digest, of == "own") for name, line, digest, of in rows]


def taken(article: Article) -> set[tuple[int, str]]:
    """Return what is furniture in an article: the number of its line, and its digest."""
    text = article.text
    return {
        (text.count("\n", 0, start) + 1, digest(text[start:end]))
        for start, end in article.furniture
    }


def digest(words: str) -> str:
    """Return the digest of some words, as the file of judgments has it."""
    return blake2b(" ".join(words.split()).encode(), digest_size=_DIGEST).hexdigest()


def quotes_furniture(snippet: str) -> bool:
    """Whether a snippet has a sign of furniture.

    >>> quotes_furniture("JUST WATCHED The tide"), quotes_furniture("He watched the tide.")
    (True, False)
    """
    return _SIGNS.search(snippet.lstrip("…")) is not None


def furniture(index: Index, judged: Sequence[Judged], queries: Iterable[str]) -> list[str]:
    """Return lines that tell how much is taken, what of it wrongly, and what is quoted.

    Args:
        index: The news, indexed by keys that end in ``#`` and the id.
        judged: Lines that were judged.
        queries: Queries, of which the first ten hits are looked at.
    """
    n_lines = n_spans = n_worded = 0
    by_id: dict[str, set[tuple[int, str]]] = {}
    wanted = {one.id for one in judged}
    for article in index:
        n_lines += sum(1 for line in article.text.split("\n") if line.strip())
        n_spans += len(article.furniture)
        n_worded += len(find_furniture(article.text, article.title))
        name = article.key.rpartition("#")[2]
        if name in wanted:
            by_id[name] = taken(article)
    still = [one for one in judged if (one.line, one.digest) in by_id.get(one.id, ())]
    wrong = sum(one.is_own for one in still)
    quoted = _quoted(index, queries)
    wrongly = (n_spans - n_worded) * wrong / max(len(still), 1)
    rate = f", 1 in {n_lines / wrongly:,.0f} lines of the corpus" if wrongly else ""
    return [
        f"{n_lines:,} lines, {n_spans:,} spans of furniture, {n_worded:,} of them by their wording",
        f"{len(judged)} judged, {len(still)} still taken, {wrong} the article's own{rate}",
        f"{quoted[1]} of {quoted[0]} snippets and {quoted[3]} of {quoted[2]} hits quote furniture",
    ]


def _quoted(index: Index, queries: Iterable[str]) -> tuple[int, int, int, int]:
    """Return how many snippets and hits there are, and how many quote furniture."""
    snippets = quoting = hits = hits_quoting = 0
    for query in queries:
        for hit in index.search(query, limit=10, snippets=3):
            found = [quotes_furniture(snippet.text) for snippet in hit.snippets]
            snippets, quoting = snippets + len(found), quoting + sum(found)
            hits, hits_quoting = hits + 1, hits_quoting + any(found)
    return snippets, quoting, hits, hits_quoting
