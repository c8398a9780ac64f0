"""Query tree + segments -> the best articles, by arrays.

`segments` says what searching asks of a part of the index, `matching` finds
the occurrences of words and phrases, `evaluation` combines and scores them,
`selection` picks the page that is shown, `highlighting` finds the matches
again in the text of one article, and `snapshot` puts these together over one
commit of an index.
"""

from searchkit.searching.highlighting import find_in, merged
from searchkit.searching.snapshot import Snapshot

__all__ = ["Snapshot", "find_in", "merged"]
