"""What a process has analysed, on its way into a segment.

A process that reads articles cannot know the order of their terms before it has
met the last one. So it keeps its tokens as the numbers that its vocabulary gave
them, and lays them down, a block of articles at a time, in a file of its own: a
*run*. It has everything that a segment needs, in the order of the articles, and at
its end what the numbers mean. Several runs, of several processes, become one
segment (:mod:`searchkit.local.writing.inverting`), and are then removed. A run of no
more than a block is not worth a file, and stays in memory.

The file of a run is one of arrays (:mod:`searchkit.local.segment.array_file`) that never
outlives the update it is of, so its format may change at any time. Columns and
stored records are those of a segment; ``f`` is a field of text:

====================  =====  =============  =================================
``f/tokens``          u4     (tokens,)      the meaning of each token
``f/lengths``         u4     (articles,)    the tokens of each article
``f/counts``          u4     (meanings,)    the tokens of each meaning
``meanings/numbers``  u4     (meanings,)    the number of each meaning ...
``meanings/names``    u1     (bytes,)       ... and its name: its term, NUL and
                                            its form. Names ascend, and a line
                                            end stands between two of them
====================  =====  =============  =================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Protocol

import numpy as np

from searchkit import utf8
from searchkit.local.segment import stored_json as values
from searchkit.local.segment.array_file import ArrayFile, ArrayFileWriter, map_file
from searchkit.local.segment.columns import (
    FixedColumn,
    NumberColumn,
    ReferenceColumn,
    read_column,
    write_columns,
)
from searchkit.local.segment.stored_fields import (
    FrameBuilder,
    Frames,
    StoredReader,
    StoredWriter,
    all_of,
    as_dictionaries,
)
from searchkit.local.store.disk import written_to
from searchkit.local.writing.packed_strings import Names
from searchkit.schema import (
    LABEL_FIELDS,
    LABEL_SEPARATOR,
    NAME_FIELDS,
    TEXT_FIELDS,
    UNDATED,
    UNKNOWN_LANGUAGE,
    labels,
    period,
    source_term,
    to_record,
)
from searchkit.syncing.fingerprints import FINGERPRINT_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt
    import zstandard

    from searchkit.article import Article
    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.stored_fields import FrameBatch
    from searchkit.local.writing.interning import Analysed, Vocabulary

    Array = npt.NDArray[Any]

_BLOCK = 1 << 19  # characters of text that are analysed at a time
_LINE_END = b"\n"  # no word has it


class Run(Protocol):
    """A run, as it is read."""

    @property
    def n_articles(self) -> int:
        """Articles in it, 1 or more."""

    @property
    def numbers(self) -> Array:
        """The number by which tokens name each meaning, uint32, (n_meanings,)."""

    def meanings(self) -> Sequence[bytes]:
        """Return the names of the meanings, ascending: term, ``JOINT`` and form."""

    def tokens(self, field: str) -> Array:
        """Return the meanings of the tokens of a field, article after article, uint32."""

    def lengths(self, field: str) -> Array:
        """Return the tokens of each article in a field, int64, (n_articles,)."""

    def counts(self, field: str) -> Array:
        """Return how many tokens of a field each meaning has, any integers, (n_meanings,)."""

    def columns(self) -> Mapping[str, Column]:
        """Return the columns, by name."""

    def frames(self) -> Frames:
        """Return the stored records."""


@dataclass(frozen=True, slots=True)
class FileRun:
    """A run that is on the disk.

    Attributes:
        path: Its file.
        n_articles: How many articles it has, 1 or more.
        size: Characters of their titles and texts.
        n_meanings: How many meanings their tokens have.
    """

    path: Path
    n_articles: int
    size: int
    n_meanings: int

    def open(self) -> Run:
        """Return the run, to be read."""
        return _OpenRun(self.path)

    def remove(self) -> None:
        """Remove it from the disk."""
        self.path.unlink()


@dataclass(frozen=True, slots=True)
class HeldRun:
    """A run that stays in memory; see :class:`Run` and :class:`FileRun`."""

    n_articles: int
    size: int
    numbers: Array
    _names: list[bytes]
    _analysed: Analysed
    _counts: Mapping[str, Array]
    _columns: Mapping[str, Column]
    _frames: list[FrameBatch]
    _dictionaries: list[bytes]

    @property
    def n_meanings(self) -> int:
        """How many meanings their tokens have."""
        return len(self.numbers)

    def open(self) -> Run:
        """Return the run, to be read."""
        return self

    def remove(self) -> None:
        """Do nothing: it is nowhere."""

    def meanings(self) -> Sequence[bytes]:
        """Return the names of the meanings."""
        return self._names

    def tokens(self, field: str) -> Array:
        """Return the tokens of a field."""
        return self._analysed.tokens[field]

    def lengths(self, field: str) -> Array:
        """Return the lengths of a field."""
        return self._analysed.lengths[field]

    def counts(self, field: str) -> Array:
        """Return the counts of the meanings in a field."""
        return self._counts[field]

    def columns(self) -> Mapping[str, Column]:
        """Return the columns."""
        return self._columns

    def frames(self) -> Frames:
        """Return the stored records."""
        return Frames(self._frames, as_dictionaries(self._dictionaries))


class Batch:
    """Articles that are to be one run.

    Args:
        vocabulary: What their words mean; it may serve one batch after another.
        new_path: Gives the path of the run; not asked for one that stays in memory.
        dictionary: A dictionary of the batch before, for the records of this one.

    Attributes:
        size: Characters of titles and texts so far.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        new_path: Callable[[], Path],
        *,
        dictionary: zstandard.ZstdCompressionDict | None = None,
    ) -> None:
        self.size = 0
        self._vocabulary = vocabulary
        self._new_path = new_path
        self._file: _RunWriter | None = None
        self._waiting: list[Article] = []
        self._waiting_size = 0  # characters
        self._names: dict[str, list[str]] = {name: [] for name in (*NAME_FIELDS, *LABEL_FIELDS)}
        self._fingerprints: list[bytes] = []
        self._dates: list[tuple[int, int]] = []
        self._in_utc: list[bool] = []
        self._frames = FrameBuilder(dictionary)

    @property
    def count(self) -> int:
        """How many articles were added."""
        return len(self._fingerprints)

    @property
    def dictionary(self) -> zstandard.ZstdCompressionDict | None:
        """The dictionary that records are compressed with, once there is one."""
        return self._frames.dictionary

    def add(self, article: Article, *, fingerprint: bytes) -> None:
        """Add an article.

        Args:
            article: The article.
            fingerprint: What tells its content from another, 16 bytes.
        """
        self._fingerprints.append(fingerprint)
        self._waiting.append(article)
        size = len(article.text) + len(article.title)
        self.size += size
        self._waiting_size += size
        if self._waiting_size >= _BLOCK:
            self._write(self._analysed())

    def finish(self) -> FileRun | HeldRun | None:
        """Analyse what is left, and write it behind what was written; call it once, at the end.

        Returns:
            The run; None: there were no articles.
        """
        if not self.count:
            return None
        if self._file is None:
            return self._held(self._analysed())
        self._write(self._analysed())
        with written_to(self._file.path.parent):
            met = self._file.finish(self._frames, self._columns(), self._vocabulary.meanings)
        return FileRun(self._file.path, self.count, self.size, met)

    def _held(self, analysed: Analysed) -> HeldRun:
        """Return all articles as a run in memory."""
        meanings = self._vocabulary.meanings
        counts = {name: np.bincount(analysed.tokens[name]) for name in TEXT_FIELDS}
        numbers, its_counts = _met(counts, meanings)
        frames = self._frames.finish()
        return HeldRun(
            n_articles=self.count,
            size=self.size,
            numbers=numbers,
            _names=[meanings[number] for number in numbers.tolist()],
            _analysed=analysed,
            _counts=its_counts,
            _columns=self._columns(),
            _frames=list(frames.batches),
            _dictionaries=[dictionary.as_bytes() for dictionary in frames.dictionaries.values()],
        )

    def _analysed(self) -> Analysed:
        """Analyse the articles that wait, all at once."""
        articles = self._waiting
        analysed = self._vocabulary.analyse(articles)
        for article, language in zip(articles, analysed.languages, strict=True):
            self._frames.add_encoded(values.encode(to_record(article, language=language)))
            self._dates.append(period(article.date))
            self._in_utc.append(article.date is not None and article.date.utc)
            self._names["key"].append(article.key)
            self._names["path"].append(article.path)
            self._names["source"].append(source_term(article.source))
            self._names["language"].append(language or UNKNOWN_LANGUAGE)
            for name, its in labels(article).items():
                self._names[name].append(LABEL_SEPARATOR.join(its))
        self._waiting = []
        self._waiting_size = 0
        return analysed

    def _write(self, analysed: Analysed) -> None:
        """Write what was analysed."""
        if self._file is None:
            path = self._new_path()
            with written_to(path.parent):
                self._file = _RunWriter(path)
        with written_to(self._file.path.parent):
            for name in TEXT_FIELDS:
                self._file.append_tokens(name, analysed.tokens[name], analysed.lengths[name])
            self._file.append_frames(self._frames)

    def _columns(self) -> dict[str, Column]:
        columns: dict[str, Column] = {n: _references(names) for n, names in self._names.items()}
        rows = np.frombuffer(b"".join(self._fingerprints), np.uint8)
        columns["fingerprint"] = FixedColumn(
            rows.reshape(self.count, FINGERPRINT_LENGTH), bytes(FINGERPRINT_LENGTH)
        )
        dates = np.array(self._dates, np.int64).reshape(self.count, 2)
        columns["date_from"] = NumberColumn(dates[:, 0], UNDATED)
        columns["date_to"] = NumberColumn(dates[:, 1], UNDATED)
        columns["date_in_utc"] = NumberColumn(np.array(self._in_utc, np.int8))
        return columns


