"""Words that are typed without spaces between them: what is looked for in their place.

In scripts without spaces each character is a word, and nothing tells where words of a
language end. Characters typed together are a phrase, as long as they may be one word.
Of more, an article rarely has the very sequence; so their *grams* are looked for, side by side:
all short runs of characters in them, each of which overlaps the next. Of grams an article
may have all or some, as of words with spaces between.

- Chinese characters and Hiragana: grams of two, in runs of four and more. Words of three are
  common, and their grams would be other words: Tokyo with its suffix has Kyoto in it.
- Katakana: a run is a foreign word, and stays whole.
- Thai, Lao, Burmese and Khmer are written in letters, of which two say nothing, and words of
  eight are common: grams of four, in runs of nine and more.
- A single Hiragana or Thai letter between others is no word, and not looked for.

Most articles that have all grams of a run have the run. In 3,000 articles that were made of
translated messages, 6 in 100 of those with all grams of a Chinese run of four did not, and none of
a run of twelve; of Japanese, whose endings recur, 35 and 4.

In quotation marks and behind a sign, such as ``=`` or ``-``, all is looked for as it is typed.
"""

from __future__ import annotations

from functools import reduce
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from searchkit import analysis
from searchkit.article import Span
from searchkit.query.nodes import Field, Phrase, Word
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from searchkit.query.nodes import Node, Term

_AnyNode = TypeVar("_AnyNode", bound="Node")


class _Script(Record):
    """How words of some scripts are looked for.

    Attributes:
        name: What they are called here.
        gram: The characters of a gram.
        word: The characters that may be one word.
    """

    name: str
    gram: int
    word: int


_CHARACTERS: Final = _Script("characters", gram=2, word=3)
_LETTERS: Final = _Script("letters", gram=4, word=8)
_KATAKANA: Final = _Script("katakana", gram=0, word=1 << 20)
_SPACED: Final = _Script("spaced", gram=0, word=1 << 20)

_SHORTEST: Final = 4  # fewer terms are looked for as they are


def parted(terms: Sequence[Term]) -> list[tuple[Term, ...]]:
    """Return the phrases that are looked for in the place of terms typed without white space.

    A list of one, the terms themselves, where they may be one word.

    >>> from searchkit.query.words import read_terms
    >>> found = parted(read_terms("社会主义", 0))
    >>> ["".join(term.text for term in phrase) for phrase in found]
    ['社会', '会主', '主义']
    """
    words = [term for term in terms if isinstance(term, Word)]
    scripts = [_script_of(word.text) for word in words]
    if len(words) < len(terms) or len(words) - scripts.count(_SPACED) < _SHORTEST:
        return [tuple(terms)]
    runs = _runs(words, scripts)
    kept = [run for run in runs if not (len(runs) > 1 and _is_particle(run))]
    return [gram for run in kept for gram in _grams(run)]


def gram_runs(nodes: Iterable[_AnyNode]) -> list[list[_AnyNode]]:
    """Return nodes in order, those together that are neighbouring grams of what was typed."""
    runs: list[list[_AnyNode]] = []
    for node in nodes:
        if runs and _together(runs[-1][-1], node) is not None:
            runs[-1].append(node)
        else:
            runs.append([node])
    return runs


def joined(nodes: Iterable[Node]) -> list[Node]:
    """Return nodes to be shown, neighbouring grams as the one phrase that they are of."""
    return [reduce(_whole, run) for run in gram_runs(nodes)]


def _runs(words: Sequence[Word], scripts: Sequence[_Script]) -> list[tuple[Word, ...]]:
    """Return words in runs of one kind of script; signs part those without spaces."""
    runs = [[words[0]]]
    for (before, word), (theirs, script) in zip(pairwise(words), pairwise(scripts), strict=True):
        if script == theirs and (script == _SPACED or before.span.end == word.span.start):
            runs[-1].append(word)
        else:
            runs.append([word])
    return [tuple(run) for run in runs]


def _grams(run: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    script = _script_of(run[0].text)
    if len(run) <= script.word:
        yield run
        return
    for start in range(len(run) - script.gram + 1):
        yield run[start : start + script.gram]


def _whole(first: Node, second: Node) -> Node:
    together = _together(first, second)
    assert together is not None
    return together


def _together(first: Node, second: Node) -> Node | None:
    match first, second:
        case Field(), Field() if first.name == second.name:
            both = _together(first.part, second.part)
            return both and Field(first.name, both)
        case Phrase(), Phrase():
            begins, ends = first.span
            if begins < second.span.start < ends < second.span.end:
                more = (word for word in second.words if word.span.start >= ends)
                return Phrase((*first.words, *more), Span(begins, second.span.end))
    return None


def _script_of(word: str) -> _Script:
    if not analysis.is_unspaced(word):
        return _SPACED
    code = ord(word[0])
    if 0x30A0 <= code < 0x3100 or 0x31F0 <= code < 0x3200:  # with the sign of long vowels
        return _KATAKANA
    return _LETTERS if code < 0x2E80 else _CHARACTERS


def _is_particle(run: tuple[Word, ...]) -> bool:
    (first, *others) = run
    is_hiragana = 0x3041 <= ord(first.text[0]) < 0x30A0
    return not others and (is_hiragana or _script_of(first.text) == _LETTERS)
