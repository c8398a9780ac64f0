"""A commit as a table of contents of Whoosh.

Whoosh reads it, and our codec the segments. It may search them; only searchkit may
change them, and both the fields and the segments raise an error where Whoosh tries.
What Whoosh cleans up by its name is never a file of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchkit.local.store import file_names

if TYPE_CHECKING:
    from searchkit.local.store.manifests import Manifest


def table_of_contents(manifest: Manifest) -> bytes:
    """Return the table of contents of a commit, as Whoosh writes it."""
    # Late: a search does not wait for the import of Whoosh.
    from whoosh.filedb.filestore import RamStorage
    from whoosh.index import TOC

    from searchkit.local.whoosh.codec import EXTENSION, ColumnarSegment
    from searchkit.local.whoosh.fields import article_schema

    segments = []
    for entry in manifest.segments:
        segment = ColumnarSegment(file_names.INDEX)
        segment.segid = entry.file.removeprefix(f"{file_names.INDEX}_").removesuffix(EXTENSION)
        segment.set_doc_count(entry.articles)
        for number in entry.deleted:
            segment.delete_document(number)
        segment.is_kept = True
        segments.append(segment)
    storage = RamStorage()
    TOC(article_schema(), segments, manifest.generation).write(storage, file_names.INDEX)
    data: bytes = storage.files[file_names.toc(manifest.generation)]
    return data
