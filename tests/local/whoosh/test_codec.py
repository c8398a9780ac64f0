"""An index directory that Whoosh writes and opens through our codec."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from whoosh import fields, index, query, sorting
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.writing import BufferedWriter

from searchkit.errors import IndexDamagedError, UnstorableValueError
from searchkit.local.segment.merging import Source, merged
from searchkit.local.segment.segment_reader import ArraySegment, open_segment
from searchkit.local.segment.segment_writer import save_segment
from searchkit.local.whoosh import ColumnarCodec, ColumnarSegment
from searchkit.local.whoosh.codec import open_arrays

SCHEMA = fields.Schema(
    key=fields.ID(stored=True, unique=True), text=fields.TEXT(stored=True), body=fields.STORED
)


def whoosh_index(directory: Path) -> Any:
    return index.open_dir(str(directory))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """An index of three articles, of which the second is deleted."""
    made = index.create_in(str(tmp_path), SCHEMA)
    with made.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(key="a", text="spring tide", body=("kept", 1))
        writer.add_document(key="b", text="neap tide")
        writer.add_document(key="c", text="tide tables")
    with made.writer(codec=ColumnarCodec()) as writer:
        writer.delete_by_term("key", "b")
    return tmp_path


def keys(opened: Any, asked: Any) -> list[str]:
    with opened.searcher() as searcher:
        return sorted(hit["key"] for hit in searcher.search(asked, limit=None))


def test_plain_whoosh_opens_the_directory_in_another_process(directory: Path) -> None:
    program = (
        "import sys, whoosh.index, whoosh.query\n"
        "with whoosh.index.open_dir(sys.argv[1]).searcher() as searcher:\n"
        "    found = searcher.search(whoosh.query.Phrase('text', ['tide', 'tables']))\n"
        "    print([hit.fields() for hit in found])\n"
    )

    run = subprocess.run(
        [sys.executable, "-c", program, str(directory)], capture_output=True, text=True, check=True
    )

    assert run.stdout == "[{'key': 'c', 'text': 'tide tables'}]\n"


def test_a_segment_is_one_file(directory: Path) -> None:
    suffixes = {path.suffix for path in directory.glob("*MAIN_*.*")}

    assert suffixes == {".arrays", ".toc"}
    assert len(list(directory.glob("*.arrays"))) == 1


def test_deleted_articles_are_not_found_and_can_be_brought_back(directory: Path) -> None:
    opened = whoosh_index(directory)
    before = keys(opened, query.Term("text", "tide"))

    with opened.writer(codec=ColumnarCodec()) as writer:
        writer.delete_document(1, delete=False)

    assert before == ["a", "c"]
    assert keys(opened, query.Term("text", "tide")) == ["a", "b", "c"]


def test_what_whoosh_pickles_of_a_segment_stays_small() -> None:
    segment = ColumnarSegment("MAIN")
    segment.set_doc_count(1_000_000)
    for number in range(0, 1_000_000, 100):
        segment.delete_document(number)

    data = pickle.dumps(segment)
    loaded = pickle.loads(data)

    assert len(data) < 1000
    assert loaded == segment
    assert loaded.deleted_array().tolist() == segment.deleted_array().tolist()
    assert loaded.doc_count() == 990_000


def test_a_missing_segment_file_is_told_as_a_missing_file(directory: Path) -> None:
    (segment_file,) = directory.glob("*.arrays")
    segment_file.unlink()

    with pytest.raises(FileNotFoundError, match=segment_file.name):
        whoosh_index(directory).reader()


def test_a_damaged_segment_file_is_told_by_name(directory: Path) -> None:
    (segment_file,) = directory.glob("*.arrays")
    segment_file.write_bytes(segment_file.read_bytes()[:-1])

    with pytest.raises(IndexDamagedError) as caught:
        whoosh_index(directory).reader()

    assert caught.value.address == str(directory)
    assert caught.value.reason.startswith(f"{segment_file.name}: it is ")


def test_stored_values_need_no_pickle(directory: Path) -> None:
    with whoosh_index(directory).reader() as reader:
        stored = reader.stored_fields(0)

    assert stored == {"key": "a", "text": "spring tide", "body": ("kept", 1)}


def test_an_article_that_cannot_be_stored_is_refused(directory: Path) -> None:
    writer = whoosh_index(directory).writer(codec=ColumnarCodec())

    with pytest.raises(UnstorableValueError, match="cannot be stored"):
        writer.add_document(key="d", body=object())
    writer.cancel()

    assert keys(whoosh_index(directory), query.Every()) == ["a", "c"]


def test_whoosh_merges_our_segments(directory: Path) -> None:
    opened = whoosh_index(directory)
    with opened.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(key="d", text="tide pool")
        writer.optimize = True

    with opened.reader() as reader:
        assert reader.doc_count_all() == 3
        assert list(reader.lexicon("text")) == [b"pool", b"spring", b"tables", b"tide"]
    assert keys(opened, query.Term("text", "tide")) == ["a", "c", "d"]


def test_merging_by_arrays_gives_what_whoosh_gives(directory: Path) -> None:
    opened = whoosh_index(directory)
    with opened.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(key="d", text="tide pool")
        writer.merge = False
    segments = opened._read_toc().segments
    storage = FileStorage(directory)
    sources = [Source(open_arrays(storage, s), s.deleted_array()) for s in segments]
    save_segment(directory / "by.arrays", merged(sources))
    with opened.writer(codec=ColumnarCodec()) as writer:
        writer.optimize = True
    (by_whoosh,) = directory.glob("MAIN_*.arrays")

    ours, theirs = open_segment(directory / "by.arrays"), open_segment(by_whoosh)

    assert plain(ours) == plain(theirs)


def plain(segment: ArraySegment) -> dict[str, Any]:
    """The postings, lengths and stored fields of a segment as plain values."""
    found: dict[str, Any] = {"stored": [segment.record(n) for n in range(segment.n_articles)]}
    for name in segment.field_names:
        field = segment.field(name)
        assert field is not None
        last = len(field.terms)
        found[name] = (list(field.terms), field.articles_of_terms(0, last).tolist())
        if field.has_positions:
            found[f"{name} at"] = field.occurrences_of_terms(0, last).positions.tolist()
    for name in segment.length_names:
        lengths = segment.lengths(name)
        assert lengths is not None
        found[f"{name} lengths"] = lengths.tolist()
    return found


def test_values_that_no_format_makes_are_kept_as_they_are() -> None:
    storage, codec = RamStorage(), ColumnarCodec()
    segment = codec.new_segment(storage, "MAIN")
    text: Any = fields.TEXT()
    writer = codec.field_writer(storage, segment)
    writer.start_field("text", text)
    writer.start_term(b"neap")
    writer.add(0, 2.0, text.format.encode([3, 9]), 7)
    writer.finish_term()
    writer.start_term(b"tide")
    writer.add(1, 1.5, b"anything", 5)
    writer.finish_term()
    writer.finish_field()
    writer.close()

    reader = codec.terms_reader(storage, segment)
    neap = reader.matcher("text", b"neap", text.format)
    tide = reader.matcher("text", b"tide", text.format)
    info = reader.term_info("text", b"neap")

    assert (neap.value_as("positions"), neap.weight()) == ([3, 9], 2.0)
    assert (tide.value(), tide.weight()) == (b"anything", 1.5)
    assert (info.min_length(), info.max_length()) == (7, 7)


def test_terms_are_written_in_order_and_inside_a_field() -> None:
    codec = ColumnarCodec()
    writer = codec.field_writer(RamStorage(), codec.new_segment(RamStorage(), "MAIN"))
    with pytest.raises(ValueError, match="no field was started"):
        writer.start_term(b"tide")
    writer.start_field("text", fields.TEXT())
    writer.start_term(b"tide")

    with pytest.raises(ValueError, match="cannot follow"):
        writer.start_term(b"sea")


def test_articles_are_written_one_after_another() -> None:
    codec = ColumnarCodec()
    writer = codec.per_document_writer(RamStorage(), codec.new_segment(RamStorage(), "MAIN"))
    with pytest.raises(ValueError, match="no article was started"):
        writer.finish_doc()
    with pytest.raises(ValueError, match="article 3 cannot follow -1"):
        writer.start_doc(3)
    writer.start_doc(0)

    with pytest.raises(ValueError, match="article 0 was not finished"):
        writer.start_doc(1)


def test_a_column_can_be_added_to_an_index_that_exists(directory: Path) -> None:
    opened = whoosh_index(directory)
    with opened.writer(codec=ColumnarCodec()) as writer:
        sorting.add_sortable(writer, "key", sorting.StoredFieldFacet("key"))
        writer.merge = False

    with opened.reader() as reader:
        assert list(reader.column_reader("key")) == ["a", "", "c"]


def test_a_cursor_goes_through_the_terms_of_a_field(directory: Path) -> None:
    with whoosh_index(directory).reader() as reader:
        cursor = reader.cursor("text")
        seen = [cursor.first(), cursor.next(), cursor.find("tab"), cursor.next(), cursor.next()]
        cursor.find(b"spring")

        assert seen == ["neap", "spring", "tables", "tide", None]
        assert cursor.is_valid()
        assert cursor.term_info().doc_frequency() == 1
        assert not reader.cursor("body").is_valid()


def test_a_buffered_writer_writes_through_the_codec(directory: Path) -> None:
    opened = whoosh_index(directory)
    writer = BufferedWriter(opened, period=None, limit=2, writerargs={"codec": ColumnarCodec()})
    for key in "xyz":
        writer.update_document(key=key, text="tide race")
    writer.update_document(key="a", text="ebb")
    writer.close()

    assert keys(opened, query.Term("text", "race")) == ["x", "y", "z"]
    assert keys(opened, query.Term("text", "tide")) == ["c", "x", "y", "z"]


def test_lengths_are_exact() -> None:
    made = RamStorage().create_index(SCHEMA)
    with made.writer(codec=ColumnarCodec()) as writer:
        writer.add_document(text="tide " * 1001)

    with made.reader() as reader:
        assert reader.doc_field_length(0, "text") == 1001
        assert reader.term_info("text", "tide").min_length() == 1001


def test_a_segment_is_read_by_many_threads_at_once(tmp_path: Path) -> None:
    made = index.create_in(str(tmp_path), SCHEMA)
    texts = [f"tide {number} " + "sea " * (number % 50) for number in range(3000)]
    with made.writer(codec=ColumnarCodec()) as writer:
        for number, text in enumerate(texts):
            writer.add_document(key=str(number), text=text)
    (path,) = tmp_path.glob("*.arrays")
    segment = open_segment(path)

    def read(seed: int) -> list[tuple[str, int]]:
        field = segment.field("text")
        assert field is not None
        postings = field.postings(field.terms.find(b"sea"))
        chosen = np.random.default_rng(seed).choice(len(postings), 20)
        return [
            (
                segment.record(article)["text"],
                len(postings.occurrences(np.array([which])).positions),
            )
            for which, article in zip(
                chosen.tolist(), postings.articles[chosen].tolist(), strict=True
            )
        ]

    with ThreadPoolExecutor(8) as pool:
        found = [pair for pairs in pool.map(read, range(40)) for pair in pairs]

    assert [count for _, count in found] == [text.count("sea") for text, _ in found]
