"""What a process has analysed, on its way into a segment.

A process that reads articles cannot know the order of their terms before it has
met the last one. So it keeps its tokens as the numbers that its vocabulary gave
them, and writes them, a block of articles at a time, to a file of its own: a
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
``quotations/hashes`` u4     (hashes,)      those of the quotations of the
                                            articles, one after another
``quotations/counts`` u4     (articles,)    how many each article has
``parts/c``                                 the column ``c`` of a table of parts
``meanings/numbers``  u4     (meanings,)    the number of each meaning ...
``meanings/names``    u1     (bytes,)       ... and its name: its term, NUL and
                                            its form, and where its stem is not
                                            its term, NUL, the stem, NUL and the
                                            language. Names ascend, and a line
                                            end is between any two
``meanings/hashes``   u8     (meanings,)    the hash of the form of each
====================  =====  =============  =================================
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np

from searchkit import utf8
from searchkit.local.segment import stored_json
from searchkit.local.segment.array_file import map_file
from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.segment.columns import (
    FixedColumn,
    NumberColumn,
    ReferenceColumn,
    VariableColumn,
    joined_columns,
    read_column,
    write_columns,
)
from searchkit.local.segment.packed_strings import Names
from searchkit.local.segment.stored_fields import (
    FrameBuilder,
    Frames,
    HeldRecords,
    StoredReader,
    StoredWriter,
    all_of,
    as_dictionaries,
)
from searchkit.local.store.disk import written_to
from searchkit.local.writing.part_tables import NO_PARTS, PartTable, parts_of
from searchkit.local.writing.quotation_hashes import QuotationHashes
from searchkit.records import Record
from searchkit.schema import (
    LABEL_FIELDS,
    LABEL_SEPARATOR,
    NAME_FIELDS,
    NO_OFFSET,
    TEXT_FIELDS,
    UNDATED,
    UNKNOWN_LANGUAGE,
    labels,
    offset,
    period,
    source_term,
    to_record,
)
from searchkit.syncing.fingerprints import FINGERPRINT_LENGTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import numpy.typing as npt
    import zstandard

    from searchkit.article import Article
    from searchkit.local.segment.columns import Column
    from searchkit.local.segment.stored_fields import FrameBatch
    from searchkit.local.writing.interning import Analysed, Vocabulary

    Array = npt.NDArray[Any]

_BLOCK = 1 << 19  # characters of text that are analysed at a time
_LINE_END = b"\n"  # no word has it
NOTHING_LEFT_OUT = np.zeros(0, np.int64)


class Run(Record):
    """A run, in memory or mapped into it.

    Attributes:
        n_articles: How many articles it has, 1 or more.
        numbers: The number by which tokens name each meaning, uint32, (n_meanings,).
        names: The names of the meanings as the file has them, uint8, (n_bytes,).
        hashes: The hash of the form of each meaning, uint64, (n_meanings,).
        tokens: By field: the meanings of its tokens, article after article, uint32.
        lengths: By field: the tokens of each article, int64, (n_articles,).
        counts: By field: how many tokens each meaning has, any integers, (n_meanings,).
        columns: The columns, by name.
        frames: The stored records.
        dictionaries: What these are compressed with.
        quotations: The hashes of the quotations of its articles.
        records: Reads the stored record of an article; None: the frames are in memory.
        parts: What of the texts may be furniture by evidence.
        left_out: Which tokens of the texts are, and so are left out, int64, ascending; they
            are neither in ``lengths`` nor in ``counts``.
    """

    n_articles: int
    numbers: Array
    names: Array
    hashes: Array
    tokens: Mapping[str, Array]
    lengths: Mapping[str, Array]
    counts: Mapping[str, Array]
    columns: Mapping[str, Column]
    frames: Iterable[FrameBatch]
    dictionaries: Sequence[bytes]
    quotations: QuotationHashes
    records: StoredReader | None
    parts: PartTable
    left_out: Array

    def meanings(self) -> Names:
        """Return the names of the meanings, ascending, as a vocabulary gives them."""
        return Names.split(self.names.tobytes(), _LINE_END)


class SavedRun(Record):
    """A run that waits to become a part of a segment.

    Attributes:
        content: The run itself where it is small, else the path of its file.
        n_articles: How many articles it has, 1 or more.
        size: Characters of their titles and texts.
        n_meanings: How many meanings their tokens have.
    """

    content: Run | Path
    n_articles: int
    size: int
    n_meanings: int

    def open(self) -> Run:
        """Return the run, to be read."""
        return self.content if isinstance(self.content, Run) else _read(self.content)

    @property
    def has_file(self) -> bool:
        """Whether it is in a file, and not in memory."""
        return isinstance(self.content, Path)

    def remove(self) -> None:
        """Remove its file, if it has one."""
        if isinstance(self.content, Path):
            self.content.unlink()


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
        # No lists of objects: there may be a hundred thousand articles.
        self._fingerprints = bytearray()
        self._dates = array("q")
        self._offsets = array("h")
        self._signatures: list[VariableColumn] = []  # those of the articles analysed together
        self._frames = FrameBuilder(dictionary)
        self._parts = NO_PARTS  # of the articles that were analysed last

    @property
    def count(self) -> int:
        """How many articles were added."""
        return len(self._fingerprints) // FINGERPRINT_LENGTH

    @property
    def dictionary(self) -> zstandard.ZstdCompressionDict | None:
        """The dictionary that records are compressed with, once there is one."""
        return self._frames.dictionary

    def add(self, article: Article, *, fingerprint: bytes) -> None:
        """Add an article.

        Args:
            article: The article.
            fingerprint: Of its content, 16 bytes.
        """
        self._fingerprints += fingerprint
        self._waiting.append(article)
        size = len(article.text) + len(article.title)
        self.size += size
        self._waiting_size += size
        if self._waiting_size >= _BLOCK:
            self._write(self._analysed())

    def finish(self) -> SavedRun | None:
        """Analyse what is left, and write it behind what was written; call it once, at the end.

        Returns:
            The run; None: there were no articles.
        """
        if not self.count:
            return None
        analysed = self._analysed()
        if self._file is None:
            run = self._held(analysed)
            return SavedRun(run, self.count, self.size, len(run.numbers))
        self._write(analysed)
        with written_to(self._file.path.parent):
            met = self._file.finish(self._frames, self._columns(), self._vocabulary)
        return SavedRun(self._file.path, self.count, self.size, met)

    def _held(self, analysed: Analysed) -> Run:
        """Return all articles as a run in memory."""
        counts = {name: np.bincount(analysed.tokens[name]) for name in TEXT_FIELDS}
        numbers, names, counts = _met(counts, self._vocabulary.meanings)
        frames = self._frames.finish()
        frames = frames.replace(batches=list(frames.batches))
        return Run(
            n_articles=self.count,
            numbers=numbers,
            names=names,
            hashes=self._vocabulary.hashes[numbers],
            tokens=analysed.tokens,
            lengths=analysed.lengths,
            counts=counts,
            columns=self._columns(),
            frames=frames.batches,
            dictionaries=[known.as_bytes() for known in frames.dictionaries.values()],
            quotations=analysed.quotations,
            records=None,
            parts=self._parts,
            left_out=NOTHING_LEFT_OUT,
        )

    def _analysed(self) -> Analysed:
        """Analyse the articles that wait, all at once."""
        articles = self._waiting
        parts = parts_of(articles)
        try:
            analysed = self._vocabulary.analyse(articles, parts.places, parts.counts)
        except OSError:  # the model of languages is unpacked into a temporary file
            with written_to(self._new_path().parent):
                raise
        self._parts = PartTable.of(parts, analysed.places)
        told = zip(articles, analysed.languages, analysed.doubtful, strict=True)
        for article, language, is_doubtful in told:
            self._frames.add_encoded(
                stored_json.encode(to_record(article, language=language, is_doubtful=is_doubtful))
            )
            self._dates.extend(period(article.date))
            self._offsets.append(offset(article.date))
            self._names["key"].append(article.key)
            self._names["path"].append(article.path)
            self._names["source"].append(source_term(article.source))
            self._names["language"].append(language or UNKNOWN_LANGUAGE)
            for name, found in labels(article).items():
                self._names[name].append(LABEL_SEPARATOR.join(found))
        self._signatures.append(analysed.signatures)
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
            self._file.append_quotations(analysed.quotations)
            self._file.append_parts(self._parts)
            self._file.append_frames(self._frames)

    def _columns(self) -> dict[str, Column]:
        columns: dict[str, Column] = {n: _references(names) for n, names in self._names.items()}
        rows = np.frombuffer(self._fingerprints, np.uint8)
        columns["fingerprint"] = FixedColumn(
            rows.reshape(self.count, FINGERPRINT_LENGTH), bytes(FINGERPRINT_LENGTH)
        )
        dates = np.frombuffer(self._dates, np.int64).reshape(self.count, 2)
        columns["signature"] = joined_columns(self._signatures)
        columns["date_from"] = NumberColumn(dates[:, 0], UNDATED)
        columns["date_to"] = NumberColumn(dates[:, 1], UNDATED)
        columns["date_offset"] = NumberColumn(np.frombuffer(self._offsets, np.int16), NO_OFFSET)
        return columns


def _references(names: Sequence[str]) -> ReferenceColumn:
    """Return the column of one name an article."""
    known = sorted(set(map(utf8.encode, names)))
    number = {name: i for i, name in enumerate(known)}
    numbers = np.array([number[utf8.encode(name)] for name in names], np.int64)
    return ReferenceColumn(numbers, known)


def _met(
    counts: Mapping[str, Array], meanings: Sequence[bytes]
) -> tuple[Array, Array, dict[str, Array]]:
    """Return the meanings that tokens have, and how many tokens each has in each field.

    Args:
        counts: For each field, the tokens of each meaning up to the last that it has, int64.
        meanings: The names of the meanings.

    Returns:
        The numbers of those that are met, in the order of their names, uint32, these
        names as a run has them, and for each field the counts, int64.
    """
    rows = np.zeros((len(counts), len(meanings)), np.int64)
    for row, counted in zip(rows, counts.values(), strict=True):
        row[: len(counted)] = counted
    met = sorted(np.flatnonzero(rows.any(axis=0)).tolist(), key=meanings.__getitem__)
    names = np.frombuffer(_LINE_END.join([meanings[number] for number in met]), np.uint8)
    numbers = np.array(met, np.uint32)
    return numbers, names, dict(zip(counts, rows[:, numbers], strict=True))


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

    def append_quotations(self, quotations: QuotationHashes) -> None:
        """Write the hashes of the quotations of the articles that follow."""
        self._file.append("quotations/hashes", quotations.hashes)
        self._file.append("quotations/counts", quotations.counts.astype(np.uint32))

    def append_parts(self, parts: PartTable) -> None:
        """Write what of the articles that follow may be furniture."""
        for name, column in parts._asdict().items():
            self._file.append(f"parts/{name}", column)

    def append_frames(self, frames: FrameBuilder) -> None:
        """Write the frames that are ready."""
        for batch in frames.take():
            self._stored.append(batch)

    def finish(
        self,
        frames: FrameBuilder,
        columns: dict[str, Column],
        vocabulary: Vocabulary,
    ) -> int:
        """Write the rest, and what the tokens mean; return how many meanings they have."""
        last = frames.finish()
        for batch in last.batches:
            self._stored.append(batch)
        self._stored.finish(list(last.dictionaries.values()))
        n = self._stored.count
        numbers, names, counts = _met(self._counts, vocabulary.meanings)
        self._file.add("meanings/numbers", numbers)
        self._file.add("meanings/names", names)
        self._file.add("meanings/hashes", vocabulary.hashes[numbers])
        for field, counted in counts.items():
            self._file.add(f"{field}/counts", counted.astype(np.uint32))
        description = {"articles": n, "columns": write_columns(self._file, columns, n_articles=n)}
        with self._stream, self._file:
            self._file.finish(description)
        return len(numbers)


def stored_records(runs: Sequence[Run]) -> Callable[[int], Mapping[str, Any]]:
    """Return what reads the stored record of an article of some runs."""
    firsts = [0, *accumulate(run.n_articles for run in runs)]
    readers: list[StoredReader | HeldRecords] = [
        run.records or HeldRecords(Frames(run.frames, as_dictionaries(run.dictionaries)))
        for run in runs
    ]

    def record(article: int) -> Mapping[str, Any]:
        run = bisect_right(firsts, article) - 1
        return readers[run].record(article - firsts[run])

    return record


def _read(path: Path) -> Run:
    """Return the run in a file."""
    file = map_file(path, trusted=True)
    n = file.description["articles"]
    stored = StoredReader(file, n_articles=n)
    return Run(
        n_articles=n,
        numbers=file.array("meanings/numbers"),
        names=file.array("meanings/names"),
        hashes=file.array("meanings/hashes"),
        tokens={name: file.array(f"{name}/tokens") for name in TEXT_FIELDS},
        lengths={name: file.array(f"{name}/lengths").astype(np.int64) for name in TEXT_FIELDS},
        counts={name: file.array(f"{name}/counts") for name in TEXT_FIELDS},
        columns={
            name: read_column(file, name, description, n_articles=n)
            for name, description in file.description["columns"].items()
        },
        frames=all_of(stored).batches,
        dictionaries=[known.as_bytes() for known in stored.dictionaries.values()],
        quotations=QuotationHashes(
            file.array("quotations/hashes"), file.array("quotations/counts").astype(np.int64)
        ),
        records=stored,
        parts=PartTable(*(file.array(f"parts/{name}") for name in PartTable._fields)),
        left_out=NOTHING_LEFT_OUT,
    )
