"""Files in a folder, turned into articles.

:func:`walk` lists a folder without opening a file; :func:`read` opens one of
the files listed and yields its articles one by one. What cannot be read comes
out beside the articles as an error that names the file and the reason, so that
one bad file never stops the rest. Nothing here knows of the index.
"""

from searchkit.corpus.formats import read
from searchkit.corpus.walking import CorpusFile, Listing, walk

__all__ = ["CorpusFile", "Listing", "read", "walk"]
