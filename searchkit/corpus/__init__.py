"""Files in a folder -> articles.

:func:`walk` lists a folder without opening a file; :func:`read` opens one of
the files listed and yields its articles one by one. What cannot be read comes
out beside the articles as an error that names the file and the reason, so that
one bad file never stops the rest. A large file can be shared among several
readers by its stripes. How much is read is bounded by
:class:`searchkit.limits.ReadingLimits`. Nothing here knows of the index.

A file takes this way: `safe_opening` opens it, `formats` knows what reads it, `encoding`
makes text of its bytes, a module in `readers` finds articles in that and `markup` their
words, `facts` says what is known of each, `assembling` puts that together, and `settings`
has the last word, since a person wrote them.
"""

from searchkit.corpus.containers.archive_listing import ArchivedFile, ArchiveListing, list_archive
from searchkit.corpus.containers.open_archives import OpenArchives
from searchkit.corpus.escaping import one_line
from searchkit.corpus.reader_process import ReaderProcess
from searchkit.corpus.reading import read
from searchkit.corpus.settings.reading_options import NO_OPTIONS, ReadingOptions
from searchkit.corpus.settings.settings_file import NO_SETTINGS, SETTINGS, Settings, read_settings
from searchkit.corpus.stripes import WHOLE, Stripe, can_be_shared
from searchkit.corpus.walking import CorpusFile, CorpusListing, walk

READING_VERSION = 3
"""Raised whenever the same files give other articles than before: all are read again then.

1: the first.
2: pages, feeds, mail, tables, PDF, office files and archives are read; a time keeps its offset.
3: a line of prose that goes on in the next one is no headline.
"""

__all__ = [
    "NO_OPTIONS",
    "NO_SETTINGS",
    "READING_VERSION",
    "SETTINGS",
    "WHOLE",
    "ArchiveListing",
    "ArchivedFile",
    "CorpusFile",
    "CorpusListing",
    "OpenArchives",
    "ReaderProcess",
    "ReadingOptions",
    "Settings",
    "Stripe",
    "can_be_shared",
    "list_archive",
    "one_line",
    "read",
    "read_settings",
    "walk",
]
