"""The parts of texts that may be furniture, if they recur in many articles of an outlet.

One article cannot tell whether `Support our journalism` is its own. A hundred of one outlet
can. So each text is parted here into what a page puts into it, by its shape alone, and each
part has a *pattern*: what is left of it without what varies. Patterns are counted over a
corpus, and those that recur make their parts furniture (:mod:`searchkit.syncing.evidence`).
The shapes of parts are:

- lines; their numbers vary if they are short or no sentences: `Hide caption 1 of 32`;
- short lines whose names vary: `Ada Marsh contributed to this report.`;
- labels at the beginning of a line: in capitals (`JUST WATCHED`), before a colon (`SEE ALSO:`), or
  two, four or six words of a line that is no sentence (`Story highlights`). What follows a label
  with a colon is the headline of another piece, and so a part too, unless it is a sentence or
  the first line;
- what is inserted in brackets, behind a label in capitals: `(RELATED: The tide turns)`;
- a title that is given twice, between labels: `JUST WATCHED The tide MUST WATCH The tide 01:27`;
- what pops up at a link, where the words of the link are given again without a space to what
  follows, and a word in capitals closes it: `Ada Marsh Ada MarshTide turns Boats sail MORE`.

A part is no more than a candidate. Questions are none, since headings recur, nor are names with a
comma between, which are who was quoted, or names in the first line, where a report may be from.
A sentence that quotes somebody or tells of the past may be what reporters write again and
again, such as that somebody did not respond; it needs to recur together with the lines beside
it, as galleries do.

Many texts are parted at a time, as if they were one, which takes half the time of one after
another. The modules beside this one know the shapes: `line_parts`, `label_parts` and
`insertions`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.recurring.insertions import insertions
from searchkit.recurring.line_parts import are_prose, find_in_sentences, find_lines, sentences
from searchkit.recurring.part_shapes import Candidates, Found, Parts
from searchkit.recurring.text_lines import TextLines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]


def recurring_parts(texts: Sequence[str]) -> Parts:
    r"""Return the parts of some texts that would be furniture if they recurred.

    Args:
        texts: The texts, without furniture that is known already; lines end in ``\n``.

    >>> recurring_parts(["READ ALSO: Tide turns"]).shapes.tolist()
    [1, 5, 5]
    """
    if not texts:
        return recurring_parts([""])._replace(counts=np.zeros(0, np.int64))
    text = "\n".join(texts)
    ends = np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)) + 1) - 1
    lines = TextLines.of(utf8.encode(text), ends)
    prose = are_prose(lines)
    found = Found([], [])
    find_in_sentences(found, lines, prose)
    find_lines(found, lines, np.flatnonzero((lines.lengths > 0) & ~prose))
    candidates = Candidates.joined(
        [
            sentences(lines, np.flatnonzero(prose)),
            found.candidates(lines),
            insertions(text, lines, ends.tolist()),
        ]
    )
    return _by_text(candidates, lines, ends)


def _by_text(found: Candidates, lines: TextLines, text_ends: Array) -> Parts:
    """Return parts in the order of the texts, and where in these they are."""
    begins = np.concatenate(([0], text_ends[:-1] + 1))
    of_text = np.searchsorted(text_ends, found.starts)
    order = np.argsort(of_text, kind="stable")
    shapes, patterns, starts, ends, texts = (column[order] for column in found)
    spans = np.stack((starts, ends), axis=1)
    of_text = of_text[order]
    places = lines.bytes_before(spans) - lines.bytes_before(begins)[of_text, None]
    starts -= begins[of_text]
    ends -= begins[of_text]
    counts = np.bincount(of_text, minlength=len(text_ends))
    return Parts(shapes, patterns, starts, ends, texts, places, counts)
