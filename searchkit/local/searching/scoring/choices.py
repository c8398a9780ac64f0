"""When which way is taken: the sizes at which one becomes faster than another.

Each was measured at half and at twice the value, on 37,554 and 100,000 articles, for
first queries, repeated ones and snippets of words, AND, OR, NOT, phrases, prefixes and
filters. A factor of two is level, within the noise of 5 %, unless the comment says more:
the ways cost about the same where they meet, and only much larger or smaller values
would be felt. None changes an answer.
"""

from __future__ import annotations

SPARSE = 24
"""Times fewer postings than articles: an OR of lists is sorted and merged, not added up in
an array of all articles."""

JOINING = 4
"""Times longer it takes to find what is in any of several lists than to read one list."""

FREQUENT = 64
"""Times fewer postings than articles, at most: such a leaf is frequent, and becomes a set of
bits when it is asked for again. At half of it repeated ORs take 6 to 13 % longer; without any
sets of bits, repeated ANDs 20 to 50 %."""

MOST_DENSE = 1 << 18
"""Articles of an index in which the scores of a frequent leaf are spread over all article
numbers; in a larger one that takes too much memory, and they are kept in order. In order, all
repeated queries would take 6 to 25 % longer, those with dates 34 to 46 %."""

CHAMPIONS = 1 << 11
"""Articles of a frequent leaf that are known to score highest, at least."""

CHAMPION_SHARE = 64
"""Times fewer champions than articles of the index, where that is more."""

RARE = 64
"""Times fewer postings than articles: all articles of such a leaf are looked at for the best
of an OR. Where another leaf is neither frequent nor rare, all scores are added up."""

BLOCK = 64
"""Values of a block, whose maximum tells whether any of them can be among the best."""

FEW = 4
"""Times the limit: so few values are sorted as they are."""

ASKING = 1 << 11
"""Articles that are looked at in the time that it takes to ask a segment for their lengths."""
