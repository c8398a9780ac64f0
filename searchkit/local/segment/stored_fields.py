"""The stored fields of articles: one compressed frame for each.

"Here is an article number: what was stored of the article?" Each frame can be
read alone. Articles are short and alike, so the frames of a segment share a
dictionary of Zstandard that was trained on some of them; that makes them a fifth
smaller. A frame names its dictionary by number, so a segment can hold frames of
several: a merge copies frames as they are, and only compresses again what was
written without a dictionary.
"""

from __future__ import annotations

import hashlib
import threading
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import zstandard

from searchkit.local.segment import stored_json
from searchkit.records import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt

    from searchkit.local.segment.array_file import ArrayFile, LazyArray
    from searchkit.local.segment.array_file_writer import ArrayFileWriter

    Array = npt.NDArray[Any]

LEVEL = 3  # of Zstandard: 130 MB/s; 6 would save 3 % and halve that

_SAMPLE_EVERY = 8  # articles
_TRAINED_FROM = 1 << 20  # bytes: a smaller segment does not earn a dictionary
_DICTIONARY_SHARE = 100  # a dictionary is a hundredth of what it compresses ...
_DICTIONARY_LIMIT = 448 << 10  # ... up to this many bytes, where it stops paying
_MOST_SAMPLES = 4096  # that a merge trains on
_FEW_SAMPLES = 64  # that show how long records are
_HELD_BACK = 1 << 24  # bytes that wait for a dictionary
_DICTIONARIES = 16  # that a merged segment keeps
_FRAME_LIMIT = 1 << 31  # bytes of one article: more is taken for damage
_BATCH = 4096  # frames
_MAGIC = bytes.fromhex("37a430ec")  # a dictionary begins with it ...
_HEAD = 8  # ... and with its number: so many bytes together
_FIRST_NUMBER, _LAST_NUMBER = 1 << 15, 1 << 31  # the others are not for private use: RFC 8878


class FrameBatch(Record):
    """Compressed frames, one for each of some articles and in their order.

    Attributes:
        lengths: Bytes of each, int64, (n_articles,); 0: nothing is stored of the article.
        data: The frames, one after another, uint8.
    """

    lengths: Array
    data: Array

    @classmethod
    def of(cls, frames: Sequence[bytes]) -> FrameBatch:
        """Return frames as a batch."""
        lengths = np.fromiter(map(len, frames), np.int64, len(frames))
        return cls(lengths, np.frombuffer(b"".join(frames), np.uint8))


class Frames(Record):
    """Compressed frames and the dictionaries they need.

    Attributes:
        batches: The frames, some articles at a time.
        dictionaries: The dictionaries, by their number.
    """

    batches: Iterable[FrameBatch]
    dictionaries: dict[int, zstandard.ZstdCompressionDict]


class FrameBuilder:
    """Compresses records as they come, in bounded memory.

    The first records are held back to train a dictionary on them.

    Args:
        dictionary: One that was trained before on records like these; None: it
            is to be trained.

    Attributes:
        dictionary: The dictionary, once there is one.
    """

    def __init__(self, dictionary: zstandard.ZstdCompressionDict | None = None) -> None:
        self._waiting: list[bytes] = []
        self._size = 0  # bytes that wait
        self._ready: list[FrameBatch] = []
        self.dictionary = dictionary
        self._compressor = None if dictionary is None else _compressor(dictionary)

    def add(self, record: Mapping[str, Any]) -> None:
        """Add the record of the next article; an empty one takes no room.

        Raises:
            UnstorableValueError: It holds what cannot be stored.
        """
        self.add_encoded(stored_json.encode(dict(record)) if record else b"")

    def add_encoded(self, data: bytes) -> None:
        """Add a record that :func:`stored_json.encode` has encoded."""
        self._waiting.append(data)
        self._size += len(data)
        if self._size >= (_HELD_BACK if self._compressor is None else _TRAINED_FROM):
            self._compress()

    def take(self) -> list[FrameBatch]:
        """Return the frames that are ready, and forget them."""
        ready, self._ready = self._ready, []
        return ready

    def finish(self) -> Frames:
        """Return the frames of all records that were not taken."""
        self._compress()
        dictionary = self.dictionary
        known = {} if dictionary is None else {dictionary.dict_id(): dictionary}
        return Frames(self.take(), known)

    def _compress(self) -> None:
        if self._compressor is None:
            # Where so much waits, more is likely to come, and a long dictionary pays.
            size = self._size if self._size < _HELD_BACK else _DICTIONARY_LIMIT * _DICTIONARY_SHARE
            self.dictionary = train(self._waiting[::_SAMPLE_EVERY], size=size)
            self._compressor = _compressor(self.dictionary)
        frames = [self._compressor.compress(d) if d else b"" for d in self._waiting]
        self._ready.append(FrameBatch.of(frames))
        self._waiting = []
        self._size = 0


