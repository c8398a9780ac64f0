"""The stored fields of articles: two compressed frames for each.

"Here is an article number: what was stored of the article?" Its *entry* is the frame of the
head, and behind that the frame of the long texts, if there are any. A list of hits shows what
is in heads, which are decompressed ten times as fast as the texts.

Each entry can be read alone. Articles are short and alike, so the frames of a segment share a
dictionary of Zstandard that was trained on some of them; that makes them a fifth
smaller. A frame names its dictionary by number, so a segment can hold entries with frames of
several: a merge copies entries as they are, and only compresses again what was
written without a dictionary.
"""

from __future__ import annotations

import threading
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import zstandard

from searchkit.hashing import blake2b
from searchkit.local.segment import stored_json
from searchkit.local.segment.stored_json import Encoded
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
# Bytes of a segment, and of what is counted in it. What is found for each dictionary by trying,
# as is usual, compresses no better, and takes five times as long.
_TRAINING = {"k": 400, "d": 8}
_MOST_SAMPLES = 4096  # that a merge trains on
_FEW_SAMPLES = 64  # that show how long records are
_HELD_BACK = 1 << 24  # bytes that wait for a dictionary
_DICTIONARIES = 16  # that a merged segment keeps
_FRAME_LIMIT = 1 << 31  # bytes of one article: more is taken for damage
_BATCH = 4096  # articles
_CHECKSUM = 4  # bytes at the end of a frame
_MAGIC = bytes.fromhex("37a430ec")  # a dictionary begins with it ...
_HEAD = 8  # ... and with its number: so many bytes together
_FIRST_NUMBER, _LAST_NUMBER = 1 << 15, 1 << 31  # the others are not for private use: RFC 8878


class FrameBatch(Record):
    """Compressed entries, one for each of some articles and in their order.

    Attributes:
        lengths: Bytes of each, int64, (n_articles,); 0: nothing is stored of the article.
        data: The entries, one after another, uint8.
    """

    lengths: Array
    data: Array

    @classmethod
    def of(cls, entries: Sequence[bytes]) -> FrameBatch:
        """Return entries as a batch."""
        lengths = np.fromiter(map(len, entries), np.int64, len(entries))
        return cls(lengths, np.frombuffer(b"".join(entries), np.uint8))


