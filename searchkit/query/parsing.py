"""A query as people type it -> a tree.

- Words are needed all together; a word stands for all its forms.
- Words in quotation marks, straight or curly, are a phrase. So are the parts
  of one that holds together: ``well-known``, ``bbc.example``, a run of Chinese.
- Very common words (``the``, ``of``) are left out of a query that has others,
  save in phrases and where they stand in capitals (``IT budget``).

Whatever is read other than by the letter is said in a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from searchkit import analysis
from searchkit.article import Span
from searchkit.errors import QueryError
from searchkit.notes import Note
from searchkit.query.nodes import And, Every, Node, Phrase, Word

MAX_QUERY_LENGTH = 20_000
"""The longest query that is read, in characters."""

_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]")
_OPERATORS = frozenset({"AND", "OR", "NOT"})
# What may stand between two tokens of one chunk without parting them.
_JOINT = re.compile(r"[-‐‑._:@'’·&+#]*")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query, read.

    Attributes:
        text: The query as it was typed.
        node: What it finds.
        notes: How it was read, where that differs from the letter.
    """

    text: str
    node: Node
    notes: tuple[Note, ...] = ()


def parse(text: str, *, language: str | None = None) -> ParsedQuery:
    """Return the tree of a query.

    Args:
        text: The query; white space alone finds every article.
        language: The language whose very common words are left out, or None for none.

    Raises:
        QueryError: The query is too long, or has no word in it.

    >>> parse('tide "spring tide"').node.parts[1].words[0].text
    'spring'
    """
    if len(text) > MAX_QUERY_LENGTH:
        raise QueryError(
            f"The query has {len(text):,} characters; at most {MAX_QUERY_LENGTH:,} are read. "
            "Shorten it.",
            query=text,
            position=MAX_QUERY_LENGTH,
        )
    if not text.strip():
        return ParsedQuery(text, Every())
    found = _leaves(text)
    if not found:
        shown = text.strip() if len(text) <= 40 else text.strip()[:40] + "…"
        raise QueryError(
            f"There is no word to search for in the query {shown}. "
            "Type a word, or no query at all to find every article.",
            query=text,
        )
    kept, left_out = _without_common_words(found, text, analysis.stop_words(language))
    node: Node = kept[0] if len(kept) == 1 else And(tuple(kept))
    return ParsedQuery(text, node, tuple(_notes(text, found, left_out)))


def _leaves(text: str) -> list[Word | Phrase]:
    """Return the words and phrases of a query, each once, in the order typed."""
    found: list[Word | Phrase] = []
    end = 0
    for quoted in _QUOTED.finditer(text):
        found += _words_and_joined(text, end, quoted.start())
        words = _words(text, quoted.start(1), quoted.end(1))
        if len(words) > 1:
            found.append(Phrase(tuple(words), Span(*quoted.span())))
        else:
            found += words
        end = quoted.end()
    found += _words_and_joined(text, end, len(text))
    # A word typed twice counts once: repeating it adds nothing to what is asked.
    unique: dict[tuple[str, ...], Word | Phrase] = {}
    for leaf in found:
        unique.setdefault(_texts(leaf), leaf)
    return list(unique.values())


def _texts(leaf: Word | Phrase) -> tuple[str, ...]:
    words = (leaf,) if isinstance(leaf, Word) else leaf.words
    return tuple(word.text for word in words if isinstance(word, Word))


def _words(text: str, start: int, end: int) -> list[Word]:
    return [
        Word(token.word, Span(start + token.start, start + token.end))
        for token in analysis.tokenise(text[start:end])
    ]


def _words_and_joined(text: str, start: int, end: int) -> list[Word | Phrase]:
    """Return the words outside quotation marks; those that hold together as phrases."""
    runs: list[list[Word]] = []
    for word in _words(text, start, end):
        if runs and _JOINT.fullmatch(text, runs[-1][-1].span.end, word.span.start):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [
        run[0] if len(run) == 1 else Phrase(tuple(run), Span(run[0].span.start, run[-1].span.end))
        for run in runs
    ]


def _without_common_words(
    found: list[Word | Phrase], text: str, stop_words: frozenset[str]
) -> tuple[list[Word | Phrase], list[Word]]:
    """Return the leaves to search for and the words left out; never leaves all out."""
    # In a query all in capitals, capitals say nothing.
    capitals_tell = text != text.upper()
    left_out = [
        leaf
        for leaf in found
        if isinstance(leaf, Word)
        and analysis.fold(leaf.text) in stop_words
        and not (capitals_tell and _in_capitals(text[leaf.span.start : leaf.span.end]))
    ]
    if len(left_out) == len(found):
        return found, []
    return [leaf for leaf in found if leaf not in left_out], left_out


def _in_capitals(typed: str) -> bool:
    return len(typed) > 1 and typed.isupper() and typed not in _OPERATORS


def _notes(text: str, found: list[Word | Phrase], left_out: list[Word]) -> list[Note]:
    notes = [
        Note(f"{typed} was read as a word: a query has no operators.", word.span)
        for word in found
        if isinstance(word, Word)
        and (typed := text[word.span.start : word.span.end]) in _OPERATORS
        and text != text.upper()
    ]
    if left_out:
        words = ", ".join(dict.fromkeys(word.text for word in left_out))
        notes.append(Note(f"Left out as very common: {words}."))
    outside = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), text)
    if (at := outside.find('"')) >= 0:
        notes.append(Note("A quotation mark is not closed; it was passed over.", Span(at, at + 1)))
    return notes
