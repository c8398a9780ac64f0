"""Searches kept under names, and what of their hits somebody has seen.

They are memos of the engine, so they are kept wherever an index may be:

    searches.json            every saved search, as people may read and write it
    ID.saved.seen            what the search with that id found when it was saved
    ID.shown.seen            what it found when its new hits were last shown
    ID.shown-to-NAME.seen    the same, for a recipient of that name

Nothing here knows how articles are found; :mod:`searchkit.answering` asks this room what `@NAME`
in a query means, and which hits are new.
"""

WAIT = 10.0
"""Seconds for which to wait for another process that is at the saved searches, usually."""
