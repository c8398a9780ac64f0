"""Quotations that are one, parted by who says them: ``“We stay,” she said, “as we are”``.

Two are joined only where it is nearly certain, for a wrong join is shown as words that
nobody said: the first does not end in a full stop, and between stand few words, a verb
of saying and no second sentence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchkit import analysis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from searchkit.article import Span
    from searchkit.exploring.quotation_marks import Marked

_GOES_ON: Final = frozenset(",?!—–…-")  # what the first one may end in
_STOPS: Final = frozenset(".!?…")  # without which a text is no more than one sentence
_MOST_CHARACTERS: Final = 200
_MOST_WORDS: Final = 22

_SAYING: Final = frozenset(
    """
    said says say saying told tells tell telling added adds adding asked asks asking wrote writes
    writing tweeted tweets tweeting posted posts continued continues continuing explained explains
    explaining declared declares declaring announced announces announcing insisted insists
    insisting argued argues arguing noted notes noting replied replies replying responded responds
    responding recalled recalls recalling stated states stating claimed claims claiming warned
    warns warning testified testifies testifying concluded concludes concluding remarked remarks
    quipped quips joked jokes joking observed observes observing acknowledged acknowledges
    acknowledging admitted admits admitting conceded concedes conceding complained complains
    complaining wondered wonders shouted shouts shouting yelled yells began urged urges urging

    sagte sagten sagt erklärte erklärten erklärt meinte meinten meint fügte fügten betonte betont
    schrieb schreibt fragte fragt berichtete berichtet antwortete antwortet forderte warnte

    dit disait déclaré déclare affirmé affirme ajouté ajoute expliqué explique écrit estimé estime
    souligné souligne lancé lance confié confie assuré assure répondu répond poursuivi poursuit

    dijo dice afirmó declaró añadió agregó explicó señaló aseguró
    disse detto spiega aggiunge afferma
    """.split()
)


def joined(text: str, quotations: Iterable[Marked]) -> Iterator[tuple[Span, ...]]:
    """Yield the spans of quotations, of those together that are one.

    Args:
        text: The text.
        quotations: Its quotations, in order.
    """
    spans: tuple[Span, ...] = ()
    end = 0  # of the quotation before, its mark included
    for quotation in quotations:
        if (
            spans
            and text[spans[-1].end - 1] != "."  # as most end
            and 0 < quotation.start - end <= _MOST_CHARACTERS
            and (_goes_on(text, spans[-1], end) and _is_attribution(text[end : quotation.start]))
        ):
            spans += quotation.spans
        else:
            if spans:
                yield spans
            spans = quotation.spans
        end = quotation.end
    if spans:
        yield spans


def _goes_on(text: str, last: Span, end: int) -> bool:
    """Whether a quotation that ends there does not end in a full stop."""
    at = last.end - 1
    while at > last.start and text[at].isspace():
        at -= 1
    return text[at] in _GOES_ON or (text[at] != "." and text[end] == ",")


def _is_attribution(text: str) -> bool:
    """Whether a text between two quotations says no more than who says them."""
    if "\n\n" in text:
        return False
    words = analysis.words(text)
    is_saying = len(words) <= _MOST_WORDS and not _SAYING.isdisjoint(words)
    return is_saying and _is_one_sentence(text)


def _is_one_sentence(text: str) -> bool:
    if _STOPS.isdisjoint(text.rstrip(" .:,")):
        return True
    return sum(1 for _ in analysis.sentences(" ".join(text.split()))) == 1