def train(samples: Sequence[bytes], *, size: int) -> zstandard.ZstdCompressionDict | None:
    """Return a dictionary for records like the samples, or None where none pays.

    Args:
        samples: Some encoded records.
        size: Bytes that are to be compressed.
    """
    length = _dictionary_length(size)
    if not length:
        return None
    filled = [sample for sample in samples if sample]
    number = _new_number(filled, length)
    try:
        return zstandard.train_dictionary(length, [*filled], dict_id=number)
    except zstandard.ZstdError:  # the samples have too little in common
        return None


class StoredWriter:
    """Writes the frames of a segment, some at a time."""

    def __init__(self, file: ArrayFileWriter) -> None:
        self._file = file
        self._length = 0  # bytes
        self.count = 0
        file.append("stored/starts", np.zeros(1, np.uint64))
        file.append("stored/frames", np.zeros(0, np.uint8))

    def append(self, batch: FrameBatch) -> None:
        """Write the frames of the articles that follow."""
        ends = self._length + np.cumsum(batch.lengths)
        self._file.append("stored/frames", batch.data)
        self._file.append("stored/starts", ends.astype(np.uint64))
        self._length += len(batch.data)
        self.count += len(batch.lengths)

    def finish(self, dictionaries: Sequence[zstandard.ZstdCompressionDict]) -> None:
        """Write the dictionaries that the frames need."""
        contents = [dictionary.as_bytes() for dictionary in dictionaries]
        starts = np.concatenate(([0], np.cumsum([len(c) for c in contents], dtype=np.int64)))
        self._file.add("stored/dictionary_starts", starts.astype(np.uint32))
        self._file.add("stored/dictionaries", np.frombuffer(b"".join(contents), np.uint8))


class StoredReader:
    """Reads the stored fields of a segment; safe to share among threads.

    Args:
        file: The file of the segment.
        n_articles: Articles in it.
    """

    def __init__(self, file: ArrayFile, *, n_articles: int) -> None:
        self._file = file
        self._starts = file.lazy("stored/starts", n_articles + 1)
        self._frames = file.lazy("stored/frames").raw  # each has a checksum of its own
        self._local = threading.local()

    def __len__(self) -> int:
        return len(self._starts) - 1

    def record(self, article: int) -> dict[str, Any]:
        """Return the stored fields of an article, by their names."""
        data = self.encoded(article)
        if not data:
            return {}
        try:
            record = stored_json.decode(data)
        except ValueError as error:
            raise self._file.damaged(f"stored fields of article {article}: {error}") from error
        if not isinstance(record, dict):
            raise self._file.damaged(f"stored fields of article {article} are no record")
        return record

    def encoded(self, article: int) -> bytes:
        """Return the stored fields of an article as :func:`stored_json.encode` wrote them."""
        frame = self.frame(article)
        if not frame:
            return b""
        try:
            parameters = zstandard.get_frame_parameters(frame)
            if not 0 <= parameters.content_size < _FRAME_LIMIT:
                raise self._file.damaged(f"stored fields of article {article} have no size")
            if not parameters.has_checksum:
                raise self._file.damaged(f"stored fields of article {article} have no checksum")
            decompressor = self._decompressor(parameters.dict_id)
            return decompressor.decompress(frame, allow_extra_data=False)
        except zstandard.ZstdError as error:
            raise self._file.damaged(f"stored fields of article {article}: {error}") from error

    def frame(self, article: int) -> bytes:
        """Return the compressed frame of an article."""
        if not 0 <= article < len(self._starts) - 1:
            raise IndexError(article)
        start, end = self._starts.item(article), self._starts.item(article + 1)
        if not start <= end <= len(self._frames):
            raise self._file.damaged(f"article {article} has its stored fields beyond their end")
        return self._frames[start:end].tobytes()

    def frames(self, first: int, last: int) -> FrameBatch:
        """Return the compressed frames of consecutive articles (``last`` excluded)."""
        starts = self._starts[first : last + 1].astype(np.int64)
        lengths = np.diff(starts)
        if np.any(lengths < 0) or starts[-1] > len(self._frames):
            raise self._file.damaged(
                f"articles {first} to {last} have stored fields beyond their end"
            )
        return FrameBatch(lengths, self._frames[starts[0] : starts[-1]])

    @cached_property
    def dictionaries(self) -> dict[int, zstandard.ZstdCompressionDict]:
        """The dictionaries of the segment, by their number."""
        return {number: self._dictionary(number) for number in self._dictionary_spans}

    @cached_property
    def _dictionary_spans(self) -> dict[int, tuple[int, int]]:
        """Where each dictionary lies, by its number: start and end, end excluded."""
        spans = pairwise(self._file.array("stored/dictionary_starts").tolist())
        return {_number_of(self._contents[a : min(a + _HEAD, b)]): (a, b) for a, b in spans}

    @cached_property
    def _contents(self) -> LazyArray:
        return self._file.lazy("stored/dictionaries")

    def _dictionary(self, number: int) -> zstandard.ZstdCompressionDict:
        start, end = self._dictionary_spans[number]
        return zstandard.ZstdCompressionDict(self._contents[start:end].tobytes())

    def _decompressor(self, number: int) -> zstandard.ZstdDecompressor:
        # A decompressor may be used by one thread at a time.
        known: dict[int, zstandard.ZstdDecompressor] = self._local.__dict__.setdefault("known", {})
        if number not in known:
            if number and number not in self._dictionary_spans:
                raise self._file.damaged(f"dictionary {number} of its stored fields is missing")
            dictionary = self._dictionary(number) if number else None
            known[number] = zstandard.ZstdDecompressor(dict_data=dictionary)
        return known[number]


