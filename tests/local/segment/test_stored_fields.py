from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from searchkit.errors import IndexDamagedError
from searchkit.local.segment.array_file import ArrayFile
from searchkit.local.segment.array_file_writer import ArrayFileWriter
from searchkit.local.segment.stored_fields import (
    FrameBuilder,
    Frames,
    StoredReader,
    StoredWriter,
    _split,
    merged,
    train,
)
from searchkit.local.segment.stored_json import encode


def stored(frames: Frames) -> StoredReader:
    stream = BytesIO()
    with ArrayFileWriter(stream) as file:
        writer = StoredWriter(file)
        for batch in frames.batches:
            writer.append(batch)
        writer.finish(list(frames.dictionaries.values()))
        file.finish({})
    opened = ArrayFile(stream.getvalue(), name="s.arrays", directory=Path("index"))
    return StoredReader(opened, n_articles=writer.count)


def frames_of(records: Iterable[dict[str, Any]]) -> Frames:
    builder = FrameBuilder()
    for record in records:
        builder.add(record)
    return builder.finish()


def records(count: int, *, seed: int = 0) -> list[dict[str, Any]]:
    words = [f"word{n * n}" for n in range(2000)]
    random = np.random.default_rng(seed)
    return [
        {"key": f"{seed}/{n}", "text": " ".join(random.choice(words, 300).tolist())}
        for n in range(count)
    ]


def test_records_come_back_one_by_one() -> None:
    some: list[dict[str, Any]] = [{"title": "Tide", "n": 1}, {}, {"title": "Naïve"}]

    reader = stored(frames_of(some))

    assert [reader.record(article) for article in (2, 0, 1)] == [some[2], some[0], some[1]]
    with pytest.raises(IndexError):
        reader.record(3)


def test_many_records_share_a_dictionary() -> None:
    some = records(700)

    reader = stored(frames_of(some))

    assert len(reader.dictionaries) == 1
    assert [reader.record(article) for article in range(700)] == some


def test_merged_records_are_those_of_the_survivors() -> None:
    large, small = records(700), records(3, seed=1)
    readers = [stored(frames_of(small)), None, stored(frames_of(large))]
    survivors = [np.array([0, 2]), np.arange(2), np.arange(0, 700, 2)]

    result = stored(merged(list(zip(readers, survivors, strict=True))))

    assert [result.record(article) for article in range(354)] == [
        small[0],
        small[2],
        {},
        {},
        *large[::2],
    ]
    assert result.dictionaries.keys() == readers[2].dictionaries.keys()  # type: ignore[union-attr]


def test_a_merge_of_small_segments_trains_a_dictionary() -> None:
    parts = [records(100, seed=seed) for seed in range(7)]
    readers = [stored(frames_of(part)) for part in parts]

    result = stored(merged([(reader, np.arange(100)) for reader in readers]))

    assert [len(reader.dictionaries) for reader in readers] == [0] * 7
    assert len(result.dictionaries) == 1
    assert [result.record(article) for article in range(700)] == list(chain(*parts))


def test_dictionaries_are_told_apart_by_what_they_were_trained_on() -> None:
    samples = [encode({"text": f"Record {n} tells of the tide. " * 200}) for n in range(0, 600, 8)]

    one = train(samples[:38], size=1_769_600)
    other = train(samples, size=3_569_600)

    assert one is not None
    assert other is not None
    assert one.dict_id() != other.dict_id()


def test_short_fields_are_read_without_the_long_ones() -> None:
    some = records(700)
    reader = stored(frames_of(some))
    reader._frames = without_the_texts_of(reader, 3)

    assert reader.fields(3, ["key", "another"]) == {"key": "0/3"}
    with pytest.raises(IndexDamagedError, match="stored fields of article 3"):
        reader.fields(3, ["key", "text"])


def test_a_field_that_is_long_is_read_with_all() -> None:
    some = [{"key": "a", "title": "Tide " * 200, "text": "x" * 600}, {}]

    reader = stored(frames_of(some))

    assert [reader.fields(article, ["key", "title"]) for article in (0, 1)] == some


def test_every_byte_of_an_entry_that_differs_is_damage() -> None:
    reader = stored(frames_of(records(2)))
    start, end = 0, int(reader._starts.item(1))
    whole = reader._frames.copy()

    for at in range(start, end):
        reader._frames = whole.copy()
        reader._frames[at] ^= 0xFF
        with pytest.raises(IndexDamagedError, match="stored fields of article 0"):
            reader.record(0)
        assert reader.record(1) == records(2)[1]


@pytest.mark.parametrize("length", [1, 2, 5, 12, 40, 200])
def test_an_entry_that_is_cut_is_damage(length: int) -> None:
    reader = stored(frames_of(records(1)))
    starts: Any = reader._starts[:].copy()
    starts[1] -= length
    reader._starts = starts

    with pytest.raises(IndexDamagedError, match="stored fields of article 0"):
        reader.record(0)


def test_merged_records_have_their_short_fields_in_front() -> None:
    large, small = records(700), records(3, seed=1)
    readers = [stored(frames_of(small)), stored(frames_of(large))]

    result = stored(merged([(readers[0], np.arange(3)), (readers[1], np.arange(700))]))

    for article in range(703):
        result._frames = without_the_texts_of(result, article)
    assert [result.fields(article, ["key"]) for article in range(703)] == [
        {"key": one["key"]} for one in [*small, *large]
    ]


def without_the_texts_of(reader: StoredReader, article: int) -> Any:
    entry = reader.entry(article)
    head, texts = _split(entry)
    end = int(reader._starts.item(article + 1))
    frames = reader._frames.copy()
    frames[end - len(texts) : end] = 0

    assert head
    assert texts
    return frames
