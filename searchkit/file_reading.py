"""What is made of one file, without an index: how a person finds out why.

A file is read as it would be in its corpus: with the `searchkit.toml` of the folder around
it, and with what its path in that folder says.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit import analysis
from searchkit.arguments import check_kind
from searchkit.article import Article, Origin
from searchkit.corpus import (
    SETTINGS,
    CorpusFile,
    OpenArchives,
    ReaderProcess,
    list_archive,
    one_line,
    read,
    read_settings,
)
from searchkit.corpus.formats import container_of, format_of, is_installed, is_known, why_unknown
from searchkit.errors import ArgumentError, UnreadableFileError
from searchkit.limits import DEFAULT_READING_LIMITS, ReadingLimits
from searchkit.notes import Remark
from searchkit.results import FileReading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchkit.corpus import Settings


def read_file(
    path: str | os.PathLike[str],
    *,
    corpus: str | os.PathLike[str] | None = None,
    limits: ReadingLimits = DEFAULT_READING_LIMITS,
) -> tuple[FileReading, ...]:
    """Return what is made of a file, or of each file in an archive; nothing is indexed.

    Args:
        path: The file; one in an archive by its path behind that of the archive.
        corpus: The folder of articles that it belongs to, whose `searchkit.toml` holds for it;
            None: the nearest folder around it that has one, else the current folder if
            the file lies in it, else the folder of the file.
        limits: How much is read at most.

    Raises:
        UnreadableFileError: There is no such file, or no room for what detects its language.
        CorpusSettingsError: The settings of the folder cannot be understood.
        ArgumentError: An argument has the wrong type, or the file does not lie in `corpus`.
    """
    check_kind("path", path, (str, os.PathLike), "a path")
    check_kind("corpus", corpus, (str, os.PathLike), "a path", optional=True)
    check_kind("limits", limits, ReadingLimits, "searchkit.ReadingLimits")
    outer, inside = _parted(Path(os.path.realpath(Path(path).expanduser())), os.fspath(path))
    folder = _folder_of(outer, corpus)
    name = outer.relative_to(folder).as_posix()
    look = outer.stat()
    file = CorpusFile(one_line(name), name, look.st_size, look.st_mtime_ns)
    with ReaderProcess() as process, OpenArchives(limits) as archives:
        reading = _Reading(folder, read_settings(folder), limits, process, archives)
        if container_of(name):
            return tuple(reading.of_archive(file, inside))
        return (reading.of_file(file),)


def _parted(path: Path, named: str) -> tuple[Path, str]:
    """Return the file of a path, and the path in it if that is an archive.

    Raises:
        UnreadableFileError: There is none.
    """
    for outer in (path, *path.parents):
        if outer.is_file():
            inside = path.relative_to(outer).as_posix()
            if inside == "." or container_of(outer.name):
                return outer, "" if inside == "." else inside
            break
    reason = "it is a folder; name a file in it" if path.is_dir() else "there is no such file"
    raise UnreadableFileError(named, reason)


def _folder_of(file: Path, corpus: str | os.PathLike[str] | None) -> Path:
    """Return the folder of the corpus that a file belongs to."""
    if corpus is not None:
        folder = Path(os.path.realpath(Path(corpus).expanduser()))
        if not file.is_relative_to(folder):
            raise ArgumentError(f"{file} is not in {folder}.", name="corpus", value=corpus)
        return folder
    for around in file.parents:
        if (around / SETTINGS).is_file():
            return around
    here = Path(os.path.realpath(Path.cwd()))
    return here if file.is_relative_to(here) else file.parent


class _Reading:
    """How files of one folder are read.

    Args:
        folder: The folder.
        settings: What is set for its files.
        limits: How much is read at most.
        process: Reads files of formats that are to be read in a process of its own.
        archives: Opens files in archives.
    """

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        limits: ReadingLimits,
        process: ReaderProcess,
        archives: OpenArchives,
    ) -> None:
        self._folder = folder
        self._settings = settings
        self._limits = limits
        self._process = process
        self._archives = archives

    def of_archive(self, archive: CorpusFile, inside: str) -> Iterator[FileReading]:
        """Yield what is made of each file in an archive, or of those of one path there."""
        began = time.perf_counter()
        listing = list_archive(self._folder, archive, self._limits)
        files = [
            one.in_corpus(archive)
            for one in listing.files
            if not inside or f"{one.path}/".startswith(f"{inside}/")
        ]
        problems = list(listing.problems)
        if not files and not problems:
            what = f"no file {one_line(inside)}" if inside else "no file"
            problems.append(UnreadableFileError(archive.path, f"has {what} that can be read"))
        yield from map(self.of_file, files)
        if problems:
            took = time.perf_counter() - began
            yield FileReading(archive.path, (), listing.passed_over, tuple(problems), took)

    def of_file(self, file: CorpusFile) -> FileReading:
        """Return what is made of a file."""
        began = time.perf_counter()
        articles: list[Article] = []
        remarks: list[Remark] = []
        problems: list[UnreadableFileError] = []
        for found in self._found(file):
            if isinstance(found, Article):
                articles.append(_with_language(found))
            elif isinstance(found, Remark):
                remarks.append(found)
            else:
                problems.append(found)
        took = time.perf_counter() - began
        return FileReading(file.path, tuple(articles), tuple(remarks), tuple(problems), took)

    def _found(self, file: CorpusFile) -> Iterator[Article | Remark | UnreadableFileError]:
        if not is_known(file.name):
            yield UnreadableFileError(file.path, why_unknown(file.name))
            return
        extra = format_of(file.name).extra
        if extra and not is_installed(extra):
            yield UnreadableFileError(file.path, f"needs: pip install 'searchkit[{extra}]'")
            return
        options = self._settings.options(file.path)
        if options is None:
            yield UnreadableFileError(file.path, f"is skipped by {SETTINGS}")
            return
        yield from read(
            self._folder,
            replace(file, options=options),
            limits=self._limits,
            process=self._process,
            archives=self._archives,
        )


def _with_language(article: Article) -> Article:
    """Return an article with its language, which is detected as an index does.

    Raises:
        UnreadableFileError: There is no room for what detects it.
    """
    try:
        detected = None if article.language else analysis.detect(article.prose)
    except OSError as error:  # no room to unpack the model of languages
        reason = f"its language cannot be detected: {error.strerror}"
        raise UnreadableFileError(article.path, reason) from error
    if detected is None:
        return article
    origin = Origin.DOUBTFUL if detected.is_doubtful else Origin.DETECTED
    origins = article.origins.replace(language=origin)
    return article.replace(language=detected.language, origins=origins)