def _references(names: Sequence[str]) -> ReferenceColumn:
    """Return the column of one name an article."""
    known = sorted(set(map(utf8.encode, names)))
    number = {name: i for i, name in enumerate(known)}
    numbers = np.array([number[utf8.encode(name)] for name in names], np.int64)
    return ReferenceColumn(numbers, known)


def _met(counts: Mapping[str, Array], meanings: Sequence[bytes]) -> tuple[Array, dict[str, Array]]:
    """Return the meanings that tokens have, and how many tokens each has in each field.

    Args:
        counts: For each field, the tokens of each meaning up to the last that it has, int64.
        meanings: The names of the meanings.

    Returns:
        The numbers of those that are met, in the order of their names, uint32, and
        for each field their counts, int64.
    """
    rows = np.zeros((len(counts), len(meanings)), np.int64)
    for row, its in zip(rows, counts.values(), strict=True):
        row[: len(its)] = its
    met = np.flatnonzero(rows.any(axis=0)).tolist()
    numbers = np.array(sorted(met, key=meanings.__getitem__), np.uint32)
    return numbers, dict(zip(counts, rows[:, numbers], strict=True))


class _RunWriter:
    """A run that is being written.

    Args:
        path: Where to.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream: IO[bytes] = path.open("wb")
        self._file = ArrayFileWriter(self._stream, scratch=path.parent)
        self._stored = StoredWriter(self._file)
        self._counts = {name: np.zeros(0, np.int64) for name in TEXT_FIELDS}

    def append_tokens(self, name: str, tokens: Array, lengths: Array) -> None:
        """Write the tokens of the articles that follow, in one field."""
        self._file.append(f"{name}/tokens", tokens.astype(np.uint32, copy=False))
        self._file.append(f"{name}/lengths", lengths.astype(np.uint32))
        counts = np.bincount(tokens, minlength=len(self._counts[name]))
        counts[: len(self._counts[name])] += self._counts[name]
        self._counts[name] = counts

    def append_frames(self, frames: FrameBuilder) -> None:
        """Write the frames that are ready."""
        for batch in frames.take():
            self._stored.append(batch)

    def finish(
        self,
        frames: FrameBuilder,
        columns: dict[str, Column],
        meanings: Sequence[bytes],
    ) -> int:
        """Write the rest, and what the tokens mean; return how many meanings they have."""
        last = frames.finish()
        for batch in last.batches:
            self._stored.append(batch)
        self._stored.finish(list(last.dictionaries.values()))
        n = self._stored.count
        numbers, its_counts = _met(self._counts, meanings)
        names = _LINE_END.join([meanings[number] for number in numbers.tolist()])
        self._file.add("meanings/numbers", numbers)
        self._file.add("meanings/names", np.frombuffer(names, np.uint8))
        for name, counts in its_counts.items():
            self._file.add(f"{name}/counts", counts.astype(np.uint32))
        description = {"articles": n, "columns": write_columns(self._file, columns, n_articles=n)}
        with self._stream, self._file:
            self._file.finish(description)
        return len(numbers)


class _OpenRun:
    """A run on the disk, opened; see :class:`Run`.

    Args:
        path: Its file.
    """

    def __init__(self, path: Path) -> None:
        self._file: ArrayFile = map_file(path, trusted=True)
        self.n_articles: int = self._file.description["articles"]

    def frames(self) -> Frames:
        """Return the stored records."""
        return all_of(StoredReader(self._file, n_articles=self.n_articles))

    def columns(self) -> dict[str, Column]:
        """Return the columns."""
        return {
            name: read_column(self._file, name, description, n_articles=self.n_articles)
            for name, description in self._file.description["columns"].items()
        }

    def tokens(self, field: str) -> Array:
        """Return the tokens of a field."""
        return self._file.array(f"{field}/tokens")

    def lengths(self, field: str) -> Array:
        """Return the lengths of a field."""
        return self._file.array(f"{field}/lengths").astype(np.int64)

    @property
    def numbers(self) -> Array:
        """The number by which tokens name each meaning."""
        return self._file.array("meanings/numbers")

    def meanings(self) -> Sequence[bytes]:
        """Return the names of the meanings."""
        return Names.split(self._file.array("meanings/names").tobytes(), _LINE_END)

    def counts(self, field: str) -> Array:
        """Return the counts of the meanings in a field."""
        return self._file.array(f"{field}/counts")