class HeldRecords:
    """Reads the stored fields of articles whose frames are in memory.

    Args:
        frames: The frames.
    """

    def __init__(self, frames: Frames) -> None:
        batches = list(frames.batches)
        lengths = [np.zeros(0, np.int64), *(batch.lengths for batch in batches)]
        self._starts = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
        self._data = np.concatenate([np.zeros(0, np.uint8), *(batch.data for batch in batches)])
        self._dictionaries = frames.dictionaries

    def record(self, article: int) -> dict[str, Any]:
        """Return the stored fields of an article, by their names."""
        frame = self._data[self._starts[article] : self._starts[article + 1]].tobytes()
        if not frame:
            return {}
        number = zstandard.get_frame_parameters(frame).dict_id
        dictionary = self._dictionaries[number] if number else None
        data = zstandard.ZstdDecompressor(dict_data=dictionary).decompress(frame)
        record: dict[str, Any] = stored_json.decode(data)
        return record


def _number_of(head: Array) -> int:
    """Return the number of a dictionary from its first bytes, 0 where it has none.

    Source: RFC 8878, section 5, "Dictionary Format".
    """
    data = head.tobytes()
    return int.from_bytes(data[4:], "little") if data.startswith(_MAGIC) else 0


def _new_number(samples: Sequence[bytes], length: int) -> int:
    """Return a number for a dictionary that no other has.

    Left to itself, Zstandard makes it of the text in the dictionary. But dictionaries of
    one text differ too, in what they know of its letters, and where records are very much
    alike, the same text is chosen from others of them.
    """
    digest = hashlib.blake2b(b"".join(samples), digest_size=8, salt=length.to_bytes(8, "little"))
    free = _LAST_NUMBER - _FIRST_NUMBER
    return _FIRST_NUMBER + int.from_bytes(digest.digest(), "little") % free


def as_dictionaries(contents: Iterable[bytes]) -> dict[int, zstandard.ZstdCompressionDict]:
    """Return dictionaries of which the bytes are given, by their number."""
    found = map(zstandard.ZstdCompressionDict, contents)
    return {dictionary.dict_id(): dictionary for dictionary in found}


def _compressor(dictionary: zstandard.ZstdCompressionDict | None) -> zstandard.ZstdCompressor:
    if dictionary is None:
        return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    dictionary.precompute_compress(level=LEVEL)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary, write_checksum=True)


def all_of(reader: StoredReader) -> Frames:
    """Return the frames of a file, with its dictionaries."""
    batches = (
        reader.frames(first, min(first + _BATCH, len(reader)))
        for first in range(0, len(reader), _BATCH)
    )
    return Frames(batches, reader.dictionaries)


