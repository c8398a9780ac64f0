"""Where the sentences of a text begin and end.

Rules, no data and no language: a snippet should begin and end where a reader
would. A sentence ends

- at the end of a line, unless the lines are wrapped, as in e-mails: then at a
  blank line;
- after a full stop, question or exclamation mark or ellipsis, with the quotes
  and brackets that close after it, when white space and then a capital, a
  digit or an opening quote follow; scripts without capitals count as capitals;
- after the stops of Chinese and Japanese, which need no space.

A full stop has other uses, and they are told apart by the word before it:

- ``Mr.`` and its like never end a sentence;
- ``No.`` and its like do, unless a number follows;
- ``U.S.``, ``Inc.``, ``p.m.`` and initials do when the next word is one that
  begins sentences and no name (``The``, ``He``);
- ``3.`` does not where it numbers a paragraph, nor before a German month.

Each position is looked at a bounded number of times, so hostile text takes no
longer than news.
"""

from __future__ import annotations

import re
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from searchkit.article import Span
from searchkit.late_patterns import late_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CLOSING: Final = "\"'”’»›)\\]}」』）】》"
_OPENING: Final = "\"'“‘„‚«‹(\\[{¿¡「『（【《"

_STOPS: Final = ".!?…‽؟۔।"
_UNSPACED_STOPS: Final = "。！？｡"

# It begins with one set of characters, which the engine skips to; what they are comes after.
_STOP: Final = late_pattern(
    rf"""
    [{_STOPS}{_UNSPACED_STOPS}]
    (?:
        (?<=[{_STOPS}]) (?<![{_STOPS}].) [{_STOPS}]*+
        (?: [{_CLOSING}] | [\u00a0\u202f\ ][»›] | \[\d{{1,3}}\] )* (?=\s) (?![\u00a0\u202f\ ][»›])
      |
        (?<=[{_UNSPACED_STOPS}]) [{_UNSPACED_STOPS}]*+ [{_CLOSING}]*+
    )
    """,
    re.VERBOSE,
)
_PARAGRAPH_GAP: Final = late_pattern(r"[\n\v\f\x1c-\x1e\u2029](?:(?<!\n)|[^\S\n]*+\n)")

# What stands right before a full stop, and no further back than any
# abbreviation is long.
_LONGEST_ABBREVIATION: Final = 16
_WORD_BEFORE: Final = late_pattern(r"[^\W_](?:[^\W_]|['’.](?=[^\W_]))*$")
# So many characters of the next word are looked at.
_NEXT: Final = late_pattern(rf"\s*+([{_OPENING}]*+)[\u00a0\u202f ]?([^\W_]{{0,32}}+)")

_INITIALS: Final = late_pattern(r"[^\W\d_](?:\.[^\W\d_])*")
_NUMBERING: Final = late_pattern(
    rf"[{_OPENING}]{{0,2}}(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]{{1,4}})\.[)]?"
)


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES: Final = _listed(
    """
    mr mrs ms mx dr drs prof profs sen sens rep reps gov govs gen col lt cmdr cpl sgt maj capt
    adm brig hon rev revd fr msgr pres supt insp det atty messrs mme mmes mlle mlles mm hr frl
    dipl ing sra sres srta dra dña sig dott avv mt ft vs viz cf ca resp bzw ggf evtl vgl sog geb
    i.e e.g z.b d.h u.a o.ä s.o p.ej p.ex c.-à-d
    """
)
"""These need a name or more words after them."""

_BEFORE_NUMBERS: Final = _listed(
    """
    no nos nr núm num nº n.º art arts abs abb fig figs p pp pg vol vols ch chap chs sec sect ed
    par para bd s t op cap pág tel ext approx circa
    """
)
"""These are abbreviations where a number follows."""

_ABBREVIATIONS: Final = _listed(
    """
    inc co corp ltd llc plc bros cos gmbh mfg intl jr sr esq phd ph.d st ste ave blvd rd ln hwy
    sq apt dept dist univ assn assoc est etc al usw usf jan feb mar apr jun jul aug sep sept oct
    nov dec mon tue tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga
    ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash
    wis wyo mio mrd min max ud uds bhd pty sp spp ft lbs oz hrs mins a.m p.m
    """
)
"""These may stand at the end of a sentence, or before a name."""

_STARTERS: Final = _listed(
    """
    the a an this that these those there here it its he his him she her they their them we our us
    you your i my but and or so if in on at by for from with as to of when while where what who
    why how after before since until during although though because however meanwhile then now
    both some many most all each no not is are was were do does did one another such even still
    il elle ils elles nous vous mais et donc cette ces dans pour avec après selon
    er sie wir ihr es ein eine und aber doch dann nach mit auch dieser diese
    ella ellos nosotros pero esta este según después cuando
    """
)

_GERMAN_AFTER_ORDINALS: Final = _listed(
    """
    januar jänner februar märz april mai juni juli august september oktober november dezember
    jan feb mär apr jun jul aug sep sept okt nov dez jahrhundert jahrhunderts weltkrieg weltkriegs
    bundesliga liga platz stock klasse runde spieltag geburtstag lebensjahr auflage
    """
)
_LARGEST_ORDINAL: Final = 31

_LISTED: Final = _TITLES | _BEFORE_NUMBERS | _ABBREVIATIONS
_LONGEST_NUMBERING: Final = 4
_TAIL: Final = _LONGEST_NUMBERING + 1  # letters: a word of so many ends a sentence, or is listed
_LISTED_TAILS: Final = frozenset(word[-_TAIL:] for word in _LISTED)

