"""What a query says of the order alone: it decides nothing about what is found.

Very common words are left out of what a query looks for. Still they say something: beside their
neighbours, as the acronyms that they may have been meant as, typed in small letters, such as
*who* in `who funding`, and to plain BM25, for which fewer words are very common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.query.nodes import Word  # noqa: TC001 - for those who ask for the types
from searchkit.query.pairs import Pair  # noqa: TC001
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Clues(NamedTuple):
    """What adds to scores beside the words that are looked for.

    Attributes:
        pairs: Words that stand side by side, very common ones too.
        acronyms: Very common words that were left out, as the acronyms that they may be.
        left_out: Very common words that were left out, each as often as it was typed.
    """

    pairs: tuple[Pair, ...] = ()
    acronyms: tuple[Word, ...] = ()
    left_out: tuple[Word, ...] = ()


NO_CLUES = Clues()


def acronyms_of(left_out: Iterable[Word], language: str | None) -> tuple[Word, ...]:
    """Return words that were left out as the acronyms that they may be, each once.

    Args:
        left_out: Words that are among the very common ones of a language.
        language: The language.

    >>> from searchkit.query.nodes import Word
    >>> [word.text for word in acronyms_of([Word("who"), Word("the")], "en")]
    ['WHO']
    """
    words = (
        word.replace(text=name)
        for word in left_out
        if (name := analysis.acronym_term(word.text, language)) is not None
    )
    return tuple(dict.fromkeys(words))