def joined(several: Sequence[Frames]) -> Frames:
    """Return frames one after another, each with its dictionary."""
    return Frames(
        chain.from_iterable(frames.batches for frames in several),
        {number: known for frames in several for number, known in frames.dictionaries.items()},
    )


def merged(segments: Sequence[tuple[StoredReader | None, Array]]) -> Frames:
    """Return the frames of the surviving articles of several segments.

    Frames are copied where their dictionary is kept: those of the segments with
    the most articles are. What is left is compressed again.

    Args:
        segments: The stored fields of each segment, None where it has none, and
            its surviving articles.
    """
    size = _size_of(segments)
    least = _dictionary_length(size) // 4  # a smaller one was trained on far too little
    kept: dict[int, zstandard.ZstdCompressionDict] = {}
    for reader, _ in sorted(segments, key=lambda s: len(s[1]), reverse=True):
        for number, known in reader.dictionaries.items() if reader else ():
            if len(kept) < _DICTIONARIES and len(known) >= least:
                kept.setdefault(number, known)
    dictionary = next(iter(kept.values()), None) or train(_samples(segments), size=size)
    if dictionary is not None:
        kept.setdefault(dictionary.dict_id(), dictionary)
    compressor = _compressor(dictionary)
    batches = (
        _merged(reader, articles[first : first + _BATCH], kept, compressor)
        for reader, articles in segments
        for first in range(0, len(articles), _BATCH)
    )
    return Frames(batches, kept)


def _merged(
    reader: StoredReader | None,
    articles: Array,
    kept: dict[int, zstandard.ZstdCompressionDict],
    compressor: zstandard.ZstdCompressor,
) -> FrameBatch:
    """Return the frames of some articles of a segment, with a dictionary that is kept."""
    if reader is None:
        return FrameBatch(np.zeros(len(articles), np.int64), np.zeros(0, np.uint8))
    first, last = articles[0].item(), articles[-1].item() + 1
    known = reader.dictionaries.keys()
    if last - first == len(articles) and known and known <= kept.keys():
        return reader.frames(first, last)
    return FrameBatch.of(
        [_merged_frame(reader, article, kept, compressor) for article in articles.tolist()]
    )


def _merged_frame(
    reader: StoredReader,
    article: int,
    kept: dict[int, zstandard.ZstdCompressionDict],
    compressor: zstandard.ZstdCompressor,
) -> bytes:
    frame = reader.frame(article)
    number = zstandard.get_frame_parameters(frame).dict_id if frame else 0
    if frame and number not in kept and (kept or number):
        return compressor.compress(reader.encoded(article))
    return frame


def _size_of(segments: Sequence[tuple[StoredReader | None, Array]]) -> int:
    """Return about how many bytes the surviving records have."""
    few = _samples(segments, most=_FEW_SAMPLES)
    total = sum(len(articles) for _, articles in segments)
    return sum(map(len, few)) * total // max(len(few), 1)


def _samples(
    segments: Sequence[tuple[StoredReader | None, Array]], *, most: int = _MOST_SAMPLES
) -> list[bytes]:
    """Return some encoded records, from all segments alike."""
    total = sum(len(articles) for _, articles in segments)
    every = max(_SAMPLE_EVERY, total // most)
    return [
        reader.encoded(article)
        for reader, articles in segments
        if reader is not None
        for article in articles[::every].tolist()
    ]


def _dictionary_length(size: int) -> int:
    """Return how long a dictionary for so many bytes should be; 0: none pays."""
    return 0 if size < _TRAINED_FROM else min(size // _DICTIONARY_SHARE, _DICTIONARY_LIMIT)


def records(frames: Frames) -> Iterator[dict[str, Any]]:
    """Yield the stored fields of articles, in order, from frames that were just written."""
    decompressors = {
        number: zstandard.ZstdDecompressor(dict_data=known)
        for number, known in frames.dictionaries.items()
    }
    plain = zstandard.ZstdDecompressor()
    for batch in frames.batches:
        data = batch.data.tobytes()
        end = 0
        for length in batch.lengths.tolist():
            start, end = end, end + length
            frame = data[start:end]
            number = zstandard.get_frame_parameters(frame).dict_id
            found: dict[str, Any] = stored_json.decode(
                decompressors.get(number, plain).decompress(frame)
            )
            yield found
