"""One file of a corpus -> its articles, and what is wrong with it.

The table in `formats` knows what reads a file. What a person set for it is applied to each
article here, so that no reader need know.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from searchkit.article import Article
from searchkit.corpus.containers.open_archives import OpenArchives
from searchkit.corpus.content_error import ContentError
from searchkit.corpus.escaping import one_line
from searchkit.corpus.formats import format_of
from searchkit.corpus.open_file import OpenFile
from searchkit.corpus.safe_opening import opened_file
from searchkit.corpus.settings.overrides import overridden
from searchkit.corpus.stripes import WHOLE, Stripe
from searchkit.errors import UnreadableFileError
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from searchkit.corpus.containers.members import Content
    from searchkit.corpus.reader_process import ReaderProcess
    from searchkit.corpus.walking import CorpusFile
    from searchkit.notes import Remark


def read(
    folder: Path,
    file: CorpusFile,
    *,
    stripe: Stripe = WHOLE,
    passed: Callable[[int, int], None] = lambda _block, _position: None,
    waiting: Callable[[], None] = lambda: None,
    limits: ReadingLimits = DEFAULT_READING_LIMITS,
    process: ReaderProcess | None = None,
    archives: OpenArchives | None = None,
) -> Iterator[Article | UnreadableFileError | Remark]:
    """Yield the articles of one file, and what is wrong with it or with a record of it.

    What was ignored of an article comes as a remark behind it. Errors are yielded, not
    raised, so that the rest goes on.

    Args:
        folder: The folder that the file was listed in.
        file: One of its files.
        stripe: Which part of it to read, of a file that can be shared.
        passed: Called after each block of a file that can be shared, read or not, with its
            number and how far the reading has come, in bytes of the file as it is stored.
            What it raises ends the reading.
        waiting: Called several times a second while another process reads. What it raises ends the
            reading.
        limits: How much is read at most.
        process: Reads the files of formats that are to be read in a process of its own; None: all
            are read in this one.
        archives: Keeps archives open from one file to the next.
    """
    # What its path says of an article does not hang on whether the corpus has other folders.
    path = one_line(file.name)
    prefix = file.path.removesuffix(path)
    try:
        if process and format_of(file.name).is_isolated:
            yield from process.read(
                folder, file, stripe=stripe, limits=limits, passed=passed, waiting=waiting
            )
            return
        with _opened(folder, file, archives, limits) as (content, size):
            opened = OpenFile(content, size, file.name, path, file.options, limits, stripe, passed)
            for found in format_of(file.name).reader().read(opened):
                if isinstance(found, Article):
                    article = overridden(found, file.options)
                    if prefix:
                        article = article.replace(key=prefix + article.key, path=file.path)
                    yield article
                elif isinstance(found, ContentError):
                    yield UnreadableFileError(file.path, str(found))
                else:
                    yield found.replace(path=file.path) if prefix else found
    except ContentError as error:
        yield UnreadableFileError(file.path, str(error))
    except OSError as error:
        yield UnreadableFileError(file.path, f"cannot be read: {error.strerror or error}")


@contextmanager
def _opened(
    folder: Path, file: CorpusFile, archives: OpenArchives | None, limits: ReadingLimits
) -> Iterator[tuple[Content, int]]:
    """Open a file, be it in an archive, and give its size as it is stored."""
    if file.place:
        with nullcontext(archives) if archives else OpenArchives(limits) as opened:
            yield opened.open(folder, file), file.size
        return
    with opened_file(folder, file.name) as content:
        yield content, os.fstat(content.fileno()).st_size
