"""How long it takes to read a query, however much was pasted.

Each query repeats one thing that people type or paste until it is as long as it may
be: ordinary words, every operator, and what has no reading by the letter.
"""

from __future__ import annotations

import time

from searchkit.query import parse

REPEATED = {
    "words": "tide ",
    "operators": "tide AND moon OR ",
    "proximity": "tide NEAR/5 moon ",
    "brackets": "(tide) ",
    "open brackets": "(",
    "phrases": '"spring tide" ',
    "open quotation marks": '"tide ',
    "patterns": "tid* ",
    "regular expressions": "/t[iy]de/ ",
    "fuzzy words": "tide~ ",
    "dates": "date:2018-03-14 ",
    "dates of no calendar": "date:2018-13 ",
    "no dates": "since:foo ",
    "unknown fields": "foo:bar ",
    "addresses": "https://example.org/a?b=c ",
    "operators alone": "AND ",
    "signs alone": "- ",
    "stars": "* ",
    "punctuation": "… ",
    "emoji": "🌊 ",
    "emoji among words": "🌊 a ",
    "Chinese": "潮",
    "Arabic": "مد ",
}


def parsing(*, length: int, rounds: int) -> list[str]:
    """Return lines that tell how long queries take to read, the slowest first.

    Args:
        length: Characters of each query.
        rounds: How often to read each; the fastest counts.
    """
    found = {name: _took(text, length, rounds) for name, text in REPEATED.items()}
    slowest_first = sorted(found.items(), key=lambda item: -item[1])
    return [
        f"{length:,} characters each",
        *(f"{name:<20}  {took:6.1f} ms" for name, took in slowest_first),
    ]


def _took(text: str, length: int, rounds: int) -> float:
    """Return the least time that a repeated text takes to read, in milliseconds."""
    query = (text * (length // len(text) + 1))[:length]
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        parse(query)
        times.append(time.perf_counter() - began)
    return 1000 * min(times)
