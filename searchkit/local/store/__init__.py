"""The index directory: what is in it, who may write it, and what makes a commit.

    MAIN_S*.arrays        segments, each written once and never changed
    manifest-000017.json  what commit 17 consists of; the newest one is the index
    _MAIN_17.toc          the same, for Whoosh
    files.json            how the files of the corpus looked when they were read, and how
                          far those were that were being read when that was stopped
    MAIN_WRITELOCK        locked by the process that writes, and says which that is
    damaged/              what a repair took out of use
    saved-searches/       memos: the saved searches, and what was shown of what they find

A commit is the renaming of a manifest. Its segments are whole and on the disk
before that, under names that no commit had, so a reader sees the commit before
or this one, also after a loss of power at any moment. What the last writer
found when it began stays, beside what it left, until the next writer commits.
Where the newest commit is damaged, the one before is answered from. A first update
that is long commits before it has ended, too; such a commit says that it is not
finished, and is built on but not answered from.

searchkit reads manifests and segments, never Whoosh's table of contents, which
is a pickle. That is written after the commit, so a table of contents that is newer
than every manifest is of another program, and is not written over.
A manifest says what the index is made of. `files.json` can be lost: the next update
then reads the whole corpus and finds by the fingerprints in the segments what has changed.

Writers hold Whoosh's own lock, which dies with its process. The modules, each of
which imports only from those above it:

===============  ============================================================
``file_names``   the files of an index directory by their names
``disk``         files written so that they last, and errors that say why not
``manifests``    what a commit consists of, as a record and as a file
``locking``      one writer at a time, and which process that is
``whoosh_toc``   a commit in Whoosh's own table of contents
``transaction``  a commit made, and what it makes useless removed
``directory``    the index directory: found, opened, made, locked
``memos``        files beside the articles, which no commit touches
``checking``     whether everything is as it was written and fits together
===============  ============================================================
"""

from __future__ import annotations

from searchkit.local.store.directory import (
    OpenCommit,
    OpenSegment,
    Store,
    check_directory,
    create_store,
    directory_made,
    open_remains,
    open_store,
)
from searchkit.local.store.file_names import is_index
from searchkit.local.store.manifests import Manifest, SegmentEntry
from searchkit.local.store.transaction import NOTHING, Transaction

__all__ = [
    "NOTHING",
    "Manifest",
    "OpenCommit",
    "OpenSegment",
    "SegmentEntry",
    "Store",
    "Transaction",
    "check_directory",
    "create_store",
    "directory_made",
    "is_index",
    "open_remains",
    "open_store",
]