class Frames(Record):
    """Compressed entries and the dictionaries that their frames need.

    Attributes:
        batches: The entries, some articles at a time.
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
        self._waiting: list[Encoded] = []
        self._size = 0  # bytes that wait
        self._ready: list[FrameBatch] = []
        self.dictionary = dictionary
        self._compressor = None if dictionary is None else _compressor(dictionary)

    def add(self, record: Mapping[str, Any]) -> None:
        """Add the record of the next article; an empty one takes no room.

        Raises:
            UnstorableValueError: It holds what cannot be stored.
        """
        self.add_encoded(stored_json.encode(dict(record)) if record else Encoded())

    def add_encoded(self, encoded: Encoded) -> None:
        """Add a record that :func:`stored_json.encode` has encoded."""
        self._waiting.append(encoded)
        self._size += len(encoded.head) + len(encoded.texts)
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
        entries = [_entry(self._compressor, encoded) for encoded in self._waiting]
        self._ready.append(FrameBatch.of(entries))
        self._waiting = []
        self._size = 0


def _entry(compressor: zstandard.ZstdCompressor, encoded: Encoded) -> bytes:
    """Return the frames of a record."""
    return b"".join([compressor.compress(part) for part in encoded if part])


def train(samples: Sequence[Encoded], *, size: int) -> zstandard.ZstdCompressionDict | None:
    """Return a dictionary for records like the samples, or None where none pays.

    Args:
        samples: Some encoded records.
        size: Bytes that are to be compressed.
    """
    length = _dictionary_length(size)
    if not length:
        return None
    parts: list[bytes] = [part for sample in samples for part in sample if part]
    number = _new_number(parts, length)
    try:
        return zstandard.train_dictionary(length, [*parts], dict_id=number, **_TRAINING)
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
        encoded = self.encoded(article)
        if not encoded.head:
            return {}
        try:
            record = stored_json.decode(encoded)
        except ValueError as error:
            raise self._file.damaged(f"stored fields of article {article}: {error}") from error
        if not isinstance(record, dict):
            raise self._file.damaged(f"stored fields of article {article} are no record")
        return record

    def fields(self, article: int, names: Sequence[str]) -> dict[str, Any]:
        """Return some of the stored fields of an article: short ones, without reading long ones.

        Args:
            article: The article.
            names: The fields; more may be returned.
        """
        entry = self.entry(article)
        if not entry:
            return {}
        head = self._decompressed(article, entry, has_more=True)
        try:
            found = stored_json.decode_fields(head, names)
        except ValueError as error:
            raise self._file.damaged(f"stored fields of article {article}: {error}") from error
        return self.record(article) if found is None else found

    def encoded(self, article: int) -> Encoded:
        """Return the stored fields of an article as :func:`stored_json.encode` wrote them."""
        entry = self.entry(article)
        if not entry:
            return Encoded()
        try:
            head, texts = _split(entry)
        except zstandard.ZstdError as error:
            raise self._file.damaged(f"stored fields of article {article}: {error}") from error
        decompressed = self._decompressed(article, head)
        return Encoded(decompressed, self._decompressed(article, texts) if texts else b"")

    def _decompressed(self, article: int, frame: bytes, *, has_more: bool = False) -> bytes:
        """Return what a frame of an article holds, behind which there may be more."""
        try:
            parameters = zstandard.get_frame_parameters(frame)
            if not 0 <= parameters.content_size < _FRAME_LIMIT:
                raise self._file.damaged(f"stored fields of article {article} have no size")
            if not parameters.has_checksum:
                raise self._file.damaged(f"stored fields of article {article} have no checksum")
            decompressor = self._decompressor(parameters.dict_id)
            return decompressor.decompress(frame, allow_extra_data=has_more)
        except zstandard.ZstdError as error:
            raise self._file.damaged(f"stored fields of article {article}: {error}") from error

    def entry(self, article: int) -> bytes:
        """Return the compressed frames of an article."""
        if not 0 <= article < len(self._starts) - 1:
            raise IndexError(article)
        start, end = self._starts.item(article), self._starts.item(article + 1)
        if not start <= end <= len(self._frames):
            raise self._file.damaged(f"article {article} has its stored fields beyond their end")
        return self._frames[start:end].tobytes()

    def entries(self, first: int, last: int) -> FrameBatch:
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
    """Reads the stored fields of articles whose entries are in memory.

    Args:
        frames: The entries, and their dictionaries.
    """

    def __init__(self, frames: Frames) -> None:
        batches = list(frames.batches)
        lengths = [np.zeros(0, np.int64), *(batch.lengths for batch in batches)]
        self._starts = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
        self._data = np.concatenate([np.zeros(0, np.uint8), *(batch.data for batch in batches)])
        self._dictionaries = frames.dictionaries

    def record(self, article: int) -> dict[str, Any]:
        """Return the stored fields of an article, by their names."""
        entry = self._data[self._starts[article] : self._starts[article + 1]].tobytes()
        if not entry:
            return {}
        number = zstandard.get_frame_parameters(entry).dict_id
        dictionary = self._dictionaries[number] if number else None
        return _unpacked(entry, zstandard.ZstdDecompressor(dict_data=dictionary))


def _unpacked(entry: bytes, decompressor: zstandard.ZstdDecompressor) -> dict[str, Any]:
    """Return a record from an entry that was just written."""
    record: dict[str, Any] = stored_json.decode(_encoded(entry, decompressor))
    return record


def _encoded(entry: bytes, decompressor: zstandard.ZstdDecompressor) -> Encoded:
    return Encoded(*(decompressor.decompress(frame) for frame in _split(entry) if frame))


def _split(entry: bytes) -> tuple[bytes, bytes]:
    """Return the first frame of an entry, and what follows.

    A frame is a header, blocks and a checksum. A header of a block has 3 bytes: in the lowest bit
    whether it is the last, in the next two the type, and in the others a size; a block of type
    1 is one byte that is repeated.

    Raises:
        ZstdError: It does not begin with a frame.

    Source: RFC 8878, section 3.1.1, "Zstandard Frames".
    """
    end = zstandard.frame_header_size(entry)
    is_last = False
    while not is_last and end < len(entry):
        header = int.from_bytes(entry[end : end + 3], "little")
        is_last = bool(header & 1)
        end += 3 + (1 if (header >> 1) & 3 == 1 else header >> 3)
    end += _CHECKSUM
    return entry[:end], entry[end:]


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
    digest = blake2b(b"".join(samples), digest_size=8, salt=length.to_bytes(8, "little"))
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
        reader.entries(first, min(first + _BATCH, len(reader)))
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
    """Return the entries of the surviving articles of several segments.

    They are copied where their dictionary is kept: those of the segments with
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
    """Return the entries of some articles of a segment, with a dictionary that is kept."""
    if reader is None:
        return FrameBatch(np.zeros(len(articles), np.int64), np.zeros(0, np.uint8))
    first, last = articles[0].item(), articles[-1].item() + 1
    known = reader.dictionaries.keys()
    if last - first == len(articles) and known and known <= kept.keys():
        return reader.entries(first, last)
    return FrameBatch.of(
        [_merged_entry(reader, article, kept, compressor) for article in articles.tolist()]
    )


def _merged_entry(
    reader: StoredReader,
    article: int,
    kept: dict[int, zstandard.ZstdCompressionDict],
    compressor: zstandard.ZstdCompressor,
) -> bytes:
    entry = reader.entry(article)
    number = zstandard.get_frame_parameters(entry).dict_id if entry else 0
    if entry and number not in kept and (kept or number):
        return _entry(compressor, reader.encoded(article))
    return entry


def _size_of(segments: Sequence[tuple[StoredReader | None, Array]]) -> int:
    """Return about how many bytes the surviving records have."""
    few = _samples(segments, most=_FEW_SAMPLES)
    total = sum(len(articles) for _, articles in segments)
    return sum(len(head) + len(texts) for head, texts in few) * total // max(len(few), 1)


def _samples(
    segments: Sequence[tuple[StoredReader | None, Array]], *, most: int = _MOST_SAMPLES
) -> list[Encoded]:
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
    yield from map(stored_json.decode, encoded_records(frames))


def encoded_records(frames: Frames) -> Iterator[Encoded]:
    """Yield what `records` does as :func:`stored_json.encode` wrote it."""
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
            entry = data[start:end]
            number = zstandard.get_frame_parameters(entry).dict_id
            yield _encoded(entry, decompressors.get(number, plain))
