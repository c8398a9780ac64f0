"""The tables of what is read: formats, the extras that some of them need, and containers.

To add a format:

1. Write a :class:`Reader`: a module in `readers` with a function `read`, which takes an
   :class:`~searchkit.corpus.open_file.OpenFile` and yields articles. It makes each by
   :func:`~searchkit.corpus.assembling.assemble`, takes the bytes from `file.whole()`,
   `file.text()` or, where files are large, `file.stream()`, and gives several articles of one
   file their keys by `file.key(id, number)`. It imports foreign libraries inside its
   functions or at its head, but never more than its extra has.
2. Add a row to :data:`FORMATS` for each suffix. What needs a library of an extra
   names it as `extra`; what is read by a foreign library, or may hang for any other reason, says
   `is_isolated`. Such a file is read in a process of its own, which is killed when
   it takes too long or too much memory (`limits.reader_seconds`, `limits.reader_memory`); the
   reader need not know. A file that takes long without giving articles calls
   `file.block_passed` now and then, which shows that it is alive.
3. Add it to `docs/reading.md`, and samples to the tests in `tests/corpus/readers`.

The module may be slow to import: listing a folder asks these tables about every name,
and only reading a file imports what reads it.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
from typing import TYPE_CHECKING, Protocol, cast

from searchkit.corpus.escaping import one_line
from searchkit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.article import Article
    from searchkit.corpus.content_error import ContentError
    from searchkit.corpus.open_file import OpenFile
    from searchkit.notes import Remark


class Reader(Protocol):
    """What each module in `readers` is that the table names."""

    def read(self, file: OpenFile, /) -> Iterator[Article | ContentError | Remark]:
        """Yield the articles of a file.

        An error is yielded for each record that is no article, so that the rest is read, and
        a remark for what was ignored of one.

        Raises:
            ContentError: The file cannot be read, or not be read any further.
        """


class Format(NamedTuple):
    """How files of one format are read.

    Attributes:
        module: The module in `readers` that reads them.
        is_in_blocks: Whether it reads them block by block, so that several can share a file.
        extra: The extra of this package that has the libraries it needs; None: it needs none.
        is_isolated: Whether it runs in a process of its own, which can be killed.
    """

    module: str
    is_in_blocks: bool = False
    extra: str | None = None
    is_isolated: bool = False

    def reader(self) -> Reader:
        """Return what reads such files."""
        return cast("Reader", importlib.import_module(f"searchkit.corpus.readers.{self.module}"))


class Container(NamedTuple):
    """A kind of archive.

    Attributes:
        is_zip: Whether it is a zip archive, else a tar archive.
        packing: How the whole of it is compressed, as the suffix of a packed file; or nothing.
    """

    is_zip: bool = False
    packing: str = ""


FORMATS = {
    ".txt": Format("text_files"),
    ".text": Format("text_files"),
    ".md": Format("markdown_files"),
    ".markdown": Format("markdown_files"),
    ".json": Format("json_files"),
    ".jsonl": Format("json_lines", is_in_blocks=True),
    ".ndjson": Format("json_lines", is_in_blocks=True),
    ".rss": Format("xml_files", is_isolated=True),
    ".atom": Format("xml_files", is_isolated=True),
    ".rdf": Format("xml_files", is_isolated=True),
    ".xml": Format("xml_files", is_isolated=True),
    ".opml": Format("xml_files", is_isolated=True),
    ".rst": Format("rst_files", extra="rst", is_isolated=True),
    ".html": Format("saved_pages.page_files", extra="pages", is_isolated=True),
    ".htm": Format("saved_pages.page_files", extra="pages", is_isolated=True),
    ".xhtml": Format("saved_pages.page_files", extra="pages", is_isolated=True),
    ".mhtml": Format("saved_pages.mhtml_files", extra="pages", is_isolated=True),
    ".mht": Format("saved_pages.mhtml_files", extra="pages", is_isolated=True),
    ".pdf": Format("pdf.pdf_files", extra="pdf", is_isolated=True),
    ".warc": Format("warc.warc_files", extra="warc", is_isolated=True),
    ".epub": Format("office.epub_files", is_isolated=True),
    ".docx": Format("office.docx_files", is_isolated=True),
    ".docm": Format("office.docx_files", is_isolated=True),
    ".odt": Format("office.odt_files", is_isolated=True),
    ".rtf": Format("office.rtf_files", is_isolated=True),
    ".csv": Format("tabular.table_files", is_in_blocks=True),
    ".tsv": Format("tabular.table_files", is_in_blocks=True),
    ".eml": Format("mail.mail_files"),
    ".emlx": Format("mail.mail_files"),
    ".mbox": Format("mail.mailboxes", is_in_blocks=True),
    ".enex": Format("enex_files", is_isolated=True),
    ".bib": Format("references.bibtex_files", is_isolated=True),
}
"""The format of each suffix."""

PLACES: tuple[tuple[re.Pattern[str], Format], ...] = (
    # Archives of X, of today and of before 2014
    (
        re.compile(r"(?:^|/)(?:tweets?|note-tweet)(?:-part\d+)?\.js$"),
        Format("tweet_files"),
    ),
    (re.compile(r"(?:^|/)data/js/tweets/\d{4}_\d{2}\.js$"), Format("tweet_files")),
    (re.compile(r"(?:^|/)(?:cur|new)/\d{6,12}\.[^/]+$"), Format("mail.mail_files")),  # Maildir
    (
        re.compile(r"\.mbox/mbox$", re.IGNORECASE),
        Format("mail.mailboxes", is_in_blocks=True),
    ),  # Apple
)
"""Formats of files without such a suffix, by a pattern that their path in the corpus matches."""

PACKED = (".gz", ".bz2", ".xz", ".zst")
"""Suffixes that may follow any of them: the file is compressed."""

ARCHIVES = {
    ".zip": Container(is_zip=True),
    ".tar": Container(),
    **{f".tar{packing}": Container(packing=packing) for packing in PACKED},
    ".tgz": Container(packing=".gz"),
    ".tbz": Container(packing=".bz2"),
    ".tbz2": Container(packing=".bz2"),
    ".txz": Container(packing=".xz"),
    ".tzst": Container(packing=".zst"),
}
"""Endings of files whose members are files of the corpus."""

EXTRAS = {
    "pages": ("trafilatura", "lxml", "lxml_html_clean", "htmldate"),
    "pdf": ("pypdfium2",),
    "warc": ("warcio", "trafilatura", "lxml", "lxml_html_clean", "htmldate"),
    "rst": ("docutils",),
}
"""The libraries that each extra installs, by the names that they are imported by."""

_ARCHIVES = tuple(sorted(ARCHIVES, key=len, reverse=True))
_ENDINGS = tuple(suffix + packed for suffix in FORMATS for packed in ("", *PACKED))


def suffix_of(name: str) -> str:
    """Return the last suffix of a name in lower case, or nothing.

    >>> suffix_of("2021/Tides.TXT")
    '.txt'
    >>> suffix_of("2021.03/tides")
    ''
    """
    base = name.rpartition("/")[2]
    dot = base.rfind(".")
    return base[dot:].lower() if 0 < dot < len(base) - 1 else ""


def packing_of(name: str) -> str:
    """Return the suffix that says how a file of that name is compressed, or nothing.

    >>> packing_of("2021/tides.jsonl.ZST")
    '.zst'
    """
    suffix = suffix_of(name)
    return suffix if suffix in PACKED else ""


def ending_of(name: str) -> str:
    """Return by what people know the format of a file: its suffix, that of a packed file, too.

    >>> ending_of("2021/crawl.WARC.gz"), ending_of("tides.pdf"), ending_of("2021.03.gz")
    ('.warc.gz', '.pdf', '.gz')
    """
    packing = packing_of(name)
    suffix = suffix_of(name[: len(name) - len(packing)]) if packing else ""
    return suffix + packing if suffix[1:2].isalpha() else suffix_of(name)


def why_unknown(name: str) -> str:
    """Return why a file of that path is not of a known format.

    >>> why_unknown("tides.jpg"), why_unknown("tides")
    ('.jpg files are not read', 'its name has no suffix')
    >>> why_unknown("tides.gz")
    'its name does not say what is packed in it, as tides.txt.gz would'
    """
    ending = one_line(ending_of(name))
    if ending in PACKED:
        return f"its name does not say what is packed in it, as tides.txt{ending} would"
    return f"{ending} files are not read" if ending else "its name has no suffix"


def format_of(name: str) -> Format:
    """Return the format of a file of a known one, packed or not.

    >>> format_of("2021/tides.md.gz").module
    'markdown_files'
    """
    known = FORMATS.get(suffix_of(name[: len(name) - len(packing_of(name))])) or _by_place(name)
    if known is None:
        raise ValueError(name)
    return known


def is_known(name: str) -> bool:
    """Whether a file of that path in the corpus is of a known format.

    >>> is_known("tides.txt.gz")
    True
    >>> is_known("tides.jpg")
    False
    """
    # Quicker than :func:`format_of`: an update asks about every file.
    base = name.rpartition("/")[2].lower()
    if base.endswith(_ENDINGS):
        return base not in _ENDINGS
    return _by_place(name) is not None


def container_of(name: str) -> Container | None:
    """Return what kind of archive a file of that name is; None: it is none.

    >>> container_of("2021/saved.tar.ZST").packing
    '.zst'
    """
    base = name.rpartition("/")[2].lower()
    if not base.endswith(_ARCHIVES):
        return None
    return next((ARCHIVES[end] for end in _ARCHIVES if base.endswith(end) and base != end), None)


def without_containers(path: str) -> str:
    """Return a path in which archives have the names of folders.

    >>> without_containers("2021/saved.tar.gz/herald.example.ZIP/tides.html")
    '2021/saved/herald.example/tides.html'
    """
    *folders, base = path.split("/")
    for number, name in enumerate(folders):
        if name.lower().endswith(_ARCHIVES):
            end = next(end for end in _ARCHIVES if name.lower().endswith(end))
            folders[number] = name[: -len(end)]
    return "/".join([*folders, base])


class MissingExtras:
    """Tells which files are not read, since their extra is not installed.

    An extra is looked for once, when the first file needs it: looking for all of them is a
    twenty-fifth of the time in which an article is added to an index.
    """

    def __init__(self) -> None:
        suffixes = [suffix for suffix, known in FORMATS.items() if known.extra]
        self._endings = tuple(suffix + packed for suffix in suffixes for packed in ("", *PACKED))
        self._installed: dict[str, bool] = {}

    def needed_for(self, name: str) -> str | None:
        """Return the extra without which a file of a known format is not read; None: it is read."""
        if not name.lower().endswith(self._endings):
            return None
        extra = format_of(name).extra
        if extra is None:
            return None
        if extra not in self._installed:
            self._installed[extra] = is_installed(extra)
        return None if self._installed[extra] else extra


def is_installed(extra: str) -> bool:
    """Whether all libraries of an extra can be imported; they are not imported for that."""
    return all(importlib.util.find_spec(library) for library in EXTRAS[extra])


def _by_place(name: str) -> Format | None:
    return next((known for pattern, known in PLACES if pattern.search(name)), None)