# Lines of this width that are all as full as their words let them be are
# wrapped by a program.
_WRAPPED_WIDTHS: Final = range(40, 101)
_FEWEST_WRAPPED: Final = 3


def sentences(text: str, *, at: int = 0) -> Iterator[Span]:
    """Yield the sentences of ``text``, in order, without white space around them.

    They cover all that is not white space, from the line on that ``at`` is in or right behind.

    >>> text = "The U.S. Senate voted. Mr. Lee left at 5 p.m. He was tired!"
    >>> [text[start:end] for start, end in sentences(text)]
    ['The U.S. Senate voted.', 'Mr. Lee left at 5 p.m.', 'He was tired!']
    """
    for first, stop in _paragraphs(text):
        if stop <= at and not text[stop : at + 1].isspace():
            continue
        start = first
        for match in _STOP.finditer(text, start, stop):
            if _ends_a_sentence(text, start, match):
                end = match.end()
                yield Span(start, end)
                start = end
                while start < stop and text[start].isspace():
                    start += 1
        if start < stop:
            yield Span(start, stop)


def is_never_wrapped(text: str, start: int, end: int) -> bool:
    """Whether the line from ``start`` on is too long to be one of wrapped ones.

    Its sentences are then its own, whatever lines stand before it.

    Args:
        text: The text.
        start: Where the line begins.
        end: Where it ends at the latest.
    """
    beginning = text[start : min(start + _WRAPPED_WIDTHS.stop, end)]
    return (
        len(beginning) == _WRAPPED_WIDTHS.stop
        and beginning == beginning.strip()
        and len(beginning.splitlines()) == 1
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Return where stretches that no sentence crosses start and end: lines, or wrapped ones."""
    if len(text.splitlines()) == 1:  # as often as not
        ink = text.strip()
        start = text.find(ink)
        return iter([(start, start + len(ink))])
    gaps = list(_PARAGRAPH_GAP.finditer(text))
    if not gaps:
        return _unwrapped(text, 0, len(text))
    starts = [0, *(gap.end() for gap in gaps)]
    ends = [*(gap.start() for gap in gaps), len(text)]
    return chain.from_iterable(map(_unwrapped, repeat(text), starts, ends))


def _unwrapped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the lines between two gaps, as one if a program wrapped them."""
    block = text[start:end]
    lines = block.splitlines(keepends=True)
    inks = [line.strip() for line in lines]
    if len(lines) >= _FEWEST_WRAPPED and _are_wrapped([ink for ink in inks if ink]):
        lines, inks = [block], [block.strip()]
    for line, ink in zip(lines, inks, strict=True):
        if ink:
            first = start + line.find(ink)
            yield first, first + len(ink)
        start += len(line)


def _are_wrapped(lines: Sequence[str]) -> bool:
    """Whether each line is so long that the first word of the next had no room in it."""
    widths = list(map(len, lines))
    width = max(widths, default=0)
    if len(lines) < _FEWEST_WRAPPED or width not in _WRAPPED_WIDTHS:
        return False
    for length, following in zip(widths, lines[1:], strict=False):
        room = width - length
        if room > 1 and len(following[:room].split(None, 1)[0]) < room:
            return False
    return True


def _ends_a_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    """Whether a stop ends the sentence that begins at ``start``."""
    dot, end = stop.span()
    tail = text[max(start, dot - _TAIL) : dot]
    if len(tail) == _TAIL and tail.isalpha() and tail.islower() and tail not in _LISTED_TAILS:
        after = text[end : end + 2]
        if after[:1] == " " and after[1:].isupper():
            return True  # as most do
    signs = stop[0]
    if signs[0] in _UNSPACED_STOPS:
        # A quotation goes on where the particle of quoting follows it.
        return signs[-1] in _UNSPACED_STOPS or not text.startswith("と", end)
    following = _NEXT.match(text, end)
    assert following is not None
    opening, word = following.groups()
    if not opening and (not word or word[0].islower()):
        return False
    if signs[0] != "." or signs[:2] == "..":
        return True
    return _full_stop_ends(text, start, dot, word)


def _full_stop_ends(text: str, start: int, dot: int, following: str) -> bool:
    """Whether the full stop at ``dot``, before a capital, ends a sentence."""
    before = _word_before(text, max(start, dot - _LONGEST_ABBREVIATION), dot)
    word = before.lower()
    if len(word) > _LONGEST_NUMBERING and word.isalpha() and word not in _LISTED:
        return True
    # ``ET`` after ``p.m.`` is no conjunction.
    starts = following.lower() in _STARTERS and (len(following) == 1 or not following.isupper())
    if word in _TITLES or (word in _BEFORE_NUMBERS and following[:1].isdecimal()):
        return False
    numbering = _NUMBERING.fullmatch(text, start, dot + 1)
    if numbering is not None and not (starts and word.isalpha()):
        return False
    if word.isdecimal():
        ordinal = len(word) <= 2 and int(word) <= _LARGEST_ORDINAL
        return not (ordinal and following.lower() in _GERMAN_AFTER_ORDINALS)
    if word in _ABBREVIATIONS or (_INITIALS.fullmatch(word) and before != "I"):
        return starts
    return True


def _word_before(text: str, start: int, dot: int) -> str:
    """Return the word that ends at ``dot``, or what stands of it from ``start`` on."""
    last = text[start:dot].rsplit(" ", maxsplit=1)[-1]
    if last.isalpha():
        return last
    before = _WORD_BEFORE.search(text, start, dot)
    return before[0] if before else ""
